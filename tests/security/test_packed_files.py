"""A small file that unpacks to a giant, or claims a billion cells, is refused with a sentence before it is read."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from casework.exchange import sheets
from casework.library.readers import UnreadableFile, lines_of
from casework.statistics.files import report_of
from casework.statistics.published import BadReport

SHEET, STRINGS, DOCUMENT = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "word/document.xml"


def with_part(content: bytes, name: str, old: bytes, new: bytes, times: int = 1) -> bytes:
    """The package with one part changed; ``new`` stands ``times`` over, packed to almost nothing."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for part in source.infolist():
            read = source.read(part)
            target.writestr(part.filename, read.replace(old, new * times) if part.filename == name else read)
    return made.getvalue()


@pytest.fixture
def workbook() -> bytes:
    book, made = Workbook(), io.BytesIO()
    book.active.append(["收到申请", "总计"])
    book.save(made)
    return made.getvalue()


@pytest.fixture
def document() -> bytes:
    book, made = docx.Document(), io.BytesIO()
    book.add_table(rows=3, cols=2)
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("reference", [b'"A1:XFD1048576"', b"'A1:XFD104857&#54;'", b'"A:XFD"'])
def test_a_merged_range_over_the_whole_sheet_is_refused(workbook: bytes, reference: bytes) -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref=%b/></mergeCells>' % reference
    with pytest.raises(BadReport, match="合并单元格"):
        report_of("报告.xlsx", with_part(workbook, SHEET, b"</sheetData>", merged))


def test_a_cell_over_a_hundred_million_columns_is_refused(document: bytes) -> None:
    wide = with_part(document, DOCUMENT, b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="100000000"/>')
    with pytest.raises(BadReport, match="列"):
        report_of("报告.docx", wide)


def test_a_rule_with_such_a_cell_is_read(document: bytes, tmp_path: Path) -> None:
    wide = with_part(document, DOCUMENT, b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="100000000"/>')
    wide = with_part(wide, DOCUMENT, b"<w:p/>", "<w:p><w:r><w:t>第一条</w:t></w:r></w:p>".encode())
    (path := tmp_path / "规则.docx").write_bytes(wide)
    assert len(lines_of(path, kind="policy")) == 1


def test_a_report_that_unpacks_to_a_giant_is_refused(workbook: bytes) -> None:
    big = with_part(workbook, SHEET, b"</sheetData>", b" " * 1_000_000, 30)
    with pytest.raises(BadReport, match="过大"):
        report_of("报告.xlsx", big)


def test_a_rule_that_unpacks_to_a_giant_is_refused(document: bytes, tmp_path: Path) -> None:
    (path := tmp_path / "规则.docx").write_bytes(with_part(document, DOCUMENT, b"</w:body>", b" " * 1_000_000, 110))
    with pytest.raises(UnreadableFile, match="过大"):
        lines_of(path, kind="policy")


def test_a_register_that_unpacks_to_a_giant_is_refused(workbook: bytes, tmp_path: Path) -> None:
    (path := tmp_path / "台账.xlsx").write_bytes(
        with_part(workbook, "xl/styles.xml", b"</styleSheet>", b" " * 1_000_000, 210)
    )
    with pytest.raises(sheets.Unreadable, match="过大"):
        list(sheets.lines(path))


HOSTILE = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><a>&b;&c;</a>',
    b"<a/>",
    b"<a",
)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_workbook_with_a_broken_part_is_refused(workbook: bytes, part: str, hostile: bytes, tmp_path: Path) -> None:
    broken = replaced(workbook, part, hostile)
    with pytest.raises(BadReport):
        report_of("报告.xlsx", broken)
    (path := tmp_path / "台账.xlsx").write_bytes(broken)
    with suppress(sheets.Unreadable):
        assert "root:" not in str(list(sheets.lines(path)))


@pytest.mark.parametrize("part", [DOCUMENT, "word/_rels/document.xml.rels", "[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_document_with_a_broken_part_is_refused(document: bytes, part: str, hostile: bytes, tmp_path: Path) -> None:
    broken = replaced(document, part, hostile)
    with pytest.raises(BadReport):
        report_of("报告.docx", broken)
    (path := tmp_path / "规则.docx").write_bytes(broken)
    with pytest.raises(UnreadableFile):
        lines_of(path, kind="policy")


def replaced(content: bytes, name: str, part: bytes) -> bytes:
    """The package with another part in place of this one."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for entry in source.infolist():
            target.writestr(entry.filename, part if entry.filename == name else source.read(entry))
    return made.getvalue()
