"""Small readings of rows that the facts of several documents share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import localtime

from casework.models import Case, CaseEvent, Staff

Values = dict[str, Any]


def lines(text: str) -> tuple[str, ...]:
    """One item a line, as clerks type lists."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def last(rows: Any) -> Any:
    """The newest of some rows."""
    return rows.last()


def of_round(model: Any, case: Case, **more: Any) -> Any:
    """The rows of a model in the present round of the case."""
    return model.objects.filter(case=case, round_no=case.round_no, **more)


def name_of(staff: Staff | None) -> str:
    """A member of staff as paper names them; "" for nobody."""
    return str(staff) if staff else ""


def last_event(case: Case, verb: str) -> CaseEvent | None:
    """The last event of a verb."""
    return case.events.filter(verb=verb).select_related("actor").last()


def desk_of(case: Case) -> Values:
    """Unit and handler."""
    return {"unit": case.unit.name if case.unit else "", "handler": name_of(case.handler)}


def day_of(moment: Any) -> date:
    """The day in China of a moment."""
    return localtime(moment).date()
