"""Own compositor: a paragraph becomes lines of 28 cells, flush on both sides.

The renderer does not justify Chinese, so the lines are decided here, from the advances of the fonts, and the
renderer only paints them. Widths are in cells; one cell is a Chinese character with its share of the line,
156 mm / 28 = 15.79 pt. Pure Python; `advance` tells the width of a character in em.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

CELLS = 28
EM_POINTS = 16.0
LINE_POINTS = 156 / 25.4 * 72
CELL_POINTS = LINE_POINTS / CELLS
TRACKING = -0.0131
"""em added after every character so that 28 of them fill 156 mm (GB/T 9704-2012, 5.2.3).

A hair below -13/1000: the renderer cuts spacing to thousandths of an em towards zero.
"""

NOT_FIRST = frozenset("、。，．；：？！）〕】》〉」』”’％‰℃·…—)]},.;:!?%")
NOT_LAST = frozenset("（〔【《〈「『“‘([{￥¥")
_MAX_SQUEEZE = 1.0
_MAX_SQUEEZE_WORD = 0.5
_WHOLE_WORD = 10.0
_WORD = re.compile(r"——|……|[0-9A-Za-z\u00c0-\u024f@#&+=/\\._:?%~'’,-]*[0-9A-Za-z\u00c0-\u024f/]|\s+|.", re.S)
_BREAK_AFTER = re.compile(r"(?<=[/._-])(?=[^/._-])")

Advance = Callable[[str], float]


@dataclass(frozen=True)
class Line:
    """One composed line.

    `indent` is in cells; `spacing` is the extra space after every character in em, zero on lines that are neither
    stretched nor squeezed; `width` is the natural width in cells without the indent.
    """

    text: str
    indent: float
    spacing: float
    width: float


@dataclass(frozen=True)
class _Token:
    text: str
    width: float

    @property
    def space(self) -> bool:
        return self.text.isspace()

    @property
    def not_first(self) -> bool:
        return self.text[0] in NOT_FIRST

    @property
    def not_last(self) -> bool:
        return self.text[-1] in NOT_LAST


def cells(text: str, advance: Advance) -> float:
    """Natural width of `text` in cells."""
    return sum((advance(c) + TRACKING) * EM_POINTS / CELL_POINTS for c in text)


def compose(
    text: str, *, advance: Advance, indent: float = 2, hanging: float = 0, width: float = CELLS
) -> tuple[Line, ...]:
    """Break one paragraph into lines.

    `indent` cells before the first line, `hanging` before the others. No line starts with closing or ends with
    opening punctuation; numbers and words stay whole unless longer than ten cells, then they part after / . - _.
    """
    rest = _tokens(text, advance)
    lines: list[Line] = []
    while rest:
        room = width - (hanging if lines else indent)
        taken, rest = _take(rest, room)
        lines.append(_line(taken, hanging if lines else indent, room, last=not rest))
    return tuple(lines) or (Line("", indent, 0.0, 0.0),)


def _tokens(text: str, advance: Advance) -> list[_Token]:
    found: list[_Token] = []
    for word in _WORD.findall(re.sub(r"\s+", " ", text.strip())):
        parts = [word]
        if len(word) > 2 and cells(word, advance) > _WHOLE_WORD:
            parts = [p for part in _BREAK_AFTER.split(word) for p in _chop(part, advance)]
        found += [_Token(p, cells(p, advance)) for p in parts]
    return found


def _chop(word: str, advance: Advance) -> list[str]:
    """Cut a word that cannot be parted otherwise into pieces of at most ten cells."""
    pieces, piece = [], ""
    for char in word:
        if piece and cells(piece + char, advance) > _WHOLE_WORD:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece] if piece else pieces


def _take(rest: list[_Token], room: float) -> tuple[list[_Token], list[_Token]]:
    """Split off the tokens of the next line."""
    used, n = 0.0, 0
    while n < len(rest) and used + rest[n].width <= room + 1e-6:
        used += rest[n].width
        n += 1
    if n == len(rest):
        return rest, []
    n = _adjust(rest, n, used, room)
    line, tail = rest[:n], rest[n:]
    while line and line[-1].space:
        line.pop()
    while tail and tail[0].space:
        tail.pop(0)
    return line, tail


def _adjust(rest: list[_Token], fitting: int, used: float, room: float) -> int:
    """How many tokens the line really takes: push one in by squeezing, else push some out."""
    overflow = used + rest[fitting].width - room
    limit = _MAX_SQUEEZE if rest[fitting].not_first else _MAX_SQUEEZE_WORD
    follower = rest[fitting + 1] if fitting + 1 < len(rest) else None
    if overflow <= limit + 1e-6 and not rest[fitting].not_last and not (follower and follower.not_first):
        return fitting + 1
    n = max(fitting, 1)
    while n > 1 and not rest[n].space and (rest[n].not_first or rest[n - 1].not_last):
        n -= 1
    return n if n > 1 else max(fitting, 1)


def _line(tokens: list[_Token], indent: float, room: float, *, last: bool) -> Line:
    text = "".join(t.text for t in tokens)
    width = sum(t.width for t in tokens)
    gap = room - width
    if (last and gap >= 0) or len(text) < 2:
        return Line(text, indent, 0.0, width)
    spacing = gap * CELL_POINTS / EM_POINTS / (len(text) - 1)
    return Line(text, indent, spacing if abs(spacing) >= 0.0005 else 0.0, width)
