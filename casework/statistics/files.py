"""A unit's report file as the numbers in it: our JSON, a workbook or a document with the tables of the format."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from docx import Document
from openpyxl import load_workbook

from casework.statistics.published import BadReport, number_of
from casework.statistics.tables import BLOCK_COLUMNS, BLOCKS, COLUMNS, OTHER_2019, ROWS, TABLE_2

LARGEST = 5_000_000
_MOST_ROWS = 2000
Cells = Sequence[Any]


def report_of(name: str, content: bytes) -> dict[str, Any]:
    """Return the report in a file in the form ``check`` reads. :raises BadReport: it holds no table three."""
    if len(content) > LARGEST:
        raise BadReport("文件超过 5 MB，请只上传年度报告本身。")
    if not content.startswith(b"PK"):
        try:
            value = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise BadReport(f"{name} 不是 JSON、.xlsx 或者 .docx 文件，请另存后重试。") from error
        if not isinstance(value, dict):
            raise BadReport("报告文件应为一个 JSON 对象，请使用系统导出的格式。")
        return value
    try:
        rows = list(_document(content) if _is_document(content) else _workbook(content))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise BadReport(f"{name} 无法打开，请在文字或者表格软件中另存后重试。") from error
    return from_rows(rows)


def _is_document(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "word/document.xml" in archive.namelist()


def _document(content: bytes) -> Iterator[Cells]:
    for table in Document(io.BytesIO(content)).tables:
        for row in table.rows:
            yield [_number(cell.text) for cell in row.cells]


def _workbook(content: bytes) -> Iterator[Cells]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield from sheet.iter_rows(values_only=True, max_row=_MOST_ROWS)


def _number(text: str) -> Any:
    """A number typed into a document is a number; everything else stays as it was typed."""
    number, _ = number_of(text)
    if number is None or not text.strip():
        return text
    return int(number) if number == number.to_integral_value() else float(number)


def from_rows(rows: Iterable[Cells]) -> dict[str, Any]:
    """Find the tables by the labels of their rows. :raises BadReport: no row of table three is there."""
    labels = {_bare(row.label): row.key for row in (*ROWS, OTHER_2019)}
    stock = {_bare(row.label): row for row in TABLE_2}
    table3: dict[str, Any] = {}
    table2: dict[str, Any] = {}
    table4: dict[str, Any] | None = None
    heads = 0
    for cells in rows:
        line = _trimmed(cells)
        heads = heads + 1 if sum(_bare(cell) == _bare(BLOCK_COLUMNS[0]) for cell in line) == len(BLOCKS) else heads
        label = next((_bare(cell) for cell in reversed(line[: -len(COLUMNS)]) if _bare(cell)), "")
        if label in labels and labels[label] not in table3:
            table3[labels[label]] = list(line[-len(COLUMNS) :])
        elif line and (row := stock.get(_bare(line[0]))) is not None:
            numbers = list(line[1 : 1 + len(row.columns)])
            table2[row.key] = numbers if len(row.columns) > 1 else next(iter(numbers), None)
        elif heads and table4 is None and len(line) == len(BLOCKS) * len(BLOCK_COLUMNS) and _bare(line[0]).isdigit():
            wide = len(BLOCK_COLUMNS)
            table4 = {block: list(line[at * wide : (at + 1) * wide]) for at, block in enumerate(BLOCKS)}
    if not table3:
        raise BadReport("文件中没有找到表三“收到和处理政府信息公开申请情况”，请核对是否为年度报告。")
    return {"columns": list(COLUMNS), "table3": table3, "table4": table4, "table2": table2 or None}


def _trimmed(cells: Cells) -> list[Any]:
    line = list(cells)
    while line and line[-1] is None:
        line.pop()
    return line


def _bare(cell: Any) -> str:
    """A label without spaces, widths and the remark some offices leave out."""
    text = "".join(unicodedata.normalize("NFKC", "" if cell is None else str(cell)).split())
    return text.partition("(区分处理的")[0].replace('"', "").replace("“", "").replace("”", "")
