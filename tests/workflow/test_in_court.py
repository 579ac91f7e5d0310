"""What a court would ask of the dates and papers: nothing is deemed before its period has run, nothing told untrue."""

from datetime import date

import pytest

from casework.acts.clock import standing
from casework.acts.people import Person
from casework.errors import MissingFact, WrongState
from casework.models import Case, Consultation
from letters.adapter import facts_for
from letters.build import build
from letters.errors import NotIssuable
from letters.offered import OFFERS, due_notices
from tests.roads import Cast, Road, application, moment, start
from workflow.timers import sweep

pytestmark = pytest.mark.django_db
LATER = date(2026, 5, 29)


def text_of(road: Road, key: str) -> str:
    return build(key, facts_for(road.case, key, number=None, signed_on=road.day), draft=True).text


def consulted(road: Road, kind: str = "third_party", received_on: date | None = None) -> int:
    road.to("in_progress").act(
        "consult",
        "handler",
        kind=kind,
        party="某公司",
        subject="合同",
        interest="商业秘密",
        received_on=received_on or road.day,
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
    road.to("examining").act("charge", "clerk", mode="items", quantity=12, count_reason="另有")
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


def test_an_extension_is_not_approved_after_the_period_it_extends(road: Road) -> None:
    road.to("in_progress").act("request_extension", "handler", days=10, reason="档案数量较多")
    road.day = date(2026, 3, 31)  # the period ended on 30 March
    with pytest.raises(WrongState, match="2026-03-30 届满，不能再批准延期"):
        road.act("extend", "head")


def test_an_extension_counts_as_told_when_its_notice_is_issued(road: Road) -> None:
    road.to("in_progress").act("request_extension", "handler", days=10, reason="档案数量较多")
    road.act("extend", "head")
    assert road.case.extensions.get().notified_on is None
    road.day = date(2026, 3, 3)
    road.act("issue_notice", "clerk", key="F12")
    assert road.case.extensions.get().notified_on == road.day


def test_nothing_is_said_not_to_exist_that_the_search_found(road: Road) -> None:
    road.to("in_progress")
    search = {"places": "档案室", "keywords": "补偿", "persons": "李承办", "searched_on": road.day}
    road.act("record_search", "handler", result="查到一件", found=True, **search)
    road.act("draft", "handler", outcome_code="N1a", ground="", facts={})
    with pytest.raises(NotIssuable, match="检索到相关信息"):
        road.act("submit", "handler")
    road.act("record_search", "handler", result="经核对，查到的不是所申请的文件", **search)
    assert road.act("submit", "handler").status == "in_review"


@pytest.mark.parametrize(
    ("kind", "keys"), [("third_party", {"F13", "F14"}), ("co_issuer", {"F17"}), ("organ", {"F17-X"})]
)
def test_an_opinion_is_asked_for_in_writing(road: Road, kind: str, keys: set[str]) -> None:
    consulted(road, kind)
    offered = {paper.key for paper in due_notices(road.case)}
    assert {key for key in offered if key in {"F13", "F14", "F17", "F17-X"}} == keys
    for key in sorted(keys):
        road.act("issue_notice", "clerk", key=key)


def test_a_receipt_promises_twenty_days_only_while_they_run_from_the_receipt(road: Road) -> None:
    assert OFFERS["F03"].due(road.case)
    consulted(road)
    assert not OFFERS["F03"].due(road.case)


def test_a_date_in_a_year_without_arrangement_is_told_as_provisional(people: Cast) -> None:
    assert "暂定" not in text_of(start(people, application()), "F03")
    day = date(2026, 12, 10)
    road = start(people, application(day), day)
    text = text_of(road, "F03")
    assert "答复期限至2027年1月8日届满" in text and "\n上述日期为暂定日期" in text
    road.to("in_progress").act("request_extension", "handler", days=10, reason="档案数量较多")
    road.act("extend", "head")
    assert "上述日期为暂定日期" in text_of(road, "F12")


def test_a_fee_notice_names_the_month_and_speaks_to_the_applicant(people: Cast) -> None:
    company = Person(name="某某公司", category="business", address="济南市历城区1号")
    road = start(people, application(applicants=(company,))).to("examining")
    road.day = date(2026, 3, 30)
    road.act("charge", "clerk", mode="items", quantity=12, count_reason="另有")
    assert "本件为贵单位2026年3月向本机关提出的第12件申请" in text_of(road, "F19")


def test_joint_applicants_are_all_spoken_to(people: Cast) -> None:
    joint = tuple(Person(name=name, address="济南市历城区1号") for name in ("张建国", "李建国"))
    text = text_of(start(people, application(applicants=joint)), "F03")
    assert "张建国、李建国：" in text and "各申请人以邮寄方式提出" in text and "您" not in text


def test_misdirected_mail_is_mail(people: Cast) -> None:
    evidence = dict.fromkeys(("first_signed_on", "arrived_on", "confirmed_on"), date(2026, 3, 2))
    road = start(people, application(channel="mail_misdirected", evidence=evidence))
    assert "您以邮寄方式提出的" in text_of(road, "F03")


def test_pages_nobody_counted_are_not_told(road: Road) -> None:
    road.to("in_progress").act("draft", "handler", outcome_code="G2", ground="", facts={"given_items": ["方案"]})
    assert "共0页" not in text_of(road, "F21")


def test_a_period_is_not_called_over_while_nobody_knows_when_it_began(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="文件名称不明确", period_wd=5)
    told = [flag.text for flag in standing(road.case, today=LATER).flags]
    assert told == ["补正告知书的送达日期不明，不能认定补正期限届满；请查明并登记送达日期。"]
