"""What a dashboard is asked for: whose figures, which period, and the address of the list behind a number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from casework.filters import NONE
from casework.law.identity import CATEGORIES
from casework.law.outcomes import OUTCOMES
from casework.law.receipt import CHANNELS
from casework.models import Case, Organ, Unit
from casework.models.fact import STREETS
from casework.statistics.facts import IN
from casework.statistics.figure import Cell
from casework.statistics.span import Span
from casework.statistics.tally import Tally

UNFILLED = "未填写"
_NONE = {"unit": "尚未交办", "street": "不属街道"}


@dataclass
class Frame:
    """``register`` is the address of the register; every link of a dashboard is one of its filters."""

    organ: Organ | None
    span: Span
    today: date
    register: str
    totals: bool = True

    @cached_property
    def tally(self) -> Tally:
        return Tally(self.organ, totals=self.totals)

    @cached_property
    def organs(self) -> list[Organ]:
        """The organs of the scope that are in use, in the order of the house."""
        return [self.organ] if self.organ else list(Organ.objects.filter(active=True))

    @cached_property
    def streets(self) -> list[Organ]:
        """Every street of the district, with cases or without."""
        return list(Organ.objects.filter(kind__in=STREETS, active=True))

    @cached_property
    def units(self) -> dict[str, str]:
        units = Unit.objects.select_related("organ")
        return {str(unit.pk): str(unit) for unit in units}

    def link(self, **query: Any) -> str:
        query = {"matter": Case.Matter.DISCLOSURE.value} | query
        if self.organ is not None:
            query = {"organ": self.organ.pk} | query
        return f"{self.register}?{urlencode(query)}"

    def days(self, family: str, span: Span) -> dict[str, str]:
        """The parameters of a period: by receipt, or by first ending."""
        names = ("received_from", "received_to") if family == IN else ("closed_from", "closed_to")
        return dict(zip(names, (span.first.isoformat(), span.last.isoformat()), strict=True))

    def cell(self, number: int, family: str, span: Span, **query: Any) -> Cell:
        """A number of cases of a period, with its list."""
        return Cell(number, self.link(**self.days(family, span), **query) if number else "")

    def label(self, trait: str, value: str) -> str:
        """What a value of a dimension is called."""
        if not value:
            return _NONE.get(trait, UNFILLED)
        if trait == "unit":
            return self.units.get(value, value)
        if trait in ("organ", "street"):
            return self.organ_names.get(value, value)
        return _LABELS.get(trait, {}).get(value, value)

    @cached_property
    def organ_names(self) -> dict[str, str]:
        return {str(pk): name for pk, name in Organ.objects.values_list("pk", "short_name")}


_LABELS: dict[str, dict[str, str]] = {
    "channel": {code: channel.label for code, channel in CHANNELS.items()},
    "category": dict(CATEGORIES),
    "result": {code: f"{code} {outcome.label}" for code, outcome in OUTCOMES.items()},
}


def parameter(value: str) -> str:
    """A value as the register's filter takes it."""
    return value or NONE


def by_value(counter: Counter[tuple[str, int]]) -> Counter[str]:
    """The counter over its values alone."""
    found: Counter[str] = Counter()
    for (value, _), number in counter.items():
        found[value] += number
    return found


def of_key(counter: Counter[tuple[str, int]], key: int) -> Counter[str]:
    """The values of one month or organ."""
    return Counter({value: number for (value, at), number in counter.items() if at == key})
