"""The less usual paths as acts: transfer, correction, extension, Art. 35, consultation, service."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from casework.errors import BadValue, MissingFact, NotAllowed, WrongState
from casework.models import Case, Consultation, Deadline, Handover, Notice, Staff
from letters.errors import NotIssuable
from letters.models import Letter
from tests.roads import FACTS, Cast, Road, application, moment, start
from workflow import desk
from workflow.drift import drifts
from workflow.timers import sweep

pytestmark = pytest.mark.django_db


def at(road: Road) -> str:
    step = desk.open_step(road.case)
    return step.flow_task.name if step else ""


def fresh(road: Road) -> None:
    road.case = Case.objects.get(pk=road.case.pk)


def give(road: Road, verb: str, who: str, unit: Any, **facts: Any) -> None:
    road.act(verb, who, unit=unit, **facts)


@pytest.fixture
def units(people: Cast) -> list[Any]:
    """Three units besides the handler's, each with somebody to sign."""
    codes = ("LC13", "LC20", "LC27")
    return [people.organs[code].units.get() for code in codes]


def of(unit: Any) -> Staff:
    """The handler of a unit."""
    return Staff.objects.get(postings__role="handler", postings__unit=unit, name__endswith="经办")


def by(road: Road, verb: str, person: Staff, **facts: Any) -> None:
    road.case = desk.act(
        verb, case_id=road.case.pk, actor=person, at=moment(road.day, road.hour), today=road.day, **facts
    )


# -- 交办、签收、退回、转办、裁定 -----------------------------------------------------------------------------------


def test_a_unit_that_has_not_signed_neither_drafts_nor_asks_a_third_party(road: Road) -> None:
    road.to("examining")
    give(road, "assign", "clerk", road.cast.handler.unit)
    for verb, facts in (
        ("draft", {"outcome_code": "G1", "ground": "", "facts": {}}),
        ("consult", {"kind": "third_party", "party": "某公司", "subject": "合同"}),
        ("submit", {}),
    ):
        with pytest.raises(WrongState, match="签收"):
            road.act(verb, "handler", **facts)
    road.act("sign_for", "handler")
    assert at(road) == "draft" and road.case.handler == road.cast.handler


def test_declining_needs_a_reason_and_must_come_in_time(road: Road) -> None:
    road.to("examining")
    give(road, "assign", "clerk", road.cast.handler.unit)
    with pytest.raises(MissingFact, match="退回交办须写明理由"):
        road.act("decline", "handler", reason=" ")
    row = Handover.objects.get(case=road.case)
    assert row.answer_by == date(2026, 3, 3)  # one working day
    road.day = date(2026, 3, 4)
    with pytest.raises(WrongState, match="2026-03-03 届满"):
        road.act("decline", "handler", reason="不属于本单位职责")
    assert Handover.objects.get(case=road.case).state == "offered" and road.case.unit is not None


def test_the_second_unit_that_declines_brings_the_case_to_the_district_office(road: Road, units: list[Any]) -> None:
    due = road.case.due_on
    road.to("examining")
    give(road, "assign", "clerk", road.cast.handler.unit)
    road.act("decline", "handler", reason="不属于本街道")
    assert at(road) == "assign" and road.case.unit is None
    with pytest.raises(BadValue, match="已经承办或者退回过"):
        give(road, "assign", "clerk", road.cast.handler.unit)
    give(road, "assign", "clerk", units[0])
    road.act("decline", "stranger", reason="不属于本局")
    assert at(road) == "dispute" and not list(drifts(road.day))
    assert Notice.objects.filter(staff=road.cast.supervisor, kind="desk", case=road.case).exists()
    with pytest.raises(NotAllowed, match="督查人员办理"):
        give(road, "settle_dispute", "clerk", units[1], reason="职责")
    with pytest.raises(MissingFact, match="裁定须写明理由"):
        give(road, "settle_dispute", "supervisor", units[1], reason="")
    give(road, "settle_dispute", "supervisor", road.cast.handler.unit, reason="属街道征收实施职责")
    assert at(road) == "draft" and Handover.objects.get(case=road.case, ended_at=None).state == "signed"
    with pytest.raises(WrongState, match="裁定有约束力"):
        give(road, "transfer", "handler", units[1], reason="不服")
    with pytest.raises(WrongState, match="裁定有约束力"):
        road.act("raise_dispute", "handler", reason="不服")
    assert road.case.due_on == due, "no handing over moves the statutory clock"


