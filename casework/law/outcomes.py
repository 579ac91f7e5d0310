"""The reply catalogue: every way a request may end, exactly one for each request.

A new kind of reply is one row of ``CATALOGUE`` (and, if it needs a fact nobody recorded before, one row of ``FACTS``);
a new kind within a ground is one word of ``LIMBS``.
``row`` is the leaf row of table three of the annual report; several outcomes may share one. Requests to correct a
record about oneself (Art. 41) end in one of ``CORRECTIONS`` instead: they are no requests for information, so table
three counts none of them and their ``row`` is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from .errors import InvalidFact
from .settings import RemedyClass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kind of reply.

    ``articles`` are what the reply cites; ``letter`` is the number of the document; ``remedy`` the class under the
    default settings (``remedies.remedy_class`` answers under others); ``requires`` are keys of ``FACTS`` that must be
    recorded before issue; ``says`` is what the reply must tell the applicant.
    """

    code: str
    row: str
    section: str
    label: str
    articles: tuple[str, ...]
    letter: str
    remedy: RemedyClass
    requires: tuple[str, ...]
    says: str
    # refusal under Arts 14 to 16: reconsideration comes before any suit
    exempt: bool = False


FACTS: dict[str, str] = {
    "public_link": "主动公开的网址、标题或者文号",
    "information_provided": "提供的政府信息或者获取的方式、途径和时间",
    "withheld_items": "不予公开的部分及各自理由",
    "separation_considered": "已考虑能否区分处理（第三十七条）",
    "ground": "认定的事实和理由",
    "law_cited": "所依据的法律、行政法规名称和条款",
    "limb": "属于条文列举的哪一类",
    "secrecy_mark": "密级、保密期限或者定密依据",
    "consultation_or_own_judgement": "第三方意见（已办结的征求意见）或者本机关自行认定的理由",
    "no_duty_to_disclose": "没有法律、法规、规章规定应当公开",
    "special_rule": "有特别规定的法律、行政法规及查询单位",
    "search_record": "检索记录",
    "competent_organ": "负责公开的行政机关名称和联系方式，或者无法确定的说明",
    "correction_notice": "补正告知书及申请人的补正情况",
    "channel_told": "可以反映诉求的渠道",
    "earlier_case": "此前答复的文号和日期",
    "publication_source": "公开出版物的获取途径",
    "reasons_requested": "说明理由告知书及申请人说明的理由",
    "earlier_provision": "此前提供该信息的日期和方式",
    "correction_expired": "补正期限届满未补正的记录",
    "payment_expired": "缴费期限届满未缴费的记录",
    "closing_reason": "办结的原因说明",
    "record_checked": "对记录的核实情况",
    "record_changed": "更正的内容",
    "record_kept": "不予更正的理由",
    "correcting_organ": "有权更正的行政机关名称和联系方式",
    "record_forwarded": "转送的日期",
}

_GRANT = "（一）予以公开"
_PART = "（二）部分公开"
_DENY = "（三）不予公开"
_UNABLE = "（四）无法提供"
_REFUSE = "（五）不予处理"
_OTHER = "（六）其他处理"

_A14 = ("第十四条", "第三十六条第三项")
_A16_1 = ("第十六条第一款", "第三十六条第三项")
_A16_2 = ("第十六条第二款", "第三十六条第三项")

# The kinds that Arts 14, 16(1) and 16(2) name; a refusal says which, in a form, on paper and in what is checked.
LIMBS: dict[str, tuple[str, ...]] = {
    "D3": ("国家安全", "公共安全", "经济安全", "社会稳定"),
    "D5": ("人事管理", "后勤管理", "内部工作流程"),
    "D6": ("讨论记录", "过程稿", "磋商信函", "请示报告"),
}

