"""What an applicant wrote twenty thousand times over does not keep a page busy for minutes."""

from __future__ import annotations

from casework.library.deidentify import diff


def test_an_endless_text_is_compared() -> None:
    before, after = "甲" * 20_000, "甲乙" * 10_000
    pieces = diff(before, after)
    assert "".join(piece for tag, piece in pieces if tag != "added") == before
    assert "".join(piece for tag, piece in pieces if tag != "removed") == after
