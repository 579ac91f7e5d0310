"""Workbooks for people: a header row, plain texts and dates, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from casework.now import SHANGHAI
from casework.office import fit

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel and WPS take these for the beginning of a formula, the full-width ones after input conversion too.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
WIDEST, NARROWEST = 60, 8


def safe(value: Any) -> Any:
    """Return a cell value that is shown, never calculated; moments in the time of the office."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).replace(tzinfo=None)
    if isinstance(value, date | int | float) or value is None:
        return value
    text = fit(str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return an .xlsx with one sheet; its head stays in view and is repeated on each printed page."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    body = [[safe(value) for value in row] for row in rows]
    for at, name in enumerate(header):
        longest = max([len(name) * 2, *(_width(row[at]) for row in body[:500])])
        sheet.column_dimensions[_letter(at)].width = min(max(longest + 2, NARROWEST), WIDEST)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.append([_head(sheet, name) for name in header])
    for row in body:
        sheet.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _head(sheet: Any, name: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=safe(name))
    cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center")
    return cell


def _width(value: Any) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in str(value or ""))


def _letter(at: int) -> str:
    return chr(ord("A") + at) if at < 26 else f"A{chr(ord('A') + at - 26)}"


def download(content: bytes, name: str) -> HttpResponse:
    """Answer with a workbook to be saved as ``name``."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = disposition(name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def disposition(name: str, *, inline: bool = False) -> str:
    """The Content-Disposition of a file with a Chinese name (RFC 6266, RFC 5987)."""
    ending = name.rpartition(".")[2] if "." in name else "bin"
    fallback = f"file.{ending}" if ending.isascii() and ending.isalnum() else "file"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"
