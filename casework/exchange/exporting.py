"""The register as the offices keep it: one row a case, plain values, nothing a spreadsheet would calculate."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.db.models import QuerySet
from openpyxl import Workbook

from casework.law.identity import CATEGORIES
from casework.law.outcomes import OUTCOMES
from casework.law.receipt import CHANNELS
from casework.models import Applicant, Case, Organ
from casework.office import fit
from casework.spreadsheet import FORMULA_STARTS

HEADER = (
    "受理编号", "答复机关代码", "答复机关名称", "承办科室", "收到日期", "申请渠道", "申请人类别", "申请人", "联系电话",
    "通信地址", "申请事项", "所需信息描述", "主题", "状态", "答复期限", "答复结果", "办结日期", "是否逾期", "备注",
)  # fmt: skip
SHEET = "依申请公开办件台账"
# What a cell of a workbook can hold.
LONGEST_CELL = 32_767
_WIDTHS = (24, 14, 30, 16, 12, 18, 14, 14, 16, 30, 40, 60, 12, 12, 12, 30, 12, 10, 30)


def export(
    target: Path | BinaryIO,
    cases: QuerySet[Case],
    *,
    progress: Callable[[int], None] = lambda done: None,
    whole_in: Collection[int] | None = None,
) -> tuple[int, list[str]]:
    """Write the register; return the rows and the numbers of the cases whose text did not fit into a cell.

    :param whole_in: keys of the organs whose applicants are written in full, those of others masked; None: all in full.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for at, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + at)].width = width
    sheet.freeze_panes = "B2"
    sheet.append(HEADER)
    cut: list[str] = []
    count = 0
    for count, (number, row) in enumerate(rows(cases, whole_in), start=1):
        cells = [neutral(value) for value in row]
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
            cut.append(number)
        sheet.append([cell[:LONGEST_CELL] if isinstance(cell, str) else cell for cell in cells])
        if count % 5000 == 0:
            progress(count)
    book.save(target)
    return count, cut


def received(first: date | None, last: date | None, organ: Organ | None) -> QuerySet[Case]:
    """The cases received in a period (None: whenever), of one organ or of all."""
    cases = Case.objects.all()
    if first is not None:
        cases = cases.filter(received_on__gte=first)
    if last is not None:
        cases = cases.filter(received_on__lte=last)
    return cases if organ is None else cases.filter(organ=organ)


def rows(cases: QuerySet[Case], whole_in: Collection[int] | None = None) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield each case's number and its cells, in the order of receipt."""
    cases = cases.select_related("organ", "unit").prefetch_related("applicants").order_by("received_on", "pk")
    for case in cases.iterator(chunk_size=1000):
        yield case.case_number, _cells(case, whole=whole_in is None or case.organ_id in whole_in)


def _person(first: Applicant | None, *, whole: bool) -> tuple[str, str, str]:
    """Name, telephone and address as the reader may have them."""
    if first is None:
        return "", "", ""
    if whole:
        return first.name, first.phone, first.address
    return first.masked_name, first.masked_phone, first.masked_address


def _cells(case: Case, *, whole: bool) -> tuple[Any, ...]:
    first = case.applicant
    return (
        case.case_number,
        case.organ.code,
        case.organ.name,
        case.unit.name if case.unit and case.unit.organ_id == case.organ_id else "",
        case.received_on,
        CHANNELS[case.channel].label,
        CATEGORIES[first.category] if first else "",
        *_person(first, whole=whole),
        case.title,
        case.description,
        case.topic,
        case.get_status_display(),
        case.due_on,
        OUTCOMES[case.outcome].label if case.outcome else "",
        case.closed_on,
        {True: "是", False: "否", None: ""}[case.late],
        case.note,
    )


def neutral(value: Any) -> Any:
    """A value that is shown and never calculated; the apostrophe it may get is taken off again by the import."""
    if isinstance(value, date | int | float) or value is None:
        return value
    text = fit(str(value))
    return f"'{text}" if text.startswith((*FORMULA_STARTS, "'")) else text
