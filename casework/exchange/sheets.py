"""Registers as files: CSV in whatever encoding an office PC wrote it, or XLSX; row by row, with line numbers.

Formulas and merged cells are not values: such a cell comes as ``Fault`` and is told where its row is read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from casework.packed import unpacked

# How far down a title may push the header of an office's register.
HEADER_WITHIN = 10
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_LARGEST_FIELD = 1_000_000
_MOST_HELD, _MOST_UNPACKED = 200_000_000, 500_000_000  # bytes; 100,000 rows have some 60 and 200 million


class Unreadable(ValueError):
    """The file is no register at all: told in one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no value. ``reason`` says what it holds instead."""

    reason: str


FORMULA = Fault("是公式，请粘贴为数值后重试。")
MERGED = Fault("是合并单元格，请取消合并并逐行填写。")
ERROR_VALUE = Fault("是错误值（如 #REF!），请改正。")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file; ``number`` is its first line as an editor or a spreadsheet counts it."""

    number: int
    cells: tuple[Any, ...]


def lines(path: Path) -> Iterator[Line]:
    """Yield every row that is not blank. :raises Unreadable: the file cannot be read, or is neither CSV nor XLSX."""
    try:
        with path.open("rb") as opened:
            start = opened.read(4)
    except OSError as error:
        raise Unreadable(f"无法读取 {path}：{error.strerror}。请核对文件名。") from error
    if start == b"PK\x03\x04":
        return _workbook(path)
    if start == b"\xd0\xcf\x11\xe0":
        raise Unreadable("这是旧版 .xls 文件，请在表格软件中另存为 .xlsx 后重试。")
    return _csv(path.read_bytes())


def decode(content: bytes) -> str:
    """The text of a CSV: by its mark, as UTF-8, or as GB 18030, which every GBK and GB 2312 file is.

    :raises Unreadable: none of them.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            encodings = [name]
            break
    else:
        encodings = ["utf-8", "gb18030"]
    for name in encodings:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    raise Unreadable("无法识别文件编码，请另存为 UTF-8 编码的 CSV 或者 .xlsx 后重试。")


def _csv(content: bytes) -> Iterator[Line]:
    text = decode(content)
    if "\x00" in text:
        raise Unreadable("文件不是文本表格（含有空字符），请另存为 CSV 或者 .xlsx 后重试。")
    csv.field_size_limit(_LARGEST_FIELD)
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count))
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield Line(number, tuple(FORMULA if cell.startswith("=") else cell for cell in cells))
    except csv.Error as error:
        raise Unreadable(f"第 {before + 1} 行不是合法的 CSV：{error}") from error


def _workbook(path: Path) -> Iterator[Line]:
    try:
        if _held_whole(path) > _MOST_HELD or unpacked(path) > _MOST_UNPACKED:
            raise Unreadable(f"{path.name} 展开后过大，请只保留台账一张工作表，或者分成几个文件。")
        book = load_workbook(path, read_only=True)
        sheet = book.worksheets[0]
        merged = _merged(path, sheet)
    except Unreadable:
        raise
    except Exception as error:  # what the reader raises at a broken part is its to choose
        raise Unreadable(f"{path.name} 不是可以读取的 .xlsx 文件，请在表格软件中另存后重试。") from error
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = tuple(_value(cell, (number, at) in merged) for at, cell in enumerate(row, start=1))
        if any(cell is not None and (isinstance(cell, Fault) or str(cell).strip()) for cell in cells):
            yield Line(number, cells)
    book.close()


def _held_whole(path: Path) -> int:
    """The bytes of what a reader holds in memory at once: every part but the sheets, which come row by row."""
    with zipfile.ZipFile(path) as archive:
        return sum(part.file_size for part in archive.infolist() if not part.filename.startswith("xl/worksheets/"))


def _value(cell: Any, merged: bool) -> Any:
    if merged:
        return MERGED
    if cell.data_type == "f":
        return FORMULA
    return ERROR_VALUE if cell.data_type == "e" else cell.value


def _merged(path: Path, sheet: Any) -> set[tuple[int, int]]:
    """The cells of the first sheet that belong to a merged range, read from the sheet's own part.

    A range over a whole block is cut at a million cells: nobody keeps a register in one cell.
    """
    cells: set[tuple[int, int]] = set()
    with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as part:
        tail = b""
        while chunk := part.read(1 << 20):
            for match in _MERGED.finditer(tail + chunk):
                left, top, right, bottom = (edge or 1 for edge in range_boundaries(match[1].decode()))
                if len(cells) + (bottom - top + 1) * (right - left + 1) <= 1_000_000:
                    cells |= {(row, at) for row in range(top, bottom + 1) for at in range(left, right + 1)}
            tail = chunk[-200:]
    return cells


def header_of(rows: Sequence[Line], wanted: Sequence[tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    """The index and the titles of the first row that has one column of each of ``wanted``; otherwise the first row."""
    for at, line in enumerate(rows[:HEADER_WITHIN]):
        titles = tuple(_title(cell) for cell in line.cells)
        if all(any(name in titles for name in names) for names in wanted):
            return at, titles
    return 0, tuple(_title(cell) for cell in rows[0].cells) if rows else ()


def _title(cell: Any) -> str:
    return "" if cell is None or isinstance(cell, Fault) else " ".join(str(cell).split())
