"""Six people press 签发 at once: one event, five honest refusals. Real transactions, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connections

from casework.acts import calendar, recount
from casework.acts.record import verify
from casework.errors import Fault, Stale
from casework.models import Case, CaseEvent, Deadline
from tests.roads import DAY as TODAY
from tests.roads import Road, application, build_cast, moment, start
from tests.workflow.test_calendar_import import NEXT_YEAR
from workflow import desk
from workflow.drift import drifts

NOVEMBER = date(2026, 11, 20)
pytestmark = pytest.mark.usefixtures("real_db")


def together(work: Callable[[], Any], times: int) -> list[Any]:
    """Run the same work in several threads at once; return each result or fault."""
    gate, results = threading.Barrier(times), []

    def one() -> None:
        gate.wait()
        try:
            results.append(work())
        except Fault as fault:
            results.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.fixture
def shared_road(real_db: None) -> Road:
    return start(build_cast(), application())


def test_six_signatures_make_one_event(shared_road: Road) -> None:
    road = shared_road.to("in_review")
    road.act("approve_secrecy", "unit_head")
    version, head = road.case.version, road.cast.head

    def sign() -> Case:
        return desk.act(
            "sign_off", case_id=road.case.pk, actor=head, at=moment(TODAY, 11), today=TODAY, version=version
        )

    results = together(sign, 6)
    refused = [result for result in results if isinstance(result, Stale)]
    assert len(results) == 6 and len(refused) == 5
    assert all("孙主任" in fault.message for fault in refused)
    assert road.case.events.filter(verb="sign_off").count() == 1
    assert not list(verify()) and not list(drifts(TODAY))


def test_eight_registrations_at_once_are_numbered_without_gaps() -> None:
    cast = build_cast()

    def register() -> Case:
        return desk.start(actor=cast.clerk, at=moment(TODAY), today=TODAY, organ=cast.organ, application=application())

    results = together(register, 8)
    assert sorted(case.serial for case in results) == list(range(1, 9))


def test_four_sweepers_fire_a_lapsed_correction_once(shared_road: Road) -> None:
    from workflow.timers import sweep

    road = shared_road.to("examining")
    road.act("request_correction", "clerk", matters="请写明文件名称", delivered_on=TODAY, period_wd=5)
    due = Deadline.objects.get(case=road.case, kind="correction").due_on
    after = due.fromordinal(due.toordinal() + 1)
    results = together(lambda: sweep(moment(after), after), 4)
    assert sum(result for result in results if isinstance(result, int)) >= 1
    assert Case.objects.get(pk=road.case.pk).status == "abandoned"
    assert road.case.events.filter(verb="deem_abandoned").count() == 1
    assert sweep(moment(after), after) == 0
    assert not list(drifts(after))


def test_two_hands_bring_every_case_along_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """In parts of one case each, side by side where the database allows it."""
    people = build_cast()
    roads = [start(people, application(date(2026, 12, 10)), date(2026, 12, 10)) for _ in range(7)]
    monkeypatch.setattr(calendar, "CHUNK", 1)
    reading = calendar.read_notice(NEXT_YEAR, year=2027, today=NOVEMBER)
    told: list[tuple[int, int]] = []
    _, moved = calendar.import_notice(
        reading, total=7, moved=7, shortened=0, actor=None, at=moment(NOVEMBER), today=NOVEMBER,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert moved == 7
    assert max(told) == (7, 7)
    for road in roads:
        assert CaseEvent.objects.filter(case=road.case, verb=recount.VERB).count() == 1
        assert Case.objects.get(pk=road.case.pk).provisional is False
    assert not list(verify())
    assert not list(drifts(NOVEMBER))
