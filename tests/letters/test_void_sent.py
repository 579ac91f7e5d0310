"""作废 of a notice that has gone out: what arrived stands, what never left tells nothing (law.md CNT-9)."""

import json
from datetime import timedelta

import pytest

from casework.errors import MissingFact, WrongState
from casework.models import Service
from letters.models import Letter
from tests.roads import Road, application, build_cast, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(db) -> Road:
    return start(build_cast(), application())


def sent(road: Road, key: str, **said) -> Letter:
    road.act("issue_notice", "clerk", key=key, **said)
    return road.case.letters.get(code=key, state="issued")


def void(road: Road, letter: Letter, **said) -> None:
    road.act("void_letter", "head", letter_id=letter.pk, reason="文号有误", **said)


def extended(road: Road) -> Letter:
    road.to("in_progress").act("request_extension", "handler", days=10, reason="档案数量较多")
    road.act("extend", "head")
    return sent(road, "F12", way="post")


def test_an_extension_that_never_left_gives_the_old_limit_back(road):
    road.to("in_progress")
    before = road.case.due_on
    letter = extended(road)
    assert road.case.due_on > before and road.case.promised_on == road.case.due_on
    with pytest.raises(MissingFact, match="登记为已于.*邮寄送达.*更正（补充）告知书"):
        void(road, letter)
    void(road, letter, not_sent=True)
    row = road.case.extensions.get()
    assert (row.notified_on, road.case.due_on, road.case.promised_on) == (None, before, None)
    assert not road.case.services.exists()
    event = road.case.events.filter(verb="void_letter").last()
    assert event.data["unsent"] == {"way": "post", "on": str(road.day)}
    again = sent(road, "F12", way="post")
    row.refresh_from_db()
    assert again.number != letter.number and row.notified_on == road.day and road.case.due_on > before


def test_what_has_arrived_is_corrected_not_voided(road):
    letter = extended(road)
    service = road.case.services.get()
    road.act("follow_service", "clerk", service_id=service.pk, result="delivered", on=road.day, receiver="本人")
    with pytest.raises(WrongState, match="已于.*送达.*不能作废.*更正（补充）告知书"):
        void(road, letter, not_sent=True)
    letter.refresh_from_db()
    assert letter.state == "issued" and road.case.extensions.get().notified_on is not None


@pytest.mark.parametrize("result", ["returned", "refused"])
def test_mail_that_came_back_did_leave(road, result):
    letter = extended(road)
    said = {"service_id": road.case.services.get().pk, "result": result, "on": road.day, "note": "查无此人"}
    road.act("follow_service", "clerk", witnesses="某居委会", **said)
    with pytest.raises(WrongState, match="不能作废"):
        void(road, letter, not_sent=True)


def correction(road: Road) -> Letter:
    road.to("examining").act("request_correction", "clerk", matters="名称不明确")
    return sent(road, "F06", way="post")


def fee(road: Road) -> Letter:
    road.to("in_progress").act("charge", "handler", mode="items", quantity=30, count_reason="其余办件不在本系统中")
    return sent(road, "F19", way="post", given={"attachments": ("非税收入缴款单",)})


def consultation(road: Road) -> Letter:
    road.to("in_progress").act(
        "consult", "handler", kind="third_party", party="某公司", subject="合同", interest="商业秘密"
    )
    row = road.case.consultations.get()
    return sent(road, "F13", about=row.pk, way="post")


@pytest.mark.parametrize(
    ("make", "rows"), [(correction, "corrections"), (fee, "feecharges"), (consultation, "consultations")]
)
def test_a_notice_that_starts_a_period_is_voided_only_for_another(road, make, rows):
    letter = make(road)
    wrong_day = road.day
    road.day += timedelta(2)
    with pytest.raises(MissingFact, match="请同时勾选“重新制发”"):
        void(road, letter, not_sent=True)
    assert Service.objects.get(case=road.case).served_on == wrong_day
    void(road, letter, not_sent=True, reissue=True)
    again = road.case.letters.get(code=letter.code, state="issued")
    row = getattr(road.case, rows).get()
    assert again.number != letter.number and again.about == letter.about and row.sent_on == road.day
    assert [(row.served_on, row.way, row.document_number) for row in road.case.services.all()] == [
        (road.day, "post", again.number)
    ]
    assert {name: value for name, value in _facts(letter).items() if name not in _ITS_OWN} == {
        name: value for name, value in _facts(again).items() if name not in _ITS_OWN
    }


_ITS_OWN = {"document_number", "signed_on"}


def _facts(letter: Letter) -> dict:
    return json.loads(letter.source)


def test_a_correction_notice_the_applicant_has_answered_stands(road):
    letter = correction(road)
    road.act("receive_correction", "clerk", corrected_on=road.day, corrected_text="补正")
    with pytest.raises(WrongState, match="已经依照该文书"):
        void(road, letter, not_sent=True, reissue=True)


def test_nobody_says_that_a_letter_never_sent_was_not_sent(road):
    road.to("in_progress").act("request_extension", "handler", days=10, reason="档案数量较多")
    road.act("extend", "head")
    letter = sent(road, "F12", way="")
    void(road, letter, not_sent=True)
    assert road.case.events.filter(verb="void_letter").last().data.get("unsent") is None


def test_a_consultation_told_to_the_applicant_is_taken_back_with_its_notice(road):
    consultation(road)
    letter = sent(road, "F15", way="post")
    assert road.case.consultations.get().applicant_told_on == road.day
    void(road, letter, not_sent=True)
    assert road.case.consultations.get().applicant_told_on is None


def test_the_day_entered_by_hand_before_the_letter_stays(road):
    road.to("in_progress").act("request_extension", "handler", days=10, reason="档案数量较多")
    road.act("extend", "head", notified_on=road.day)
    told = road.case.extensions.get().notified_on
    road.day += timedelta(1)
    letter = sent(road, "F12", way="post")
    void(road, letter, not_sent=True)
    assert road.case.extensions.get().notified_on == told
