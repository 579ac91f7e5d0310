"""What the calendar page shows: the months of a year with every special day, and the notices behind them."""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date

from casework.errors import NotAllowed
from casework.law.calendar import WorkingCalendar
from casework.law.notices import STATUTORY_YEARS, statutory_days
from casework.models import HolidayNotice, Staff

LOOKERS = frozenset({"sysadmin", "supervisor", "head", "unit_head"})
_MARKS = {"holiday": "休", "makeup": "班"}


def may_look(actor: Staff) -> bool:
    return any(post.role in LOOKERS for post in actor.posts)


def check_may_look(actor: Staff) -> None:
    """:raises NotAllowed: neither an administrator nor somebody who answers for periods."""
    if not may_look(actor):
        raise NotAllowed("工作日历由系统管理员维护，督查人员和负责人可以查看。您没有此项权限。")


@dataclass(frozen=True)
class Cell:
    """One day of the grid; ``mark`` is 休 or 班 or nothing, ``statutory`` whether 放假办法 itself gives the day off."""

    on: date
    mark: str
    why: str
    rest: bool
    statutory: bool


@dataclass(frozen=True)
class Month:
    name: str
    weeks: list[list[Cell | None]]


@dataclass(frozen=True)
class Source:
    """One notice of the year. ``row`` is the imported one, None for those that came with the program."""

    title: str
    issued_on: date | None
    amends: bool
    off: int
    makeup: int
    row: HolidayNotice | None


def years(calendar: WorkingCalendar) -> list[int]:
    """Every year the calendar answers for, the latest first."""
    return list(range(calendar.last_day.year, calendar.first_day.year - 1, -1))


def months(calendar: WorkingCalendar, year: int) -> list[Month]:
    """The twelve months, weeks from Monday."""
    given = statutory_days(year) if year in STATUTORY_YEARS else {}
    weeks = gregorian.Calendar().monthdatescalendar
    return [
        Month(
            f"{month}月",
            [
                [_cell(calendar, day, given) if day.month == month else None for day in week]
                for week in weeks(year, month)
            ],
        )
        for month in range(1, 13)
    ]


def _cell(calendar: WorkingCalendar, day: date, statutory: dict[date, str]) -> Cell:
    reason = calendar.why(day)
    why = f"{reason.text}（暂定）" if reason.provisional and reason.kind == "holiday" else reason.text
    return Cell(day, _MARKS.get(reason.kind, ""), why, not reason.working, day in statutory)


def sources(calendar: WorkingCalendar, year: int) -> list[Source]:
    """The notices in force for the year, in their order."""
    imported = {(row.number, row.in_force_on): row for row in HolidayNotice.objects.filter(year=year).defer("source")}
    return [
        Source(
            n.title, n.issued_on, n.amends, len(n.off), len(n.makeup),
            imported.get((n.number or "", n.placed_on)) if n.placed_on else None,
        )
        for n in calendar.notices
        if n.year == year
    ]  # fmt: skip
