"""Compare what is cached with what the facts say."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from casework.now import today
from workflow.drift import drifts


class Command(BaseCommand):
    help = "比较法律状态、流转环节和缓存的期限是否一致；不一致的逐件列出并以状态 1 退出。"

    def handle(self, **options: Any) -> None:
        count = 0
        for drift in drifts(today()):
            count += 1
            self.stdout.write(f"{drift.case_number}：{drift.what}")
        if count:
            sys.exit(1)
        self.stdout.write("状态、流转与期限一致。")
