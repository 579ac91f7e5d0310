"""What came in time but was entered after the sweep, or came late for a good reason: the timer's answer is put right.

A sweep runs after midnight on what is on record then. A correction handed in at the gate on the last afternoon, a
payment the bank reports a day later, a third party's letter found in the mail room are facts all the same.
"""

from __future__ import annotations

from datetime import date

import pytest

from casework.acts.annual import freeze
from casework.acts.clock import standing
from casework.acts.record import verify
from casework.errors import BadValue, MissingFact, WrongState
from casework.models import Case, Consultation
from casework.statistics import annual
from letters.models import Letter
from tests.roads import STRAIGHT, Cast, Road, application, moment, start
from workflow import timers
from workflow.desk import open_step
from workflow.drift import drifts
from workflow.pages.actions import actions

pytestmark = pytest.mark.django_db
RECEIVED = date(2025, 11, 26)  # a Wednesday
LAST = date(2025, 12, 24)  # 15 working days after the notice was delivered on 12/3: 12/4 … 12/24
SWEPT = date(2025, 12, 25)
IN_TIME = "12月24日当面提交给门岗，次日转到登记窗口"


@pytest.fixture
def given_up(people: Cast) -> Road:
    """Told to correct, the period over, deemed abandoned by the sweep of the next morning."""
    road = start(people, application(RECEIVED), RECEIVED).to("examining")
    road.day = date(2025, 12, 3)
    road.act("request_correction", "clerk", matters="请写明文件名称", delivered_on=road.day)
    road.act("issue_notice", "clerk", key="F06", way="")
    return swept(road, SWEPT)


@pytest.fixture
def unpaid(people: Cast) -> Road:
    """Charged on 12/3, 20 working days to 12/31, deemed abandoned on New Year's Day."""
    road = start(people, application(RECEIVED), RECEIVED).to("in_progress")
    road.day = date(2025, 12, 3)
    road.act("charge", "handler", mode="items", quantity=31, count_reason="纸质登记", received_on=road.day)
    return swept(road, date(2026, 1, 1))


def swept(road: Road, day: date) -> Road:
    timers.sweep(moment(day, 0, 5), day)
    road.day = day
    road.case = Case.objects.get(pk=road.case.pk)
    return road


def onward(road: Road, desk: int = 1) -> None:
    """Walk the rest of the straight road: from the desk that assigns (1) or that drafts (2)."""
    for step in STRAIGHT[desk:]:
        step(road, "G1")
    assert road.case.status == "archived"


def test_a_correction_that_came_on_the_last_day_reopens_the_case_and_counts_from_that_day(given_up: Road) -> None:
    assert (given_up.case.status, given_up.case.outcome) == ("abandoned", "X1")
    with pytest.raises(MissingFact, match="写明理由"):
        given_up.act("receive_correction", "clerk", corrected_on=LAST)
    given_up.act("receive_correction", "clerk", corrected_on=LAST, corrected_text="名称为……", late_reason=IN_TIME)
    case = given_up.case
    assert (case.status, case.closed_on, case.closed_as, case.outcome) == ("examining", None, "", "")
    assert (case.first_closed_on, case.first_outcome) == (None, "")
    # 12/25, 26 (2), 29–31 (5), 1/4 Sunday made up, 5–9 (11), 12–16 (16), 19–22 (20)
    assert case.due_on == date(2026, 1, 22) and not case.late
    step = open_step(case)
    assert step is not None and step.flow_task.name == "assign"
    assert IN_TIME in str(case.events.get(verb="receive_correction").data)
    assert not list(drifts(given_up.day)) and not list(verify())
    onward(given_up)
    assert given_up.case.outcome == "G1" and not list(drifts(given_up.day))


def test_the_report_of_the_year_follows_until_it_is_published(given_up: Road) -> None:
    assert annual.table3(2025)["other_1"][-1] == 1
    given_up.act("receive_correction", "clerk", corrected_on=LAST, late_reason=IN_TIME)
    table = annual.report(2025)["table3"]
    assert (table["other_1"][-1], table["carry_out"][-1]) == (0, 1)


def test_a_published_report_keeps_the_result_it_counted(given_up: Road) -> None:
    freeze(actor=given_up.cast.head, at=moment(date(2026, 1, 15)), year=2025, organ=given_up.cast.organ)
    given_up.day = date(2026, 1, 16)
    given_up.act("receive_correction", "clerk", corrected_on=given_up.day, late_reason="住院")
    assert (given_up.case.first_closed_on, given_up.case.first_outcome) == (SWEPT, "X1")
    annual.report(2026, given_up.cast.organ)
    assert not list(drifts(given_up.day))


@pytest.mark.parametrize("way", ["", "direct"])
def test_the_notice_that_it_is_given_up_is_taken_back_first(given_up: Road, way: str) -> None:
    """Void where it has not left, corrected openly where it has."""
    given_up.act("issue_notice", "clerk", key="F07", way="")
    letter = Letter.objects.get(case=given_up.case, code="F07")
    if way:
        given_up.act("send_notice", "clerk", letter_id=letter.pk, way=way, receiver="张建国")
    with pytest.raises(WrongState, match="作废.*更正文书"):
        given_up.act("receive_correction", "clerk", corrected_on=LAST, late_reason=IN_TIME)
    if way:
        told = "“不再处理”更正为“恢复办理”"
        given_up.act("issue_correction", "head", letter_id=letter.pk, changes=[told])
    else:
        given_up.act("void_letter", "head", letter_id=letter.pk, reason="补正在期限内提交")
    given_up.act("receive_correction", "clerk", corrected_on=LAST, late_reason=IN_TIME)
    assert given_up.case.status == "examining"


