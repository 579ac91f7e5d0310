"""The information-processing fee (信息处理费): by item or by page, never both. 国办函〔2020〕109号 Arts 3 to 5."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from .errors import InvalidFact, MissingFact
from .settings import DEFAULTS, LawSettings

_ARTICLE = "国办函〔2020〕109号第三条"
_PAGES = "国办函〔2020〕109号第五条"
MOST = 1_000_000  # beyond any real count: a typing error

# (first, last, yuan for each); the last page tier has no end
_PAGE_TIERS: tuple[tuple[int, int | None, int], ...] = (
    (1, 30, 0),
    (31, 100, 10),
    (101, 200, 20),
    (201, None, 40),
)  # Art. 5


@dataclass(frozen=True, slots=True)
class FeeStep:
    """One tier: items or pages ``first`` to ``last`` at ``rate`` yuan each make ``amount`` yuan."""

    first: int
    last: int
    rate: int
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class Fee:
    """``total`` in whole yuan and the tiers that make it up."""

    total: int
    steps: tuple[FeeStep, ...]
    article: str


def _item_tiers() -> Iterator[tuple[int, int | None, int]]:
    """Art. 4: ten free, 11 to 30 at 100 yuan, then every block of ten 100 yuan dearer."""
    yield 1, 10, 0
    yield 11, 30, 100
    for block in count():
        yield 31 + 10 * block, 40 + 10 * block, 200 + 100 * block


def fee_by_items(items: int) -> Fee:
    """The fee for ``items`` requests of one applicant in one calendar month, all together."""
    return _progressive(items, _item_tiers(), "件", "国办函〔2020〕109号第四条")


def fee_for_nth_item(number: int) -> Fee:
    """The fee of the ``number``-th request alone, with its tier; those before it had notices of their own."""
    if number == 0:
        raise InvalidFact("件数的序号从 1 开始，请改正。")
    tier = fee_by_items(number).steps[-1]
    text = f"当月第{tier.first}件起的一档，每件{tier.rate}元；本件为第{number}件，应缴{tier.rate}元"
    return Fee(tier.rate, (FeeStep(number, number, tier.rate, tier.rate, text),), "国办函〔2020〕109号第四条")


def fee_by_pages(pages: int, *, after: int = 0) -> Fee:
    """The fee for ``pages`` pages of one request (A4 or smaller, one side = one page).

    ``after`` are the pages of the applicant's other requests of the month, where ``fee_page_scope`` adds them up.
    """
    _check(pages, _PAGES)
    return _progressive(after + pages, _PAGE_TIERS, "页", _PAGES, after=after)


def fee(*, items: int | None = None, pages: int | None = None) -> Fee:
    """The fee by exactly one standard. InvalidFact where both are asked for: one request, one standard (Art. 3)."""
    if items is not None and pages is not None:
        raise InvalidFact("同一件申请只能选择按件或者按量一种标准计收，不得同时适用，请删去其中一项。", _ARTICLE)
    if items is not None:
        return fee_by_items(items)
    if pages is not None:
        return fee_by_pages(pages)
    raise MissingFact("请填写件数或者页数。", _ARTICLE)


def items_in_month(
    requests: Iterable[tuple[date, str]], month: date, agency: str, settings: LawSettings = DEFAULTS
) -> int:
    """How many of one applicant's ``requests`` (date of receipt, code of the agency) count for ``month``.

    Only those to ``agency``, or to any agency of the district where ``fee_month_scope`` says so.
    """
    whole_district = settings.fee_month_scope == "district"
    return sum(
        (on.year, on.month) == (month.year, month.month) and (whole_district or to == agency) for on, to in requests
    )


def _check(number: int, article: str) -> None:
    if type(number) is not int or not 0 <= number <= MOST:
        raise InvalidFact(f"数量应为 0 至 {MOST} 的整数，现为“{number}”，请改正。", article)


def _progressive(
    number: int, tiers: Iterable[tuple[int, int | None, int]], unit: str, article: str, *, after: int = 0
) -> Fee:
    """The tiers of the units beyond ``after`` up to ``number``."""
    _check(number, article)
    steps = []
    for begin, last, rate in tiers:
        if begin > number:
            break
        first = max(begin, after + 1)
        if last is not None and last < first:
            continue
        end = number if last is None else min(number, last)
        amount = (end - first + 1) * rate
        text = f"第{first}至{end}{unit}：{end - first + 1}{unit}×{rate}元＝{amount}元"
        steps.append(FeeStep(first, end, rate, amount, text))
    return Fee(sum(step.amount for step in steps), tuple(steps), article)
