"""Every page answers to those who may see it; the desk takes two people; a case becomes a precedent."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from casework.acts.remedy import close_remedy
from casework.errors import BadValue, NotAllowed, WrongState
from casework.law.outcomes import OUTCOMES
from casework.law.states import Status
from casework.library import desk
from casework.library.front import front
from casework.library.importers import Report
from casework.library.models import (
    EntryRevision,
    EntryUse,
    LibraryDocument,
    LibraryEntry,
    SavedSearch,
    SearchAlias,
    SearchLog,
    Slot,
)
from casework.library.search import search
from casework.library.selectors import articles_of, choice_label, departure, facet_groups, gaps
from casework.library.similar import Like, similar
from casework.models import Case, Decision, Organ, Remedy, Staff
from letters.catalogue import CATALOGUE
from tests.conftest import NOON
from tests.library.conftest import jsonl

SignIn = Callable[[Staff], Client]


@pytest.fixture
def reader(signed_in: SignIn, handler: Staff, small: Report) -> Client:
    return signed_in(handler)


@pytest.fixture
def editor(signed_in: SignIn, cast: dict[str, Staff], small: Report) -> Client:
    return signed_in(cast["周编辑"])


def entry(name: str) -> LibraryEntry:
    return LibraryEntry.objects.get(external_id=name)


def body(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[:300]
    return str(response.content.decode())


@pytest.mark.parametrize("name", ["library", "library_outcomes", "library_laws"])
def test_pages_for_everyone(reader: Client, name: str) -> None:
    body(reader.get(reverse(name)))


def test_visitors_are_sent_to_sign_in(db: None) -> None:
    assert Client().get(reverse("library")).status_code == 302


@pytest.mark.parametrize(
    ("query", "title"), [("政府信息不存再", "第三十六条"), ("buzheng", "第三十条"), ("多久答复", "第三十三条")]
)
def test_a_query_leads_to_the_article(reader: Client, query: str, title: str) -> None:
    page = body(reader.get(reverse("library"), {"q": query}))
    assert title in page
    assert "<mark>" in page


def test_a_correction_is_told_and_can_be_refused(reader: Client) -> None:
    page = body(reader.get(reverse("library"), {"q": "检锁义务"}))
    assert "已为您检索" in page
    assert "仍检索" in page
    assert "已为您检索" not in body(reader.get(reverse("library"), {"q": "检锁义务", "exact": "1"}))


def test_facets_narrow_and_chips_take_back(reader: Client) -> None:
    page = body(reader.get(reverse("library"), {"q": "信息不存在", "kind": "precedent", "fate": "corrected"}))
    assert "去掉筛选：复议、诉讼结果 纠正" in page
    assert reverse("library_entry", args=[entry("reg-36").pk]) not in page


def test_a_tab_for_each_kind_keeps_the_counts_of_the_others(reader: Client) -> None:
    whole = reader.get(reverse("library"), {"q": "信息不存在"}).context["tabs"]
    one = reader.get(reverse("library"), {"q": "信息不存在", "kind": "precedent"}).context["tabs"]
    assert [(tab["label"], tab["count"]) for tab in whole] == [(tab["label"], tab["count"]) for tab in one]
    assert {"全部", "典型案例", "政策文件"} <= {tab["label"] for tab in whole}
    assert [tab["label"] for tab in one if tab["active"]] == ["典型案例"]


def test_the_chosen_value_of_a_facet_leads_back(reader: Client) -> None:
    facets = reader.get(reverse("library"), {"q": "信息不存在", "year": "2023"}).context["facets"]
    rows = next(facet["rows"] for facet in facets if facet["label"] == "年份")
    assert [(row["label"], row["active"], "year" in row["url"]) for row in rows] == [("2023", True, False)]


def test_where_a_case_stands_is_said_in_chinese_and_apart(reader: Client, open_case: Callable[..., Case]) -> None:
    Case.objects.filter(pk=open_case(title="政府信息不存在 检索义务").pk).update(status="in_review")
    assert [label for _, label, _ in facet_groups({"status": {"in_force": 2, "in_review": 1}})] == ["效力", "办理状态"]
    assert {choice_label("status", status.value) for status in Status} == {status.label for status in Status}


def test_results_that_share_single_characters_only_are_told_and_counted_as_none(reader: Client) -> None:
    page = body(reader.get(reverse("library"), {"q": "称职鳄鱼"}))
    assert "没有内容含有“称职鳄鱼”中的词语" in page
    assert SearchLog.objects.get(query="称职鳄鱼").empty_times == 1
    assert "没有内容含有" not in body(reader.get(reverse("library"), {"q": "检索义务"}))
    assert "没有内容含有" not in body(reader.get(reverse("library"), {"q": "称"})), "one character asks for no word"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("？！……", "检索词只有符号"),
        ("' OR 1=1 --", "没有找到相符的内容"),
        ("(.*)+[q-z]{9}", "没有找到相符的内容"),
        ("鳄" * 5000, "只按前 2000 字检索"),
        ("資訊不存在", "政府信息公开条例 第三十六条"),
        ("ｂｕｚｈｅｎｇ", "已为您检索“<strong>补正</strong>”"),
    ],
)
def test_odd_queries_get_a_sentence(reader: Client, typed: str, told: str) -> None:
    assert told in body(reader.get(reverse("library"), {"q": typed}))
    assert not SearchLog.objects.filter(query__regex=r"[=*?!]").exists(), "no such noise on the editor's desk"


def test_the_first_page_shows_what_there_is_in_a_few_queries(
    reader: Client, handler: Staff, django_assert_max_num_queries: Any
) -> None:
    LibraryDocument.objects.filter(entries__external_id="old-rule-5").update(repealed_on=NOON.date())
    page = body(reader.get(reverse("library")))
    for words in (
        "丙诉丁局过程性信息案",
        "按答复结果查",
        "第三十六条",
        "旧审理规定",
        "2026年11月20日废止",
        "篇不宜参照",
    ):
        assert words in page, words
    with django_assert_max_num_queries(8):
        shown = front(handler, NOON.date())
    assert {(row.label, row.entries, row.voided) for row in shown.numbers} == {
        ("典型案例", 2, 1), ("政策文件", 4, 1), ("标准文本", 1, 1)
    }  # fmt: skip
    LibraryDocument.objects.update(organ=Organ.objects.create(code="elsewhere", name="别的机关"))
    assert "丙诉丁局过程性信息案" not in body(reader.get(reverse("library"))), "kept to another organ"


def test_all_of_one_kind_can_be_looked_through(reader: Client) -> None:
    page = body(reader.get(reverse("library_browse", args=["precedent"])))
    assert "甲诉乙局信息不存在案" in page and "不宜参照" in page
    assert reader.get(reverse("library_browse", args=["nothing"])).status_code == 404


def test_a_law_is_read_whole_and_opened_at_an_article(reader: Client) -> None:
    row = entry("reg-36")
    page = body(reader.get(reverse("library_law", args=[row.document_id])))
    assert 'id="a36"' in page and 'id="a30"' in page
    address = reverse("library_law", args=[row.document_id]) + "#a36"
    assert address in body(reader.get(reverse("library_article", args=["政府信息公开条例", 36])))
    LibraryDocument.objects.update(state="draft")
    assert reader.get(reverse("library_law", args=[row.document_id])).status_code == 404


def test_the_article_of_a_notice_is_not_the_regulations() -> None:
    assert articles_of(OUTCOMES["X2"]) == [("政府信息公开条例", 42)]


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "x" * 5000, "？？？", "'\"<>&"])
def test_bad_queries_are_escaped(reader: Client, typed: str) -> None:
    assert "<script>alert" not in body(reader.get(reverse("library"), {"q": typed, "page": "99999", "kind": "<b>"}))


def test_an_overturned_precedent_is_marked(reader: Client) -> None:
    assert "不宜参照" in body(reader.get(reverse("library_entry", args=[entry("case-lost").pk])))
    assert "不得使用" in body(reader.get(reverse("library_entry", args=[entry("form-old").pk])))


def test_the_desk_marks_what_was_overturned_and_what_is_repealed(
    small: Report, cast: dict[str, Staff], signed_in: SignIn
) -> None:
    editor = signed_in(cast["周编辑"])
    pages = [editor.get(reverse("library_desk")).content.decode()]
    for name in ("case-lost", "old-rule-5"):
        document = LibraryEntry.objects.get(external_id=name).document_id
        pages.append(editor.get(reverse("library_document", args=[document])).content.decode())
    assert all("不宜参照" in page for page in pages[:2])
    assert all("已废止，不得引用" in page for page in (pages[0], pages[2]))
    assert "不宜参照" not in pages[2]


def test_topics_are_those_of_precedents_without_remarks(reader: Client, load: Callable[..., Report]) -> None:
    load([
        {"id": "t", "kind": "case", "title": "协议案", "text": "x", "issue": "行政协议（非公开案，常见）；安置"},
        {"id": "u", "kind": "request", "title": "图纸", "text": "x", "purpose": "业主维权"},
    ])  # fmt: skip
    shown = reader.get(reverse("library_laws")).content.decode()
    assert "行政协议" in shown
    assert "安置" in shown
    assert "非公开案" not in shown
    assert "业主维权" not in shown


def test_an_outcomes_page(reader: Client) -> None:
    page = body(reader.get(reverse("library_outcome", args=["N1a"])))
    for words in ("检索记录", "第三十六条第四项", "甲诉乙局信息不存在案", "不宜参照"):
        assert words in page
    assert reader.get(reverse("library_outcome", args=["Z9"])).status_code == 422


def test_an_article_and_what_cites_it(reader: Client) -> None:
    page = body(reader.get(reverse("library_article", args=["政府信息公开条例", 36])))
    assert "甲诉乙局信息不存在案" in page
    assert reader.get(reverse("library_article", args=["没有的法", 1])).status_code == 404


def test_suggestions(reader: Client) -> None:
    found = reader.get(reverse("library_suggest"), {"q": "xxbcz", "format": "json"}).json()
    assert "信息不存在" in found["suggestions"]


def test_saved_searches(reader: Client, handler: Staff) -> None:
    reader.post(reverse("library_save_search"), {"name": "不存在", "query": "q=信息不存在"})
    assert "不存在" in body(reader.get(reverse("library")))
    reader.post(reverse("library_delete_search", args=[SavedSearch.objects.get(staff=handler).pk]))
    assert not SavedSearch.objects.exists()


def test_searches_are_counted_without_names(reader: Client, today: Any) -> None:
    for query in ("鳄鱼", "鳄鱼", "王某13812345678"):
        reader.get(reverse("library"), {"q": query})
    assert list(SearchLog.objects.values_list("query", "times", "empty_times")) == [("鳄鱼", 2, 2)]


def test_unpublished_or_foreign_entries_are_not_there(reader: Client) -> None:
    row = entry("case-won")
    LibraryDocument.objects.filter(pk=row.document_id).update(state="draft")
    assert reader.get(reverse("library_entry", args=[row.pk])).status_code == 404


def test_beside_a_draft(reader: Client, open_case: Callable[..., Case], clerk: Staff, signed_in: SignIn) -> None:
    case = open_case(title="某村征地补偿方案 政府信息不存在 检索义务")
    page = body(signed_in(clerk).get(reverse("library_beside", args=[case.pk])))
    assert "甲诉乙局信息不存在案" in page
    assert "不宜参照" in page


def test_a_click_cites_and_is_remembered(reader: Client, open_case: Callable[..., Case], handler: Staff) -> None:
    case = open_case(title="鳄鱼饲养场的会议纪要")
    Case.objects.filter(pk=case.pk).update(unit=handler.posts[0].unit)
    row, article = entry("case-won"), entry("reg-36")
    answer = reader.post(reverse("library_use", args=[case.pk, row.pk, "cited"]))
    said = json.loads(answer.headers["HX-Trigger"])["insert-text"]
    assert said["slot"] == "ground"
    assert "丙诉丁局过程性信息案" in said["text"]
    said = json.loads(reader.post(reverse("library_use", args=[case.pk, article.pk, "cited"])).headers["HX-Trigger"])
    assert said["insert-text"]["text"] == "依据《政府信息公开条例》第三十六条的规定，"
    body(reader.get(reverse("library_entry", args=[row.pk]), {"case": case.pk}, headers={"HX-Request": "true"}))
    assert {(use.entry, use.act) for use in EntryUse.objects.all()} == {
        (row, "cited"), (row, "opened"), (article, "cited")
    }  # fmt: skip
    assert reader.post(reverse("library_use", args=[case.pk, entry("case-lost").pk, "cited"])).status_code == 409
    assert reader.post(reverse("library_use", args=[case.pk, row.pk, "eaten"])).status_code == 404


def test_what_is_used_ranks_higher(small: Report, load: Callable[..., Report], open_case: Callable[..., Case]) -> None:
    load([{"id": f"twin-{n}", "kind": "case", "title": f"鳄鱼案{n}", "text": "鳄鱼饲养场的批复"} for n in "甲乙"])
    first, second = (found.row for found in search("鳄鱼饲养场的批复", actor=None).results[:2])
    case = open_case()
    EntryUse.objects.create(entry_id=second.pk, case=case, act="cited", staff=case.registered_by, at=NOON)
    assert [found.row for found in search("鳄鱼饲养场的批复", actor=None).results[:2]] == [second, first]


def test_a_standard_text_goes_to_its_slot(
    reader: Client, load: Callable[..., Report], open_case: Callable[..., Case], handler: Staff
) -> None:
    load([{"id": "text-1", "kind": "standard_text", "title": "不能区分的理由", "text": "各项内容互相引用。",
           "outcomes": ["N2"], "slot": "separation_reason"}])  # fmt: skip
    case = open_case()
    Case.objects.filter(pk=case.pk).update(unit=handler.posts[0].unit)
    panel = reverse("library_beside", args=[case.pk])
    assert "不能区分的理由" in body(reader.get(panel, {"outcome_code": "N2"}))
    assert "不能区分的理由" not in body(reader.get(panel, {"outcome_code": "G1"}))
    answer = reader.post(reverse("library_use", args=[case.pk, entry("text-1").pk, "inserted"]))
    said = json.loads(answer.headers["HX-Trigger"])["insert-text"]
    assert (said["slot"], said["text"]) == ("separation_reason", "各项内容互相引用。")


def test_the_slots_of_standard_texts_are_those_of_the_letters() -> None:
    known = {field.name for kind in CATALOGUE for field in dataclasses.fields(kind.facts)} | {"ground"}
    assert set(Slot.values) <= known


def test_similarity_is_told_in_three_degrees(small: Report) -> None:
    text = "申请公开某村征收集体土地的补偿方案及公告。"
    best = similar(text, actor=None)[0]
    assert (best.row.external_id, best.identical, best.verdict) == ("req-a", True, "duplicate")  # type: ignore[union-attr]
    verdicts = {like.verdict for like in similar("某村征收集体土地以后的道路修缮情况", actor=None)}
    assert "duplicate" not in verdicts
    assert similar("", actor=None) == []


def test_command_finds_similar_cases_and_marks_repeats(small: Report, open_case: Callable[..., Case]) -> None:
    first, second = open_case(title="鳄鱼饲养场的环评批复文件"), open_case(title="鳄鱼饲养场的环评批复文件")
    out = StringIO()
    call_command("library", "similar", "--case", first.case_number, stdout=out)
    best = json.loads(out.getvalue())["results"][0]
    assert (best["id"], best["kind"], best["duplicate"]) == (second.case_number, "case", True)
    out = StringIO()
    call_command("library", "similar", "--text", "称政府信息不存在，未尽检索义务", stdout=out)
    assert json.loads(out.getvalue())["results"][0]["id"] == "case-lost"


def test_a_warning_where_the_draft_departs_from_like_cases() -> None:
    likes = [Like(Case(outcome=code), 1.0, 0.3, identical=False) for code in ("N1a", "N1a", "N1a", "G2")]
    assert "有 3 件" in departure(likes, "G2")
    assert departure(likes, "N1a") == ""
    assert departure(likes[:2], "G2") == "", "too few to speak of a habit"


class TestDesk:
    def test_only_the_editor_and_legal_review_come_in(self, editor: Client, reader: Client) -> None:
        assert "编辑台" in body(editor.get(reverse("library_desk")))
        body(editor.get(reverse("library_aliases")))
        assert reader.get(reverse("library_desk")).status_code == 403
        assert reader.get(reverse("library_aliases")).status_code == 403

    def test_a_change_waits_for_a_second_reader(
        self, editor: Client, cast: dict[str, Staff], signed_in: SignIn
    ) -> None:
        row = entry("req-a")
        url = reverse("library_save_entry", args=[row.pk])
        assert editor.post(url, {"title": row.title, "text": row.text}).status_code == 422, "nothing was changed"
        assert editor.post(url, {"title": row.title, "text": "鳄鱼饲养"}).status_code == 302
        assert entry("req-a").text == row.text, "readers go on seeing what was published"
        revision = row.revisions.get()
        reader, at = cast["钱法制"], NOON
        assert "1</span> 项内容待复核" in body(signed_in(reader).get(reverse("library")))
        page = body(signed_in(reader).get(reverse("library_document", args=[row.document_id])))
        assert "<del>" in page
        assert "<ins>" in page
        for actor in (cast["周编辑"], cast["李承办"]):
            with pytest.raises(NotAllowed):
                desk.check_revision(revision_id=revision.pk, verb="publish", actor=actor, at=at)
        publish = reverse("library_check_revision", args=[revision.pk, "publish"])
        assert signed_in(reader).post(publish).status_code == 302
        assert search("鳄鱼", actor=None).results[0].row == row
        with pytest.raises(WrongState):
            desk.check_revision(revision_id=revision.pk, verb="return_to", actor=reader, at=at)

    def test_what_an_entry_is_for_is_edited_like_its_text(
        self, editor: Client, cast: dict[str, Staff], signed_in: SignIn
    ) -> None:
        row = entry("case-won")
        told = {
            "title": row.title, "text": row.text, "details": "1", "outcomes": ["D6", "N2"],
            "keywords": "会议纪要、过程 稿", "year": "2022", "decided_by": "某市法院",
        }  # fmt: skip
        assert editor.post(reverse("library_save_entry", args=[row.pk]), told | {"year": "两千"}).status_code == 422
        assert editor.post(reverse("library_save_entry", args=[row.pk]), told | {"outcomes": ["Z9"]}).status_code == 422
        editor.post(reverse("library_save_entry", args=[row.pk]), told)
        page = body(signed_in(cast["钱法制"]).get(reverse("library_document", args=[row.document_id])))
        assert "没有现成信息需要另行制作" in page and "<del>2024</del>" in page, "the second reader sees what changes"
        revision = row.revisions.get()
        desk.check_revision(revision_id=revision.pk, verb="publish", actor=cast["钱法制"], at=NOON)
        row = entry("case-won")
        assert (row.outcomes, row.keywords, row.year, row.decided_by) == (
            ["D6", "N2"], ["会议纪要", "过程", "稿"], 2022, "某市法院"
        )  # fmt: skip

    def test_a_precedent_is_renamed_with_its_entry(self, small: Report, cast: dict[str, Staff]) -> None:
        row, who = entry("case-won"), {"actor": cast["周编辑"], "at": NOON}
        revision = desk.save_entry(entry_id=row.pk, content=desk.Content("鳄鱼案", row.text, row.fate), **who)
        assert revision is not None
        desk.check_revision(revision_id=revision.pk, verb="publish", actor=cast["钱法制"], at=NOON)
        assert LibraryDocument.objects.get(pk=row.document_id).title == "鳄鱼案"
        content = desk.Content("甲诉乙局信息不存在案", row.text, row.fate)
        taken = desk.save_entry(entry_id=row.pk, content=content, **who)
        assert taken is not None
        with pytest.raises(BadValue, match="已有同名的典型案例"):
            desk.check_revision(revision_id=taken.pk, verb="publish", actor=cast["钱法制"], at=NOON)

    def test_a_change_proposed_before_these_could_be_edited_still_counts(
        self, small: Report, cast: dict[str, Staff]
    ) -> None:
        row = entry("case-won")
        before = {"title": row.title, "text": row.text, "fate": row.fate, "slot": ""}
        revision = EntryRevision.objects.create(
            entry=row, before=before, after=before | {"text": "鳄鱼"}, edited_by=cast["周编辑"], edited_at=NOON
        )
        desk.check_revision(revision_id=revision.pk, verb="publish", actor=cast["钱法制"], at=NOON)
        assert (entry("case-won").text, entry("case-won").outcomes) == ("鳄鱼", row.outcomes)

    def test_a_returned_or_overtaken_change_leaves_the_text(self, small: Report, cast: dict[str, Staff]) -> None:
        row, editor, reader = entry("req-a"), cast["周编辑"], cast["钱法制"]
        change = desk.Content(row.title, "鳄鱼饲养")
        revision = desk.save_entry(entry_id=row.pk, content=change, actor=editor, at=NOON)
        assert revision is not None
        desk.check_revision(revision_id=revision.pk, verb="return_to", actor=reader, at=NOON)
        assert entry("req-a").text == row.text
        again = desk.save_entry(entry_id=row.pk, content=change, actor=editor, at=NOON)
        assert again is not None and again.pk != revision.pk
        LibraryEntry.objects.filter(pk=row.pk).update(text="别的内容")
        with pytest.raises(WrongState, match="已被改动"):
            desk.check_revision(revision_id=again.pk, verb="publish", actor=reader, at=NOON)

    def test_publishing_takes_a_second_reader(self, editor: Client, cast: dict[str, Staff]) -> None:
        row = entry("req-a")
        at = {"document_id": row.document_id, "at": NOON}
        desk.move(verb="retire", actor=cast["周编辑"], **at)
        desk.move(verb="reopen", actor=cast["周编辑"], **at)
        url = reverse("library_save_entry", args=[row.pk])
        assert editor.post(url, {"title": "新标题", "text": "鳄鱼饲养", "fate": ""}).status_code == 302
        assert not [found for found in search("鳄鱼", actor=None).results if found.row.pk == row.pk], (
            "a draft is not found"
        )
        desk.move(verb="submit", actor=cast["周编辑"], **at)
        with pytest.raises(NotAllowed):
            desk.move(verb="publish", actor=cast["周编辑"], **at)
        with pytest.raises(NotAllowed):
            desk.move(verb="publish", actor=cast["李承办"], **at)
        desk.move(verb="publish", actor=cast["钱法制"], **at)
        assert search("鳄鱼", actor=None).results[0].row == row
        with pytest.raises(WrongState):
            desk.move(verb="publish", actor=cast["钱法制"], **at)

    def test_what_the_library_lacks_is_told(self, editor: Client, open_case: Callable[..., Case]) -> None:
        search_log = SearchLog.objects.create(query="鳄鱼", times=3, empty_times=2, last_at=NOON)
        LibraryEntry.objects.filter(external_id="case-won").update(articles=["旧审理规定（已废止）#5"])
        Case.objects.filter(pk=open_case().pk).update(outcome="N2")
        told = gaps(NOON.date(), LibraryDocument.objects.all())
        assert told.empty == [search_log]
        assert [(row.external_id, why) for row, why in told.stale] == [("case-won", "引用已废止的规定")]
        assert (told.coverage[0].outcome.code, told.coverage[0].replies) == ("N2", 1)
        covered = {row.outcome.code: row for row in told.coverage}
        assert (covered["N1a"].precedents, covered["N1a"].overturned) == (1, 1)
        assert "引用已废止的规定" in body(editor.get(reverse("library_desk")))

    def test_retired_leaves_the_index(self, editor: Client, cast: dict[str, Staff]) -> None:
        row = entry("case-won")
        response = editor.post(reverse("library_move", args=[row.document_id, "retire"]))
        assert response.status_code == 302
        assert row.pk not in [found.row.pk for found in search("过程性信息", actor=None).results]

    def test_aliases(self, editor: Client) -> None:
        editor.post(reverse("library_save_alias"), {"lay": "打回去重写", "official": "告知补正"})
        assert search("打回去重写", actor=None).results[0].row == entry("reg-30")
        row = SearchAlias.objects.get(lay="打回去重写")
        editor.post(reverse("library_drop_alias", args=[row.pk]))
        row.refresh_from_db()
        assert not row.active
        assert editor.post(reverse("library_save_alias"), {"lay": "x", "official": ""}).status_code == 422

    def test_a_search_without_hit_leads_to_its_synonym(self, editor: Client) -> None:
        SearchLog.objects.create(query="鳄鱼", times=3, empty_times=2, last_at=NOON)
        address = reverse("library_aliases") + "?lay=%E9%B3%84%E9%B1%BC"
        assert address in body(editor.get(reverse("library_desk")))
        assert 'name="lay" class="form-control" maxlength="60" required value="鳄鱼"' in body(editor.get(address))

    def test_from_a_case_to_a_precedent(
        self, small: Report, open_case: Callable[..., Case], clerk: Staff, cast: dict[str, Staff], signed_in: SignIn
    ) -> None:
        case = open_case(title="张建国家的征地补偿方案")
        Decision.objects.create(
            case=case, outcome="N1a", drafted_by=clerk, drafted_at=NOON, facts={},
            ground="张建国，电话13812345678，经检索不存在。",
        )  # fmt: skip
        url = reverse("library_from_case", args=[case.pk])
        head = signed_in(cast["孙主任"])
        assert head.get(url).status_code == 409, "an open case is no precedent"
        Case.objects.filter(pk=case.pk).update(status="replied", outcome="N1a")
        page = body(head.get(url))
        assert "<del>" in page
        response = head.post(url, {"title": "征地补偿方案不存在案", "text": "张建国，电话13812345678，经检索不存在。"})
        assert response.status_code == 302
        document = LibraryDocument.objects.get(from_case=case)
        text = document.entries.get().text
        assert document.state == "draft"
        assert "张建国" not in text
        assert "13812345678" not in text
        assert head.post(url, {"title": "再来", "text": "再来"}).status_code == 409

    def test_a_reply_overturned_marks_its_precedent(
        self, small: Report, open_case: Callable[..., Case], clerk: Staff, cast: dict[str, Staff]
    ) -> None:
        case = open_case(title="鳄鱼饲养场的环评批复")
        Decision.objects.create(case=case, outcome="N1a", drafted_by=clerk, drafted_at=NOON, facts={}, ground="查无")
        Case.objects.filter(pk=case.pk).update(status="replied", outcome="N1a")
        case = Case.objects.get(pk=case.pk)
        editor = cast["周编辑"]
        document = desk.precedent_from(case=case, title="鳄鱼饲养场案", text="鳄鱼饲养场", actor=editor, at=NOON)
        desk.move(document_id=document.pk, verb="submit", actor=editor, at=NOON)
        desk.move(document_id=document.pk, verb="publish", actor=cast["钱法制"], at=NOON)
        assert search("鳄鱼饲养场案", actor=None).results[0].mark == ""
        assert desk.mark_fate(case=case, result="upheld", note="维持", actor=None, at=NOON) == 1
        assert search("鳄鱼饲养场案", actor=None).results[0].mark == ""
        desk.mark_fate(case=case, result="corrected", note="济南中院判决撤销", actor=clerk, at=NOON)
        found = search("鳄鱼饲养场案", actor=None, filters={"fate": ["corrected"]}).results[0]
        assert "不宜参照" in found.mark
        assert found.row.fate_note == "济南中院判决撤销"  # type: ignore[union-attr]
        with pytest.raises(BadValue):
            desk.mark_fate(case=case, result="撤销", actor=clerk, at=NOON)

    def test_a_judgment_marks_precedent_and_case(
        self, small: Report, open_case: Callable[..., Case], clerk: Staff, cast: dict[str, Staff], signed_in: SignIn
    ) -> None:
        case = open_case(title="鳄鱼饲养场的环评批复")
        Decision.objects.create(case=case, outcome="N1a", drafted_by=clerk, drafted_at=NOON, facts={}, ground="查无")
        Case.objects.filter(pk=case.pk).update(status="replied", outcome="N1a")
        case = Case.objects.get(pk=case.pk)
        document = desk.precedent_from(case=case, title="鳄鱼案", text="鳄鱼饲养场", actor=cast["周编辑"], at=NOON)
        day = NOON.date()
        remedy = Remedy.objects.create(
            case=case, kind="suit_direct", body="历城区人民法院", received_on=day, answer_by=day, recorded_by=clerk,
            recorded_at=NOON,
        )  # fmt: skip
        with transaction.atomic():
            close_remedy(
                case=case, actor=cast["孙主任"], at=NOON, today=day, remedy_id=remedy.pk, ruling="revoke",
                decided_on=day, decision_received_on=day,
            )  # fmt: skip
        found = document.entries.get()
        assert (found.fate, found.fate_note) == ("corrected", "历城区人民法院：撤销")
        other = open_case(title="鳄鱼饲养场的环评批复文件")
        page = body(signed_in(clerk).get(reverse("library_beside", args=[other.pk])))
        assert "被纠正，不宜参照" in page


class TestAdding:
    """新增、导入: everything waits for a second reader; what is at fault is told line by line in Chinese."""

    def sent(self, editor: Client, name: str, content: bytes, **typed: str) -> Any:
        file = SimpleUploadedFile(name, content)
        return editor.post(reverse("library_add"), {"kind": "precedent", "file": file, **typed})

    def test_a_pasted_precedent_waits_as_a_draft(self, editor: Client, cast: dict[str, Staff]) -> None:
        typed = {"kind": "precedent", "title": "鳄鱼饲养场案", "text": "机关依据条例第三十六条第四项答复。"}
        assert editor.post(reverse("library_add"), typed).status_code == 302
        document = LibraryDocument.objects.get(title="鳄鱼饲养场案")
        assert (document.state, document.edited_by) == ("draft", cast["周编辑"])
        assert document.entries.get().outcomes == ["N1a"]
        assert not [found for found in search("鳄鱼饲养场", actor=None).results if "鳄鱼" in found.row.title]
        again = editor.post(reverse("library_add"), typed)
        assert "已在案例库中" in body(again)

    def test_a_pasted_rule_comes_by_article(self, editor: Client) -> None:
        text = "第一条　为了规范，制定本办法。\n第二条　本办法适用于本区。"
        editor.post(reverse("library_add"), {"kind": "policy", "title": "某区办法", "text": text})
        rows = LibraryEntry.objects.filter(document__title="某区办法").order_by("article")
        assert [row.title for row in rows] == ["某区办法 第一条", "某区办法 第二条"]

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (jsonl([{"id": "a", "kind": "case", "title": "甲案", "text": "x"}] * 2), "编号“a”与第 1 行重复，请改正。"),
            ([json.dumps({"id": "甲"}, ensure_ascii=False).encode("gbk")], "本行不是 UTF-8 编码，请转换编码后重试。"),
            (jsonl([{"id": "a", "kind": "law_article", "title": "某办法", "text": "x"}]), "法律条文没有条号"),
            (jsonl([{"id": "a", "kind": "case", "title": "甲案"}]), "缺少正文（text），或者不是文字，请补全。"),
            ([b"{not json"], "本行不是合法的 JSON"),
            (jsonl([{"id": "case-won", "kind": "case", "title": "新案", "text": "x"}]), "编号“case-won”已在案例库中"),
            ([b"", b"  "], "文件中没有内容，请核对。"),
        ],
    )
    def test_faults_are_told_line_by_line_and_nothing_is_kept(
        self, editor: Client, content: list[bytes], told: str
    ) -> None:
        before = LibraryEntry.objects.count()
        page = body(self.sent(editor, "案例.jsonl", b"\n".join(content)))
        assert told in page and "没有保存" in page
        assert LibraryEntry.objects.count() == before

    @pytest.mark.parametrize(
        ("name", "content", "told"),
        [
            ("案例.docx", b"not a zip", "文件“案例.docx”不是可以读取的 DOCX"),
            ("案例.pdf", b"%PDF-broken", "文件“案例.pdf”不是可以读取的 PDF"),
            ("案例.xls", b"x", "请选择 DOCX、PDF 或者 JSONL 文件。"),
        ],
    )
    def test_files_that_cannot_be_read(self, editor: Client, name: str, content: bytes, told: str) -> None:
        assert told in body(self.sent(editor, name, content))

    def test_only_checking_keeps_nothing(self, editor: Client) -> None:
        rows = jsonl([{"id": "a", "kind": "case", "title": "甲案", "text": "x"}])
        assert "核对通过，共 1 条，没有保存" in body(self.sent(editor, "案例.jsonl", b"\n".join(rows), only="check"))
        assert not LibraryDocument.objects.filter(title="甲案").exists()

    def test_only_the_editor_adds(self, signed_in: SignIn, cast: dict[str, Staff]) -> None:
        for name in ("李承办", "钱法制"):
            assert signed_in(cast[name]).post(reverse("library_add"), {}).status_code == 403

    def test_several_are_submitted_and_published_together(
        self, editor: Client, signed_in: SignIn, cast: dict[str, Staff]
    ) -> None:
        rows = jsonl([{"id": n, "kind": "case", "title": f"{n}案", "text": "鳄鱼"} for n in "甲乙"])
        self.sent(editor, "案例.jsonl", b"\n".join(rows))
        ids = list(LibraryDocument.objects.filter(state="draft").values_list("pk", flat=True))
        submit, publish = (reverse("library_move_several", args=[verb]) for verb in ("submit", "publish"))
        assert editor.post(submit, {}).status_code == 422, "nothing was ticked"
        editor.post(submit, {"document": ids})
        told = editor.post(publish, {"document": ids}, follow=True).content.decode()
        assert "发布须由编辑以外的第二人复核" in told
        assert "待复核" in body(signed_in(cast["钱法制"]).get(reverse("library_desk"), {"state": "review"}))
        signed_in(cast["钱法制"]).post(publish, {"document": ids})
        assert set(LibraryDocument.objects.filter(pk__in=ids).values_list("state", flat=True)) == {"published"}

    def test_the_desk_is_narrowed_by_kind_and_title(self, editor: Client) -> None:
        page = editor.get(reverse("library_desk"), {"kind": "precedent", "q": "甲诉"})
        assert [row.title for row in page.context["documents"]] == ["甲诉乙局信息不存在案"]
        assert {tab["label"]: tab["count"] for tab in page.context["tabs"]}["已发布"] == 6
