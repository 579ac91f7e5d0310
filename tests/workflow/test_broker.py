"""The sweep through the broker itself: memory in one process, Redis where BROKER_URL says so."""

from __future__ import annotations

import time
from datetime import date

import pytest
from celery import current_app
from celery.contrib.testing.worker import start_worker

from casework.models import Case, Deadline
from casework.now import now, today
from tests.roads import application, build_cast, moment
from workflow import desk
from workflow.tasks import sweep


@pytest.fixture
def overdue_correction(real_db: None) -> Case:
    """A case whose applicant let the period for correction pass months ago."""
    cast, day = build_cast(), date(2026, 3, 2)
    case = desk.start(actor=cast.clerk, at=moment(day), today=day, organ=cast.organ, application=application(day))
    for verb, facts in (
        ("examine", {}),
        ("request_correction", {"matters": "请写明文件名称", "delivered_on": day, "period_wd": 5}),
    ):
        case = desk.act(verb, case_id=case.pk, actor=cast.clerk, at=moment(day, 11), today=day, **facts)
    assert Deadline.objects.get(case=case, kind="correction").due_on < today()
    return case


def test_a_worker_takes_the_sweep_from_the_broker(overdue_correction: Case) -> None:
    app = current_app._get_current_object()
    queue = f"test-{now().timestamp()}"
    app.amqp.queues.select_add(queue)
    with start_worker(app, pool="solo", perform_ping_check=False, queues=[queue], loglevel="WARNING"):
        sweep.apply_async(queue=queue)
        assert _becomes(overdue_correction, "abandoned")


def _becomes(case: Case, status: str) -> bool:
    for _ in range(150):
        if Case.objects.get(pk=case.pk).status == status:
            return True
        time.sleep(0.1)
    return False
