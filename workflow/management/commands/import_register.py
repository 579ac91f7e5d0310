"""``import_register``: an older register becomes cases."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.errors import BadValue
from casework.exchange import faults, importing, mapping, sheets
from casework.jsonl import dump
from casework.lawbook import working_calendar
from casework.models import Organ, Staff
from casework.now import now, today
from workflow.imported import open_rounds
from workflow.timers import SYSTEM_USERNAME


class Command(BaseCommand):
    help = "把以前的登记台账（CSV 或 XLSX）导入为办件；有误的行逐行列出，其余照常导入，重复导入不会重复建件。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="台账文件")
        parser.add_argument("--map", default="", help="映射文件（TOML），或者随系统提供的映射名称")
        parser.add_argument("--organ", default="", help="机关代码：全部办件归该机关")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--errors", type=Path, help="把未导入的行和原因写入这个 .xlsx 文件")

    def handle(
        self, *, file: Path, map: str, organ: str, dry_run: bool, errors: Path | None, **options: Any  # noqa: A002
    ) -> None:  # fmt: skip
        whose = Organ.objects.filter(code=organ).first() if organ else None
        if organ and whose is None:
            raise CommandError(f"没有代码为“{organ}”的机关，请核对。", returncode=2)
        if not file.is_file():
            raise CommandError(f"没有文件 {file}，请核对文件名。", returncode=2)
        try:
            chosen = mapping.find(map) if map else None
        except mapping.BadMapping as error:
            raise CommandError(str(error), returncode=2) from error
        try:
            result = importing.run(
                file, mapping=chosen, organ=whose, actor=importer(), at=now(), today=today(),
                first=working_calendar().first_day, dry_run=dry_run, open_rounds=open_rounds,
                progress=lambda so_far: self.stderr.write(f"已处理 {so_far.read} 行"),
            )  # fmt: skip
        except (sheets.Unreadable, BadValue) as error:
            raise CommandError(str(error), returncode=1) from error
        if errors is not None:
            faults.write(errors, result)
        self.stdout.write(dump(as_json(result)))
        for told in result.errors:
            self.stderr.write(f"第 {told.line} 行“{told.field}”：{told.reason}")
        if result.refused:
            sys.exit(1)


def importer() -> Staff:
    """The actor of imports: the member of staff nobody can sign in as."""
    staff, _ = Staff.objects.get_or_create(
        username=SYSTEM_USERNAME, defaults={"name": "系统", "password": "!", "is_active": False}
    )
    return staff


def as_json(result: importing.Result) -> dict[str, Any]:
    return {
        "read": result.read,
        "accepted": result.accepted,
        "refused": result.refused,
        "unchanged": result.unchanged,
        "errors": [{"line": told.line, "field": told.field, "reason": told.reason} for told in result.errors],
        "warnings": [{"line": told.line, "field": told.field, "reason": told.reason} for told in result.warnings],
    }
