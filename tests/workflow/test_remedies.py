"""复议、诉讼 from the copy that comes to the reply given again: limits, results, rounds, letters, figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.acts import remedy as acts
from casework.acts.record import verify
from casework.errors import BadValue, MissingFact, NotAllowed, NotFound, WrongState
from casework.law.outcomes import OUTCOMES
from casework.library.desk import precedent_from, propose
from casework.library.models import LibraryEntry
from casework.models import Case, Deadline, Notice, Remedy
from casework.now import pinned
from casework.statistics import annual
from letters.build import build
from letters.models import Letter
from tests.roads import DAY, STRAIGHT, Cast, Road, application, moment, start
from workflow import timers
from workflow.drift import drifts

pytestmark = pytest.mark.django_db
COPY = date(2026, 4, 1)  # a Wednesday: the copy of the application comes
DECIDED = date(2026, 5, 20)
RECON = {"kind": "reconsideration", "body": "济南市人民政府", "reference": "济政复〔2026〕31号"}
DECISION = {"decided_on": DECIDED, "decision_received_on": date(2026, 5, 22), "decision_number": "济政复决〔2026〕31号"}


@pytest.fixture
def answered(people: Cast) -> Road:
    """A case refused on 2026-03-02 and archived."""
    return start(people, application()).to("archived", "D5")


def on(road: Road, day: date) -> Road:
    road.day = day
    return road


def file(road: Road, day: date = COPY, **facts: Any) -> Remedy:
    on(road, day).act("file_remedy", "legal", received_on=day, **(RECON | facts))
    return road.case.remedies.latest("id")


def decide(road: Road, row: Remedy, ruling: str = "revoke", **facts: Any) -> None:
    given = DECISION | {"orders_new_reply": ruling == "revoke"} | facts
    on(road, given["decision_received_on"])
    road.act("close_remedy", "legal", remedy_id=row.pk, ruling=ruling, **given)


def again(road: Road, outcome: str = "G2") -> None:
    """From the remand to the archive."""
    road.act("remand", "head", remedy_id=road.case.remedies.latest("id").pk)
    for step in STRAIGHT[1:]:
        step(road, outcome)


# -- the organ's own answer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "procedure", "received", "due"),
    [
        ("reconsideration", "ordinary", COPY, date(2026, 4, 16)),  # 10 working days over Qingming (4/6 is off)
        ("reconsideration", "simplified", COPY, date(2026, 4, 9)),
        ("suit_direct", "ordinary", date(2026, 2, 6), date(2026, 2, 24)),  # vector LI-4: off the Spring Festival
        ("suit_after", "ordinary", date(2026, 4, 1), date(2026, 4, 16)),
        ("suit_direct", "simplified", date(2026, 4, 3), date(2026, 4, 20)),  # 4/18 is a plain Saturday
    ],
)
def test_the_organ_answers_in_ten_or_five_working_days_or_fifteen_days(
    kind: str, procedure: str, received: date, due: date
) -> None:
    assert acts.answer_limit(kind, procedure, received) == due


def test_the_answer_is_watched_before_and_after_its_last_day(answered: Road) -> None:
    row = file(answered)
    waiting = Deadline.objects.filter(case=answered.case, state="waiting")
    assert list(waiting.values_list("kind", "due_on")) == [
        ("remedy_soon", date(2026, 4, 13)),
        ("remedy", row.answer_by),
    ]
    timers.sweep(moment(date(2026, 4, 10)), date(2026, 4, 10))
    assert not Notice.objects.filter(kind="remedy_soon").exists()
    for _ in range(2):
        timers.sweep(moment(date(2026, 4, 13)), date(2026, 4, 13))
    warned = set(Notice.objects.filter(kind="remedy_soon").values_list("staff__name", flat=True))
    assert {"王登记", "钱法制"} <= warned and "孙主任" not in warned
    timers.sweep(moment(date(2026, 4, 17)), date(2026, 4, 17))
    told = list(Notice.objects.filter(kind="remedy").values_list("staff__name", flat=True))
    assert {"钱法制", "孙主任", "督查员"} <= set(told) and len(told) == len(set(told))


def test_an_answer_in_time_ends_the_watch(answered: Road) -> None:
    row = file(answered)
    on(answered, date(2026, 4, 10)).act("answer_remedy", "legal", remedy_id=row.pk, answered_on=date(2026, 4, 10))
    assert not Deadline.objects.filter(case=answered.case, state="waiting").exists()
    timers.sweep(moment(date(2026, 4, 30)), date(2026, 4, 30))
    assert not Notice.objects.filter(kind__startswith="remedy").exists()
    assert answered.case.events.latest("seq").data["late"] is False
    with pytest.raises(WrongState):
        answered.act("answer_remedy", "legal", remedy_id=row.pk, answered_on=date(2026, 4, 10))


def test_dates_that_contradict_each_other_are_refused_and_nothing_is_written(answered: Road) -> None:
    with pytest.raises(BadValue):
        on(answered, COPY).act("file_remedy", "legal", **RECON, received_on=date(2026, 2, 1))
    row = file(answered)
    with pytest.raises(BadValue):
        answered.act("answer_remedy", "legal", remedy_id=row.pk, answered_on=date(2026, 3, 31))
    with pytest.raises(BadValue):
        decide(answered, row, decided_on=date(2026, 3, 30))
    with pytest.raises(BadValue):
        decide(answered, row, new_reply_days=15, new_reply_by=date(2026, 6, 30))
    with pytest.raises(BadValue):
        decide(answered, row, "uphold", orders_new_reply=True)
    with pytest.raises(BadValue):
        decide(answered, row, "change", orders_new_reply=True)
    row.refresh_from_db()
    assert row.decided_on is None and not list(verify())


def test_an_order_must_name_its_decision(answered: Road) -> None:
    row = file(answered, reference="")
    with pytest.raises(MissingFact):
        decide(answered, row, decision_number="")


def test_who_may_enter_them(answered: Road) -> None:
    for who in ("handler", "unit_head", "head", "supervisor"):
        with pytest.raises(NotAllowed):
            on(answered, COPY).act("file_remedy", who, **RECON, received_on=COPY)
    with pytest.raises(NotFound):
        answered.act("file_remedy", "admin", **RECON, received_on=COPY)


# -- silence, and acts on the way ------------------------------------------------------------------------------------


def test_a_case_not_answered_can_be_challenged_for_silence_only(people: Cast) -> None:
    road = start(people, application()).to("in_progress")
    with pytest.raises(BadValue):
        file(road, COPY)
    row = file(road, COPY, against="silence")
    decide(road, row, "perform", orders_new_reply=True, new_reply_days=10)
    with pytest.raises(WrongState):
        road.act("remand", "head", remedy_id=row.pk)  # the first reply has not been given
    orders = Deadline.objects.filter(kind="order", state="waiting")
    assert orders.get().due_on == date(2026, 6, 5)
    with pytest.raises(WrongState):
        road.act("request_extension", "handler", days=5, reason="检索量大")
    for step in STRAIGHT[2:5]:
        step(road, "G1")
    with pytest.raises(WrongState):
        road.act("remand", "head", remedy_id=row.pk)  # what silence was ordered to end has ended
    timers.sweep(moment(date(2026, 6, 8)), date(2026, 6, 8))
    assert not Notice.objects.filter(kind="order").exists()
    letter = Letter.objects.get(case=road.case, outcome="G1")
    assert "济政复决〔2026〕31号" in letter.source and "责令本机关对该申请作出答复" in letter.source


# -- the reply given again -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ({}, date(2026, 6, 22)),  # the ordinary 20 working days from 5/22, over the Dragon Boat Festival
        ({"new_reply_days": 15}, date(2026, 6, 12)),
        ({"new_reply_days": 30, "new_reply_unit": "days"}, date(2026, 6, 22)),  # 6/21 is a Sunday
        ({"new_reply_by": date(2026, 6, 10)}, date(2026, 6, 10)),
    ],
)
def test_the_second_round_has_its_own_limit(answered: Road, said: dict[str, Any], due: date) -> None:
    row = file(answered)
    decide(answered, row, **said)
    assert Deadline.objects.get(case=answered.case, kind="order", state="waiting").due_on == due
    answered.act("remand", "head", remedy_id=row.pk)
    case = answered.case
    assert (case.round_no, case.status, case.due_on, case.outcome) == (2, "in_progress", due, "")
    assert not Deadline.objects.filter(case=case, kind__startswith="order", state="waiting").exists()
    assert Deadline.objects.get(case=case, kind="reply", state="waiting").due_on == due
    assert not list(drifts(answered.day))
    with pytest.raises(WrongState):
        answered.act("remand", "head", remedy_id=row.pk)


def test_an_order_nobody_begins_is_told(answered: Road) -> None:
    decide(answered, file(answered), new_reply_days=10)
    timers.sweep(moment(date(2026, 6, 2)), date(2026, 6, 2))
    assert "尚未开始办理" in Notice.objects.filter(kind="order_soon").first().text  # type: ignore[union-attr]
    timers.sweep(moment(date(2026, 6, 8)), date(2026, 6, 8))
    assert "督查员" in Notice.objects.filter(kind="order").values_list("staff__name", flat=True)


def test_the_new_reply_names_the_decision_and_counts_from_it(answered: Road) -> None:
    decide(answered, file(answered))
    again(answered)
    case = answered.case
    assert (case.status, case.round_no, case.outcome, case.late) == ("archived", 2, "G2", False)
    first, second = Letter.objects.filter(case=case, outcome__gt="").order_by("id")
    assert first.number not in ("", second.number)
    for told in ("济南市人民政府于2026年5月20日作出行政复议决定（济政复决〔2026〕31号）", first.number, "重新答复"):
        assert told in second.source, told
    assert not list(verify()) and not list(drifts(answered.day))
    assert case.closed_on == answered.day


def test_the_opening_of_the_new_reply_reads_as_one(answered: Road) -> None:
    from letters import adapter

    decide(answered, file(answered))
    answered.act("remand", "head", remedy_id=answered.case.remedies.get().pk)
    answered.act("assign", "clerk", unit=answered.cast.handler.unit, handler=answered.cast.handler)
    answered.act("sign_for", "handler")
    answered.act("draft", "handler", outcome_code="G2", ground="", facts={"given_items": ["方案"], "page_count": 3})
    facts = adapter.facts_for(answered.case, "F21", number=None, signed_on=answered.day)
    text = build("F21", facts, draft=True).text
    assert "本机关于2026年5月22日收到该决定，现依照该决定重新办理。" in text
    assert "收悉" not in text and "撤销本机关于2026年3月2日作出的" in text


def test_the_same_facts_and_reasons_do_not_answer_again(answered: Road) -> None:
    """行政复议法 64(2): not the same act on the same facts and reasons, unless only procedure was at fault."""
    decide(answered, file(answered))
    answered.act("remand", "head", remedy_id=answered.case.remedies.get().pk)
    STRAIGHT[1](answered, "D5")
    with pytest.raises(BadValue) as refused:
        STRAIGHT[2](answered, "D5")
    assert "同一事实和理由" in refused.value.message
    answered.act(
        "draft", "handler", outcome_code="D5", ground="另查明，该表为年度考核用表。",
        facts={"limb": "人事管理", "separation_reason": "内容不可分割"},
    )  # fmt: skip
    answered.act("submit", "handler")
    assert answered.case.status == "in_review"


def test_a_fault_of_procedure_lets_the_same_reply_stand(answered: Road) -> None:
    decide(answered, file(answered), procedural=True)
    again(answered, "D5")
    assert answered.case.outcome == "D5"


def test_extension_correction_and_consultation_work_in_the_second_round(answered: Road) -> None:
    decide(answered, file(answered))
    answered.act("remand", "head", remedy_id=answered.case.remedies.get().pk)
    answered.act("assign", "clerk", unit=answered.cast.handler.unit, handler=answered.cast.handler)
    answered.act("sign_for", "handler")
    answered.act("request_extension", "handler", days=10, reason="须重新检索")
    answered.act("extend", "head", notified_on=answered.day)
    assert answered.case.due_on == date(2026, 7, 6)
    answered.act(
        "consult", "handler", kind="third_party", party="某公司", subject="方案", way="post",
        sent_on=answered.day, received_on=answered.day,
    )  # fmt: skip
    assert answered.case.due_on > date(2026, 7, 6)
    assert not list(drifts(answered.day))


def test_a_correction_in_the_second_round_counts_anew_from_the_answer(answered: Road) -> None:
    decide(answered, file(answered))
    answered.act("remand", "head", remedy_id=answered.case.remedies.get().pk)
    answered.act("assign", "clerk", unit=answered.cast.handler.unit, handler=answered.cast.handler)
    answered.act("sign_for", "handler")
    answered.act(
        "request_correction", "handler", matters="请写明年度", period_wd=15, sent_on=answered.day,
        delivered_on=answered.day,
    )  # fmt: skip
    on(answered, date(2026, 5, 28)).act("receive_correction", "clerk", corrected_on=date(2026, 5, 28))
    assert answered.case.due_on == date(2026, 6, 26)
    assert not list(drifts(answered.day))


def test_a_second_decision_opens_a_third_round(answered: Road) -> None:
    decide(answered, file(answered))
    again(answered)
    suit = file(
        answered, date(2026, 6, 1), kind="suit_after", body="济南铁路运输法院", reference="（2026）鲁7101行初8号"
    )
    assert suit.round_no == 2
    decide(
        answered, suit, decided_on=date(2026, 8, 3), decision_received_on=date(2026, 8, 5), decision_number="",
        new_reply_days=15, new_reply_unit="days",
    )  # fmt: skip
    answered.act("remand", "head", remedy_id=suit.pk)
    assert (answered.case.round_no, answered.case.due_on) == (3, date(2026, 8, 20))


# -- what becomes of it elsewhere ------------------------------------------------------------------------------------


def test_an_overturned_reply_marks_its_precedent(answered: Road) -> None:
    proposal = propose(answered.case)
    precedent_from(
        case=answered.case, title=proposal.title, text=proposal.cleaned.text, actor=answered.cast.handler,
        at=moment(DAY, 15),
    )  # fmt: skip
    decide(answered, file(answered))
    entry = LibraryEntry.objects.get(document__from_case=answered.case)
    assert entry.fate == "corrected"
    assert entry.fate_note == "济南市人民政府：撤销"


def test_a_challenge_of_a_step_says_nothing_of_the_precedent(answered: Road) -> None:
    proposal = propose(answered.case)
    precedent_from(
        case=answered.case, title=proposal.title, text=proposal.cleaned.text, actor=answered.cast.handler,
        at=moment(DAY, 15),
    )  # fmt: skip
    decide(answered, file(answered, against="step"), "reject")
    assert LibraryEntry.objects.get(document__from_case=answered.case).fate == ""


def test_table_four_counts_each_once_by_its_state_at_the_end_of_the_year(people: Cast) -> None:
    rows = [("reconsideration", "revoke"), ("reconsideration", "uphold"), ("suit_direct", "reject"), ("suit_after", "")]
    for kind, ruling in rows:
        road = start(people, application()).to("archived", "D5")
        row = file(road, kind=kind)
        if ruling:
            decide(road, row, ruling, orders_new_reply=False)
    late = start(people, application()).to("archived", "D5")
    decide(late, file(late), "uphold", decided_on=date(2027, 1, 6), decision_received_on=date(2027, 1, 8))
    expected = {"行政复议": [1, 1, 0, 1, 3], "未经复议直接起诉": [0, 0, 1, 0, 1], "复议后起诉": [0, 0, 0, 1, 1]}
    table = annual.table4(2026)
    assert {block: table[block] for block in expected} == expected
    assert annual.table4(2027)["行政复议"] == [1, 0, 0, 0, 1]
    assert annual.table4(2027)["复议后起诉"] == [0, 0, 0, 1, 1]
    assert annual.table4(2025)["行政复议"][-1] == 0


def test_the_first_result_stays_in_its_year(answered: Road) -> None:
    before = annual.report(2026)["table3"]
    decide(answered, file(answered))
    assert annual.report(2026)["table3"] == before
    again(answered)
    assert annual.report(2026)["table3"] == before
    assert before[OUTCOMES["D5"].row][-1] == 1
    assert Case.objects.get(pk=answered.case.pk).first_outcome == "D5"


def test_the_answer_to_the_reconsideration_organ_is_written_from_the_file(answered: Road) -> None:
    row = file(answered, procedure="simplified")
    given = {"basis": ("属于内部事务信息",), "view": ("请求维持本机关作出的答复",)}
    answered.act("issue_notice", "clerk", key="F46", about=row.pk, given=given)
    letter = Letter.objects.get(case=answered.case, code="F46")
    for told in ("第五十四条", "济南市人民政府", "张建国", "本机关于2026年3月2日收到"):
        assert told in letter.source, told


# -- the pages -------------------------------------------------------------------------------------------------------


def test_the_list_shows_what_is_owed_to_those_concerned(answered: Road, signed_in: Any) -> None:
    row = file(answered)
    with pinned(moment(date(2026, 4, 20))):
        seen = signed_in(answered.cast.legal).get("/remedies/").content.decode()
        assert answered.case.case_number in seen and "2026年4月16日" in seen and "逾期" in seen
        assert "没有这一类复议" in signed_in(answered.cast.legal).get("/remedies/?show=ended").content.decode()
        assert answered.case.case_number in signed_in(answered.cast.supervisor).get("/remedies/").content.decode()
        assert signed_in(answered.cast.handler).get("/remedies/").status_code == 403
        page = signed_in(answered.cast.clerk).get(f"/cases/{answered.case.pk}/").content.decode()
        assert 'id="remedies-title"' in page and row.reference in page
    decide(answered, row)
    with pinned(moment(date(2026, 5, 22))):
        again_tab = signed_in(answered.cast.head).get("/remedies/?show=again").content.decode()
        assert "责令重新答复" in again_tab and "济政复决〔2026〕31号" in again_tab


def test_a_calendar_that_changes_moves_the_answers_still_owed(answered: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    row = file(answered)
    monkeypatch.setattr(acts, "answer_limit", lambda *said: date(2026, 4, 20))
    acts.recount_all()
    row.refresh_from_db()
    assert row.answer_by == date(2026, 4, 20)
    assert Deadline.objects.get(kind="remedy", state="waiting").due_on == date(2026, 4, 20)


def test_a_result_entered_wrongly_is_put_right_with_a_reason_and_its_history(answered: Road) -> None:
    row = file(answered)
    decide(answered, row, "uphold")
    assert annual.table4(2026)["行政复议"][:2] == [1, 0]
    right = DECISION | {"ruling": "revoke", "orders_new_reply": True, "new_reply_days": 15}
    with pytest.raises(MissingFact, match="更正须写明理由"):
        answered.act("amend_remedy", "legal", remedy_id=row.pk, reason=" ", **right)
    with pytest.raises(BadValue, match="没有需要更正的内容"):
        answered.act("amend_remedy", "legal", remedy_id=row.pk, reason="误录", **DECISION | {"ruling": "uphold"})
    answered.act("amend_remedy", "legal", remedy_id=row.pk, reason="误将撤销录为维持", **right)
    row.refresh_from_db()
    assert (row.ruling, row.result, row.new_reply_days) == ("revoke", "corrected", 15)
    assert annual.table4(2026)["行政复议"][:2] == [0, 1]
    event = answered.case.events.get(verb="amend_remedy")
    assert event.data["before"]["ruling"] == "uphold" and event.data["reason"] == "误将撤销录为维持"
    assert not list(verify()) and not list(drifts(answered.day))


def test_a_result_that_has_opened_a_round_keeps_its_order(answered: Road) -> None:
    row = file(answered)
    with pytest.raises(WrongState, match="还没有登记结果"):
        answered.act("amend_remedy", "legal", remedy_id=row.pk, reason="误录", **DECISION | {"ruling": "uphold"})
    decide(answered, row)
    answered.act("remand", "head", remedy_id=row.pk)
    with pytest.raises(WrongState, match="第 2 轮答复已按该决定开始"):
        answered.act("amend_remedy", "legal", remedy_id=row.pk, reason="误录", **DECISION | {"ruling": "uphold"})
    later = DECISION | {"ruling": "revoke", "orders_new_reply": True, "new_reply_days": 30}
    answered.act("amend_remedy", "legal", remedy_id=row.pk, reason="漏录期限", **later)
    assert answered.case.due_on == date(2026, 7, 6) and not list(drifts(answered.day))
