"""Fill a PostgreSQL database with many cases and time the annual tables and the heat map. Run it as a script.

The database named by BENCH_DATABASE (default ``bench_annual`` on 127.0.0.1) is dropped, made and dropped again.
"""

from __future__ import annotations

import os
import statistics as numbers
import sys
import time
from collections.abc import Callable
from typing import Any

DATABASE = os.environ.get("BENCH_DATABASE", "bench_annual")
SERVER = "postgres://postgres@127.0.0.1:5432"
RUNS = 5
FILL = (
    """INSERT INTO casework_case (organ_id, year, serial, case_number, status, version, round_no, channel, evidence,
        received_on, safe_received_on, registered_at, registered_by_id, title, description, topic, carrier, delivery,
        reading_help, note, clock_state, provisional, calendar_version, outcome, closed_on, closed_as, retention,
        unit_id)
    SELECT o.ids[1 + n %% array_length(o.ids, 1)], extract(year FROM day)::int, n, 'B' || n,
        CASE WHEN n %% 50 = 0 THEN 'in_progress' ELSE 'archived' END, 1, 1,
        (ARRAY['mail_signed','portal','in_person'])[1 + n %% 3], '{}', day, day, now(), s.id, 'T' || n, 'D', '',
        'paper', 'post', false, '', 'closed', false, '',
        CASE WHEN n %% 50 = 0 THEN '' ELSE (ARRAY['G1','G2','P','D5','N1a','R1','X1'])[1 + n %% 7] END,
        CASE WHEN n %% 50 = 0 THEN NULL ELSE day + 20 END, CASE WHEN n %% 50 = 0 THEN '' ELSE 'serve' END, '', NULL
    FROM (SELECT n, date '2021-01-01' + (n * 79 %% 2100)::int AS day FROM generate_series(1, %s) AS n) AS rows,
        (SELECT array_agg(id ORDER BY id) AS ids FROM casework_organ) AS o,
        (SELECT min(id) AS id FROM casework_staff) AS s""",
    """INSERT INTO casework_applicant (case_id, position, category, category_reason, name, document_kind,
        document_number, representative, contact_name, phone, email, address, postcode, identity_proof, name_index,
        document_index, phone_index)
    SELECT id, 1, (ARRAY['natural_person','natural_person','business','legal_service','other'])[1 + id %% 5],
        '', '', '', '', '', '', '', '', '', '', true, '', '', '' FROM casework_case WHERE id > 0 AND %s > 0""",
)


def timed(name: str, work: Callable[[], Any]) -> None:
    """Print median and worst of a few runs, in seconds."""
    seconds = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    print(f"{name}: median {numbers.median(seconds):.3f} s, worst {max(seconds):.3f} s of {RUNS}")


def main(cases: int = 1_000_000) -> None:
    import psycopg

    with psycopg.connect(f"{SERVER}/postgres".replace("postgres://", "postgresql://"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}"')
        server.execute(f'CREATE DATABASE "{DATABASE}"')
        try:
            measure(cases)
        finally:
            from django.db import connections

            connections.close_all()
            server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}"')


def measure(cases: int) -> None:
    os.environ["DATABASE_URL"] = f"{SERVER}/{DATABASE}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from casework.models import Case, Organ
    from casework.statistics import annual, board
    from workflow.demo import district

    call_command("migrate", verbosity=0)
    district.build()
    with connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement, [cases])
        cursor.execute("ANALYZE")
    print(f"{Case.objects.count()} cases on PostgreSQL")
    organ = Organ.objects.get(code="LC01")
    timed("annual report of the district", lambda: annual.report(2025))
    timed("annual report of one organ", lambda: annual.report(2025, organ))
    timed("cases behind a cell, first page", lambda: list(annual.cases_behind("granted", "自然人", 2025)[:50]))
    for trait in board.TRAITS:
        timed(
            f"heat map by {trait.code}",
            lambda trait=trait: board.heat_map(Case.objects.all(), trait, year=2025, register="/", fixed={}),
        )


if __name__ == "__main__":
    sys.path.insert(0, str(__import__("pathlib").Path(__file__).resolve().parents[2]))
    main(*(int(argument) for argument in sys.argv[1:2]))
