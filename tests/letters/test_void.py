"""作废 and 更正: a letter leaves once; what is wrong with it is told openly."""

import hashlib
import subprocess
from datetime import timedelta

import pytest

from casework.errors import NotAllowed, WrongState
from letters import acts
from letters.errors import NotIssuable
from letters.models import Letter
from tests.roads import Road, application, build_cast, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(db) -> Road:
    return start(build_cast(), application())


def reply(road: Road) -> Letter:
    return Letter.objects.get(case=road.case, outcome__gt="", state="issued")


def test_only_the_head_voids_and_only_with_a_reason(road):
    road.to("awaiting_service")
    with pytest.raises(NotAllowed):
        road.act("void_letter", "clerk", letter_id=reply(road).pk, reason="文号有误")
    with pytest.raises(Exception, match="理由"):
        road.act("void_letter", "head", letter_id=reply(road).pk, reason=" ", reissue=True)


def test_the_number_of_a_void_letter_is_never_used_again(road):
    wrong = reply(road.to("awaiting_service"))
    road.act("void_letter", "head", letter_id=wrong.pk, reason="附件清单有误", reissue=True)
    again = reply(road)
    assert (wrong.serial, again.serial) == (1, 2) and again.number != wrong.number
    wrong.refresh_from_db()
    assert (wrong.state, wrong.void_reason, wrong.voided_by) == ("void", "附件清单有误", road.cast.head)
    assert hashlib.sha256(acts.path_of(wrong).read_bytes()).hexdigest() == wrong.sha256
    with pytest.raises(WrongState, match="已经作废"):
        road.act("void_letter", "head", letter_id=wrong.pk, reason="再次作废")
    road.act("serve", "clerk", way="post", served_on=road.day, carrier="中国邮政", tracking_number="XA12345678937")
    assert road.case.services.get().document_number == again.number


def test_a_served_reply_is_corrected_not_voided(road):
    letter = reply(road.to("replied"))
    with pytest.raises(WrongState, match="更正（补充）告知书"):
        road.act("void_letter", "head", letter_id=letter.pk, reason="笔误")
    road.act("issue_correction", "head", letter_id=letter.pk, changes=["“2024年度”更正为“2025年度”"])
    notice = Letter.objects.get(case=road.case, code="F47")
    assert notice.corrects == letter and letter.number in notice.source


def test_a_notice_that_ends_a_case_is_corrected_like_any_other(road):
    road.to("examining").act("request_correction", "clerk", matters="名称不明确", delivered_on=road.day)
    road.act("issue_notice", "clerk", key="F06")
    road.day += timedelta(40)
    road.act("deem_abandoned", "clerk")
    wrong = road.act("issue_notice", "clerk", key="F07").letters.get(code="F07")
    road.act("issue_correction", "head", letter_id=wrong.pk, changes=["“2024年度”更正为“2025年度”"])
    assert Letter.objects.get(case=road.case, code="F47").corrects == wrong
    road.act("void_letter", "head", letter_id=wrong.pk, reason="文号有误", not_sent=True)
    assert road.act("issue_notice", "clerk", key="F07").letters.filter(code="F07", state="issued").count() == 1


@pytest.mark.parametrize(("outcome", "remedy"), [("G1", "either"), ("D5", "recon_first")])
def test_a_correction_that_touches_rights_tells_the_remedy_of_the_original_again(road, outcome, remedy, tmp_path):
    road.to("replied", outcome)
    road.act("issue_correction", "head", letter_id=reply(road).pk, changes=["理由第二段有误"], rerun=True)
    notice = Letter.objects.get(case=road.case, code="F47")
    assert f'"original_remedy":"{remedy}"' in notice.source
    command = ["pdftotext", str(acts.path_of(notice)), "-"]
    text = "".join(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    assert ("应当先申请行政复议" in text) is (remedy == "recon_first") and "自收到本告知书之日起60日内" in text


def test_a_correction_needs_something_to_correct(road):
    letter = reply(road.to("replied"))
    with pytest.raises(Exception, match="更正或者补充的内容"):
        road.act("issue_correction", "head", letter_id=letter.pk, changes=["  "])


def test_an_unserved_reply_is_void_when_the_application_is_taken_back(road):
    letter = reply(road.to("awaiting_service"))
    road.act("withdraw", "clerk", reason="不再需要")
    letter.refresh_from_db()
    assert letter.state == "void" and "撤回" in letter.void_reason
    events = list(road.case.events.order_by("seq").values_list("verb", flat=True))
    assert events[-2:] == ["void_letter", "withdraw"]


def test_a_letter_that_may_not_leave_gives_its_number_back(road):
    road.to("in_progress").act("consult", "handler", kind="determine", party="区国家保密局", subject="合同")
    with pytest.raises(NotIssuable):  # it does not say what the organ itself thinks
        road.act("issue_notice", "clerk", key="F42")
    road.act("issue_notice", "clerk", key="F15")
    assert Letter.objects.get(case=road.case).serial == 1
