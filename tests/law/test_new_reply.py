"""The reply that has to be given again: its limit as the decision sets it, or the ordinary twenty working days."""

from __future__ import annotations

from datetime import date

import pytest

from casework.law.calendar import WorkingCalendar
from casework.law.clock import (
    ClockState,
    Consulted,
    Corrected,
    CorrectionNoticed,
    Deadline,
    Delayed,
    Extended,
    Fact,
    Received,
    Replied,
    replay,
)

DECIDED = date(2026, 3, 2)  # the decision reached the organ on a Monday
ORDERED = date(2026, 3, 20)


def count(calendar: WorkingCalendar, *facts: Fact, on: date | None = None) -> Deadline:
    return replay([Received(DECIDED), *facts], calendar, on=on)


def order(until: date = ORDERED) -> Delayed:
    return Delayed(until, decided_on=DECIDED, ordered=True)


def test_without_a_date_the_ordinary_period_runs_from_the_day_after_the_decision_came(
    calendar: WorkingCalendar,
) -> None:
    reading = count(calendar)
    assert (reading.first_counted_day, reading.due) == (date(2026, 3, 3), date(2026, 3, 30))


@pytest.mark.parametrize("until", [date(2026, 3, 13), date(2026, 5, 29)])
def test_the_date_of_the_decision_replaces_the_count_earlier_or_later(calendar: WorkingCalendar, until: date) -> None:
    reading = count(calendar, order(until), on=date(2026, 3, 3))
    assert reading.due == reading.warn_on == until
    assert reading.state is ClockState.RUNNING and not reading.flags
    assert reading.limits["T03"] == until and "T09" not in reading.limits
    named = [step for step in reading.steps() if step.kind == "delayed"]
    assert all("第六十四条" in step.article and "第七十条" in step.article for step in named)


def test_a_new_reply_is_in_time_by_the_day_ordered(calendar: WorkingCalendar) -> None:
    assert count(calendar, order(), Replied(ORDERED)).on_time is True
    assert count(calendar, order(), Replied(date(2026, 3, 23))).on_time is False


def test_nothing_the_organ_asks_moves_the_day_ordered(calendar: WorkingCalendar) -> None:
    asked = CorrectionNoticed(date(2026, 3, 4), delivered_on=date(2026, 3, 5), period_wd=5)
    waiting = count(calendar, order(), asked, on=date(2026, 3, 6))
    assert waiting.state is ClockState.AWAITING_CORRECTION
    assert waiting.due == ORDERED and waiting.limits["T02"] == date(2026, 3, 12)
    answered = count(calendar, order(), asked, Corrected(date(2026, 3, 10)), on=date(2026, 3, 11))
    assert answered.due == ORDERED and not answered.flags
    party = Consulted("甲", "third_party", date(2026, 3, 4), received_on=date(2026, 3, 5))
    consulting = count(calendar, order(), party, on=date(2026, 3, 6))
    assert consulting.due == ORDERED and consulting.state is ClockState.RUNNING


def test_the_ordinary_period_of_the_new_reply_is_extended_corrected_and_suspended_like_any(
    calendar: WorkingCalendar,
) -> None:
    extended = count(calendar, Extended(10, approved_on=date(2026, 3, 25), notified_on=date(2026, 3, 26)))
    assert extended.due == calendar.nth_working_day_after(DECIDED, 30)
    asked = CorrectionNoticed(date(2026, 3, 4), delivered_on=date(2026, 3, 5), period_wd=5)
    corrected = count(calendar, asked, Corrected(date(2026, 3, 10)))
    assert corrected.due == calendar.nth_working_day_after(date(2026, 3, 10), 20)
    party = Consulted("甲", "third_party", date(2026, 3, 4), received_on=date(2026, 3, 5), opinion_on=date(2026, 3, 10))
    assert count(calendar, party).excluded_working_days == 4
