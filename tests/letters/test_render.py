"""The finished PDF: its text, its bytes, its refusals."""

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from letters.blocks import Paragraph
from letters.build import build
from letters.errors import CharacterRefused, RenderingFailed, TooLong
from letters.export_docx import to_docx
from letters.mailing import Mail, envelopes, labels, posting_list
from letters.render import render, render_markup
from letters.samples import sample
from letters.settings import LetterSettings

NAMES = ["欧阳娜娜", "买买提·艾力", "李𪚥", "䶮某某", "㛃", "𬱟", "Jean-Luc Müller", "王喆"]


def text_of(pdf: bytes, tmp_path: Path, how: str = "-layout") -> str:
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", how, str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("name", NAMES)
def test_names_come_back_exactly_from_the_pdf(name, tmp_path):
    text = text_of(render(build("F21", sample("F21", applicant_name=name))).pdf, tmp_path)
    assert f"{name}：" in text


def test_names_come_back_from_forms_envelopes_labels_and_posting_lists(tmp_path):
    items = [Mail(name, "某路1号", "250100", "答复书") for name in NAMES]
    papers = [
        envelopes(items, "dl"),
        envelopes(items, "c5"),
        labels(items),
        posting_list(items, organ="某街道", day=date(2026, 3, 20)),
    ]
    for pdf in papers:
        text = "".join(text_of(pdf, tmp_path, "-raw").split())  # cells side by side, each by itself
        assert [name for name in NAMES if name.replace(" ", "") not in text] == []
    for key in ("F02", "F05", "F35", "F44-A"):
        for name in NAMES:
            text = "".join(text_of(render(build(key, sample(key, applicant_name=name))).pdf, tmp_path).split())
            assert name.replace(" ", "") in text, f"{key} {name}"


@pytest.mark.parametrize("key", ["F21", "F05"])
def test_names_come_back_exactly_from_the_word_processor_file(key):
    for name in NAMES:
        archive = zipfile.ZipFile(io.BytesIO(to_docx(build(key, sample(key, applicant_name=name)))))
        text = "".join(ElementTree.fromstring(archive.read("word/document.xml")).itertext())
        assert name in text


def test_the_whole_text_comes_back(tmp_path):
    document = build("F24-D4", sample("F24-D4"))
    text = re.sub(r"—\d+—", "", re.sub(r"\s", "", text_of(render(document).pdf, tmp_path)))
    for paragraph in document.blocks:
        assert re.sub(r"\s", "", paragraph.text) in text


def test_a_name_without_a_glyph_is_refused_before_a_document_exists():
    with pytest.raises(CharacterRefused, match="𰻝"):
        render(build("F21", sample("F21", applicant_name="李𰻝")))


def test_markup_in_a_name_prints_as_itself(tmp_path):
    name = "<img src=x onerror=1><b>"
    text = text_of(render(build("F21", sample("F21", applicant_name=name))).pdf, tmp_path)
    assert name in text


def test_same_input_same_bytes_in_another_process():
    here = render(build("F23", sample("F23"))).sha256
    code = (
        "from django.conf import settings; settings.configure()\n"
        "from letters.build import build; from letters.render import render; from letters.samples import sample\n"
        "print(render(build('F23', sample('F23'))).sha256)"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    there = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env=env)
    assert there.stdout.strip() == here


def test_draft_has_no_number_and_no_seal_but_says_so(tmp_path):
    draft = build("F21", sample("F21"), draft=True)
    pdf = render(draft).pdf
    assert draft.number == "" and "12号" not in text_of(pdf, tmp_path).split("政府信息公开申请答复书")[0]
    with pikepdf.open(tmp_path / "letter.pdf") as opened:
        assert all(not page.get_images() for page in opened.pages)


def test_pdf_a_2a_tagged_and_chinese(tmp_path):
    (tmp_path / "letter.pdf").write_bytes(render(build("F21", sample("F21"))).pdf)
    with pikepdf.open(tmp_path / "letter.pdf") as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert re.search(r'pdfaid:part[>="]+2', xmp) and re.search(r'pdfaid:conformance[>="]+A', xmp)
        assert "/StructTreeRoot" in pdf.Root and str(pdf.Root.Lang) == "zh-CN"


def test_any_outside_address_stops_the_rendering():
    for address in ("http://127.0.0.1/x.png", "file:///etc/hostname", "letters:other"):
        with pytest.raises(RenderingFailed):
            render_markup(f'<img src="{address}">', "letter")


def test_a_missing_glyph_in_the_finished_file_is_an_error():
    with pytest.raises(RenderingFailed, match="缺少字形"):
        render_markup("<p>𰻝</p>", "letter")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (LetterSettings(max_characters=100), "超过100字"),
        (LetterSettings(max_blocks=3), "超过3段"),
        (LetterSettings(max_pages=1), "超过1页"),
    ],
)
def test_limits_are_told_in_a_sentence(limits, words):
    with pytest.raises(TooLong, match=words):
        render(build("F21", sample("F21")), settings=limits)


def test_long_text_keeps_its_pages():
    document = build("F21", sample("F21"))
    more = replace(document, blocks=(*document.blocks, *(Paragraph("字" * 200) for _ in range(12))))
    assert render(more).pages == 7


def test_versions_name_everything_the_bytes_depend_on():
    recorded = render(build("F03", sample("F03"))).versions
    assert {"weasyprint", "pydyf", "fonttools", "pango", "font_kit"} <= recorded.keys()


@pytest.mark.parametrize("key", ["F24-D4", "F45-A", "F41"])
def test_what_pdf_a_forbids_is_absent(key):
    """Fonts embedded with ToUnicode, an output intent, equal titles; no interpolation, no action, no encryption."""
    pdf = pikepdf.open(io.BytesIO(render(build(key, sample(key))).pdf))
    assert not pdf.is_encrypted and "/AA" not in pdf.Root and "/OpenAction" not in pdf.Root
    assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
    assert bool(pdf.Root.MarkInfo.Marked)
    with pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == str(pdf.docinfo["/Title"])
    fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
    composite = [font for font in fonts if font.get("/Subtype") == "/Type0"]
    assert composite and all("/ToUnicode" in font for font in composite)
    described = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
    assert described and all("/FontFile2" in o or "/FontFile3" in o for o in described)
    images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
    assert not any(bool(image.get("/Interpolate", False)) or "/SMask" in image for image in images)
    assert len(images) == (0 if key == "F41" else 1)
