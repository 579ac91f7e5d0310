"""Time each dashboard and the annual report over many cases; print the ratio to counting straight from the cases.

``bench_statistics.py postgresql 1000000`` fills a database of its own on 127.0.0.1 (``BENCH_DATABASE``, dropped
before and after); ``bench_statistics.py sqlite 100000`` a file in a temporary folder. The pages are whole requests of
district supervision through the test client, each period chosen anew, timed on the wall and by processor; "straight"
is the same figures by statements over the cases with their applicants and rows of procedure.
"""

from __future__ import annotations

import os
import random
import statistics as numbers
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DATABASE = os.environ.get("BENCH_DATABASE", "bench_statistics")
KEEP = bool(os.environ.get("BENCH_KEEP"))  # keep the filled database, and use one that is there
SERVER = "postgres://postgres@127.0.0.1:5432"
RUNS, STRAIGHT_RUNS = 40, 3
MONTH = date(2025, 3, 1), date(2025, 3, 31)
TODAY = date(2026, 11, 20)
# Days spread over 2,100 of them, one in fifty open and then of the last month, all by arithmetic: the same on both.
CASES = """INSERT INTO casework_case (organ_id, year, serial, case_number, status, version, round_no, channel, evidence,
    received_on, safe_received_on, registered_at, registered_by_id, matter, title, description, topic, recipient,
    carrier, delivery, reading_help, note, clock_state, provisional, calendar_version, outcome, closed_on, closed_as,
    late,
    first_outcome, first_closed_on, hard_reason, retention, unit_id, due_on)
SELECT o.id, {year}, n, 'B' || n, CASE WHEN n % 50 = 0 THEN 'in_progress' ELSE 'archived' END, 1, 1,
    CASE n % 3 WHEN 0 THEN 'mail_signed' WHEN 1 THEN 'portal' ELSE 'in_person' END, '{{}}', {day}, {day},
    '2026-11-20 09:00:00', 1, 'disclosure', 'T' || (n % 5000), 'D',
    CASE n % 7 WHEN 0 THEN '征地拆迁' WHEN 1 THEN '房屋征收' WHEN 2 THEN '社会保障' WHEN 3 THEN '教育'
        WHEN 4 THEN '行政执法' WHEN 5 THEN '物业管理' ELSE '' END,
    'applicant', 'paper', 'post', {false}, '', 'closed', {false}, '',
    CASE WHEN n % 50 = 0 THEN '' ELSE {result} END, {closed}, CASE WHEN n % 50 = 0 THEN '' ELSE 'serve' END,
    CASE WHEN n % 50 = 0 THEN NULL WHEN n % 31 = 0 THEN {true} ELSE {false} END,
    CASE WHEN n % 50 = 0 THEN '' ELSE {result} END, {closed}, '', '', u.id, {due}
FROM numbers JOIN organ_at o ON o.at = n % o.many JOIN unit_at u ON u.at = (n / 3) % u.many"""
RESULT = """CASE n % 11 WHEN 0 THEN 'G1' WHEN 1 THEN 'G2' WHEN 2 THEN 'G2' WHEN 3 THEN 'P' WHEN 4 THEN 'D4'
    WHEN 5 THEN 'D6' WHEN 6 THEN 'N1a' WHEN 7 THEN 'N1b' WHEN 8 THEN 'R1' WHEN 9 THEN 'X1' ELSE 'X3' END"""
APPLICANTS = """INSERT INTO casework_applicant (case_id, position, category, category_reason, name, document_kind,
    document_number, representative, contact_name, phone, email, address, postcode, identity_proof, name_index,
    document_index, phone_index)
SELECT id, 1, CASE id % 5 WHEN 2 THEN 'business' WHEN 3 THEN 'legal_service' WHEN 4 THEN 'other'
    ELSE 'natural_person' END, '', '', '', '', '', '', '', '', '', '', {true}, '', '', '' FROM casework_case"""
EXTENSIONS = """INSERT INTO casework_extension (case_id, round_no, days, reason, approved_by_id, approved_on,
    refused_reason, notified_on, recorded_by_id, recorded_at)
SELECT id, 1, 20, 'r', 1, received_on, '', received_on, 1, '2026-11-20 09:00:00' FROM casework_case WHERE id % 20 = 1"""
DIALECTS: dict[str, dict[str, str]] = {
    "postgresql": {
        "numbers": "CREATE TEMPORARY TABLE numbers AS SELECT generate_series(1, {cases}) AS n",
        "day": "(CASE WHEN n % 50 = 0 THEN date '2026-11-19' - (n * 79 % 30)::int"
        " ELSE date '2021-01-01' + (n * 79 % 2080)::int END)",
        "year": "2026", "true": "true", "false": "false",
        "add": "{day} + (5 + n % 30)::int", "due": "{day} + 28",
    },
    "sqlite": {
        "numbers": "CREATE TEMPORARY TABLE numbers AS WITH RECURSIVE up(n) AS"
        " (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < {cases}) SELECT n FROM up",
        "day": "(CASE WHEN n % 50 = 0 THEN date('2026-11-19', '-' || (n * 79 % 30) || ' days')"
        " ELSE date('2021-01-01', '+' || (n * 79 % 2080) || ' days') END)",
        "year": "2026", "true": "1", "false": "0",
        "add": "date({day}, '+' || (5 + n % 30) || ' days')", "due": "date({day}, '+28 days')",
    },
}  # fmt: skip


