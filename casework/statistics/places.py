"""A schematic map: one cell a street, placed by its rough direction from the others. No boundary is shown or meant.

The places say only who lies north, south, east or west of whom; a street that is not named here is put in a row below.
"""

from __future__ import annotations

from collections.abc import Sequence

from casework.models import Organ
from casework.statistics.figure import Cell, Figure, Row, shaded

# (row, column) from the north-west, by statistical code of the street (历城区 lies east and north-east of the centre).
PLACES: dict[str, tuple[int, int]] = {
    "370112007": (1, 1),  # 华山
    "370112020": (0, 4),  # 唐王
    "370112016": (1, 4),  # 董家
    "370112008": (1, 2),  # 荷花路
    "370112004": (2, 0),  # 全福
    "370112002": (3, 0),  # 洪家楼
    "370112003": (3, 1),  # 东风
    "370112001": (4, 0),  # 山大路
    "370112009": (2, 2),  # 王舍人
    "370112010": (2, 3),  # 鲍山
    "370112011": (2, 4),  # 郭店
    "370112012": (3, 4),  # 唐冶
    "370112013": (4, 3),  # 港沟
    "370112017": (4, 5),  # 彩石
    "370112018": (6, 1),  # 仲宫
    "370112019": (7, 2),  # 柳埠
    "370112021": (6, 4),  # 西营
}
_WIDTH = 6


def tiles(rows: Sequence[Row], streets: Sequence[Organ]) -> Figure:
    """Lay the first number of each street out as a grid; places without a street are blank cells."""
    numbers = shaded([Row(row.label, row.cells[:1]) for row in rows])
    at: dict[tuple[int, int], Cell] = {}
    spare = 1 + max((row for row, _ in PLACES.values()), default=0)
    unplaced = 0
    for street, row in zip(streets, numbers, strict=True):
        cell = row.cells[0]
        place = PLACES.get(street.code)
        if place is None or place in at:
            place = (spare + unplaced // _WIDTH, unplaced % _WIDTH)
            unplaced += 1
        at[place] = Cell(cell.value, cell.url, cell.shade, street.short_name)
    used = sorted({row for row, _ in at})
    blank = Cell("", "", None, "")
    lines = tuple(Row("", tuple(at.get((row, column), blank) for column in range(_WIDTH))) for row in used)
    return Figure("map", "街道示意图", (), lines, chart="map")
