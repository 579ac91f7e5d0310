"""``facts``: the rows behind the figures, made anew from the cases or compared with them."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from casework.acts import facts
from casework.statistics.facts import differences


class Command(BaseCommand):
    help = "统计事实：rebuild 由办件重新生成；check 与办件逐件比较，不一致的逐条列出并以状态 1 退出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("rebuild", "check"))

    def handle(self, *, what: str, **options: Any) -> None:
        if what == "rebuild":
            number = facts.rebuild(lambda done: self.stderr.write(f"已生成 {done} 件"))
            self.stdout.write(f"已生成 {number} 件的统计事实和月度合计。")
            return
        count = 0
        for which, how in differences():
            count += 1
            self.stdout.write(f"{which}：{how}")
        if count:
            sys.exit(1)
        self.stdout.write("统计事实与办件一致。")
