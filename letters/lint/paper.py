"""The paper itself: who signs, under which head, which number, in which characters."""

from __future__ import annotations

import re

from letters import sanitize
from letters.blocks import Document
from letters.catalogue import Kind
from letters.facts import Common
from letters.lint.finding import Finding, Findings


def signing(document: Document, row: Kind, facts: Common) -> Findings:
    if document.style == "form":
        return
    if document.signature is None or not document.signature.organ:
        yield Finding("organ", "没有署名机关，不能制发。请在机关设置中填写本机关全称。", "", "机关设置")
    elif document.signature.organ != facts.organ_name:
        yield Finding(
            "organ.other",
            f"署名“{document.signature.organ}”与本机关“{facts.organ_name}”不一致，请核对。",
            "",
            "机关设置",
        )
    if document.style == "letter" and document.mark.endswith("文件"):
        text = f"信函格式的发文机关标志不加“文件”二字，“{document.mark}”请改为机关全称或者规范化简称。"
        yield Finding("organ.mark", text, "GB/T 9704-2012 第10.1条", "机关设置")


def characters(document: Document, row: Kind, facts: Common) -> Findings:
    for char in sanitize.unprintable(document.text):
        yield Finding(
            "character",
            f"文书中的{sanitize.describe(char)}无字形，不能印出。请核对用字，或者请管理员安装含此字的字库。",
            "",
            "文书正文",
        )


_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,20}〔(\d{4})〕[1-9]\d*号")


def number(document: Document, row: Kind) -> Findings:
    if row.series == "none":
        return
    if not document.number:
        yield Finding("number", "没有文号，不能制发。请先取得文号。", "", "文号登记")
    elif not (match := _NUMBER.fullmatch(document.number)):
        yield Finding(
            "number.form",
            f"文号“{document.number}”格式不对，应为“机关代字〔年份〕序号号”，序号不加“第”、不编虚位。",
            "GB/T 9704-2012",
            "文号登记",
        )
    elif document.facts.signed_on and int(match[1]) != document.facts.signed_on.year:
        yield Finding(
            "number.year",
            f"文号的年份{match[1]}与成文日期的年份{document.facts.signed_on.year}不一致，请核对。",
            "",
            "文号登记",
        )
