"""What the views of the desk share: fetch one visible case, run an act, tell the form what the law refused."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from casework.errors import BadValue, Fault, MissingFact, NotFound
from casework.law.errors import LawError
from casework.models import Case, Staff
from casework.now import now, today
from letters.errors import LetterError
from workflow import desk
from workflow.forms.parts import ActForm


def actor_of(request: HttpRequest) -> Staff:
    assert isinstance(request.user, Staff), "LoginRequiredMiddleware lets only staff in"
    return request.user


def visible_case(request: HttpRequest, case_id: int) -> Case:
    """Fetch a case this person may see. :raises NotFound: there is none for them."""
    case = (
        Case.objects.visible_to(actor_of(request))
        .select_related("organ", "unit__organ", "handler", "registered_by")
        .prefetch_related("applicants", "decisions")
        .filter(pk=case_id)
        .first()
    )
    if case is None:
        raise NotFound()
    return case


def run(request: HttpRequest, verb: str, case: Case, form: ActForm, **facts: Any) -> bool:
    """Run the act with what the form says; True when it is done.

    What the law misses or finds wrong is told at its field and nothing is written; everything else (somebody was
    faster, not allowed) goes up to the fault pages.
    """
    try:
        desk.act(
            verb,
            case_id=case.pk,
            actor=actor_of(request),
            at=now(),
            today=today(),
            version=version_of(request),
            **(form.facts() | facts),
        )
    except LawError as error:  # a date the calendar does not reach, or facts that contradict each other
        tell(form, Fault(error.message, article=error.article))
        return False
    except (MissingFact, BadValue, LetterError) as fault:
        tell(form, fault)
        return False
    return True


def tell(form: ActForm, fault: Fault) -> None:
    """Put a refusal where it belongs: at its field, or above the form."""
    message = f"{fault.message}（{fault.article}）" if fault.article else fault.message
    for line in message.splitlines():
        form.add_error(fault.field if fault.field in form.fields else None, line)


def version_of(request: HttpRequest) -> int:
    """The version of the case the page showed; a page without one is not believed to be current."""
    raw = request.POST.get("version", "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else -1
