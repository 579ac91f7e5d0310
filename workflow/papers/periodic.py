"""A periodic report on paper, through the letters' renderer."""

from __future__ import annotations

from casework.statistics.figure import Figure
from casework.statistics.periodic import Report, widths
from letters.blocks import Block, Cell, Document, FormLine, FormNote, Table
from letters.render import render
from workflow.papers.annual import facts_of


def to_pdf(report: Report) -> bytes:
    """Return the report as PDF/A."""
    blocks: list[Block] = [FormNote(text) for text in report.paragraphs]
    for figure in report.figures:
        blocks += [FormLine(left=figure.title), _table(figure)]
        blocks += [FormNote(figure.note)] if figure.note else []
    middle = report.title.index("依申请公开")
    return render(
        Document(
            key="periodic", name="依申请公开工作报告", style="form", mark="",
            title=(report.title[:middle], report.title[middle:], f"（{report.period}）"), number="",
            blocks=tuple(blocks), facts=facts_of(report.whose),
        )
    ).pdf  # fmt: skip


def _table(figure: Figure) -> Table:
    head = tuple(Cell(name, label=True, centred=True) for name in figure.head)
    rows = tuple(tuple(Cell(str(value), centred=bool(at)) for at, value in enumerate(row)) for row in figure.table())
    return Table(widths=widths(figure), rows=(head, *rows), head_rows=1)
