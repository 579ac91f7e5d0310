"""年末核对清单: the cases to look at before 31 December, because the year's tables will stand or fall with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from casework.law.outcomes import OUTCOMES
from casework.law.states import Status
from casework.models import Applicant, Case, CaseFact, Organ
from casework.models.case import CaseQuerySet

SHOWN = 50
STALE_AFTER = timedelta(days=60)
# The row where everything lands that fits nowhere else.
_OTHER = [code for code, outcome in OUTCOMES.items() if outcome.row == "other_3"]


@dataclass(frozen=True)
class Doubt:
    """One kind of doubt with its cases; ``shown`` are the first fifty of ``number``."""

    title: str
    advice: str
    number: int
    shown: list[Case]


def doubts(year: int, organ: Organ | None, visible: CaseQuerySet, today: date) -> list[Doubt]:
    """The kinds of doubt that have cases: what breaks an identity first, the merely odd last."""
    found = []
    for title, advice, condition in _kinds(year, today):
        cases = visible.filter(condition, matter=Case.Matter.DISCLOSURE).order_by("received_on", "pk")
        if organ is not None:
            cases = cases.filter(organ=organ)
        number = cases.count()
        if number:
            found.append(Doubt(title, advice, number, list(cases.select_related("organ", "unit__organ")[:SHOWN])))
    return found


def _kinds(year: int, today: date) -> Iterator[tuple[str, str, Q]]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    ended = Q(first_closed_on__range=(first, last))
    still = Q(first_closed_on=None, received_on__lte=last)
    yield (
        "办结日早于收到日", "两个日期必有一个填错，年报会不平，请更正。",
        Q(first_closed_on__lt=F("received_on")) & (ended | Q(received_on__range=(first, last))),
    )  # fmt: skip
    yield "已办结而没有答复结果", "年报的分项合计会少一件，请补记结果。", ended & ~Q(first_outcome__in=list(OUTCOMES))
    yield (
        "没有申请人", "不能归入六类申请人的任何一列，请补记。",
        Q(received_on__range=(first, last)) & ~Q(Exists(Applicant.objects.filter(case=OuterRef("pk"), position=1))),
    )  # fmt: skip
    yield (
        "已制发而未登记送达", "年内已经发出的，请登记送达；否则将计入“结转下年度”。",
        still & Q(status=Status.AWAITING_SERVICE.value),
    )  # fmt: skip
    yield (
        "答复期限在年内而未办结", "年内应当答复，请督促办结；确需结转的请说明原因。",
        still & Q(due_on__lte=last) & ~Q(status=Status.AWAITING_SERVICE.value),
    )  # fmt: skip
    waiting = [Status.AWAITING_CORRECTION.value, Status.AWAITING_PAYMENT.value]
    yield (
        "长期等待补正或者缴费", "已等待两个月以上。期限届满的应当结案（其他处理第 1、2 项），请核对送达日期。",
        still & Q(status__in=waiting, received_on__lt=min(today, last) - STALE_AFTER),
    )  # fmt: skip
    yield "结果为“其他处理—其他”", "请确认确实不属于其他各项；撤回的件计入此项。", ended & Q(first_outcome__in=_OTHER)
    earlier = CaseFact.objects.filter(
        subject=OuterRef("fact__subject"), case__applicants__name_index=OuterRef("applicants__name_index"),
        case__applicants__position=1, received_on__lt=OuterRef("received_on"), organ=OuterRef("organ"),
    )  # fmt: skip
    yield (
        "同一申请人就同一事项再次申请而未按重复申请处理", "请核对是否应为“重复申请”；结果不同的，请核对前后是否一致。",
        ended & ~Q(first_outcome="R2") & ~Q(fact__subject="") & Q(applicants__position=1) & Q(Exists(earlier)),
    )  # fmt: skip
