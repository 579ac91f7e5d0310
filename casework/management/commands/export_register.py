"""``export_register``: the register of an organ or of the district as a workbook."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from casework.acts.record import record
from casework.exchange.exporting import export, received
from casework.jsonl import dump
from casework.models import Organ
from casework.now import now


class Command(BaseCommand):
    help = "导出办件台账（.xlsx），可以用 import_register 读回。含申请人姓名和联系方式，请妥善保管。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, help="输出文件（.xlsx）")
        parser.add_argument("--year", type=int, help="只导出该年度收到的申请")
        parser.add_argument("--organ", default="", help="机关代码；不填为全区")

    @transaction.atomic
    def handle(self, *, out: Path, year: int | None, organ: str, **options: Any) -> None:
        whose = Organ.objects.filter(code=organ).first() if organ else None
        if organ and whose is None:
            raise CommandError(f"没有代码为“{organ}”的机关，请核对。", returncode=2)
        if year is not None and not 1 <= year <= 9998:
            raise CommandError("年度应为四位数字，请改正。", returncode=2)
        try:
            first, last = (date(year, 1, 1), date(year, 12, 31)) if year is not None else (None, None)
            count, cut = export(
                out, received(first, last, whose), progress=lambda done: self.stderr.write(f"已导出 {done} 件")
            )
        except OSError as error:
            raise CommandError(f"无法写入 {out}：{error.strerror}。", returncode=2) from error
        scope = f"{organ or '全区'} {year or '全部年度'}"
        record(case=None, verb="export", actor=None, at=now(), data={"what": "register", "scope": scope, "rows": count})
        for number in cut:
            self.stderr.write(f"{number}：文字超过单元格上限，已截断；全文请在系统中查看。")
        self.stdout.write(dump({"rows": count, "cut": cut}))
