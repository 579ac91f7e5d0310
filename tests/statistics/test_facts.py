"""The rows behind the figures: written with the case, made anew, proven equal, and found out where they are not."""

from __future__ import annotations

import random
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from casework.acts import facts
from casework.errors import MissingFact
from casework.models import Case, CaseFact, MonthTotal, StaleMonth
from casework.models.fact import BUCKET
from casework.statistics.facts import DISTRICT, differences
from tests.roads import DAY, Cast, application, start
from workflow.drift import drifts

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(people: Cast) -> None:
    """Cases of every road of the practice district, made through the acts."""
    from workflow.demo import stories

    for number, (road, _) in enumerate(stories.ROADS):
        organ = people.organs[("LC01", "LC13", "370112002")[number % 3]]
        day = DAY - timedelta(days=7 * (number + 4))
        story = stories.Story(organ, stories.crew(organ), random.Random(number), DAY, day)
        stories.tell(story, stories.texts.ASKS[number % len(stories.texts.ASKS)], road)


def test_every_act_leaves_the_fact_row_equal_to_the_case(told: None) -> None:
    assert CaseFact.objects.count() == Case.objects.count() > 5
    assert list(differences()) == []
    facts.fold()
    assert not StaleMonth.objects.exists()
    assert list(differences()) == []


def test_what_an_act_does_to_a_case_it_does_to_its_fact_in_one_transaction(people: Cast) -> None:
    road = start(people, application())
    before = CaseFact.objects.get(pk=road.case.pk)
    assert (before.is_open, before.ended_on, before.street_id) == (True, None, None)
    with pytest.raises(MissingFact), transaction.atomic():
        road.act("withdraw", "clerk", reason=" ")
    road.to("replied")
    after = CaseFact.objects.get(pk=road.case.pk)
    assert (after.is_open, after.ended_on, after.result, after.days) == (False, road.day, "G1", 0)
    assert after.street_id == people.organs["370112002"].pk


def test_totals_are_the_facts_added_up_and_folding_again_changes_nothing(told: None) -> None:
    facts.fold()
    totals = sorted(MonthTotal.objects.values_list("family", "dimension", "bucket", "value", "number"))
    of_district = [row[4] for row in totals if row[:2] == ("in", "all") and row[2] % BUCKET == DISTRICT]
    of_organs = [row[4] for row in totals if row[:2] == ("in", "all") and row[2] % BUCKET != DISTRICT]
    assert sum(of_district) == sum(of_organs) == Case.objects.count()
    assert facts.rebuild() == Case.objects.count()
    assert sorted(MonthTotal.objects.values_list("family", "dimension", "bucket", "value", "number")) == totals
    assert facts.fold() == 0


@pytest.mark.parametrize(
    ("spoil", "told_of"),
    [
        (lambda: CaseFact.objects.filter(is_open=False).update(result="D1"), "首次办理结果"),
        (lambda: CaseFact.objects.order_by("pk")[:1].get().delete(), "没有统计事实"),
        (lambda: Case.objects.update(topic="教育"), "主题"),
        (lambda: MonthTotal.objects.filter(dimension="late").update(number=77), "late"),
        (lambda: MonthTotal.objects.filter(dimension="topic").delete(), "topic"),
    ],
)
def test_a_row_that_differs_from_its_case_is_found(spoil: Any, told_of: str, told: None) -> None:
    facts.fold()
    spoil()
    with pytest.raises(SystemExit):
        call_command("facts", "check", stdout=(out := StringIO()))
    assert told_of in out.getvalue()
    assert any(told_of in drift.what or told_of in drift.case_number for drift in drifts(DAY))
    call_command("facts", "rebuild", stdout=StringIO(), stderr=StringIO())
    call_command("facts", "check", stdout=StringIO())


def test_a_reply_before_receipt_or_outside_the_calendar_has_no_working_days(old_case: Any) -> None:
    old_case(date(2025, 5, 1), date(2024, 5, 1), "G1")
    facts.rebuild()
    assert CaseFact.objects.get().days is None
