"""What is not there: facts the outcome requires, empty fields, slots left in the text."""

from __future__ import annotations

from casework.law import outcomes
from letters.blocks import Document
from letters.catalogue import Kind
from letters.facts import Common, labels, missing, values
from letters.lint.finding import Finding, Findings

FACT_FIELDS: dict[str, tuple[str, ...]] = {
    "public_link": ("public_places",),
    "information_provided": ("given_items",),
    "withheld_items": ("withheld",),
    "separation_considered": ("separation_reason", "separation_note"),
    "ground": ("grounds",),
    "law_cited": ("law_cited",),
    "limb": ("limb",),
    "secrecy_mark": ("secrecy_basis",),
    "consultation_or_own_judgement": ("consultation", "own_judgement"),
    "no_duty_to_disclose": ("no_duty_to_disclose",),
    "special_rule": ("special_law",),
    "search_record": ("search_record",),
    "competent_organ": ("competent_organ", "undetermined"),
    "correction_notice": ("notice_number",),
    "channel_told": ("channels",),
    "earlier_case": ("earlier_number",),
    "publication_source": ("sources",),
    "reasons_requested": ("asked_number",),
    "earlier_provision": ("earlier_way",),
    "correction_expired": ("expired_on",),
    "payment_expired": ("expired_on",),
    "closing_reason": ("closing_reason", "withdrawn_on"),
    "record_checked": ("checked",),
    "record_changed": ("changes",),
    "record_kept": ("reasons",),
    "correcting_organ": ("competent_organ",),
    "record_forwarded": ("forwarded_on",),
}
"""Fields any of which proves a fact that casework.law.outcomes requires."""

_BLOCKED = {
    "search_record": (
        "没有检索记录，不能答复政府信息不存在。请先办结检索记录，写明检索范围、关键词、时间和结果。",
        "第三十六条第四项",
    ),
    "consultation_or_own_judgement": (
        "以第三方合法权益为由不予公开，须有已办结的征求意见或者本机关自行认定的理由，请补充其一。",
        "第十五条、第三十二条",
    ),
    "earlier_case": (
        "没有此前答复的文号和日期，不能以重复申请为由不予重复处理，请先关联此前办件。",
        "第三十六条第六项",
    ),
    "reasons_requested": (
        "没有要求申请人说明理由并认定其理由不合理，不能以无正当理由大量反复申请为由不予处理，"
        "请先发出说明理由告知书并登记认定意见。",
        "第三十五条",
    ),
    "separation_considered": ("没有写明能否区分处理，请逐项审查并说明理由。", "第三十七条"),
    "ground": ("没有写明认定的事实和理由，请补充。", ""),
}


def missing_facts(document: Document, row: Kind, facts: Common) -> Findings:
    """Facts the outcome requires first, then every other empty field."""
    told: set[str] = set()
    if row.outcome:
        result = outcomes.outcome(row.outcome)
        for key in result.requires:
            names = [n for n in FACT_FIELDS[key] if hasattr(facts, n)]
            if not any(getattr(facts, n) for n in names):
                told.update(names)
                text, article = _BLOCKED.get(
                    key, (f"答复结果为“{_nested(result.label)}”的，应当写明{outcomes.FACTS[key]}，请补充。", "")
                )
                yield Finding(f"fact.{key}", text, article or "、".join(result.articles), "答复表单")
    for empty in missing(facts):
        if empty.key not in told:
            yield Finding(f"missing.{empty.key}", f"缺少“{empty.label}”，请在{empty.where}中填写。", "", empty.where)


def _nested(label: str) -> str:
    return label.translate({ord("“"): "‘", ord("”"): "’"})


def unfilled(document: Document, row: Kind, facts: Common) -> Findings:
    known, text = values(facts), document.text
    required = {empty.label for empty in missing(facts)}
    for label in sorted(labels(row.facts) - set(known) - required):
        if f"{{{label}}}" in text:
            yield Finding("unfilled", f"文书中的“{{{label}}}”没有填写，请填写后再制发。", "", "文书正文")
