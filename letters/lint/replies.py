"""What one kind of reply or notice asks for beside its grounds: the outcome it announces, what it rests on."""

from __future__ import annotations

import re

from casework.law import outcomes
from letters.blocks import Document
from letters.catalogue import Kind
from letters.facts import Common
from letters.kinds.procedure import Erratum
from letters.kinds.replies import Reissue, Repeated
from letters.lint.finding import Finding, Findings


def outcome_fits(document: Document, row: Kind, facts: Common) -> Findings:
    stated = getattr(facts, "outcome", "")
    if row.outcome and stated and stated != row.outcome:
        chosen = outcomes.outcome(stated).label
        yield Finding(
            "outcome", f"办件的答复结果为“{chosen}”，不能使用{row.name}，请更换文书或者更正答复结果。", "", "答复表单"
        )


def referral(document: Document, row: Kind, facts: Common) -> Findings:
    if getattr(facts, "competent_organ", "") and not getattr(facts, "competent_contact", ""):
        yield Finding(
            "competent_contact",
            "已确定负责公开的机关，应当一并告知其联系方式，请填写。",
            "第三十六条第五项",
            "答复表单",
        )
    if getattr(facts, "competent_organ", "") and getattr(facts, "undetermined", ""):
        text = "既写明了负责公开的机关，又写明无法确定，互相矛盾，请只填写其中一项。"
        yield Finding("competent_organ.both", text, "第三十六条第五项", "答复表单")


def nothing_found(document: Document, row: Kind, facts: Common) -> Findings:
    if getattr(facts, "found", False):
        text = "最近的检索记录载明检索到相关信息，不能答复政府信息不存在。请核对检索记录或者更换答复结果。"
        yield Finding("search.found", text, "第三十六条第四项", "检索记录")


def earlier_reply(document: Document, row: Kind, facts: Common) -> Findings:
    """R2 and R5 rest on a reply of this organ to the same applicant (Art. 36(6)), or on one told to be on paper."""
    if not isinstance(facts, Repeated | Reissue) or facts.earlier_found or facts.earlier_outside:
        return
    if facts.earlier_number or isinstance(facts, Reissue):
        text = (
            "没有找到本机关以该文号对同一申请人作出的答复，请核对此前答复文号；"
            "此前答复不在本系统中的，请写明是何时、在何处保存的答复。"
        )
        yield Finding("earlier.unknown", text, "第三十六条第六项", "答复表单")


def public_place(document: Document, row: Kind, facts: Common) -> Findings:
    """G1 tells the way (Art. 36(1)): a page, a title, a number or a place, not that it can be found somewhere."""
    for place in getattr(facts, "public_places", ()):
        if not _CONCRETE.search(place) or _SOMEWHERE.search(place):
            text = (
                f"“{place}”没有写明具体的获取方式和途径，请写明网址、栏目和文件标题、文号、公布日期，或者查阅的地点。"
            )
            yield Finding("public_places.vague", text, "第三十六条第一项", "答复表单")


_CONCRETE = re.compile(
    r"https?://|www\.|\.(cn|com|net|org)|《[^》]+》|“[^”]+”|〔\d{4}〕|\d{4}年|第\d+[号期]|栏|路.{0,4}号|档案馆|图书馆|公报|大厅|窗口"
)


_SOMEWHERE = re.compile("(自行|自己|自主).{0,4}(上网|网上|查询|搜索|查找)|百度|搜索引擎|网上(自行)?(查询|搜索|查找)")


def unreasonable(document: Document, row: Kind, facts: Common) -> Findings:
    if getattr(facts, "reasonable", False):
        text = "申请人说明的理由已认定为合理，不能以无正当理由大量反复申请为由不予处理；不能按期答复的，可以延迟答复。"
        yield Finding("reasons.reasonable", text, "第三十五条", "说明理由登记")


def erratum(document: Document, row: Kind, facts: Common) -> Findings:
    if isinstance(facts, Erratum) and not (facts.changes or facts.additions):
        yield Finding("erratum", "没有写明更正或者补充的内容，请逐项填写。", "", "更正登记")
