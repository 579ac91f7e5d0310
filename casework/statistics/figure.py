"""A figure of a dashboard: a table of numbers, each with the list behind it, and how it may be drawn.

The drawing is made from the table in the browser, so that chart and table cannot differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

SHADES = 5
FOCUS = ("征地拆迁", "房屋征收", "社会保障")
PASSED = (("extended", "延期"), ("corrected", "补正告知"), ("consulted", "征求意见"))
# Below this number of cases a share says nothing: none is shown and nobody is ranked by it.
FEWEST = 30
TOO_FEW = f"不足 {FEWEST} 件"
Value = int | float | str


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; ``url`` leads to as many cases as it says. ``shade`` 0–5 by its share of the largest."""

    value: Value
    url: str = ""
    shade: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """``chart``: '' a plain table; bar, stack, line or mixed (the last column a line) are drawn beside it.

    heat tables are shaded; ``grid`` figures are laid out as cells and have no other drawing. ``drawn`` is how many of
    the columns are drawn (None: all).
    """

    code: str
    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: str = ""
    note: str = ""
    drawn: int | None = None
    sums: Row | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show; words alone draw no chart."""
        values = (cell.value for row in self.rows for cell in row.cells)
        return not any(value for value in values if not self.chart or isinstance(value, int))

    def table(self) -> Iterable[list[Value]]:
        """The rows of an export, the label first."""
        for row in (*self.rows, *([self.sums] if self.sums else [])):
            yield [row.label, *(cell.value for cell in row.cells)]


@dataclass
class Board:
    """What one page shows."""

    figures: list[Figure]
    lead: str = ""
    notes: list[str] = field(default_factory=list)


def shaded(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The same rows with a shade a cell, by its share of the largest number among them."""
    numbers = [cell.value for row in rows for cell in row.cells if isinstance(cell.value, int)]
    largest = max(numbers, default=0)
    return tuple(Row(row.label, tuple(_shaded(cell, largest) for cell in row.cells)) for row in rows)


def _shaded(cell: Cell, largest: int) -> Cell:
    number = cell.value if isinstance(cell.value, int) else 0
    return Cell(cell.value, cell.url, -(-number * SHADES // largest) if largest else 0, cell.label)


def rate(part: int, whole: int) -> str:
    """A share in per cent; none of fewer than thirty."""
    return f"{part / whole:.1%}" if whole >= FEWEST else TOO_FEW


def percentile(days: Counter[Any], share: float) -> int | None:
    """The least number of days within which ``share`` of the cases ended; ``days`` counts cases by days.

    The nearest-rank definition: always a number that occurs. None of no cases.
    """
    wanted, seen = share * days.total(), 0
    for number in sorted(days, key=int):
        seen += days[number]
        if seen >= wanted and seen:
            return int(number)
    return None
