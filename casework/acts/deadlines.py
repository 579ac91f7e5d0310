"""Keep the rows of running limits equal to what the clock says, so that a sweep can claim what falls due."""

from __future__ import annotations

from datetime import date

from casework.law.clock import Deadline as ClockReading
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, Deadline

Row = tuple[str, str, date]

# Which limit of the law each kind of row watches, by the ID the clock gives it.
_LIMITS = {"T02": Deadline.Kind.CORRECTION, "T11": Deadline.Kind.PAYMENT}


def refresh(case: Case, reading: ClockReading) -> None:
    """Cancel the rows that no longer run and add those that do; rows that have fired stay as they are."""
    wanted = set(running(reading)) if case.is_open else set()
    existing = {(row.kind, row.ref, row.due_on): row for row in Deadline.objects.filter(case=case)}
    gone = [row.pk for key, row in existing.items() if key not in wanted and row.state == Deadline.State.WAITING]
    back = [row.pk for key, row in existing.items() if key in wanted and row.state == Deadline.State.CANCELLED]
    if gone:
        Deadline.objects.filter(pk__in=gone, state=Deadline.State.WAITING).update(state=Deadline.State.CANCELLED)
    if back:
        Deadline.objects.filter(pk__in=back).update(state=Deadline.State.WAITING)
    Deadline.objects.bulk_create(
        [Deadline(case=case, kind=kind, ref=ref, due_on=due) for kind, ref, due in sorted(wanted - set(existing))]
    )


def running(reading: ClockReading) -> list[Row]:
    """The limits that run: the reply and its warning, the applicant's periods, the parties' periods."""
    rows: list[Row] = []
    if reading.due is not None and reading.warn_on is not None:
        ahead = law_settings().lights_green_above_wd
        soon = working_calendar().nth_working_day_before(reading.warn_on, ahead)
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
