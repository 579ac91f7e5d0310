"""The tables of a report as printed: find each number by the heads above and beside it; tell what has no place.

Offices merge, reorder and add: nothing is taken by its position alone, and no number is left out without a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from casework.statistics.published import BadReport, Odd, Unreadable, is_blank, number_of
from casework.statistics.tables import BLOCK_COLUMNS, BLOCKS, CARRY_OUT, COLUMNS, OTHER_2019, ROWS, TABLE_2

_MERGED = Odd("是合并单元格，看不出属于哪一格，请拆分后逐格填写。")
_LAWSUIT = "行政诉讼"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell; all places a merged cell covers have its value and the same ``owner``."""

    value: Any
    owner: Hashable


Page = list[list[Box]]


def from_pages(pages: Sequence[Page]) -> dict[str, Any]:
    """The report in the tables of a file, in the form ``check`` reads; ``told`` is what had no place in it.

    :raises BadReport: table three is not there.
    """
    found = _Found()
    for page in pages:
        table: _Table | None = None
        for line, boxes in enumerate(page):
            words = [_bare(box.value) for box in boxes]
            table = _begun(words, found, table)
            if table is not None:
                table.take(page, line, words)
    if not found.table3:
        raise BadReport("文件中没有找到表三“收到和处理政府信息公开申请情况”，请核对是否为年度报告。")
    return {
        "columns": list(COLUMNS), "table3": found.table3, "table4": found.table4, "table2": found.table2,
        "told": found.told,
    }  # fmt: skip


class _Found:
    def __init__(self) -> None:
        self.table3: dict[str, Any] = {}
        self.table4: dict[str, Any] | None = None
        self.table2: dict[str, Any] | None = None
        self.told: list[Unreadable] = []


class _Table:
    """One table while it is read. ``columns`` says which places of a row stand under which head."""

    name = ""

    def __init__(self, found: _Found) -> None:
        self.found = found
        self.columns: dict[str, list[int]] = {}
        self.headed = False
        self.stray: set[int] = set()

    def take(self, page: Page, line: int, words: list[str]) -> None:
        raise NotImplementedError

    def tell(self, where: str, column: str, value: Any, reason: str) -> None:
        self.found.told.append(Unreadable(where, column, str(value)[:60], reason, self.name))

    def numbers(self, page: Page, line: int, *, row: str) -> list[Any]:
        """What stands under each head; a cell that covers another head's place or another row's is no number."""
        boxes = page[line]
        owners = {at: boxes[at].owner for at in range(len(boxes))}
        cells: list[Any] = []
        for places in self.columns.values():
            here = [boxes[at] for at in places if at < len(boxes)]
            others = {owner for at, owner in owners.items() if at not in places}
            beside = [page[near][at].owner for near in (line - 1, line + 1) if 0 <= near < len(page)
                      for at in places if at < len(page[near])]  # fmt: skip
            values = {box.owner: box.value for box in here if not is_blank(box.value)}
            if any(owner in others or owner in beside for owner in values):
                cells.append(_MERGED)
            elif len(values) > 1:
                cells.append(Odd("一格中有几个数，请拆分后逐格填写。"))
            else:
                cells.append(next(iter(values.values()), None))
        self._look_beside(boxes, row)
        return cells

    def _look_beside(self, boxes: Sequence[Box], row: str) -> None:
        """Numbers right of the first head that stand under no head."""
        headed = {at for places in self.columns.values() for at in places}
        for at in range(min(headed, default=0), len(boxes)):
            if at not in headed and at not in self.stray and not is_blank(boxes[at].value):
                self.stray.add(at)
                self.tell(row, "", boxes[at].value, f"第 {at + 1} 列不是本格式的列，未计入。")


class _Handled(_Table):
    """Table three: rows by the label on the left, columns by the two rows of heads."""

    name = "表三"

    def take(self, page: Page, line: int, words: list[str]) -> None:
        if not self.headed:
            for at, word in enumerate(words):
                if word in COLUMNS and at not in self.columns.get(word, ()):
                    self.columns.setdefault(word, []).append(at)
        first = min(at for places in self.columns.values() for at in places)
        label = next((word for word in reversed(words[:first]) if word), "")
        known = _ROWS.get(label)
        if known is None:
            # Below the last row stand names and telephones; above it, whatever is written is part of the table.
            over = CARRY_OUT in self.found.table3
            counts = _is_number if over else lambda value: not is_blank(value)
            if self.headed and any(counts(box.value) for box in page[line][first:]):
                self.tell(label or "（无名称）", "", _shown(page[line][first:]), "不是本格式的行，未计入。")
            return
        if not self.headed:
            self._close_head()
        if known in self.found.table3:
            self.tell(known, "", "", "这一行出现了两次，后一行未计入，请删去多余的一行。")
            return
        self.found.table3[known] = self.numbers(page, line, row=known)

    def _close_head(self) -> None:
        """Put the heads in the order of the format. :raises BadReport: one is missing or stands there twice."""
        self.headed = True
        absent = [name for name in COLUMNS if name not in self.columns]
        if absent:
            raise BadReport(f"表三缺少“{'、'.join(absent)}”列的表头，请按统一格式补齐：{'、'.join(COLUMNS)}。")
        for name, places in self.columns.items():
            if places[-1] - places[0] != len(places) - 1:
                raise BadReport(f"表三的表头中“{name}”出现了两次，请核对各列的名称。")
        self.columns = {name: self.columns[name] for name in COLUMNS}


