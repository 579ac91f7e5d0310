"""Facts of the notices on the way to a reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from letters.facts import Common, slot


@dataclass(frozen=True, kw_only=True)
class Receipt(Common):
    """F03: number, day of receipt, last day for the reply, code for asking."""

    due_on: date | None = slot("答复期限", "期限计算", default=None)
    query_code: str = slot("查询码", "申请登记")
