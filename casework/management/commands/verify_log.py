"""Walk the audit chains."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from casework.acts.record import verify
from casework.models import CaseEvent


class Command(BaseCommand):
    help = "逐条校验办理记录；有一条不符即以状态 1 退出并指出是哪一条。"

    def handle(self, **options: Any) -> None:
        faults = 0
        for fault in verify():
            faults += 1
            row = f"，行号 {fault.event_id}" if fault.event_id else ""
            self.stdout.write(f"校验失败：{fault.stream} 第 {fault.seq} 条{row}：{fault.reason}")
        if faults:
            sys.exit(1)
        self.stdout.write(f"校验通过：{CaseEvent.objects.count()} 条办理记录。")
