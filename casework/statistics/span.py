"""A period of the figures: from a day to a day, with the months in it and the period before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Both days included."""

    first: date
    last: date

    @property
    def months(self) -> list[Span]:
        """The period cut at the ends of months; the first and the last part may be less than a month."""
        parts, day = [], self.first
        while day <= self.last:
            end = min(month_end(day), self.last)
            parts.append(Span(day, end))
            day = end + DAY
        return parts

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.last == month_end(self.first)

    @property
    def label(self) -> str:
        """2026年3月 of a whole month; otherwise its days."""
        first, last = self.first, self.last
        if self.is_month:
            return f"{first.year}年{first.month}月"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.year}年{first.month}月{first.day}—{last.day}日"
        year = "" if first.year == last.year else f"{last.year}年"
        return f"{first.year}年{first.month}月{first.day}日—{year}{last.month}月{last.day}日"

    @property
    def before(self) -> Span:
        """The period to compare with: as many whole months before, or as many days."""
        end = self.first - DAY
        if self.first.day == 1 and self.last == month_end(self.last):
            number = len(self.months)
            month = self.first.year * 12 + self.first.month - 1 - number
            return Span(date(month // 12, month % 12 + 1, 1), end)
        return Span(end - (self.last - self.first), end)

    @property
    def year_ago(self) -> Span:
        """The same days of the year before; the end of February stays its end."""
        last = date(self.last.year - 1, self.last.month, 1)
        whole = self.last == month_end(self.last)
        return Span(
            _in_month(self.first.year - 1, self.first.month, self.first.day),
            month_end(last) if whole else _in_month(last.year, last.month, self.last.day),
        )

    def parts(self) -> tuple[Span | None, list[Span]]:
        """The whole months as one period (None: there is none), and what is left at either end."""
        whole = [month for month in self.months if month.is_month]
        rest = [month for month in self.months if not month.is_month]
        return (Span(whole[0].first, whole[-1].last) if whole else None), rest

    def days(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += DAY


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, month_end(date(year, month, 1)).day))


def month_end(day: date) -> date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def year_of(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))