def test_a_decision_still_binds_after_a_correction(road: Road, units: list[Any]) -> None:
    road.to("in_progress").act("raise_dispute", "handler", reason="不属于本街道")
    give(road, "settle_dispute", "supervisor", road.cast.handler.unit, reason="属街道职责", handler=road.cast.handler)
    road.act("request_correction", "handler", matters="请写明文件名称")
    road.act("receive_correction", "clerk", corrected_on=road.day)
    with pytest.raises(WrongState, match="裁定有约束力"):
        give(road, "assign", "clerk", units[0])
    give(road, "assign", "clerk", road.cast.handler.unit)
    with pytest.raises(WrongState, match="裁定有约束力"):
        give(road, "transfer", "handler", units[0], reason="再试")


def test_a_corrected_application_goes_on_with_the_unit_that_has_it(road: Road) -> None:
    road.to("in_progress").act("request_correction", "handler", matters="请写明文件名称")
    road.day = date(2026, 3, 5)
    road.act("receive_correction", "clerk", corrected_on=road.day)
    assert (road.case.status, at(road)) == ("examining", "assign")
    give(road, "assign", "clerk", road.cast.handler.unit)
    assert (road.case.status, at(road), road.case.handler) == ("in_progress", "draft", road.cast.handler)
    assert Handover.objects.filter(case=road.case).count() == 1 and not list(drifts(road.day))


def test_passed_on_twice_at_most_and_never_back(road: Road, units: list[Any]) -> None:
    due = road.to("in_progress").case.due_on
    first = road.cast.handler.unit
    with pytest.raises(MissingFact, match="转办须写明理由"):
        give(road, "transfer", "handler", units[0], reason="")
    with pytest.raises(BadValue, match="已经承办或者退回过"):
        give(road, "transfer", "handler", first, reason="职责")
    give(road, "transfer", "handler", units[0], reason="属住建职责")
    assert at(road) == "sign_for"
    road.day = date(2026, 3, 4)
    road.act("sign_for", "stranger")
    with pytest.raises(BadValue, match="已经承办或者退回过"):
        give(road, "transfer", "stranger", first, reason="退给街道")
    give(road, "transfer", "stranger", units[1], reason="属人社职责")
    by(road, "sign_for", of(units[1]))
    with pytest.raises(WrongState, match="已转办 2 次"):
        by(road, "transfer", of(units[1]), unit=units[2], reason="再转")
    assert road.case.due_on == due
    held = [(row.to_unit, row.sent_at.date(), row.ended_at and row.ended_at.date()) for row in
            Handover.objects.filter(case=road.case)]  # fmt: skip
    assert held == [
        (first, date(2026, 3, 2), date(2026, 3, 2)), (units[0], date(2026, 3, 2), date(2026, 3, 4)),
        (units[1], date(2026, 3, 4), None),
    ]  # fmt: skip


def test_an_answer_on_the_spot_that_is_returned_goes_to_whoever_assigns(people: Cast) -> None:
    filed = application(channel="in_person", evidence={"submitted_on": date(2026, 3, 2)})
    road = start(people, filed)
    road.act("examine", "clerk")
    road.act("answer_on_spot", "clerk", outcome_code="G1", ground="", facts=FACTS["G1"])
    assert at(road) == "sign_off"
    road.act("return_to", "head", opinion="需要检索，请交承办单位")
    assert (at(road), road.case.status) == ("assign", "in_progress") and not list(drifts(road.day))
    give(road, "assign", "clerk", people.handler.unit)
    assert at(road) == "sign_for"


# -- 补正、收费 ----------------------------------------------------------------------------------------------------


