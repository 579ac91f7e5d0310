"""The annual report as a workbook: one sheet a table, as printed, and one with the numbers by key."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from casework.spreadsheet import safe
from casework.statistics.grid import Box, Grid, grids

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WIDE = 130  # characters over all columns
_SHEETS = ("表二", "表三", "表四")


def to_xlsx(content: dict[str, Any]) -> bytes:
    """Return the report as .xlsx."""
    book = Workbook()
    book.remove(book.active)
    for name, grid in zip(_SHEETS, grids(content), strict=True):
        _sheet(book.create_sheet(name), grid, f"{content['organ']} {content['year']} 年")
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _sheet(sheet: Any, grid: Grid, whose: str) -> None:
    sheet.append([f"{grid.title}（{safe(whose)}）"])
    sheet["A1"].font = Font(bold=True, size=14)
    for box, row, column in placed(grid):
        cell = sheet.cell(row + 2, column + 1, safe(box.text))
        cell.font = Font(bold=box.head)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if box.across > 1 or box.down > 1:
            sheet.merge_cells(
                start_row=row + 2, end_row=row + 1 + box.down, start_column=column + 1, end_column=column + box.across
            )
    for line in sheet.iter_rows(min_row=2, max_row=1 + len(grid.rows), max_col=grid.columns):
        for cell in line:
            cell.border = _FRAME
    for at, share in enumerate(grid.widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = max(9.0, _WIDE * share / 100)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def placed(grid: Grid) -> Iterator[tuple[Box, int, int]]:
    """Yield each box with the row and column of its upper left corner, counted from nought."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(grid.rows):
        column = 0
        for box in row:
            while (at, column) in taken:
                column += 1
            yield box, at, column
            taken |= {(at + down, column + across) for down in range(box.down) for across in range(box.across)}
            column += box.across
