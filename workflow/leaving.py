"""What lies with a person who leaves a post: told before, put back to 待领 after, so that no case lies with nobody."""

from __future__ import annotations

from datetime import datetime

from axes.utils import reset
from django.db import transaction
from django.db.models import Q, QuerySet

from casework.acts import staffing, tell
from casework.acts.record import record
from casework.errors import MissingFact
from casework.law.states import CLOSED
from casework.models import Case, Posting, Staff
from casework.permissions import ORGAN_ROLES, UNIT_ROLES
from workflow import inbox
from workflow.flows import node
from workflow.models import Step
from workflow.ownership import DESK_ROLES


def desks(person: Staff, post: Posting | None = None) -> QuerySet[Step]:
    """The open desks that lie with the person; with ``post``, those the person works at by that post."""
    found = Step.objects.filter(inbox.mine(person))
    if post is not None:
        nodes = [node(name) for name, roles in DESK_ROLES.items() if post.role in roles]
        found = found.filter(_scope(post, "case__"), flow_task__in=nodes)
    return found


def cases(person: Staff, post: Posting | None = None) -> QuerySet[Case]:
    """What has to be handed over: open cases the person handles, and every case that lies on a desk of theirs."""
    handled = Q(handler=person) & ~Q(status__in=[status.value for status in CLOSED])
    if post is not None:
        handled &= _scope(post) if post.role == "handler" else Q(pk__in=[])
    found = Case.objects.filter(handled | Q(pk__in=desks(person, post).values("case")))
    return found.select_related("unit__organ", "organ").order_by("due_on", "pk")


def deactivate(*, actor: Staff, at: datetime, staff_id: int, agreed: bool) -> Staff:
    """Close the account and put its desks back to 待领.

    :raises MissingFact: cases lie with the person and the administrator has not confirmed having seen them.
    """
    with transaction.atomic():
        staffing.check_may_change(actor, staff_id)
        numbers = _agreed(Staff(pk=staff_id), None, agreed)
        person = staffing.deactivate(actor=actor, at=at, staff_id=staff_id, cases=numbers)
        _release(person, None, actor, at)
    return person


def end_post(*, actor: Staff, at: datetime, staff_id: int, posting_id: int, agreed: bool) -> Staff:
    """End a post and put the desks worked at by it back to 待领. :raises MissingFact: as ``deactivate``."""
    with transaction.atomic():
        staffing.check_may_change(actor, staff_id)
        post = Posting.objects.filter(pk=posting_id, staff=staff_id).first()
        numbers = _agreed(Staff(pk=staff_id), post, agreed) if post else []
        person = staffing.end_post(actor=actor, at=at, staff_id=staff_id, posting_id=posting_id, cases=numbers)
        if post is not None:
            _release(person, post, actor, at)
    return person


def unlock(person: Staff) -> None:
    """Forget failed sign-ins: who needed a new password has mostly locked the account by guessing."""
    reset(username=person.username)


def _agreed(person: Staff, post: Posting | None, agreed: bool) -> list[str]:
    """The numbers of what has to be handed over, once the administrator has confirmed having seen them."""
    numbers = list(cases(person, post).values_list("case_number", flat=True))
    if numbers and not agreed:
        named = "、".join(numbers[:5]) + ("等" if len(numbers) > 5 else "")
        raise MissingFact(f"还有 {len(numbers)} 件未办结的办件（{named}）须移交，请核对清单并勾选确认。")
    return numbers


def _scope(post: Posting, prefix: str = "") -> Q:
    if post.role in UNIT_ROLES:
        return Q(**{f"{prefix}unit": post.unit_id})
    return Q(**{f"{prefix}organ": post.organ_id}) if post.role in ORGAN_ROLES else Q()


def _release(person: Staff, post: Posting | None, actor: Staff, at: datetime) -> None:
    """Put the desks back to 待领 and tell those who answer for the work; the history of each case says why."""
    told = list(cases(person, post))
    here = {step.case_id: step for step in desks(person, post).select_for_update(of=("self",))}
    for case in told:
        step = here.get(case.pk)
        if step is not None:
            Step.objects.filter(pk=step.pk).update(owner=None, assigned=None)
            data = {"name": person.name, "node": step.flow_task.name}
            record(case=case, verb="release", actor=actor, at=at, data=data)
        people = tell.people_of(organ=case.organ, roles=("intake",))
        if case.unit is not None:
            people += tell.people_of(unit=case.unit, roles=("handler", "unit_head"))
        others = {one.pk: one for one in people if one.pk != person.pk}.values()
        text = f"{case.case_number} 的办理人{person.name}已停用或者不再任职，请领取、改派或者转办：{case.title}"
        tell.tell(others, case, text, kind="desk", at=at, by=actor)
