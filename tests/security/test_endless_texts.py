"""What an applicant wrote twenty thousand times over does not keep a page busy for minutes."""

from __future__ import annotations

from casework.library.articles import references
from casework.library.deidentify import deidentify, diff


def test_an_endless_text_is_compared() -> None:
    before, after = "甲" * 20_000, "甲乙" * 10_000
    pieces = diff(before, after)
    assert "".join(piece for tag, piece in pieces if tag != "added") == before
    assert "".join(piece for tag, piece in pieces if tag != "removed") == after


def test_an_endless_number_is_read_for_personal_data() -> None:
    cleaned = deidentify("138" * 20_000 + "，邮箱zhang.san@example.com")
    assert "zhang" not in cleaned.text


def test_an_endless_row_of_articles_is_read() -> None:
    assert [reference.article for reference in references("民法典第一条、" * 10_000)] == [1]
    assert [reference.article for reference in references("条例" + " " * 40_000 + "第三条")] == [3]


def test_endless_empty_lines_are_read_for_personal_data() -> None:
    assert deidentify("\n" * 40_000 + "张建国：").text.endswith("张某：")
