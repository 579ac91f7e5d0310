"""The facts of one case, sorted by kind and checked against one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .errors import ContradictoryFacts, InvalidFact, MissingFact
from .facts import (
    DATED,
    Abandoned,
    Consulted,
    Corrected,
    CorrectionNoticed,
    Delayed,
    Extended,
    Fact,
    FeeNoticed,
    Paid,
    Promised,
    Received,
    Replied,
    Withdrawn,
)

Closing = Replied | Abandoned | Withdrawn


@dataclass(slots=True)
class Recorded:
    """What has been recorded. ``last_on`` is the latest date of any fact (a date still to come under Art. 35 apart)."""

    received: Received
    notices: list[CorrectionNoticed]
    corrected: list[Corrected]
    fees: list[FeeNoticed]
    paid: list[Paid]
    consulted: list[Consulted]
    extended: list[Extended]
    delayed: Delayed | None
    promised: Promised | None
    closing: Closing | None
    last_on: date

    @property
    def plain(self) -> bool:
        """Whether nothing ever stopped or restarted the clock."""
        return not (self.notices or self.corrected or self.fees or self.paid)


def sort_facts(facts: Iterable[Fact]) -> Recorded:
    """Sort ``facts`` by kind.

    Raises MissingFact without a receipt, ContradictoryFacts for two receipts, two endings, two delays or a date before
    the receipt, InvalidFact for something that is not a fact.
    """
    by: dict[type, list[Any]] = {}
    for fact in facts:
        by.setdefault(type(fact), []).append(fact)
    received: Received | None = _only(by.pop(Received, ()), "收到申请之日")
    if received is None:
        raise MissingFact("请先登记收到申请之日，再计算答复期限。", "条例第三十一条")
    last_on = received.on
    for of_kind in by.values():
        for fact in of_kind:
            last = _last_date(fact, received.on)
            if last > last_on:
                last_on = last
    return Recorded(
        received,
        by.get(CorrectionNoticed, []),
        by.get(Corrected, []),
        by.get(FeeNoticed, []),
        by.get(Paid, []),
        by.get(Consulted, []),
        by.get(Extended, []),
        _only(by.get(Delayed, ()), "延迟答复"),
        _only(by.get(Promised, ()), "已告知申请人的期限"),
        _only([fact for kind in (Replied, Abandoned, Withdrawn) for fact in by.get(kind, ())], "办结"),
        last_on,
    )


def _last_date(fact: Any, received: date) -> date:
    """The latest date of ``fact``; ContradictoryFacts where one lies before ``received``."""
    dates = DATED.get(type(fact))
    if dates is None:
        raise InvalidFact(f"期限计算不认识“{type(fact).__name__}”这种事实，请核对。")
    last = received
    for name, label in dates:
        day: date | None = getattr(fact, name)
        if day is None:
            continue
        if day < received:
            raise ContradictoryFacts(f"{label} {day} 早于收到申请之日 {received}，请核对这两个日期。")
        if day > last and name != "until":
            last = day
    if type(fact) is Consulted:
        last = fact.opinion_on or fact.received_on or last
    return last


def _only(facts: Sequence[Any], label: str) -> Any:
    if len(facts) > 1:
        raise ContradictoryFacts(f"{label}只能登记一次，现有 {len(facts)} 次，请删除多余的记录。")
    return facts[0] if facts else None
