"""Time the supervision board and the lists behind it on many cases, beside reading every open case one by one.

``python tests/bench/bench_board.py [postgresql|sqlite] [cases]``. One case in twenty is open, one open case in twenty
is suspended by a consultation. PostgreSQL: the database named by BENCH_DATABASE (default ``bench_board``) on
127.0.0.1 is dropped, made and dropped again; SQLite: a file of its own in a temporary folder.
"""

from __future__ import annotations

import os
import statistics as numbers
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

DATABASE = os.environ.get("BENCH_DATABASE", "bench_board")
SERVER = "postgres://postgres@127.0.0.1:5432"
TODAY = date(2026, 11, 20)
RUNS, EVERY = 20, 20
# Desk, status and clock of the open cases; the last of twenty is suspended.
SHAPES = [
    *[("examine", "registered", "running")] * 2,
    *[("assign", "examining", "running")] * 2,
    ("correction", "awaiting_correction", "awaiting_correction"),
    *[("draft", "in_progress", "running")] * 8,
    *[("secrecy_review", "in_review", "running")] * 2,
    ("legal_review", "in_review", "running"),
    *[("sign_off", "in_review", "running")] * 2,
    ("serve", "awaiting_service", "running"),
    ("draft", "consulting", "suspended"),
]


def multiply(model: Any, row: Any, source: str, changes: dict[str, str]) -> None:
    """Insert copies of ``row``, one for each row of ``source``, with some columns computed."""
    from django.db import connection

    quote = connection.ops.quote_name
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    chosen = ", ".join(changes.get(column, f"t.{quote(column)}") for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, columns))}) SELECT {chosen} FROM {source}, "
            f"(SELECT * FROM {table} WHERE id = {row.pk}) AS t WHERE {changes.get('where', '1 = 1')}"
        )


