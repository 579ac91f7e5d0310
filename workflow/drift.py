"""Law, desk, clock and figures must never be apart: find every case where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.acts.clock import standing
from casework.law.errors import LawError
from casework.law.states import Status
from casework.models import Case
from casework.statistics import facts
from workflow.models import Round, Step

# The desks a case may lie on in each legal status; an archived case lies nowhere.
DESKS: dict[Status, frozenset[str]] = {
    Status.REGISTERED: frozenset({"examine"}),
    Status.EXAMINING: frozenset({"assign"}),
    Status.AWAITING_CORRECTION: frozenset({"correction"}),
    Status.AWAITING_PAYMENT: frozenset({"payment"}),
    Status.IN_PROGRESS: frozenset({"assign", "sign_for", "dispute", "draft"}),
    Status.CONSULTING: frozenset({"draft"}),
    Status.IN_REVIEW: frozenset({"secrecy_review", "legal_review", "sign_off", "issue"}),
    Status.AWAITING_SERVICE: frozenset({"serve"}),
    Status.REPLIED: frozenset({"archive"}),
    Status.ABANDONED: frozenset({"archive"}),
    Status.WITHDRAWN: frozenset({"archive"}),
    Status.ARCHIVED: frozenset(),
}


@dataclass(frozen=True)
class Drift:
    case_number: str
    what: str


def drifts(today: date) -> Iterator[Drift]:
    """Yield one line for every disagreement between status, route and cached dates."""
    for case in Case.objects.select_related("organ").order_by("pk").iterator(chunk_size=500):
        yield from apart(case, today)
    for which, what in facts.differences():
        yield Drift(which, what)


def apart(case: Case, today: date) -> Iterator[Drift]:
    """Yield the disagreements between status, route and cached dates of one case."""
    for what in (*_desk(case), *_clock(case, today)):
        yield Drift(case.case_number, what)


def _desk(case: Case) -> Iterator[str]:
    here = [step.flow_task.name for step in Step.objects.filter(case=case, finished=None, flow_task_type="FUNCTION")]
    allowed = DESKS[Status(case.status)]
    if len(here) != bool(allowed) or not set(here) <= allowed:
        yield f"状态为“{case.get_status_display()}”，流转却在 {'、'.join(here) or '无环节'}"
    open_rounds = Round.objects.filter(case=case, finished=None).count()
    if open_rounds != bool(allowed):
        yield f"未结束的流转轮次有 {open_rounds} 个"


def _clock(case: Case, today: date) -> Iterator[str]:
    try:
        reading = standing(case, today=today)
    except LawError as error:
        yield f"期限无法计算：{error.message}"
        return
    for name, cached, counted in (
        ("答复期限", case.due_on, reading.due),
        ("预警日期", case.warn_on, reading.warn_on),
        ("未延期期限", case.base_on, reading.base),
    ):
        if cached != counted:
            yield f"{name}缓存为 {cached}，按事实应为 {counted}"
