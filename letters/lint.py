"""What keeps a document in the house: outcome, article, facts, remedy, dates and signing organ must fit together.

Every finding is a sentence the clerk can act on. A draft is held to the same rules except number and date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from casework.law import outcomes
from casework.law.settings import DEFAULTS, LawSettings
from letters import remedy_text, sanitize
from letters.blocks import Document, Paragraph, chinese_date
from letters.build import printed_remedy
from letters.catalogue import Kind, kind
from letters.facts import Common, Remediable, fields_of, labels, missing, values
from letters.kinds.procedure import Erratum, Extension
from letters.kinds.replies import Partial, Reissue, Repeated, WithheldItem

REGULATION = "《中华人民共和国政府信息公开条例》"


@dataclass(frozen=True)
class Finding:
    """A reason not to issue: a stable code, a sentence, the article behind it, the place to put it right."""

    code: str
    text: str
    article: str = ""
    where: str = ""

    def __str__(self) -> str:
        return self.text


Findings = Iterator[Finding]
Rule = Callable[[Document, Kind, Common], Findings]

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
LIMBS = {
    "D3": ("国家安全", "公共安全", "经济安全", "社会稳定"),
    "D5": ("人事管理", "后勤管理", "内部工作流程"),
    "D6": ("讨论记录", "过程稿", "磋商信函", "请示报告"),
}
"""Arts 14, 16(1) and 16(2): the kinds the articles name; a refusal says which."""

_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,20}〔(\d{4})〕[1-9]\d*号")


def lint(document: Document, *, today: date | None = None, law: LawSettings = DEFAULTS) -> tuple[Finding, ...]:
    """Everything that forbids issuing `document` on `today`; empty means it may go out.

    `today` is the clock date of issue; without it the date on the paper is not compared. `law` is what the document
    was built under.
    """
    row, facts = kind(document.key), document.facts
    found = [f for rule in RULES for f in rule(document, row, facts)]
    found += _remedy(document, row, facts, law)
    if not document.draft:
        found += [*_number(document, row), *_date(document, today)]
    return tuple(dict.fromkeys(found))


def _facts(document: Document, row: Kind, facts: Common) -> Findings:
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


def _unfilled(document: Document, row: Kind, facts: Common) -> Findings:
    known, text = values(facts), document.text
    required = {empty.label for empty in missing(facts)}
    for label in sorted(labels(row.facts) - set(known) - required):
        if f"{{{label}}}" in text:
            yield Finding("unfilled", f"文书中的“{{{label}}}”没有填写，请填写后再制发。", "", "文书正文")


def _outcome(document: Document, row: Kind, facts: Common) -> Findings:
    stated = getattr(facts, "outcome", "")
    if row.outcome and stated and stated != row.outcome:
        chosen = outcomes.outcome(stated).label
        yield Finding(
            "outcome", f"办件的答复结果为“{chosen}”，不能使用{row.name}，请更换文书或者更正答复结果。", "", "答复表单"
        )


def _articles(document: Document, row: Kind, facts: Common) -> Findings:
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


def _unasked(document: Document, row: Kind, facts: Common) -> Findings:
    """Art. 32 speaks of a consultation; a reply that names it must have had one."""
    parts = getattr(facts, "withheld", ())
    asked = getattr(facts, "consultation", "") or any(item.consulted for item in parts)
    if (row.outcome == "D4" or any(item.outcome == "D4" for item in parts)) and not asked:
        if "第三十二条" in document.text:
            text = "没有已办结的第三方征求意见，不能引用第三十二条，请删除。"
            yield Finding("article.unasked", text, "第三十二条", "文书正文")


def _withheld(document: Document, row: Kind, facts: Common) -> Findings:
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
        "D1": (not item.basis, "没有写明定密情况，请补充。"),
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
        for code, limbs in LIMBS.items()
    }
    empty, text = lacks.get(item.outcome, (False, ""))
    if empty:
        yield Finding("withheld.basis", part + text, "、".join(outcomes.outcome(item.outcome).articles), "答复表单")
    if item.outcome in _EXCEPTIONS and not item.no_exception:
        told, article = _EXCEPTIONS[item.outcome]
        yield Finding("withheld.exception", part + told, article, "答复表单")


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


def _law(document: Document, row: Kind, facts: Common) -> Findings:
    stated = getattr(facts, "law_cited", "")
    if row.outcome == "D2" and stated and not _LAW.search(stated):
        text = f"“{stated}”没有写明法律、行政法规的名称和条款，请补充，如《某法》第八条。"
        yield Finding("law_cited", text, "第十四条", "答复表单")
    if row.outcome == "D2" and (other := _NO_LAW.search(stated)):
        yield Finding("law_cited.rank", other[0] + _ONLY_LAW, "第十四条", "答复表单")


def _secrecy(document: Document, row: Kind, facts: Common) -> Findings:
    stated = getattr(facts, "secrecy_basis", "")
    if stated and not _CLASSIFIED.search(stated):
        yield Finding("secrecy_basis", _UNCLASSIFIED, "第十四条", "答复表单")


def _limb(document: Document, row: Kind, facts: Common) -> Findings:
    limbs, stated = LIMBS.get(row.outcome), getattr(facts, "limb", "")
    if limbs and stated and not any(limb in stated for limb in limbs):
        yield Finding(
            "limb",
            f"“{stated}”不在条文列举之内，请写明属于{'、'.join(limbs)}中的哪一类。",
            "、".join(outcomes.outcome(row.outcome).articles),
            "答复表单",
        )


def _remedy(document: Document, row: Kind, facts: Common, law: LawSettings) -> Findings:
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


def _online(document: Document, row: Kind, facts: Common) -> Findings:
    if isinstance(facts, Remediable) and facts.electronic and document.remedy != "none" and not facts.remedy_online:
        yield Finding(
            "remedy.online",
            "以电子方式送达的，应当告知网上申请行政复议的途径，请在机关设置中填写。",
            "行政复议法第二十二条第二款",
            "机关设置",
        )


def _signing(document: Document, row: Kind, facts: Common) -> Findings:
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


def _receipt(document: Document, row: Kind, facts: Common) -> Findings:
    if facts.two_sided and not facts.confirmed_on and row.recipient == "applicant" and row.style != "form":
        text = f"以{facts.channel_label}提出的申请，应当记录与申请人确认收到之日，请填写确认日期。"
        yield Finding("confirmed_on", text, "第三十一条", "收到日期确认记录")


def _order(document: Document, row: Kind, facts: Common) -> Findings:
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


def _extension(document: Document, row: Kind, facts: Common) -> Findings:
    if isinstance(facts, Extension) and facts.days and not 1 <= facts.days <= 20:
        text = f"延长{facts.days}个工作日不合规定，延长的期限最长不得超过20个工作日，请更正。"
        yield Finding("extension", text, "第三十三条第二款", "延期审批")


def _erratum(document: Document, row: Kind, facts: Common) -> Findings:
    if isinstance(facts, Erratum) and not (facts.changes or facts.additions):
        yield Finding("erratum", "没有写明更正或者补充的内容，请逐项填写。", "", "更正登记")


def _referral(document: Document, row: Kind, facts: Common) -> Findings:
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


def _outdated(document: Document, row: Kind, facts: Common) -> Findings:
    """The 2019 Regulation no longer asks what the information is needed for."""
    grounds = "".join(getattr(facts, "grounds", ()))
    if found := _NEEDS.search(grounds):
        text = f"理由中的“{found[0]}”是2007年条例的规定，现行条例不要求申请人说明用途，请删除。"
        yield Finding("outdated", text, "第二十九条", "答复表单")


_NEEDS = re.compile("三需要|生产、生活、科研|特殊需要")


def _found(document: Document, row: Kind, facts: Common) -> Findings:
    if getattr(facts, "found", False):
        text = "最近的检索记录载明检索到相关信息，不能答复政府信息不存在。请核对检索记录或者更换答复结果。"
        yield Finding("search.found", text, "第三十六条第四项", "检索记录")


def _earlier(document: Document, row: Kind, facts: Common) -> Findings:
    """R2 and R5 rest on a reply of this organ to the same applicant (Art. 36(6)), or on one told to be on paper."""
    if not isinstance(facts, Repeated | Reissue) or facts.earlier_found or facts.earlier_outside:
        return
    if facts.earlier_number or isinstance(facts, Reissue):
        text = (
            "没有找到本机关以该文号对同一申请人作出的答复，请核对此前答复文号；"
            "此前答复不在本系统中的，请写明是何时、在何处保存的答复。"
        )
        yield Finding("earlier.unknown", text, "第三十六条第六项", "答复表单")


def _public(document: Document, row: Kind, facts: Common) -> Findings:
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


def _reasonable(document: Document, row: Kind, facts: Common) -> Findings:
    if getattr(facts, "reasonable", False):
        text = "申请人说明的理由已认定为合理，不能以无正当理由大量反复申请为由不予处理；不能按期答复的，可以延迟答复。"
        yield Finding("reasons.reasonable", text, "第三十五条", "说明理由登记")


def _characters(document: Document, row: Kind, facts: Common) -> Findings:
    for char in sanitize.unprintable(document.text):
        yield Finding(
            "character",
            f"文书中的{sanitize.describe(char)}无字形，不能印出。请核对用字，或者请管理员安装含此字的字库。",
            "",
            "文书正文",
        )


RULES: tuple[Rule, ...] = (
    _facts,
    _unfilled,
    _outcome,
    _articles,
    _unasked,
    _withheld,
    _law,
    _secrecy,
    _limb,
    _outdated,
    _online,
    _signing,
    _receipt,
    _order,
    _extension,
    _erratum,
    _referral,
    _found,
    _reasonable,
    _earlier,
    _public,
    _characters,
)


def _number(document: Document, row: Kind) -> Findings:
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


def _date(document: Document, today: date | None) -> Findings:
    signed = document.facts.signed_on
    if today and signed and signed != today:
        yield Finding(
            "date",
            f"成文日期{chinese_date(signed)}与今天{chinese_date(today)}不一致，请以实际签发之日为准。",
            "",
            "签发",
        )
