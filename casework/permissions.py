"""Who may see and who may do: one queryset condition and one role × verb table.

The table itself is ``law/states.py``; nothing here repeats it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from casework.errors import NotAllowed, NotFound, Stale, WrongState
from casework.law.states import DISCLOSURE_ONLY, ROLES, TRANSITIONS, VERBS, Status, permitted, transition
from casework.models.case import Case
from casework.models.joint import Assistance
from casework.models.staff import Staff
from casework.models.visibility import DISTRICT_ROLES, ORGAN_ROLES, UNIT_ROLES, visible_cases
from casework.now import SHANGHAI

if TYPE_CHECKING:
    from casework.models.staff import Posting


def roles_on(actor: Staff, case: Case) -> set[str]:
    """The roles this person holds with regard to this case; ``assistant`` while the person's unit is asked for help."""
    held = {post.role for post in actor.posts if _covers(post, case)}
    others = {post.unit_id for post in actor.posts if post.role in UNIT_ROLES and post.unit_id != case.unit_id}
    if others and Assistance.objects.filter(case=case, unit__in=others, answered_on=None).exists():
        held.add("assistant")
    return held


def _covers(post: Posting, case: Case) -> bool:
    if post.role in UNIT_ROLES:
        return case.unit_id is not None and post.unit_id == case.unit_id
    if post.role in ORGAN_ROLES:
        return post.organ_id == case.organ_id
    return post.role in DISTRICT_ROLES


def roles_of(verb: str) -> tuple[str, ...]:
    """The roles the table names for a verb, in its order."""
    return tuple(dict.fromkeys(role for row in TRANSITIONS if row.verb == verb for role in row.roles))


def permitted_verbs(actor: Staff, case: Case) -> list[str]:
    """The verbs the table allows this person in the present status, in the order of the law."""
    held = roles_on(actor, case)
    allowed = {verb for role in held for verb in permitted(role, Status(case.status))}
    return [verb for verb in VERBS if verb in allowed and not unfit(case, verb)]


def unfit(case: Case, verb: str) -> str:
    """Why the law knows no such step for what was asked for; "" where it does."""
    return DISCLOSURE_ONLY.get(verb, "") if case.matter == Case.Matter.RECORD_CORRECTION else ""


def check(actor: Staff, verb: str, case: Case) -> None:
    """Raise NotAllowed or WrongState unless the table lets this person do this now, to a case of this matter."""
    held = roles_on(actor, case)
    if not held & set(roles_of(verb)):
        names = "、".join(ROLES[role] for role in roles_of(verb) if role != "system")
        raise NotAllowed(f"“{VERBS[verb]}”由{names}办理，您没有此项权限。")
    if why := unfit(case, verb):
        raise WrongState(why, article="条例第四十一条")
    row = transition(Status(case.status), verb)
    if row is None or not held & set(row.roles):
        raise WrongState(f"办件现为“{case.get_status_display()}”，不能“{VERBS[verb]}”。请刷新页面查看最新状态。")


def require(actor: Staff, verb: str, case_id: int, *, version: int | None = None) -> Case:
    """Fetch the case, lock its row and authorise the act in one step.

    :param version: the version the person's page showed; None where no page is involved (timers, imports).
    :raises NotFound: no such case for this person.
    :raises Stale: somebody has changed the case since the page was opened.
    :raises NotAllowed, WrongState: see ``check``.
    """
    assert transaction.get_connection().in_atomic_block, "an act runs in a transaction"
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("organ", "unit", "handler")
        .filter(visible_cases(actor), pk=case_id)
        .first()
    )
    if case is None:
        raise NotFound()
    if version is not None:
        current(case, version)
    check(actor, verb, case)
    return case


def current(case: Case, version: int) -> None:
    """Raise Stale, naming who was faster, unless ``version`` is what the case is at."""
    if version != case.version:
        raise Stale(_who_was_faster(case))


def _who_was_faster(case: Case) -> str:
    last = case.events.filter(verb__in=VERBS).select_related("actor").order_by("-id").first()
    if last is None:
        return "页面已过期，请刷新后再办。"
    who = last.actor.name if last.actor else "系统"
    when = f"{last.at.astimezone(SHANGHAI):%H:%M}"
    return (
        f"{who}已于 {when} 对本办件“{VERBS.get(last.verb, last.verb)}”，您看到的页面已过期。"
        "您填写的内容保留在下方，请刷新后再办。"
    )


__all__ = [
    "DISTRICT_ROLES",
    "ORGAN_ROLES",
    "UNIT_ROLES",
    "check",
    "current",
    "permitted_verbs",
    "require",
    "roles_of",
    "roles_on",
    "unfit",
    "visible_cases",
]
