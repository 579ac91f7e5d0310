"""Every page answers to those who may see it; the desk takes two people; a case becomes a precedent."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from casework.acts.remedy import close_remedy
from casework.errors import BadValue, NotAllowed, WrongState
from casework.library import desk
from casework.library.importers import Report
from casework.library.models import EntryUse, LibraryDocument, LibraryEntry, SavedSearch, SearchAlias, SearchLog, Slot
from casework.library.search import search
from casework.library.selectors import departure, gaps
from casework.library.similar import Like, similar
from casework.models import Case, Decision, Remedy, Staff
from letters.catalogue import CATALOGUE
from tests.conftest import NOON

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
    page = body(reader.get(reverse("library"), {"q": "信息不存在", "kind": "precedent"}))
    assert "去掉筛选：类别 典型案例" in page
    assert reverse("library_entry", args=[entry("reg-36").pk]) not in page


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
        told = gaps(NOON.date())
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
