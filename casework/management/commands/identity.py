"""``identity``: checks resident IDs and unified social credit codes, JSON Lines in and out. Needs no database."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from casework.jsonl import answer_lines, dump
from casework.law.errors import InvalidFact
from casework.law.identity import Checked, check_resident_id, check_uscc
from casework.now import today


class Command(BaseCommand):
    help = "逐行核对公民身份号码（ric）和统一社会信用代码（uscc）。"
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own attribute

    def handle(self, *args: Any, **options: Any) -> None:
        day = today()
        checks: dict[str, Callable[[str], Checked]] = {
            "ric": lambda value: check_resident_id(value, day),
            "uscc": check_uscc,
        }

        def answer(question: dict[str, Any]) -> dict[str, Any]:
            kind, value = question.get("kind"), question.get("value")
            if not isinstance(kind, str) or kind not in checks:
                raise InvalidFact("kind 应为 ric（公民身份号码）或者 uscc（统一社会信用代码），请改正。")
            if not isinstance(value, str):
                raise InvalidFact("value 应为文字形式的号码，请改正。")
            checked = checks[kind](value)
            return {"value": checked.value, "valid": checked.valid, "reason": checked.reason}

        faults = 0
        for line, fine in answer_lines(sys.stdin.buffer, answer):
            if line["id"] is None:
                del line["id"]
            self.stdout.write(dump(line))
            faults += not fine
        if faults:
            raise SystemExit(1)
