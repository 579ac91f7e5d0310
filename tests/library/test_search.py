"""What a person types finds the right record: plain speech, wrong characters, pinyin, articles, other scripts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from fnmatch import fnmatch
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from casework.library import documents
from casework.library.importers import Report
from casework.library.models import LibraryDocument, LibraryEntry, SearchAlias, SearchNode, SearchTerm
from casework.library.search import search
from casework.library.snippet import highlighted
from casework.library.suggest import suggest
from casework.library.terms import rebuild_terms
from casework.library.words import changed, words
from casework.models import Case, Organ, Staff
from tests.conftest import NOON

QUESTIONS = Path(__file__).with_name("questions.jsonl")
LEAST_RECALL = {
    "plain": 0.9, "typo": 0.9, "pinyin": 0.9, "case": 0.9, "request": 0.9, "paper": 0.9, "mixed": 0.9,
    "sentence": 0.85, "exam": 0.8, "story": 0.8,
}  # fmt: skip
Find = Callable[..., list[str]]


def test_own_questions_find_their_record_among_the_first_five(whole: Report, ids: Find) -> None:
    asked, found, missed = defaultdict(int), defaultdict(int), []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        asked[row["kind"]] += 1
        if any(fnmatch(name, answer) for name in ids(row["query"]) for answer in row["answers"]):
            found[row["kind"]] += 1
        else:
            missed.append(row["query"])
    assert sum(asked.values()) >= 60
    assert sum(found.values()) / sum(asked.values()) >= 0.95, missed
    for kind, count in asked.items():
        assert found[kind] / count >= LEAST_RECALL.get(kind, 1.0), (kind, missed)


@pytest.mark.parametrize(
    ("query", "first", "corrected"),
    [
        ("信息不存在", "reg-36", None),
        ("多久答复", "reg-33", None),
        ("条例33条", "reg-33", None),
        ("条例第三十六条第四项", "reg-36", None),
        ("逾期不補正", "reg-30", None),
        ("条例３０条", "reg-30", None),
        ("buzheng", "reg-30", "补正"),
        ("检锁义务", "case-lost", "检索义务"),
        ("条例三十三", "reg-33", None),
        ("art. 36", "reg-36", None),
        ("buzen", "reg-30", "补正"),
        ("shenqing neirong duojiu dafu", "reg-33", "申请内容多久答复"),
        ("zfxxgk buzheng", "reg-30", "政府信息公开补正"),
        ("補正答覆", "reg-30", None),
        ("补zheng", "reg-30", "补正"),
        ("xinxi不cun在", "reg-36", "信息不存在"),
        ("yuqi不补正 shenqing", "reg-30", "逾期不补正 申请"),
        ("chong复申请", "reg-36", "重复申请"),
        ("yanchang dafu期限", "reg-33", "延长 答复期限"),
    ],
)
def test_small_library(small: Report, ids: Find, query: str, first: str, corrected: str | None) -> None:
    answer = search(query, actor=None)
    assert ids(query)[0] == first
    assert answer.corrected == corrected


def test_two_articles_named_together_are_both_found_first(small: Report, ids: Find) -> None:
    assert set(ids("条例第三十三、三十六条的规定")[:2]) == {"reg-33", "reg-36"}


def test_the_query_as_typed_is_searched_when_asked_for(small: Report) -> None:
    assert search("检锁义务", actor=None, exact=True).corrected is None


@pytest.mark.parametrize("query", ["补偿费公告费在哪里", "视为放弃会怎么样"])
def test_a_word_is_not_corrected_into_another_word(small: Report, query: str) -> None:
    assert search(query, actor=None).corrected is None


def test_the_title_of_a_document_leads_to_it(small: Report, load: Callable[..., Report], ids: Find) -> None:
    load([{"id": "form", "kind": "letter_template", "title": "关于信息不存在期限的说明", "text": "说明如何写。"}])
    assert ids("《关于信息不存在期限的说明》")[0] == "form"


def test_an_article_of_a_law_not_kept_does_not_open_the_regulation(
    small: Report, load: Callable[..., Report], ids: Find
) -> None:
    assert "reg-36" not in ids("民法典第36条")[:1]
    assert "民法典 第三十六条" in search("民法典第36条", actor=None).notice
    load([{"id": "civil-36", "kind": "law_article", "title": "民法典 第三十六条", "article": 36, "text": "监护人。"}])
    assert ids("民法典第36条")[0] == "civil-36", "an editor has added it"
    assert search("民法典第36条", actor=None).notice == ""


def test_long_questions_are_not_corrected(small: Report) -> None:
    assert search("请问我在今年夏天申请的检锁义务的事情怎么样了", actor=None).corrected is None


def test_initials_are_read(small: Report) -> None:
    assert search("zfxxgk", actor=None).searched == "政府信息公开"


def test_a_snippet_marks_the_words_and_escapes_the_rest(small: Report, load: Callable[..., Report]) -> None:
    load([{"id": "html", "kind": "case", "title": "尖括号", "text": "<script>alert(1)</script> 罕见词组在此"}])
    snippet = search("罕见词组", actor=None).results[0].snippet
    assert "<mark>罕见词组</mark>" in snippet
    assert "<script>" not in snippet


def test_facets_count_what_was_found(small: Report) -> None:
    answer = search("信息不存在", actor=None)
    assert sum(answer.facets["kind"].values()) == answer.total
    only = search("信息不存在", actor=None, filters={"kind": ["precedent"]})
    assert only.total == answer.facets["kind"]["precedent"]


def test_an_overturned_precedent_is_marked_where_it_appears(small: Report) -> None:
    marks = {found.row.external_id: found.mark for found in search("信息不存在 检索义务", actor=None).results}
    assert "不宜参照" in marks["case-lost"]


def test_repealed_rules_come_after_those_in_force(small: Report, ids: Find) -> None:
    found = ids("政府信息不存在", 10)
    assert found.index("reg-36") < found.index("old-rule-5")


def test_an_alias_of_the_editor_works_at_once(small: Report, ids: Find) -> None:
    assert ids("打回票")[0] != "reg-30"
    SearchAlias.objects.create(lay="打回票", official="告知补正 申请内容不明确")
    changed()
    assert ids("打回票")[0] == "reg-30"


def test_suggestions_by_spelling_pinyin_and_initials(small: Report) -> None:
    rebuild_terms()
    known = words()
    assert "信息不存在" in suggest("信息不", known)
    assert "信息不存在" in suggest("xinxibuc", known)
    assert "信息不存在" in suggest("xxbcz", known)
    assert suggest("", known) == []
    assert suggest("%_';--", known) == []


def test_the_table_of_terms_is_written_where_it_differs(small: Report, monkeypatch: Any) -> None:
    """What has not changed is neither read aloud nor written again; what no title says any more goes."""
    size, version = SearchTerm.objects.count(), SearchNode.objects.get().words_version
    assert rebuild_terms() == size
    assert SearchNode.objects.get().words_version == version, "nothing to read again"
    LibraryEntry.objects.filter(external_id="req-a").update(title="鳄鱼饲养")
    rebuild_terms()
    assert SearchTerm.objects.get(term="鳄鱼饲养").initials == "eysy"
    assert not SearchTerm.objects.filter(term="某村征地补偿方案及公告").exists()
    assert SearchNode.objects.get().words_version == version + 1
    monkeypatch.setattr("casework.library.terms.MOST_TERMS", 50)
    heaviest = sorted(SearchTerm.objects.values_list("weight", flat=True), reverse=True)[:50]
    assert rebuild_terms() == 50
    assert sorted(SearchTerm.objects.values_list("weight", flat=True), reverse=True) == heaviest


def test_unpublished_entries_are_not_found(small: Report, ids: Find) -> None:
    document = LibraryEntry.objects.get(external_id="case-won").document
    LibraryDocument.objects.filter(pk=document.pk).update(state=LibraryDocument.State.RETIRED)
    assert "case-won" not in ids("过程性信息", 10), "the database has the last word even before the index knows"


@pytest.mark.parametrize(
    "query",
    ["", "   ", "？！…", "a", "的", "x" * 5000, "政府信息公开" * 900, "'; DROP TABLE casework_case; --", ".*(a+)+$",
     "\x00\x01", "条例999999999999条", "第条第项", "(((((", "“”", "\u202e倒写", "🙂", "١٢٣", "title:* AND body:[* TO *]"],  # noqa: E501
)  # fmt: skip
def test_bad_queries_are_answered_calmly(small: Report, query: str) -> None:
    answer = search(query, actor=None)
    assert answer.results or answer.notice


def test_a_query_too_long_is_cut_and_told(small: Report) -> None:
    assert "前 2000 字" in search("政府信息公开" * 900, actor=None).notice


def test_one_character_finds_something(small: Report) -> None:
    assert search("补", actor=None).total >= 1


class TestPermission:
    """Who may see decides inside the query: neither results nor counts give anything away."""

    def test_an_entry_kept_to_an_organ(self, small: Report, cast: dict[str, Staff], organs: dict[str, Organ]) -> None:
        entry = LibraryEntry.objects.get(external_id="case-won")
        LibraryDocument.objects.filter(pk=entry.document_id).update(organ=organs["LC01"])
        call_command("library", "rebuild", stdout=StringIO(), stderr=StringIO())
        inside, outside = cast["王登记"], cast["外人"]
        seen, kept = search("会议纪要", actor=inside), search("会议纪要", actor=outside)
        assert "case-won" in [found.row.external_id for found in seen.results]
        assert "case-won" not in [found.row.external_id for found in kept.results]
        assert kept.facets.get("kind", {}).get("precedent", 0) == seen.facets["kind"]["precedent"] - 1

    def test_cases_only_for_those_who_see_them(
        self, small: Report, open_case: Callable[..., Case], clerk: Staff, outsider: Staff, cast: dict[str, Staff]
    ) -> None:
        case = open_case(title="罕见地名征地补偿方案")
        assert search("罕见地名", actor=clerk, cases=True).results[0].row == case
        assert search("罕见地名", actor=cast["督查员"], cases=True).facets["kind"]["case"] == 1
        for stranger in (outsider, cast["周编辑"]):
            answer = search("罕见地名", actor=stranger, cases=True)
            assert not [found for found in answer.results if found.is_case]
            assert "case" not in answer.facets.get("kind", {})

    def test_the_scopes_say_what_the_database_says(
        self, open_case: Callable[..., Case], cast: dict[str, Staff]
    ) -> None:
        case = open_case()
        scopes = set(documents.case_doc(case).labels["scope"])
        for person in cast.values():
            sees = Case.objects.visible_to(person).filter(pk=case.pk).exists()
            assert bool(scopes & set(documents.scopes_of(person))) == sees, person


def test_command_answers_a_file_of_queries_line_by_line(small: Report, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id":"1","query":"多久答复"}\n{"id":"2"}\n\n{"id":"3","query":"zfxxgk"}\n', encoding="utf-8")
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("library", "search", "--queries", str(path), "--limit", "2", stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert stop.value.code == 1
    assert [line["id"] for line in lines] == ["1", "2", "3"]
    assert lines[0]["results"][0]["id"] == "reg-33"
    assert {"id", "kind", "title", "score", "snippet"} <= lines[0]["results"][0].keys()
    assert {"results", "corrected", "suggestions", "facets"} <= lines[0].keys()
    assert "缺少" in lines[1]["error"]


def test_command_filters_by_kind(small: Report) -> None:
    for kind, expected in (("precedent", {"case"}), ("law_article", {"law_article"})):
        out = StringIO()
        call_command("library", "search", "信息不存在", "--kind", kind, stdout=out)
        results = json.loads(out.getvalue())["results"]
        assert {row["kind"] for row in results} == expected


def test_learning_from_an_answered_request(small: Report, ids: Find, open_case: Callable[..., Case]) -> None:
    from casework.library.wording import learn_from
    from casework.models import Decision

    case = open_case(title="张建国的鳄鱼蜥蜴标本")
    Decision.objects.create(
        case=case, outcome="N1a", drafted_by=case.registered_by, drafted_at=NOON, facts={}, ground="查无"
    )
    assert ids("鳄鱼蜥蜴") == []
    assert learn_from(case, at=NOON) >= 1
    assert ids("鳄鱼蜥蜴")[0] == "reg-36"
    entry = LibraryEntry.objects.get(external_id="reg-36")
    assert not entry.asked.filter(text__contains="张建国").exists(), "wording is masked before it is kept"
    assert learn_from(case, at=NOON) == 0


def test_a_whole_text_keeps_its_lines_when_marked() -> None:
    assert (
        highlighted("（一）主动公开；\n（二）<b>不存在", "不存在")
        == "（一）主动公开；\n（二）&lt;b&gt;<mark>不存在</mark>"
    )
