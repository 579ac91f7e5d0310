"""The clock against an independent walk day by day, on thousands of random cases."""

from __future__ import annotations

import random
from datetime import timedelta

from casework.law.calendar import WorkingCalendar
from casework.law.clock import replay
from casework.law.steps import Step
from tests.law.oracle import is_workday, random_facts, walk


def test_the_clock_equals_the_walk(calendar: WorkingCalendar) -> None:
    rng = random.Random(711)
    compared = 0
    for _ in range(3000):
        facts = random_facts(rng)
        on = facts[0].on if hasattr(facts[0], "on") else None
        on = on and on + timedelta(rng.randrange(-5, 60))
        deadline, expected = replay(facts, calendar, on), walk(facts, is_workday, on)
        if expected is None:
            assert deadline.due is None, facts
            continue
        found = {name: getattr(deadline, name) for name in expected}
        assert found == expected, facts
        compared += 1
    assert compared > 2500


def test_the_steps_number_exactly_the_statutory_days(calendar: WorkingCalendar) -> None:
    rng = random.Random(20)
    seen = 0
    for _ in range(300):
        deadline = replay(random_facts(rng), calendar)
        if deadline.due is None:
            continue
        steps: list[Step] = deadline.steps()
        numbers = [step.number for step in steps if step.kind == "counted"]
        assert numbers == list(range(1, deadline.statutory_days + 1))
        assert steps[0].on == deadline.received
        assert steps[-1].on == deadline.due
        assert sum(step.kind == "excluded" for step in steps) == deadline.excluded_working_days
        seen += 1
    assert seen > 200
