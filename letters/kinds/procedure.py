"""Facts of the notices on the way to a reply: receipt, correction, extension, consultation, fee, and after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from letters.facts import Common, Remediable, RemedyPrinted, optional, slot

CORRECTION, EXTENSION, CONSULTATION, FEE = "补正登记", "延期审批", "征求意见登记", "收费登记"


@dataclass(frozen=True, kw_only=True)
class Receipt(Common):
    """F03: number, day of receipt, last day for the reply, code for asking."""

    due_on: date | None = slot("答复期限", "期限计算", default=None)
    provisional: bool = optional("暂定", "期限计算", default=False)
    query_code: str = slot("查询码", "申请登记")


@dataclass(frozen=True, kw_only=True)
class Correction(Common):
    """F06, Art. 30: everything at once, with guidance. `period_wd` in working days."""

    unclear: tuple[str, ...] = optional("不明确的内容", CORRECTION, default=())
    matters: tuple[str, ...] = slot("补正事项", CORRECTION, default=())
    guidance: tuple[str, ...] = optional("补正指导", CORRECTION, default=())
    period_wd: int = slot("补正期限", CORRECTION, default=0)
    submit_to: str = slot("补正材料提交方式", CORRECTION)


@dataclass(frozen=True, kw_only=True)
class ReasonsRequest(Common):
    """F08, Art. 35. `period_wd` in working days."""

    counts: str = slot("申请数量和频次", "说明理由登记")
    matters: tuple[str, ...] = slot("需要说明的事项", "说明理由登记", default=())
    period_wd: int = slot("说明期限", "说明理由登记", default=0)


@dataclass(frozen=True, kw_only=True)
class DelayedReply(Common):
    """F10, Art. 35: reasons reasonable, a reasonable period is set."""

    asked_number: str = optional("说明理由告知书文号", "说明理由登记")
    asked_on: date | None = optional("要求说明理由的日期", "说明理由登记", default=None)
    reasons_given: str = optional("申请人说明的理由", "说明理由登记")
    why_not_in_time: str = slot("无法按期答复的原因", "说明理由登记")
    delayed_until: date | None = slot("延迟答复日期", "说明理由登记", default=None)


@dataclass(frozen=True, kw_only=True)
class Extension(Common):
    """F12, Art. 33(2): at most 20 working days, once, told before the first limit ends."""

    reason: str = slot("延期理由", EXTENSION)
    days: int = slot("延长天数", EXTENSION, default=0)
    base_due_on: date | None = slot("原答复期限", EXTENSION, default=None)
    new_due_on: date | None = slot("延长后期限", EXTENSION, default=None)
    provisional: bool = optional("暂定", "期限计算", default=False)
    approved_on: date | None = slot("审批日期", EXTENSION, default=None)
    approver: str = slot("审批人", EXTENSION)


@dataclass(frozen=True, kw_only=True)
class Addressed(Common):
    """A document to somebody other than the applicant: who applied, when and how need not be known."""

    addressee: str = slot("主送", CONSULTATION)
    applicant_name: str = optional("申请人", "申请登记")
    salutation: str = optional("称谓", "申请登记", default="贵单位")
    received_on: date | None = optional("收到日期", "申请登记", default=None)
    channel_label: str = optional("提交方式", "申请登记")


@dataclass(frozen=True, kw_only=True)
class ThirdPartyInquiry(Addressed):
    """F13, Art. 32. The applicant's name is not a placeholder here."""

    information: tuple[str, ...] = slot("征求意见的信息", CONSULTATION, default=())
    interest: str = slot("涉及的权益", CONSULTATION)
    reply_to: str = slot("意见提交方式", CONSULTATION)


@dataclass(frozen=True, kw_only=True)
class ConsultationNotice(Common):
    """F15, Art. 33(3)."""

    party: str = slot("征求意见对象", CONSULTATION)
    sent_on: str = slot("征求意见日期", CONSULTATION)


@dataclass(frozen=True, kw_only=True)
class ThirdPartyDecision(Addressed, Remediable):
    """F16, Arts 15, 32: disclosure against the third party's wish; both ways of redress."""

    opinion: str = slot("第三方意见情况", CONSULTATION)
    reasons: tuple[str, ...] = slot("决定公开的理由", default=())
    information: tuple[str, ...] = slot("决定公开的内容", default=())
    disclose_on: date | None = slot("公开日期", default=None)


