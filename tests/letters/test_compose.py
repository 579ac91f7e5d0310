"""The compositor, without fonts and without a PDF: a Chinese character is one em, anything else half."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.compose import CELLS, NOT_FIRST, NOT_LAST, TRACKING, Line, cells, compose


def advance(char: str) -> float:
    return 0.5 if ord(char) < 0x250 else 1.0


def lines(text: str, **kwargs) -> tuple[Line, ...]:
    return compose(text, advance=advance, **kwargs)


def right_edge(line: Line) -> float:
    """Cells from the left edge to the end of the last character, spacing included."""
    per_em = 16 / (156 / 25.4 * 72 / 28)
    return line.indent + line.width + line.spacing * per_em * (len(line.text) - 1)


def test_twenty_eight_characters_fill_a_line():
    first, second, third = lines("字" * 80)
    assert (len(first.text), len(second.text), len(third.text)) == (26, 28, 26)
    assert first.indent == 2 and second.indent == 0
    assert first.spacing == second.spacing == third.spacing == 0


def test_final_full_stop_is_pushed_in_by_squeezing():
    only, *rest = lines("字" * 26 + "。")
    assert not rest
    assert only.text.endswith("。") and only.spacing < 0
    assert right_edge(only) == pytest.approx(CELLS, abs=0.05)


def test_two_closing_marks_are_too_many_to_push_in():
    first, second = lines("字" * 26 + "”。")
    assert first.text == "字" * 25 and first.spacing > 0
    assert second.text == "字”。"


def test_opening_mark_moves_to_the_next_line():
    first, second = lines("字" * 25 + "（注）字字")
    assert first.text == "字" * 25 and second.text.startswith("（")


def test_numbers_and_names_stay_whole():
    first, second = lines("字" * 24 + "20260320号")
    assert first.text == "字" * 24 and second.text == "20260320号"
    assert "Jean-Luc" in lines("字" * 24 + "Jean-Luc Müller先生")[1].text


def test_long_address_parts_after_its_marks():
    url = "https://www.example.gov.cn/columns/2026/disclosure_of_information/annual-report.html"
    text = lines("见" + url)
    assert len(text) > 1
    assert "".join(line.text for line in text) == "见" + url
    assert all(line.text[-1] in "/._-" for line in text[:-1])


def test_word_longer_than_a_line_is_cut_rather_than_lost():
    text = lines("A" * 100)
    assert "".join(line.text for line in text) == "A" * 100
    assert all(line.indent + line.width <= CELLS + 1 for line in text)


def test_dashes_and_ellipses_are_not_torn_apart():
    assert all(not line.text.startswith("—") for line in lines("字" * 25 + "——字字字"))


def test_hanging_indent_of_attachments():
    first, second = lines("附件：1." + "字" * 30, indent=2, hanging=6)
    assert first.indent == 2 and second.indent == 6


def test_empty_paragraph_is_one_empty_line():
    assert lines("") == (Line("", 2, 0.0, 0.0),)


ALPHABET = st.sampled_from(
    list("字句段落章节。，、；：？！）》”（《“…—·") + ["2026", "Word", " ", "3.14", "https://a.b/c-d_e"]
)


@given(st.lists(ALPHABET, max_size=120).map("".join))
def test_nothing_is_lost_and_every_running_line_is_flush(text):
    composed = lines(text)
    assert "".join(line.text for line in composed).replace(" ", "") == text.replace(" ", "")
    for line in composed[:-1]:
        assert right_edge(line) == pytest.approx(CELLS, abs=0.05) or len(line.text) < 2


@given(st.lists(st.sampled_from(list("字句段落章节。，；（《“”》）")), max_size=120).map("".join))
def test_kinsoku_holds_wherever_a_character_could_have_moved(text):
    composed = lines(text)
    for line, follower in zip(composed, composed[1:], strict=False):
        movable = any(c not in NOT_FIRST | NOT_LAST for c in line.text[1:])
        if movable and set(line.text[-3:]) - (NOT_FIRST | NOT_LAST) and follower.text:
            assert line.text[-1] not in NOT_LAST or line.text[-2] in NOT_LAST


def test_cells_counts_the_tracking():
    assert cells("字" * 28, advance) == pytest.approx(28 * (1 + TRACKING) * 16 / (156 / 25.4 * 72 / 28))
