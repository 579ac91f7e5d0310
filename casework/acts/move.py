"""The one place where a legal status changes: the FSM moves, the version counts, the event tells."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django_fsm import TransitionNotAllowed

from casework.acts.record import record
from casework.errors import WrongState
from casework.law.states import VERBS
from casework.models import Case, CaseEvent, Staff


def move(
    case: Case,
    verb: str,
    *,
    actor: Staff | None,
    at: datetime,
    on: date | None = None,
    data: dict[str, Any] | None = None,
    status: bool = True,
    changed: tuple[str, ...] = (),
) -> CaseEvent:
    """Make the legal transition ``verb`` (none where ``status`` is False), count the version, record the event.

    :param changed: names of further case fields the act has set.
    :raises WrongState: the FSM knows no such transition from the present status.
    """
    source = case.status
    if status:
        try:
            getattr(case, verb)()
        except TransitionNotAllowed as error:
            raise WrongState(f"办件现为“{case.get_status_display()}”，不能“{VERBS[verb]}”。请刷新页面。") from error
    case.version += 1
    case.save(update_fields=["status", "version", *changed])
    return record(case=case, verb=verb, actor=actor, at=at, on=on, source=source, target=case.status, data=data)
