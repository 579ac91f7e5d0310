"""协办: each unit has its own internal date; who has not answered is chased, one level higher each working day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework.acts.clock import standing
from casework.models import Deadline, Notice, Posting, Staff, Unit
from tests.roads import DAY, Road, moment
from workflow import desk, inbox, timers
from workflow.drift import drifts

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 9)


@pytest.fixture
def asked(road: Road) -> tuple[Road, Unit]:
    """A case in progress that asks another unit for help by Monday, 9 March 2026."""
    road.to("in_progress")
    unit = Unit.objects.get(postings__role="handler", organ__code="LC22")
    road.act("request_assistance", "handler", units=[unit], subject="请查找资金拨付凭证", due_on=DUE)
    return road, unit


def told(unit: Unit, role: str) -> int:
    return Notice.objects.filter(kind="assist", staff__postings__role=role, staff__postings__unit=unit).count()


def sweep(day: date) -> int:
    return timers.sweep(moment(day), day)


def test_nobody_is_chased_before_the_date_has_passed(asked: tuple[Road, Unit]) -> None:
    road, unit = asked
    before = Notice.objects.count()
    sweep(DUE)
    assert not Notice.objects.filter(once_key__startswith="assist:").exists()
    assert Notice.objects.count() == before
    assert standing(road.case, today=DUE).due == standing(road.case, today=DAY).due
    assert told(unit, "handler") == 1  # that the unit was asked


def test_the_circle_widens_by_a_working_day(asked: tuple[Road, Unit]) -> None:
    road, unit = asked
    heads = Staff.objects.filter(postings__role="unit_head", postings__unit=unit)
    supervisors = Posting.objects.filter(role="supervisor").values_list("staff", flat=True)
    reached = []
    for days in (1, 2, 3):
        sweep(DUE + timedelta(days=days))
        reached.append(set(Notice.objects.filter(once_key__startswith="assist:").values_list("staff", flat=True)))
    handlers = set(Posting.objects.filter(role="handler", unit=unit).values_list("staff", flat=True))
    assert reached[0] == handlers
    assert set(heads.values_list("pk", flat=True)) <= reached[1]
    assert not set(supervisors) & reached[1]
    assert set(supervisors) <= reached[2]
    assert not list(drifts(DUE + timedelta(days=3)))


def test_what_a_unit_is_asked_lies_among_its_tasks(asked: tuple[Road, Unit]) -> None:
    road, unit = asked
    helper = Staff.objects.get(postings__role="handler", postings__unit=unit)
    assert [case.pk for case in inbox.tab(helper, "to_do")] == [road.case.pk]
    assert inbox.counts(helper).to_do == 1
    desk.act(
        "answer_assistance", case_id=road.case.pk, actor=helper, at=moment(DAY, 15), today=DAY, answer="没有保存。"
    )
    assert inbox.counts(helper).to_do == 0
    assert not inbox.tab(helper, "to_do")


def test_an_answer_ends_the_chase(asked: tuple[Road, Unit]) -> None:
    road, unit = asked
    helper = Staff.objects.get(postings__role="handler", postings__unit=unit)
    at = moment(DAY, 15)
    desk.act("answer_assistance", case_id=road.case.pk, actor=helper, at=at, today=DAY, answer="没有保存。")
    assert set(Deadline.objects.filter(kind="assist").values_list("state", flat=True)) == {"cancelled"}
    sweep(DUE + timedelta(days=5))
    assert not Notice.objects.filter(once_key__startswith="assist:").exists()


def test_a_sweep_twice_tells_once(asked: tuple[Road, Unit]) -> None:
    day = DUE + timedelta(days=9)
    assert sweep(day) >= 3
    before = Notice.objects.count()
    sweep(day)
    assert Notice.objects.count() == before
