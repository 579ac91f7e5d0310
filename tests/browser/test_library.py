"""The case library at work: from what people type to the article; beside the draft; before a request is registered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from casework.library.importers import import_lines
from casework.library.models import EntryUse, LibraryEntry, SearchLog
from casework.models import Applicant, Case
from tests.browser.answers import entered
from tests.browser.test_bad_input import REQUEST
from tests.browser.test_looks import latin, nowhere, overflow
from tests.browser.visitor import NO_PRELOAD, SCREEN, Join, Visitor
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


def test_an_editor_brings_texts_in_and_a_second_reader_publishes_them(library: None, join: Join) -> None:
    rows = [
        {"id": f"pond-{n}", "kind": "case", "title": f"{n}水库养殖承包合同案", "text": "申请公开水库养殖承包合同。"}
        for n in "甲乙"
    ]
    editor = join("周编辑")
    page = editor.page
    editor.go("/library/desk/")
    editor.send("新增、导入")
    files = page.locator("input[type=file]")
    files.set_input_files({"name": "坏.jsonl", "mimeType": "text/plain", "buffer": b"\n".join(jsonl([*rows, rows[0]]))})
    editor.send("存为草稿")
    assert "第 1 行重复，请改正" in editor.text and not LibraryEntry.objects.filter(external_id="pond-甲").exists()
    files.set_input_files({"name": "好.jsonl", "mimeType": "text/plain", "buffer": b"\n".join(jsonl(rows))})
    editor.send("存为草稿")
    for box in page.get_by_role("checkbox").all():
        box.check()
    editor.send("提交复核勾选的文献")
    assert "已提交复核 2 份文献" in editor.text
    reader, second = join("李承办"), join("钱法制")
    reader.go("/library/?q=水库养殖")
    assert "水库养殖承包合同案" not in reader.text
    second.go("/library/")
    with second.moved():
        second.page.get_by_role("link", name="有 2 项内容待复核").click()
    for box in second.page.get_by_role("checkbox").all():
        box.check()
    second.send("发布勾选的文献")
    reader.go("/library/")
    assert "甲水库养殖承包合同案" in reader.page.locator("section", has_text="最新案例").first.inner_text()
    reader.go("/library/?q=水库养殖")
    assert reader.page.locator("[data-list] h2 a").count() >= 2


ZOOMED = {"width": SCREEN["width"] // 4, "height": SCREEN["height"] // 4}  # what 400 % leaves of the screen
TYPED = "zfxxgk"  # what a reader typed is shown again


def readers_pages() -> Iterator[str]:
    law = LibraryEntry.objects.get(external_id="reg-36")
    yield from ("", "?q=信息不存在", "?q=信息不存在&kind=precedent", "?q=视为放器", f"?q={TYPED}", "?q=鳄鱼", "?q=？？")
    yield from ("outcomes/", "outcomes/N1a/", "outcomes/X3/", "laws/", "laws/政府信息公开条例/36/")
    yield from ("kinds/precedent/", "kinds/standard_text/", f"documents/{law.document_id}/")
    for name in ("case-village", "reg-36", "text-places", "old-rule-5", "form-old"):
        yield f"entries/{LibraryEntry.objects.get(external_id=name).pk}/"


def editors_pages() -> Iterator[str]:
    yield from ("", "desk/", "desk/?state=draft", "desk/?state=published", "desk/add/", "aliases/")
    for name in ("case-village", "reg-36", "text-places"):
        yield f"desk/{LibraryEntry.objects.get(external_id=name).document_id}/"
    yield f"desk/{LibraryEntry.objects.get(external_id='reg-36').document_id}/edition/"


def complaints(visitor: Visitor, path: str) -> list[str]:
    """What is wrong with the page as it stands at this size."""
    page, faults = visitor.page, []
    words = [word for word in latin(visitor) if word != TYPED]
    faults += [f"Latin {words}"] if words else []
    faults += [f"runs over {wide}"] if (wide := overflow(visitor)) else []
    faults += [f"leads nowhere {links}"] if (links := nowhere(visitor)) else []
    broken = Axe().run(page, options=NO_PRELOAD).response["violations"]
    faults += [f"{row['id']} {[node['html'][:90] for node in row['nodes'][:2]]}" for row in broken]
    narrow = page.evaluate(
        """() => [...document.querySelectorAll("main .card-box, main li p")].filter(node => node.offsetParent
            && node.getBoundingClientRect().width < 0.4 * Math.min(innerWidth, 500)).map(node => node.className)"""
    )
    faults += [f"squeezed {narrow[:3]}"] if narrow else []
    return [f"/library/{path} {page.viewport_size}: {fault}" for fault in faults]


def test_every_page_fits_and_is_accessible_at_both_sizes(library: None, join: Join) -> None:
    found = []
    for name, paths in (("李承办", list(readers_pages())), ("周编辑", list(editors_pages()))):
        visitor = join(name)
        for path in paths:
            visitor.page.set_viewport_size(SCREEN)  # type: ignore[arg-type]
            answer = visitor.go(f"/library/{path}")
            assert answer is not None and answer.status == 200, path
            found += complaints(visitor, path)
            visitor.page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
            found += complaints(visitor, path)
    assert not found, "\n".join(found)


def test_pinyin_offers_words_and_the_keyboard_takes_one(library: None, join: Join) -> None:
    reader = join("李承办")
    reader.go("/library/")
    page, keys = reader.page, reader.page.keyboard
    assert page.evaluate("document.activeElement.id") == "library-q"
    keys.type("xxbcz")
    offered = page.get_by_role("listbox", name="检索词提示")
    offered.get_by_role("option", name="信息不存在", exact=True).wait_for()
    keys.press("Escape")
    assert offered.is_hidden() and page.input_value("#library-q") == "xxbcz"
    keys.press("ArrowDown")
    offered.get_by_role("option", selected=True).wait_for()
    with reader.moved():
        keys.press("Enter")
    assert page.input_value("#library-q") == "信息不存在"
    page.fill("#library-q", "鳄")
    page.wait_for_timeout(400)
    assert offered.is_hidden(), "nothing known begins so"
    with reader.moved():
        page.press("#library-q", "Enter")
    assert "没有找到相符的内容" in reader.text


def test_a_standard_text_is_copied_and_a_reply_without_a_field_says_so(library: None, cast: Cast, join: Join) -> None:
    row = WORDING | {"id": "text-two", "title": "两行的写法", "text": "一。\n二。", "outcomes": ["N1a"]}
    report = import_lines(jsonl([row]), at=NOON)
    assert not report.errors
    road = start(cast, application(TODAY), TODAY).to("in_progress")
    handler = join("李承办").without_previews()
    handler.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = handler.page
    handler.go(f"/library/entries/{LibraryEntry.objects.get(external_id='text-two').pk}/")
    page.get_by_role("button", name="复制").click()
    page.get_by_text("已复制。").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "一。\n二。"
    handler.go(f"/cases/{road.case.pk}/draft/")
    page.select_option("#id_outcome_code", "N1a")
    panel = page.locator("#beside-body")
    panel.get_by_role("button", name="插入 两行的写法").click()
    page.get_by_text("这种答复的文书没有可以写入的栏目").wait_for()
    panel.get_by_role("button", name="复制 两行的写法").click()
    page.get_by_text("已复制。").wait_for()


def test_only_a_case_of_the_same_applicant_may_be_a_repetition(library: None, cast: Cast, join: Join) -> None:
    asked = {"title": "某村旧村改造补偿方案", "description": "申请公开某村旧村改造补偿方案及公告。"}
    mine = start(cast, application(TODAY, **asked), TODAY).to("in_progress")
    same = start(cast, application(TODAY, **asked), TODAY)
    other = start(cast, application(TODAY, **asked), TODAY)
    Applicant.objects.filter(case=other.case).update(document_index="x", name_index="x", phone_index="x")
    handler = join("王登记").without_previews()
    handler.go(f"/library/beside/{mine.case.pk}/")
    told = {
        row.locator(".num").first.inner_text(): row.inner_text()
        for row in handler.page.locator("li", has_text=asked["title"]).all()
    }
    assert "同一申请人，可能是重复申请" in told[same.case.case_number]
    assert "内容相同或者相近" in told[other.case.case_number] and "重复" not in told[other.case.case_number]
