"""Whatever is typed, sent twice, sent late or sent wrong: a sentence that says what to do, nothing half-written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import FilePayload

from casework.models import Attachment, Case, CaseEvent, Extension
from letters.models import Letter
from tests.browser.answers import entered
from tests.browser.visitor import Join, Visitor
from tests.conftest import TODAY
from tests.roads import Cast, Road
from workflow.models import Step

TEXT = "某街道2025年老旧小区改造项目的验收材料和资金拨付明细"
REQUEST = {
    "text": TEXT, "title": "老旧小区改造验收材料", "applicant_kind": "自然人", "purpose": "了解情况",
    "carrier": "纸质", "channel": "当面",
}  # fmt: skip
COMPANY = {"category": "business", "document_kind": "统一社会信用代码"}


def form_of(clerk: Visitor, **changes: Any) -> None:
    """Fill 登记 with a sound request, then change what the test is about."""
    clerk.go("/cases/new/")
    sound = entered(REQUEST, 1, TODAY)
    if "channel" in changes:
        del sound["submitted_on"]
    clerk.fill(sound | changes, inside="#register-form")


def rows() -> tuple[int, ...]:
    """How much is written: cases, events, files, letters, desks."""
    return tuple(model.objects.count() for model in (Case, CaseEvent, Attachment, Letter, Step))


@pytest.fixture
def clerk(cast: Cast, join: Join) -> Visitor:
    return join("王登记")


@pytest.fixture
def unchanged() -> Iterator[None]:
    before = rows()
    yield
    assert rows() == before, "something was half written"


MAIL = {"channel": "mail_ordinary", "arrived_on": "2026-11-20", "confirmed_on": ""}
EMAIL = {"channel": "email", "server_on": "2026-11-19", "confirmed_on": "2026-11-18"}
REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"submitted_on": "2026-11-21"}, "提交日期：晚于今天，请填写已经发生的日期"),
    ({"submitted_on": ""}, "请填写提交日期，用以确定收到申请之日。"),
    (MAIL, "请填写与申请人确认日期，用以确定收到申请之日。"),
    (EMAIL, "请核对这两个日期"),
    ({"submitted_on": "2006-12-25"}, "请核对日期"),
    ({"document_number": "110105194912310021"}, "公民身份号码的校验码不符，请核对。"),
    (COMPANY | {"document_number": "91370112MA3C4D5E6A"}, "统一社会信用代码"),
    ({"description": " "}, "所需政府信息（要求更正的记录）的名称、文号或者特征描述"),
    ({"phone": "", "address": "", "email": ""}, "请至少填写一种联系方式"),
)


def test_a_registration_that_cannot_be_right_is_refused_in_place(clerk: Visitor, unchanged: None) -> None:
    """One form, spoilt and sent nine times: each time it comes back with its sentence and everything typed."""
    sound = entered(REQUEST, 1, TODAY)
    form_of(clerk.expect(422))
    for changes, sentence in REFUSED:
        given = {name: value for name, value in sound.items() if name != "submitted_on" or "channel" not in changes}
        clerk.fill(given | changes, inside="#register-form")
        clerk.send("登记", inside="#register-form")
        assert sentence in clerk.errors, changes
        assert clerk.page.locator("#register-form .field-errors li").count() >= 1, changes
        typed = {"name": "申请人甲", "description": TEXT, "note": sound["note"]} | changes
        kept = {name: clerk.page.input_value(f"#register-form [name={name}]") for name in typed}
        assert kept == typed


def bomb() -> bytes:
    """A text document that would unpack to a thousand times its size."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 5_000_000)
    return packed.getvalue()


BAD_FILES = {
    "申请表.pdf": (b"<!doctype html><script>alert(1)</script>", "无法识别“申请表.pdf”的内容"),
    "照片.jpg": (b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + b"\0" * 200, "无法识别“照片.jpg”的内容"),
    "扫描件.pdf": (
        b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
        "“扫描件.pdf”的内容是 PNG 文件，与扩展名“.pdf”不符。请改用正确的文件",
    ),
    "空白.pdf": (b"", "“空白.pdf”是空文件，请重新选择"),
    "材料.docx": (bomb(), "“材料.docx”解压后过大"),
}


