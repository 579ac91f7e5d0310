"""Put an installation back from its backup."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework import backup


class Command(BaseCommand):
    help = "从备份文件恢复；备份版本较新、密钥不符或者文件损坏时拒绝，且不改动现有数据。"
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, metavar="IN")
        parser.add_argument("--replace", action="store_true", help="覆盖已有办件的系统")

    def handle(self, source: Path, replace: bool, **options: Any) -> None:
        try:
            manifest = backup.restore(source, replace=replace, say=self.stderr.write)
        except backup.BackupFault as fault:
            self.stderr.write(fault.message)
            sys.exit(1)
        self.stdout.write(f"已恢复 {manifest['made_at']} 的备份，共 {len(manifest['members']) - 1} 个文件。")
        self.stdout.write("请执行 manage.py verify_log 核对办理记录，执行 manage.py library rebuild 重建检索。")
