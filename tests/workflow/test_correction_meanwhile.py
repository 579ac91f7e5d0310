"""补正 while opinions are asked for: T01 runs on during a consultation (law.md CLK-6), so the notice may go out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework.acts.record import verify
from casework.errors import WrongState
from casework.models import Case, Consultation
from tests.roads import FACTS, Road, moment
from workflow.drift import drifts
from workflow.timers import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(road: Road) -> Road:
    """A third party was asked on Monday 2 March and got the letter that day; the 15th working day is 23 March."""
    road.to("in_progress")
    road.act("consult", "handler", kind="third_party", party="某公司", subject="补偿协议", sent_on=road.day,
             received_on=road.day)  # fmt: skip
    road.act("request_correction", "handler", matters="补偿协议的年度不明确", delivered_on=road.day)
    return road


def close(road: Road) -> None:
    row = Consultation.objects.get()
    road.act("close_consultation", "handler", consultation_id=row.pk, opinion="agree", opinion_on=road.day)


def test_the_notice_goes_out_and_the_opinion_is_entered_meanwhile(asked: Road) -> None:
    assert (asked.case.status, asked.case.clock_state) == ("awaiting_correction", "awaiting_correction")
    close(asked)
    assert asked.case.status == "awaiting_correction" and Consultation.objects.get().closed_on == asked.day
    asked.act("receive_correction", "clerk", corrected_on=asked.day, corrected_text="2025年度")
    assert asked.case.status == "examining"
    assert not list(verify()) and not list(drifts(asked.day))


def test_the_silence_of_the_party_is_entered_whatever_the_case_waits_for(asked: Road) -> None:
    after = date(2026, 3, 24)
    asked.case.corrections.update(period_wd=60)
    sweep(moment(after), after)
    assert Consultation.objects.get().opinion == "silent"
    assert Case.objects.get().status in ("awaiting_correction", "abandoned")


def test_the_clock_starts_anew_and_still_leaves_the_consultation_out(asked: Road) -> None:
    asked.day += timedelta(days=2)
    asked.act("receive_correction", "clerk", corrected_on=asked.day, corrected_text="2025年度")
    assert asked.case.clock_state == "suspended"
    assert asked.case.due_on == date(2026, 4, 21)  # 20 working days after 23 March, the last day of the consultation


def test_no_draft_is_reviewed_before_the_parties_were_heard(asked: Road) -> None:
    asked.act("receive_correction", "clerk", corrected_on=asked.day, corrected_text="2025年度")
    asked.act("assign", "clerk", unit=asked.cast.handler.unit, handler=asked.cast.handler)
    assert asked.case.status == "in_progress"
    asked.act("draft", "handler", outcome_code="G1", ground="经查属实。", facts=FACTS["G1"])
    with pytest.raises(WrongState, match="征求意见尚未结束"):
        asked.act("submit", "handler")
    close(asked)
    assert asked.case.status == "in_progress"
    asked.act("submit", "handler")
    assert asked.case.status == "in_review"
    assert not list(verify()) and not list(drifts(asked.day))