CATALOGUE: tuple[Outcome, ...] = (
    Outcome("G1", "granted", _GRANT, "已主动公开，告知获取方式和途径", ("第三十六条第一项",), "F22", "either",
            ("public_link",), "获取该政府信息的方式、途径：网址、标题或者文号"),
    Outcome("G2", "granted", _GRANT, "予以公开", ("第三十六条第二项", "第四十条"), "F21", "either",
            ("information_provided",), "所提供的政府信息，或者获取的方式、途径和时间；提供的形式"),
    Outcome("P", "partial", _PART, "部分公开", ("第三十七条", "第三十六条第三项"), "F23", "recon_first",
            ("information_provided", "withheld_items", "separation_considered"),
            "可以公开的内容；对不予公开的内容逐项说明理由"),
    Outcome("D1", "deny_1", _DENY, "属于国家秘密", _A14, "F24", "recon_first",
            ("ground", "secrecy_mark", "separation_considered"), "不予公开及理由，不得描述秘密的内容", True),
    Outcome("D2", "deny_2", _DENY, "其他法律行政法规禁止公开", _A14, "F24", "recon_first",
            ("ground", "law_cited", "separation_considered"), "禁止公开的法律、行政法规的名称和条款", True),
    Outcome("D3", "deny_3", _DENY, "危及“三安全一稳定”", _A14, "F24", "recon_first",
            ("ground", "limb", "separation_considered"),
            f"公开后可能危及{'、'.join(LIMBS['D3'])}中的哪一项及理由", True),
    Outcome("D4", "deny_4", _DENY, "保护第三方合法权益", ("第十五条", "第三十二条", "第三十六条第三项"), "F24",
            "recon_first", ("ground", "consultation_or_own_judgement", "separation_considered"),
            "已征求第三方意见及其不同意的合理理由，或者本机关认定会损害其合法权益的理由", True),
    Outcome("D5", "deny_5", _DENY, "属于三类内部事务信息", _A16_1, "F24", "recon_first",
            ("ground", "limb", "separation_considered"), f"属于{'、'.join(LIMBS['D5'])}中的哪一类", True),
    Outcome("D6", "deny_6", _DENY, "属于四类过程性信息", _A16_2, "F24", "recon_first",
            ("ground", "limb", "no_duty_to_disclose", "separation_considered"),
            f"属于{'、'.join(LIMBS['D6'])}中的哪一类；没有法律、法规、规章规定应当公开", True),
    Outcome("D7", "deny_7", _DENY, "属于行政执法案卷", _A16_2, "F24", "recon_first",
            ("ground", "no_duty_to_disclose", "separation_considered"),
            "属于行政执法案卷信息；没有法律、法规、规章规定应当公开；查阅案卷的其他途径", True),
    Outcome("D8", "deny_8", _DENY, "属于行政查询事项", ("第三十六条第七项",), "F24", "either",
            ("special_rule",), "有特别规定的法律、行政法规，以及向谁查询"),
    Outcome("N1a", "unable_1", _UNABLE, "本机关不掌握相关政府信息（经检索不存在）", ("第三十六条第四项",), "F25",
            "either", ("search_record",), "经检索不存在，以及如何检索：系统、档案、关键词、时间"),
    Outcome("N1b", "unable_1", _UNABLE, "本机关不掌握相关政府信息（不属于本机关负责公开）",
            ("第三十六条第五项", "第十条"), "F26", "either",
            ("ground", "competent_organ"), "不属于本机关负责公开及理由；能够确定的，告知负责机关的名称、联系方式"),
    Outcome("N2", "unable_2", _UNABLE, "没有现成信息需要另行制作", ("第三十八条",), "F27", "either",
            ("ground", "separation_considered"), "需要加工、分析，且不能区分处理；现有哪些信息"),
    Outcome("N3", "unable_3", _UNABLE, "补正后申请内容仍不明确", ("第三十条",), "F28", "either",
            ("correction_notice", "ground"), "曾要求补正的内容，以及补正后为何仍不明确"),
    Outcome("R1", "noproc_1", _REFUSE, "信访举报投诉类申请", ("第三十九条第一款",), "F30", "either",
            ("ground", "channel_told"), "不作为政府信息公开申请处理，可以通过哪些渠道提出"),
    Outcome("R2", "noproc_2", _REFUSE, "重复申请", ("第三十六条第六项",), "F29", "either",
            ("earlier_case",), "此前答复的文号和日期；同一申请人、相同政府信息，不予重复处理"),
    Outcome("R3", "noproc_3", _REFUSE, "要求提供公开出版物", ("第三十九条第二款",), "F31", "either",
            ("publication_source",), "公开出版物的获取途径"),
    Outcome("R4", "noproc_4", _REFUSE, "无正当理由大量反复申请", ("第三十五条",), "F09", "either",
            ("reasons_requested", "ground"), "已要求说明理由，以及为何认定理由不合理"),
    # No article of the Regulation names this row; the report format does.
    Outcome("R5", "noproc_5", _REFUSE, "要求行政机关确认或重新出具已获取信息", (), "F32", "either",
            ("earlier_provision",), "此前已提供该信息，本机关没有确认或者重新出具的义务"),
    Outcome("X1", "other_1", _OTHER, "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            ("第三十条",), "F07", "either", ("correction_notice", "correction_expired"),
            "补正告知的日期；逾期未补正，视为放弃申请，不再处理；可以另行提出申请"),
    Outcome("X2", "other_2", _OTHER, "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            ("第四十二条", "国办函〔2020〕109号第六条"), "F20", "either", ("payment_expired",),
            "收费通知的日期和金额；逾期未缴纳，视为放弃申请，不再处理"),
    # A withdrawal decides nothing; a request the organ ends for another reason has remedies.ACTS["other_closing"].
    Outcome("X3", "other_3", _OTHER, "其他", (), "F34", "none", ("closing_reason",),
            "办结的原因，如申请人自愿撤回；由本机关以其他原因办结的，告知救济途径"),
)  # fmt: skip

