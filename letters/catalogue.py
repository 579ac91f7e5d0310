"""Every document of the office: one row each. A new document is a row here, a class of facts and a wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from casework.law.remedies import ACTS
from letters.blocks import Style
from letters.errors import LetterError
from letters.facts import Common
from letters.kinds import forms as f
from letters.kinds import procedure as p
from letters.kinds import replies as r

Recipient = Literal["applicant", "third_party", "organ", "internal"]
Series = Literal["reply", "notice", "letter", "none"]
"""Number series: 答复, 告知, 函; forms carry the case number instead."""
RemedyRule = Literal["outcome", "recon_first", "either", "none"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One document. `key` is unique (F24-D4); `code` is the number of the catalogue (F24).

    `outcome` is the code of casework.law.outcomes for replies, else "". `paper` is how the text calls itself;
    ``contested`` what its remedy is directed against, where that is another document.
    `by_decision` tells the replies that are drafted, reviewed and signed from the law's own endings (no correction, no
    payment, withdrawal), which a clerk issues like a notice.
    """

    key: str
    name: str
    title: tuple[str, ...]
    facts: type[Common]
    recipient: Recipient = "applicant"
    style: Style = "letter"
    series: Series = "notice"
    remedy: RemedyRule = "none"
    outcome: str = ""
    trigger: str = ""
    articles: tuple[str, ...] = ()
    paper: str = "本告知书"
    contested: str = ""
    opening: bool = True
    sealed: bool = True
    version: int = 1
    by_decision: bool = False

    @property
    def code(self) -> str:
        return self.key.split("-")[0]


ANSWER = "政府信息公开申请答复书"
_RECORD = "政府信息更正申请答复书"


_ENDINGS = frozenset({"F07", "F20", "F34"})


def _reply(
    key: str,
    outcome: str,
    name: str,
    facts: type[Common],
    *,
    title: str = "",
    series: Series = "notice",
    paper: str = "",
    remedy: RemedyRule = "outcome",
) -> Kind:
    return Kind(
        key=key,
        name=name,
        title=(title or name,),
        facts=facts,
        outcome=outcome,
        series=series,
        remedy=remedy,
        by_decision=key not in _ENDINGS,
        trigger=f"答复结果为 {outcome}",
        paper=paper or ("本答复书" if series == "reply" else "本告知书"),
    )


def _refusal(outcome: str, kind: str, facts: type[Common]) -> Kind:
    name = f"不予公开答复书（{kind}）"
    return _reply(f"F24-{outcome}", outcome, name, facts, title="政府信息不予公开答复书", series="reply")


REPLIES: tuple[Kind, ...] = (
    _reply("F07", "X1", "视为放弃申请告知书", r.Abandoned, title="政府信息公开申请视为放弃告知书"),
    _reply("F09", "R4", "不予处理告知书", r.Excessive, title="政府信息公开申请不予处理告知书"),
    _reply("F20", "X2", "逾期未缴费不再处理告知书", r.Unpaid, title="政府信息公开申请不再处理告知书"),
    _reply("F21", "G2", "答复书（予以公开）", r.Granted, title=ANSWER, series="reply"),
    _reply("F22", "G1", "答复书（已主动公开）", r.AlreadyPublic, title=ANSWER, series="reply"),
    _reply("F23", "P", "答复书（部分公开）", r.Partial, title=ANSWER, series="reply"),
    _refusal("D1", "国家秘密", r.RefusedSecret),
    _refusal("D2", "法律、行政法规禁止公开", r.RefusedByLaw),
    _refusal("D3", "危及三安全一稳定", r.RefusedLimb),
    _refusal("D4", "第三方合法权益", r.RefusedThirdParty),
    _refusal("D5", "内部事务信息", r.RefusedLimb),
    _refusal("D6", "过程性信息", r.RefusedProcess),
    _refusal("D7", "行政执法案卷", r.RefusedCaseFile),
    _reply("F24-D8", "D8", "答复书（行政查询事项）", r.QueryMatter, title=ANSWER, series="reply"),
    _reply("F25", "N1a", "信息不存在告知书", r.NotFound, title="政府信息不存在告知书"),
    _reply("F26", "N1b", "非本机关公开告知书", r.NotOurs, title="政府信息非本机关公开告知书"),
    _reply("F27", "N2", "需加工分析不予提供告知书", r.NeedsProcessing, title="政府信息公开申请不予提供告知书"),
    _reply("F28", "N3", "补正后仍不明确告知书", r.StillUnclear, title="政府信息公开申请无法提供告知书"),
    _reply("F29", "R2", "不予重复处理告知书", r.Repeated, title="政府信息公开申请不予重复处理告知书"),
    _reply("F30", "R1", "不作为政府信息公开申请处理告知书", r.Petition),
    _reply("F31", "R3", "公开出版物告知书", r.Publication, title="公开出版物获取途径告知书"),
    _reply("F32", "R5", "不予确认或者重新出具告知书", r.Reissue, title="政府信息公开申请不予处理告知书"),
    _reply("F33-A", "C1", "更正申请答复书（予以更正）", r.RecordCorrected, title=_RECORD, series="reply"),
    _reply("F33-B", "C2", "更正申请答复书（不予更正）", r.RecordKept, title=_RECORD, series="reply"),
    _reply("F33-C", "C3", "更正申请转送告知书", r.RecordForwarded, title="政府信息更正申请转送告知书"),
    _reply("F33-D", "C4", "更正申请另行提出告知书", r.RecordReferred, title="政府信息更正申请告知书"),
    _reply("F34", "X3", "撤回申请确认书", r.Withdrawn, title="撤回政府信息公开申请确认书", paper="本确认书"),
    _reply("F34-X3", "X3", "其他处理告知书", r.OtherClosing, title="政府信息公开申请其他处理告知书",
           remedy=ACTS["other_closing"]),
)  # fmt: skip


