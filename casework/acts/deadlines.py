"""Keep the rows of running limits equal to what the clock says, so that a sweep can claim what falls due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from casework.law.clock import Deadline as ClockReading
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
APART = (*REMEDIES, Deadline.Kind.ASSIST)  # the acts of assistance move those
# Which limit of the law each kind of row watches, by the ID the clock gives it.
_LIMITS = {"T02": Deadline.Kind.CORRECTION, "T11": Deadline.Kind.PAYMENT}


def refresh(case: Case, reading: ClockReading, *, stage: Iterable[Row] | None = None) -> None:
    """Cancel the rows that no longer run and add those that do; rows that have fired stay as they are.

    :param stage: the internal limit of the open desk, if it has one; None leaves the rows of stages alone.
    """
    refresh_many([(case, reading)], rows_of([case.pk]), stages=None if stage is None else {case.pk: stage})


def rows_of(keys: Iterable[int]) -> list[Standing]:
    """Every row of these cases, in the order they were written; plain values, for there may be many."""
    rows = Deadline.objects.filter(case__in=list(keys)).order_by("pk").values_list(*Standing._fields)
    return [Standing(*row) for row in rows]


def refresh_many(
    readings: Sequence[tuple[Case, ClockReading]],
    rows: Iterable[Standing],
    *,
    stages: Mapping[int, Iterable[Row]] | None = None,
) -> None:
    """The same for many cases in three statements.

    :param rows: every row these cases have. :param stages: the internal limits by the case's key.
    """
    existing: dict[int, dict[Row, Standing]] = {case.pk: {} for case, _ in readings}
    for row in rows:
        if row.case_id in existing and row.kind not in APART:
            existing[row.case_id][row.kind, row.ref, row.due_on] = row
    gone: list[int] = []
    back: list[int] = []
    new: list[Deadline] = []
    for case, reading in readings:
        there = existing[case.pk]
        wanted: set[Row] = set()
        if case.is_open:
            wanted = {*running(reading), *(stages or {}).get(case.pk, ())}
            if stages is None:
                there = {key: row for key, row in there.items() if row.kind != Deadline.Kind.STAGE}
        gone += [row.pk for key, row in there.items() if key not in wanted and row.state in _IDLE]
        back += [row.pk for key, row in there.items() if key in wanted and row.state in _RETURNING]
        new += [Deadline(case=case, kind=kind, ref=ref, due_on=due) for kind, ref, due in sorted(wanted - set(there))]
    if gone:
        Deadline.objects.filter(pk__in=gone, state__in=_IDLE).update(state=Deadline.State.CANCELLED)
    if back:
        Deadline.objects.filter(pk__in=back).update(state=Deadline.State.WAITING)
    Deadline.objects.bulk_create(new)


def running(reading: ClockReading) -> list[Row]:
    """The limits that run: the reply and its warning, the applicant's periods, the parties' periods."""
    rows: list[Row] = []
    if reading.due is not None and reading.warn_on is not None:
        ahead = law_settings().lights_green_above_wd
        soon = reading.trace.calendar.nth_working_day_before(reading.warn_on, ahead)
        rows += [(Deadline.Kind.REPLY_SOON.value, "", soon), (Deadline.Kind.REPLY.value, "", reading.due)]
    for name, due in reading.limits.items():
        limit, _, ref = name.partition(" ")
        if limit in _LIMITS and begun(reading):
            rows.append((_LIMITS[limit].value, "", due))
        elif limit in {"T06", "T07"}:
            rows.append((Deadline.Kind.OPINION.value, ref, due))
    return rows


def begun(reading: ClockReading) -> bool:
    """Whether the applicant's period to correct or to pay runs: it counts from the day the notice reached him."""
    runs = reading.trace.runs
    if runs.correction is not None:
        return runs.correction.delivered_on is not None or law_settings().correction_period_from == "sent"
    return runs.fee is None or runs.fee.received_on is not None
