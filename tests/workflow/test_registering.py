"""登记: what the channel asks, what is refused where, and that nothing is done by halves or twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.law.receipt import CHANNELS, EVIDENCE_LABELS
from casework.models import Attachment, Case, Staff
from letters.mailing import takers
from workflow.forms.register import RegisterForm
from workflow.models import Round

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def web(clerk: Staff, signed_in: Callable[[Staff], Client], today: date) -> Client:
    return signed_in(clerk)


def form(clerk: Staff, **changes: Any) -> dict[str, Any]:
    """A complete form: a letter that had to be signed for."""
    typed = {
        "submit_key": "a1b2", "organ": clerk.organ_id, "channel": "mail_signed", "signed_on": "2026-11-18",
        "category": "natural_person", "name": "张建国", "document_kind": "居民身份证", "document_number": NUMBER,
        "phone": "13812345678", "identity_proof": "on", "description": "申请公开花园北区征地批复。请邮寄。",
        "title": "", "topic": "征地拆迁", "carrier": "paper", "delivery": "post", "joint_count": "0",
    }  # fmt: skip
    return {name: value for name, value in (typed | changes).items() if value is not None}


def refused(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 422, answer.status_code
    assert not Case.objects.exists()
    return dict(answer.context["form"].errors)


def test_a_complete_form_opens_a_case(web: Client, clerk: Staff) -> None:
    answer = web.post("/cases/new/", form(clerk, mail_signed_record0="XA123", note="原件两页"), follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain == [(f"/cases/{case.pk}/", 302)]
    page = answer.content.decode()
    assert "制发登记回执" in page and "继续登记下一件" in page
    assert (case.received_on, case.title, case.note) == (date(2026, 11, 18), "申请公开花园北区征地批复", "原件两页")
    assert case.evidence == {"signed_on": "2026-11-18", "records": {"邮件号": "XA123"}}
    assert case.applicants.get().document_number == NUMBER


def test_sending_twice_makes_one_case_on_one_desk(web: Client, clerk: Staff) -> None:
    first, second = (web.post("/cases/new/", form(clerk)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert (Case.objects.count(), Round.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"signed_on": ""}, "signed_on", "行政机关签收日期"),
        ({"signed_on": "2026-11-21"}, "signed_on", "晚于今天"),
        ({"channel": "mail_ordinary", "arrived_on": "2026-11-19", "confirmed_on": "2026-11-18"}, "channel", "早于"),
        ({"channel": ""}, "channel", ""),
        ({"name": ""}, "name", ""),
        ({"phone": ""}, "phone", "联系方式"),
        ({"document_number": "110105194912310021"}, "document_number", "校验码"),
        ({"description": " "}, "description", ""),
        ({"has_agent": "on"}, "agent_name", "代理人姓名"),
        ({"has_agent": "on", "agent_name": "王五", "agent_document_number": "123"}, "agent_document_number", "18位"),
        ({"joint_count": "1", "joint1_name": "", "joint1_phone": "1"}, "joint1_name", "申请人"),
        ({"joint_count": "1", "joint1_name": "李四"}, "joint1_phone", "联系方式"),
    ],
)
def test_a_refusal_stands_at_its_field_and_nothing_is_written(
    web: Client, clerk: Staff, changes: dict[str, str], field: str, says: str
) -> None:
    answer = web.post("/cases/new/", form(clerk, **changes))
    errors = refused(answer)
    assert field in errors and says in "".join(errors[field])
    assert "张建国" in answer.content.decode() or changes.get("name") == ""


def test_joint_applicants_and_agent_are_kept_in_order(web: Client, clerk: Staff) -> None:
    joint = {
        "joint_count": "2",
        "joint1_name": "李四",
        "joint1_phone": "1",
        "joint2_name": "王五",
        "joint2_address": "二号",
        "joint2_identity_proof": "on",
    }
    agent = {"has_agent": "on", "agent_name": "赵律师", "agent_has_authority": "on"}
    web.post("/cases/new/", form(clerk, **joint, **agent))
    case = Case.objects.get()
    assert [person.name for person in case.applicants.all()] == ["张建国", "李四", "王五"]
    assert [person.identity_proof for person in case.applicants.all()] == [True, False, True]
    assert (case.agent.name, case.agent.has_authority) == ("赵律师", True)


# -- Art. 29(1): told to the office ------------------------------------------------------------------------------------

ORAL = {
    "channel": "oral", "signed_on": None, "completed_on": "2026-11-18", "oral_record0": "王登记", "oral_record1": "on",
    "oral_record2": "捺指印", "oral_record3": "视力障碍",
}  # fmt: skip


def test_an_oral_request_tells_who_wrote_it_and_how_it_was_confirmed(web: Client, clerk: Staff) -> None:
    page = web.post("/cases/new/", form(clerk, **ORAL), follow=True).content.decode()
    case = Case.objects.get()
    assert case.evidence["records"] == {
        "代填人": "王登记", "宣读核对": "已向申请人宣读，与口头申请一致", "申请人确认": "捺指印",
        "书面确有困难的情形": "视力障碍",
    }  # fmt: skip
    assert "捺指印" in page and "视力障碍" in page


@pytest.mark.parametrize("left_out", ["oral_record0", "oral_record1", "oral_record2"])
def test_an_oral_request_not_read_back_or_confirmed_is_not_registered(web: Client, clerk: Staff, left_out: str) -> None:
    assert list(refused(web.post("/cases/new/", form(clerk, **ORAL | {left_out: None})))) == [left_out]


# -- who takes the letters ---------------------------------------------------------------------------------------------

AGENT = {
    "has_agent": "on", "agent_name": "赵律师", "agent_phone": "13900001111", "agent_address": "历山路2号",
    "agent_scope": "见授权委托书", "agent_has_authority": "on",
}  # fmt: skip


def test_letters_to_an_agent(web: Client, clerk: Staff) -> None:
    files = {"authority_files": [paper(PDF, "委托书.pdf")]}
    page = web.post("/cases/new/", form(clerk, **AGENT, recipient="agent") | files, follow=True).content.decode()
    case = Case.objects.get()
    assert [(name, person.address) for name, person in takers(case)] == [("赵律师（张建国的代理人）", "历山路2号")]
    assert Attachment.objects.get().kind == Attachment.Kind.AUTHORITY
    assert "代理人代收" in page and "委托权限：见授权委托书" in page
    answer = web.post(f"/cases/{case.pk}/agent/reveal/?field=phone", {"reason": "送达文书"})
    assert "13900001111" in answer.content.decode()
    assert case.events.get(verb="reveal").data == {"agent": case.agent.pk, "field": "phone", "reason": "送达文书"}


def test_letters_to_each_joint_applicant_or_to_their_first(web: Client, clerk: Staff) -> None:
    joint = {"joint_count": "1", "joint1_name": "李四", "joint1_address": "二号", "address": "一号"}
    web.post("/cases/new/", form(clerk, **joint))
    case = Case.objects.get()
    assert [(name, person.address) for name, person in takers(case)] == [("张建国", "一号"), ("李四", "二号")]
    case.recipient = Case.Recipient.REPRESENTATIVE
    assert [name for name, _ in takers(case)] == ["张建国（申请人代表）"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"recipient": "agent"}, "recipient"),
        ({"recipient": "representative"}, "recipient"),
        (AGENT | {"recipient": "agent", "agent_address": ""}, "agent_address"),
        ({"category": "business"}, "document_kind"),
    ],
)
def test_who_cannot_take_the_letters_is_refused_at_the_field(
    web: Client, clerk: Staff, changes: dict[str, str], field: str
) -> None:
    assert field in refused(web.post("/cases/new/", form(clerk, **changes)))


def test_the_count_and_the_search_look_at_every_joint_applicant(web: Client, clerk: Staff) -> None:
    web.post("/cases/new/", form(clerk))
    typed = {
        "organ": clerk.organ_id, "name": "李四", "phone": "1", "description": "申请公开花园北区征地批复。请邮寄。",
        "joint_count": "1", "joint1_name": "张建国", "joint1_document_number": NUMBER,
    }  # fmt: skip
    page = web.post("/cases/new/duplicates/", typed)
    assert page.context["numbers"] == [("李四", 1), ("张建国", 2)]
    assert page.context["own"] == 1


def test_what_is_hidden_is_not_read(web: Client, clerk: Staff) -> None:
    """Fields of another channel, of no agent and of no joint applicant leave no trace even if sent."""
    web.post(
        "/cases/new/", form(clerk, arrived_on="2026-11-01", agent_name="某人", joint1_name="某人", fax_record0="1")
    )
    case = Case.objects.get()
    assert case.evidence == {"signed_on": "2026-11-18"}
    assert case.applicants.count() == 1 and not hasattr(case, "agent")


# -- papers ------------------------------------------------------------------------------------------------------------


def paper(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_papers_are_stored_with_the_case(web: Client, clerk: Staff) -> None:
    files = {
        "application_files": [paper(PDF, "申请表.pdf"), paper("说明".encode(), "说明.txt")],
        "envelope_files": paper(b"\xff\xd8\xff\xe0", "信封.jpg"),
    }
    web.post("/cases/new/", form(clerk) | files)
    stored = list(Attachment.objects.order_by("id").values_list("name", "kind"))
    assert stored == [("申请表.pdf", "application"), ("说明.txt", "application"), ("信封.jpg", "envelope")]
    assert Case.objects.get().events.filter(verb="attach").count() == 3


def test_one_bad_paper_refuses_the_whole_before_anything_is_written(web: Client, clerk: Staff, settings: Any) -> None:
    bad = [paper(PDF, "申请表.pdf"), paper(b"MZ\x90\0", "申请表.exe")]
    errors = refused(web.post("/cases/new/", form(clerk) | {"application_files": bad}))
    assert "申请表.exe" in "".join(errors["application_files"])
    assert not Attachment.objects.exists()
    assert not settings.FILES_DIR.exists()


# -- what is shown while typing ----------------------------------------------------------------------------------------


def test_a_refused_form_names_the_files_to_choose_again(web: Client, clerk: Staff) -> None:
    """A browser empties its file fields; without a word the second try would register without the papers."""
    page = web.post("/cases/new/", form(clerk, name="") | {"application_files": [paper(PDF, "授权委托书.pdf")]})
    assert page.status_code == 422
    assert "请重新选择：授权委托书.pdf。" in page.content.decode()
    assert "请重新选择" not in web.post("/cases/new/", form(clerk, name="")).content.decode()


def test_the_preview_tells_receipt_reply_and_safe_dates(web: Client) -> None:
    typed = {"channel": "mail_ordinary", "arrived_on": "2026-11-18", "confirmed_on": "2026-11-20"}
    page = web.get("/cases/new/receipt/", typed).content.decode()
    assert "2026年11月20日" in page and "第三十一条第二项" in page
    assert "2026年12月18日" in page
    assert "最早可能的收到之日" in page and "2026年11月18日" in page


@pytest.mark.parametrize(
    "typed", [{}, {"channel": "mail_signed"}, {"channel": "x"}, {"channel": "fax", "arrived_on": "x"}]
)
def test_the_preview_of_an_incomplete_form_asks_for_what_is_missing(web: Client, typed: dict[str, str]) -> None:
    answer = web.get("/cases/new/receipt/", typed)
    assert answer.status_code == 200
    assert "答复期限" not in answer.content.decode()


def test_a_repeated_request_is_shown_before_it_is_sent(
    web: Client, clerk: Staff, open_case: Callable[..., Case]
) -> None:
    case = open_case(date(2026, 11, 3), title="花园北区征地批复")
    typed = {"organ": clerk.organ_id, "name": "张建国", "document_number": NUMBER, "description": "花园北区征地批复"}
    page = web.post("/cases/new/duplicates/", typed).content.decode()
    assert case.case_number in page and "同一申请人" in page and "内容相同" in page
    assert '本月第 <strong class="num">2</strong> 件' in page
    assert NUMBER not in page


@pytest.mark.parametrize(
    ("kind", "number", "says"),
    [
        ("居民身份证", NUMBER, "校验通过"),
        ("居民身份证", "110105194912310021", "校验码不符"),
        ("统一社会信用代码", "91370112", "应为18位"),
        ("护照", "E12345678", ""),
        ("居民身份证", "", ""),
    ],
)
def test_a_number_is_judged_while_it_is_typed_and_never_echoed(web: Client, kind: str, number: str, says: str) -> None:
    page = web.post("/cases/new/identity/", {"document_kind": kind, "document_number": number}).content.decode()
    assert says in page and (not number or number not in page)
    assert bool(page.strip()) is bool(says)


@pytest.mark.parametrize("path", ["", "receipt/", "duplicates/", "identity/"])
def test_only_intake_clerks_register(
    handler: Staff, signed_in: Callable[[Staff], Client], path: str, today: date
) -> None:
    web = signed_in(handler)
    answer = web.get(f"/cases/new/{path}")
    if answer.status_code == 405:
        answer = web.post(f"/cases/new/{path}")
    assert answer.status_code == 403


# -- the form and the law ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", list(CHANNELS))
def test_each_channel_shows_exactly_the_dates_the_law_needs_of_it(clerk: Staff, channel: str) -> None:
    page = RegisterForm(actor=clerk, today=date(2026, 11, 20))
    shown = {name for name in EVIDENCE_LABELS if channel in page.fields[name].show_when.partition("=")[2].split(",")}
    needed = set(CHANNELS[channel].requires)
    assert needed <= shown
    assert shown - needed <= {"system_notice_on", "confirmed_on"}


def test_ordinary_mail_to_nobody_reached_counts_from_the_day_of_contact(web: Client, clerk: Staff) -> None:
    changes = {
        "channel": "mail_ordinary",
        "arrived_on": "2026-11-10",
        "confirmed_on": "2026-11-17",
        "unreachable": "on",
    }
    web.post("/cases/new/", form(clerk, signed_on=None, **changes))
    case = Case.objects.get()
    assert case.received_on == case.safe_received_on == date(2026, 11, 17)


def test_the_form_can_be_rendered_with_what_was_typed(web: Client, clerk: Staff) -> None:
    page = web.post("/cases/new/", form(clerk, name="", title="我的摘要")).content.decode()
    assert 'value="我的摘要"' in page and "data-bound" in page
    assert page.count('id="id_submit_key"') == 1 and 'value="a1b2"' in page


@pytest.mark.parametrize(
    ("described", "summary"),
    [
        ("某村征地批复；补偿安置方案。", "某村征地批复；补偿安置方案"),
        ("1.某村征地批复\n2.补偿安置方案\n", "1.某村征地批复 2.补偿安置方案"),
        ("补偿安置方案" * 40, f"{'补偿安置方案' * 33}补…"),
    ],
)
def test_a_summary_left_empty_is_what_was_asked_and_shows_where_it_is_cut(
    open_case: Callable[..., Case], described: str, summary: str
) -> None:
    assert open_case(title="", description=described).title == summary
