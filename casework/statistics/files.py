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
    """Find the tables by the labels of their rows, and table three's columns by its head.

    :raises BadReport: no row of table three is there.
    """
    labels = {_bare(row.label): row.key for row in (*ROWS, OTHER_2019)}
    stock = {_bare(row.label): row for row in TABLE_2}
    found: dict[str, Any] = {"columns": list(COLUMNS), "table3": {}, "table4": None, "table2": {}}
    first = None
    for cells in rows:
        line = [*cells, *[None] * len(COLUMNS)]
        words = [_bare(cell) for cell in cells]
        if COLUMNS[0] in words:
            first = words.index(COLUMNS[0])
        label = next((word for word in reversed(words[:first]) if word), "") if first is not None else ""
        if first is not None and label in labels:
            found["table3"].setdefault(labels[label], line[first : first + len(COLUMNS)])
        elif words and (row := stock.get(words[0])) is not None:
            numbers = line[1 : 1 + len(row.columns)]
            found["table2"][row.key] = numbers if len(row.columns) > 1 else numbers[0]
        elif first is not None and _remedies(words):
            wide = len(BLOCK_COLUMNS)
            found["table4"] = {block: line[at * wide : (at + 1) * wide] for at, block in enumerate(BLOCKS)}
    if not found["table3"]:
        raise BadReport("文件中没有找到表三“收到和处理政府信息公开申请情况”，请核对是否为年度报告。")
    return found


def _remedies(words: list[str]) -> bool:
    """The one row of table four: as many numbers as it has columns, and nothing else."""
    numbers = words[: len(BLOCKS) * len(BLOCK_COLUMNS)]
    return (
        len(numbers) == len(BLOCKS) * len(BLOCK_COLUMNS)
        and all(word.isdigit() for word in numbers if word)
        and any(numbers)
    )


def _bare(cell: Any) -> str:
    """A label without spaces, widths and the remark some offices leave out."""
    text = "".join(unicodedata.normalize("NFKC", "" if cell is None else str(cell)).split())
    return text.partition("(区分处理的")[0].replace('"', "").replace("“", "").replace("”", "")
