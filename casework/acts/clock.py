"""The one refresher of the cached dates: fold the facts, write what the clock says. Nobody else sets a due date."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.acts import facts
from casework.law.clock import Deadline as ClockReading
from casework.law.clock import replay
from casework.law.promise import basis
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, Promise
from casework.selectors.facts import facts_of


def standing(case: Case, *, today: date | None, moved: bool | None = None) -> ClockReading:
    """Return what the clock says of this case now, from its facts alone."""
    return replay(facts_of(case, moved=moved), working_calendar(), on=today, settings=law_settings())


def refresh(case: Case, *, today: date | None) -> ClockReading:
    """Write the clock's answer into the case's cached columns, and the case's row of facts with it."""
    reading = standing(case, today=today)
    if case.promised_on is not None and not _promise_stands(case, case.promised_on, reading):
        case.promised_on = None
        Case.objects.filter(pk=case.pk).update(promised_on=None)
        reading = standing(case, today=today)
    told = columns(reading)
    changed = {name: value for name, value in told.items() if getattr(case, name) != value}
    for name, value in changed.items():
        setattr(case, name, value)
    if changed:
        Case.objects.filter(pk=case.pk).update(**changed)
    facts.refresh(case)
    return reading


def columns(reading: ClockReading) -> dict[str, Any]:
    """The cached columns of a case as the clock reads."""
    return {
        "clock_state": reading.state.value,
        "base_on": reading.base,
        "due_on": reading.due,
        "warn_on": reading.warn_on,
        "provisional": reading.provisional,
        "calendar_version": reading.calendar_version,
        "late": None if reading.on_time is None else not reading.on_time,
    }


def _promise_stands(case: Case, until: date, reading: ClockReading) -> bool:
    """Whether the facts are still those the last day told to the applicant was counted from."""
    return Promise.objects.filter(case=case, round_no=case.round_no, until=until, basis=basis(reading)).exists()
