"""督办建议: once a working day the rules look at the open cases and propose orders; the office issues or refuses them.

A rule proposes the same for the same case and date once only. Nothing is ever sent to a unit by a rule alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from casework.lawbook import working_calendar
from casework.models import Case
from casework.templatetags.display import date_cn
from workflow import board, inbox
from workflow.models import Step, SupervisionOrder
from workflow.order_table import OPEN, State

STAGE_LATE_WD = 3  # an inner limit passed by so many working days is worth a paper
TALK_AT = 3  # so many overdue cases of one unit at once are no longer about single cases


@dataclass(frozen=True)
class Rule:
    """What a rule is called on the page, the paper and the card it proposes, and what it demands."""

    label: str
    kind: str
    level: str
    demands: str


RULES: dict[str, Rule] = {
    "overdue": Rule("已超过答复期限", "order", "red", "立即依法作出答复\n书面说明逾期原因和改进措施"),
    "risk": Rule("有延误风险", "urge", "plain", "请抓紧办理，确保按期答复\n需要延期的，在期限届满前报批"),
    "stage": Rule("环节超时", "urge", "yellow", "请立即办理本环节事项\n说明超时原因"),
    "bounced": Rule("多次流转", "order", "yellow", "请会同有关单位明确承办单位\n不得再行退回、转办"),
    "many": Rule("逾期较多", "talk", "red", "请负责同志说明情况\n逐件提出办结时间"),
}


def propose(today: date) -> int:
    """Let every rule propose what is new; return how many proposals were added. Twice or by four at once: the same."""
    if not working_calendar().is_working(today):
        return 0
    keys = set(SupervisionOrder.objects.exclude(rule_key="").values_list("rule_key", flat=True))
    running: set[tuple[str, int | None]] = set(
        SupervisionOrder.objects.filter(state__in=[State.PROPOSED, *OPEN]).values_list("kind", "case")
    )
    new = []
    for order in _proposals(today):
        if order.rule_key in keys or (order.case_id and (order.kind, order.case_id) in running):
            continue
        keys.add(order.rule_key)
        running.add((order.kind, order.case_id))
        new.append(order)
    before = SupervisionOrder.objects.count()
    SupervisionOrder.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return SupervisionOrder.objects.count() - before


def urged(case: Case, today: date) -> dict[str, str]:
    """What an order by hand about a case says before the office has changed a word."""
    step = Step.objects.filter(inbox.OPEN, case=case).select_related("owner").first()
    late = case.due_on is not None and case.due_on < today
    lines = []
    if case.due_on is not None:
        lines.append(f"答复期限{'已于' if late else '至'} {date_cn(case.due_on)}{'届满' if late else ''}。")
    if step is not None:
        whose = f"由{step.owner.name}办理" if step.owner else "尚无人领取"
        lines.append(f"现在“{step.flow_task.task_title}”环节，{whose}。")
        if step.due_on is not None and step.due_on < today:
            lines.append(f"该环节内部时限 {date_cn(step.due_on)} 已过。")
    return {"findings": "\n".join(lines), "demands": RULES["overdue" if late else "risk"].demands}


def _proposals(today: date) -> Iterator[SupervisionOrder]:
    desks = Step.objects.filter(inbox.OPEN).filter(case__status__in=board.open_statuses())
    for step in _read(desks.filter(case__due_on__lt=today)):
        late = f"答复期限 {date_cn(step.case.due_on)} 已过，仍在“{step.flow_task.task_title}”环节。"
        yield _about(step.case, "overdue", late, today, until=step.case.due_on)
    for step, why in board.reasons(_read(board.chosen(desks, today, risk="1")), today):
        assert step.case is not None
        yield _about(step.case, "risk", f"{why}。", today, until=step.case.due_on)
    passed = working_calendar().nth_working_day_before(today, STAGE_LATE_WD)
    for step in _read(desks.filter(due_on__lt=passed)):
        late = f"“{step.flow_task.task_title}”环节内部时限 {date_cn(step.due_on)} 已过。"
        yield _about(step.case, "stage", late, today, until=f"{step.pk}")
    for step in _read(desks.filter(case__in=board.bounced())):
        yield _about(step.case, "bounced", "在各单位之间多次流转，承办单位未定。", today, until="")
    yield from _many(desks, today)


def _read(desks: QuerySet[Step]) -> Iterator[Any]:
    yield from desks.select_related("case__organ", "case__unit__organ").order_by("pk").iterator(chunk_size=1000)


def _about(case: Case, rule: str, findings: str, today: date, *, until: Any) -> SupervisionOrder:
    what = RULES[rule]
    return SupervisionOrder(
        kind=what.kind, level=what.level, state=State.PROPOSED.value, case=case, unit=case.unit,
        organ=case.unit.organ if case.unit else case.organ, findings=findings, demands=what.demands, rule=rule,
        rule_key=f"{rule}:{case.pk}:{until}", proposed_on=today,
    )  # fmt: skip


def _many(desks: QuerySet[Step], today: date) -> Iterator[SupervisionOrder]:
    """A unit with several overdue cases at once: its head is asked to come, once a month."""
    late = desks.filter(case__due_on__lt=today, case__unit__isnull=False).order_by()
    rows = late.values("case__unit", "case__unit__organ").annotate(number=Count("pk")).filter(number__gte=TALK_AT)
    what = RULES["many"]
    for row in rows:
        yield SupervisionOrder(
            kind=what.kind, level=what.level, state=State.PROPOSED.value, unit_id=row["case__unit"],
            organ_id=row["case__unit__organ"], findings=f"现有 {row['number']} 件办件超过答复期限尚未答复。",
            demands=what.demands, rule="many", rule_key=f"many:{row['case__unit']}:{today:%Y-%m}", proposed_on=today,
        )  # fmt: skip