def _notice(key: str, name: str, title: str, facts: type[Common], trigger: str, *articles: str, **more: Any) -> Kind:
    return Kind(key=key, name=name, title=(title,), facts=facts, trigger=trigger, articles=articles, **more)


def _to_organ(key: str, name: str, title: str, facts: type[Common], trigger: str, *articles: str, **more: Any) -> Kind:
    shared: dict[str, Any] = {"recipient": "organ", "series": "letter", "opening": False, "paper": "本函"}
    return _notice(key, name, title, facts, trigger, *articles, **{**shared, **more})


NOTICES: tuple[Kind, ...] = (
    _notice(
        "F03",
        "登记回执",
        "政府信息公开申请登记回执",
        p.Receipt,
        "收到申请",
        "第三十三条",
        paper="本回执",
        opening=False,
    ),
    _notice("F06", "补正告知书", "政府信息公开申请补正告知书", p.Correction, "申请内容不明确", "第三十条"),
    _notice(
        "F08",
        "说明理由告知书",
        "政府信息公开申请说明理由告知书",
        p.ReasonsRequest,
        "数量、频次明显超过合理范围",
        "第三十五条",
    ),
    _notice("F10", "延迟答复告知书", "政府信息公开申请延迟答复告知书", p.DelayedReply, "说明的理由合理", "第三十五条"),
    _notice(
        "F12", "延期答复告知书", "政府信息公开申请延期答复告知书", p.Extension, "延期经审批同意", "第三十三条第二款"
    ),
    _notice(
        "F13",
        "第三方意见征询书",
        "政府信息公开第三方意见征询书",
        p.ThirdPartyInquiry,
        "公开可能损害第三方合法权益",
        "第三十二条",
        recipient="third_party",
        series="letter",
        paper="本征询书",
        opening=False,
    ),
    _notice(
        "F15",
        "征求意见告知书",
        "政府信息公开申请征求意见告知书",
        p.ConsultationNotice,
        "征求意见书发出",
        "第三十三条第三款",
    ),
    _notice(
        "F16",
        "决定公开告知书（第三方）",
        "政府信息决定公开告知书",
        p.ThirdPartyDecision,
        "因公共利益决定公开",
        "第十五条",
        "第三十二条",
        recipient="third_party",
        remedy="either",
        opening=False,
    ),
    _to_organ(
        "F17", "共同制作机关征求意见书", "政府信息公开征求意见书", p.OrganInquiry, "共同制作的政府信息", "第三十四条"
    ),
    _to_organ(
        "F17-X",
        "其他机关征求意见函",
        "关于征求政府信息公开意见的函",
        p.OtherOrganInquiry,
        "涉及其他机关职责",
        "第十一条第一款",
    ),
    _to_organ("F18", "协办函", "关于协助办理政府信息公开申请的函", p.Assistance, "需要其他单位协助"),
    _notice(
        "F19", "收费通知书", "政府信息公开信息处理费收费通知书", p.FeeNotice, "决定收费", "第四十二条", paper="本通知书"
    ),
    _to_organ(
        "F33-E", "更正申请转送函", "关于转送政府信息更正申请的函", p.RecordTransfer, "更正申请转送", "第四十一条"
    ),
    _to_organ(
        "F42", "报请确定函", "关于报请确定政府信息能否公开的函", p.Determination, "不能确定能否公开", "第十七条第三款"
    ),
    _notice(
        "F43-A",
        "主动公开建议答复书",
        "主动公开建议答复书",
        p.SuggestionReply,
        "申请人建议主动公开",
        "第四十四条第二款",
        series="reply",
        paper="本答复书",
        opening=False,
    ),
    _to_organ(
        "F45-A", "整改通知书", "政府信息公开工作整改通知书", p.Supervision, "监督检查", "第四十七条第一款", style="doc"
    ),
    _to_organ("F45-B", "工作建议书", "政府信息公开工作建议书", p.Supervision, "监督检查", "第四十七条", style="doc"),
    _to_organ(
        "F45-C", "通报", "关于政府信息公开工作情况的通报", p.Supervision, "监督检查", "第四十七条第一款", style="doc"
    ),
    _to_organ("F45-D", "约谈提醒", "政府信息公开工作约谈提醒函", p.Supervision, "监督检查", "第四十七条第一款"),
    _to_organ("F46", "行政复议答复书", "行政复议答复书", p.ReconsiderationAnswer, "被申请行政复议"),
    _notice(
        "F47",
        "更正（补充）告知书",
        "文书更正（补充）告知书",
        p.Erratum,
        "文书差错",
        contested="更正（补充）后的文书",
        opening=False,
    ),
)