def test_a_second_notice_on_the_day_of_the_correction_waits_for_its_own_answer(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="请写明文件名称", delivered_on=road.day)
    road.day = date(2026, 3, 5)
    road.act("receive_correction", "clerk", corrected_on=road.day)
    assert road.case.due_on == date(2026, 4, 2)
    road.act("request_correction", "clerk", matters="仍不明确", override_reason="领导批准", delivered_on=road.day)
    assert (road.case.clock_state, road.case.due_on) == ("awaiting_correction", None)
    assert Deadline.objects.filter(case=road.case, kind="correction", state="waiting").count() == 1
    road.act("receive_correction", "clerk", corrected_on=road.day)
    assert (road.case.clock_state, road.case.due_on) == ("running", date(2026, 4, 2))


def test_a_notice_after_the_reply_period_needs_a_reason(road: Road) -> None:
    road.to("in_progress")
    road.day = date(2026, 3, 31)
    with pytest.raises(MissingFact, match="答复期限已于 2026-03-30 届满") as fault:
        road.act("request_correction", "handler", matters="请写明文件名称")
    assert fault.value.field == "override_reason"
    road.act("request_correction", "handler", matters="请写明文件名称", override_reason="申请人来电称所指为另一项目")
    assert road.case.corrections.get().override_reason


def test_a_period_is_prolonged_only_beyond_its_end_and_keeps_the_application(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="写明", delivered_on=road.day, period_wd=5)
    with pytest.raises(BadValue, match="2026-03-09"):
        road.act("prolong_correction", "clerk", prolonged_to=date(2026, 3, 9), good_reason="住院")
    with pytest.raises(MissingFact, match="正当理由"):
        road.act("prolong_correction", "clerk", prolonged_to=date(2026, 3, 20), good_reason="")
    road.act("prolong_correction", "clerk", prolonged_to=date(2026, 3, 20), good_reason="住院")
    for day, status in ((date(2026, 3, 10), "awaiting_correction"), (date(2026, 3, 21), "abandoned")):
        sweep(moment(day), day)
        fresh(road)
        assert road.case.status == status


def test_one_application_is_charged_once_and_by_one_standard(road: Road) -> None:
    road.to("in_progress").act(
        "charge", "handler", mode="items", quantity=31, count_reason="另有", received_on=road.day
    )
    road.act("receive_payment", "clerk", paid_on=road.day)
    with pytest.raises(WrongState, match="只能按一种方式收取一次"):
        road.act("charge", "handler", mode="pages", quantity=50)
    assert road.case.feecharges.count() == 1


# -- 延期 ----------------------------------------------------------------------------------------------------------


def test_a_restarted_period_may_be_extended_once_more(road: Road) -> None:
    road.to("in_progress").act("request_extension", "handler", days=5, reason="涉及多个部门")
    with pytest.raises(WrongState, match="只能一次"):
        road.act("request_extension", "handler", days=5, reason="再延")
    road.act("extend", "head", notified_on=road.day)
    assert road.case.due_on == date(2026, 4, 7)  # 3/30 and five more; 4/6 is a holiday
    with pytest.raises(WrongState, match="只能一次"):
        road.act("request_extension", "handler", days=5, reason="再延")
    road.act("request_correction", "handler", matters="写明", delivered_on=road.day)
    road.day = date(2026, 3, 5)
    road.act("receive_correction", "clerk", corrected_on=road.day)
    assert road.case.due_on == date(2026, 4, 2), "the old extension went with the old period"
    road.act("request_extension", "clerk", days=20, reason="材料量大")
    road.act("extend", "head", notified_on=road.day)
    assert road.case.due_on == date(2026, 5, 6) and not list(drifts(road.day))
    with pytest.raises(WrongState, match="只能一次"):
        road.act("request_extension", "clerk", days=1, reason="再延")


