"""How fast the reply clock is, against a walk day by day over chinesecalendar on the same cases.

Run: ``python tests/bench/bench_clock.py [cases]``. Prints seconds and the ratio, all from one run on one core.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import chinese_calendar

from casework.law.calendar import current_calendar
from casework.law.clock import replay
from tests.law.oracle import random_facts, walk

WALKED = 1_000  # the walk is slow: it gets a sample, the ratio is per case


def seconds(work: Callable[[list[Any]], object], cases: list[list[Any]]) -> float:
    began = time.process_time()
    for facts in cases:
        work(facts)
    return time.process_time() - began


def main(number: int) -> None:
    rng = random.Random(711)
    cases = [random_facts(rng, date(2015, 1, 1), 3800) for _ in range(number)]
    calendar = current_calendar()
    replay(cases[0], calendar)
    for facts in cases[:200]:
        deadline, walked = replay(facts, calendar), walk(facts, chinese_calendar.is_workday)
        if (walked and walked["due"]) != deadline.due:
            raise SystemExit(f"the two disagree: {facts}")
    fold = seconds(lambda facts: replay(facts, calendar), cases)
    sample = cases[: min(WALKED, number)]
    slow = seconds(lambda facts: walk(facts, chinese_calendar.is_workday), sample)
    per_fold, per_walk = fold / len(cases), slow / len(sample)
    print(f"replay: {len(cases)} cases in {fold:.2f} s ({per_fold * 1e6:.0f} us a case)")
    print(f"walk:   {len(sample)} cases in {slow:.2f} s ({per_walk * 1e6:.0f} us a case)")
    print(f"ratio:  {per_walk / per_fold:.0f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
