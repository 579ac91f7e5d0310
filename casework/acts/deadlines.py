"""Keep the rows of running limits equal to what the clock says, so that a sweep can claim what falls due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from casework.among import Among
from casework.law.calendar import WorkingCalendar
from casework.law.clock import Deadline as ClockReading
from casework.law.limits import limit
from casework.lawbook import law_settings
from casework.models import Case, Deadline

Row = tuple[str, str, date]


class Standing(NamedTuple):
    """A row as it stands in the table."""

    pk: int
    case_id: int
    kind: str
    ref: str
    due_on: date
    state: str


_IDLE = (Deadline.State.WAITING, Deadline.State.REFUSED)
_RETURNING = (Deadline.State.CANCELLED, Deadline.State.REFUSED)
# Rows about a remedy outlive the case: they run on a closed file, and only the acts of remedies move them.
REMEDIES = (Deadline.Kind.REMEDY_SOON, Deadline.Kind.REMEDY, Deadline.Kind.ORDER_SOON, Deadline.Kind.ORDER)
# Likewise of assistance and of filing: their own acts move them.
APART = (*REMEDIES, Deadline.Kind.ASSIST, Deadline.Kind.FILING_SOON, Deadline.Kind.FILING)
# Which limit of the law each kind of row watches, by the ID the clock gives it.
_LIMITS = {"T02": Deadline.Kind.CORRECTION, "T11": Deadline.Kind.PAYMENT}


def refresh(case: Case, reading: ClockReading, *, stage: Iterable[Row] | None = None) -> None:
    """Move, cancel and add rows until they are the limits that run; rows that have fired stay as they are.

    :param stage: the internal limit of the open desk, if it has one; None leaves the rows of stages alone.
    """
    refresh_many([(case, reading)], rows_of([case.pk]), stages=None if stage is None else {case.pk: stage})


def rows_of(keys: Iterable[int]) -> list[Standing]:
    """Every row of these cases, in the order they were written; plain values, for there may be many."""
    rows = Deadline.objects.filter(Among("case_id", keys)).order_by("pk").values_list(*Standing._fields)
    return [Standing(*row) for row in rows]


def refresh_many(
    readings: Sequence[tuple[Case, ClockReading]],
    rows: Iterable[Standing],
    *,
    stages: Mapping[int, Iterable[Row]] | None = None,
) -> None:
    """The same for many cases in three statements, and one for each day rows move to.

    :param rows: every row these cases have. :param stages: the internal limits by the case's key.
    """
    existing: dict[int, dict[Row, Standing]] = {case.pk: {} for case, _ in readings}
    for row in rows:
        if row.case_id in existing and row.kind not in APART:
            existing[row.case_id][row.kind, row.ref, row.due_on] = row
    gone: list[int] = []
    back: list[int] = []
    new: list[Deadline] = []
    moved: dict[date, list[Standing]] = defaultdict(list)
    for case, reading in readings:
        there = existing[case.pk]
        wanted: set[Row] = set()
        if case.is_open:
            wanted = {*running(reading), *(stages or {}).get(case.pk, ())}
            if stages is None:
                there = {key: row for key, row in there.items() if row.kind != Deadline.Kind.STAGE}
        idle = {(row.kind, row.ref): row for key, row in there.items() if key not in wanted and row.state in _IDLE}
        gone += [row.pk for key, row in there.items() if key not in wanted and row.state in _IDLE]
        back += [row.pk for key, row in there.items() if key in wanted and row.state in _RETURNING]
        for kind, ref, due in sorted(wanted - set(there)):
            if (kind, ref) in idle:
                moved[due].append(idle.pop((kind, ref)))
            else:
                new.append(Deadline(case_id=case.pk, kind=kind, ref=ref, due_on=due))
    kept = {row.pk for rows_ in moved.values() for row in rows_}
    _cancel([pk for pk in gone if pk not in kept])
    if back:
        Deadline.objects.filter(Among("pk", back)).update(state=Deadline.State.WAITING)
    for due, group in moved.items():
        new += _move(group, due)
    Deadline.objects.bulk_create(new)


def _cancel(keys: Sequence[int]) -> None:
    if keys:
        Deadline.objects.filter(Among("pk", keys), state__in=_IDLE).update(state=Deadline.State.CANCELLED)


def _move(group: Sequence[Standing], due: date) -> Iterator[Deadline]:
    """Let rows that wait run to another day; yield a new row for each a sweep has claimed since they were read."""
    rows = Deadline.objects.filter(Among("pk", [row.pk for row in group]))
    if rows.filter(state__in=_IDLE).update(due_on=due, state=Deadline.State.WAITING) == len(group):
        return
    there = set(rows.filter(due_on=due).values_list("pk", flat=True))
    for row in group:
        if row.pk not in there:
            yield Deadline(case_id=row.case_id, kind=row.kind, ref=row.ref, due_on=due)


def running(reading: ClockReading) -> list[Row]:
    """The limits that run: the reply and its warning, the applicant's periods, the parties' periods."""
    rows: list[Row] = []
    if reading.due is not None and reading.warn_on is not None:
        ahead = law_settings().lights_green_above_wd
        soon = reading.trace.calendar.nth_working_day_before(reading.warn_on, ahead)
        rows += [(Deadline.Kind.REPLY_SOON.value, "", soon), (Deadline.Kind.REPLY.value, "", reading.due)]
        if (lead := sign_by(reading.warn_on, reading.trace.calendar)) != soon:  # else the warning says it too
            rows.append((Deadline.Kind.SIGN.value, "", lead))
    for name, due in reading.limits.items():
        number, _, ref = name.partition(" ")
        if number in _LIMITS and begun(reading):
            rows.append((_LIMITS[number].value, "", due))
        elif number in {"T06", "T07"}:
            rows.append((Deadline.Kind.OPINION.value, ref, due))
    return rows


def sign_by(warn_on: date, calendar: WorkingCalendar) -> date:
    """Until when the draft should be with the leader who signs, before the day alarms go by (T28, local practice)."""
    return limit("T28", warn_on, calendar, law_settings()).due


def begun(reading: ClockReading) -> bool:
    """Whether the applicant's period to correct or to pay runs: it counts from the day the notice reached him."""
    runs = reading.trace.runs
    if runs.correction is not None:
        return runs.correction.delivered_on is not None or law_settings().correction_period_from == "sent"
    return runs.fee is None or runs.fee.received_on is not None


def let_run(rows: QuerySet[Deadline], new: Iterable[Deadline], due: date) -> None:
    """Let timers beside the reply clock run until ``due``: those stopped for that day run again, others are made."""
    rows.filter(due_on=due, state=Deadline.State.CANCELLED).update(state=Deadline.State.WAITING)
    Deadline.objects.bulk_create(new, ignore_conflicts=True)


def stop(rows: QuerySet[Deadline]) -> None:
    rows.filter(state=Deadline.State.WAITING).update(state=Deadline.State.CANCELLED)
