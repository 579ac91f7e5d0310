"""期限重算: when the calendar changes, the dates of open cases follow. Many at once, as ``clock.refresh`` would one.

Facts are read in one statement a kind and chunk, written in groups of equal values; each case whose dates move gets
one event that says from which day to which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.acts import clock, deadlines
from casework.acts.deadlines import Row, Standing
from casework.acts.record import record_many
from casework.among import Among
from casework.law.calendar import WorkingCalendar
from casework.law.calendar_change import CalendarChange
from casework.law.clock import ClockState, Fact, replay
from casework.law.clock import Deadline as ClockReading
from casework.law.errors import LawError
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, Deadline, Staff
from casework.selectors.facts import facts_of_many

VERB = "recompute"
COLUMNS = ("clock_state", "base_on", "due_on", "warn_on", "provisional", "calendar_version", "late")
NEEDED = (
    "pk", "case_number", "status", "matter", "round_no", "received_on", "safe_received_on", "closed_on", "closed_as",
    "promised_on", *COLUMNS,
)  # fmt: skip
# What a date of a case is called, by its column or the kind of its row.
WHAT = {
    "due_on": "答复期限",
    "warn_on": "预警日期",
    "base_on": "未延期的答复期限",
    Deadline.Kind.CORRECTION.value: "补正期限",
    Deadline.Kind.PAYMENT.value: "缴费期限",
    Deadline.Kind.OPINION.value: "征求意见期限",
    Deadline.Kind.STAGE.value: "环节时限",
}
# The rows of the open desks' internal limits, for the layer above that knows desks.
Stages = Callable[[Sequence[Case], Mapping[int, ClockReading]], Mapping[int, Iterable[Row]]]


@dataclass(frozen=True, slots=True)
class Move:
    """One date that moves; ``what`` is a key of ``WHAT``."""

    what: str
    old: date | None
    new: date | None


@dataclass(frozen=True, slots=True)
class Recounted:
    """A case counted anew: its reading, and every date that is not what it was.

    ``confirmed``: a provisional date has become final. ``shortens``: the new date lies before the one a letter named.
    """

    case: Case
    reading: ClockReading
    moves: tuple[Move, ...]
    confirmed: bool

    @property
    def shortens(self) -> bool:
        told, new = self.case.promised_on, self.reading.due
        return told is not None and new is not None and new < told and new != self.case.due_on


@dataclass(frozen=True, slots=True)
class Uncountable:
    """A case whose dates cannot be counted with the calendar, and why."""

    case: Case
    why: str


def recount(
    cases: Sequence[Case], rows: Iterable[Standing], calendar: WorkingCalendar, *, today: date
) -> tuple[list[Recounted], list[Uncountable]]:
    """Count ``cases`` with ``calendar``; nothing is written. ``rows``: every timer row these cases have.

    Cases of the same facts, such as all that came in on one day and were left alone, are folded once.
    """
    facts, known = facts_of_many(cases), _latest(rows)
    counted: list[Recounted] = []
    failed: list[Uncountable] = []
    folded: dict[tuple[Fact, ...], tuple[ClockReading, list[Row]]] = {}
    for case in cases:
        stated = tuple(facts[case.pk])
        if stated not in folded:
            try:
                reading = replay(stated, calendar, on=today, settings=law_settings())
                folded[stated] = reading, deadlines.running(reading)
            except LawError as error:
                failed.append(Uncountable(case, str(error)))
                continue
        reading, limits = folded[stated]
        moves = (*_column_moves(case, reading), *_row_moves(known[case.pk], limits))
        counted.append(Recounted(case, reading, moves, case.provisional and not reading.provisional))
    return counted, failed


def _latest(rows: Iterable[Standing]) -> dict[int, dict[tuple[str, str], date]]:
    """The limit of each kind and party that stands now."""
    latest: dict[int, dict[tuple[str, str], date]] = defaultdict(dict)
    for row in rows:
        if row.state != Deadline.State.CANCELLED:
            latest[row.case_id][row.kind, row.ref] = row.due_on
    return latest


def _column_moves(case: Case, reading: ClockReading) -> Iterable[Move]:
    for name, new in (("due_on", reading.due), ("warn_on", reading.warn_on), ("base_on", reading.base)):
        if (old := getattr(case, name)) != new:
            yield Move(name, old, new)


def _row_moves(known: Mapping[tuple[str, str], date], limits: Sequence[Row]) -> Iterable[Move]:
    for kind, ref, new in limits:
        old = known.get((kind, ref))
        if kind in WHAT and old is not None and old != new:
            yield Move(kind, old, new)


def touched(case: Case, rows: Sequence[Standing], change: CalendarChange) -> bool:
    """Whether the change can be felt in any date of this case: a changed day lies where its counts look.

    A party being consulted may have fallen silent by today, which the cached state does not know yet.
    """
    if case.calendar_version != change.old.version or case.clock_state == ClockState.SUSPENDED or case.provisional:
        return True
    ends = [day for day in (case.due_on, case.warn_on, case.base_on, *(row.due_on for row in rows)) if day is not None]
    if not ends:
        return False
    begins = min(case.safe_received_on, date.fromordinal(min(ends).toordinal() - 1))
    return change.touches(begins, max(ends))


def rows_of(keys: Iterable[int]) -> dict[int, list[Standing]]:
    """Every timer row of these cases, by the case's key."""
    rows: dict[int, list[Standing]] = defaultdict(list)
    for row in deadlines.rows_of(keys):
        rows[row.case_id].append(row)
    return rows


def write(
    counted: Sequence[Recounted],
    rows: Iterable[Standing],
    *,
    actor: Staff | None,
    at: datetime,
    why: Mapping[str, Any],
    stages: Stages | None = None,
) -> int:
    """Write what was counted into the locked cases, their rows and their history; return how many dates moved.

    :param why: what the event says besides the dates: the notice that changed the calendar.
    """
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for one in counted:
        groups[tuple(clock.columns(one.reading).values())].append(one.case.pk)
    for values, keys in groups.items():
        Case.objects.filter(Among("pk", keys)).update(**dict(zip(COLUMNS, values, strict=True)))
    readings = {one.case.pk: one.reading for one in counted}
    internal = stages([one.case for one in counted], readings) if stages is not None else None
    deadlines.refresh_many([(one.case, one.reading) for one in counted], rows, stages=internal)
    told = [one for one in counted if one.moves or one.confirmed]
    data = {one.case.pk: _said(one, why) for one in told}
    if told:
        record_many(cases=[one.case for one in told], verb=VERB, actor=actor, at=at, data=data)
    return sum(bool(one.moves) for one in told)


def _said(one: Recounted, why: Mapping[str, Any]) -> dict[str, Any]:
    """The dates of the event: each as [what, old, new]."""
    said = dict(why) | {"moves": [[move.what, _iso(move.old), _iso(move.new)] for move in one.moves]}
    if one.confirmed:
        said["confirmed"] = True
    if one.case.promised_on is not None:
        said["promised"] = one.case.promised_on.isoformat()
    return said


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def catch_up(case: Case, *, at: datetime, today: date) -> None:
    """Bring a locked case to the calendar in force before anything is done to it, where an import has not reached it.

    The calendar is asked for again: the lock may have been waited for while an import took effect.
    """
    calendar = working_calendar(check=True)
    if case.calendar_version == calendar.version or not case.is_open:
        return
    rows = deadlines.rows_of([case.pk])
    counted, _ = recount([case], rows, calendar, today=today)
    write(counted, rows, actor=None, at=at, why={"calendar": calendar.version})
    for one in counted:
        for name, value in clock.columns(one.reading).items():
            setattr(case, name, value)
