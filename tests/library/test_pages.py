"""Every page answers to those who may see it; the desk takes two people; a case becomes a precedent."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from casework.errors import NotAllowed, WrongState
from casework.library import desk
from casework.library.importers import Report
from casework.library.models import LibraryDocument, LibraryEntry, SavedSearch, SearchAlias, SearchLog
from casework.library.search import search
from casework.library.selectors import departure
from casework.library.similar import Like, similar
from casework.models import Case, Decision, Staff
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


def test_a_repeated_request_is_announced(open_case: Callable[..., Case], clerk: Staff, signed_in: SignIn) -> None:
    case = open_case(title="某村征地补偿方案及公告的全部附件")
    typed = {"title": "征地补偿方案及公告的全部附件", "description": "申请公开某村征地补偿方案及公告的全部附件"}
    page = body(signed_in(clerk).get(reverse("library_repeats"), typed))
    assert case.case_number in page
    assert "疑似重复" in page
    other = {"title": "关于道路绿化养护经费", "description": "养护经费"}
    assert body(signed_in(clerk).get(reverse("library_repeats"), other)).strip() == ""


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

    def test_publishing_takes_a_second_reader(self, editor: Client, cast: dict[str, Staff]) -> None:
        row = entry("req-a")
        url = reverse("library_save_entry", args=[row.pk])
        assert editor.post(url, {"title": "新标题", "text": "鳄鱼饲养", "fate": ""}).status_code == 302
        assert not [found for found in search("鳄鱼", actor=None).results if found.row.pk == row.pk], (
            "a draft is not found"
        )
        at = {"document_id": row.document_id, "at": NOON}
        desk.move(verb="submit", actor=cast["周编辑"], **at)
        with pytest.raises(NotAllowed):
            desk.move(verb="publish", actor=cast["周编辑"], **at)
        with pytest.raises(NotAllowed):
            desk.move(verb="publish", actor=cast["李承办"], **at)
        desk.move(verb="publish", actor=cast["钱法制"], **at)
        assert search("鳄鱼", actor=None).results[0].row == row
        with pytest.raises(WrongState):
            desk.move(verb="publish", actor=cast["钱法制"], **at)

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
