"""待领 / 待办 / 在办 / 已办 as queries over the steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from casework.models import Case, Staff
from casework.permissions import ORGAN_ROLES, UNIT_ROLES, visible_cases
from workflow.flows import node
from workflow.models import Step
from workflow.ownership import DESK_ROLES

OPEN = Q(finished=None, flow_task_type="FUNCTION")


@dataclass(frozen=True)
class Counts:
    """How many cases lie in each tab of the workbench."""

    to_claim: int = 0
    to_do: int = 0
    under_way: int = 0
    done: int = 0


def unclaimed(actor: Staff) -> Q:
    """The open desks without an owner that this person's posts could take."""
    seen = Q(pk__in=[])
    for post in actor.posts:
        nodes = [node(name) for name, roles in DESK_ROLES.items() if post.role in roles]
        if not nodes:
            continue
        if post.role in ORGAN_ROLES:
            seen |= Q(flow_task__in=nodes, case__organ=post.organ_id)
        elif post.role in UNIT_ROLES and post.unit_id:
            seen |= Q(flow_task__in=nodes, case__unit=post.unit_id)
    return OPEN & Q(owner=None) & seen


def mine(actor: Staff) -> Q:
    return OPEN & Q(owner=actor)


def finished_by(actor: Staff) -> Q:
    return Q(done_by=actor, finished__isnull=False)


def counts(actor: Staff) -> Counts:
    """Count the tabs in two statements."""
    steps = Step.objects.aggregate(
        to_claim=Count("pk", filter=unclaimed(actor), distinct=True),
        to_do=Count("pk", filter=mine(actor), distinct=True),
        done=Count("case", filter=finished_by(actor), distinct=True),
    )
    return Counts(under_way=under_way(actor).count(), **steps)


def under_way(actor: Staff) -> QuerySet[Case]:
    """Open cases this person has worked on that lie with others now."""
    worked = Step.objects.filter(finished_by(actor)).values("case")
    here = Step.objects.filter(mine(actor)).values("case")
    return Case.objects.filter(visible_cases(actor), pk__in=worked).open().exclude(pk__in=here)


def tab(actor: Staff, name: str) -> QuerySet[Case]:
    """The cases of one tab, due first."""
    if name == "under_way":
        found = under_way(actor)
    else:
        condition = {"to_claim": unclaimed, "to_do": mine, "done": finished_by}[name](actor)
        found = Case.objects.filter(visible_cases(actor), pk__in=Step.objects.filter(condition).values("case"))
    order = ("-closed_on", "-id") if name == "done" else ("warn_on", "id")
    return found.select_related("organ", "unit", "unit__organ", "handler").order_by(*order)


def next_due(actor: Staff) -> date | None:
    """The nearest warning date among the cases this person has a part in."""
    return under_way(actor).exclude(warn_on=None).order_by("warn_on").values_list("warn_on", flat=True).first()
