"""A periodic report as a workbook and as a word-processor file."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from casework.office import fit
from casework.spreadsheet import safe
from casework.statistics.document import BODY_FONT, HEADING_FONT, TITLE_FONT, add_heading, add_paragraph, add_run, ruled
from casework.statistics.figure import Figure
from casework.statistics.periodic import Report, widths


def to_xlsx(report: Report) -> bytes:
    """One sheet of sentences, one a table."""
    book = Workbook()
    sheet = book.active
    sheet.title = "说明"
    sheet.append([safe(report.title)])
    sheet["A1"].font = Font(bold=True, size=14)
    for text in (report.period, *report.paragraphs):
        sheet.append([safe(text)])
    sheet.column_dimensions["A"].width = 110
    for row in sheet.iter_rows(min_row=2):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    for figure in report.figures:
        _sheet(book, figure)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet(book: Workbook, figure: Figure) -> None:
    sheet = book.create_sheet(figure.title[:31])
    sheet.append([safe(name) for name in figure.head])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in figure.table():
        sheet.append([safe(value) for value in row])
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 34
    if figure.note:
        sheet.append([])
        sheet.append([safe(figure.note)])


def to_docx(report: Report) -> bytes:
    """Title, sentences and tables on A4."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(26), Mm(24)
    word.core_properties.title = fit(report.title)
    word.core_properties.language, word.core_properties.author = "zh-CN", fit(report.whose)
    add_paragraph(word, report.title, TITLE_FONT, 22, ALIGN.CENTER)
    add_paragraph(word, f"（{report.period}）", BODY_FONT, 14, ALIGN.CENTER)
    for text in report.paragraphs:
        add_paragraph(word, text, BODY_FONT, 16, indent=True)
    for figure in report.figures:
        add_heading(word, figure.title)
        _table(word, figure)
        if figure.note:
            add_paragraph(word, figure.note, BODY_FONT, 10)
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _table(word: object, figure: Figure) -> None:
    rows = [list(figure.head), *([str(value) for value in row] for row in figure.table())]
    table = ruled(word, len(rows), widths(figure))
    for at, (line, values) in enumerate(zip(table.rows, rows, strict=True)):
        for place, (cell, value) in enumerate(zip(line.cells, values, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = ALIGN.LEFT if place == 0 else ALIGN.RIGHT
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            add_run(paragraph, str(value), BODY_FONT if at else HEADING_FONT, 10)
