import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from letters import fontkit
from letters.apps import check_kit, check_subsetter

RARE = "𰻝"


def test_the_kit_is_the_one_that_was_measured():
    assert fontkit.checksum_faults() == []
    assert check_kit(None) == []


def test_an_altered_kit_is_told(monkeypatch, tmp_path):
    for path in fontkit.KIT.iterdir():
        if path.is_file() and path.suffix != ".ttf":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "GWKai.ttf").write_bytes(b"other")
    monkeypatch.setattr(fontkit, "KIT", tmp_path)
    faults = [message.msg for message in check_kit(None)]
    assert "字库文件 GWKai.ttf 与校验值不符。" in faults
    assert "字库文件 GWFangSong.ttf 缺失。" in faults


def test_a_missing_subsetter_is_a_warning_not_a_stop(monkeypatch):
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    assert [message.id for message in check_subsetter(None)] == ["letters.W001"]


def test_advances_come_from_the_font_that_will_print():
    assert fontkit.advance("字") == 1.0
    assert fontkit.advance("2") == 0.5
    assert fontkit.advance("䶮") == 1.0


@pytest.mark.parametrize("block", [range(0x4E00, 0x9FA6), range(0x3001, 0x3003)])
def test_all_of_gbk_can_be_printed(block):
    assert set(block) <= fontkit.coverage()


def test_web_start_does_not_load_the_renderer():
    code = (
        "import sys, letters.build, letters.lint, letters.render, letters.preview; print('weasyprint' in sys.modules)"
    )
    code = "from django.conf import settings; settings.configure();" + code
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_a_font_of_the_office_makes_its_characters_printable(tmp_path):
    _tiny_font(tmp_path / "Office.ttf")
    code = f"""
from django.conf import settings; settings.configure()
from letters import fontkit
fontkit.use_extra_folder({str(tmp_path)!r}); fontkit.configure()
from letters.build import build; from letters.render import render; from letters.samples import sample
open({str(tmp_path / "letter.pdf")!r}, "wb").write(render(build("F21", sample("F21", applicant_name="李{RARE}"))).pdf)
"""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    command = ["pdftotext", str(tmp_path / "letter.pdf"), "-"]
    assert f"李{RARE}：" in subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _tiny_font(path: Path) -> None:
    """A font with one glyph, a square, for the rare character."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "rare"])
    builder.setupCharacterMap({ord(RARE): "rare"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "rare": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "rare": (1000, 100)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Office Pack", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    builder.save(path)


def test_threads_that_read_a_font_first_read_it_right() -> None:
    """A server starts with several at once; the reader of fonts moves about in one open file."""
    text = "济南市历城区人民政府文件"

    def measured() -> tuple[float, tuple[float, float]]:
        return sum(fontkit.advance(char, fontkit.TITLE) for char in text), fontkit.ink(text)

    right = measured()
    for _ in range(5):
        for answer in (fontkit._open, fontkit._table, fontkit.advance, fontkit.ink):
            answer.cache_clear()
        with ThreadPoolExecutor(8) as pool:
            assert {*pool.map(lambda _: measured(), range(8))} == {right}
