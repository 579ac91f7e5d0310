"""How long the register, the workbench and the search take over many cases, and how many statements.

Run: ``python tests/bench/bench_register.py [cases]``. Makes the cases in a test database of the configured server,
then asks each page thirty times as a handler who sees them all; prints median and slowest in milliseconds.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.test import Client

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ROUNDS = 30
PAGES = (
    "/",
    "/cases/",
    "/cases/?status=open&light=green&sort=due_on",
    "/cases/?page=40",
    "/cases/?q=批复",
    "/search/?q=9999",
    "/search/?q=张建国",
    "/search/?q=征地 批复",
    "/cases/export/?light=green",
)


def measure(web: Client, page: str) -> tuple[float, float, int]:
    """Median and slowest milliseconds of one page, and its statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        assert web.get(page).status_code in {200, 302}, page
        taken.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as captured:
        web.get(page)
    return statistics.median(taken), max(taken), len(captured)


def main(number: int) -> None:
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        compare(number)
    finally:
        teardown_databases(databases, verbosity=0)


def compare(number: int) -> None:
    """Make the cases and print one line a page."""
    from casework.models import Staff
    from casework.now import pinned
    from tests.casework.many import make
    from workflow.demo import district

    organs = district.build()
    handler, clerk = (Staff.objects.get(username=name) for name in ("lichengban", "wangdengji"))
    with pinned(NOON):
        make(number, organ=organs["LC01"], clerk=clerk, handler=handler, today=NOON.date())
        web = Client()
        web.force_login(handler, backend="django.contrib.auth.backends.ModelBackend")
        print(f"{number} cases, {ROUNDS} rounds")
        for page in PAGES:
            median, slowest, statements = measure(web, page)
            print(f"{page:48} median {median:7.1f} ms  slowest {slowest:7.1f} ms  {statements:3} statements")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
