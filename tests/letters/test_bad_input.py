"""What people paste, what breaks under the renderer: a clear sentence, no half letter, nothing read from content."""

import os
import random
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from letters import acts, fontkit, render, sanitize
from letters.build import build
from letters.errors import CharacterRefused, RenderingFailed, TooLong
from letters.models import Letter
from letters.press import PRESS
from letters.samples import sample
from letters.settings import LetterSettings
from tests.roads import application, build_cast, start

KEY = "F24-D5"


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-raw", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_reason_of_twenty_thousand_characters_is_refused_before_it_is_painted():
    with pytest.raises(TooLong, match="超过20000字的上限，请压缩正文或改用附件"):
        render.render(build(KEY, sample(KEY, grounds=("理" * 20_000,))))


def test_a_name_of_sixty_characters_keeps_its_lines(tmp_path):
    name = "某某" * 30
    text = text_of(render.render(build("F21", sample("F21", applicant_name=name))).pdf, tmp_path)
    assert f"{name}：" in text.replace("\n", "")


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>", "{{ case.applicant.id_card }}", "{% debug %}", "${7*7}", "&lt;b&gt;", "{申请人}",
        "[如果 申请人]甲", "<img src=file:///etc/passwd>", "@import url(http://127.0.0.1/x.css);", "\\u0041",
    ],
)  # fmt: skip
def test_markup_and_template_syntax_print_as_themselves(typed, tmp_path):
    document = build("F21", sample("F21", request_summary=typed))
    text = text_of(render.render(document).pdf, tmp_path)
    assert typed.replace(" ", "") in text.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("char", "words"),
    [
        ("\x00", "控制字符"), ("\x1b", "控制字符"), ("\ue000", "私用区字符"), ("\u202e", "改变文字方向"),
        ("\ud800", "残缺的编码"), ("\U000e0001", "不可见的格式字符"),
    ],
)  # fmt: skip
def test_characters_that_mean_nothing_on_paper_are_refused_with_their_place(char, words):
    with pytest.raises(CharacterRefused, match=words) as told:
        build("F21", sample("F21", applicant_name=f"张{char}三"))
    assert "申请人" in str(told.value) and "U+" in str(told.value)


def nothing_is_left(settings, road) -> bool:
    """No letter, no file, no number taken: the next one is number 1."""
    none = not Letter.objects.exists() and not list(Path(settings.FILES_DIR).rglob("*.pdf"))
    road.act("issue_notice", "clerk", key="F03")
    return none and Letter.objects.get().serial == 1 and road.case.events.filter(verb="issue_notice").count() == 1


def test_a_renderer_that_is_killed_leaves_no_half_letter(settings, db):
    road = start(build_cast(), application())
    render.warm_up()
    painter = PRESS.pid
    assert painter
    os.kill(painter, signal.SIGSTOP)  # so that it is at work when it dies
    threading.Timer(0.5, os.kill, (painter, signal.SIGKILL)).start()
    with pytest.raises(RenderingFailed, match="意外中断，没有生成文书，也没有占用文号，请重试"):
        road.act("issue_notice", "clerk", key="F03")
    assert nothing_is_left(settings, road) and PRESS.pid != painter


def test_a_renderer_over_its_time_limit_is_stopped(settings, db, monkeypatch):
    road = start(build_cast(), application())
    render.warm_up()
    painter = PRESS.pid
    assert painter
    os.kill(painter, signal.SIGSTOP)
    monkeypatch.setattr(acts, "_settings", lambda: LetterSettings(max_seconds=0.2))
    with pytest.raises(RenderingFailed, match=r"超过 0\.2 秒的时限，已停止，没有占用文号"):
        road.act("issue_notice", "clerk", key="F03")
    monkeypatch.undo()
    with pytest.raises(ProcessLookupError):
        os.kill(painter, 0)
    assert nothing_is_left(settings, road)


def test_a_renderer_out_of_memory_says_so_and_goes_on():
    """A table cell that asks for a hundred million columns; no user can write one, the bound of the process holds."""
    with pytest.raises(RenderingFailed, match="超出了允许的内存"):
        render.render_markup("<table><tr><td colspan=100000000>x</table>", "form")
    assert render.render(build("F03", sample("F03"))).pages == 1


def test_a_missing_font_file_is_named(monkeypatch, tmp_path):
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  GWFangSong.ttf\n", encoding="ascii")
    monkeypatch.setattr(fontkit, "KIT", tmp_path)
    assert fontkit.checksum_faults() == ["字库文件 GWFangSong.ttf 缺失。"]
    for answer in (fontkit.coverage, fontkit.advance):
        answer.cache_clear()
    try:
        with pytest.raises(RenderingFailed, match=r"字库文件 GWFangSong\.ttf 缺失"):
            render.render(build("F21", sample("F21")))
    finally:
        monkeypatch.undo()
        for answer in (fontkit.coverage, fontkit.advance):
            answer.cache_clear()


def test_a_thousand_names_of_level_two_characters_come_back(tmp_path):
    """GB 2312's second level, rows 56 to 87, as GB 18030 holds it: what a name may contain and fonts often lack."""
    level_two = [
        bytes((row, cell)).decode("gb18030") for row in range(0xD8, 0xF8) for cell in range(0xA1, 0xFF)
        if not (row == 0xF7 and cell > 0xFE)
    ]  # fmt: skip
    letters = [char for char in level_two if not sanitize.unprintable(char)]
    assert len(letters) >= 3008
    dice = random.Random(18030)
    names = ["".join(dice.choices(letters, k=dice.choice((2, 3)))) for _ in range(1000)]
    found = ""
    for at in range(0, 1000, 100):
        document = build("F21", sample("F21", given_items=tuple(names[at : at + 100])))
        found += text_of(render.render(document).pdf, tmp_path)
    lines = {line.strip().rstrip("；。").partition(".")[2] for line in found.splitlines()}
    assert [name for name in names if name not in lines] == []


def test_a_thousand_names_with_rare_ideographs_come_back(tmp_path):
    """GB 18030-2022 beyond GBK: extension A and what lies outside the first plane, as registers of names hold it."""
    blocks = [(0x3400, 0x4DB5), (0x4E00, 0x9FEA), (0x20000, 0x2A6D6), (0x2A700, 0x2B734), (0x2B820, 0x2CEA1)]
    dice = random.Random(2022)
    names = ["王" + "".join(chr(dice.randint(*dice.choice(blocks))) for _ in range(2)) for _ in range(1000)]
    found = ""
    for at in range(0, 1000, 200):
        document = build("F21", sample("F21", given_items=tuple(names[at : at + 200])))
        found += text_of(render.render(document, settings=LetterSettings(max_blocks=400, max_pages=40)).pdf, tmp_path)
    lines = {line.strip().rstrip("；。").partition(".")[2] for line in found.splitlines()}
    assert [name for name in names if name not in lines] == []