def test_once_per_case_where_the_installation_says_so(road: Road, monkeypatch: Any) -> None:
    from dataclasses import replace

    from casework.acts import extend
    from casework.law.settings import DEFAULTS

    road.to("in_progress").act("request_extension", "handler", days=5, reason="涉及多个部门")
    road.act("extend", "head", notified_on=road.day)
    road.act("request_correction", "handler", matters="写明", delivered_on=road.day)
    road.day = date(2026, 3, 5)
    road.act("receive_correction", "clerk", corrected_on=road.day)
    monkeypatch.setattr(extend, "law_settings", lambda: replace(DEFAULTS, extension_after_restart="per_case"))
    with pytest.raises(WrongState, match="只能一次"):
        road.act("request_extension", "clerk", days=5, reason="材料量大")


def test_whoever_asks_does_not_approve_and_after_the_base_date_nobody_does(road: Road) -> None:
    from casework.models import Posting

    Posting.objects.create(staff=road.cast.head, role="intake", organ=road.cast.organ)
    road.cast.head.__dict__.pop("posts", None)
    road.to("in_progress").act("request_extension", "head", days=5, reason="涉及多个部门")
    with pytest.raises(NotAllowed, match="批准人不能是申请延期的人"):
        road.act("extend", "head")
    road.cast.head = road.cast.clerk
    Posting.objects.create(staff=road.cast.clerk, role="head", organ=road.cast.organ)
    road.cast.clerk.__dict__.pop("posts", None)
    road.day = date(2026, 3, 31)
    with pytest.raises(WrongState, match="2026-03-30 届满"):
        road.act("extend", "head")


# -- 第三十五条 -----------------------------------------------------------------------------------------------------


def excessive(road: Road, **judged: Any) -> None:
    road.act("ask_reasons", "clerk", count=120, period="2026年1月", evidence="内容相近", delivered_on=road.day)
    road.act("receive_reasons", "clerk", **judged)


R4 = {"outcome_code": "R4", "ground": "理由与申请数量不相称。", "facts": {}}


def test_nothing_is_refused_as_excessive_before_reasons_were_asked_for_in_writing(road: Road) -> None:
    road.to("in_progress").act("draft", "handler", **R4)
    with pytest.raises(NotIssuable, match="要求申请人说明理由"):
        road.act("submit", "handler")
    road.act("ask_reasons", "handler", count=120, period="2026年1月", evidence="内容相近", delivered_on=road.day)
    road.act(
        "receive_reasons", "handler", reasonable=False, assessment="未说明必要性", answer="想要", answered_on=road.day
    )
    with pytest.raises(NotIssuable):  # asked, but the notice (F08) was never issued
        road.act("submit", "handler")
    assert road.case.status == "in_progress"


def test_reasons_found_reasonable_forbid_the_refusal(road: Road) -> None:
    road.to("in_progress")
    road.act("ask_reasons", "handler", count=120, period="2026年1月", evidence="内容相近", delivered_on=road.day)
    road.act("issue_notice", "clerk", key="F08")
    road.act("receive_reasons", "handler", reasonable=True, assessment="确因诉讼需要", answer="诉讼需要",
             answered_on=road.day)  # fmt: skip
    road.act("draft", "handler", **R4)
    with pytest.raises(NotIssuable, match="已认定为合理"):
        road.act("submit", "handler")


def test_asked_in_writing_and_not_reasonable_the_refusal_goes_to_review(road: Road) -> None:
    road.to("in_progress")
    road.act("ask_reasons", "handler", count=120, period="2026年1月", evidence="内容相近", delivered_on=road.day)
    road.act("issue_notice", "clerk", key="F08")
    road.act("receive_reasons", "handler", reasonable=False, assessment="不合理", answer="无", answered_on=road.day)
    road.act("draft", "handler", **R4)
    road.act("submit", "handler")
    assert road.case.status == "in_review"


