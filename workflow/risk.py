"""风险: open cases with fewer working days left than the work that usually still lies ahead, and why.

Usual is what the internal limits allow from the desk to service; where at least thirty cases were served from that
desk, the median they took. A case already overdue is no risk any more but a fact, and is listed as that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import median

from casework.law import stages
from casework.lawbook import law_settings, working_calendar
from casework.now import SHANGHAI
from workflow.flows import node as node_of
from workflow.models import Step, UsualWork
from workflow.stages import AHEAD

ENOUGH = 30
LATEST = 500


@dataclass(frozen=True)
class Usual:
    """Working days that usually pass from the opening of a desk to service; ``sample`` 0: by the internal limits."""

    days: int
    sample: int = 0


def usual() -> dict[str, Usual]:
    """What usually lies ahead of each desk, by the name of its node."""
    settings = law_settings()
    measured = {row.node: Usual(row.median_wd, row.sample) for row in UsualWork.objects.all()}
    return {
        node: measured.get(node) or Usual(stages.allowed_wd(ahead, settings))
        for node, ahead in AHEAD.items()
        if node not in {"correction", "payment"}  # nothing runs while the applicant is waited for
    }


def reason(node: str, title: str, left: int, usual_work: Usual) -> str:
    """Why a case stands on the list, in words."""
    days = f"剩 {left} 个工作日" if left >= 0 else "预警日期已过"
    if usual_work.sample:
        return f"{days}，从“{title}”到送达通常用 {usual_work.days} 个工作日（近 {usual_work.sample} 件的中位数）"
    limits = dict(law_settings().stage_limits)
    parts = "、".join(f"{stages.STAGE_LABELS[stage]} {limits[stage]}" for stage in AHEAD[node])
    return f"{days}，从“{title}”到送达按内部时限需 {usual_work.days} 个工作日（{parts}）"


def measure(today: date) -> None:
    """Measure anew what usually lies ahead of each desk, from the latest cases that were served."""
    calendar = working_calendar()
    for name in usual():
        rows = (
            Step.objects.filter(flow_task=node_of(name), finished__isnull=False, case__closed_as="serve")
            .order_by("-finished")
            .values_list("created", "case__closed_on")[:LATEST]
        )
        days = [
            max(0, calendar.working_days_between(opened.astimezone(SHANGHAI).date(), closed))
            for opened, closed in rows
            if closed is not None
        ]
        if len(days) >= ENOUGH:
            found = {"sample": len(days), "median_wd": round(median(days)), "measured_on": today}
            UsualWork.objects.update_or_create(node=name, defaults=found)
        else:
            UsualWork.objects.filter(node=name).delete()
