"""What is on record prints: notices and forms drawn from a real case, ready to issue."""

from datetime import date

import pytest

from letters.adapter import facts_for
from letters.build import build
from letters.lint import lint
from tests.roads import DAY, build_cast, start
from tests.roads import application as filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(db):
    return start(build_cast(), filed())


def drawn(road, key: str, day: date = DAY):
    return build(key, facts_for(road.case, key, number=None, signed_on=day), draft=True)


def complaints(road, key: str, day: date = DAY) -> list[str]:
    return [finding.text for finding in lint(drawn(road, key, day))]


@pytest.mark.parametrize("key", ["F01", "F02", "F03", "F04", "F05"])
def test_registration_papers_are_complete_from_the_start(road, key):
    assert complaints(road, key) == []
    assert "张建国" in drawn(road, key).text or key == "F03"


def test_correction_notice_says_what_was_asked_for(road):
    road.act("examine", "clerk")
    road.act("request_correction", "clerk", matters="项目名称不明确\n形成时间不明确", guidance="", period_wd=10)
    assert complaints(road, "F06") == []
    text = drawn(road, "F06").text
    assert "1.项目名称不明确；" in text and "10个工作日内" in text and "不明确的内容为" not in text


def test_correction_notice_quotes_what_is_unclear(road):
    road.act("examine", "clerk")
    road.act("request_correction", "clerk", unclear="“有关材料”\n“近年来”", matters="请写明文件名称", period_wd=10)
    assert "不明确的内容为：“有关材料”、“近年来”。" in drawn(road, "F06").text


def test_abandonment_names_the_day_the_period_ended(road):
    road.act("examine", "clerk")
    road.act("request_correction", "clerk", matters="不明确", delivered_on=DAY, period_wd=5)
    facts = facts_for(road.case, "F07", number=None, signed_on=date(2026, 3, 10))
    assert facts.expired_on == date(2026, 3, 9) and facts.served_on == DAY


def test_the_notice_of_an_unpaid_fee_names_the_day_its_period_runs_from(road):
    road.to("examining")
    road.act("charge", "clerk", mode="items", quantity=31, count_reason="另有", received_on=DAY)
    road.day = date(2026, 4, 7)
    road.act("deem_abandoned", "clerk")
    assert "于2026年3月2日送达" in drawn(road, "F20", road.day).text


def test_extension_notice_and_its_approval(road):
    road.to("in_progress")
    road.act("request_extension", "handler", days=10, reason="档案数量较多")
    assert "10个工作日" in drawn(road, "F11").text
    road.act("extend", "head")
    assert complaints(road, "F11") == [] and complaints(road, "F12") == []
    text = drawn(road, "F12").text
    assert "无法在2026年3月30日前答复" in text and "延长10个工作日" in text


def test_third_party_inquiry_does_not_name_the_applicant(road):
    road.to("in_progress")
    asked = {"party": "某公司", "subject": "报价明细", "sent_on": DAY}
    road.act("consult", "handler", kind="third_party", **asked)
    assert [str(one) for one in complaints(road, "F13")] == ["缺少“涉及的权益”，请在征求意见登记中填写。"]
    road.act("consult", "handler", kind="third_party", interest="商业秘密", **asked)
    for key in ("F13", "F14", "F15"):
        assert complaints(road, key) == [], key
    for key in ("F13", "F14"):
        assert "张建国" not in drawn(road, key).text
    text = drawn(road, "F13").text
    assert "报价明细。" in text and "可能涉及的权益为：商业秘密。" in text
    assert "附件：1.第三方意见回执" in text and "拟公开政府信息的复制件或者摘录" in text


def test_fee_notice_shows_its_calculation(road):
    road.to("in_progress")
    road.act("charge", "handler", mode="pages", quantity=150)
    assert complaints(road, "F19") == []
    assert "人民币1700元" in drawn(road, "F19").text


def test_archive_papers_count_the_issued_documents(road):
    road.to("archived")
    for key in ("F35", "F36", "F39", "F40", "F44-A", "F44-B", "F44-C"):
        assert complaints(road, key) == [], key
    facts = facts_for(road.case, "F44-B", number=None, signed_on=DAY)
    assert facts.items and facts.page_total >= 1


def test_a_document_without_its_rows_asks_for_them(road):
    assert any("请在延期审批中填写" in text for text in complaints(road, "F12"))
    assert any("请在收费登记中填写" in text for text in complaints(road, "F19"))


def consult(road, party: str, opinion: str, **said) -> None:
    road.act("consult", "handler", kind="third_party", party=party, subject=f"{party}报价", received_on=road.day)
    number = road.case.consultations.last().pk
    road.act("close_consultation", "handler", consultation_id=number, opinion=opinion, opinion_on=road.day, **said)


def test_every_third_party_is_asked_and_every_answer_told(road):
    road.to("in_progress")
    consult(road, "某公司", "refuse", opinion_text="涉及商业秘密。", grounds_reasonable=True)
    consult(road, "另一公司", "agree")
    rows = list(road.case.consultations.all())
    for row in rows:
        facts = facts_for(road.case, "F13", number=None, signed_on=DAY, about=row.pk)
        assert (facts.addressee, facts.information) == (row.party, (f"{row.party}报价",))
    facts = facts_for(road.case, "F24-D4", number=None, signed_on=DAY)
    assert facts.consultation == (
        "本机关于2026年3月2日书面征求2个第三方的意见。第三方甲于2026年3月2日书面答复不同意公开，理由为：涉及商业秘密，"
        "经审查，其理由合理；第三方乙于2026年3月2日书面答复同意公开"
    )
    assert facts.consulted == "本机关于2026年3月2日书面征求第三方的意见"


def test_the_confirmation_of_a_withdrawal_says_how_it_was_said(road):
    road.act("withdraw", "clerk", reason="不再需要", way="电子邮件")
    assert "收到您以电子邮件方式提出的撤回申请" in drawn(road, "F34").text and complaints(road, "F34") == []


def test_a_withheld_part_for_a_third_party_tells_its_refusal(road):
    road.to("in_progress")
    consult(road, "某公司", "refuse", opinion_text="涉及商业秘密。", grounds_reasonable=True)
    part = {"item": "报价明细", "outcome": "D4", "reason": "涉及商业秘密", "no_exception": "1"}
    facts = {"given_items": ["合同正文"], "withheld": [part], "separation_note": "已遮盖"}
    road.act("draft", "handler", outcome_code="P", ground="", facts=facts)
    assert complaints(road, "F23") == []
    text = drawn(road, "F23").text
    assert "第三方于2026年3月2日书面答复不同意公开" in text and "第十五条、第三十二条、第三十六条第三项" in text
