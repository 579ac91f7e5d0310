"""Where the parts of an official page stand: GB/T 9704-2012, 5.2, 7.2 and 10.1, in millimetres from the sheet.

Every number of the standard that is not plain CSS is here, so that a reading can be corrected in one place.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from letters import fontkit
from letters.compose import CELL_POINTS, EM_POINTS, TRACKING

MM = 72 / 25.4
LEFT, TOP, WIDTH, HEIGHT = 28.0, 37.0, 156.0, 225.0
LINES = 22
PITCH = HEIGHT / LINES
CELL = CELL_POINTS / MM
BODY_EM = EM_POINTS / MM
SHEET_HEIGHT = 297.0

LETTER_MARK_TOP, DOC_MARK_TOP = 30.0, TOP + 35.0
RULE_LENGTH = 170.0
THICK, GAP, THIN = 1.5 / MM, 2.5 / MM, 0.75 / MM
DOUBLE_RULE = THICK + GAP + THIN
UNDER_MARK, OVER_FOOT, UNDER_RULE = 4.0, 20.0, BODY_EM * 7 / 8
_MARK_MAX_POINTS = {"letter": 40.0, "doc": 48.0}
_MARK_MAX_WIDTH = 150.0
_SEAL_CENTRE = 2.42 * PITCH
_DATE_INSET = 4 * CELL
_NAME_LINE = 2
_LEVEL = re.compile("人民政府|委员会|[省市区县镇乡]")


@dataclass(frozen=True)
class Head:
    """Positions inside the head block, in mm from the top of the text area; sizes in points.

    `lines` is the height of the block in grid lines: the text below it stays on the grid of every other page.
    """

    lines: int
    mark_points: float
    mark_top: float
    rule_top: float
    number_top: float
    foot_rule_top: float


@dataclass(frozen=True)
class Signing:
    """Positions inside the signature block, in mm from its left upper corner.

    `names` are the lines of the organ's name as (text, left, top); `seal` is (left, top, size).
    """

    names: tuple[tuple[str, float, float], ...]
    date_left: float
    date_top: float
    seal: tuple[float, float, float] | None


def mark_points(mark: str, style: str) -> float:
    """Type size of the organ's name: as large as the line holds, within the limit of the style."""
    ems = sum(fontkit.advance(c, fontkit.TITLE) for c in mark)
    return math.floor(min(_MARK_MAX_POINTS[style], _MARK_MAX_WIDTH * MM / max(ems, 1.0)) * 2) / 2


def letter_head(mark: str) -> Head:
    """信函格式: mark 30 mm from the sheet's edge, double rule 4 mm under it, number at the right under the rule."""
    points = mark_points(mark, "letter")
    top, bottom = fontkit.ink(mark)
    rule = LETTER_MARK_TOP + (top - bottom) * points / MM + UNDER_MARK
    number = rule + DOUBLE_RULE + UNDER_RULE
    lines = round((number + BODY_EM - TOP) / PITCH + 2)
    return Head(
        lines=lines,
        mark_points=points,
        mark_top=LETTER_MARK_TOP - TOP - (0.88 - top) * points / MM,
        rule_top=rule - TOP,
        number_top=number - TOP,
        foot_rule_top=SHEET_HEIGHT - OVER_FOOT - DOUBLE_RULE - TOP,
    )


def doc_head(mark: str) -> Head:
    """文件格式: mark 35 mm under the edge of the text area, number two lines below, red rule 4 mm under the number."""
    points = mark_points(mark, "doc")
    top, bottom = fontkit.ink(mark)
    number = DOC_MARK_TOP + (top - bottom) * points / MM + 2 * PITCH
    rule = number + BODY_EM + 4.0
    return Head(
        lines=round((rule + 2 * PITCH - TOP) / PITCH),
        mark_points=points,
        mark_top=DOC_MARK_TOP - TOP - (0.88 - top) * points / MM,
        rule_top=rule - TOP,
        number_top=number - TOP,
        foot_rule_top=0.0,
    )


def text_width(text: str) -> float:
    """Width of body text in mm."""
    return sum(fontkit.advance(c) + TRACKING for c in text) * BODY_EM


def signing(organ: str, date: str, seal_mm: float) -> Signing:
    """Date four cells in, the name centred over it, the seal centred on the date (7.3.5.1).

    A name too long to stand centred there takes two lines: the date stays where it belongs.
    """
    date_width = text_width(date)
    centre = WIDTH - _DATE_INSET - date_width / 2
    lines = split_name(organ, 2 * (WIDTH - centre))
    names = tuple(
        (text, centre - text_width(text) / 2, (_NAME_LINE - len(lines) + 1 + n) * PITCH) for n, text in enumerate(lines)
    )
    seal = (centre - seal_mm / 2, _SEAL_CENTRE - seal_mm / 2, seal_mm) if seal_mm else None
    return Signing(names, centre - date_width / 2, (_NAME_LINE + 1) * PITCH, seal)


def split_name(organ: str, room: float) -> tuple[str, ...]:
    """An organ's name in one line or two, parted where a level of government ends, as evenly as that allows."""
    if text_width(organ) <= room:
        return (organ,)
    ends = [m.end() for m in _LEVEL.finditer(organ) if m.end() < len(organ)]
    middle = len(organ) / 2
    at = min(ends, key=lambda end: abs(end - middle), default=math.ceil(middle))
    return organ[:at], organ[at:]
