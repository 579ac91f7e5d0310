"""``check_report``: what does not balance in a published report. Needs no database."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.jsonl import dump
from casework.statistics.check import Verdict, check
from casework.statistics.files import report_of
from casework.statistics.published import BadReport


class Command(BaseCommand):
    help = (
        "核对年度报告的勾稽关系，结果以 JSON 列出，不平的以状态 1 退出。"
        "错误（faults）：A 新收加上年结转等于办理结果总计加结转下年度，逐列；B 各项办理结果之和等于总计，逐列；"
        "C 六类申请人之和等于总计，逐行；D 表四各组四种结果之和等于总计。"
        "提示（warnings，不影响退出状态）：E 上年结转等于上一年度报告的结转下年度，逐列；"
        "F 现行有效件数等于上一年度的加制发减废止；N 正文引用的数与表中一致。"
        "不是非负整数的格（unreadable）也是错误；缺行、缺表写在 notes 中。"
    )
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own attribute

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="报告文件（JSON、.xlsx 或者 .docx）")
        parser.add_argument("--previous", type=Path, help="上一年度的报告，用于核对结转和有效件数")

    def handle(self, *, file: Path, previous: Path | None, **options: Any) -> None:
        last = load(previous) if previous else None
        try:
            verdict = check(load(file), last)
        except BadReport as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(dump(as_json(verdict)))
        for line in told(verdict):
            self.stderr.write(line)
        if not verdict.clean:
            sys.exit(1)


def load(path: Path) -> Any:
    """The report in a file. :raises CommandError: it cannot be read (2), or it is no report (1)."""
    try:
        return report_of(path.name, path.read_bytes())
    except OSError as error:
        raise CommandError(f"无法读取 {path}：{error.strerror}。请核对文件名。", returncode=2) from error
    except BadReport as error:
        raise CommandError(str(error), returncode=1) from error


def as_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "faults": [fault.as_json() for fault in verdict.faults],
        "warnings": [warning.as_json() for warning in verdict.warnings],
        "unreadable": [
            {
                "table": cell.table,
                "where": cell.where,
                "column": cell.column,
                "value": cell.value,
                "reason": cell.reason,
            }
            for cell in verdict.unreadable
        ],  # fmt: skip
        "notes": list(verdict.notes),
    }


def told(verdict: Verdict) -> list[str]:
    """One sentence a line: for people, beside the JSON."""
    cells = [cell.message for cell in verdict.unreadable]
    faults = [f"[{fault.rule}] {fault.message}" for fault in verdict.faults]
    return [*cells, *faults, *(f"[{warning.rule}] 提示：{warning.message}" for warning in verdict.warnings)]