_RECORD = "更正政府信息记录（第四十一条）"
_A41 = ("第四十一条",)

# law.md F33. No text names the remedy: refused, or said to be another organ's, the applicant may contest it like any
# other reply; one whose wish was met has nothing to contest.
CORRECTIONS: tuple[Outcome, ...] = (
    Outcome("C1", "", _RECORD, "予以更正", _A41, "F33", "none", ("record_checked", "record_changed"),
            "核实情况，以及更正的内容"),
    Outcome("C2", "", _RECORD, "不予更正", _A41, "F33", "either", ("record_checked", "record_kept"),
            "核实情况，以及不予更正的理由"),
    Outcome("C3", "", _RECORD, "转送有权更正的行政机关", _A41, "F33", "either",
            ("record_checked", "correcting_organ", "record_forwarded"),
            "不属于本机关职能范围的理由；转送的日期，有权更正的行政机关及其联系方式"),
    Outcome("C4", "", _RECORD, "告知向有权更正的行政机关提出", _A41, "F33", "either",
            ("record_checked", "correcting_organ"), "不属于本机关职能范围的理由；有权更正的行政机关及其联系方式"),
)  # fmt: skip

OUTCOMES: dict[str, Outcome] = {outcome.code: outcome for outcome in (*CATALOGUE, *CORRECTIONS)}
# What a case may end in, by what was asked for (casework.models.Case.Matter).
OF_MATTER: dict[str, tuple[Outcome, ...]] = {"disclosure": CATALOGUE, "record_correction": CORRECTIONS}
ROWS: tuple[str, ...] = tuple(dict.fromkeys(outcome.row for outcome in CATALOGUE))


def outcome(code: str) -> Outcome:
    """The outcome with this code; InvalidFact where there is none."""
    try:
        return OUTCOMES[code]
    except KeyError:
        raise InvalidFact(f"没有代码为“{code}”的答复结果，请从答复目录中选择：{'、'.join(OUTCOMES)}。") from None


def missing_facts(code: str, recorded: set[str]) -> tuple[str, ...]:
    """Keys of ``FACTS`` the outcome requires and ``recorded`` lacks, in catalogue order."""
    return tuple(key for key in outcome(code).requires if key not in recorded)