def _form(key: str, name: str, title: str, facts: type[Common], trigger: str, *articles: str, **more: Any) -> Kind:
    shared: dict[str, Any] = {
        "recipient": "internal",
        "style": "form",
        "series": "none",
        "opening": False,
        "sealed": False,
    }
    return _notice(key, name, title, facts, trigger, *articles, **{**shared, **more})


FORMS: tuple[Kind, ...] = (
    _form("F01", "政府信息公开申请表", "政府信息公开申请表", f.Application, "提出申请", recipient="applicant"),
    _form("F02", "口头申请代填记录", "政府信息公开口头申请代填记录", f.Application, "口头申请", "第二十九条第一款"),
    _form("F04", "收到日期确认记录", "收到申请日期确认记录", f.Confirmation, "需要双方确认的渠道", "第三十一条"),
    _form("F05", "申请登记表", "政府信息公开申请登记表", f.Registration, "收到申请"),
    _form("F11", "延期答复审批表", "延期答复审批表", f.ExtensionApproval, "需要延期", "第三十三条第二款"),
    _form(
        "F14", "第三方意见回执", "第三方意见回执", f.ThirdPartySlip, "征询第三方", "第三十二条", recipient="third_party"
    ),
    _form("F35", "送达回证", "送达回证", f.ServiceRecord, "送达"),
    _form("F36", "转办单", "政府信息公开申请转办单", f.Assignment, "交办"),
    _form("F37", "催办单", "政府信息公开申请催办单", f.Urging, "临近期限"),
    _form("F38", "督办单", "政府信息公开工作督办单", f.SupervisionOrder, "逾期或者有风险", "第四十七条"),
    _form("F39", "答复审批表", "政府信息公开申请答复审批表", f.Approval, "拟稿"),
    _form("F40", "公开审查表", "政府信息公开审查表", f.Review, "公开前", "第十七条"),
    _form("F41", "检索记录", "政府信息检索记录", f.SearchRecord, "检索", "第三十六条第四项"),
    _form("F43", "纳入主动公开审批表", "纳入主动公开审批表", f.ProactiveApproval, "多人申请相同信息", "第四十四条"),
    _form("F44-A", "卷宗封面", "政府信息公开申请卷宗", f.CaseFile, "归档"),
    _form("F44-B", "卷内目录", "卷内目录", f.CaseFile, "归档"),
    _form("F44-C", "归档移交单", "归档移交单", f.CaseFile, "归档"),
    _form("F46-B", "复议应诉登记表", "行政复议、行政诉讼登记表", f.Dispute, "复议或者诉讼"),
)
CATALOGUE: tuple[Kind, ...] = tuple(sorted((*NOTICES, *REPLIES, *FORMS), key=lambda row: row.key))
KINDS: dict[str, Kind] = {kind.key: kind for kind in CATALOGUE}


def kind(key: str) -> Kind:
    """The row of a document; raises LetterError for a key that is not in the catalogue."""
    try:
        return KINDS[key]
    except KeyError:
        raise LetterError(f"文书目录中没有“{key}”，请从目录中选择。") from None


def kinds_for_outcome(outcome: str) -> tuple[Kind, ...]:
    """The documents that announce an outcome, those a drafter writes first."""
    return tuple(sorted((k for k in CATALOGUE if k.outcome == outcome), key=lambda row: not row.by_decision))
