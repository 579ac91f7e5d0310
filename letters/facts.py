"""The facts a document is written from: one frozen dataclass per kind, plain values only.

Every field has a label. The label is what the clerk sees when the fact is missing and what a wording writes in
braces, so a new placeholder is a new field. Nothing here knows Django; `letters/adapter.py` reads the case.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from letters.blocks import chinese_date

RemedyPrinted = Literal["none", "either", "recon_first", "partial"]
"""`partial`: reconsideration first for the withheld part, both ways for the rest."""


REQUEST = "政府信息公开申请"
"""What titles call the application; another ``request_kind`` takes its place."""


@dataclass(frozen=True)
class MissingSlot:
    """A required fact that is not there: the field, its Chinese label, the place where it is entered."""

    key: str
    label: str
    where: str


def slot(label: str, where: str = "答复表单", *, required: bool = True, default: Any = "") -> Any:
    """A labelled field; empty values ("" , None, (), 0) count as missing when `required`."""
    return dataclasses.field(default=default, metadata={"label": label, "where": where, "required": required})


def optional(label: str, where: str = "答复表单", *, default: Any = "") -> Any:
    return slot(label, where, required=False, default=default)


@dataclass(frozen=True, kw_only=True)
class Common:
    """What every document knows. `received_on` is the legal day of receipt (Art. 31)."""

    organ_name: str = slot("本机关", "机关设置")
    organ_mark_name: str = optional("发文机关标志", "机关设置")
    document_number: str | None = optional("文号", "文号登记", default=None)
    applicant_name: str = slot("申请人", "申请登记")
    salutation: str = slot("称谓", "申请登记")
    received_on: date | None = slot("收到日期", "申请登记", default=None)
    two_sided: bool = optional("双方确认渠道", "申请登记", default=False)
    confirmed_on: date | None = optional("确认日期", "收到日期确认记录", default=None)
    channel_label: str = slot("提交方式", "申请登记")
    filed: str = optional("提出途径", "申请登记")
    case_number: str = slot("受理编号", "申请登记")
    request_summary: str = slot("申请内容", "申请登记")
    request_kind: str = optional("申请类别", "申请登记", default=REQUEST)
    wanted: str = optional("请求事项", "申请登记", default="申请公开的内容")
    correcting: bool = optional("更正申请", "申请登记", default=False)
    contact_name: str = slot("联系人", "机关设置")
    contact_phone: str = slot("联系电话", "机关设置")
    organ_address: str = slot("通信地址", "机关设置")
    signed_on: date | None = slot("成文日期", "签发", default=None)
    seal_mm: float = optional("印章直径", "机关设置", default=42.0)
    order: str = optional("重新答复的依据", "复议诉讼登记")
    order_received_on: date | None = optional("收到决定书日期", "复议诉讼登记", default=None)
    corrected_on: date | None = optional("补正日期", "补正登记", default=None)
    extended_until: date | None = optional("延长后的答复期限", "延期审批", default=None)
    attachments: tuple[str, ...] = optional("附件", default=())
    copies_to: tuple[str, ...] = optional("抄送", default=())


@dataclass(frozen=True, kw_only=True)
class Remediable(Common):
    """A document that tells the applicant the ways of redress. Names come from the organ's settings, never guessed."""

    remedy_organ: str = slot("复议机关", "机关设置")
    remedy_court: str = slot("管辖法院", "机关设置")
    electronic: bool = optional("电子送达", "送达方式", default=False)
    remedy_online: str = optional("网上复议途径", "机关设置")


@dataclass(frozen=True, kw_only=True)
class Reply(Remediable):
    """A final answer. `outcome` is a code of casework.law.outcomes; the rest is what happened on the way to it."""

    outcome: str = slot("答复结果")
    paid_on: date | None = optional("缴费日期", "缴费登记", default=None)
    consulted: str = optional("征求意见经过", "征求意见登记")
    postponed_until: date | None = optional("延迟答复期限", "说明理由登记", default=None)


def fields_of(kind: type[Common]) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)


def labels(kind: type[Common]) -> frozenset[str]:
    """The closed list of placeholders of a kind."""
    return frozenset(f.metadata["label"] for f in fields_of(kind))


def missing(facts: Common) -> tuple[MissingSlot, ...]:
    """Required facts that are empty, in the order of the form."""
    return tuple(
        MissingSlot(f.name, f.metadata["label"], f.metadata["where"])
        for f in fields_of(type(facts))
        if f.metadata["required"] and not getattr(facts, f.name)
    )


def values(facts: Common) -> dict[str, str | tuple[str, ...]]:
    """Label -> printable value; empty facts are left out."""
    found = {f.metadata["label"]: printable(getattr(facts, f.name)) for f in fields_of(type(facts))}
    return {label: value for label, value in found.items() if value}


def printable(value: Any) -> str | tuple[str, ...]:
    """A fact as text: dates in Chinese, lists as tuples of text, True as 是, nothing as ""."""
    if value is None or value is False or value == 0:
        return ""
    if value is True:
        return "是"
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, tuple):
        return tuple(str(v) for v in value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