def fill(vendor: str, cases: int) -> None:
    """Write the cases by a few statements."""
    from django.db import connection

    said = DIALECTS[vendor]
    day = said["day"]
    closed = f"CASE WHEN n % 50 = 0 THEN NULL ELSE {said['add'].format(day=day)} END"
    parts = {
        "day": day, "year": said["year"], "true": said["true"], "false": said["false"], "closed": closed,
        "due": said["due"].format(day=day), "result": RESULT,
    }  # fmt: skip
    numbered = "SELECT id, row_number() OVER (ORDER BY id) - 1 AS at, count(*) OVER () AS many FROM"
    statements = [
        said["numbers"].format(cases=cases),
        f"CREATE TEMPORARY TABLE organ_at AS {numbered} casework_organ",
        f"CREATE TEMPORARY TABLE unit_at AS {numbered} casework_unit",
        CASES.format(**parts), APPLICANTS.format(**parts), EXTENSIONS, "ANALYZE",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def periods(chance: random.Random) -> dict[str, str]:
    """A year, a quarter, a month or any days; one in ten the whole time there is."""
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
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            times = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
        used += (int(times[11]) + int(times[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    return used


def both(work: Callable[[], Any], runs: int) -> tuple[list[float], list[float]]:
    """Milliseconds on the wall and of processor, each sorted."""
    wall, processor = [], []
    for _ in range(runs):
        used, begun = spent(), time.perf_counter()
        work()
        wall.append((time.perf_counter() - begun) * 1000)
        processor.append(spent() - used)
    return sorted(wall), sorted(processor)


def timed(work: Callable[[], Any], runs: int) -> list[float]:
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        seconds.append((time.perf_counter() - begun) * 1000)
    return sorted(seconds)


def measure(vendor: str, cases: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["ALLOWED_HOSTS"] = "testserver"
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from casework.acts import facts
    from casework.models import Staff
    from casework.now import SHANGHAI, pinned
    from casework.statistics import annual
    from casework.statistics.boards import BOARDS
    from casework.statistics.frame import Frame
    from casework.statistics.span import Span
    from tests.bench.straight import StraightTally
    from workflow.demo import district

    call_command("migrate", verbosity=0)
    if not KEEP or not Staff.objects.exists():
        district.build()
        print(f"filling: {timed(lambda: fill(vendor, cases), 1)[0] / 1000:.1f} s for {cases} cases on {vendor}")
        print(f"facts rebuild: {timed(facts.rebuild, 1)[0] / 1000:.1f} s", flush=True)
        with connection.cursor() as cursor:  # what autovacuum does to tables that rest
            cursor.execute("VACUUM ANALYZE" if vendor == "postgresql" else "ANALYZE")
    client = Client()
    client.force_login(Staff.objects.get(username="duchayuan"), backend="django.contrib.auth.backends.ModelBackend")
    chance = random.Random(1)
    moment = __import__("datetime").datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)
    print(f"{'page':<12}{'median':>9}{'p95':>9}{'p95 CPU':>9}{'month':>9}{'straight':>10}{'ratio':>8}")
    print(f"(ms: {RUNS} requests of the page; then its figures of one month, and the same straight from the cases)")
    with pinned(moment):
        for name in BOARDS:
            address = f"/statistics/{'' if name == 'flow' else name + '/'}"

            def page(address: str = address) -> None:
                answer = client.get(address, periods(chance))
                assert answer.status_code == 200, answer.content[:500]

            page()
            seconds, used = both(page, RUNS)

            def plain(straight: bool, make: Any = BOARDS[name][1]) -> None:
                frame = Frame(None, Span(*MONTH), TODAY, "/cases/")
                if straight:
                    frame.__dict__["tally"] = StraightTally(None)
                make(frame)

            quick, slow = (numbers.median(timed(lambda how=how: plain(how), STRAIGHT_RUNS)) for how in (False, True))
            high = int(RUNS * 0.95) - 1
            middle, most, work = numbers.median(seconds), seconds[high], used[high]
            told = f"{name:<12}{middle:>9.0f}{most:>9.0f}{work:>9.0f}{quick:>9.0f}{slow:>10.0f}{slow / quick:>7.1f}×"
            print(told, flush=True)
        report = timed(lambda: annual.report(2025), 3)
        print(f"annual report of the district: median {numbers.median(report):.0f} ms, worst {report[-1]:.0f} ms of 3")


def main(vendor: str, cases: int) -> None:
    if vendor == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
            measure(vendor, cases)
        return
    import psycopg

    os.environ["DATABASE_URL"] = f"{SERVER}/{DATABASE}"
    server_url = f"{SERVER}/postgres".replace("postgres://", "postgresql://")
    with psycopg.connect(server_url, autocommit=True) as server:
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if there and not KEEP:
            server.execute(f'DROP DATABASE "{DATABASE}"')
        if not there or not KEEP:
            server.execute(f'CREATE DATABASE "{DATABASE}"')
        try:
            measure(vendor, cases)
        finally:
            from django.db import connections

            connections.close_all()
            if not KEEP:
                server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}"')


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main(sys.argv[1] if len(sys.argv) > 1 else "sqlite", int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
