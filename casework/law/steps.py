"""The reply period day by day: the same answer as the clock, shown so that anybody can count along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .calendar import WorkingCalendar
from .facts import Delayed

StepKind = Literal["counted", "start", "before", "rest", "excluded", "stopped", "delayed"]


@dataclass(frozen=True, slots=True)
class Step:
    """One day. ``number`` is the number of the counted working day, None where the day does not count."""

    on: date
    kind: StepKind
    text: str
    number: int | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """A span with the words for it: the working days with rank lo < rank <= hi are left out because of ``label``."""

    lo: int
    hi: int
    label: str
    article: str


def walk(
    received: date,
    start: date,
    last: date,
    leaves: Sequence[Leave],
    calendar: WorkingCalendar,
    counts_until: date | None = None,
    delay: Delayed | None = None,
    *,
    article: str = "条例第三十三条",
) -> Iterator[Step]:
    """Every day from ``received`` to ``last``. Days after ``counts_until`` belong to ``delay`` and are not numbered.

    ``article`` is where the period comes from.
    """
    number = 0
    for day in calendar.days(received, last):
        if day < start:
            yield Step(day, "before", "重新计算之前，不计入", None, "条例第三十条")
            continue
        if day == start:
            yield Step(day, "start", "起算日当日不计入", None, "民法典第二百零一条")
            continue
        reason = calendar.why(day)
        if not reason.working:
            yield Step(day, "rest", reason.text, None, reason.notice.title if reason.notice else "")
            continue
        rank = calendar.rank(day)
        why = [leave for leave in leaves if leave.lo < rank <= leave.hi]
        if counts_until is not None and delay is not None and day > counts_until:
            yield Step(day, "delayed", delay.label, None, delay.article)
        elif why:
            labels = "、".join(leave.label for leave in why)
            yield Step(day, "excluded", f"{labels}期间，不计入", None, why[0].article)
        else:
            number += 1
            yield Step(day, "counted", reason.text, number, article)


def walk_stopped(received: date, start: date, sent: date, label: str, calendar: WorkingCalendar) -> Iterator[Step]:
    """A stopped clock: from ``received`` to the day ``sent`` on which it stopped, nothing counted."""
    for day in calendar.days(received, sent):
        if day < start:
            yield Step(day, "before", "重新计算之前，不计入", None, "条例第三十条")
        else:
            yield Step(day, "stopped", f"{label}，答复期限待重新计算", None, "条例第三十条")
