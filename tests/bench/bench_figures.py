"""Time the supervision board, each dashboard and the annual report over many cases, beside counting from the cases.

``bench_figures.py [postgresql|sqlite] [cases]``; a million cases on PostgreSQL, 100,000 on SQLite if nothing is said.
PostgreSQL on 127.0.0.1 (``BENCH_SERVER``): the database named by ``BENCH_DATABASE`` is made, filled and dropped; with
``BENCH_KEEP=1`` it stays and is used again. Pages are whole requests of district supervision through the test client,
each dashboard with another period each time. "CPU" is what this process and its database backend used. "Straight" is
the same figures by reading the cases with their applicants and rows of procedure, the ratio is straight / ours.
"""

from __future__ import annotations

import os
import random
import statistics as numbers
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

DATABASE = os.environ.get("BENCH_DATABASE", "bench_figures")
KEEP = bool(os.environ.get("BENCH_KEEP"))
SERVER = os.environ.get("BENCH_SERVER", "postgres://postgres@127.0.0.1:5432")
RUNS, STRAIGHT_RUNS = 40, 3
MONTH = date(2025, 3, 1), date(2025, 3, 31)
HEAD = f"{'page':<28}{'p50':>8}{'p95':>8}{'p95 CPU':>9}{'ours':>8}{'straight':>10}{'ratio':>9}"


def period(chance: random.Random) -> dict[str, str]:
    """A year, a quarter or any days; one in ten the whole time there is."""
    first = date(2021, 1, 1) + timedelta(days=chance.randrange(1900))
    kind = chance.randrange(10)
    if kind < 4:
        first, last = date(first.year, 1, 1), date(first.year, 12, 31)
    elif kind < 6:
        first = first.replace(day=1)
        last = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    elif kind < 9:
        last = first + timedelta(days=chance.randrange(20, 400))
    else:
        first, last = date(2021, 1, 1), date(2026, 11, 20)
    return {"from": first.isoformat(), "to": last.isoformat()}


def spent() -> float:
    """Milliseconds of processor this process and its PostgreSQL backend have used: what a busy machine cannot blur."""
    from django.db import connection

    used = time.process_time() * 1000
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, suppress(FileNotFoundError):  # a server on another machine
            cursor.execute("SELECT pg_backend_pid()")
            times = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
            used += (int(times[11]) + int(times[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    return used


def timed(work: Callable[[], Any], runs: int) -> tuple[list[float], list[float]]:
    """Milliseconds on the wall and of processor, each sorted; one run before them does not count."""
    work()
    wall, processor = [], []
    for _ in range(runs):
        used, begun = spent(), time.perf_counter()
        work()
        wall.append((time.perf_counter() - begun) * 1000)
        processor.append(spent() - used)
    return sorted(wall), sorted(processor)


def told(name: str, page: Callable[[], Any], ours: Callable[[], Any], straight: Callable[[], Any] | None) -> None:
    """Print a line of the table: the page, then its figures alone and the same straight from the cases."""
    wall, processor = timed(page, RUNS)
    high = int(RUNS * 0.95) - 1
    line = f"{name:<28}{numbers.median(wall):>8.0f}{wall[high]:>8.0f}{processor[high]:>9.0f}"
    if straight is not None:
        quick, slow = (numbers.median(timed(work, STRAIGHT_RUNS)[0]) for work in (ours, straight))
        line += f"{quick:>8.0f}{slow:>10.0f}{slow / quick:>8.1f}×"
    print(line, flush=True)


def one_by_one() -> int:
    """The board without its statement: read every open case with its desk and tell its light and days left."""
    from casework.models import Case
    from casework.selectors.lights import with_warning
    from tests.bench.made_cases import TODAY
    from workflow import inbox
    from workflow.models import Step

    cases = list(Case.objects.open())
    lit = with_warning(cases, today=TODAY)
    steps = Step.objects.filter(inbox.OPEN, case__in=Case.objects.open()).select_related("case")
    found = Counter((step.flow_task.name, step.case.unit_id, lit[step.case_id][0].light.code) for step in steps)
    return sum(found.values())


def measure(vendor: str, cases: int) -> None:
    import django

    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "testserver"}
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from casework.models import Case, Staff
    from casework.now import SHANGHAI, pinned
    from casework.statistics import annual
    from casework.statistics.boards import BOARDS
    from casework.statistics.frame import Frame
    from casework.statistics.span import Span
    from tests.bench.made_cases import TODAY, fill
    from tests.bench.straight import StraightTally
    from workflow import board

    call_command("migrate", verbosity=0)
    if not Staff.objects.exists():
        begun = time.perf_counter()
        fill(cases)
        print(f"filled in {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"{Case.objects.count()} cases on {vendor}, {Case.objects.open().count()} open; load {os.getloadavg()}")
    client, chance = Client(), random.Random(1)
    supervisor = Staff.objects.get(username="duchayuan")
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")

    def get(address: str, *, any_period: bool = False) -> Callable[[], None]:
        def page() -> None:
            answer = client.get(address, period(chance) if any_period else {})
            assert answer.status_code == 200, answer.content[:500]

        return page

    def figures(make: Callable[[Frame], Any], *, straight: bool) -> None:
        frame = Frame(None, Span(*MONTH), TODAY, "/cases/")
        if straight:
            frame.__dict__["tally"] = StraightTally(None)
        make(frame)

    print(f"(ms; {RUNS} requests a page)\n{HEAD}", flush=True)
    with pinned(datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)):
        desks = board.scope(supervisor)
        told("supervision board", get("/supervision/"), lambda: board.counted(desks, TODAY), one_by_one)
        told("list of the red", get("/supervision/cases/?light=red"), lambda: None, None)
        told("risk list", get("/supervision/risks/"), lambda: None, None)
        for name in BOARDS:
            address = f"/statistics/{'' if name == 'flow' else name + '/'}"
            told(
                name,
                get(address, any_period=True),
                lambda make=BOARDS[name][1]: figures(make, straight=False),
                lambda make=BOARDS[name][1]: figures(make, straight=True),
            )
        told("repeats", get("/statistics/repeats/", any_period=True), lambda: None, None)
        report = timed(lambda: annual.report(2025), 3)[0]
        print(f"annual report of the district: median {numbers.median(report):.0f} ms, worst {report[-1]:.0f} ms of 3")
    print(f"load at the end {os.getloadavg()}")


def main(vendor: str = "postgresql", cases: int = 0) -> None:
    if vendor == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
            measure(vendor, cases or 100_000)
        return
    import psycopg

    os.environ["DATABASE_URL"] = f"{SERVER}/{DATABASE}"
    server_url = f"{SERVER}/postgres".replace("postgres://", "postgresql://")
    with psycopg.connect(server_url, autocommit=True) as server:
        if not KEEP:
            server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}"')
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            server.execute(f'CREATE DATABASE "{DATABASE}"')
        try:
            measure(vendor, cases or 1_000_000)
        finally:
            from django.db import connections

            connections.close_all()
            if not KEEP:
                server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}"')


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main(*sys.argv[1:2], *(int(argument) for argument in sys.argv[2:3]))
