"""待领 / 待办 / 在办 / 已办 / 督办 as queries over the steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet

from casework.law.states import CLOSED, EXTENDABLE, VERBS
from casework.models import Assistance, Case, Extension, Staff
from casework.permissions import DISTRICT_ROLES, ORGAN_ROLES, UNIT_ROLES, roles_of, visible_cases
from casework.selectors.register import listed
from workflow import order_table
from workflow.flows import node
from workflow.models import OrderQuerySet, Step, SupervisionOrder
from workflow.ownership import DESK_ROLES

OPEN = Q(finished=None, flow_task_type="FUNCTION")


@dataclass(frozen=True)
class Counts:
    """How many cases lie in each tab of the workbench; ``asked`` of 待办 lie with others and wait for this person."""

    to_claim: int = 0
    to_do: int = 0
    under_way: int = 0
    done: int = 0
    supervised: int = 0
    asked: int = 0


class Question(NamedTuple):
    """What somebody else's case wants of a person, and by when (None: as the case itself)."""

    label: str
    due_on: date | None


def unclaimed(actor: Staff) -> Q:
    """The open desks without an owner that this person's posts could take."""
    seen = Q(pk__in=[])
    for post in actor.posts:
        nodes = [node(name) for name, roles in DESK_ROLES.items() if post.role in roles]
        if not nodes:
            continue
        if post.role in ORGAN_ROLES:
            seen |= Q(flow_task__in=nodes, case__organ=post.organ_id)
        elif post.role in DISTRICT_ROLES:
            seen |= Q(flow_task__in=nodes)
        elif post.role in UNIT_ROLES and post.unit_id:
            seen |= Q(flow_task__in=nodes, case__unit=post.unit_id)
    return OPEN & Q(owner=None) & seen


def mine(actor: Staff) -> Q:
    return OPEN & Q(owner=actor)


def finished_by(actor: Staff) -> Q:
    """The desks this person has done something at; to sign for a case is to take work, not to do it."""
    return Q(done_by=actor, finished__isnull=False) & ~Q(done_verb="sign_for")


def counts(actor: Staff) -> Counts:
    """Count the tabs in two statements: the desks, and the cases that lie elsewhere."""
    near = Step.objects.filter(unclaimed(actor) | mine(actor) | finished_by(actor))
    steps = near.aggregate(
        to_claim=Count("pk", filter=unclaimed(actor), distinct=True),
        to_do=Count("pk", filter=mine(actor), distinct=True),
        done=Count("case", filter=finished_by(actor), distinct=True),
    )
    worked = Q(pk__in=Step.objects.filter(finished_by(actor)).values("case"))
    here = Q(pk__in=Step.objects.filter(mine(actor)).values("case"))
    wanted = asked(actor)
    cases = Case.objects.filter(visible_cases(actor)).filter(worked | wanted).open()
    beside = cases.aggregate(
        under_way=Count("pk", filter=worked & ~here & ~wanted), asked=Count("pk", filter=wanted & ~here)
    )
    steps["to_do"] += beside["asked"]
    return Counts(**beside, **steps)


def asked(actor: Staff) -> Q:
    """The open cases that wait for this person without lying on their desk: 协办, and an extension to be decided."""
    help_open, unapproved = _questions(actor)
    waits = Q(pk__in=help_open.values("case")) | Q(pk__in=unapproved.values("case"))
    return waits & ~Q(status__in=[status.value for status in CLOSED])


def questions(actor: Staff, cases: Iterable[int]) -> dict[int, Question]:
    """What is asked of this person on those of the cases that do not lie on their own desk."""
    here = Step.objects.filter(mine(actor)).values("case")
    elsewhere = Q(case__in=cases) & ~Q(case__in=here)
    help_open, unapproved = _questions(actor)
    found = {row.case_id: Question(VERBS["answer_assistance"], row.due_on) for row in help_open.filter(elsewhere)}
    return found | {row.case_id: Question(VERBS["extend"], None) for row in unapproved.filter(elsewhere)}


def _questions(actor: Staff) -> tuple[QuerySet[Assistance], QuerySet[Extension]]:
    units = {post.unit_id for post in actor.posts if post.role in UNIT_ROLES and post.unit_id}
    organs = {post.organ_id for post in actor.posts if post.role in roles_of("extend")}
    unapproved = Extension.objects.filter(
        case__organ__in=organs,
        case__status__in=EXTENDABLE,
        round_no=F("case__round_no"),
        approved_on=None,
        refused_reason="",
    ).exclude(recorded_by=actor)
    return Assistance.objects.filter(unit__in=units, answered_on=None), unapproved


def orders(actor: Staff) -> OrderQuerySet:
    """督办: what lies with this person's organ or unit to be answered; for the district office all that is open."""
    if any(post.role in DISTRICT_ROLES for post in actor.posts):
        return SupervisionOrder.objects.filter(state__in=order_table.OPEN)
    return SupervisionOrder.objects.addressed_to(actor)


def under_way(actor: Staff) -> QuerySet[Case]:
    """Open cases this person has worked on that lie with others now and do not wait for them."""
    worked = Step.objects.filter(finished_by(actor)).values("case")
    here = Step.objects.filter(mine(actor)).values("case")
    return Case.objects.filter(~asked(actor), visible_cases(actor), pk__in=worked).open().exclude(pk__in=here)


def tab(actor: Staff, name: str) -> QuerySet[Case]:
    """The cases of one tab, due first, as the register lists them."""
    if name == "under_way":
        chosen = Q(pk__in=under_way(actor).values("pk"))
    else:
        condition = {"to_claim": unclaimed, "to_do": mine, "done": finished_by}[name](actor)
        chosen = Q(pk__in=Step.objects.filter(condition).values("case"))
    if name == "to_do":
        chosen |= asked(actor)
    if name == "done":
        return listed(actor).filter(chosen).order_by(F("closed_on").desc(nulls_first=True), "-id")
    due_first = (F("closed_on").asc(nulls_first=True), F("warn_on").asc(nulls_last=True), "id")
    return listed(actor).filter(chosen).order_by(*due_first)


def due_by(actor: Staff, day: date) -> int:
    """How many cases on this person's desk must not wait beyond ``day``."""
    here = Step.objects.filter(mine(actor)).values("case")
    return Case.objects.filter(visible_cases(actor), pk__in=here, warn_on__lte=day).open().count()


def next_due(actor: Staff, day: date) -> date | None:
    """The nearest reply date after ``day`` among the open cases this person has or had a part in."""
    part = Step.objects.filter(mine(actor) | finished_by(actor)).values("case")
    dates = Case.objects.filter(visible_cases(actor), pk__in=part, due_on__gt=day).open()
    return dates.order_by("due_on").values_list("due_on", flat=True).first()
