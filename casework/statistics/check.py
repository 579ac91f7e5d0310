"""What does not balance in a report: identities A–D are faults, comparisons E, F and N are warnings (law.md §2.3–2.5).

A  一 + 二 = 三（七） + 四, by column · B  the items add up to （七）, by column · C  the six kinds of applicant add up
to 总计, by row · D  the four results add up, by block of table four.
E  carried in = carried out of last year, by column · F  documents in force = last year's + made − repealed ·
N  the numbers of the text are those of the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from casework.statistics.published import Published, Unreadable, number_of, read
from casework.statistics.tables import (
    BLOCKS,
    CARRY_IN,
    CARRY_OUT,
    COLUMNS,
    LABELS,
    NEW,
    ORGANISATION_COLUMNS,
    PARTS,
    TABLE_2,
    TOTAL,
    TOTAL_ROW,
)  # fmt: skip

RULES = {
    "A": "收办平衡", "B": "结果合计", "C": "申请人合计", "D": "表四合计",
    "E": "年度衔接", "F": "有效件数", "N": "正文数字",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Two numbers that should be equal and are not. ``where`` is a column, a row key, a block or a key of the text."""

    rule: str
    where: str
    expected: Decimal
    found: Decimal
    message: str

    @property
    def name(self) -> str:
        return RULES[self.rule]

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule, "where": self.where, "expected": plain(self.expected), "found": plain(self.found),
            "message": self.message,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that a check finds. ``clean`` when the report may be published as it is."""

    faults: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    unreadable: tuple[Unreadable, ...]
    notes: tuple[str, ...]

    @property
    def clean(self) -> bool:
        return not self.count

    @property
    def count(self) -> int:
        """How many things must be put right."""
        return len(self.faults) + len(self.unreadable)


def check(report: Any, previous: Any = None) -> Verdict:
    """Check a report, and its seam with last year's where that is given.

    :raises published.BadReport: one of the two is not a report.
    """
    now = read(report)
    warnings = [*_text(now)]
    if previous is not None:
        last = read(previous)
        if _follow(report, previous):
            warnings += _seam(now, last)
        now.notes += [f"上一年度报告{cell.message}" for cell in last.unreadable] + _strangers(report, previous)
    return Verdict(tuple(identities(now)), tuple(warnings), tuple(now.unreadable), tuple(now.notes))


def _follow(report: dict[str, Any], previous: dict[str, Any]) -> bool:
    """Whether the second report may be that of the year before; so it is where one of them does not tell its year."""
    year, before = report.get("year"), previous.get("year")
    return not (isinstance(year, int) and isinstance(before, int)) or before == year - 1


def _strangers(report: dict[str, Any], previous: dict[str, Any]) -> list[str]:
    """What speaks against the second report being last year's of the same organ."""
    notes = []
    if not _follow(report, previous):
        told = f"本报告是 {report['year']} 年度的，所附上一年度报告是 {previous['year']} 年度的"
        notes.append(f"{told}，不相邻，未核对年度之间的结转和有效件数。")
    organ, other = report.get("organ"), previous.get("organ")
    if organ and other and organ != other:
        notes.append(f"本报告是“{organ}”的，所附上一年度报告是“{other}”的，请核对是否选错了文件。")
    return notes


def identities(now: Published) -> Iterator[Finding]:
    """Yield the faults A–D; an identity with a cell that could not be read is left to that cell's own fault."""
    for column in COLUMNS:
        yield from _compare(
            "A", column, now.sum((NEW, CARRY_IN), (column,)), now.sum((TOTAL_ROW, CARRY_OUT), (column,)),
            "表三“{where}”列：新收加上年结转为 {expected}，办理结果总计加结转下年度为 {found}。",
        )  # fmt: skip
    for column in COLUMNS:
        yield from _compare(
            "B", column, now.sum(now.leaves, (column,)), now.cell(TOTAL_ROW, column),
            "表三“{where}”列：各项办理结果之和为 {expected}，“（七）总计”填为 {found}。",
        )  # fmt: skip
    for row in now.table3:
        yield from _compare(
            "C", row, now.sum((row,), COLUMNS[:-1]), now.cell(row, TOTAL),
            f"表三“{LABELS[row]}”行：六类申请人之和为 {{expected}}，“总计”填为 {{found}}。",
        )  # fmt: skip
    for block in BLOCKS:
        cells = now.table4.get(block)
        if cells is None or None in cells:
            continue
        *four, total = (cell for cell in cells if cell is not None)
        yield from _compare(
            "D", block, sum(four, Decimal(0)), total, "表四“{where}”：四种结果之和为 {expected}，“总计”填为 {found}。"
        )


