"""``library import``: per-line faults, all or nothing, again and again the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from casework.library.importers import Report, import_lines
from casework.library.models import Fate, Force, Kind, LibraryDocument, LibraryEntry, SearchAlias, SearchOutbox
from tests.conftest import NOON
from tests.library.conftest import FILES, SMALL, jsonl
from workflow.demo import precedents

Load = Callable[[list[dict[str, Any]]], Report]


def test_everything_in_the_reference_data_comes_in(whole: Report) -> None:
    assert (whole.read, whole.accepted, whole.refused) == (738, 738, 0)
    assert LibraryEntry.objects.count() == 738
    law = LibraryDocument.objects.get(title="政府信息公开条例", kind=Kind.POLICY)
    assert law.entries.count() == 56
    assert LibraryDocument.objects.filter(force=Force.REPEALED).get().entries.count() == 13
    assert LibraryEntry.objects.filter(document__force=Force.OLD_FORM).count() == 26


def test_old_forms_are_marked_never_to_use(small: Report) -> None:
    form = LibraryEntry.objects.get(external_id="form-old")
    assert form.document.kind == Kind.STANDARD_TEXT
    assert form.do_not_follow == "旧规定下的文本，不得使用"


def test_a_repealed_rule_says_so(small: Report) -> None:
    assert LibraryEntry.objects.get(external_id="old-rule-5").do_not_follow == "已废止，不得引用"


def test_an_overturned_precedent_says_so(small: Report) -> None:
    lost, won = (LibraryEntry.objects.get(external_id=name) for name in ("case-lost", "case-won"))
    assert (lost.fate, won.fate) == (Fate.CORRECTED, Fate.UPHELD)
    assert "不宜参照" in lost.do_not_follow
    assert won.do_not_follow == ""
    assert lost.articles == ["政府信息公开条例#36.4"]
    assert lost.outcomes == ["N1a"]


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ({"kind": "case", "title": "无编号", "text": "正文"}, "id", "缺少"),
        ({"id": "x", "kind": "case", "text": "正文"}, "title", "缺少"),
        ({"id": "x", "kind": "case", "title": "t", "text": "  "}, "text", "缺少"),
        ({"id": "x", "kind": "case", "title": "t", "text": 5}, "text", "不是文字"),
        ({"id": "x", "kind": "law_article", "title": "某某条例", "text": "正文"}, "article", "没有条号"),
        ({"id": "x", "kind": "case", "title": "t", "text": "a", "asked": "?"}, "asked", "列表"),
    ],
)
def test_a_line_at_fault_names_field_and_reason(load: Load, row: dict[str, Any], field: str, words: str) -> None:
    report = load([SMALL[0], row])
    assert report.refused == 1
    assert (report.errors[0]["line"], report.errors[0]["field"]) == (2, field)
    assert words in report.errors[0]["reason"]
    assert LibraryEntry.objects.count() == 0, "one line at fault, nothing written"


def test_the_number_of_an_article_may_stand_in_the_title(load: Load) -> None:
    load([{"id": "x", "kind": "law_article", "title": "某某条例 第一百零三条", "text": "正文"}])
    assert LibraryEntry.objects.get().article == 103


def test_duplicate_ids_broken_encoding_and_broken_json(db: None) -> None:
    good = jsonl(SMALL[:1])[0]
    report = import_lines([good, good, "中文".encode("gbk"), b"{", b"", b"[1]"], at=NOON)
    assert [error["line"] for error in report.errors] == [2, 3, 4, 6]
    assert "重复" in report.errors[0]["reason"]
    assert "UTF-8" in report.errors[1]["reason"]
    assert LibraryEntry.objects.count() == 0


def test_importing_again_replaces_and_counts_versions(load: Load, small: Report) -> None:
    before = {row.external_id: row.version for row in LibraryEntry.objects.all()}
    changed = {**SMALL[0], "text": "改过的条文。"}
    load([changed])
    row = LibraryEntry.objects.get(external_id="reg-30")
    assert row.text == "改过的条文。"
    assert row.version > before["reg-30"]
    assert LibraryEntry.objects.count() == len(SMALL)


def test_the_editors_synonyms_survive_an_import(load: Load, small: Report) -> None:
    assert SearchAlias.objects.count() >= 60
    SearchAlias.objects.filter(lay="多久答复").update(official="改过")
    load(SMALL)
    assert SearchAlias.objects.get(lay="多久答复").official == "改过"


def test_rows_and_outbox_come_together(small: Report) -> None:
    assert SearchOutbox.objects.filter(kind="entry").count() == len(SMALL)


def test_command_imports_and_reports(db: None, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join(jsonl(SMALL)))
    out = StringIO()
    call_command("library", "import", str(path), stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue()) == {"read": 8, "accepted": 8, "refused": 0, "errors": []}
    assert SearchOutbox.objects.count() == 0, "the command indexes before it ends"


def test_command_exits_with_one_and_a_line_a_fault(db: None, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id":"a"}\n{"id":"b"}\n')
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("library", "import", str(path), stdout=out, stderr=err)
    assert stop.value.code == 1
    assert len(err.getvalue().strip().splitlines()) == 2
    assert json.loads(out.getvalue())["refused"] == 2


def test_command_used_wrongly_exits_with_two(db: None) -> None:
    with pytest.raises(CommandError) as wrong:
        call_command("library", "import", "没有这个文件.jsonl")
    assert wrong.value.returncode == 2


def test_docx_is_cut_by_article(db: None, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed: DOCX import not checked")
    document = docx.Document()
    for line in (
        "某区办法",
        "第一章 总则",
        "第一条 为了规范工作。",
        "第二条 本区适用。",
        "前款所称本区。",
        "第三条 自发布之日起施行。",
    ):
        document.add_paragraph(line)
    path = tmp_path / "某区办法.docx"
    document.save(str(path))
    call_command("library", "import", str(path), stdout=StringIO(), stderr=StringIO())
    rows = list(LibraryEntry.objects.order_by("article").values_list("article", "title", "text"))
    assert rows[1] == (2, "某区办法 第二条", "本区适用。\n前款所称本区。")
    assert len(rows) == 3


def test_a_file_that_is_no_docx_is_refused_plainly(db: None, tmp_path: Path) -> None:
    pytest.importorskip("docx", reason="python-docx is not installed: DOCX import not checked")
    path = tmp_path / "x.docx"
    path.write_bytes(b"no zip")
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("library", "import", str(path), stdout=StringIO(), stderr=err)
    assert "不是可以读取的 DOCX" in err.getvalue()


def test_names_of_the_files_are_those_of_the_data(shared_data: Path) -> None:
    assert all((shared_data / "texts" / f"{name}.jsonl").is_file() for name in FILES)


def test_the_texts_of_the_product_and_of_the_practice_district_come_in(db: None) -> None:
    """Every row is accepted, every outcome a handler chooses by a ground of his own has a text for its slot."""
    assert precedents.seed(at=NOON) == LibraryEntry.objects.count() > 20
    texts = LibraryEntry.objects.filter(document__kind="standard_text")
    assert all(text.slot and text.outcomes for text in texts)
    fates = set(LibraryEntry.objects.filter(document__kind="precedent").values_list("fate", flat=True))
    assert {"upheld", "corrected"} <= fates


@pytest.mark.parametrize(
    ("status", "begins", "ends"),
    [
        ("in force since 2019-05-15", date(2019, 5, 15), None),
        ("REPEALED 2025-06-01", None, date(2025, 6, 1)),
        ("现行有效，2024-01-01起施行", date(2024, 1, 1), None),
        ("in force", None, None),
    ],
)
def test_the_days_of_a_rule_are_read_from_its_status(
    load: Load, status: str, begins: date | None, ends: date | None
) -> None:
    load([{"id": "x", "kind": "law_article", "title": "某办法 第一条", "text": "甲。", "status": status}])
    document = LibraryDocument.objects.get(title="某办法")
    assert (document.in_force_on, document.repealed_on) == (begins, ends)


def test_a_rule_that_begins_later_is_not_in_force_yet(load: Load) -> None:
    load([{"id": "x", "kind": "law_article", "title": "某办法 第一条", "text": "甲。", "in_force_on": "2027-01-01"}])
    assert LibraryDocument.objects.get(title="某办法").do_not_follow == "尚未施行，不得引用"


def test_a_day_there_is_not_is_refused(load: Load) -> None:
    row = {"id": "x", "kind": "law_article", "title": "某办法 第一条", "text": "甲。", "in_force_on": "2026-02-30"}
    assert "不是日期" in load([row]).errors[0]["reason"]


@pytest.mark.parametrize(
    ("articles", "outcomes"),
    [
        (["16条2款"], ["D6", "D7"]),
        (["条例第十六条第一款"], ["D5"]),
        (["条例第十六条"], ["D5", "D6", "D7"]),
        (["条例第三十九条第二款"], ["R3"]),
        (["条例第三十六条第四项"], ["N1a"]),
        (["条例第六条"], []),
    ],
)
def test_the_outcome_is_read_from_the_article_and_its_paragraph(
    load: Load, articles: list[str], outcomes: list[str]
) -> None:
    load([{"id": "x", "kind": "case", "title": "某案", "text": "某事。", "articles": articles}])
    assert LibraryEntry.objects.get(external_id="x").outcomes == outcomes


def test_importing_again_without_a_number_keeps_the_one_known(load: Load) -> None:
    row = {"id": "x", "kind": "law_article", "title": "某办法 第一条", "text": "甲。"}
    load([row | {"number": "某政发〔2026〕1号"}])
    load([row])
    assert LibraryDocument.objects.get(title="某办法").number == "某政发〔2026〕1号"
