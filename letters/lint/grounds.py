"""Why something is withheld: articles cited, the law, the kind, the classification; part by part as for the whole."""

from __future__ import annotations

import re

from casework.law import outcomes
from letters.blocks import Document
from letters.catalogue import Kind
from letters.facts import Common
from letters.kinds.replies import Partial, WithheldItem
from letters.lint.finding import Finding, Findings

_LAW = re.compile(r"《[^《》]+》.*第[^条]+条")
# Art. 14 speaks of laws and administrative regulations: neither of itself nor of what a province or a city has made.
_NO_LAW = re.compile(r"《([^《》]*政府信息公开条例|[\u4e00-\u9fff]{2}[省市][^《》]*)》")
_ONLY_LAW = "不是禁止公开的法律、行政法规，条例本身和地方性法规、规章、文件也不是，请写明所依据的法律、行政法规。"
_CLASSIFIED = re.compile("绝密|机密|秘密级|密级|定密|国家秘密")
_UNCLASSIFIED = "定密情况没有写明密级、保密期限或者定密依据；没有依法定密的，不能以国家秘密为由不予公开，请补充。"
_EXCEPTIONS = {
    "D4": ("没有确认已衡量公共利益：不公开不会对公共利益造成重大影响。请审查后勾选。", "第十五条"),
    "D6": ("没有确认没有法律、法规、规章规定应当公开。请审查后勾选。", "第十六条第二款"),
    "D7": ("没有确认没有法律、法规、规章规定应当公开。请审查后勾选。", "第十六条第二款"),
}


def articles(document: Document, row: Kind, facts: Common) -> Findings:
    text = document.text.replace("）", "")
    usual = ("第四十一条",) if facts.correcting and row.articles else row.articles
    cited = articles_due(row.outcome, consulted=bool(getattr(facts, "consultation", ""))) or usual
    wanted = [*cited, *(a for item in getattr(facts, "withheld", ()) for a in item.articles)]
    for article in dict.fromkeys(wanted):
        if article not in text:
            yield Finding("article", f"文书没有引用{article}，请写明所依据的条款。", article, "文书正文")


def articles_due(outcome: str, *, consulted: bool) -> tuple[str, ...]:
    """What a reply cites; Art. 32 only where a third party was really consulted (D4)."""
    articles = outcomes.outcome(outcome).articles if outcome else ()
    return articles if consulted or outcome != "D4" else tuple(a for a in articles if a != "第三十二条")


def unasked(document: Document, row: Kind, facts: Common) -> Findings:
    """Art. 32 speaks of a consultation; a reply that names it must have had one."""
    parts = getattr(facts, "withheld", ())
    asked = getattr(facts, "consultation", "") or any(item.consulted for item in parts)
    if (row.outcome == "D4" or any(item.outcome == "D4" for item in parts)) and not asked:
        if "第三十二条" in document.text:
            text = "没有已办结的第三方征求意见，不能引用第三十二条，请删除。"
            yield Finding("article.unasked", text, "第三十二条", "文书正文")


def withheld(document: Document, row: Kind, facts: Common) -> Findings:
    if not isinstance(facts, Partial):
        return
    for number, item in enumerate(facts.withheld, start=1):
        if not item.reason:
            yield Finding(
                "withheld.reason", f"第{number}项不予公开的内容没有写明理由，请逐项说明。", "第三十七条", "答复表单"
            )
        if item.outcome and not item.articles:
            yield Finding(
                "withheld.article", f"第{number}项不予公开的内容没有写明依据的条款，请补充。", "第三十七条", "答复表单"
            )
        yield from _part(f"第{number}项不予公开的内容", item)


def _part(part: str, item: WithheldItem) -> Findings:
    """What the outcome of a withheld part asks for, as it would of a whole refusal."""
    lacks = {
        "D1": (not _CLASSIFIED.search(item.basis), f"的{_UNCLASSIFIED}"),
        "D2": (
            not _LAW.search(item.basis) or bool(_NO_LAW.search(item.basis)),
            "没有写明禁止公开的法律、行政法规名称和条款，请补充，如《某法》第八条。",
        ),
        "D4": (
            not (item.consulted or item.basis),
            "以第三方合法权益为由，须有已办结的征求意见或者本机关自行认定的理由，请补充其一。",
        ),
    } | {
        code: (
            not any(limb in item.basis for limb in limbs),
            f"没有写明属于{'、'.join(limbs)}中的哪一类，请补充。",
        )
        for code, limbs in outcomes.LIMBS.items()
    }
    empty, text = lacks.get(item.outcome, (False, ""))
    if empty:
        yield Finding("withheld.basis", part + text, "、".join(outcomes.outcome(item.outcome).articles), "答复表单")
    if item.outcome in _EXCEPTIONS and not item.no_exception:
        told, article = _EXCEPTIONS[item.outcome]
        yield Finding("withheld.exception", part + told, article, "答复表单")


def law_cited(document: Document, row: Kind, facts: Common) -> Findings:
    stated = getattr(facts, "law_cited", "")
    if row.outcome == "D2" and stated and not _LAW.search(stated):
        text = f"“{stated}”没有写明法律、行政法规的名称和条款，请补充，如《某法》第八条。"
        yield Finding("law_cited", text, "第十四条", "答复表单")
    if row.outcome == "D2" and (other := _NO_LAW.search(stated)):
        yield Finding("law_cited.rank", other[0] + _ONLY_LAW, "第十四条", "答复表单")


def secrecy(document: Document, row: Kind, facts: Common) -> Findings:
    stated = getattr(facts, "secrecy_basis", "")
    if stated and not _CLASSIFIED.search(stated):
        yield Finding("secrecy_basis", _UNCLASSIFIED, "第十四条", "答复表单")


def limb(document: Document, row: Kind, facts: Common) -> Findings:
    limbs, stated = outcomes.LIMBS.get(row.outcome), getattr(facts, "limb", "")
    if limbs and stated and not any(limb in stated for limb in limbs):
        yield Finding(
            "limb",
            f"“{stated}”不在条文列举之内，请写明属于{'、'.join(limbs)}中的哪一类。",
            "、".join(outcomes.outcome(row.outcome).articles),
            "答复表单",
        )


def outdated(document: Document, row: Kind, facts: Common) -> Findings:
    """The 2019 Regulation no longer asks what the information is needed for."""
    grounds = "".join(getattr(facts, "grounds", ()))
    if found := _NEEDS.search(grounds):
        text = f"理由中的“{found[0]}”是2007年条例的规定，现行条例不要求申请人说明用途，请删除。"
        yield Finding("outdated", text, "第二十九条", "答复表单")


_NEEDS = re.compile("三需要|生产、生活、科研|特殊需要")
