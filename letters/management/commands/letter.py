"""``letter CASE CODE --out FILE.pdf``: a draft for a case, or the reasons why it may not be issued (exit 1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.errors import Fault
from casework.models import Case
from casework.now import today
from letters import acts, adapter
from letters.catalogue import KINDS


class Command(BaseCommand):
    help = "生成某办件的某种文书稿件；不能制发的，逐条说明原因。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", help="受理编号或者办件序号")
        parser.add_argument("code", help="文书代码，如 F21、F24-D4；F24 按办件的答复结果选择")
        parser.add_argument("--out", type=Path, required=True, help="输出的 PDF 文件")

    def handle(self, *args: Any, case: str, code: str, out: Path, **options: Any) -> None:
        found = Case.objects.filter(case_number=case).first()
        if found is None and case.isdigit():
            found = Case.objects.filter(pk=int(case)).first()
        if found is None:
            raise CommandError(f"没有受理编号为“{case}”的办件。", returncode=2)
        try:
            key = _key(found, code)
            reasons = [str(finding) for finding in acts.findings(found, key, today=today())]
            pdf = b"" if reasons else acts.draft_pdf(found, key, today=today())
        except Fault as fault:
            reasons = [fault.message]
        if reasons:
            self.stdout.write("\n".join(reasons))
            raise SystemExit(1)
        out.write_bytes(pdf)


def _key(case: Case, code: str) -> str:
    """The catalogue key; a code with variants is settled by the decision of the case."""
    if code in KINDS or case.decision is None:
        return code
    row = adapter.kind_of_reply(case.decision)
    return row.key if row.code == code else code