@dataclass(frozen=True, kw_only=True)
class OrganInquiry(Addressed):
    """F17: Art. 34 (joint information, silence is consent) or Art. 11(1) (other organs, `answer_by`)."""

    information: tuple[str, ...] = slot("征求意见的信息", CONSULTATION, default=())
    questions: tuple[str, ...] = slot("征求意见的问题", CONSULTATION, default=())
    reply_to: str = slot("意见提交方式", CONSULTATION)


@dataclass(frozen=True, kw_only=True)
class OtherOrganInquiry(OrganInquiry):
    answer_by: date | None = optional("请予答复日期", CONSULTATION, default=None)


@dataclass(frozen=True, kw_only=True)
class Assistance(Addressed):
    """F18: help with search or opinion."""

    matters: tuple[str, ...] = slot("协办事项", "协办登记", default=())
    answer_by: date | None = slot("请予答复日期", "协办登记", default=None)


@dataclass(frozen=True, kw_only=True)
class FeeNotice(Common):
    """F19, Art. 42: one standard, the calculation shown. `amount` is text such as 人民币2000元."""

    standard: str = slot("计收方式", FEE)
    counted: str = slot("计收数量", FEE)
    steps: tuple[str, ...] = slot("计算过程", FEE, default=())
    amount: str = slot("应缴金额", FEE)
    pay_way: str = slot("缴费方式", FEE)


@dataclass(frozen=True, kw_only=True)
class RecordTransfer(Addressed):
    """F33-E, Art. 41: the application and its evidence go to the organ that may correct; it needs to know whose."""

    addressee: str = slot("主送", "答复表单")
    checked: tuple[str, ...] = slot("核实情况", default=())


@dataclass(frozen=True, kw_only=True)
class Determination(Addressed):
    """F42, Art. 17(3): the competent or secrecy authority decides where the organ is unsure."""

    information: tuple[str, ...] = slot("报请确定的信息", "公开审查表", default=())
    background: tuple[str, ...] = slot("基本情况", "公开审查表", default=())
    own_view: tuple[str, ...] = slot("本机关的意见", "公开审查表", default=())
    answer_by: date | None = slot("请予答复日期", "公开审查表", default=None)


@dataclass(frozen=True, kw_only=True)
class SuggestionReply(Common):
    """F43, Art. 44(2): the organ reviewed a suggestion to publish."""

    information: tuple[str, ...] = slot("建议主动公开的信息", "主动公开登记", default=())
    result: tuple[str, ...] = slot("审核结果", "主动公开登记", default=())


@dataclass(frozen=True, kw_only=True)
class Supervision(Addressed):
    """F45, Art. 47: findings, demands, day of report. Not about one case."""

    case_number: str = optional("受理编号", "申请登记")
    request_summary: str = optional("申请内容", "申请登记")
    findings: tuple[str, ...] = slot("发现的问题", "督办登记", default=())
    demands: tuple[str, ...] = slot("整改要求", "督办登记", default=())
    report_by: date | None = slot("报告日期", "督办登记", default=None)


@dataclass(frozen=True, kw_only=True)
class ReconsiderationAnswer(Addressed):
    """F46: the organ's answer in a reconsideration; `article` is 第四十八条 or, simplified, 第五十四条."""

    claimant: str = slot("复议申请人", "复议登记")
    act: str = slot("被复议的行为", "复议登记")
    act_number: str = optional("被复议文书文号", "复议登记")  # none where the complaint is silence
    served_on: date | None = slot("收到副本日期", "复议登记", default=None)
    article: str = slot("适用条款", "复议登记")
    history: tuple[str, ...] = slot("事实经过", "复议登记", default=())
    basis: tuple[str, ...] = slot("依据和理由", "复议登记", default=())
    view: tuple[str, ...] = slot("对复议请求的意见", "复议登记", default=())


@dataclass(frozen=True, kw_only=True)
class Erratum(Remediable):
    """F47: an error or a gap in an issued document.

    ``rerun``: the change touches the applicant's rights (a wrong remedy text, a wrong ground), so the remedy of the
    original is told again and its periods run from this notice; else they are unaffected.
    """

    remedy_organ: str = optional("复议机关", "机关设置")
    remedy_court: str = optional("管辖法院", "机关设置")

    original_name: str = slot("原文书名称", "更正登记")
    original_number: str = slot("原文书文号", "更正登记")
    original_on: date | None = slot("原文书日期", "更正登记", default=None)
    changes: tuple[str, ...] = optional("更正内容", "更正登记", default=())
    additions: tuple[str, ...] = optional("补充内容", "更正登记", default=())
    rerun: bool = optional("期限重新计算", "更正登记", default=False)
    original_remedy: RemedyPrinted = optional("原文书救济途径", "更正登记", default="none")
