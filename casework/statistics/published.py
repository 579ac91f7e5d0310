"""A published report as it was typed by somebody: read its cells, and tell every one that is not a number.

Blank cells count as nought, as in the public version of the tables (I5). What cannot be read is told by row and
column and left out of the sums it would have stood in; nothing is dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from casework.statistics.tables import (
    BLOCK_COLUMNS,
    BLOCKS,
    COLUMNS,
    HEADS,
    LABELS,
    LEAF_KEYS,
    LEAF_KEYS_2019,
    OTHER_2019,
    OTHERS,
    STOCK,
    TABLE_2,
    TAILS,
)  # fmt: skip

BLANKS = frozenset({"", "/", "\\"})
_DASHES = frozenset("-‐‑–—―─")
# What a Chinese keyboard types in place of ASCII; anything further, ① or ², is no digit of a count.
_WIDE = {0x3000: " ", 0xA0: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
# A count of applications has at most nine digits; what is longer is not a count.
LARGEST = 10**12
# The rows the two layouts do not share: blank or nought, they are taken as not there.
_OF_ONE_LAYOUT = frozenset({*OTHERS, OTHER_2019.key})
Cells = tuple[Decimal | None, ...]


class BadReport(ValueError):
    """The file is not a report at all: told in one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell, row or block that is not as the format has it (I5). ``where`` is its row key, ``column`` its label."""

    where: str
    column: str
    value: str
    reason: str
    table: str = ""

    @property
    def message(self) -> str:
        """Table, row, column, what stands there and what is wrong with it."""
        row = f"“{LABELS.get(self.where, self.where)}”行" if self.where else ""
        column = f"“{self.column}”列" if self.column else ""
        value = f"（{self.value}）" if self.value else ""
        return f"{self.table}{row}{column}{value}：{self.reason}"


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell of a file that holds no value; ``reason`` says what it is instead."""

    reason: str

    def __str__(self) -> str:
        return ""


@dataclass
class Published:
    """The numbers of a report; None where a cell could not be read. ``leaves`` are the item rows of its layout."""

    layout: str
    leaves: tuple[str, ...]
    table3: dict[str, Cells]
    table4: dict[str, Cells]
    table2: dict[str, Cells]
    narrative: dict[str, Any]
    unreadable: list[Unreadable] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def cell(self, row: str, column: str) -> Decimal | None:
        return self.table3[row][COLUMNS.index(column)]

    def sum(self, rows: Sequence[str], columns: Sequence[str]) -> Decimal | None:
        """The sum of cells; None where one of them could not be read. Rows the layout lacks count nothing."""
        cells = [self.cell(row, column) for row in rows if row in self.table3 for column in columns]
        return None if None in cells else sum((cell for cell in cells if cell is not None), Decimal(0))


def read(report: Any) -> Published:
    """Return the numbers of a report in the form of the published ones.

    :raises BadReport: it has no table three, or its columns are not those of the format.
    """
    if not isinstance(report, dict):
        raise BadReport("报告文件应为一个 JSON 对象，请使用系统导出的格式。")
    table = report.get("table3")
    if not isinstance(table, dict) or not table:
        raise BadReport("报告中没有表三“收到和处理政府信息公开申请情况”（table3），请补充后再核对。")
    layout = "2019" if OTHER_2019.key in table and not any(_counts(table.get(key)) for key in OTHERS) else "2021"
    leaves = LEAF_KEYS_2019 if layout == "2019" else LEAF_KEYS
    table = {key: cells for key, cells in table.items() if key in leaves or key not in _OF_ONE_LAYOUT or _counts(cells)}
    told = report.get("told")  # by the reader of a workbook or a document; JSON cannot hold such a thing
    unreadable = [one for one in told if isinstance(one, Unreadable)] if isinstance(told, list) else []
    published = Published(layout, leaves, {}, {}, {}, {}, unreadable)
    keys = (*(row.key for row in HEADS), *leaves, *(row.key for row in TAILS))
    order = _order(report.get("columns"), COLUMNS, "表三")
    published.table3 = _table("表三", table, keys, COLUMNS, order, published)
    four = report.get("table4")
    if isinstance(four, dict):
        order = _order(four.get("columns"), BLOCK_COLUMNS, "表四")
        four = {key: value for key, value in four.items() if key != "columns"}
        published.table4 = _table("表四", four, BLOCKS, BLOCK_COLUMNS, order, published)
    else:
        _absent(four, "表四", published)
    _stock(report.get("table2"), published)
    narrative = report.get("narrative")
    published.narrative = narrative if isinstance(narrative, dict) else {}
    return published


def _counts(cells: Any) -> bool:
    """Whether a row holds anything but blanks and noughts."""
    return any(not is_blank(cell) and cell != 0 for cell in (cells if isinstance(cells, list) else [cells]))


