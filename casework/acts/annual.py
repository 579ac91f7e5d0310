"""年度报告: figures that do not arise from cases are entered with their source; a published report is frozen."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from casework.acts import checks
from casework.acts.record import record
from casework.errors import BadValue, NotAllowed, WrongState
from casework.models import AnnualFigure, FrozenReport, Organ, Staff
from casework.statistics import annual
from casework.statistics.published import LARGEST
from casework.statistics.tables import BLOCK_COLUMNS, BLOCKS, STOCK

FIRST_YEAR, LAST_YEAR = 2008, 2100


@transaction.atomic
def enter_figure(
    *, actor: Staff, at: datetime, organ: Organ, year: int, row: str, column: str, value: Decimal, source: str
) -> AnnualFigure:
    """Enter one number of table 二 or 四; the earlier number stays in the log.

    :raises NotAllowed: neither intake nor head of the organ, nor district supervision.
    :raises BadValue: no such cell, a number below nought or too large, a fraction. :raises MissingFact: no source.
    """
    _may(actor, organ, {"intake", "head"})
    _check_year(year)
    decimals = _decimals(row, column)
    if not value.is_finite() or not 0 <= value <= LARGEST or value != round(value, decimals):
        raise BadValue(f"“{row}·{column}”应为非负{'数' if decimals else '整数'}，请改正。", field="value")
    told = checks.reason(source, "填报数字的来源", field="source")[:200]
    key: dict[str, Any] = {"organ": organ, "year": year, "row": row, "column": column}
    before = AnnualFigure.objects.select_for_update().filter(**key).first()
    figure, _ = AnnualFigure.objects.update_or_create(
        **key, defaults={"value": value, "source": told, "entered_by": actor, "entered_at": at}
    )
    data = {
        "organ": organ.code, "year": year, "row": row, "column": column, "value": str(value), "source": told,
        "before": str(before.value) if before else None,
    }  # fmt: skip
    record(case=None, verb="enter_figure", actor=actor, at=at, data=data)
    return figure


@transaction.atomic
def freeze(*, actor: Staff, at: datetime, year: int, organ: Organ | None) -> FrozenReport:
    """Keep the report as it is published; it is proven first and never changed afterwards (Art. 49).

    :raises casework.statistics.annual.Unbalanced: an identity does not hold.
    :raises WrongState: the year is not over, or its report has been published.
    """
    _may(actor, organ, {"head"})
    _check_year(year)
    if at.year <= year:
        raise WrongState(f"{year} 年度尚未结束，不能定稿。请于次年 1 月 1 日以后办理。")
    scope = organ.code if organ else FrozenReport.DISTRICT
    if FrozenReport.objects.filter(scope=scope, year=year).exists():
        raise WrongState(f"{year} 年度报告已经定稿，不能再次定稿。")
    content = annual.report(year, organ)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    frozen = FrozenReport.objects.create(
        scope=scope, year=year, content=content, sha256=sha256, frozen_by=actor, frozen_at=at
    )
    record(
        case=None, verb="freeze_report", actor=actor, at=at, data={"scope": scope, "year": year, "sha256": sha256}
    )  # fmt: skip
    return frozen


def _may(actor: Staff, organ: Organ | None, roles: set[str]) -> None:
    """The organ's own people, or district supervision for every organ and for the district."""
    for post in actor.posts:
        if post.role == "supervisor" or (organ is not None and post.organ_id == organ.pk and post.role in roles):
            return
    raise NotAllowed("年度报告由本机关政府信息公开工作机构或者区政府办公室办理，您没有此项权限。")


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue(f"年度应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。", field="year")


def _decimals(row: str, column: str) -> int:
    if row in STOCK and column in STOCK[row].columns:
        return STOCK[row].decimals
    if row in BLOCKS and column in BLOCK_COLUMNS[:-1]:
        return 0
    raise BadValue(f"表二、表四没有“{row}·{column}”这一格，请从表中选择。", field="row")
