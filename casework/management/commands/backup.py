"""Write the whole installation into one file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework import backup
from casework.now import now


class Command(BaseCommand):
    help = "把数据库、附件和文书备份到一个文件；密钥不在其中，请另行保存。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT")

    def handle(self, out: Path, **options: Any) -> None:
        try:
            size = backup.make(out, at=now(), say=self.stderr.write)
        except backup.BackupFault as fault:
            self.stderr.write(fault.message)
            sys.exit(1)
        self.stdout.write(f"已备份到 {out}（{size / 1048576:.1f} MB）。密钥不在备份中，请与备份分开保存。")
