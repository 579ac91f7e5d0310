"""What the overview counts: cases by month of receipt and another trait; each number is a filter of the register."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import TruncMonth

from casework.law.identity import CATEGORIES
from casework.law.outcomes import OUTCOMES
from casework.law.receipt import CHANNELS
from casework.models import Organ, Unit
from casework.models.case import CaseQuerySet

SHADES = 5


@dataclass(frozen=True, slots=True)
class Trait:
    """One way to divide cases: ``field`` in the database, ``parameter`` of the register's filter, labels by value."""

    code: str
    label: str
    field: str
    parameter: str


TRAITS: tuple[Trait, ...] = (
    Trait("organ", "答复机关", "organ", "organ"),
    Trait("unit", "承办科室", "unit", "unit"),
    Trait("channel", "申请渠道", "channel", "channel"),
    Trait("category", "申请人类别", "applicants__category", "category"),
    Trait("topic", "主题", "topic", "topic"),
    Trait("outcome", "答复结果", "outcome", "outcome"),
)


@dataclass(frozen=True, slots=True)
class Square:
    """One number of the heat map with the register behind it; ``shade`` 0–5 by its share of the largest."""

    number: int
    url: str
    shade: int


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    squares: tuple[Square, ...]
    total: Square


@dataclass(frozen=True, slots=True)
class HeatMap:
    months: tuple[str, ...]
    lines: tuple[Line, ...]
    sums: Line


def heat_map(cases: CaseQuerySet, trait: Trait, *, year: int, register: str, fixed: dict[str, Any]) -> HeatMap:
    """Cases received in ``year`` by ``trait`` and month; cases without a value stand in a line of their own, unlinked.

    :param register: the address of the register; ``fixed`` its parameters that hold for all squares.
    """
    found = cases.order_by().filter(received_on__range=(date(year, 1, 1), date(year, 12, 31)))
    if trait.code == "category":
        found = found.filter(applicants__position=1)
    grouped = found.annotate(month=TruncMonth("received_on")).values_list(trait.field, "month").annotate(Count("pk"))
    counts: dict[Any, Counter[int]] = {}
    for value, month, number in grouped:
        counts.setdefault(value, Counter())[month.month] += number
    labels = _labels(trait, counts)
    largest = max((number for months in counts.values() for number in months.values()), default=0)

    def line(label: str, value: Any, months: Counter[int]) -> Line:
        own = fixed if value is None else fixed | {trait.parameter: value}
        linked = value not in ("", None) or label == "合计"
        address = register if linked else ""
        squares = tuple(_square(months[month], address, own | _days(year, month), largest) for month in range(1, 13))
        whole = {"received_from": f"{year}-01-01", "received_to": f"{year}-12-31"}
        return Line(label, squares, _square(months.total(), address, own | whole, 0))

    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), str(item[0])))
    sums: Counter[int] = sum((months for _, months in ordered), Counter())
    return HeatMap(
        months=tuple(f"{month}月" for month in range(1, 13)),
        lines=tuple(line(labels.get(value, "未填写"), value, months) for value, months in ordered),
        sums=line("合计", None, sums),
    )


def _days(year: int, month: int) -> dict[str, str]:
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return {"received_from": first.isoformat(), "received_to": last.isoformat()}


def _square(number: int, register: str, query: dict[str, Any], largest: int) -> Square:
    shade = -(-number * SHADES // largest) if largest else 0
    return Square(number, f"{register}?{urlencode(query)}" if register and number else "", shade)


def _labels(trait: Trait, counts: dict[Any, Any]) -> dict[Any, str]:
    if trait.code == "organ":
        return dict(Organ.objects.filter(pk__in=counts).values_list("pk", "short_name"))
    if trait.code == "unit":
        return {unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=counts).select_related("organ")}
    if trait.code == "channel":
        return {code: channel.label for code, channel in CHANNELS.items()}
    if trait.code == "category":
        return dict(CATEGORIES)
    if trait.code == "outcome":
        return {code: outcome.label for code, outcome in OUTCOMES.items()} | {"": "未办结"}
    return {value: value for value in counts if value}
