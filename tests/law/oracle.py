"""A second, slow and plain way to count a reply period: one day after another. Shares no code with the clock.

It knows the default settings only and needs nothing but a function that says whether a day is a working day.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar

from casework.law.clock import (
    Consulted,
    Corrected,
    CorrectionNoticed,
    Extended,
    Fact,
    FeeNoticed,
    Paid,
    Received,
)

ONE = timedelta(1)
IsWorking = Callable[[date], bool]


@cache
def is_workday(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def nth(day: date, n: int, is_working: IsWorking) -> date:
    while n:
        day += ONE
        n -= is_working(day)
    return day


def walk(facts: Sequence[Fact], is_working: IsWorking, on: date | None = None) -> dict[str, Any] | None:
    """The dates of the running period, or None while the applicant is awaited."""

    def of(kind: type) -> list[Any]:
        return [fact for fact in facts if isinstance(fact, kind)]

    start = of(Received)[0].on
    for notices, answers in ((CorrectionNoticed, Corrected), (FeeNoticed, Paid)):
        for notice in of(notices):
            came = [a.on for a in of(answers) if a.on >= (notice.sent_on or notice.received_on)]
            if not came:
                return None
            start = max(start, min(came))
    pauses = []
    for c in of(Consulted):
        cap = nth(c.received_on or c.sent_on, 15, is_working)
        pauses.append((c.sent_on, min(c.opinion_on, cap) if c.opinion_on else cap))

    def count(n: int, strict: bool) -> tuple[date, date, int]:
        day, counted, left_out, first = start, 0, 0, None
        while counted < n:
            day += ONE
            if not is_working(day):
                continue
            if any(sent < day < end or (day == end and sent < day and not strict) for sent, end in pauses):
                left_out += 1
                continue
            counted += 1
            first = first or day
        assert first is not None
        return first, day, left_out

    first, base, _ = count(20, False)
    days = 0
    for e in of(Extended):
        dates = [d for d in (e.approved_on, e.notified_on) if d]
        told = not dates or e.notified_on is not None
        if told and (not dates or (dates[0] >= start and max(dates) <= base)):
            days = e.days
    _, due, excluded = count(20 + days, False)
    answer = {
        "start": start,
        "first_counted_day": first,
        "base": base,
        "due": due,
        "strict": count(20 + days, True)[1],
        "excluded_working_days": excluded,
        "extension_days": days,
    }
    if on is not None:
        answer["days_left"] = left(on, start, due, pauses, is_working)
    return answer


def left(on: date, start: date, due: date, pauses: list[tuple[date, date]], is_working: IsWorking) -> int:
    day, number = min(max(on, start), due), 0
    while day < due:
        day += ONE
        number += is_working(day) and not any(sent < day <= end for sent, end in pauses)
    late = 0
    day = due
    while day < on:
        day += ONE
        late += is_working(day)
    return -max(late, 1) if on > due else number


def random_facts(rng: random.Random, first: date = date(2015, 1, 1), days: int = 3800) -> list[Fact]:
    """A plausible case of any kind, shuffled."""
    received = first + timedelta(rng.randrange(days))

    def later(day: date, most: int) -> date:
        return day + timedelta(rng.randrange(most))

    facts: list[Fact] = [Received(received)]
    for number in range(rng.choice((0, 0, 1, 1, 2, 3))):
        sent = later(received, 45)
        got = later(sent, 6) if rng.random() < 0.85 else None
        opinion = later(got or sent, 40) if rng.random() < 0.7 else None
        kind = rng.choice(("third_party", "co_issuer", "organ"))
        facts.append(Consulted(str(number), kind, sent, got, opinion))
    if rng.random() < 0.3:
        sent = later(received, 14)
        facts.append(CorrectionNoticed(sent))
        if rng.random() < 0.9:
            facts.append(Corrected(later(sent, 30)))
    if rng.random() < 0.2:
        sent = later(received, 20)
        facts.append(FeeNoticed(sent, later(sent, 3)))
        if rng.random() < 0.9:
            facts.append(Paid(later(sent, 30)))
    if rng.random() < 0.4:
        approved = later(received, 60) if rng.random() < 0.5 else None
        told = later(approved, 3) if approved and rng.random() < 0.8 else None
        facts.append(Extended(rng.randint(1, 20), approved, told))
    rng.shuffle(facts)
    return facts
