"""``letters_sample --out DIR``: every document of the catalogue from invented facts, PDF and DOCX, with a manifest.

Needs no database. The manifest is a list of {"code", "name", "file", "docx", "style", "outcome", "remedy", "pages"};
`outcome` is the row of table three of the annual report, null for documents that are no reply to a
request for information; `style` is letter, doc (both GB/T 9704-2012) or form.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.law.outcomes import outcome
from letters.blocks import Document
from letters.build import build
from letters.export_docx import to_docx
from letters.lint import lint
from letters.render import render
from letters.samples import all_samples


class Command(BaseCommand):
    help = "用示例数据生成文书目录中的全部文书（PDF 和 DOCX）以及 manifest.json。"
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own attribute

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="输出文件夹")

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        out.mkdir(parents=True, exist_ok=True)
        manifest, faults = [], []
        for key, facts in all_samples().items():
            document = build(key, facts)
            faults += [f"{key}：{finding}" for finding in lint(document, today=facts.signed_on)]
            manifest.append(_write(document, out))
            print(f"{key} {document.name}", file=sys.stderr)
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        (out / "manifest.json").write_text(text + "\n", encoding="utf-8")
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise SystemExit(1)


def _write(document: Document, out: Path) -> dict[str, Any]:
    rendered = render(document)
    (out / f"{document.key}.pdf").write_bytes(rendered.pdf)
    (out / f"{document.key}.docx").write_bytes(to_docx(document))
    return {
        "code": document.key,
        "name": document.name,
        "file": f"{document.key}.pdf",
        "docx": f"{document.key}.docx",
        "style": document.style,
        "outcome": (outcome(document.outcome).row or None) if document.outcome else None,
        "remedy": "recon_first" if document.remedy == "partial" else document.remedy,
        "pages": rendered.pages,
    }
