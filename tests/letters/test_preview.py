"""The preview shows the printed lines and obeys a strict content security policy."""

import re

import pytest

from letters.build import build
from letters.catalogue import CATALOGUE
from letters.page import composed
from letters.preview import preview_html
from letters.samples import sample


@pytest.mark.parametrize("key", [kind.key for kind in CATALOGUE])
def test_no_inline_style_no_script_no_address(key):
    html = preview_html(build(key, sample(key), draft=True))
    assert not re.search(r"\sstyle=|<script|<style|\son\w+=|\ssrc=|javascript:", html)


def test_every_printed_line_is_a_line_of_the_preview():
    document = build("F21", sample("F21"))
    html = preview_html(document)
    for paragraph in composed(document):
        for line in paragraph.lines:
            assert f">{line.text}</span>" in html


def test_markup_in_a_name_stays_text():
    html = preview_html(build("F21", sample("F21", applicant_name="<b onclick=x>王")))
    assert "&lt;b onclick=x&gt;王：" in html and "<b onclick" not in html


def test_a_character_without_a_glyph_is_named():
    assert "U+30EDD" in preview_html(build("F21", sample("F21", applicant_name="李𰻝")))
