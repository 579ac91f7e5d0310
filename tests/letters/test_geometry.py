"""GB/T 9704-2012 on the finished page, measured from what poppler reads back."""

import re
import subprocess
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from letters import geometry
from letters.blocks import Document, Paragraph
from letters.build import build
from letters.catalogue import CATALOGUE
from letters.page import composed
from letters.render import render
from letters.samples import sample

MM = 72 / 25.4
OFFICIAL = [kind.key for kind in CATALOGUE if kind.style != "form"]
LINE = re.compile(r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>', re.S)


def measured(document: Document, tmp_path: Path) -> list[list[tuple[float, float, float, str]]]:
    """Per page the lines as (left, baseline region bottom, right, text) in mm."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(render(document).pdf)
    command = ["pdftotext", "-bbox-layout", str(path), "-"]
    xml = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pages = []
    for page in xml.split("<page ")[1:]:
        assert page.startswith('width="595.275') and 'height="841.889' in page[:60]
        lines = []
        for x0, _, x1, y1, words in LINE.findall(page):
            text = "".join(re.findall(r">([^<]+)</word>", words))
            lines.append((float(x0) / MM, float(y1) / MM, float(x1) / MM, text))
        pages.append(sorted(lines, key=lambda line: line[1]))
    return pages


@cache
def sample_pages(key: str, folder: Path) -> list[list[tuple[float, float, float, str]]]:
    return measured(build(key, sample(key)), folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("letters")


@pytest.fixture(scope="module")
def long_letter() -> Document:
    document = build("F24-D4", sample("F24-D4"))
    filler = Paragraph("济南市历城区人民政府依法公开政府信息并接受监督" * 12)
    return replace(document, blocks=(*document.blocks, *[filler] * 8))


def test_running_lines_reach_both_edges(long_letter, tmp_path):
    printed = {text: (left, right) for page in measured(long_letter, tmp_path) for left, _, right, text in page}
    checked = 0
    for paragraph in composed(long_letter):
        for line in paragraph.lines[:-1]:
            left, right = printed[line.text.replace(" ", "")]
            assert right == pytest.approx(184, abs=0.8)
            assert left == pytest.approx(28 + line.indent * geometry.CELL, abs=1.6)
            checked += 1
    assert checked > 60


def test_full_pages_have_22_lines_on_one_grid(long_letter, tmp_path):
    pages = measured(long_letter, tmp_path)
    body = [line for line in pages[1] if line[1] < 264]
    assert len(body) == 22
    for upper, lower in pairwise(body):
        assert lower[1] - upper[1] == pytest.approx(225 / 22, abs=0.05)


def test_a_plain_line_holds_28_characters(long_letter, tmp_path):
    pages = measured(long_letter, tmp_path)
    plain = [text for _, _, _, text in pages[1] if re.fullmatch(r"[\u4e00-\u9fff]+", text)]
    assert max(map(len, plain)) == 28


@pytest.mark.parametrize("key", OFFICIAL)
def test_page_numbers_start_where_the_format_says(key, folder):
    document = build(key, sample(key))
    pages = sample_pages(key, folder)
    for number, page in enumerate(pages, start=1):
        shown = [line for line in page if re.fullmatch(r"—\s*\d+\s*—", line[3])]
        if document.style == "letter" and number == 1:
            assert shown == []
            continue
        (left, _, right, text) = shown[0]
        assert text.replace(" ", "") == f"—{number}—"
        inset = 184 - right if number % 2 else left - 28
        assert inset == pytest.approx(14 / MM, abs=1.0)


@pytest.mark.parametrize("key", OFFICIAL)
def test_date_stands_four_characters_in_under_the_name(key, folder):
    document = build(key, sample(key))
    last = [line for page in sample_pages(key, folder) for line in page]
    dates = [line for line in last if re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", line[3])]
    left, bottom, right, _ = dates[-1]
    assert 184 - right == pytest.approx(4 * geometry.CELL, abs=1.5)
    name = [line for line in last if line[3].endswith(document.signature.organ[-4:]) and line[1] < bottom][-1]
    assert (name[0] + name[2]) / 2 == pytest.approx((left + right) / 2, abs=0.6)


def test_the_signature_never_stands_alone(tmp_path):
    """不得“此页无正文”: whatever the length, the page with the seal carries text."""
    document = build("F21", sample("F21"))
    short = replace(document, blocks=document.blocks[:3], note="")
    for count in range(9, 22):
        grown = replace(short, blocks=(*short.blocks, *[Paragraph("字句。")] * count))
        pages = measured(grown, tmp_path)
        assert any(text == "字句。" for _, _, _, text in pages[-1])


@pytest.mark.parametrize(
    "organ", ["济南市历城区人民政府", "济南市历城区人民政府山大路街道办事处", "济南市历城区司法局"]
)
@pytest.mark.parametrize("seal", [42.0, 45.0])
def test_seal_is_centred_on_the_date_and_presses_it(organ, seal):
    place = geometry.signing(organ, "2026年3月20日", seal)
    left, top, size = place.seal
    assert size == seal
    date_centre = place.date_left + geometry.text_width("2026年3月20日") / 2
    assert left + size / 2 == pytest.approx(date_centre)
    assert top + size / 2 < place.date_top + geometry.PITCH / 2 < top + size
    assert 0 <= top < geometry.PITCH


@pytest.mark.parametrize("organ", ["济南市历城区人民政府", "济南市历城区人民政府山大路街道办事处"])
def test_heads_keep_the_distances_of_the_standard(organ):
    head = geometry.letter_head(organ)
    assert geometry.TOP + head.number_top - (geometry.TOP + head.rule_top + geometry.DOUBLE_RULE) == pytest.approx(
        geometry.BODY_EM * 7 / 8
    )
    assert geometry.TOP + head.foot_rule_top + geometry.DOUBLE_RULE == pytest.approx(297 - 20)
    doc = geometry.doc_head(organ + "文件")
    assert doc.rule_top - doc.number_top - geometry.BODY_EM == pytest.approx(4)
