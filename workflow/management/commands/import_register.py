"""``import_register``: an older register becomes cases."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.acts.staffing import SYSTEM_USERNAME
from casework.errors import BadValue
from casework.exchange import faults, importing, mapping, sheets
from casework.jsonl import dump
from casework.law.identity import CATEGORIES
from casework.law.receipt import CHANNELS
from casework.lawbook import working_calendar
from casework.models import Organ, Staff
from casework.now import now, today
from workflow.imported import open_rounds

MAPPING_HELP = f"""映射文件（TOML）说明台账的哪一列是系统的哪个字段。例：

  name = "old_register"            # 来源名称；同一来源的同一行不会重复建件
  [organ]                          # 全部办件归一个机关时填写（没有的会建立），或者用 --organ 指定
  code = "OLD"
  name = "旧系统"
  number_word = "旧"               # 受理编号用字
  [dates]
  formats = ["%m/%d/%Y"]           # 除 2026-03-02、2026年3月2日、20260302 以外的写法
  [columns]                        # 字段 = 列名，或者可能的几个列名；{"、".join(mapping.REQUIRED)} 必填
  external_id = "Tracking Number"
  received_on = "Submitted Date"
  closed_on = ["Closed Date", "Closed"]
  outcome = "Disposition"
  title = "Detail"
  [values.outcome]                 # 词语 = 代码；"" 表示尚无结果。代码和名称见 manage.py outcomes
  "Full grant" = "G2"
  [defaults]                       # 空白或者没有该列时用的值；outcome 用于有办结日期而无结果的行
  channel = "portal"
  outcome = "X3"

字段：
{chr(10).join(f"  {name:<12} {label}" for name, label in mapping.FIELDS.items())}
申请渠道：{"、".join(f"{code}（{channel.label}）" for code, channel in CHANNELS.items())}
申请人类别：{"、".join(f"{code}（{label}）" for code, label in CATEGORIES.items())}
随系统提供的映射：{"、".join(path.stem for path in mapping.shipped())}；不写 --map 时按表头选用。
先用 --dry-run 检查；有误的行逐行列出，改正映射文件后再导入。"""


class Command(BaseCommand):
    help = "把以前的登记台账（CSV 或 XLSX）导入为办件；有误的行逐行列出，其余照常导入，重复导入不会重复建件。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.epilog = MAPPING_HELP
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
        for told in result.warnings[: result.absent]:
            self.stderr.write(f"提示：{told.reason}")
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
