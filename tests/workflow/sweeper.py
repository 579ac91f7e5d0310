"""One sweeper as a process of its own: says ready, waits for the word, sweeps at the moment it is told, says how many.

Run as ``python -m tests.workflow.sweeper <moment> [together]`` with DATABASE_URL of the database under test. With
``together`` it goes on from its first row only once another sweeper has fired one too, however busy the machine is.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date, datetime

import django

PATIENCE = 30.0  # seconds; then it goes on alone, and the test says so


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from casework.now import pinned
    from workflow import tasks

    if sys.argv[2:] == ["together"]:
        wait_for_another()
    print("ready", flush=True)
    sys.stdin.readline()
    with pinned(datetime.fromisoformat(sys.argv[1])):
        print(tasks.sweep(), flush=True)


def wait_for_another() -> None:
    """Let the sweep stop after its first row until somebody else has fired one."""
    from casework.models import Deadline
    from workflow import timers

    fire, fired = timers._fire_safely, Deadline.objects.filter(fired_at__isnull=False)
    before, mine = fired.count(), 0

    def fire_and_wait(row: Deadline, at: datetime, today: date) -> None:
        nonlocal mine
        fire(row, at, today)
        mine += 1
        end = time.monotonic() + PATIENCE
        while mine == 1 and fired.count() <= before + mine and time.monotonic() < end:
            time.sleep(0.02)

    timers._fire_safely = fire_and_wait


if __name__ == "__main__":
    main()