def _compare(rule: str, where: str, expected: Decimal | None, found: Decimal | None, text: str) -> Iterator[Finding]:
    if expected is not None and found is not None and expected != found:
        message = text.format(where=where, expected=plain(expected), found=plain(found))
        yield Finding(rule, where, expected, found, message)


def _seam(now: Published, last: Published) -> Iterator[Finding]:
    """Where one year ends and the next begins (I4, and the stock of documents in force)."""
    for column in COLUMNS:
        yield from _compare(
            "E", column, last.cell(CARRY_OUT, column), now.cell(CARRY_IN, column),
            "表三“{where}”列：上一年度报告结转下年度 {expected} 件，本年度“上年结转”填为 {found} 件。",
        )  # fmt: skip
    for row in TABLE_2:
        mine, before = now.table2.get(row.key), last.table2.get(row.key)
        if len(row.columns) != 3 or mine is None or before is None or None in (*mine, *before):
            continue
        made, repealed, valid = (cell or Decimal(0) for cell in mine)
        yield from _compare(
            "F", row.key, (before[2] or Decimal(0)) + made - repealed, valid,
            "表二“{where}”：上一年度有效件数加本年制发减本年废止为 {expected}，“现行有效件数”填为 {found}。",
        )  # fmt: skip


def _text(now: Published) -> Iterator[Finding]:
    """The numbers the report's text quotes, where they can be told from the tables."""
    for key, value in now.narrative.items():
        options = _quoted(now, key)
        number, _ = number_of(value)
        known = [option for option in options if option is not None]
        if number is None or not known or number in known:
            continue
        yield from _compare("N", key, known[0], number, "正文“{where}”为 {found}，表中为 {expected}。")


def _quoted(now: Published, key: str) -> list[Decimal | None]:
    """The numbers of the tables a word of the text may mean; none where the word is not known."""
    arrived = (NEW, CARRY_IN)
    if key in PARTS:
        return [now.sum(PARTS[key], (TOTAL,))]
    fixed = {
        "收到": [now.cell(NEW, TOTAL), now.sum(arrived, (TOTAL,))],
        "新收": [now.cell(NEW, TOTAL)],
        "收办": [now.sum(arrived, (TOTAL,))],
        "上年结转": [now.cell(CARRY_IN, TOTAL)],
        "办结": [now.cell(TOTAL_ROW, TOTAL)],
        "结转": [now.cell(CARRY_OUT, TOTAL)],
        "转下年度": [now.cell(CARRY_OUT, TOTAL)],
        "结转下年": [now.cell(CARRY_OUT, TOTAL)],
        "予以公开及部分公开": [now.sum((*PARTS["予以公开"], *PARTS["部分公开"]), (TOTAL,))],
        "自然人": [now.sum(arrived, (COLUMNS[0],)), now.cell(NEW, COLUMNS[0])],
        "法人或其他组织": [now.sum(arrived, ORGANISATION_COLUMNS), now.sum((NEW,), ORGANISATION_COLUMNS)],
        "行政复议": [_block(now, BLOCKS[0])],
        "行政诉讼": [_both(_block(now, BLOCKS[1]), _block(now, BLOCKS[2]))],
    }
    return fixed.get(key, [])


def _block(now: Published, name: str) -> Decimal | None:
    cells = now.table4.get(name)
    return cells[-1] if cells else None


def _both(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left + right


def plain(number: Decimal) -> int | float:
    """A JSON number: whole where it is whole."""
    return int(number) if number == number.to_integral_value() else float(number)
