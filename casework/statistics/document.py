"""The annual report as a word-processor file: six parts and three tables, to be completed by hand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from casework.office import fit
from casework.statistics.grid import Grid, grids
from casework.statistics.tables import SECTIONS
from casework.statistics.text import opening
from casework.statistics.workbook import placed

TITLE_FONT, HEADING_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
TEXT_MM = 210 - 26 - 24  # between the margins of A4
BLACK = RGBColor(0, 0, 0)
_TABLE_AFTER = {1: 0, 2: 1, 3: 2}
_BY_HAND = {
    4: "（请填写本年度工作中存在的主要问题和改进措施。）",
    5: "（请填写信息处理费收取情况等其他需要报告的事项。）",
}


def to_docx(content: dict[str, Any]) -> bytes:
    """Return the report as .docx; the text of part one quotes the tables, never the other way round."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(26), Mm(24)
    word.core_properties.title = fit(title(content))
    word.core_properties.language = "zh-CN"
    word.core_properties.author = fit(str(content["organ"]))
    add_paragraph(word, title(content), TITLE_FONT, 22, ALIGN.CENTER)
    tables = grids(content)
    for at, heading in enumerate(SECTIONS):
        add_heading(word, heading)
        if at == 0:
            for text in opening(content):
                add_paragraph(word, text, BODY_FONT, 16, indent=True)
        if at in _TABLE_AFTER:
            _table(word, tables[_TABLE_AFTER[at]])
        if at in _BY_HAND:
            add_paragraph(word, _BY_HAND[at], BODY_FONT, 16, indent=True)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def title(content: dict[str, Any]) -> str:
    return f"{content['organ']}{content['year']}年政府信息公开工作年度报告"


def add_heading(word: Any, text: str) -> None:
    paragraph = word.add_heading(level=1)
    add_run(paragraph, text, HEADING_FONT, 16)


def add_paragraph(word: Any, text: str, font: str, size: float, align: Any = None, *, indent: bool = False) -> None:
    paragraph = word.add_paragraph()
    paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(size * 2)
    add_run(paragraph, text, font, size)


def add_run(paragraph: Any, text: str, font: str, size: float) -> None:
    run = paragraph.add_run(fit(text))
    run.font.size, run.font.name, run.font.color.rgb = Pt(size), font, BLACK
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(word: Any, grid: Grid) -> None:
    table = ruled(word, len(grid.rows), grid.widths)
    cells = [list(row.cells) for row in table.rows]
    for box, row, column in placed(grid):
        cell = cells[row][column]
        if box.across > 1 or box.down > 1:
            cell = cell.merge(cells[row + box.down - 1][column + box.across - 1])
        paragraph = cell.paragraphs[0]
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        add_run(paragraph, str(box.text), HEADING_FONT if box.head else BODY_FONT, 9 if grid.columns > 4 else 12)


def ruled(word: Any, rows: int, widths: Sequence[float]) -> Any:
    """A table over the whole width whose columns have these shares of it, in whatever program opens it."""
    table = word.add_table(rows=rows, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(TEXT_MM * share / sum(widths))
        for cell in column.cells:
            cell.width = column.width
    for row in table.rows:
        _keep_whole(row)
    return table


def _keep_whole(row: Any) -> None:
    """A row does not break over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
