"""The timer of a correction nobody answered: it needs a notice that is known to have gone out, and waits for it."""

from __future__ import annotations

from datetime import date

import pytest

from casework.models import Case, Deadline, Notice
from tests.roads import Cast, Road, moment
from workflow import timers

pytestmark = pytest.mark.django_db
LATER = date(2026, 6, 1)


def lapse(road: Road) -> tuple[str, str]:
    """Sweep long after the period; the state of the row and the status of the case."""
    timers.sweep(moment(LATER), LATER)
    row = Deadline.objects.filter(case=road.case, kind=Deadline.Kind.CORRECTION).latest("pk")
    return row.state, Case.objects.get(pk=road.case.pk).status


def test_an_unanswered_correction_is_deemed_abandoned(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="名称不明确", delivered_on=road.day)
    assert lapse(road) == ("fired", "abandoned")
    event = road.case.events.get(verb="deem_abandoned")
    assert event.actor.username == "system"
    timers.sweep(moment(LATER), LATER)
    assert road.case.events.filter(verb="deem_abandoned").count() == 1


def test_without_delivery_no_period_runs(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="名称不明确")
    timers.sweep(moment(LATER), LATER)
    assert Case.objects.get(pk=road.case.pk).status == "awaiting_correction"
    assert not Deadline.objects.filter(case=road.case, kind="correction", state="waiting").exists()


def test_a_row_without_a_notice_is_refused_and_told(road: Road, people: Cast) -> None:
    road.to("examining").act("request_correction", "clerk", matters="名称不明确", delivered_on=road.day)
    road.case.corrections.update(delivered_on=None)
    assert lapse(road) == ("refused", "awaiting_correction")
    assert Notice.objects.filter(case=road.case, kind="correction", text__contains="请补登送达日期").exists()


def test_an_answer_in_time_leaves_nothing_to_lapse(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="名称不明确", delivered_on=road.day)
    road.act("receive_correction", "clerk", corrected_on=road.day, corrected_text="名称为……")
    assert lapse(road) == ("cancelled", "examining")


def test_an_unpaid_fee_is_deemed_abandoned(road: Road) -> None:
    road.to("examining").act("charge", "clerk", mode="items", quantity=31, count_reason="另有", received_on=road.day)
    timers.sweep(moment(LATER), LATER)
    assert Case.objects.get(pk=road.case.pk).outcome == "X2"
