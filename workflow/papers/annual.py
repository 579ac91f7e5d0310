"""The annual report on paper: the same tables through the letters' renderer, with its fonts and its care."""

from __future__ import annotations

from typing import Any

from casework.statistics.document import title
from casework.statistics.grid import Grid, grids
from casework.statistics.tables import SECTIONS
from casework.statistics.text import opening
from letters.blocks import Block, Cell, Document, FormLine, FormNote, Table
from letters.facts import Common
from letters.render import render

_TABLES = {1: 0, 2: 1, 3: 2}
_TABLE_3 = 10  # its number of columns
_BY_HAND = "（由本机关填写）"


def to_pdf(content: dict[str, Any]) -> bytes:
    """Return the report as PDF/A; what the office writes itself is left to be filled in."""
    tables = grids(content)
    blocks: list[Block] = []
    for at, heading in enumerate(SECTIONS):
        blocks.append(FormLine(left=heading))
        if at in _TABLES:
            blocks.append(_table(tables[_TABLES[at]]))
        else:
            blocks += [FormNote(text) for text in (opening(content) if at == 0 else [_BY_HAND])]
    name = title(content)
    organ = str(content["organ"])
    return render(
        Document(
            key="annual", name="政府信息公开工作年度报告", style="form", title=_lines(name), mark="", number="",
            blocks=tuple(blocks), facts=facts_of(organ),
        )
    ).pdf  # fmt: skip


def _lines(name: str) -> tuple[str, ...]:
    middle = name.index("政府信息公开工作")
    return name[:middle], name[middle:]


def facts_of(organ: str) -> Common:
    """A report knows its organ and nothing of an applicant."""
    return Common(
        organ_name=organ, applicant_name="", salutation="", received_on=None, channel_label="", case_number="",
        request_summary="", contact_name="", contact_phone="", organ_address="",
    )  # fmt: skip


def _table(grid: Grid) -> Table:
    rows = tuple(
        tuple(Cell(str(box.text), label=box.head, colspan=box.across, rowspan=box.down, centred=True) for box in row)
        for row in grid.rows
    )
    return Table(widths=grid.widths, rows=rows, head_rows=3 if grid.columns == _TABLE_3 else 0)
