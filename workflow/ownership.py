"""With whom a desk lies: one named person where there is no choice, otherwise 待领 for those who hold the post."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from casework.acts import tell
from casework.acts.record import record
from casework.errors import NotAllowed, Stale
from casework.models import Case, Posting, Staff
from casework.permissions import DISTRICT_ROLES, ORGAN_ROLES, UNIT_ROLES, roles_of, roles_on
from workflow.models import Step
from workflow.route import MOVES

# Who finishes each desk: the roles of the first verb listed for it.
DESK_ROLES: dict[str, frozenset[str]] = {
    name: frozenset(roles_of(verbs[0])) - {"system"} for name, verbs in MOVES.items()
}
HANDLERS = frozenset({"sign_for", "draft"})  # the desks of the handler named on the case


def candidates(case: Case, node: str) -> list[Staff]:
    """The active staff whose post lets them finish this desk of this case."""
    roles = DESK_ROLES[node]
    scope = Q(role__in=roles & ORGAN_ROLES, organ=case.organ_id) | Q(role__in=roles & DISTRICT_ROLES)
    if case.unit_id:
        scope |= Q(role__in=roles & UNIT_ROLES, unit=case.unit_id)
    postings = Posting.objects.filter(scope, staff__is_active=True).select_related("staff__wishes").order_by("id")
    return list({posting.staff_id: posting.staff for posting in postings}.values())


def settle(case: Case, step: Step, *, by: Staff, at: datetime) -> None:
    """Give a desk about to be opened its owner: the named handler, or the only candidate; else it is claimed."""
    people = candidates(case, step.flow_task.name)
    chosen = _preferred(case, step.flow_task.name, people)
    if chosen is not None:
        step.owner, step.assigned = chosen, at
    told = [chosen] if chosen else people
    _tell([person for person in told if person.pk != by.pk], case, step, at)


def hand_over(case: Case, step: Step, *, before: int | None, at: datetime) -> None:
    """改派: the desk that was the former handler's is the new one's, unopened; a reviewer's stays where it is."""
    node = step.flow_task.name
    handlers_own = node in HANDLERS or (before is not None and step.owner_id == before)
    if handlers_own and case.handler_id in {person.pk for person in candidates(case, node)}:
        step.owner, step.assigned, step.started = case.handler, at, None
        step.save(update_fields=["owner", "assigned", "started"])


def _preferred(case: Case, node: str, people: list[Staff]) -> Staff | None:
    by_id = {person.pk: person for person in people}
    if node in HANDLERS and case.handler_id in by_id:
        return by_id[case.handler_id]
    if "intake" in DESK_ROLES[node] and case.registered_by_id in by_id:
        return by_id[case.registered_by_id]
    return people[0] if len(people) == 1 else None


def _tell(people: Iterable[Staff], case: Case, step: Step, at: datetime) -> None:
    text = f"{case.case_number} 到达“{step.flow_task.task_title}”环节：{case.title}"
    tell.tell(people, case, text, kind="desk", at=at)


def may_take(actor: Staff, case: Case, step: Step) -> bool:
    """Whether the actor's post lets them finish this desk."""
    return bool(roles_on(actor, case) & DESK_ROLES[step.flow_task.name])


def claim(*, actor: Staff, case: Case, step: Step, at: datetime) -> None:
    """Take an unclaimed desk (待领 → 待办).

    :raises NotAllowed: the actor holds no post for this desk. :raises Stale: somebody else was faster.
    """
    if not may_take(actor, case, step):
        raise NotAllowed("您的岗位不能领取这个环节。")
    taken = Step.objects.filter(pk=step.pk, finished=None, owner=None).update(owner=actor, assigned=at)
    if not taken:
        raise Stale("该事项已被他人领取。请刷新页面。")
    record(case=case, verb="claim", actor=actor, at=at, data={"node": step.flow_task.name})


def opened(*, actor: Staff, step: Step, at: datetime) -> None:
    """Note that the person it lies with has opened it: from now on it cannot be taken back (取回)."""
    if step.owner_id == actor.pk and step.started is None:
        Step.objects.filter(pk=step.pk, started=None).update(started=at)
        step.started = at