def test_a_file_that_is_not_what_it_says_is_refused(road: Road, join: Join, settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    before, clerk = rows(), join("王登记").expect(422)
    form_of(clerk)
    for name, (content, sentence) in BAD_FILES.items():
        clerk.page.set_input_files("[name=application_files]", given(name, content))
        clerk.send("登记", inside="#register-form")
        assert sentence in clerk.errors and clerk.page.input_value("#id_description") == TEXT
    clerk.go(f"/cases/{road.case.pk}/act/attach/")
    for name, (content, sentence) in BAD_FILES.items():
        clerk.page.set_input_files("[name=upload]", given(name, content))
        clerk.send("添加附件", inside="main form")
        assert sentence in clerk.errors
    assert rows() == before
    assert not [path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()]


def given(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_an_extension_of_21_days_is_refused(road: Road, join: Join) -> None:
    road.day = TODAY
    road.to("in_progress")
    handler = join("李承办").expect(422)
    handler.go(f"/cases/{road.case.pk}/act/request_extension/")
    handler.fill({"days": 21, "reason": "需要到市档案馆调阅纸质档案。"}, inside="main form")
    handler.send("申请延期", inside="main form")
    assert "延期最长 20 个工作日" in handler.errors and "第三十三条第二款" in handler.errors
    assert handler.page.input_value("#id_reason") == "需要到市档案馆调阅纸质档案。"
    assert not Extension.objects.exists()


def test_a_second_click_registers_once(clerk: Visitor) -> None:
    form_of(clerk)
    with clerk.moved():
        clerk.page.locator("#register-form [data-primary]").dblclick(no_wait_after=True)
    clerk.page.wait_for_url("**/cases/*/")
    clerk.server.idle()
    assert Case.objects.count() == 1 and CaseEvent.objects.filter(verb="register").count() == 1


def test_the_same_form_sent_twice_at_once_registers_once(clerk: Visitor) -> None:
    form_of(clerk)
    ends = clerk.page.evaluate(
        """() => {
            const body = new FormData(document.getElementById("register-form"));
            const send = () => fetch("/cases/new/", {method: "POST", body}).then(answer => answer.url);
            return Promise.all([send(), send()]);
        }"""
    )
    assert ends == [f"{clerk.server.url}/cases/{Case.objects.get().pk}/"] * 2


def test_two_tabs_the_second_is_told_and_keeps_its_text(road: Road, join: Join) -> None:
    road.day = TODAY
    road.to("in_progress")
    handler = join("李承办").expect(409)
    page = f"/cases/{road.case.pk}/act/note/"
    handler.go(page)
    late = handler.context.new_page()
    late.goto(handler.server.url + page)
    handler.fill({"text": "第一个页面的备注"}, inside="main form")
    handler.send("添加备注", inside="main form")
    late.fill("[name=text]", "第二个页面的备注")
    with late.expect_navigation(wait_until="domcontentloaded"):
        late.click("main form [data-primary]")
    told = late.inner_text("[data-fault='409']")
    assert "李承办已于" in told and "添加备注" in told and "第二个页面的备注" in told
    assert road.case.events.filter(verb="note").count() == 1


def test_back_after_sending_neither_repeats_nor_loses(road: Road, join: Join) -> None:
    road.act("examine", "clerk")
    clerk = join("王登记").expect(409)
    clerk.go(f"/cases/{road.case.pk}/act/assign/")
    clerk.fill({"unit": str(road.cast.handler.unit_id), "note": "请在三日内提出意见。"}, inside="main form")
    clerk.send("受理交办", inside="main form")
    clerk.page.go_back(wait_until="domcontentloaded")
    if not clerk.page.locator("[data-fault='409']").count():
        clerk.send("受理交办", inside="main form")
    assert "请刷新" in clerk.page.inner_text("[data-fault='409']")
    assert road.case.events.filter(verb="assign").count() == 1


def test_an_ended_session_gives_the_text_back_after_sign_in(clerk: Visitor) -> None:
    form_of(clerk)
    clerk.context.clear_cookies(name="sessionid")
    with clerk.page.expect_navigation(wait_until="domcontentloaded"):  # by the button, or by what is asked while typing
        clerk.page.evaluate("document.querySelector('#register-form [data-primary]').click()")
    assert unquote(clerk.path) == "/sign-in/?next=/cases/new/" and not Case.objects.exists()
    clerk.page.fill("#id_username", "wangdengji")
    clerk.page.fill("#id_password", "licheng-2026")
    clerk.send("登录")
    assert clerk.path == "/cases/new/"
    assert "已恢复上次未提交的内容" in clerk.text
    assert clerk.page.input_value("#id_description") == TEXT
    assert clerk.page.input_value("#id_submitted_on") == TODAY.isoformat()
    assert clerk.page.input_value("#id_document_number") == "", "numbers are not kept on the machine"


def test_half_a_form_survives_a_killed_tab(clerk: Visitor) -> None:
    clerk.go("/cases/new/")
    half = {"channel": "in_person", "submitted_on": TODAY.isoformat(), "name": "李𪚥", "description": TEXT}
    clerk.fill(half, inside="#register-form")
    clerk.page.wait_for_function("text => Object.values(localStorage).some(kept => kept.includes(text))", arg=TEXT)
    clerk.page.close(run_before_unload=False)
    clerk.page = clerk.context.new_page()
    clerk.go("/cases/new/")
    assert "已恢复上次未提交的内容" in clerk.text
    kept = {name: clerk.page.input_value(f"#register-form [name={name}]") for name in half}
    assert kept == half and not Case.objects.exists()
