"""Working days: Monday to Friday less the State Council's days off, plus its make-up working days.

``WorkingCalendar`` is built from any list of notices, answers in constant time, knows the edge of what is published,
and beyond it counts provisionally.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Literal

from .errors import InvalidFact, OutsideCalendar
from .notices import NOTICES, STATUTORY_YEARS, Notice, statutory_days

Policy = Literal["statutory_min", "weekend_only"]
Kind = Literal["working", "weekend", "holiday", "makeup"]

__all__ = ["Kind", "Notice", "Policy", "Reason", "WorkingCalendar", "calendar_as_known_on", "current_calendar"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a day is working or not: ``text`` for people (周末, the holiday's name, 调休上班, 工作日).

    ``notice`` is the arrangement that decides it, None for an ordinary day; ``provisional`` where none is published.
    """

    text: str
    kind: Kind
    notice: Notice | None = None
    provisional: bool = False

    @property
    def working(self) -> bool:
        return self.kind in ("working", "makeup")


class WorkingCalendar:
    """The working days from the first noticed year to the last that a notice or the statutory table answers for.

    ``published_until`` is the last day of the unbroken run of noticed years; later days are counted by ``policy``:
    ``statutory_min`` (holidays fixed by 放假办法) or ``weekend_only``. A date outside raises OutsideCalendar.
    """

    def __init__(self, notices: Iterable[Notice], policy: Policy = "statutory_min") -> None:
        self.notices = _effective(notices)
        self.policy: Policy = policy
        if not self.notices:
            raise InvalidFact("节假日安排为空，请先导入至少一个年度的通知。")
        years = {notice.year for notice in self.notices}
        self._years = years
        self.first_day = date(min(years), 1, 1)
        self.published_until = date(_last_year(min(years), years), 12, 31)
        self.last_day = date(_last_year(min(years), years | set(STATUTORY_YEARS)), 12, 31)
        self._named = self._name_days()
        self._base = self.first_day.toordinal() - 1
        self._work, self._rank = self._count()
        self._length = len(self._rank)

    def _name_days(self) -> dict[date, Reason]:
        """Every day that is not simply a weekday or a weekend. Later notices win for the days they name."""
        named: dict[date, Reason] = {}
        unpublished = set(range(self.first_day.year, self.last_day.year + 1)) - self._years
        for year in unpublished if self.policy == "statutory_min" else ():
            for day, name in statutory_days(year).items():
                named[day] = Reason(name, "holiday", None, True)
        for notice in self.notices:
            for day in notice.off:
                named[day] = Reason(notice.names.get(day, "放假"), "holiday", notice)
            for day in notice.makeup:
                named[day] = Reason("调休上班", "makeup", notice)
        return named

    def _count(self) -> tuple[list[date], list[int]]:
        """All working days, and for each day how many working days lie on or before it."""
        work: list[date] = []
        rank = [0]
        for day in self.days(self.first_day, self.last_day):
            named = self._named.get(day)
            if named.working if named is not None else day.weekday() < 5:
                work.append(day)
            rank.append(len(work))
        return work, rank

    # -- one day -----------------------------------------------------------------------------------------------------

    def rank(self, day: date) -> int:
        """How many working days of the calendar lie on or before ``day``."""
        if type(day) is date and 0 < (offset := day.toordinal() - self._base) < self._length:
            return self._rank[offset]
        return self._rank[self._offset(day)]

    def rank_before(self, day: date) -> int:
        """How many working days of the calendar lie before ``day``."""
        return self._rank[self._offset(day) - 1]

    def _offset(self, day: date) -> int:
        if isinstance(day, datetime) or not isinstance(day, date):
            raise InvalidFact(f"“{day}”不是日期，请填写年月日。")
        offset = day.toordinal() - self._base
        if 0 < offset < self._length:
            return offset
        raise self._outside(day)

    def _outside(self, day: date | None = None) -> OutsideCalendar:
        span = f"{self.first_day.year}年至{self.last_day.year}年"
        what = f"{day} 超出工作日历的范围" if day else "推算的日期超出工作日历的范围"
        return OutsideCalendar(f"{what}（{span}）。请核对日期；确需推算的，请先导入该年度的节假日安排。")

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is a working day."""
        offset = self._offset(day)
        return self._rank[offset] != self._rank[offset - 1]

    def why(self, day: date) -> Reason:
        """Why ``day`` is a working day or not."""
        self._offset(day)
        named = self._named.get(day)
        if named is not None:
            return named
        provisional = self.is_provisional(day)
        if day.weekday() >= 5:
            return Reason("周末", "weekend", None, provisional)
        return Reason("工作日", "working", None, provisional)

    def is_provisional(self, day: date) -> bool:
        """Whether the arrangement for the year of ``day`` is not published yet."""
        self._offset(day)
        return day.year not in self._years

    # -- counting ----------------------------------------------------------------------------------------------------

    def nth_working_day_after(self, start: date, n: int) -> date:
        """The ``n``-th working day after ``start``, which itself never counts (CNT-1). ``n`` ≥ 1."""
        if type(n) is not int or n < 1:
            raise InvalidFact(f"工作日天数应为不小于 1 的整数，现为“{n}”，请改正。")
        return self.at_rank(self.rank(start) + n)

    def nth_working_day_before(self, end: date, n: int) -> date:
        """The ``n``-th working day before ``end``, which itself does not count. ``n`` ≥ 1."""
        if type(n) is not int or n < 1:
            raise InvalidFact(f"工作日天数应为不小于 1 的整数，现为“{n}”，请改正。")
        return self.at_rank(self.rank_before(end) - n + 1)

    def at_rank(self, rank: int) -> date:
        """The working day with this rank; the inverse of ``rank``."""
        if not 1 <= rank <= len(self._work):
            raise self._outside()
        return self._work[rank - 1]

    def working_days_between(self, start: date, end: date) -> int:
        """The number of working days d with start < d <= end; negative when ``end`` is before ``start``."""
        return self.rank(end) - self.rank(start)

    def next_working_day(self, day: date) -> date:
        """``day`` itself if it is a working day, otherwise the first working day after it."""
        return day if self.is_working(day) else self.at_rank(self.rank(day) + 1)

    def previous_working_day(self, day: date) -> date:
        """``day`` itself if it is a working day, otherwise the last working day before it."""
        return day if self.is_working(day) else self.at_rank(self.rank(day))

    # -- identity ----------------------------------------------------------------------------------------------------

    @cached_property
    def version(self) -> str:
        """A stable name for exactly these days: the last published year and a digest of notices and policy."""
        digest = hashlib.sha256(self.policy.encode())
        for notice in self.notices:
            digest.update(repr((notice.year, notice.number, notice.issued_on, notice.off, notice.makeup)).encode())
        return f"{self.published_until.year}-{digest.hexdigest()[:10]}"

    @cached_property
    def alternative(self) -> WorkingCalendar:
        """The same notices under the other provisional policy."""
        other: Policy = "weekend_only" if self.policy == "statutory_min" else "statutory_min"
        return WorkingCalendar(self.notices, other)

    def with_policy(self, policy: Policy) -> WorkingCalendar:
        """This calendar under ``policy``."""
        return self if policy == self.policy else self.alternative

    def days(self, first: date, last: date) -> Iterable[date]:
        """Every day from ``first`` to ``last``, both included."""
        return (first + timedelta(n) for n in range((last - first).days + 1))


def _last_year(first: int, years: set[int]) -> int:
    """The end of the unbroken run of ``years`` from ``first``."""
    return next(year for year in range(first, max(years) + 1) if year + 1 not in years)


def _effective(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices in order of publication; a full notice drops whatever was published before for its year."""
    ordered = sorted(notices, key=lambda n: (n.year, n.issued_on or n.placed_on or date(n.year - 1, 1, 1), n.amends))
    kept: list[Notice] = []
    for notice in ordered:
        if not notice.amends:
            kept = [earlier for earlier in kept if earlier.year != notice.year]
        kept.append(notice)
    return tuple(kept)


@lru_cache(maxsize=4)
def current_calendar(policy: Policy = "statutory_min") -> WorkingCalendar:
    """The calendar with every notice of the built-in table."""
    return WorkingCalendar(NOTICES, policy)


def calendar_as_known_on(
    day: date, notices: Iterable[Notice] = NOTICES, policy: Policy = "statutory_min"
) -> WorkingCalendar:
    """The calendar as it could be known at the end of ``day``: only notices published by then.

    A notice whose publication date is not known counts as published before its year began.
    """
    return WorkingCalendar((n for n in notices if (n.issued_on or date(n.year - 1, 12, 31)) <= day), policy)
