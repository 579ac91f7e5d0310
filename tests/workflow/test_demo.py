"""The practice district: every road and every answer can be walked; the same seed gives the same district."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from casework.acts.record import verify
from casework.law.states import Status
from casework.models import Case, IncomingMail
from tests.roads import Cast
from workflow.demo import stories, texts
from workflow.drift import drifts

TODAY = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ask", texts.ASKS, ids=lambda ask: f"{ask.outcome}-{ask.topic}")
def test_every_kind_of_request_is_answered(people: Cast, ask: texts.Ask) -> None:
    day = TODAY - timedelta(days=200)
    stories.tell(stories.Story(people.organ, stories.crew(people.organ), random.Random(3), TODAY, day), ask, "straight")
    case = Case.objects.get()
    assert (case.outcome, case.status) == (ask.outcome, "archived")


@pytest.mark.parametrize("outcome", ["G1", "G2", "P", "D4"])
def test_a_third_party_is_asked_and_what_is_answered_agrees_with_what_it_said(people: Cast, outcome: str) -> None:
    ask, day = next(ask for ask in texts.ASKS if ask.outcome == outcome), TODAY - timedelta(days=200)
    story = stories.Story(people.organ, stories.crew(people.organ), random.Random(3), TODAY, day)
    stories.tell(story, ask, "consultation")
    case = Case.objects.get()
    assert (case.outcome, case.status) == (outcome, "archived")


def test_every_status_is_on_the_wall(people: Cast) -> None:
    organs = list(people.organs.values())
    done = list(stories.seed(cases=len(stories.STANDING), years=1, seed=1, today=TODAY, organs=organs))
    assert done[-1] == (len(stories.STANDING), len(stories.STANDING))
    assert set(Case.objects.values_list("status", flat=True)) == {status.value for status in Status}
    assert not list(drifts(TODAY)) and not list(verify())
    states = ["closed", "confirming", "confirming", "confirming", "confirming", "handed"]
    assert sorted(IncomingMail.objects.values_list("state", flat=True)) == states


def test_the_same_seed_gives_the_same_plan(people: Cast) -> None:
    organs = list(people.organs.values())
    once, again = (list(stories.plan(cases=40, years=2, seed=7, today=TODAY, organs=organs)) for _ in range(2))
    assert once == again
