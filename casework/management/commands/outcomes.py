"""``outcomes``: the reply catalogue as JSON. Needs no database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from casework.jsonl import dump
from casework.law.outcomes import CATALOGUE


class Command(BaseCommand):
    help = "列出答复目录：结果、对应的年报行、条款、文书、救济途径和必备事实。"
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own attribute

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            {
                "code": row.code,
                "row": row.row,
                "section": row.section,
                "label": row.label,
                "articles": list(row.articles),
                "letter": row.letter,
                "remedy": row.remedy,
                "requires": list(row.requires),
            }
            for row in CATALOGUE
        ]
        self.stdout.write(dump(rows))