def _absent(value: Any, name: str, published: Published) -> None:
    if value is None:
        published.notes.append(f"报告中没有{name}，未核对。")
    else:
        published.unreadable.append(Unreadable("", "", _shown(value), "不是表格，无法核对。", name))


def _order(given: Any, wanted: tuple[str, ...], name: str) -> tuple[int, ...]:
    """Where in a row of the file each column of the format stands."""
    if given is None:
        return tuple(range(len(wanted)))
    if not isinstance(given, list) or sorted(map(str, given)) != sorted(wanted):
        raise BadReport(f"{name}的列应为：{'、'.join(wanted)}。请核对列名。")
    return tuple(given.index(label) for label in wanted)


def _table(
    name: str, table: dict[str, Any], keys: Sequence[str], columns: Sequence[str], order: tuple[int, ...],
    published: Published,
) -> dict[str, Cells]:  # fmt: skip
    for key in table:
        if key not in keys:
            reason = "不是本格式的行，未计入。"
            published.unreadable.append(Unreadable(str(key), "", _shown(table[key]), reason, name))
    rows = {}
    for key in keys:
        if key not in table:
            published.notes.append(f"{name}缺少“{LABELS.get(key, key)}”一行，按空白计。")
        rows[key] = _row(name, key, table.get(key), columns, order, published)
    return rows


def _row(
    name: str, key: str, cells: Any, columns: Sequence[str], order: tuple[int, ...], published: Published
) -> Cells:
    if cells is None or cells == []:
        return (Decimal(0),) * len(columns)
    if not isinstance(cells, list) or len(cells) != len(columns):
        reason = f"应有 {len(columns)} 个数（{'、'.join(columns)}），请补齐或者改正。"
        published.unreadable.append(Unreadable(key, "", _shown(cells), reason, name))
        return (None,) * len(columns)
    return tuple(_told(name, key, column, cells[at], 0, published) for column, at in zip(columns, order, strict=True))


def _told(name: str, key: str, column: str, value: Any, decimals: int, published: Published) -> Decimal | None:
    number, reason = number_of(value, decimals)
    if reason:
        published.unreadable.append(Unreadable(key, column, _shown(value), reason, name))
    return number


def number_of(value: Any, decimals: int = 0) -> tuple[Decimal | None, str]:
    """Return the number a cell means (None: unreadable) and what is wrong with the cell, '' where nothing is."""
    if isinstance(value, Odd):
        return None, value.reason
    if is_blank(value):
        return Decimal(0), ""
    typed = isinstance(value, str)
    if typed and re.search(r"[\r\n\v\f\u2028]", value.strip()):
        return None, "格内有换行，看不出是几个数，请填一个非负整数。"
    text = _plain(value) if typed else str(value)
    if typed and not _NUMBER.fullmatch(text):
        return None, "不是数字，请填非负整数。"
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None, "不是数字，请填非负整数。"
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal) or not number.is_finite():
        return None, "不是数字，请填非负整数。"
    if abs(number) > LARGEST:
        return None, "数字过大，请核对。"
    if number < 0:
        return number, "不能为负数，请改正。"
    if number != round(number, decimals):
        return number, "应为整数，请改正。" if not decimals else f"小数最多 {decimals} 位，请改正。"
    return number, "是文字而不是数字，请改为数字格式。" if typed else ""


def is_blank(value: Any) -> bool:
    """Whether a cell says nought: empty, a stroke or dashes."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    text = _plain(value)
    return text in BLANKS or set(text) <= _DASHES


def _plain(value: str) -> str:
    """A typed cell in ASCII, spaces between thousands taken out. Other spaces stay and make it no number."""
    return _THOUSANDS.sub("", value.translate(_WIDE).strip())


def _stock(table: Any, published: Published) -> None:
    if not isinstance(table, dict):
        _absent(table, "表二", published)
        return
    for key, value in table.items():
        if key not in STOCK:
            published.unreadable.append(Unreadable(str(key), "", _shown(value), "不是本格式的行，未计入。", "表二"))
    for row in TABLE_2:
        if table.get(row.key) is None:
            continue
        cells = table[row.key] if isinstance(table[row.key], list) else [table[row.key]]
        if len(cells) != len(row.columns):
            reason = f"应有 {len(row.columns)} 个数（{'、'.join(row.columns)}），请补齐或者改正。"
            published.unreadable.append(Unreadable(row.key, "", _shown(cells), reason, "表二"))
            continue
        published.table2[row.key] = tuple(
            _told("表二", row.key, column, cell, row.decimals, published)
            for column, cell in zip(row.columns, cells, strict=True)
        )


def _shown(value: Any) -> str:
    return str(value)[:60]