class _Remedies(_Table):
    """Table four: three blocks of five columns over one row of numbers."""

    name = "表四"

    def __init__(self, found: _Found) -> None:
        super().__init__(found)
        self.above: dict[int, str] = {}
        self.done = False

    def take(self, page: Page, line: int, words: list[str]) -> None:
        heads = [at for at, word in enumerate(words) if word in BLOCK_COLUMNS]
        if not heads:
            for at, word in enumerate(words):
                if word in BLOCKS:
                    self.above[at] = word
            if self.headed:
                self._row(page, line)
            return
        if not self.headed:
            self.headed = True
            for order, at in enumerate(heads):
                block = self.above.get(at) or BLOCKS[min(order // len(BLOCK_COLUMNS), len(BLOCKS) - 1)]
                self.columns.setdefault(f"{block}|{words[at]}", []).append(at)
            wanted = [f"{block}|{name}" for block in BLOCKS for name in BLOCK_COLUMNS]
            if sorted(self.columns) != sorted(wanted) or len(heads) != len(wanted):
                self.tell("", "", "", f"表四的列应为三组：{'、'.join(BLOCK_COLUMNS)}，请核对表头。")
                self.columns = {}
                return
            self.columns = {name: self.columns[name] for name in wanted}

    def _row(self, page: Page, line: int) -> None:
        if not self.columns or all(is_blank(box.value) for box in page[line]):
            return
        if self.done:
            if not any(_is_number(box.value) for box in page[line]):
                return
            self.tell("", "", _shown(page[line]), "表四只有一行数，多出的一行未计入。")
            return
        self.done = True
        cells = self.numbers(page, line, row="")
        wide = len(BLOCK_COLUMNS)
        self.found.table4 = {block: cells[at * wide : (at + 1) * wide] for at, block in enumerate(BLOCKS)}


class _Stock(_Table):
    """Table two: each item has heads of its own."""

    name = "表二"

    def take(self, page: Page, line: int, words: list[str]) -> None:
        if words and words[0] == _STOCK_HEAD:
            self.columns, self.stray = {}, set()
            for at, word in enumerate(words[1:], start=1):
                if word:
                    self.columns.setdefault(word, []).append(at)
            return
        row = _STOCK_ROWS.get(words[0]) if words else None
        if row is None:
            if self.columns and words and len({box.owner for box in page[line]}) > 1 and any(words[1:]):
                self.tell(words[0] or "（无名称）", "", _shown(page[line][1:]), "不是本格式的行，未计入。")
            return
        table = self.found.table2 = self.found.table2 if self.found.table2 is not None else {}
        if sorted(self.columns) != sorted(_bare(column) for column in row.columns):
            self.tell(row.key, "", _shown(page[line][1:]), f"表头应为“{'、'.join(row.columns)}”，这一行未核对。")
        elif row.key in table:
            self.tell(row.key, "", "", "这一行出现了两次，后一行未计入，请删去多余的一行。")
        else:
            self.columns = {_bare(name): self.columns[_bare(name)] for name in row.columns}
            cells = self.numbers(page, line, row=row.key)
            table[row.key] = cells if len(cells) > 1 else cells[0]


_STOCK_HEAD = "信息内容"


def _begun(words: Sequence[str], found: _Found, table: _Table | None) -> _Table | None:
    """The table a row belongs to: a new one where its first head stands, otherwise the one before."""
    if COLUMNS[0] in words and not isinstance(table, _Handled):
        return _Handled(found)
    if any(word in (*BLOCKS, _LAWSUIT) for word in words) and not isinstance(table, _Remedies):
        return _Remedies(found)
    if words and words[0] == _STOCK_HEAD and not isinstance(table, _Stock):
        return _Stock(found)
    return table


def _is_number(value: Any) -> bool:
    return not is_blank(value) and number_of(value)[0] is not None


def _shown(boxes: Sequence[Box]) -> str:
    seen = dict.fromkeys(str(box.value) for box in boxes if not is_blank(box.value))
    return "、".join(seen)


def _bare(cell: Any) -> str:
    """A label without spaces, widths and the remark some offices leave out."""
    text = "".join(unicodedata.normalize("NFKC", "" if cell is None else str(cell)).split())
    return text.partition("(区分处理的")[0].replace('"', "").replace("“", "").replace("”", "")


_ROWS = {_bare(row.label): row.key for row in (*ROWS, OTHER_2019)}
_STOCK_ROWS = {_bare(row.label): row for row in TABLE_2}