def fill(cases: int) -> None:
    """Make the cases, their desks, hand-overs and consultations in a few statements."""
    from django.db import connection

    from casework.law import stages
    from casework.lawbook import working_calendar
    from casework.models import Case, Consultation, Handover, Unit
    from tests.roads import application, build_cast, start
    from workflow.flows import node
    from workflow.models import Round, Step

    calendar, cast = working_calendar(), build_cast()
    day = calendar.nth_working_day_before(TODAY, 30)
    road = start(cast, application(day), day).to("in_progress")
    road.act("consult", "handler", kind="third_party", party="甲", subject="乙", received_on=day)
    units = list(Unit.objects.order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_day (i integer, received date, due date, stage date)")
        for i in range(25):
            received = calendar.nth_working_day_before(TODAY, i + 1)
            due = calendar.nth_working_day_after(received, 20)
            stage = stages.stage_due(received, ("draft",), calendar)
            cursor.execute("INSERT INTO bench_day VALUES (%s, %s, %s, %s)", [i, received, due, stage])
        cursor.execute("CREATE TEMPORARY TABLE bench_shape (i integer, node text, status text, clock text)")
        for i, (name, status, clock) in enumerate(SHAPES):
            path = Step._meta.get_field("flow_task").get_prep_value(node(name))
            cursor.execute("INSERT INTO bench_shape VALUES (%s, %s, %s, %s)", [i, path, status, clock])
        cursor.execute("CREATE TEMPORARY TABLE bench_unit (i integer, unit bigint, organ bigint)")
        for i, unit in enumerate(units):
            cursor.execute("INSERT INTO bench_unit VALUES (%s, %s, %s)", [i, unit.pk, unit.organ_id])
    is_open = f"n.n % {EVERY} = 0"
    numbered = "generate_series(2, {0}) AS n(n)"
    if connection.vendor == "sqlite":
        numbered = (
            "(WITH RECURSIVE c(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM c WHERE n < {0}) SELECT n FROM c) AS n"
        )
    joined = (
        f"{numbered.format(cases)} JOIN bench_day d ON d.i = (n.n / {EVERY}) % 25 "
        f"JOIN bench_shape s ON s.i = (n.n / {EVERY * 7}) % 20 JOIN bench_unit u ON u.i = (n.n / 3) % {len(units)}"
    )
    multiply(
        Case, road.case, joined,
        {
            "serial": "n.n", "case_number": "'B' || n.n", "submit_key": "NULL", "organ_id": "u.organ",
            "unit_id": "u.unit", "received_on": f"CASE WHEN {is_open} THEN d.received ELSE t.received_on END",
            "status": f"CASE WHEN {is_open} THEN s.status ELSE 'archived' END",
            "clock_state": f"CASE WHEN {is_open} THEN s.clock ELSE 'closed' END",
            "due_on": f"CASE WHEN {is_open} AND s.clock <> 'awaiting_correction' THEN d.due ELSE NULL END",
            "warn_on": f"CASE WHEN {is_open} AND s.clock <> 'awaiting_correction' THEN d.due ELSE NULL END",
            "closed_on": f"CASE WHEN {is_open} THEN NULL ELSE d.received END",
        },
    )  # fmt: skip
    made = f"casework_case c WHERE c.id > {road.case.pk}"
    finished = "CASE WHEN c.status = 'archived' THEN t.created ELSE NULL END"
    multiply(Round, road.case.routes.get(), f"(SELECT c.id AS case_id, c.status FROM {made}) AS c", {
        "case_id": "c.case_id", "finished": finished,
    })  # fmt: skip
    step = Step.objects.get(case=road.case, finished=None, flow_task_type="FUNCTION")
    walked = (
        "(SELECT r.id AS round_id, c.id, c.status, c.unit_id, c.serial FROM workflow_round r JOIN casework_case c "
        f"ON c.id = r.case_id WHERE c.id > {road.case.pk}) AS c "
        f"JOIN bench_shape s ON s.i = (c.serial / {EVERY * 7}) % 20 "
        f"JOIN bench_day d ON d.i = (c.serial / {EVERY}) % 25"
    )
    multiply(Step, step, walked, {
        "process_id": "c.round_id", "case_id": "c.id", "unit_id": "c.unit_id", "flow_task": "s.node",
        "due_on": "d.stage", "finished": finished, "counts_from": "d.received",
    })  # fmt: skip
    passed = "CASE WHEN c.id % 997 < 2 THEN 'transfer' ELSE 'assign' END"
    for times in range(2):  # each case was handed over once, a few were passed on twice
        keep = "" if times == 0 else " AND c.id % 997 < 2"
        multiply(Handover, Handover.objects.get(case=road.case), f"(SELECT c.id, c.status FROM {made}{keep}) AS c", {
            "case_id": "c.id", "way": passed, "ended_at": "t.sent_at",
        })  # fmt: skip
    asked = f"(SELECT c.id, c.received_on FROM {made} AND c.clock_state = 'suspended') AS c"
    multiply(Consultation, Consultation.objects.get(), asked, {
        "case_id": "c.id", "sent_on": "c.received_on", "received_on": "c.received_on",
    })  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")  # as autovacuum does


def one_by_one() -> int:
    """The alternative: read every open case with its desk and tell its light and days left."""
    from collections import Counter

    from casework.models import Case
    from casework.selectors.lights import with_warning
    from workflow import inbox
    from workflow.models import Step

    cases = list(Case.objects.open())
    lit = with_warning(cases, today=TODAY)
    steps = Step.objects.filter(inbox.OPEN, case__in=Case.objects.open()).select_related("case")
    found = Counter((step.flow_task.name, step.case.unit_id, lit[step.case_id][0].light.code) for step in steps)
    return sum(found.values())


def timed(name: str, work: Callable[[], Any], runs: int = RUNS) -> float:
    """Print median and 95th percentile in milliseconds; return the median."""
    work()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    middle, high = numbers.median(taken), taken[min(len(taken) - 1, round(0.95 * len(taken)))]
    print(f"{name}: median {middle:.0f} ms, p95 {high:.0f} ms of {runs}", flush=True)
    return middle


def measure(url: str, cases: int) -> None:
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "ALLOWED_HOSTS": "*"}
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from casework.models import Case, Staff
    from casework.now import SHANGHAI, pinned

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    fill(cases)
    print(
        f"{Case.objects.count()} cases, {Case.objects.open().count()} open, made in {time.perf_counter() - begun:.0f} s"
    )
    client = Client()
    client.force_login(Staff.objects.get(username="duchayuan"), backend="django.contrib.auth.backends.ModelBackend")

    def get(address: str) -> Callable[[], None]:
        def page() -> None:
            assert client.get(address).status_code == 200

        return page

    with pinned(datetime(2026, 11, 20, 12, tzinfo=SHANGHAI)):
        board = timed("supervision board", get("/supervision/"))
        timed("list of the red", get("/supervision/cases/?light=red"))
        timed("risk list", get("/supervision/risks/"))
        slow = timed("every open case one by one", one_by_one, 3)
    print(f"ratio: one by one / board = {slow / board:.1f}")


def main(vendor: str = "postgresql", cases: str = "1000000") -> None:
    if vendor == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            measure(f"sqlite:///{folder}/bench.sqlite3", int(cases))
        return
    import psycopg

    with psycopg.connect(f"{SERVER}/postgres".replace("postgres://", "postgresql://"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}"')
        server.execute(f'CREATE DATABASE "{DATABASE}"')
        try:
            measure(f"{SERVER}/{DATABASE}", int(cases))
        finally:
            from django.db import connections

            connections.close_all()
            if not os.environ.get("BENCH_KEEP"):
                server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}"')


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main(*sys.argv[1:3])
