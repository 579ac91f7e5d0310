"""Open cases of an older register on their first desk: the rows the one door would write, many at once.

Nobody is told of each: whoever holds the post finds them under 待领.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from casework.models import Case, Deadline, Staff
from casework.now import SHANGHAI
from workflow import ownership, stages
from workflow.flows import DisclosureFlow
from workflow.models import Round, Step

_PASSED = (DisclosureFlow.start, DisclosureFlow.entry)
FIRST_DESK = DisclosureFlow.examine


def open_rounds(cases: Sequence[Case], at: datetime) -> None:
    """Open the first round of newly imported cases at 审查; inside the transaction that wrote them."""
    rounds = Round.objects.bulk_create(
        [Round(case=case, flow_class=DisclosureFlow, number=1, created=at, status=PROCESS.NEW) for case in cases]
    )
    path: list[list[Step]] = []
    for node in _PASSED:
        steps = [_step(process, node, at, status=STATUS.DONE, started=at, finished=at) for process in rounds]
        path.append(Step.objects.bulk_create(steps))
    owners = {case.organ_id: _only(case) for case in cases}
    since = at.astimezone(SHANGHAI).date()
    limit = {"counts_from": since, "due_on": stages.due(FIRST_DESK.name, since)}
    desks = []
    for case, process in zip(cases, rounds, strict=True):
        owner = owners[case.organ_id]
        held = {"owner": owner, "assigned": at if owner else None}
        desks.append(_step(process, FIRST_DESK, at, status=STATUS.NEW, **held, **limit))
    path.append(Step.objects.bulk_create(desks))
    Deadline.objects.bulk_create(
        [
            Deadline(case=step.case, kind=Deadline.Kind.STAGE, ref=str(step.pk), due_on=step.due_on)
            for step in desks
            if step.due_on
        ]
    )
    through = Step.previous.through
    through.objects.bulk_create(
        [
            through(from_step_id=after.pk, to_step_id=before.pk)
            for earlier, later in zip(path, path[1:], strict=False)
            for before, after in zip(earlier, later, strict=True)
        ]
    )


def _step(process: Round, node: Any, at: datetime, **values: Any) -> Step:
    return Step(
        process=process, case=process.case, flow_task=node, flow_task_type=node.task_type, token=Token("start"),
        created=at, **values,
    )  # fmt: skip


def _only(case: Case) -> Staff | None:
    """The one person who can examine the organ's cases, if it is one."""
    people = ownership.candidates(case, FIRST_DESK.name)
    return people[0] if len(people) == 1 else None
