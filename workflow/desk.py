"""The one door: every act on a case goes through here, in one transaction.

Lock the case, authorise, lock the round, check that the desk is still open; run the legal act; move the route.
Whatever fails rolls back both, so that law and route are never apart.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from viewflow.workflow.activation import Activation
from viewflow.workflow.status import PROCESS, STATUS

from casework import permissions
from casework.acts import clock, deadlines
from casework.acts.recount import catch_up
from casework.errors import NotAllowed, Stale, WrongState
from casework.law import states
from casework.law.clock import Deadline as ClockReading
from casework.lawbook import calendar_held, working_calendar
from casework.models import Case, Staff
from workflow import ownership, stages
from workflow.flows import DisclosureFlow
from workflow.models import Round, Step
from workflow.route import BOUND, JUMPS, MOVES, RETURNED_BY
from workflow.verbs import VERBS


def start(*, actor: Staff, at: datetime, today: date, **facts: Any) -> Case:
    """Register an application and put it on the first desk.

    :raises casework.errors.Fault: whatever keeps the application from being registered; nothing is written then.
    """
    with transaction.atomic(), calendar_held():
        working_calendar(check=True)
        case: Case = VERBS["register"](actor=actor, at=at, today=today, **facts)
        if not Round.objects.filter(case=case).exists():  # a form sent twice gives the case it gave before
            _begin(case, actor=actor, at=at, today=today)
    return case


def act(
    verb: str, *, case_id: int, actor: Staff, at: datetime, today: date, version: int | None = None, **facts: Any
) -> Case:
    """Do one thing to a case, and move the route where the verb finishes the desk it lies on.

    :param version: what the person's page showed; a page that is behind is refused (Stale), never applied twice.
    :raises casework.errors.Fault: NotFound, NotAllowed, WrongState, Stale, MissingFact, BadValue.
    """
    with transaction.atomic(), calendar_held():
        case = permissions.require(actor, verb, case_id, version=version)
        catch_up(case, at=at, today=today)
        step = _open_step(case)
        check_here(verb, step)
        moves = step is not None and verb in MOVES[step.flow_task.name]
        entry = _jump_entry(verb, step)
        if verb == "return_to" and step is not None and not _may_return(actor, case, step):
            raise NotAllowed(f"“{step.flow_task.task_title}”环节只能由该环节的办理人退回。")
        if verb == "recall":
            _still_unopened(step, actor)
        handler = case.handler_id
        made = VERBS[verb](case=case, actor=actor, at=at, today=today, **facts)
        for sibling in made if verb == "split" else ():  # each matter taken out of the form begins its own way
            _begin(sibling, actor=actor, at=at, today=today)
        reading = clock.refresh(case, today=today)
        if moves and step is not None:
            step = _move(step, verb=verb, actor=actor, at=at, reading=reading)
        elif verb == "reassign" and step is not None:
            ownership.hand_over(case, step, before=handler, at=at)
        elif entry is not None:
            step = jump(case, entry=entry, actor=actor, verb=verb, at=at, reading=reading)
        deadlines.refresh(case, reading, stage=stages.refresh(step, reading))
    return case


# Verbs of the table that finish a desk somewhere on the route, so they need that desk to be open.
_ROUTED = frozenset(verb for verbs in MOVES.values() for verb in verbs)


def _jump_entry(verb: str, step: Step | None) -> str | None:
    """The desk a verb enters when it leaves the route from here; None where it does not."""
    exits = JUMPS.get(verb, {})
    return exits.get(step.flow_task.name if step else "", exits.get(""))


def _begin(case: Case, *, actor: Staff, at: datetime, today: date) -> None:
    """Put a case just registered on the first desk."""
    reading = clock.refresh(case, today=today)
    step = _open_round(case, entry="", actor=actor, at=at, reading=reading)
    deadlines.refresh(case, reading, stage=stages.refresh(step, reading))


def jump(
    case: Case, *, entry: str, actor: Staff, verb: str, at: datetime, reading: ClockReading | None = None
) -> Step | None:
    """Close the open round and begin another at ``entry``: recall, withdrawal. Never an undo."""
    left = close_round(case, actor=actor, verb=verb, at=at)
    return _open_round(case, entry=entry, actor=actor, at=at, reading=reading, left=left)


def close_round(case: Case, *, actor: Staff, verb: str, at: datetime) -> Step | None:
    """Cancel the open desk and close its round; return the desk it was."""
    left = None
    for step in Step.objects.filter(case=case, finished=None):
        step.status, step.finished, step.done_by, step.done_verb = STATUS.CANCELED, at, actor, verb
        step.save(update_fields=["status", "finished", "done_by", "done_verb"])
        left = step if step.flow_task_type == "FUNCTION" else left
    Round.objects.filter(case=case, finished=None).update(status=PROCESS.CANCELED, finished=at)
    return left


def open_step(case: Case) -> Step | None:
    """The desk the case lies on, or None when it is archived."""
    return Step.objects.filter(case=case, finished=None, flow_task_type="FUNCTION").select_related("owner").first()


def _open_step(case: Case) -> Step | None:
    step = (
        Step.objects.select_for_update(of=("self", "process"))
        .select_related("process")
        .filter(case=case, finished=None, flow_task_type="FUNCTION")
        .first()
    )
    if step is not None:
        step.process.case = case
    return step


def check_here(verb: str, step: Step | None) -> None:
    """Raise WrongState where the verb belongs to a desk, and the case does not lie there."""
    name = step.flow_task.name if step else ""
    routed = verb in _ROUTED and verb not in MOVES.get(name, ()) and _jump_entry(verb, step) is None
    if routed or BOUND.get(verb, name) != name:
        where = step.flow_task.task_title if step else "已办结"
        raise WrongState(f"办件现在处于“{where}”环节，不能“{states.VERBS[verb]}”。请刷新页面查看最新状态。")


def _may_return(actor: Staff, case: Case, step: Step) -> bool:
    return RETURNED_BY[step.flow_task.name] in permissions.roles_on(actor, case)


def _still_unopened(step: Step | None, actor: Staff) -> None:
    """取回 is possible only from the first reviewer's desk, by the one who put it there, until it is opened there.

    :raises Stale: naming who opened it and when.
    """
    if step is None or step.flow_task.name != "secrecy_review":
        raise WrongState("拟稿已经进入后续环节，不能取回；需要修改的，请联系当前审核人退回。")
    sent = Step.objects.filter(case=step.case_id, done_verb="submit").order_by("-id").first()
    if sent is None or sent.done_by_id != actor.pk:
        raise NotAllowed("只有送审人本人可以取回。")
    if step.opened:
        raise Stale(f"{step.opened}，不能再取回；需要修改的，请联系其退回。")


def _open_round(
    case: Case, *, entry: str, actor: Staff, at: datetime, reading: ClockReading | None, left: Step | None = None
) -> Step | None:
    number = Round.objects.filter(case=case).count() + 1
    process = Round(case=case, flow_class=DisclosureFlow, entry=entry, number=number, created=at)
    process.at, process.by, process.reading, process.left = at, actor, reading, left
    activation = DisclosureFlow.start.activation_class.create(DisclosureFlow.start, None, None)
    activation.process = activation.task.process = process
    activation.task.case = case
    activation.execute()
    return process.entered


def _move(step: Step, *, verb: str, actor: Staff, at: datetime, reading: ClockReading) -> Step | None:
    """Finish the desk with ``verb`` and let the route open the next one; return that, or None at the end."""
    process = step.process
    process.said, process.at, process.by, process.reading = verb, at, actor, reading
    process.left, process.entered = step, None
    step.done_by, step.done_verb = actor, verb
    activation: Activation = step.flow_task.activation_class(step)
    activation.run(None)
    activation.execute()
    return process.entered


def recount(case: Case, *, today: date) -> None:
    """Work out every cached date of a case anew: the reply, the internal limit of its desk, the rows of the timers."""
    reading = clock.refresh(case, today=today)
    deadlines.refresh(case, reading, stage=stages.refresh(open_step(case), reading))
