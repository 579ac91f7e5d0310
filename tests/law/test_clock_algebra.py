"""Laws the clock obeys for any facts: order, removal, union, what-if, monotony."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.law.calendar import current_calendar
from casework.law.clock import Consulted, Deadline, Extended, Fact, Received, Replied, replay
from tests.law.oracle import random_facts

CALENDAR = current_calendar()
quick = settings(max_examples=120, deadline=None, database=None)
seeds = st.integers(0, 10**9)
starts = st.dates(date(2012, 1, 1), date(2026, 6, 30))
gaps = st.integers(0, 40)


def cases(seed: int) -> list[Fact]:
    return random_facts(random.Random(seed), date(2012, 1, 1), 5000)


@st.composite
def consultations(draw: st.DrawFn, received: date) -> Consulted:
    sent = received + timedelta(draw(gaps))
    got = sent + timedelta(draw(st.integers(0, 5)))
    opinion = got + timedelta(draw(gaps)) if draw(st.booleans()) else None
    return Consulted(draw(st.text("甲乙丙", max_size=2)), "third_party", sent, got, opinion)


def due(facts: list[Fact]) -> date:
    deadline = replay(facts, CALENDAR)
    assert deadline.due is not None
    return deadline.due


@quick
@given(seeds, seeds)
def test_order_does_not_matter(seed: int, other: int) -> None:
    facts = cases(seed)
    shuffled = facts[:]
    random.Random(other).shuffle(shuffled)
    assert replay(facts, CALENDAR) == replay(shuffled, CALENDAR)


@quick
@given(seeds, st.data())
def test_a_removed_fact_was_never_entered(seed: int, data: st.DataObject) -> None:
    facts = cases(seed)
    fact = data.draw(st.sampled_from([f for f in facts if not isinstance(f, Received)] or [Extended(3)]))
    others = [f for f in facts if f is not fact]
    whole = replay([*others, fact], CALENDAR)
    assert replay([f for f in [*others, fact] if f is not fact], CALENDAR) == replay(others, CALENDAR)
    assert replay([*others, fact], CALENDAR) == whole  # nothing was kept from the replay in between


@quick
@given(seeds)
def test_what_if_equals_doing_it_and_leaves_the_file_alone(seed: int) -> None:
    facts = cases(seed)
    before = replay(facts, CALENDAR)
    end = max(before.trace.recorded.last_on, before.start)
    what_if = replay([*facts, Replied(end)], CALENDAR)
    assert replay(facts, CALENDAR) == before
    facts.append(Replied(end))
    assert replay(facts, CALENDAR) == what_if


@quick
@given(starts, st.data())
def test_consultations_commute_and_count_once(received: date, data: st.DataObject) -> None:
    first = data.draw(consultations(received))
    second = data.draw(consultations(received))
    base: list[Fact] = [Received(received)]
    assert due([*base, first, second]) == due([*base, second, first])
    assert due([*base, first, first]) == due([*base, first])
    alone = [replay([*base, c], CALENDAR).excluded_working_days for c in (first, second)]
    together = replay([*base, first, second], CALENDAR).excluded_working_days
    assert together >= max(alone)


@quick
@given(starts, st.integers(1, 30), st.integers(0, 30))
def test_a_consultation_inside_another_adds_nothing(received: date, outer: int, inner: int) -> None:
    sent, got = received, received + timedelta(3)
    wide = Consulted("宽", "third_party", sent, got, got + timedelta(outer))
    narrow = Consulted("窄", "organ", sent, got, got + timedelta(min(inner, outer)))
    assert due([Received(received), wide, narrow]) == due([Received(received), wide])


@quick
@given(seeds)
def test_the_dates_stand_in_their_order(seed: int) -> None:
    deadline = replay(cases(seed), CALENDAR)
    if deadline.due is None:
        assert deadline.warn_on is None
        return
    assert deadline.start is not None
    assert deadline.first_counted_day is not None
    assert deadline.base is not None
    assert deadline.strict is not None
    assert deadline.warn_on is not None
    assert deadline.start < deadline.first_counted_day <= deadline.base <= deadline.due
    assert deadline.warn_on <= deadline.strict <= deadline.due
    assert CALENDAR.is_working(deadline.due)
    assert CALENDAR.is_working(deadline.strict)


@quick
@given(starts, st.integers(0, 60), st.data())
def test_more_time_never_shortens(received: date, days: int, data: st.DataObject) -> None:
    base: list[Fact] = [Received(received)]
    consulted = data.draw(consultations(received))
    assert due([*base, consulted]) >= due(base)
    shorter = data.draw(st.integers(1, 20))
    longer = data.draw(st.integers(shorter, 20))
    assert due([*base, Extended(longer)]) >= due([*base, Extended(shorter)]) > due(base)
    assert due([Received(received + timedelta(days))]) >= due(base)
    assert due([*base, consulted, Extended(longer)]) >= due([*base, Extended(longer)])


@quick
@given(seeds, st.integers(0, 120))
def test_days_left_never_grow(seed: int, after: int) -> None:
    facts = cases(seed)
    start = replay(facts, CALENDAR).start

    def left(day: int) -> Deadline:
        return replay(facts, CALENDAR, start + timedelta(day))

    today, tomorrow = left(after).days_left, left(after + 1).days_left
    if today is None or tomorrow is None:
        assert today is tomorrow
    else:
        assert today - 2 <= tomorrow <= today
