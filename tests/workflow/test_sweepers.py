"""Real processes on the real database: four sweepers at once, one killed in the middle; each timer fires once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, transaction

from casework.acts.record import verify
from casework.models import Case, CaseEvent, Consultation, Deadline, Notice
from casework.now import now
from tests.roads import Cast, application, build_cast, moment, start
from workflow import supervision, tasks
from workflow.drift import drifts
from workflow.models import SupervisionOrder

pytestmark = pytest.mark.usefixtures("real_db")
ROOT = Path(__file__).resolve().parents[2]
MONDAY = date(2026, 3, 2)
LATER = date(2026, 4, 20)  # a Monday, every period has run out
CASES = 12


def environment() -> dict[str, str]:
    """The environment of a process that works on the database under test."""
    db = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{db['NAME']}"
    else:
        url = f"postgres://{db['USER']}:{db['PASSWORD']}@{db['HOST']}:{db['PORT']}/{db['NAME']}"
    keys = {
        "SECRET_KEY": settings.SECRET_KEY, "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "BLIND_INDEX_KEY": settings.BLIND_INDEX_KEY, "AUDIT_KEY": settings.AUDIT_KEY,
    }  # fmt: skip
    return os.environ | keys | {"DATABASE_URL": url, "BROKER_URL": settings.BROKER_URL, "PYTHONPATH": str(ROOT)}


Sweeper = subprocess.Popen[str]


@pytest.fixture
def processes() -> Iterator[list[Sweeper]]:
    """Whatever a test starts, none is left behind."""
    started: list[Sweeper] = []
    yield started
    for process in started:
        process.kill()
        process.wait(20)


def launch(processes: list[Sweeper], at: datetime, number: int, *how: str) -> list[Sweeper]:
    """Start sweepers and wait until all are ready to go."""
    new = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.workflow.sweeper", at.isoformat(), *how],
            cwd=ROOT, env=environment(), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(number)
    ]  # fmt: skip
    processes += new
    for process in new:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return new


def go(sweepers: list[Sweeper]) -> list[int]:
    """Let them all go at once; return how many rows each fired."""
    for process in sweepers:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    fired = []
    for process in sweepers:
        assert process.stdout is not None
        fired.append(int(process.stdout.readline()))
        assert process.wait(60) == 0
    return fired


@pytest.fixture
def due(real_db: None) -> Cast:
    """Lapsed corrections, two silent parties, an overdue reply and an unanswered order, all due by ``LATER``."""
    cast = build_cast()
    for _ in range(CASES):
        road = start(cast, application(MONDAY), MONDAY).to("examining")
        road.act("request_correction", "clerk", matters="请写明", delivered_on=MONDAY, period_wd=5)
    for party in ("甲公司", "乙公司"):
        road = start(cast, application(MONDAY), MONDAY).to("in_progress")
        road.act("consult", "handler", kind="third_party", party=party, subject="合同", received_on=MONDAY)
    supervision.issue(
        actor=cast.supervisor, at=moment(MONDAY, 14), today=MONDAY, kind="urge", case_id=road.case.pk,
        findings="a", demands="b", answer_by=date(2026, 3, 3),
    )  # fmt: skip
    Notice.objects.all().delete()
    return cast


def everything_once(cast: Cast) -> None:
    """Each timer has fired, each act is on record once, each person was told once."""
    assert Case.objects.filter(status="abandoned").count() == CASES
    assert CaseEvent.objects.filter(verb="deem_abandoned").count() == CASES
    assert Consultation.objects.filter(opinion="silent").count() == 2
    assert CaseEvent.objects.filter(verb="close_consultation").count() == 2
    assert CaseEvent.objects.filter(verb="order_escalate").count() == 1
    assert SupervisionOrder.objects.get().rise == 2
    left = Deadline.objects.filter(due_on__lt=LATER).exclude(state__in=["fired", "cancelled"])
    assert not left.exists(), list(left.values())
    digests = list(Notice.objects.filter(kind="digest").values_list("staff", flat=True))
    assert digests and len(digests) == len(set(digests))
    told = list(Notice.objects.exclude(once_key="").values_list("staff", "once_key"))
    assert len(told) == len(set(told))
    assert not list(verify()) and not list(drifts(LATER))


def test_four_sweepers_at_once_fire_each_timer_once(due: Cast, processes: list[Sweeper]) -> None:
    rows = Deadline.objects.filter(state="waiting", due_on__lt=LATER).count()
    fired = go(launch(processes, moment(LATER, 9), 4, "together"))
    assert sum(fired) >= rows - 2 * CASES and max(fired) < sum(fired)  # the work was shared
    before = CaseEvent.objects.count()
    go(launch(processes, moment(LATER, 10), 4))  # what the last acts have made due
    everything_once(due)
    assert go(launch(processes, moment(LATER, 11), 2)) == [0, 0]  # and once more: nothing
    assert CaseEvent.objects.count() == before


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def in_the_middle() -> int:
    """A case half-way through the sweep."""
    waiting = Case.objects.filter(status="awaiting_correction").order_by("pk")
    return list(waiting.values_list("pk", flat=True))[CASES // 2]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked one by one on PostgreSQL only")
def test_a_sweeper_killed_in_the_middle_leaves_nothing_half_done(due: Cast, processes: list[Sweeper]) -> None:
    """It dies between claim and commit; the row is free again ten minutes later and fires once."""
    case_id = in_the_middle()
    (victim,) = launch(processes, moment(LATER, 9), 1)
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case_id)
        assert victim.stdin is not None
        victim.stdin.write("go\n")
        victim.stdin.flush()
        until(lambda: Deadline.objects.filter(case=case_id, kind="correction", state="firing").exists())
        time.sleep(0.5)  # well inside the act, waiting for the case
        victim.kill()
        victim.wait(20)
    done = Case.objects.filter(status="abandoned").count()
    assert 0 < done < CASES and Case.objects.get(pk=case_id).status == "awaiting_correction"
    go(launch(processes, moment(LATER, 9) + timedelta(minutes=1), 4))
    assert Case.objects.filter(status="abandoned").count() == CASES - 1  # the claim of the dead still stands
    go(launch(processes, moment(LATER, 9) + timedelta(minutes=11), 4))
    go(launch(processes, moment(LATER, 9) + timedelta(minutes=12), 1))
    everything_once(due)


@pytest.mark.skipif(
    connection.vendor != "postgresql" or settings.BROKER_URL.startswith("memory://"),
    reason="needs PostgreSQL and a broker of its own (make test-services)",
)
def test_a_celery_worker_killed_in_the_middle_is_replaced(due: Cast, processes: list[Sweeper]) -> None:
    """The message is lost with the worker or comes again: the next of the beat finishes the work, each timer once."""
    queue = f"test-kill-{now().timestamp()}"
    case_id = in_the_middle()
    app = current_app._get_current_object()
    app.amqp.queues.select_add(queue)
    victim = worker(processes, queue)
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case_id)
        tasks.sweep.apply_async(queue=queue)
        until(lambda: Deadline.objects.filter(case=case_id, kind="correction", state="firing").exists())
        time.sleep(0.5)
        victim.kill()
        victim.wait(20)
    assert Case.objects.get(pk=case_id).status == "awaiting_correction"
    Deadline.objects.filter(state="firing").update(claimed_at=now() - timedelta(minutes=11))
    worker(processes, queue)
    for _ in range(2):
        tasks.sweep.apply_async(queue=queue)
    until(lambda: Case.objects.filter(status="abandoned").count() == CASES)
    until(lambda: Consultation.objects.filter(opinion="silent").count() == 2)
    assert CaseEvent.objects.filter(verb="deem_abandoned").count() == CASES
    assert not list(verify())


def worker(processes: list[Sweeper], queue: str) -> Sweeper:
    """A Celery worker as production runs it, one process, on its own queue of the real broker."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "config.celery",
        "worker",
        "-P",
        "solo",
        "-Q",
        queue,
        "-l",
        "ERROR",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), text=True, stdout=subprocess.DEVNULL)
    processes.append(process)
    return process
