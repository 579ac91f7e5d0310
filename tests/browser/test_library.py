"""The case library at work: from what people type to the article; beside the draft; before a request is registered."""

from __future__ import annotations

import pytest

from casework.library.importers import import_lines
from casework.library.models import EntryUse, SearchLog
from casework.models import Case
from tests.browser.answers import entered
from tests.browser.test_bad_input import REQUEST
from tests.browser.visitor import Join
from tests.conftest import NOON, TODAY
from tests.library.conftest import SMALL, jsonl
from tests.roads import Cast, application, start

OVERTURNED = {
    "id": "case-village", "kind": "case", "title": "某村征收补偿安置方案信息不存在案", "year": 2024,
    "text": "申请公开某村集体土地征收补偿安置方案及公告，机关未检索即答复不存在，法院判决撤销。",
    "articles": ["36条(四)"], "outcome": "撤销并责令重新答复", "decided_by": "某区人民法院",
}  # fmt: skip
UPHELD = {
    "id": "case-hamlet", "kind": "case", "title": "某庄集体土地征收公告案", "year": 2025,
    "text": "申请公开某庄集体土地征收补偿安置方案及公告，机关告知网站查阅方式，复议机关维持。",
    "articles": ["36条(一)"], "outcome": "维持", "decided_by": "某市人民政府",
}  # fmt: skip
WORDING = {
    "id": "text-places", "kind": "standard_text", "title": "检索经过的写法", "outcomes": ["N1b"], "slot": "ground",
    "text": "经查阅本机关职责清单，该信息由其他机关制作、保存。",
}  # fmt: skip


@pytest.fixture
def library(cast: Cast) -> None:
    """The small library, an overturned precedent, one that stood, and a standard text."""
    report = import_lines(jsonl([*SMALL, OVERTURNED, UPHELD, WORDING]), at=NOON)
    assert not report.errors


@pytest.mark.parametrize(
    ("typed", "told", "title"),
    [
        ("视为放器", "视为放弃", "政府信息公开条例 第三十条"),
        ("buzheng", "补正", "政府信息公开条例 第三十条"),
        ("交了申请多久给答复", "", "政府信息公开条例 第三十三条"),
    ],
)
def test_what_people_type_leads_to_the_article(library: None, join: Join, typed: str, told: str, title: str) -> None:
    reader = join("李承办")
    reader.go("/library/")
    page = reader.page
    page.fill("#library-q", typed)
    page.press("#library-q", "Enter")
    page.wait_for_url("**q=**")
    if told:
        page.get_by_text(f"已为您检索“{told}”").wait_for()
    first = page.locator("[data-list] h2 a").first
    assert first.inner_text() == title
    first.click()
    page.wait_for_url("**/library/entries/**")
    assert page.inner_text("h1") == title
    assert page.locator("article mark").count() > 0
    assert SearchLog.objects.get(query=typed).empty_times == 0


def test_beside_the_draft_cite_insert_and_open(library: None, cast: Cast, join: Join) -> None:
    road = start(cast, application(TODAY), TODAY).to("in_progress")
    handler = join("李承办").without_previews()
    page = handler.page
    handler.go(f"/cases/{road.case.pk}/draft/")
    panel = page.locator("#beside-body")
    overturned = panel.locator("li", has_text=str(OVERTURNED["title"]))
    overturned.wait_for()
    assert "不宜参照" in overturned.inner_text()
    assert overturned.get_by_role("button").count() == 0, "what was overturned is not offered for citing"
    page.select_option("#id_outcome_code", "N1b")
    page.locator("#id_ground:not([type=hidden])").wait_for()
    panel.get_by_role("button", name=f"插入 {WORDING['title']}").click()
    page.get_by_text("已把《检索经过的写法》写入“认定的事实和理由”").wait_for()
    panel.get_by_role("button", name=f"引用 {UPHELD['title']}").click()
    page.get_by_text(f"已把《{UPHELD['title']}》写入").wait_for()
    assert page.input_value("#id_ground").splitlines() == [
        WORDING["text"], "参照案例《某庄集体土地征收公告案》（某市人民政府，2025年）。"
    ]  # fmt: skip
    panel.get_by_role("link", name=str(OVERTURNED["title"])).click()
    page.locator("#sheet-body article").wait_for()
    assert "不宜参照" in page.inner_text("#sheet-body")
    page.keyboard.press("Escape")
    used = set(EntryUse.objects.values_list("entry__external_id", "act"))
    assert used == {("text-places", "inserted"), ("case-hamlet", "cited"), ("case-village", "opened")}


def test_a_repeated_request_is_announced_before_it_is_sent(library: None, cast: Cast, join: Join) -> None:
    clerk = join("王登记")
    page = clerk.page
    clerk.go("/cases/new/")
    clerk.fill(entered(REQUEST, 1, TODAY), inside="#register-form")
    page.get_by_text("答复期限 2026年12月18日").wait_for()
    clerk.send("登记", inside="#register-form")
    first = Case.objects.get()
    clerk.go("/cases/new/")
    clerk.fill(entered(REQUEST, 1, TODAY), inside="#register-form")
    alike = page.locator("#alike-body")
    alike.get_by_text("1 件为同一申请人，可能是重复申请（第三十六条第六项）").wait_for()
    assert first.case_number in alike.inner_text()
    page.fill("#id_name", "赵德柱")
    page.fill("#id_phone", "13900000000")
    page.fill("#id_document_number", "")
    page.locator("#id_document_number").blur()
    alike.get_by_text("1 件为其他申请人").wait_for()
    assert "第四十四条" in alike.inner_text()
    assert Case.objects.count() == 1, "announced before anything was sent"
