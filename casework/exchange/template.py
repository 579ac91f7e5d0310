"""An empty register to fill in: our headings, an example row, lists to choose from."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from casework.exchange import mapping
from casework.law.identity import CATEGORIES
from casework.law.outcomes import CATALOGUE
from casework.law.receipt import CHANNELS

ROWS = 5000
_EXAMPLE = {
    "case_number": "示例1号（导入前请删去本行）", "received_on": "2024-03-01", "channel": CHANNELS["mail_signed"].label,
    "category": "自然人", "name": "张某", "title": "某村征收补偿方案", "topic": "征地拆迁", "closed_on": "2024-03-20",
}  # fmt: skip


def blank() -> bytes:
    """Return the template as .xlsx; an example row that is left in is refused by its impossible result."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    lists = book.create_sheet("可选值")
    columns = mapping.find("register").columns
    words = {
        "channel": [row.label for row in CHANNELS.values()],
        "category": list(CATEGORIES.values()),
        "outcome": list(dict.fromkeys(row.label for row in CATALOGUE)),
    }
    for at, (name, titles) in enumerate(columns.items(), start=1):
        head = sheet.cell(1, at, titles[0])
        head.font = Font(bold=True)
        if name in mapping.REQUIRED:
            head.comment = Comment("必填", "系统")
        sheet.cell(2, at, _EXAMPLE.get(name, "（示例）" if name == "outcome" else None))
        sheet.column_dimensions[get_column_letter(at)].width = 18
        if name in words:
            _choices(sheet, lists, at, titles[0], words[name])
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _choices(sheet: object, lists: object, at: int, title: str, words: list[str]) -> None:
    """A drop-down of a column; its words stand on a sheet of their own, for Excel allows few in the rule itself."""
    place = lists.max_column + 1 if lists.cell(1, 1).value else 1  # type: ignore[attr-defined]
    for row, word in enumerate((title, *words), start=1):
        lists.cell(row, place, word)  # type: ignore[attr-defined]
    column, letter = get_column_letter(at), get_column_letter(place)
    rule = DataValidation("list", formula1=f"'可选值'!${letter}$2:${letter}${len(words) + 1}", allow_blank=True)
    rule.add(f"{column}2:{column}{ROWS}")
    sheet.add_data_validation(rule)  # type: ignore[attr-defined]
