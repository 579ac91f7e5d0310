"""``fee``: the information-processing fee by items of a month or by pages of one request. Needs no database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.jsonl import dump
from casework.law.errors import LawError
from casework.law.fees import fee


class Command(BaseCommand):
    help = "计算信息处理费：按件（同一申请人一个自然月）或者按量（一件申请的页数），只能选择一种。"
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own attribute

    def add_arguments(self, parser: CommandParser) -> None:
        standard = parser.add_mutually_exclusive_group(required=True)
        standard.add_argument("--items", type=int, help="同一申请人一个自然月内累计件数")
        standard.add_argument("--pages", type=int, help="一件申请的页数")

    def handle(self, *args: Any, items: int | None, pages: int | None, **options: Any) -> None:
        try:
            charged = fee(items=items, pages=pages)
        except LawError as error:
            self.stdout.write(dump({"error": str(error)}))
            raise SystemExit(1) from None
        steps = [
            {"from": s.first, "to": s.last, "rate_cny": s.rate, "amount_cny": s.amount, "text": s.text}
            for s in charged.steps
        ]
        self.stdout.write(dump({"total_cny": charged.total, "steps": steps}))
