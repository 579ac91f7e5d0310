"""The same blocks as a word-processor file, for reading and hand work; nothing comes back from it.

Fonts are named as offices have them (仿宋_GB2312, 方正小标宋简体, 黑体, 楷体_GB2312); the grid of 22 lines and 28
characters is set in the section, so the processor breaks the lines itself.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from letters import geometry
from letters.blocks import Block, Cell, Document, FormLine, FormNote, FormTitle, Paragraph, Table, chinese_date
from letters.compose import CELL_POINTS, EM_POINTS
from letters.form_page import signature_line

FANGSONG, XIAOBIAOSONG, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
_RED = RGBColor(0xE6, 0x00, 0x12)
_LINE_TWIPS = 579
_CHARACTER_SPACE = round((CELL_POINTS - EM_POINTS) * 4096)
_HEADING_FONT = {"heading1": HEI, "heading2": KAI}
_EPOCH = (2000, 1, 1, 0, 0, 0)


def to_docx(document: Document) -> bytes:
    """The document as .docx; the same document gives the same bytes.

    A character without a glyph is not refused here: the reader's own fonts decide what can be shown.
    """
    word = new_document()
    _properties(word, document)
    if document.style == "form":
        _form(word, document)
    else:
        _official(word, document)
    buffer = io.BytesIO()
    word.save(buffer)
    return _undated(buffer.getvalue())


def _properties(word: Any, document: Document) -> None:
    day = document.facts.signed_on
    moment = datetime(day.year, day.month, day.day) if day else datetime(*_EPOCH[:3])  # noqa: DTZ001
    core = word.core_properties
    core.title, core.author, core.language = "".join(document.title), document.facts.organ_name, "zh-CN"
    core.created = core.modified = moment
    core.last_modified_by, core.comments = "", ""
    normal = word.styles["Normal"]
    normal.font.size = Pt(EM_POINTS if document.style != "form" else 12)
    _font(normal, FANGSONG)
    normal.paragraph_format.space_after = Pt(0)


def _font(target: Any, name: str) -> None:
    target.font.name = name
    properties = target.element.get_or_add_rPr() if hasattr(target, "element") else target._element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def _official(word: Any, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(geometry.TOP), Mm(297 - geometry.TOP - geometry.HEIGHT)
    section.left_margin, section.right_margin = Mm(geometry.LEFT), Mm(210 - geometry.LEFT - geometry.WIDTH)
    section.footer_distance = Mm(24)
    _grid(section)
    _page_numbers(word, section, letter=document.style == "letter")
    _head(word, document)
    for line in document.title:
        _text(word, line, font=XIAOBIAOSONG, size=22, align=ALIGN.CENTER)
    _text(word, "")
    for block in document.blocks:
        assert isinstance(block, Paragraph)
        if block.kind == "attachment" and block.text.startswith("附件："):
            _text(word, "")
        first, left = _indents(block)
        _text(word, block.text, font=_HEADING_FONT.get(block.kind, FANGSONG), first=first, left=left)
    _signature(word, document)
    if document.note:
        _text(word, document.note, first=2)


def _head(word: Any, document: Document) -> None:
    letter = document.style == "letter"
    size = geometry.mark_points(document.mark, document.style)
    mark = _text(word, document.mark, font=XIAOBIAOSONG, size=size, align=ALIGN.CENTER, color=_RED, exact=False)
    number = _text(word, document.number or " ", align=ALIGN.RIGHT if letter else ALIGN.CENTER)
    _border(mark if letter else number, "w:bottom", "thickThinSmallGap" if letter else "single")
    _text(word, "")
    _text(word, "")


def _indents(block: Paragraph) -> tuple[float, float]:
    """(first line against the others, left) in cells."""
    if block.kind == "addressee":
        return 0, 0
    if block.kind == "attachment":
        return (-3, 5) if block.text.startswith("附件：") else (0, 5)
    return 2, 0


def _signature(word: Any, document: Document) -> None:
    sign = document.signature
    if sign is None:
        return
    day = chinese_date(sign.day) if sign.day else "    年  月  日"
    _text(word, "")
    _text(word, "")
    place = geometry.signing(sign.organ, day, 0)
    for name, left, _ in place.names:
        _text(word, name, left=left / geometry.CELL)
    _text(word, day, left=place.date_left / geometry.CELL)


def _text(
    parent: Any, text: str, *, font: str = FANGSONG, size: float = EM_POINTS, align: Any = None, first: float = 0,
    left: float = 0, color: Any = None, exact: bool = True,
) -> Any:  # fmt: skip
    """One paragraph; `first` and `left` in cells, `size` in points."""
    paragraph = parent.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing = Pt(28.95) if exact else None
    form.first_line_indent, form.left_indent = Pt(first * CELL_POINTS), Pt(left * CELL_POINTS)
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _font(run, font)
    if color is not None:
        run.font.color.rgb = color
    return paragraph


def _grid(section: Any) -> None:
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(_LINE_TWIPS))
    grid.set(qn("w:charSpace"), str(_CHARACTER_SPACE))


def _border(paragraph: Any, side: str, style: str) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(side)
    for name, value in (("w:val", style), ("w:sz", "18"), ("w:space", "8"), ("w:color", "E60012")):
        line.set(qn(name), value)
    borders.append(line)
    later = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *later)


def _page_numbers(word: Any, section: Any, *, letter: bool) -> None:
    """Odd pages right, even pages left, one character in; a letter's first page has the red rule instead."""
    word.settings.odd_and_even_pages_header_footer = True
    section.different_first_page_header_footer = letter
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = align
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        for kind, text in (("text", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("text", " —")):
            _field(paragraph.add_run(), kind, text)
    if letter:
        _border(section.first_page_footer.paragraphs[0], "w:top", "thinThickSmallGap")


def _field(run: Any, kind: str, text: str) -> None:
    run.font.size = Pt(14)
    _font(run, SONG)
    if kind == "text":
        run.text = text
    elif kind == "code":
        code = OxmlElement("w:instrText")
        code.text = text
        run._r.append(code)
    else:
        char = OxmlElement("w:fldChar")
        char.set(qn("w:fldCharType"), kind)
        run._r.append(char)


def _form(word: Any, document: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(24),
        Mm(20),
        Mm(25),
        Mm(20),
    )
    for line in document.title:
        _text(word, line, font=XIAOBIAOSONG, size=22, align=ALIGN.CENTER, exact=False)
    for block in document.blocks:
        _form_block(word, block)


def _form_block(word: Any, block: Block) -> None:
    if isinstance(block, Table):
        _table(word, block)
    elif isinstance(block, FormTitle):
        _text(word, block.text, font=XIAOBIAOSONG, size=18, align=ALIGN.CENTER, exact=False)
    elif isinstance(block, FormLine):
        _text(word, "　".join(t for t in (block.left, block.right) if t.strip()), size=12, exact=False)
    elif isinstance(block, FormNote):
        _text(word, block.text, size=10.5, exact=False)


def _table(word: Any, block: Table) -> None:
    table = word.add_table(rows=len(block.rows), cols=len(block.widths))
    table.style = "Table Grid"
    table.autofit = False
    for r, row in enumerate(block.rows):
        column = 0
        for cell in row:
            target = table.cell(r, column)
            if cell.colspan > 1:
                target = target.merge(table.cell(r, column + cell.colspan - 1))
            target.width = Mm(165 * sum(block.widths[column : column + cell.colspan]) / 100)
            _fill(target, cell)
            column += cell.colspan
        height = max(c.height_mm for c in row)
        if height:
            table.rows[r].height = Mm(height)
        if r < block.head_rows:
            table.rows[r]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill(target: Any, cell: Cell) -> None:
    marks = "　".join(("☑" if chosen else "□") + label for label, chosen in cell.choices)
    text = "\n".join(part for part in (cell.text, marks) if part)
    paragraph = target.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER if cell.label or cell.centred else None
    paragraph.add_run(text)
    if cell.signature:
        signed = target.add_paragraph()
        signed.add_run(signature_line(cell))
        signed.alignment = ALIGN.RIGHT


def _undated(package: bytes) -> bytes:
    """The same package with fixed times in the archive, so that equal documents are equal files."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _EPOCH)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, source.read(entry))
    return result.getvalue()
