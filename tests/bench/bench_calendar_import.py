"""How long an import of a holiday notice takes where every open case moves, and how the pages do meanwhile.

Run: ``python tests/bench/bench_calendar_import.py [cases]`` (100,000 by default; DATABASE_URL for PostgreSQL). Makes
the open cases in a test database, all received in December 2026 and due in 2027, a tenth each being corrected,
consulted about or extended; previews and imports the arrangement of 2027 in one process while a second thread asks for
the register and adds notes. Prints seconds, the ratio to one refresh at a time, and the waits of the pages.
"""

from __future__ import annotations

import os
import statistics
import sys
import threading
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings")

import django

TODAY = date(2026, 12, 31)
NOON = datetime(2026, 12, 31, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BATCH, SAMPLE = 1000, 200


def main(number: int) -> None:
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        measure(number)
    finally:
        teardown_databases(databases, verbosity=0)


def measure(number: int) -> None:
    from django.db import connection

    from casework.acts import calendar
    from casework.lawbook import calendar_held
    from casework.models import Case
    from casework.now import pinned
    from tests.workflow.test_calendar_import import NEXT_YEAR
    from workflow import drift, stages

    with pinned(NOON), calendar_held():
        make(number)
        print(
            f"{connection.vendor}, {Case.objects.open().count():,} open cases, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        alone = one_at_a_time()
        reading = calendar.read_notice(NEXT_YEAR, year=2027, today=TODAY)
        began = time.perf_counter()
        found = calendar.plan(reading, today=TODAY)
        planned = time.perf_counter() - began
        print(f"preview: {planned:.1f} s, {len(found.moved):,} cases move", flush=True)
        with Visitors() as visitors:
            began, cpu = time.perf_counter(), time.process_time()
            _, moved = calendar.import_notice(
                reading, total=found.total, moved=len(found.moved), shortened=0, actor=None, at=NOON, today=TODAY,
                stages=stages.refresh_many,
            )  # fmt: skip
            taken, cpu = time.perf_counter() - began, time.process_time() - cpu
        print(f"import: {taken:.1f} s ({cpu:.1f} s of processor, the visitors included), {moved:,} cases moved")
        print(f"  {moved / taken:,.0f} a second; one refresh at a time {alone:,.0f}: ratio {moved / taken / alone:.1f}")
        print(f"  load {os.getloadavg()[0]:.1f}")
        visitors.tell()
        left = sum(1 for _, drift_ in zip(range(SAMPLE), drift.drifts(TODAY), strict=False) if "缓存" in drift_.what)
        print(f"cached dates apart from the facts: {left}")


def make(number: int) -> None:
    """Open cases with rounds, desks, timers and chains; then the facts that move a clock for three tenths of them."""
    from django.db import transaction

    from casework.acts import calendar
    from casework.acts.import_case import OldCase, import_cases
    from casework.law.calendar_change import CalendarChange
    from casework.lawbook import working_calendar
    from casework.models import Case, Consultation, Correction, Extension, Staff
    from workflow import stages
    from workflow.demo import district
    from workflow.imported import open_rounds

    organs = district.build()
    clerk = Staff.objects.get(username="wangdengji")
    days = [date(2026, 12, 4) + timedelta(n) for n in range(28)]
    days = [day for day in days if working_calendar().is_working(day)]
    for start in range(0, number, BATCH):
        batch = [
            OldCase(
                line=n, key=f"bench-{n}", organ=organs["LC01"], received_on=days[n % len(days)], title=f"事项{n}",
                description="申请公开。", name="张建国",
            )
            for n in range(start, min(start + BATCH, number))
        ]  # fmt: skip
        with transaction.atomic():
            cases = import_cases(actor=clerk, at=NOON, today=TODAY, batch=batch, source="bench")
            open_rounds(cases, NOON)
            facts = {"round_no": 1, "recorded_by": clerk, "recorded_at": NOON}
            Correction.objects.bulk_create(
                Correction(
                    case=case, matters="名称", sent_on=case.received_on, delivered_on=case.received_on, period_wd=15,
                    corrected_on=case.received_on, **facts,
                )
                for case in cases[::10]
            )  # fmt: skip
            Consultation.objects.bulk_create(
                Consultation(
                    case=case, kind="third_party", party="某公司", subject="单价", sent_on=case.received_on,
                    received_on=case.received_on, **facts,
                )
                for case in cases[1::10]
            )  # fmt: skip
            Extension.objects.bulk_create(
                Extension(
                    case=case, days=10, reason="案情复杂", approved_by=clerk, approved_on=case.received_on,
                    notified_on=case.received_on, **facts,
                )
                for case in cases[2::10]
            )  # fmt: skip
    Case.objects.update(calendar_version="")
    now = working_calendar()
    calendar.bring_all_along(
        CalendarChange(now, now), actor=None, at=NOON, today=TODAY, notice=None, stages=stages.refresh_many
    )


def one_at_a_time() -> float:
    """Cases a second by the refresher of one case, which an act uses."""
    from django.db import transaction

    from casework.models import Case
    from workflow import desk

    cases = list(Case.objects.open().order_by("?")[:SAMPLE])
    began = time.perf_counter()
    for case in cases:
        with transaction.atomic():
            desk.recount(case, today=TODAY)
    return SAMPLE / (time.perf_counter() - began)


class Visitors:
    """Somebody who reads the register and somebody who writes notes, until the import is done."""

    def __enter__(self) -> Visitors:
        self.waits: dict[str, list[float]] = {"read": [], "write": []}
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._visit)
        self.thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.done.set()
        self.thread.join()

    def _visit(self) -> None:
        from django.db import connection
        from django.test import Client

        from casework.models import Case, Staff
        from casework.now import pinned
        from workflow import desk

        clerk = Staff.objects.get(username="wangdengji")
        web = Client()
        web.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
        keys = list(Case.objects.order_by("?").values_list("pk", flat=True)[:500])
        with pinned(NOON):
            while not self.done.wait(0.5):
                began = time.perf_counter()
                assert web.get("/cases/").status_code == 200
                self.waits["read"].append(time.perf_counter() - began)
                began = time.perf_counter()
                desk.act("note", case_id=keys.pop(), actor=clerk, at=NOON, today=TODAY, text="已联系。")
                self.waits["write"].append(time.perf_counter() - began)
        connection.close()

    def tell(self) -> None:
        for what, waits in self.waits.items():
            if waits:
                middle = statistics.median(waits) * 1000
                print(f"  meanwhile {what}: median {middle:.0f} ms, slowest {max(waits) * 1000:.0f} ms ({len(waits)})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
