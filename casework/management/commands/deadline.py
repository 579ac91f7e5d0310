"""``deadline``: JSON Lines of facts in, JSON Lines of dates out. Without a database the built-in notices count."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.jsonl import answer_lines, dump
from casework.law.questions import ask
from casework.lawbook import calendar_if_any, law_settings


class Command(BaseCommand):
    help = "逐行读取事实（JSON Lines），逐行给出期限；有错误的行单独说明，退出码为 1。"
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own attribute

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--explain", action="store_true", help="逐日列出计算过程")

    def handle(self, *args: Any, explain: bool, **options: Any) -> None:
        calendar, settings = calendar_if_any(), law_settings()

        def answer(question: dict[str, Any]) -> dict[str, Any]:
            found = ask(question, calendar, settings, explain=explain)
            shown = {"result": found.result, "provisional": found.provisional, "flags": found.flags}
            if explain:
                shown["steps"] = [
                    {"date": str(s.on), "kind": s.kind, "text": s.text, "number": s.number, "article": s.article}
                    for s in found.steps
                ]
            return shown

        faults = 0
        for line, fine in answer_lines(sys.stdin.buffer, answer):
            self.stdout.write(dump(line))
            faults += not fine
        if faults:
            raise SystemExit(1)
