"""Facts of the final replies, F07, F09 and F20 to F34: one class per way the law lets a request end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from letters.facts import Common, Reply, optional, slot

SEARCH, THIRD_PARTY, CORRECTION, PAYMENT = "检索记录", "征求意见登记", "补正登记", "收费登记"


@dataclass(frozen=True)
class WithheldItem:
    """A part that is not disclosed: what, under which outcome (D1 to D7, or "" for 不属于政府信息), why.

    ``basis`` is what the outcome asks for besides: the marking (D1), the law (D2), the kind of the article (D3, D5,
    D6), the organ's own judgement (D4). ``consulted`` tells of the third party's refusal. ``no_exception``: the public
    interest was weighed (D4), no law, regulation or rule requires disclosure (D6, D7).
    """

    item: str
    outcome: str
    articles: tuple[str, ...]
    reason: str
    basis: str = ""
    consulted: str = ""
    no_exception: bool = False

    def __str__(self) -> str:
        why = "，".join(clause.strip("。；，") for clause in self._clauses() if clause)
        return f"{self.item}。{why}，{self._conclusion()}。"

    def _clauses(self) -> tuple[str, ...]:
        kind = {
            "D1": self.basis,
            "D3": f"公开后可能危及{self.basis}",
            "D4": self.consulted or f"本机关经审查认定{self.basis}",
            "D5": f"属于{self.basis}方面的内部事务信息",
            "D6": f"属于过程性信息中的{self.basis}",
        }.get(self.outcome, "")
        stated = kind if self.basis or self.consulted else ""
        return (self.reason, stated, _NO_EXCEPTION.get(self.outcome, "") if self.no_exception else "")

    def _conclusion(self) -> str:
        if not self.articles:
            return "不予提供"
        law = f"{self.basis}和" if self.outcome == "D2" and self.basis else ""
        return f"根据{law}《条例》{'、'.join(self.articles)}的规定，不予公开"


_NO_EXCEPTION = {
    "D4": "经衡量，不公开不会对公共利益造成重大影响",
    "D6": "没有法律、法规、规章规定应当公开",
    "D7": "没有法律、法规、规章规定应当公开",
}


@dataclass(frozen=True, kw_only=True)
class AlreadyPublic(Reply):
    """G1, Art. 36(1)."""

    public_places: tuple[str, ...] = slot("获取方式和途径", default=())


@dataclass(frozen=True, kw_only=True)
class Granted(Reply):
    """G2, Arts 36(2), 40."""

    given_items: tuple[str, ...] = slot("提供的政府信息", default=())
    form_label: str = slot("提供形式")
    way_label: str = slot("获取方式")
    collect_place: str = optional("领取地点")
    collect_time: str = optional("领取时间")
    page_count: int = optional("提供页数", default=0)


@dataclass(frozen=True, kw_only=True)
class Partial(Granted):
    """P, Art. 37: each withheld part with its own ground."""

    withheld: tuple[WithheldItem, ...] = slot("不予公开的内容", default=())
    separation_note: str = slot("区分处理说明")


@dataclass(frozen=True, kw_only=True)
class Refused(Reply):
    """D1 to D7: grounds, and why the information cannot be separated (Art. 37)."""

    grounds: tuple[str, ...] = slot("认定的事实和理由", default=())
    separation_reason: str = slot("不能区分处理的理由")


@dataclass(frozen=True, kw_only=True)
class RefusedSecret(Refused):
    """D1, Art. 14. The text must not describe the secret."""

    secrecy_basis: str = slot("定密情况", "保密审查表")


@dataclass(frozen=True, kw_only=True)
class RefusedByLaw(Refused):
    """D2, Art. 14: names the law or 行政法规 with its article."""

    law_cited: str = slot("禁止公开的规定")


@dataclass(frozen=True, kw_only=True)
class RefusedLimb(Refused):
    """D3, D5, D6: says which of the kinds in the article the information is."""

    limb: str = slot("条文列举的类别")


@dataclass(frozen=True, kw_only=True)
class RefusedProcess(RefusedLimb):
    """D6, Art. 16(2): a law, regulation or rule that requires disclosure would prevail."""

    no_duty_to_disclose: bool = slot("没有应当公开的规定", "公开审查表", default=False)


@dataclass(frozen=True, kw_only=True)
class RefusedCaseFile(Refused):
    """D7, Art. 16(2)."""

    no_duty_to_disclose: bool = slot("没有应当公开的规定", "公开审查表", default=False)
    file_access: str = optional("查阅案卷的途径")


@dataclass(frozen=True, kw_only=True)
class RefusedThirdParty(Refused):
    """D4, Arts 15, 32: a closed consultation or the organ's own judgement, lint asks for one of them.

    Either way the public interest is weighed (Art. 15).
    """

    interest: str = slot("涉及的权益")
    public_interest: str = slot("公共利益衡量")
    consultation: str = optional("征求意见情况", THIRD_PARTY)
    own_judgement: str = optional("自行认定的理由", THIRD_PARTY)


@dataclass(frozen=True, kw_only=True)
class QueryMatter(Reply):
    """D8, Art. 36(7)."""

    query_matter: str = slot("查询事项")
    special_law: str = slot("特别规定")
    query_office: str = slot("查询单位")


@dataclass(frozen=True, kw_only=True)
class NotFound(Reply):
    """N1a, Art. 36(4): nothing without a search record (F41)."""

    search_record: str = slot("检索记录编号", SEARCH)
    searched_on: date | None = slot("检索日期", SEARCH, default=None)
    search_places: tuple[str, ...] = slot("检索范围", SEARCH, default=())
    search_words: tuple[str, ...] = slot("检索关键词", SEARCH, default=())
    search_period: str = optional("检索时段", SEARCH)
    found: bool = optional("检索到相关信息", SEARCH, default=False)


@dataclass(frozen=True, kw_only=True)
class NotOurs(Reply):
    """N1b, Arts 10, 36(5)."""

    grounds: tuple[str, ...] = slot("认定的事实和理由", default=())
    competent_organ: str = optional("负责公开的机关")
    competent_contact: str = optional("负责公开机关的联系方式")
    undetermined: str = optional("无法确定的说明")


@dataclass(frozen=True, kw_only=True)
class NeedsProcessing(Reply):
    """N2, Art. 38."""

    grounds: tuple[str, ...] = slot("认定的事实和理由", default=())
    separation_reason: str = slot("不能区分处理的理由")
    existing: tuple[str, ...] = optional("现有相关信息", default=())


@dataclass(frozen=True, kw_only=True)
class StillUnclear(Reply):
    """N3, Art. 30."""

    notice_number: str = slot("补正告知书文号", CORRECTION)
    notice_on: date | None = slot("补正告知日期", CORRECTION, default=None)
    asked: tuple[str, ...] = slot("要求补正的事项", CORRECTION, default=())
    grounds: tuple[str, ...] = slot("认定的事实和理由", default=())
    corrected_on: date | None = slot("收到补正日期", CORRECTION, default=None)


@dataclass(frozen=True, kw_only=True)
class Petition(Reply):
    """R1, Art. 39(1)."""

    activity: str = slot("活动类型")
    grounds: tuple[str, ...] = slot("认定的事实和理由", default=())
    channels: tuple[str, ...] = slot("反映渠道", default=())


@dataclass(frozen=True, kw_only=True)
class Repeated(Reply):
    """R2, Art. 36(6): same applicant, same information, already answered."""

    earlier_number: str = slot("此前答复文号", "此前办件")
    earlier_on: date | None = slot("此前答复日期", "此前办件", default=None)
    earlier_subject: str = optional("此前申请内容", "此前办件")
    earlier_found: bool = optional("此前答复在本系统中", "此前办件", default=False)
    earlier_outside: str = optional("此前答复不在本系统中的说明")


@dataclass(frozen=True, kw_only=True)
class Publication(Reply):
    """R3, Art. 39(2)."""

    publication: str = slot("公开出版物")
    sources: tuple[str, ...] = slot("获取途径", default=())


@dataclass(frozen=True, kw_only=True)
class Excessive(Reply):
    """R4, Art. 35: reasons must have been asked for before."""

    asked_number: str = slot("说明理由告知书文号", "说明理由登记")
    asked_on: date | None = slot("要求说明理由的日期", "说明理由登记", default=None)
    counts: str = slot("申请数量和频次", "说明理由登记")
    reasons_given: str = slot("申请人说明的理由", "说明理由登记")
    reasonable: bool = optional("说明的理由合理", "说明理由登记", default=False)
    asked_served_on: date | None = optional("说明理由告知书送达日期", "说明理由登记", default=None)
    silent_since: date | None = optional("说明理由期限届满日期", "说明理由登记", default=None)
    grounds: tuple[str, ...] = slot("认定的事实和理由", default=())


@dataclass(frozen=True, kw_only=True)
class Reissue(Reply):
    """R5: a row of the report; no article of the Regulation names it."""

    demand: str = slot("要求的事项")
    earlier_number: str = optional("此前答复文号", "此前办件")
    earlier_found: bool = optional("此前答复在本系统中", "此前办件", default=False)
    earlier_outside: str = optional("此前答复不在本系统中的说明")
    earlier_on: date | None = slot("此前提供日期", "此前办件", default=None)
    earlier_way: str = slot("此前提供方式", "此前办件")


@dataclass(frozen=True, kw_only=True)
class Abandoned(Reply):
    """X1, Art. 30: no correction in time without good reason."""

    notice_number: str = slot("补正告知书文号", CORRECTION)
    notice_on: date | None = slot("补正告知日期", CORRECTION, default=None)
    served_on: date | None = slot("补正告知书送达日期", CORRECTION, default=None)
    expired_on: date | None = slot("补正期限届满日期", CORRECTION, default=None)
    prolonged_to: date | None = optional("延长后的补正期限", CORRECTION, default=None)


@dataclass(frozen=True, kw_only=True)
class Unpaid(Reply):
    """X2, Art. 42; 国办函〔2020〕109号 Art. 6."""

    notice_number: str = slot("收费通知书文号", PAYMENT)
    notice_on: date | None = slot("收费通知日期", PAYMENT, default=None)
    served_on: date | None = slot("收费通知书送达日期", PAYMENT, default=None)
    amount: str = slot("应缴金额", PAYMENT)
    expired_on: date | None = slot("缴费期限届满日期", PAYMENT, default=None)


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Common):
    """X3 by withdrawal: no decision on the request, so no remedy text."""

    outcome: str = slot("答复结果")
    withdrawn_on: date | None = slot("撤回日期", "撤回登记", default=None)
    withdrawn_way: str = slot("撤回方式", "撤回登记")


@dataclass(frozen=True, kw_only=True)
class OtherClosing(Reply):
    """X3 for any other reason, which is mandatory; the organ ends the request, so both ways of redress are told."""

    closing_reason: tuple[str, ...] = slot("办结的原因", default=())


@dataclass(frozen=True, kw_only=True)
class RecordReply(Reply):
    """F33, Art. 41: what the organ found when it checked the record about the applicant."""

    checked: tuple[str, ...] = slot("核实情况", default=())


@dataclass(frozen=True, kw_only=True)
class RecordCorrected(RecordReply):
    """C1: the record was wrong and has been put right."""

    changes: tuple[str, ...] = slot("更正内容", default=())


@dataclass(frozen=True, kw_only=True)
class RecordKept(RecordReply):
    """C2: no correction, or none beyond ``changed``, with reasons."""

    changed: tuple[str, ...] = optional("已予更正的内容", default=())
    reasons: tuple[str, ...] = slot("不予更正的理由", default=())


@dataclass(frozen=True, kw_only=True)
class RecordReferred(RecordReply):
    """C4: not ours, the applicant is told where to go."""

    competent_organ: str = slot("有权更正的机关")
    competent_contact: str = slot("有权更正机关的联系方式")


@dataclass(frozen=True, kw_only=True)
class RecordForwarded(RecordReferred):
    """C3: not ours, forwarded to the organ that may correct."""

    forwarded_on: date | None = slot("转送日期", default=None)
