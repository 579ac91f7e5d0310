"""The working calendar: every day of twenty years, the reasons, the edges, and what was known when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import chinese_calendar
import holidays
import pytest

from casework.law.calendar import WorkingCalendar, calendar_as_known_on, current_calendar
from casework.law.errors import InvalidFact, OutsideCalendar
from casework.law.notices import NOTICES, STATUTORY_YEARS, Notice, statutory_days

PUBLISHED = [date(2007, 1, 1) + timedelta(n) for n in range((date(2027, 1, 1) - date(2007, 1, 1)).days)]


def test_every_published_day_against_chinesecalendar(calendar: WorkingCalendar) -> None:
    assert [day for day in PUBLISHED if calendar.is_working(day) != chinese_calendar.is_workday(day)] == []


def test_every_published_day_against_holidays(calendar: WorkingCalendar) -> None:
    china = holidays.country_holidays("CN", years=range(2007, 2027))
    assert [day for day in PUBLISHED if calendar.is_working(day) != china.is_working_day(day)] == []


@pytest.mark.parametrize("year", range(2007, 2027))
def test_every_year_against_the_shared_days(
    shared_data: Callable[[str], Any], calendar: WorkingCalendar, year: int
) -> None:
    data = shared_data(f"holidays/{year}.json")
    off, makeup = (set(map(date.fromisoformat, data[name])) for name in ("off_days", "makeup_workdays"))
    for day in (d for d in PUBLISHED if d.year == year):
        kind = calendar.why(day).kind
        assert (kind == "holiday") == (day in off), day
        # 2020-02-03 was an ordinary Monday on which work began again
        assert (kind == "makeup") == (day in makeup and day.weekday() >= 5), day


@pytest.mark.parametrize("year", range(2007, 2027))
def test_numbers_and_dates_of_the_notices(shared_data: Callable[[str], Any], year: int) -> None:
    data = shared_data(f"holidays/{year}.json")
    numbers = [notice.number for notice in NOTICES if notice.year == year]
    assert numbers == ([None] if data["notice"] is None else data["notice"].split("; changed by "))
    first = next(notice for notice in NOTICES if notice.year == year)
    assert str(first.issued_on) in data["notice_status"] or (first.issued_on is None and year == 2007)


@pytest.mark.parametrize(
    ("day", "text", "kind", "notice"),
    [
        ("2026-10-01", "国庆节", "holiday", "国办发明电〔2025〕7号"),
        ("2026-10-10", "调休上班", "makeup", "国办发明电〔2025〕7号"),
        ("2026-10-11", "周末", "weekend", None),
        ("2026-10-12", "工作日", "working", None),
        ("2024-02-09", "工作日", "working", None),
        ("2018-12-31", "元旦", "holiday", "国办发明电〔2018〕15号"),
        ("2019-05-03", "劳动节", "holiday", "国办发明电〔2019〕3号"),
        ("2007-10-01", "国庆节", "holiday", "2007年节假日安排通知（文号未掌握）"),
    ],
)
def test_why(calendar: WorkingCalendar, day: str, text: str, kind: str, notice: str | None) -> None:
    reason = calendar.why(date.fromisoformat(day))
    assert (reason.text, reason.kind) == (text, kind)
    assert (reason.notice.title if reason.notice else None) == notice
    assert reason.working == calendar.is_working(date.fromisoformat(day))
    assert not reason.provisional


def test_counting(calendar: WorkingCalendar) -> None:
    friday, makeup = date(2025, 9, 26), date(2025, 9, 28)
    assert calendar.nth_working_day_after(friday, 1) == makeup
    assert calendar.nth_working_day_before(makeup, 1) == friday
    assert calendar.working_days_between(friday, date(2025, 10, 9)) == 4
    assert calendar.working_days_between(date(2025, 10, 9), friday) == -4
    assert calendar.working_days_between(friday, friday) == 0
    assert calendar.next_working_day(date(2025, 10, 1)) == date(2025, 10, 9)
    assert calendar.next_working_day(makeup) == makeup
    assert calendar.previous_working_day(date(2025, 10, 8)) == date(2025, 9, 30)
    assert calendar.previous_working_day(makeup) == makeup


@pytest.mark.parametrize("n", [0, -1, True, 1.0, "1"])
def test_only_whole_counts_from_one(calendar: WorkingCalendar, n: Any) -> None:
    with pytest.raises(InvalidFact, match="不小于 1 的整数"):
        calendar.nth_working_day_after(date(2025, 1, 2), n)
    with pytest.raises(InvalidFact, match="不小于 1 的整数"):
        calendar.nth_working_day_before(date(2025, 1, 2), n)


@pytest.mark.parametrize("day", ["2025-01-01", datetime(2025, 1, 1), None, 20250101])
def test_only_dates(calendar: WorkingCalendar, day: Any) -> None:
    with pytest.raises(InvalidFact, match="不是日期"):
        calendar.is_working(day)


def test_the_edges(calendar: WorkingCalendar) -> None:
    assert calendar.published_until == date(2026, 12, 31)
    assert calendar.last_day == date(STATUTORY_YEARS[-1], 12, 31)
    for day in (date(2006, 12, 31), date(STATUTORY_YEARS[-1] + 1, 1, 1)):
        with pytest.raises(OutsideCalendar, match="超出工作日历的范围"):
            calendar.is_working(day)
    with pytest.raises(OutsideCalendar, match="请先导入"):
        calendar.nth_working_day_after(calendar.last_day, 1)
    with pytest.raises(OutsideCalendar):
        calendar.nth_working_day_before(calendar.first_day, 1)


def test_no_notice_no_calendar() -> None:
    with pytest.raises(InvalidFact, match="至少一个年度"):
        WorkingCalendar([])


# -- years not yet arranged ------------------------------------------------------------------------------------------


def test_the_year_after_the_last_notice_is_provisional(
    shared_data: Callable[[str], Any], calendar: WorkingCalendar
) -> None:
    expected = shared_data("vectors/deadline_vectors.json")["calendar"]["statutory_min_2027_off"]
    assert sorted(map(str, statutory_days(2027))) == expected
    assert calendar.is_provisional(date(2027, 1, 4))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.why(date(2027, 2, 9)).text == "春节"
    assert calendar.why(date(2027, 2, 9)).provisional
    weekends = calendar.with_policy("weekend_only")
    assert weekends is calendar.alternative
    assert weekends.is_working(date(2027, 2, 9))
    assert weekends.why(date(2027, 2, 9)).provisional
    assert not weekends.is_working(date(2026, 10, 1))


@pytest.mark.parametrize("year", range(2027, STATUTORY_YEARS[-1] + 1))
def test_statutory_days_against_holidays(year: int) -> None:
    fixed = holidays.country_holidays("CN", years=year, observed=False)
    days = statutory_days(year)
    assert set(fixed) <= set(days)
    made_good = set(days) - set(fixed)
    assert len(made_good) == sum(day.weekday() >= 5 for day in fixed)
    assert all(day.weekday() < 5 for day in made_good)


@pytest.mark.parametrize("year", [2025, 2026])
def test_an_arrangement_never_gives_less_than_the_statute(year: int) -> None:
    arranged = next(notice for notice in NOTICES if notice.year == year)
    assert set(statutory_days(year)) <= set(arranged.off)


def test_an_imported_notice_settles_its_year(calendar: WorkingCalendar) -> None:
    imagined = Notice(
        2027, "测试〔2026〕1号", date(2026, 11, 20), (date(2027, 1, 1), date(2027, 2, 8)), (date(2027, 2, 20),)
    )
    newer = WorkingCalendar([*NOTICES, imagined])
    assert newer.published_until == date(2027, 12, 31)
    assert not newer.is_provisional(date(2027, 2, 5))
    assert newer.is_working(date(2027, 2, 5))
    assert newer.is_working(date(2027, 2, 20))
    assert newer.why(date(2027, 2, 8)).text == "放假"
    assert newer.version != calendar.version


def test_a_gap_between_notices_is_provisional() -> None:
    gap = WorkingCalendar([n for n in NOTICES if n.year in (2023, 2024, 2026)])
    assert gap.published_until == date(2024, 12, 31)
    assert gap.is_provisional(date(2025, 6, 2))
    assert gap.why(date(2026, 10, 10)).kind == "makeup"


# -- what was known when ---------------------------------------------------------------------------------------------


def test_in_year_changes() -> None:
    before, after = calendar_as_known_on(date(2019, 3, 21)), calendar_as_known_on(date(2019, 3, 22))
    assert before.is_working(date(2019, 5, 2))
    assert not after.is_working(date(2019, 5, 2))
    assert after.is_working(date(2019, 4, 28))
    early, late = calendar_as_known_on(date(2020, 1, 26)), calendar_as_known_on(date(2020, 1, 27))
    assert early.is_working(date(2020, 2, 1))
    assert early.is_working(date(2020, 1, 31))
    assert not late.is_working(date(2020, 2, 1))
    assert not late.is_working(date(2020, 1, 31))


def test_a_notice_is_unknown_before_it_is_published() -> None:
    assert calendar_as_known_on(date(2025, 11, 3)).published_until == date(2025, 12, 31)
    assert calendar_as_known_on(date(2025, 11, 4)).published_until == date(2026, 12, 31)
    assert calendar_as_known_on(date(2025, 11, 3)).is_provisional(date(2026, 1, 1))
    with pytest.raises(OutsideCalendar, match="2007年至2019年"):
        calendar_as_known_on(date(2019, 6, 1)).is_working(date(2020, 1, 2))


def test_a_full_notice_replaces_an_earlier_one_of_its_year() -> None:
    wrong = Notice(2026, "错误", date(2025, 11, 1), (date(2026, 3, 3),), ())
    assert WorkingCalendar([wrong, *NOTICES]).is_working(date(2026, 3, 3))


def test_the_version_is_stable_and_order_does_not_matter() -> None:
    assert current_calendar().version == WorkingCalendar(reversed(NOTICES)).version
    assert current_calendar().version != current_calendar().alternative.version
    assert current_calendar().version.startswith("2026-")
