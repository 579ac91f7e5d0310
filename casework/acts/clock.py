"""The one refresher of the cached dates: fold the facts, write what the clock says. Nobody else sets a due date."""

from __future__ import annotations

from datetime import date

from casework.law.clock import Deadline as ClockReading
from casework.law.clock import replay
from casework.lawbook import law_settings, working_calendar
from casework.models import Case
from casework.selectors.facts import facts_of


def standing(case: Case, *, today: date | None) -> ClockReading:
    """Return what the clock says of this case now, from its facts alone."""
    return replay(facts_of(case), working_calendar(), on=today, settings=law_settings())


def refresh(case: Case, *, today: date | None) -> ClockReading:
    """Write the clock's answer into the case's cached columns."""
    reading = standing(case, today=today)
    calendar = working_calendar()
    case.clock_state = reading.state.value
    case.base_on, case.due_on, case.warn_on = reading.base, reading.due, reading.warn_on
    case.provisional = reading.provisional
    case.calendar_version = calendar.version
    case.late = None if reading.on_time is None else not reading.on_time
    Case.objects.filter(pk=case.pk).update(
        clock_state=case.clock_state,
        base_on=case.base_on,
        due_on=case.due_on,
        warn_on=case.warn_on,
        provisional=case.provisional,
        calendar_version=case.calendar_version,
        late=case.late,
    )
    return reading