def test_a_delay_needs_reasonable_reasons_and_shows_in_the_clock_and_on_paper(road: Road) -> None:
    road.to("in_progress")
    with pytest.raises(WrongState, match="理由合理"):
        road.act("delay", "head", until=date(2026, 5, 29), reason="数量大")
    excessive(road, reasonable=True, assessment="确有需要", answer="课题研究", answered_on=road.day)
    with pytest.raises(BadValue, match="晚于现在的答复期限 2026-03-30"):
        road.act("delay", "head", until=date(2026, 3, 30), reason="数量大")
    road.act("delay", "head", until=date(2026, 5, 29), reason="数量大")
    assert (road.case.clock_state, road.case.due_on) == ("running", date(2026, 3, 30))  # not told yet
    road.act("issue_notice", "clerk", key="F10")
    assert (road.case.clock_state, road.case.due_on) == ("delayed", date(2026, 5, 29))
    assert '"delayed_until":"2026-05-29"' in Letter.objects.get(case=road.case, code="F10").source
    assert road.case.artdelays.get().notified_on == road.day
    with pytest.raises(WrongState, match="不能再次决定"):
        road.act("delay", "head", until=date(2026, 6, 30), reason="数量大")


# -- 征求意见 -------------------------------------------------------------------------------------------------------


def asked(road: Road, kind: str, party: str, sent: date, got: date | None) -> Consultation:
    road.act("consult", "handler", kind=kind, party=party, subject="合同", sent_on=sent, received_on=got)
    return Consultation.objects.latest("id")


def test_three_parties_side_by_side_late_silent_and_partly_agreeing(road: Road) -> None:
    """Sent 3/9; one agrees in part on 3/16, the others let their 15 days pass (3/30)."""
    road.to("in_progress")
    road.day = date(2026, 3, 9)
    partly = asked(road, "third_party", "甲公司", road.day, date(2026, 3, 9))
    late = asked(road, "third_party", "乙公司", road.day, date(2026, 3, 9))
    silent = asked(road, "co_issuer", "区财政局", road.day, date(2026, 3, 9))
    road.day = date(2026, 3, 16)
    with pytest.raises(MissingFact, match="理由是否合理"):
        road.act("close_consultation", "handler", consultation_id=partly.pk, opinion="partly", opinion_on=road.day)
    with pytest.raises(WrongState, match="届满前不能认定"):
        road.act("close_consultation", "handler", consultation_id=late.pk, opinion="silent")
    road.act(
        "close_consultation", "handler", consultation_id=partly.pk, opinion="partly", opinion_on=road.day,
        grounds_reasonable=False,
    )  # fmt: skip
    assert road.case.status == "consulting"
    day = date(2026, 3, 31)
    sweep(moment(day), day)
    silent.refresh_from_db()
    assert silent.opinion == "silent" and Consultation.objects.get(pk=late.pk).opinion == "silent"
    fresh(road)
    assert road.case.status == "in_progress"
    assert road.case.due_on == date(2026, 4, 21)  # 15 working days from 3/10 to 3/30 left out, once for all three
    assert not list(drifts(day))


def test_dates_that_contradict_each_other_are_refused_and_nothing_is_written(road: Road) -> None:
    road.to("in_progress")
    road.day = date(2026, 3, 9)
    row = asked(road, "third_party", "甲公司", date(2026, 3, 6), date(2026, 3, 9))
    version = road.case.version
    for facts in (
        {"opinion": "agree", "opinion_on": date(2026, 3, 5)},
        {"opinion": "agree", "opinion_on": date(2026, 3, 6)},
        {"opinion": "agree", "opinion_on": date(2026, 3, 10)},
        {"opinion": "agree", "opinion_on": date(2026, 3, 9), "received_on": date(2026, 3, 5)},
    ):
        with pytest.raises(BadValue):
            road.act("close_consultation", "handler", consultation_id=row.pk, **facts)
    with pytest.raises(BadValue, match="早于"):
        road.act("enter_delivery", "handler", paper=f"consultation:{row.pk}", delivered_on=date(2026, 3, 5))
    row.refresh_from_db()
    fresh(road)
    assert (row.closed_on, row.received_on, road.case.version) == (None, date(2026, 3, 9), version)


