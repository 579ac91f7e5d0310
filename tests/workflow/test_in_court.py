"""What a court would ask of the dates and papers: nothing is deemed before its period has run, nothing told untrue."""

from datetime import date

import pytest

from casework.errors import MissingFact, WrongState
from casework.models import Case, Consultation
from letters.adapter import facts_for
from letters.build import build
from tests.roads import Road, moment
from workflow.timers import sweep

pytestmark = pytest.mark.django_db
LATER = date(2026, 5, 29)


def text_of(road: Road, key: str) -> str:
    return build(key, facts_for(road.case, key, number=None, signed_on=road.day), draft=True).text


def consulted(road: Road, kind: str = "third_party", received_on: date | None = None) -> int:
    road.to("in_progress").act(
        "consult", "handler", kind=kind, party="某公司", subject="合同", received_on=received_on or road.day
    )
    return Consultation.objects.get(case=road.case).pk


def test_a_second_correction_notice_with_its_reason_stops_the_clock(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="文件名称不明确", delivered_on=road.day)
    road.day = date(2026, 3, 9)
    road.act("receive_correction", "clerk", corrected_on=road.day)
    road.day = date(2026, 3, 10)
    road.act("request_correction", "clerk", matters="年份不明", delivered_on=road.day, override_reason="补正后仍有不明")
    assert (road.case.clock_state, road.case.due_on) == ("awaiting_correction", None)


def test_nobody_has_given_up_before_the_notice_has_reached_him(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="文件名称不明确", period_wd=5)
    road.day = LATER
    sweep(moment(LATER), LATER)
    assert Case.objects.get(pk=road.case.pk).status == "awaiting_correction"
    with pytest.raises(WrongState, match="送达日期不明"):
        road.act("deem_abandoned", "clerk")
    with pytest.raises(WrongState, match="届满前不能视为放弃"):
        road.act("deem_abandoned", "clerk", delivered_on=date(2026, 5, 25))
    road.act("deem_abandoned", "clerk", delivered_on=date(2026, 3, 6))
    assert road.case.outcome == "X1"
    assert facts_for(road.case, "F07", number=None, signed_on=LATER).expired_on == date(2026, 3, 13)


def test_an_unpaid_fee_counts_from_the_receipt_of_the_notice(road: Road) -> None:
    road.to("examining").act("charge", "clerk", mode="items", quantity=12)
    road.day = LATER
    sweep(moment(LATER), LATER)
    assert Case.objects.get(pk=road.case.pk).status == "awaiting_payment"
    road.act("deem_abandoned", "clerk", delivered_on=date(2026, 3, 6))
    assert road.case.outcome == "X2"


@pytest.mark.parametrize("kind", ["third_party", "co_issuer"])
def test_silence_is_no_silence_before_the_fifteenth_working_day(road: Road, kind: str) -> None:
    number = consulted(road, kind)
    road.day = date(2026, 3, 23)  # the 15th working day after 2 March
    with pytest.raises(WrongState, match="2026-03-23"):
        road.act("close_consultation", "handler", consultation_id=number, opinion="silent")
    road.day = date(2026, 3, 24)
    road.act("close_consultation", "handler", consultation_id=number, opinion="silent")
    assert road.case.status == "in_progress"


@pytest.mark.parametrize("opinion", ["agree", "silent"])
def test_a_refusal_does_not_rest_on_an_opinion_that_refused_nothing(road: Road, opinion: str) -> None:
    number = consulted(road)
    road.day = date(2026, 3, 24)
    said = {"opinion_on": road.day} if opinion == "agree" else {}
    road.act("close_consultation", "handler", consultation_id=number, opinion=opinion, grounds_reasonable=True, **said)
    assert facts_for(road.case, "F24-D4", number=None, signed_on=road.day).consultation == ""


def test_a_partly_refusing_party_needs_its_grounds_judged(road: Road) -> None:
    number = consulted(road)
    with pytest.raises(MissingFact, match="是否合理"):
        road.act("close_consultation", "handler", consultation_id=number, opinion="partly", opinion_on=road.day)
