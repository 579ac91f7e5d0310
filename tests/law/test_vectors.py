"""Every worked deadline of the specification, through the same door the ``deadline`` command uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework.law.calendar import Notice, WorkingCalendar
from casework.law.errors import LawError
from casework.law.limits import roll_over
from casework.law.questions import ask

Load = Callable[[str], Any]
VECTORS = "vectors/deadline_vectors.json"


def test_all_worked_deadlines(shared_data: Load, calendar: WorkingCalendar) -> None:
    vectors = shared_data(VECTORS)["vectors"]
    assert len(vectors) == 66
    for vector in vectors:
        answer = ask(vector, calendar)
        expected = dict(vector["expected"])
        if "expected_weekend_only" in vector:
            expected["expected_weekend_only"] = vector["expected_weekend_only"]
        assert answer.result == expected, vector["id"]
        assert answer.provisional is vector.get("provisional", False), vector["id"]


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("NEG-1", "延期应为 1 至 20 个工作日"),
        ("NEG-2", "只能延长一次"),
        ("NEG-3", ["second correction notice: needs an explicit override with a reason (Art.30)"]),
        ("NEG-4", ["correction_notice_late (limit 2025-10-13)"]),
        ("NEG-5", ["extension_notified_late (base deadline 2025-12-01)"]),
        ("NEG-6", ["on time: date of posting counts"]),
        ("NEG-7", ["fee notice must be inside the processing period (deadline 2025-12-01)"]),
        ("NEG-8", "只能选择按件或者按量一种标准"),
    ],
)
def test_what_must_be_refused_or_flagged(
    shared_data: Load, calendar: WorkingCalendar, name: str, outcome: str | list[str]
) -> None:
    negative = next(n for n in shared_data(VECTORS)["negative"] if n["id"] == name)
    if isinstance(outcome, str):
        with pytest.raises(LawError, match=outcome):
            ask(negative, calendar)
    else:
        assert ask(negative, calendar).flags == outcome


def test_the_shared_table_of_working_day_counts(shared_data: Load, calendar: WorkingCalendar) -> None:
    rows = shared_data("vectors/cn_deadlines_shared.json")["rows"]
    assert rows
    for row in rows:
        received = date.fromisoformat(row["received"])
        for n in (7, 15, 20, 40):
            assert str(calendar.nth_working_day_after(received, n)) == row[f"wd{n}"], row


def test_the_calendar_of_the_vectors(shared_data: Load, calendar: WorkingCalendar) -> None:
    days = shared_data(VECTORS)["calendar"]
    assert not any(calendar.is_working(date.fromisoformat(day)) for day in days["off"])
    assert all(calendar.is_working(date.fromisoformat(day)) for day in days["work"])


# -- rows borrowed from the tests of other projects ------------------------------------------------------------------


def _sets(shared_data: Load) -> dict[str, Any]:
    return {s["id"]: s for s in shared_data("vectors/peer_vectors.json")["sets"]}


def _day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("name", ["chinesecalendar_is_workday", "holidays_china_substituted", "workalendar_china"])
def test_chinese_rows_of_peers(shared_data: Load, calendar: WorkingCalendar, name: str) -> None:
    peers = _sets(shared_data)[name]
    for row in peers["rows"]:
        assert calendar.is_working(_day(row["date"])) is row["expect"], row
    for row in peers.get("extra", []):
        step = getattr(calendar, row["op"])
        assert step(_day(row["start"]), row["n"]) == _day(row["expect"]), row


def test_peer_counts_in_a_range(shared_data: Load, calendar: WorkingCalendar) -> None:
    for row in _sets(shared_data)["chinesecalendar_counts"]["rows"]:
        start, end = _day(row["start"]), _day(row["end"])
        if end < start:
            continue
        counted = calendar.working_days_between(start, end) + calendar.is_working(start)
        assert counted == row["workdays"], row
        assert (end - start).days + 1 - counted == row["days_off"], row


def test_peers_from_any_rest_day_the_same_working_day(shared_data: Load, calendar: WorkingCalendar) -> None:
    for row in _sets(shared_data)["chinesecalendar_find_workday_same_from_any_rest_day"]["rows"]:
        days = [_day(text) for text in row["dates"]]
        assert len({calendar.next_working_day(day) for day in days}) == 1


@pytest.mark.parametrize(
    "name", ["alaveteli_working_days", "moj_business_days", "muckrock_business_days", "alaveteli_calendar_days_rolled"]
)
def test_foreign_rows_on_a_calendar_built_from_their_holidays(shared_data: Load, name: str) -> None:
    peers = _sets(shared_data)[name]
    off = tuple(_day(text) for text in peers["calendar"]["off"])
    years = range(min(d.year for d in off) - 1, max(d.year for d in off) + 2)
    abroad = WorkingCalendar([Notice(y, None, None, tuple(d for d in off if d.year == y), ()) for y in years])
    for row in peers["rows"]:
        start = _day(row["start"])
        if peers["op"] == "nth_working_day_after":
            assert abroad.nth_working_day_after(start, row["n"]) == _day(row["expect"]), row
        else:
            raw = date.fromordinal(start.toordinal() + row["n"])
            assert roll_over(raw, abroad) == _day(row["expect"]), row