def test_an_objection_overridden_is_told_first_and_the_reply_waits(road: Road) -> None:
    road.to("in_progress")
    row = asked(road, "third_party", "甲公司", road.day, road.day)
    road.day = date(2026, 3, 4)
    road.act("close_consultation", "handler", consultation_id=row.pk, opinion="refuse", opinion_on=road.day,
             grounds_reasonable=False, opinion_text="涉及商业秘密")  # fmt: skip
    road.act("draft", "handler", outcome_code="G1", ground="", facts=FACTS["G1"])
    with pytest.raises(BadValue, match="早于"):
        road.act(
            "override_objection", "head", consultation_id=row.pk, reason="公共利益", party_told_on=date(2026, 3, 3)
        )
    road.act("override_objection", "head", consultation_id=row.pk, reason="不公开影响公共安全")
    road.day = date(2026, 3, 5)
    road.act("submit", "handler")
    road.act("approve_secrecy", "unit_head")
    road.act("sign_off", "head")
    with pytest.raises(WrongState, match="尚未向甲公司制发"):
        road.act("issue", "clerk")
    road.act("issue_notice", "clerk", key="F16", about=row.pk)
    row.refresh_from_db()
    assert (row.party_told_on, row.disclose_after) == (date(2026, 3, 5), date(2026, 3, 19))
    road.day = date(2026, 3, 18)
    with pytest.raises(WrongState, match="不早于 2026-03-19"):
        road.act("issue", "clerk")
    road.day = date(2026, 3, 19)
    road.act("issue", "clerk")
    assert road.case.status == "awaiting_service"


# -- 制发、送达 -----------------------------------------------------------------------------------------------------


def test_a_reply_not_yet_served_can_be_taken_back_and_its_number_stays_used(road: Road) -> None:
    road.to("awaiting_service")
    letter = Letter.objects.get(case=road.case)
    with pytest.raises(WrongState, match="退回"):
        road.act("void_letter", "head", letter_id=letter.pk, reason="有误")
    road.act("return_to", "head", opinion="事实有误")
    letter.refresh_from_db()
    assert (letter.state, at(road), road.case.outcome) == ("void", "draft", "") and not list(drifts(road.day))
    road.act("submit", "handler")
    road.act("approve_secrecy", "unit_head")
    road.act("sign_off", "head")
    road.act("issue", "clerk")
    assert Letter.objects.filter(case=road.case, state="issued").get().serial == letter.serial + 1


def test_a_returned_mail_is_told_with_its_reason_and_served_again(road: Road) -> None:
    road.to("replied")
    service = road.case.services.get()
    again = {"way": "post", "carrier": "中国邮政", "tracking_number": "XA12345678938"}
    with pytest.raises(WrongState, match="没有退回或者拒收"):
        road.act("serve_again", "clerk", served_on=road.day, **again)
    road.day = date(2026, 3, 10)
    for result, facts, words in (("returned", {}, "原因"), ("refused", {"note": "拒收"}, "见证人")):
        with pytest.raises(MissingFact, match=words):
            road.act("follow_service", "clerk", service_id=service.pk, result=result, on=road.day, **facts)
    road.act("follow_service", "clerk", service_id=service.pk, result="returned", on=road.day, note="查无此人")
    with pytest.raises(BadValue, match="早于"):
        road.act("serve_again", "clerk", served_on=date(2026, 3, 9), **again)
    closed, late = road.case.closed_on, road.case.late
    road.act("serve_again", "clerk", served_on=road.day, **again)
    assert road.case.services.count() == 2 and (road.case.closed_on, road.case.late) == (closed, late)


# -- 定时 ----------------------------------------------------------------------------------------------------------


def test_a_timer_of_a_closed_case_does_nothing(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="写明", delivered_on=road.day, period_wd=5)
    road.act("withdraw", "clerk", reason="申请人自愿撤回")
    Deadline.objects.filter(case=road.case, kind="correction").update(state="waiting")  # as if it had been forgotten
    day = date(2026, 3, 10)
    sweep(moment(day), day)
    fresh(road)
    assert road.case.status == "withdrawn" and not road.case.events.filter(verb="deem_abandoned").exists()


