"""The printed form of the three tables: cells with spans, read alike by workbook, document and page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from casework.statistics.tables import (
    BLOCK_COLUMNS,
    BLOCKS,
    COLUMNS,
    HEAD_CELL,
    HEADS,
    LEAVES,
    RESULTS_HEADING,
    TABLE_2,
    TAILS,
    Row,
)

_LABELS = 3  # columns of labels in table three


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a printed table. ``cell`` is (row key, column) where a number leads to its cases."""

    text: str | int | float
    across: int = 1
    down: int = 1
    head: bool = False
    cell: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of ``columns`` columns; every row leaves out the boxes that a span above or to the left covers."""

    title: str
    columns: int
    rows: tuple[tuple[Box, ...], ...]

    @property
    def widths(self) -> tuple[float, ...]:
        """The columns in per cent: the labels of table three need room, all other columns share alike."""
        if self.columns != _LABELS + len(COLUMNS):
            return (100 / self.columns,) * self.columns
        return (8, 9, 34, *(7,) * len(COLUMNS))


def _head(text: str, across: int = 1, down: int = 1) -> Box:
    return Box(text, across, down, head=True)


def grids(content: dict[str, Any]) -> tuple[Grid, Grid, Grid]:
    """The three tables of a report in the form of the 2021 format."""
    return (
        Grid("二、主动公开政府信息情况", 4, tuple(_stock(content.get("table2") or {}))),
        Grid("三、收到和处理政府信息公开申请情况", _LABELS + len(COLUMNS), tuple(_handled(content["table3"]))),
        Grid("四、政府信息公开行政复议、行政诉讼情况", 15, tuple(_remedies(content.get("table4") or {}))),
    )


def _stock(table: dict[str, Any]) -> list[tuple[Box, ...]]:
    rows: list[tuple[Box, ...]] = []
    for item, group in groupby(TABLE_2, key=lambda row: row.item):
        members = list(group)
        rows.append((_head(item, 4),))
        columns = members[0].columns
        wide = 3 // len(columns)
        rows.append((_head("信息内容"), *(_head(column, wide) for column in columns)))
        for row in members:
            value = table.get(row.key)
            cells = value if isinstance(value, list) else [value] * len(columns)
            rows.append((_head(row.label), *(Box("" if cell is None else cell, wide) for cell in cells)))
    return rows


def _handled(table: dict[str, list[int]]) -> list[tuple[Box, ...]]:
    rows: list[tuple[Box, ...]] = [
        (_head(HEAD_CELL, 3, 3), _head("申请人情况", len(COLUMNS))),
        (_head(COLUMNS[0], 1, 2), _head("法人或其他组织", 5), _head(COLUMNS[-1], 1, 2)),
        tuple(_head(column) for column in COLUMNS[1:-1]),
    ]
    rows += [(_head(row.label, 3), *_numbers(row, table)) for row in HEADS]
    total, carried = TAILS
    first = True
    for part, group in groupby((*LEAVES, total), key=lambda row: row.part):
        members = list(group)
        for at, row in enumerate(members):
            heads = [_head(RESULTS_HEADING, 1, len(LEAVES) + 1)] if first else []
            first = False
            if not part:
                heads.append(_head(row.label, 2))
            else:
                heads += [_head(part, 1, len(members))] if at == 0 else []
                heads.append(_head(row.label))
            rows.append((*heads, *_numbers(row, table)))
    rows.append((_head(carried.label, 3), *_numbers(carried, table)))
    return rows


def _numbers(row: Row, table: dict[str, list[int]]) -> list[Box]:
    return [Box(number, cell=(row.key, column)) for number, column in zip(table[row.key], COLUMNS, strict=True)]


def _remedies(table: dict[str, Any]) -> list[tuple[Box, ...]]:
    return [
        (_head("行政复议", 5, 2), _head("行政诉讼", 10)),
        tuple(_head(block, 5) for block in BLOCKS[1:]),
        tuple(_head(column) for _ in BLOCKS for column in BLOCK_COLUMNS),
        tuple(
            Box(number, cell=(block, column))
            for block in BLOCKS
            for column, number in zip(BLOCK_COLUMNS, table.get(block, [0] * 5), strict=True)
        ),
    ]
