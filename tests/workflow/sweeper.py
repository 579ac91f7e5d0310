"""One sweeper as a process of its own: says ready, waits for the word, sweeps at the moment it is told, says how many.

Run as ``python -m tests.workflow.sweeper <moment>`` with DATABASE_URL of the database under test.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from casework.now import pinned
    from workflow import tasks

    print("ready", flush=True)
    sys.stdin.readline()
    with pinned(datetime.fromisoformat(sys.argv[1])):
        print(tasks.sweep(), flush=True)


if __name__ == "__main__":
    main()
