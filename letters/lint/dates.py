"""Days that must be known, and days that cannot be the other way round."""

from __future__ import annotations

from datetime import date

from letters.blocks import Document, chinese_date
from letters.catalogue import Kind
from letters.facts import Common, fields_of
from letters.kinds.procedure import Extension
from letters.lint.finding import Finding, Findings


def receipt(document: Document, row: Kind, facts: Common) -> Findings:
    if facts.two_sided and not facts.confirmed_on and row.recipient == "applicant" and row.style != "form":
        text = f"以{facts.channel_label}提出的申请，应当记录与申请人确认收到之日，请填写确认日期。"
        yield Finding("confirmed_on", text, "第三十一条", "收到日期确认记录")


def in_order(document: Document, row: Kind, facts: Common) -> Findings:
    """Dates that cannot be the other way round."""
    names = {f.name: f.metadata["label"] for f in fields_of(type(facts))}
    for earlier, later in ORDER:
        first, second = getattr(facts, earlier, None), getattr(facts, later, None)
        if first and second and second < first:
            shown = f"{names[later]}{chinese_date(second)}早于{names[earlier]}{chinese_date(first)}"
            yield Finding("order", f"{shown}，请核对这两个日期。", "", "答复表单")


ORDER: tuple[tuple[str, str], ...] = (
    ("received_on", "signed_on"),
    ("received_on", "corrected_on"),
    ("received_on", "forwarded_on"),
    ("forwarded_on", "signed_on"),
    ("earlier_on", "received_on"),
    ("notice_on", "served_on"),
    ("served_on", "expired_on"),
    ("notice_on", "expired_on"),
    ("expired_on", "signed_on"),
    ("asked_on", "signed_on"),
    ("searched_on", "signed_on"),
    ("original_on", "signed_on"),
    ("base_due_on", "new_due_on"),
    ("signed_on", "base_due_on"),
    ("signed_on", "delayed_until"),
    ("signed_on", "disclose_on"),
    ("signed_on", "answer_by"),
    ("signed_on", "report_by"),
)
"""(not later, not earlier): an extension, for one, is told before the first limit ends (Art. 33(2))."""


def extension(document: Document, row: Kind, facts: Common) -> Findings:
    if isinstance(facts, Extension) and facts.days and not 1 <= facts.days <= 20:
        text = f"延长{facts.days}个工作日不合规定，延长的期限最长不得超过20个工作日，请更正。"
        yield Finding("extension", text, "第三十三条第二款", "延期审批")


def signed_today(document: Document, today: date | None) -> Findings:
    signed = document.facts.signed_on
    if today and signed and signed != today:
        yield Finding(
            "date",
            f"成文日期{chinese_date(signed)}与今天{chinese_date(today)}不一致，请以实际签发之日为准。",
            "",
            "签发",
        )
