"""The rows that were refused, with their reasons beside them: to be put right and sent again as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from casework.exchange.exporting import neutral
from casework.exchange.importing import Result
from casework.exchange.sheets import Fault
from casework.office import fit

REASON = "导入错误"


def write(path: Path, result: Result) -> None:
    """Write an .xlsx under the file's own header, with one more column for what to put right."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("未导入的行")
    width = len(result.header)
    sheet.append([*(neutral(title) for title in result.header), REASON])
    for line, reason in result.refused_lines:
        cells = [_shown(cell) for cell in line.cells[:width]]
        sheet.append([*cells, *[None] * (width - len(cells)), fit(f"第 {line.number} 行：{reason}")])
    book.save(path)


def _shown(cell: Any) -> Any:
    return fit(f"（{cell.reason}）") if isinstance(cell, Fault) else neutral(cell)
