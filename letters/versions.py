"""Versions of a draft: what it said each time it was saved, and what changed between two of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from casework.models import Case, Decision, Staff
from letters.blocks import Document
from letters.models import DraftVersion


def keep(case: Case, decision: Decision, document: Document, *, actor: Staff, at: datetime) -> None:
    """Keep the text of a saved draft; saving it again unchanged keeps no second copy."""
    last = DraftVersion.objects.filter(case=case, round_no=case.round_no).last()
    if last is not None and last.text == document.text:
        return
    DraftVersion.objects.create(
        case=case, round_no=case.round_no, number=last.number + 1 if last else 1, key=document.key,
        outcome=decision.outcome, text=document.text, saved_by=actor, saved_at=at,
    )  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``changed`` where the other version says something else."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class Row:
    """One paragraph of each version side by side; an empty tuple where one version has none."""

    left: tuple[Piece, ...]
    right: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.changed for piece in (*self.left, *self.right))


def compare(old: str, new: str) -> list[Row]:
    """Two texts paragraph by paragraph, with the changed characters marked."""
    left, right = old.splitlines(), new.splitlines()
    rows: list[Row] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row((Piece(text),), (Piece(text),)) for text in left[a:b]]
        else:
            rows += [_row(one, other) for one, other in zip_longest(left[a:b], right[c:d])]
    return rows


def _row(old: str | None, new: str | None) -> Row:
    if old is None or new is None:
        whole = (Piece(old or new or "", changed=True),)
        return Row(whole if new is None else (), whole if old is None else ())
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return Row(tuple(_pieces(matcher, old, left=True)), tuple(_pieces(matcher, new, left=False)))


def _pieces(matcher: difflib.SequenceMatcher[str], text: str, *, left: bool) -> Iterator[Piece]:
    for tag, a, b, c, d in matcher.get_opcodes():
        start, end = (a, b) if left else (c, d)
        if start < end:
            yield Piece(text[start:end], changed=tag != "equal")