def test_only_what_was_asked_for_reopens_a_case(given_up: Road) -> None:
    with pytest.raises(WrongState, match="没有等待"):
        given_up.act("receive_payment", "clerk", paid_on=LAST, late_reason=IN_TIME)


def test_the_button_stands_at_the_end_of_a_case_that_was_given_up(given_up: Road) -> None:
    verbs = ["receive_correction", "receive_payment", "archive"]
    offered = str(actions(given_up.case, open_step(given_up.case), verbs, given_up.day))
    assert "登记补正材料" in offered and "登记缴费" not in offered


def test_a_payment_reported_after_the_sweep(unpaid: Road) -> None:
    assert (unpaid.case.status, unpaid.case.outcome) == ("abandoned", "X2")
    with pytest.raises(MissingFact, match="理由"):
        unpaid.act("receive_payment", "clerk", paid_on=date(2025, 12, 31))
    unpaid.act("receive_payment", "clerk", paid_on=date(2025, 12, 31), late_reason="银行1月1日到账通知")
    # 1/4 Sunday made up (1), 5–9 (6), 12–16 (11), 19–23 (16), 26–29 (20)
    assert (unpaid.case.status, unpaid.case.due_on) == ("in_progress", date(2026, 1, 29))
    assert not list(drifts(unpaid.day))
    onward(unpaid, 2)


def test_a_correction_after_its_period_says_why_it_still_counts(people: Cast) -> None:
    """Not yet swept; the payment has always asked for this."""
    road = start(people, application(RECEIVED), RECEIVED).to("examining")
    road.day = date(2025, 12, 3)
    road.act("request_correction", "clerk", matters="请写明文件名称", delivered_on=road.day)
    road.day = SWEPT
    with pytest.raises(MissingFact, match="2025-12-24"):
        road.act("receive_correction", "clerk", corrected_on=SWEPT)
    road.act("receive_correction", "clerk", corrected_on=SWEPT, late_reason="12月23日交邮")
    assert road.case.corrections.get().good_reason == "12月23日交邮"


@pytest.fixture
def silent(people: Cast) -> Road:
    """Asked on 11/28, got on 12/1, its 15 working days over on 12/22; closed as silent the next morning."""
    road = start(people, application(RECEIVED), RECEIVED).to("in_progress")
    road.day = date(2025, 12, 1)
    road.act(
        "consult", "handler", kind="third_party", party="甲公司", subject="合同", interest="商业秘密",
        sent_on=date(2025, 11, 28), received_on=road.day,
    )  # fmt: skip
    return swept(road, date(2025, 12, 23))


def opinion(road: Road, on: date, **said: object) -> Consultation:
    row = road.case.consultations.get()
    road.act("close_consultation", "handler", consultation_id=row.pk, opinion_on=on, **said)
    row.refresh_from_db()
    return row


def test_an_opinion_entered_after_the_sweep_counts_from_the_day_it_came(silent: Road) -> None:
    """11/27, 28 count (2); left out to 12/10; 12/11, 12 (4), 15–19 (9), 22–26 (14), 29–31 (17), 1/4, 5, 6 (20)."""
    assert silent.case.status == "in_progress"
    row = opinion(silent, date(2025, 12, 10), opinion="refuse", grounds_reasonable=True)
    assert (row.opinion, row.opinion_on) == ("refuse", date(2025, 12, 10))
    assert (silent.case.status, silent.case.due_on) == ("in_progress", date(2026, 1, 6))
    assert not list(drifts(silent.day))


def test_an_opinion_that_came_late_is_kept_and_lengthens_nothing(silent: Road) -> None:
    due = silent.case.due_on
    row = opinion(silent, date(2025, 12, 23), opinion="refuse", grounds_reasonable=True)
    assert (row.opinion, silent.case.due_on) == ("refuse", due)
    assert standing(silent.case, today=silent.day).flag("opinion_late") is not None


def test_silence_entered_stays_once_an_opinion_is_there(silent: Road) -> None:
    with pytest.raises(WrongState, match="未提出意见"):
        row = silent.case.consultations.get()
        silent.act("close_consultation", "handler", consultation_id=row.pk, opinion="silent")
    opinion(silent, date(2025, 12, 10), opinion="agree")
    with pytest.raises(WrongState, match="已经结束"):
        opinion(silent, date(2025, 12, 11), opinion="refuse", grounds_reasonable=True)


def test_a_co_issuer_that_was_silent_has_consented(people: Cast) -> None:
    """Art. 34: silence is consent; what it says afterwards changes nothing, what it said in time does."""
    road = start(people, application(RECEIVED), RECEIVED).to("in_progress")
    road.day = date(2025, 12, 1)
    road.act("consult", "handler", kind="co_issuer", party="区财政局", subject="方案", received_on=road.day)
    swept(road, date(2025, 12, 23))
    with pytest.raises(BadValue, match="视为同意"):
        opinion(road, date(2025, 12, 23), opinion="refuse")
    assert opinion(road, date(2025, 12, 19), opinion="refuse").opinion == "refuse"
