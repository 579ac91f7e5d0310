"""The table of limits and the end of natural-day and month periods."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.law.calendar import WorkingCalendar
from casework.law.errors import InvalidFact, MissingFact, OutsideCalendar
from casework.law.limits import LIMITS, limit, natural_days, natural_months
from casework.law.settings import LawSettings


def d(text: str) -> date:
    return date.fromisoformat(text)


def test_every_limit_of_the_law_is_there_and_its_key_exists() -> None:
    assert {f"T{n:02}" for n in range(1, 29)} <= set(LIMITS)
    for row in LIMITS.values():
        assert row.what
        assert row.since
        assert row.article
        assert row.effect
        assert row.key is None or hasattr(LawSettings(), row.key)


@pytest.mark.parametrize(
    ("limit_id", "start", "raw", "due"),
    [
        ("T01", "2025-09-26", "2025-10-13", "2025-10-13"),
        ("T02", "2025-01-24", "2025-02-20", "2025-02-20"),
        ("T03", "2025-09-24", "2025-10-28", "2025-10-28"),
        ("T05", "2025-10-04", "2025-10-04", "2025-10-04"),
        ("T06", "2024-09-27", "2024-10-23", "2024-10-23"),
        ("T07", "2026-09-16", "2026-10-13", "2026-10-13"),
        ("T11", "2026-02-05", "2026-03-11", "2026-03-11"),
        ("T12", "2025-03-07", "2025-03-07", "2025-03-07"),
        ("T14", "2025-09-29", "2025-11-03", "2025-11-03"),
        ("T16", "2025-12-31", "2026-01-31", "2026-01-31"),
        ("T17", "2025-06-30", "2026-03-31", "2026-03-31"),
        ("T18", "2025-08-05", "2025-10-04", "2025-10-09"),
        ("T19", "2025-08-31", "2026-02-28", "2026-02-28"),
        ("T20", "2026-02-06", "2026-02-21", "2026-02-24"),
        ("T21", "2025-12-29", "2026-02-27", "2026-02-27"),
        ("T22", "2025-04-05", "2025-10-05", "2025-10-09"),
        ("T23", "2025-03-03", "2025-03-17", "2025-03-17"),
        ("T23s", "2025-03-03", "2025-03-10", "2025-03-10"),
        ("T24", "2025-03-03", "2025-05-02", "2025-05-06"),
        ("T24s", "2025-03-03", "2025-04-02", "2025-04-02"),
        ("T25", "2025-03-03", "2025-03-18", "2025-03-18"),
        ("T28", "2025-10-13", "2025-09-29", "2025-09-29"),
    ],
)
def test_limits(calendar: WorkingCalendar, limit_id: str, start: str, raw: str, due: str) -> None:
    found = limit(limit_id, d(start), calendar)
    assert (str(found.raw), str(found.due)) == (raw, due)


@pytest.mark.parametrize("limit_id", ["T08", "T09", "T10"])
def test_limits_without_a_length_ask_for_it(calendar: WorkingCalendar, limit_id: str) -> None:
    with pytest.raises(MissingFact, match="没有固定的天数"):
        limit(limit_id, d("2025-03-03"), calendar)


def test_a_length_for_one_case(calendar: WorkingCalendar) -> None:
    assert str(limit("T02", d("2025-03-03"), calendar, length=5).due) == "2025-03-10"
    with pytest.raises(InvalidFact, match="T99"):
        limit("T99", d("2025-03-03"), calendar)


@pytest.mark.parametrize(
    ("start", "months", "raw"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2025-10-31", 1, "2025-11-30"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2025-12-15", 60, "2030-12-15"),
    ],
)
def test_months_end_on_the_corresponding_day(calendar: WorkingCalendar, start: str, months: int, raw: str) -> None:
    assert str(natural_months(d(start), months, calendar).raw) == raw


@pytest.mark.parametrize("count", [natural_days, natural_months])
@pytest.mark.parametrize("n", [0, -5, True, 1.5, "60"])
def test_only_whole_numbers(calendar: WorkingCalendar, count: Any, n: Any) -> None:
    with pytest.raises(InvalidFact, match="不小于 1 的整数"):
        count(d("2025-03-03"), n, calendar)


@pytest.mark.parametrize("count", [natural_days, natural_months])
def test_numbers_beyond_any_calendar(calendar: WorkingCalendar, count: Any) -> None:
    with pytest.raises(InvalidFact, match="过大"):
        count(d("2025-03-03"), 10**12, calendar)
    with pytest.raises(OutsideCalendar):
        count(d("2032-12-01"), 40, calendar)
