"""Files for the library that are made to break it are refused with a sentence, line by line, or read in time."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from casework.library import readers
from casework.library.importers import import_lines
from casework.library.models import LibraryEntry
from casework.models import Staff
from tests.conftest import NOON

LINE: dict[str, Any] = {"id": "x", "kind": "law_article", "title": "某办法 第一条", "article": 1, "text": "正文。"}
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"year": 10**20}, {"year": -5}, {"article": 10**30}, {"article": -1},
        {"title": f"某办法 第{'9' * 5000}条", "article": None}, {"title": f"某办法 第{'9' * 30}条", "article": None},
    ],
)  # fmt: skip
def test_a_number_no_database_keeps_is_refused_with_its_line(change: dict[str, Any]) -> None:
    report = import_lines([json.dumps(LINE | change).encode()], at=NOON)
    assert (report.refused, LibraryEntry.objects.count()) == (1, 0)
    assert report.errors[0]["line"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"text": "正\0文\ud800。"}, {"id": "\ud800x"}, {"title": "\udfff某办法 第一条"}, {"topic": "\0"},
        {"keywords": ["a\0b", "\ud800"]}, {"asked": ["怎么\0问"]}, {"chapter": "\0"},
        {"outcomes": [["G1"], {}, None]}, {"slot": {}}, {"articles": [{"a": "\ud800"}]},
    ],
)  # fmt: skip
def test_what_no_database_keeps_is_left_out(change: dict[str, Any]) -> None:
    report = import_lines([json.dumps(LINE | change).encode()], at=NOON)
    assert (report.accepted, report.errors) == (1, [])
    kept = json.dumps(list(LibraryEntry.objects.values("text", "title", "keywords", "topic", "external_id")))
    assert "\\u0000" not in kept and "\\ud800" not in kept


@pytest.mark.django_db
def test_markup_in_a_text_is_shown_as_text(cast: dict[str, Staff], signed_in: Callable[[Staff], Client]) -> None:
    """In titles, snippets, keywords, facets, suggestions, the desk, and what goes into a draft."""
    fields = ("title", "text", "topic", "decided_by", "warning", "organ", "source", "outcome", "chapter", "status")
    hostile: dict[str, Any] = dict.fromkeys(fields, f"征收 {MARKUP}")
    hostile |= {"id": f"h{MARKUP}", "kind": "case", "keywords": [MARKUP, "征收"], "asked": [MARKUP], "year": 2024}
    assert import_lines([json.dumps(hostile).encode()], at=NOON).errors == []
    entry = LibraryEntry.objects.get()
    pages = ["/library/", f"/library/?q=征收+{MARKUP}", f"/library/entries/{entry.pk}/?q=征收", "/library/laws/"]
    pages += ["/library/kinds/precedent/", f"/library/desk/{entry.document_id}/", "/library/desk/"]
    for path in pages:
        shown = signed_in(cast["周编辑"]).get(path)
        assert shown.status_code == 200
        assert "<script>alert" not in shown.content.decode() and "<img src=x" not in shown.content.decode()
    told = signed_in(cast["周编辑"]).get("/library/suggest/", {"q": "征收"})
    assert told["Content-Type"] == "application/json" and told["X-Content-Type-Options"] == "nosniff"


def test_a_rule_of_endless_lines_is_cut_in_time(tmp_path: Path) -> None:
    start = process_time()
    readers.lines_of_text("第一条　正文\n" + "a\n" * 1_000_000, title="某办法")
    assert process_time() - start < 20


def test_a_pdf_of_endless_pages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MOST_PAGES", 3)
    writer, path = PdfWriter(), tmp_path / "规则.pdf"
    for _ in range(5):
        writer.add_blank_page(100, 100)
    writer.write(path)
    with pytest.raises(readers.UnreadableFile, match="超过 3 页"):
        readers.lines_of(path, kind="policy")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["规则.docx", "规则.pdf", "规则.jsonl"])
def test_what_is_not_what_it_says_is_refused_on_the_desk(
    name: str, cast: dict[str, Staff], signed_in: Callable[[Staff], Client]
) -> None:
    file = SimpleUploadedFile(name, io.BytesIO(b"PK\x03\x04" + b"\0" * 99).getvalue())
    answer = signed_in(cast["周编辑"]).post("/library/desk/add/", {"kind": "policy", "file": file})
    assert answer.status_code in (200, 422)
    assert LibraryEntry.objects.count() == 0
