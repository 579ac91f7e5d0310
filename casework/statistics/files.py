"""A unit's report file as the numbers in it: our JSON, a workbook or a document with the tables of the format."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers.expat import ParserCreate

from docx import Document
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from casework.exchange.sheets import decode
from casework.packed import unpacked
from casework.statistics.printed import Box, Page, from_pages
from casework.statistics.published import BadReport, Odd, is_blank, number_of

LARGEST = 5_000_000
_UNPACKED = 20_000_000
_MOST_ROWS, _MOST_COLUMNS = 2000, 100
_NOT_CALCULATED = Odd("是公式而没有计算结果，请在表格软件中打开、保存后重试。")


def report_of(name: str, content: bytes) -> dict[str, Any]:
    """Return the report in a file in the form ``check`` reads. :raises BadReport: it holds no table three."""
    if len(content) > LARGEST:
        raise BadReport("文件超过 5 MB，请只上传年度报告本身。")
    if not content.startswith(b"PK"):
        return _json(name, content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            is_document = "word/document.xml" in archive.namelist()
        if unpacked(io.BytesIO(content)) > _UNPACKED:
            raise BadReport("文件展开后过大，请只上传年度报告本身。")
        pages = list(_document(content) if is_document else _workbook(content))
    except BadReport:
        raise
    except Exception as error:  # what the readers raise at a broken part is theirs to choose
        raise BadReport(f"{name} 无法打开，请在文字或者表格软件中另存后重试。") from error
    return from_pages(pages)


def _json(name: str, content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(decode(content), object_pairs_hook=_once)
    except BadReport:
        raise
    except (ValueError, RecursionError) as error:
        raise BadReport(f"{name} 不是 JSON、.xlsx 或者 .docx 文件，请另存后重试。") from error
    if not isinstance(value, dict):
        raise BadReport("报告文件应为一个 JSON 对象，请使用系统导出的格式。")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand there once: of two rows with one name nobody knows which is meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadReport(f"报告中“{twice[:40]}”出现了两次，请删去多余的一处后再核对。")
    return found


def _document(content: bytes) -> Iterator[Page]:
    for table in Document(io.BytesIO(content)).tables:
        if any(sum(cell.grid_span for cell in row.tc_lst) > _MOST_COLUMNS for row in table._tbl.tr_lst):
            raise BadReport(f"有一张表超过 {_MOST_COLUMNS} 列，请只上传年度报告本身。")
        # A merged cell stands at every place it covers, as one and the same element.
        yield [[Box(_number(cell.text), cell._tc) for cell in row.cells] for row in table.rows]


def _number(text: str) -> Any:
    """All of a document is text: a number is taken as one, everything else is left to the check as it was typed."""
    number, _ = number_of(text)
    if number is None or is_blank(text):
        return text.strip()
    return int(number) if number == number.to_integral_value() else float(number)


def _workbook(content: bytes) -> Iterator[Page]:
    _check_merged(content)
    shown = load_workbook(io.BytesIO(content), data_only=True)
    typed = load_workbook(io.BytesIO(content))
    for sheet, beneath in zip(shown.worksheets, typed.worksheets, strict=True):
        if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
            limits = f"超过 {_MOST_ROWS} 行或者 {_MOST_COLUMNS} 列"
            raise BadReport(f"工作表“{sheet.title}”{limits}，请只上传年度报告的表格。")
        yield _sheet(sheet, beneath)


def _check_merged(content: bytes) -> None:
    """Refuse a merged range beyond any report before the workbook is loaded: loading makes every cell of it.

    :raises BadReport: there is one.
    """

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition("}")[2] != "mergeCell":
            return
        left, top, right, bottom = range_boundaries(attributes.get("ref", ""))
        if None in (left, top, right, bottom) or bottom > _MOST_ROWS or right > _MOST_COLUMNS:
            raise BadReport(f"有合并单元格超过 {_MOST_ROWS} 行或者 {_MOST_COLUMNS} 列，请只上传年度报告的表格。")

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".XML")):
                parser = ParserCreate(namespace_separator="}")
                parser.StartElementHandler = start
                parser.Parse(archive.read(part), True)


def _sheet(sheet: Any, beneath: Any) -> Page:
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for ranged in sheet.merged_cells.ranges:
        for row, column in ranged.cells:
            owner[row, column] = (ranged.min_row, ranged.min_col)
    page = []
    for row in range(1, sheet.max_row + 1):
        boxes = []
        for column in range(1, sheet.max_column + 1):
            at = owner.get((row, column), (row, column))
            value = sheet.cell(*at).value
            if value is None and beneath.cell(*at).data_type == "f":
                value = _NOT_CALCULATED
            boxes.append(Box(value, at))
        page.append(boxes)
    return page
