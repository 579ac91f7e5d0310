"""Sentences of the report whose numbers come from its tables."""

from __future__ import annotations

from typing import Any

from casework.statistics.tables import BLOCKS, CARRY_IN, CARRY_OUT, COLUMNS, NEW, PARTS, TOTAL_ROW


def opening(content: dict[str, Any]) -> list[str]:
    """The paragraphs of part one on applications and remedies."""
    table, year = content["table3"], content["year"]
    new, carried = table[NEW][-1], table[CARRY_IN][-1]
    persons = table[NEW][0]
    parts = "，".join(f"{part} {number} 件" for part, number in results(table).items() if number)
    first = (
        f"{year}年，{content['organ']}新收政府信息公开申请 {new} 件，其中{COLUMNS[0]} {persons} 件、"
        f"法人或其他组织 {new - persons} 件；上年结转 {carried} 件。"
    )
    second = (
        f"全年办结 {table[TOTAL_ROW][-1]} 件" + (f"，其中{parts}" if parts else "")
        + f"；结转下年度继续办理 {table[CARRY_OUT][-1]} 件。"
    )  # fmt: skip
    blocks = content.get("table4") or {}
    review, *suits = (blocks.get(block, [0] * 5)[-1] for block in BLOCKS)
    return [first, second, f"因政府信息公开被申请行政复议 {review} 件，被提起行政诉讼 {sum(suits)} 件。"]


def results(table: dict[str, list[int]]) -> dict[str, int]:
    """The six kinds of result with their numbers."""
    return {part: sum(table[row][-1] for row in rows if row in table) for part, rows in PARTS.items()}
