"""环节时限: by when each desk should be done, and how much work usually lies ahead. Never the statutory clock.

A stage keeps its date while the case stays within it: the unit's days begin when the case is handed to it and cover
drafting and its head's secrecy review, those for sending cover issue and service. Another unit begins anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from casework.among import Among
from casework.law import stages
from casework.law.clock import Deadline as ClockReading
from casework.law.spans import Spans
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, Deadline
from casework.now import SHANGHAI
from workflow.models import Round, Step

# The internal limits each desk has to itself; waiting for the applicant and filing have none.
LIMITS: dict[str, tuple[str, ...]] = {
    "examine": ("register",),
    "assign": ("examine", "assign"),
    "dispute": ("assign",),
    "sign_for": ("draft",),
    "draft": ("draft",),
    "secrecy_review": ("draft",),
    "legal_review": ("legal",),
    "sign_off": ("sign",),
    "issue": ("serve",),
    "serve": ("serve",),
}
# What still lies ahead from each desk; while the applicant is waited for, it is what comes after the answer.
AHEAD: dict[str, tuple[str, ...]] = {
    **{node: stages.ahead(own) for node, own in LIMITS.items()},
    "correction": stages.ahead(("examine",)),
    "payment": stages.ahead(("draft",)),
}

Row = tuple[str, str, date]


def begin(step: Step, process: Round) -> None:
    """Note from which day the stage of a desk about to be opened counts, and its last day."""
    case, before = process.case, process.left
    step.unit_id = case.unit_id
    limits = LIMITS.get(step.flow_task.name)
    if limits is None:
        return
    step.counts_from = step.created.astimezone(SHANGHAI).date()
    if before is not None and LIMITS.get(before.flow_task.name) == limits and before.unit_id == case.unit_id:
        step.counts_from = before.counts_from or step.counts_from
    step.due_on = _due(step, process.reading) if process.reading else None


def refresh(step: Step | None, reading: ClockReading) -> list[Row]:
    """Write the open desk's last day as the calendar and the consultations stand now; return the row of its timer."""
    last = _due(step, reading) if step is not None else None
    if step is None or last is None:
        return []
    if step.due_on != last:
        Step.objects.filter(pk=step.pk).update(due_on=last)
        step.due_on = last
    return [(Deadline.Kind.STAGE.value, str(step.pk), last)]


def refresh_many(cases: Sequence[Case], readings: Mapping[int, ClockReading]) -> dict[int, list[Row]]:
    """``refresh`` for the open desks of many cases, in one statement and one more a date."""
    rows: dict[int, list[Row]] = {case.pk: [] for case in cases}
    moved: dict[date, list[int]] = defaultdict(list)
    desks = Step.objects.filter(
        Among("case_id", rows), finished=None, flow_task_type="FUNCTION", counts_from__isnull=False
    )
    for pk, case_id, task, since, before in desks.values_list("pk", "case_id", "flow_task", "counts_from", "due_on"):
        last = due(task.name, since, left_out=readings[case_id].trace.count.spans)
        if last is None:
            continue
        rows[case_id].append((Deadline.Kind.STAGE.value, str(pk), last))
        if before != last:
            moved[last].append(pk)
    for last, keys in moved.items():
        Step.objects.filter(Among("pk", keys)).update(due_on=last)
    return rows


def _due(step: Step, reading: ClockReading) -> date | None:
    if step.counts_from is None:
        return None
    return due(step.flow_task.name, step.counts_from, left_out=reading.trace.count.spans)


def due(node: str, since: date, *, left_out: Spans = ()) -> date | None:
    """The last day of a desk whose stage counts from ``since``; None where it has no limit."""
    limits = LIMITS.get(node)
    if limits is None:
        return None
    if node == "sign_for":  # a part of the unit's days, with a limit of its own
        return working_calendar().nth_working_day_after(since, max(law_settings().handover_answer_wd, 1))
    return stages.stage_due(since, limits, working_calendar(), law_settings(), left_out=left_out)


def overdue(step: Step | None, today: date) -> bool:
    """Whether an open desk has passed its internal limit."""
    return step is not None and step.finished is None and step.due_on is not None and step.due_on < today
