"""The word-processor file holds the same text, fonts and grid."""

import io
import time

import pytest
from docx import Document as read_docx
from docx.oxml.ns import qn

from letters.blocks import Paragraph, Table
from letters.build import build
from letters.catalogue import CATALOGUE
from letters.export_docx import to_docx
from letters.samples import sample


def opened(key):
    document = build(key, sample(key))
    return document, read_docx(io.BytesIO(to_docx(document)))


@pytest.mark.parametrize("key", [kind.key for kind in CATALOGUE])
def test_every_text_is_in_the_file(key):
    document, word = opened(key)
    text = "\n".join(p.text for p in word.paragraphs)
    text += "\n".join(c.text for t in word.tables for row in t.rows for c in row.cells)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert block.text in text
        if isinstance(block, Table):
            assert all(cell.text in text for row in block.rows for cell in row)


def test_fonts_grid_and_margins():
    _, word = opened("F24-D4")
    by_text = {p.text: p for p in word.paragraphs}
    assert by_text["政府信息不予公开答复书"].runs[0].font.name == "方正小标宋简体"
    assert by_text["一、认定的事实和理由"].runs[0].font.name == "黑体"
    section = word.sections[0]
    assert round(section.top_margin.mm) == 37 and round(section.left_margin.mm) == 28
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars" and grid.get(qn("w:linePitch")) == "579"


def test_head_rows_of_a_form_repeat():
    _, word = opened("F41")
    assert any(row._tr.find(f".//{qn('w:tblHeader')}") is not None for t in word.tables for row in t.rows)


def test_same_document_same_bytes():
    document = build("F21", sample("F21"))
    first = to_docx(document)
    time.sleep(2.1)
    assert to_docx(document) == first
