"""``annual_report``: the tables of one organ or of the district, proven, in four forms."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.errors import Fault
from casework.jsonl import dump
from casework.models import Organ
from casework.statistics import annual
from casework.statistics.document import to_docx
from casework.statistics.workbook import to_xlsx
from workflow.papers.annual import to_pdf

FORMATS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "json": lambda content: (dump(content) + "\n").encode(),
    "xlsx": to_xlsx,
    "docx": to_docx,
    "pdf": to_pdf,
}


class Command(BaseCommand):
    help = "生成政府信息公开工作年度报告的表格：先核对全部勾稽关系，不平的不予导出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="年度")
        parser.add_argument("--organ", default="", help="机关代码；不填为全区")
        parser.add_argument("--format", choices=list(FORMATS), default="json", help="格式")
        parser.add_argument("--out", type=Path, help="输出文件；json 可以不填，输出到屏幕")
        parser.add_argument("--cell", default="", help="行,列：列出表三该格背后的办件，如 granted,自然人")

    def handle(
        self, *, year: int, organ: str, format: str, out: Path | None, cell: str, **options: Any  # noqa: A002
    ) -> None:  # fmt: skip
        if not 1 <= year <= 9998:
            raise CommandError("年度应为四位数字，请改正。", returncode=2)
        whose = named(organ)
        if format != "json" and out is None:
            raise CommandError(f"{format} 格式请用 --out 指定输出文件。", returncode=2)
        try:
            answer = dump(behind(cell, year, whose)) if cell else None
            content = None if cell else annual.report(year, whose)
        except annual.Unbalanced as fault:
            for finding in fault.findings:
                self.stderr.write(f"[{finding.rule}] {finding.message}")
            for suspect in fault.suspects:
                self.stderr.write(f"请核对：{suspect}")
            sys.exit(1)
        except Fault as fault:
            raise CommandError(fault.message, returncode=2) from fault
        written = (answer + "\n").encode() if answer is not None else FORMATS[format](content or {})
        if out is None:
            self.stdout.write(written.decode(), ending="")
        else:
            out.write_bytes(written)


def named(code: str) -> Organ | None:
    """The organ of a code, None for the district. :raises CommandError: there is none (2)."""
    if not code:
        return None
    try:
        return Organ.objects.get(code=code)
    except Organ.DoesNotExist:
        raise CommandError(f"没有代码为“{code}”的机关，请核对。", returncode=2) from None


def behind(cell: str, year: int, organ: Organ | None) -> dict[str, Any]:
    """The cases behind one cell of table three, as JSON. :raises BadValue: no such cell."""
    row, _, column = (part.strip() for part in cell.replace("，", ",").partition(","))
    cases = annual.cases_behind(row, column, year, organ).select_related("organ")
    listed = [
        {
            "case_number": case.case_number,
            "organ": case.organ.code,
            "received_on": case.received_on.isoformat(),
            "closed_on": case.closed_on.isoformat() if case.closed_on else None,
            "outcome": case.outcome or None,
            "status": case.status,
            "title": case.title,
        }
        for case in cases.iterator(chunk_size=2000)
    ]
    return {"row": row, "column": column, "value": len(listed), "cases": listed}