def test_an_objection_with_good_grounds_forbids_disclosure_until_the_head_decides_otherwise(road: Road) -> None:
    road.to("in_progress").act("consult", "handler", kind="third_party", party="某公司", subject="合同",
                               received_on=road.day)  # fmt: skip
    asked = road.case.consultations.get().pk
    road.act("close_consultation", "handler", consultation_id=asked, opinion="refuse", opinion_on=road.day,
             opinion_text="商业秘密", grounds_reasonable=True)  # fmt: skip
    road.act(
        "draft", "handler", outcome_code="G2", ground="可以公开。", facts={"given_items": ["合同"], "page_count": 3}
    )
    with pytest.raises(WrongState, match="不得公开"):
        road.act("submit", "handler")
    road.act("override_objection", "head", consultation_id=asked, reason="关系住宅结构安全")
    assert road.act("submit", "handler").status == "in_review"


def test_an_extension_has_effect_once_the_applicant_is_told(road: Road) -> None:
    road.to("in_progress").act("request_extension", "handler", days=20, reason="需要逐卷检索")
    base = road.case.due_on
    assert road.act("extend", "head").due_on == base
    letter = road.act("issue_notice", "handler", key="F12").letters.get(code="F12")
    assert road.case.due_on > base
    assert json.loads(letter.source)["new_due_on"] == str(road.case.due_on)


def test_a_date_set_under_article_35_has_effect_once_the_applicant_is_told(road: Road) -> None:
    road.to("in_progress")
    road.act("ask_reasons", "handler", count=120, period="2026年1月", evidence="内容相近", delivered_on=road.day)
    road.act(
        "receive_reasons", "handler", reasonable=True, assessment="合理", answer="编写社区志", answered_on=road.day
    )
    base, until = road.case.due_on, road.case.due_on + timedelta(60)
    assert road.act("delay", "head", until=until, reason="涉及案卷三百余卷").due_on == base
    assert road.act("issue_notice", "handler", key="F10").due_on == until


def test_silence_on_the_reasons_means_nothing_before_the_period_ends(road: Road) -> None:
    road.to("in_progress")
    road.act("ask_reasons", "handler", count=120, period="2026年1月", evidence="内容相近", delivered_on=road.day)
    with pytest.raises(WrongState, match="届满前不能认定"):
        road.act("receive_reasons", "handler", reasonable=False, assessment="没有说明")


def test_silence_on_the_reasons_means_nothing_while_nobody_knows_when_the_notice_arrived(road: Road) -> None:
    road.to("in_progress").act("ask_reasons", "handler", count=120, period="2026年1月", evidence="内容相近")
    road.day += timedelta(30)
    with pytest.raises(WrongState, match="送达日期不明"):
        road.act("receive_reasons", "handler", reasonable=False, assessment="没有说明")


def test_the_notice_of_abandonment_names_the_prolonged_period(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="名称不明确", delivered_on=road.day)
    road.act("issue_notice", "clerk", key="F06")
    road.act("prolong_correction", "clerk", prolonged_to=date(2026, 4, 10), good_reason="住院")
    road.day = date(2026, 4, 13)
    road.act("deem_abandoned", "clerk")
    letter = road.act("issue_notice", "clerk", key="F07").letters.get(code="F07")
    assert json.loads(letter.source)["expired_on"] == "2026-04-10"


def test_a_fee_by_item_is_the_rate_of_this_request_alone(road: Road) -> None:
    road.to("examining").act("charge", "clerk", mode="items", quantity=31, count_reason="另有", received_on=road.day)
    assert road.case.feecharges.get().amount_cny == 200


def test_what_the_record_answers_is_never_taken_from_what_was_typed(road: Road) -> None:
    typed = {"asked_number": "历城告〔2026〕1号", "asked_on": "2026-03-02", "counts": "30件", "reasons_given": "无"}
    road.to("in_progress").act("draft", "handler", outcome_code="R4", ground="理由不合理。", facts=typed)
    with pytest.raises(NotIssuable, match="要求申请人说明理由"):
        road.act("submit", "handler")
