"""救济途径: the class, the paragraphs word for word, nothing else about it, the way over the internet."""

from __future__ import annotations

import re

from casework.law import outcomes
from casework.law.settings import LawSettings
from letters import remedy_text
from letters.blocks import Document, Paragraph
from letters.build import printed_remedy
from letters.catalogue import Kind
from letters.facts import Common, Remediable
from letters.lint.finding import Finding, Findings


def remedies(document: Document, row: Kind, facts: Common, law: LawSettings) -> Findings:
    expected = printed_remedy(row, facts, law)
    printed = tuple(b.text for b in document.blocks if isinstance(b, Paragraph) and b.kind == "remedy")
    rest = "".join(b.text for b in document.blocks if isinstance(b, Paragraph) and b.kind != "remedy")
    due: tuple[str, ...] = ()
    if isinstance(facts, Remediable):
        due = remedy_text.paragraphs(expected, facts, paper=row.paper, against=row.contested)
    if document.remedy != expected or printed != due:
        yield Finding(
            "remedy",
            f"救济途径不正确：本文书应当{_REMEDY_NAMES[expected]}，请恢复规定的救济途径段落。",
            "行政复议法第二十三条",
            "文书正文",
        )
    if row.outcome and outcomes.outcome(row.outcome).exempt and "应当先申请行政复议" not in "".join(printed):
        yield Finding(
            "remedy.first",
            "依据第十四条至第十六条不予公开的，必须告知申请人应当先申请行政复议。",
            "行政复议法第二十三条第一款第四项、第二款",
            "文书正文",
        )
    if row.recipient != "organ" and _OTHER_REMEDY.search(rest):
        yield Finding(
            "remedy.extra",
            "正文中另写了行政复议或者行政诉讼的内容，可能与规定的救济途径矛盾，请删除。",
            "行政复议法第二十三条",
            "文书正文",
        )


_OTHER_REMEDY = re.compile(
    "申请行政复议|提起行政诉讼|(可以|可|有权|应当)(直接|依法|先|另行)*(申请复议|起诉|提起诉讼|向[^，。；]{0,15}(起诉|提起诉讼|申请复议))"
)


_REMEDY_NAMES = {
    "none": "不告知救济途径",
    "either": "告知可以申请行政复议，也可以直接提起行政诉讼",
    "recon_first": "告知应当先申请行政复议",
    "partial": "对不予公开部分告知应当先申请行政复议，对其他部分告知两种途径",
}


def online(document: Document, row: Kind, facts: Common) -> Findings:
    if isinstance(facts, Remediable) and facts.electronic and document.remedy != "none" and not facts.remedy_online:
        yield Finding(
            "remedy.online",
            "以电子方式送达的，应当告知网上申请行政复议的途径，请在机关设置中填写。",
            "行政复议法第二十二条第二款",
            "机关设置",
        )
