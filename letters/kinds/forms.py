"""Facts of the ruled forms: what the office fills in, signs and files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from letters.facts import Common, optional, slot

SEARCH, TRANSFER, SUPERVISION, FILE = "检索记录", "转办登记", "督办登记", "归档登记"


@dataclass(frozen=True)
class Opinion:
    """What somebody wrote, signed and dated at one step; empty ones are signed by hand on paper."""

    step: str
    text: str = ""
    person: str = ""
    day: date | None = None

    def __str__(self) -> str:
        return f"{self.step}：{self.text}"


@dataclass(frozen=True, kw_only=True)
class CaseForm(Common):
    """An internal form about one case."""

    salutation: str = optional("称谓", "申请登记")
    contact_name: str = optional("联系人", "机关设置")
    contact_phone: str = optional("联系电话", "机关设置")
    organ_address: str = optional("通信地址", "机关设置")
    signed_on: date | None = optional("填表日期", "办件", default=None)
    due_on: date | None = optional("答复期限", "期限计算", default=None)
    handler: str = optional("承办人", "办件")
    unit: str = optional("承办科室", "办件")
    opinions: tuple[Opinion, ...] = optional("意见", "审批", default=())


@dataclass(frozen=True, kw_only=True)
class Application(CaseForm):
    """F01, F02, Art. 29: blank for applicants, or filled by the office for one who cannot write."""

    applicant_name: str = optional("申请人", "申请登记")
    received_on: date | None = optional("收到日期", "申请登记", default=None)
    channel_label: str = optional("提交方式", "申请登记")
    case_number: str = optional("受理编号", "申请登记")
    request_summary: str = optional("申请内容", "申请登记")
    organisation: bool = optional("单位申请", "申请登记", default=False)
    id_kind: str = optional("证件名称", "申请登记")
    id_number: str = optional("证件号码", "申请登记")
    legal_person: str = optional("法定代表人", "申请登记")
    contact_person: str = optional("申请人的联系人", "申请登记")
    applicant_address: str = optional("申请人地址", "申请登记")
    postcode: str = optional("邮政编码", "申请登记")
    applicant_phone: str = optional("申请人电话", "申请登记")
    applicant_email: str = optional("申请人电子邮箱", "申请登记")
    form_wanted: str = optional("提供方式", "申请登记")
    way_wanted: str = optional("获取途径", "申请登记")
    taken_by: str = optional("代填人", "申请登记")


@dataclass(frozen=True, kw_only=True)
class Confirmation(CaseForm):
    """F04, Art. 31: when and how the day of receipt was confirmed with the applicant."""

    arrived_on: date | None = slot("送到日期", "收到日期确认记录", default=None)
    tries: tuple[tuple[str, str, str, str], ...] = optional("联系经过", "收到日期确认记录", default=())
    confirmed_by: str = slot("确认人", "收到日期确认记录")


@dataclass(frozen=True, kw_only=True)
class Registration(CaseForm):
    """F05, Art. 45."""

    applicant_kind: str = slot("申请人类别", "申请登记")
    applicant_contact: str = slot("申请人联系方式", "申请登记")
    form_wanted: str = optional("提供方式", "申请登记")
    way_wanted: str = optional("获取途径", "申请登记")
    registered_at: str = slot("登记时间", "申请登记")
    registered_by: str = slot("登记人", "申请登记")
    materials: tuple[str, ...] = optional("随附材料", "申请登记", default=())


@dataclass(frozen=True, kw_only=True)
class ExtensionApproval(CaseForm):
    """F11, Art. 33(2): approved by the head of the disclosure office."""

    reason: str = slot("延期理由", "延期审批")
    days: int = slot("延长天数", "延期审批", default=0)
    base_due_on: date | None = slot("原答复期限", "延期审批", default=None)
    new_due_on: date | None = optional("延长后期限", "延期审批", default=None)


@dataclass(frozen=True, kw_only=True)
class ThirdPartySlip(CaseForm):
    """F14, Art. 32: sent blank with the inquiry, comes back signed."""

    applicant_name: str = optional("申请人", "申请登记")
    received_on: date | None = optional("收到日期", "申请登记", default=None)
    channel_label: str = optional("提交方式", "申请登记")
    request_summary: str = optional("申请内容", "申请登记")
    addressee: str = slot("第三方", "征求意见登记")
    information: tuple[str, ...] = slot("征求意见的信息", "征求意见登记", default=())
    inquiry_number: str = optional("征询书文号", "征求意见登记")


@dataclass(frozen=True, kw_only=True)
class ServiceRecord(CaseForm):
    """F35: the receipt of service, signed by the recipient."""

    document_names: tuple[str, ...] = slot("送达文书", "送达登记", default=())
    way: str = slot("送达方式", "送达登记")
    place: str = slot("送达地点", "送达登记")
    served_on: date | None = optional("送达日期", "送达登记", default=None)
    received_by: str = optional("收件人", "送达登记")
    server: str = optional("送达人", "送达登记")
    refusal: str = optional("拒收事由", "送达登记")
    witnesses: str = optional("见证人", "送达登记")
    tracking: str = optional("邮件号", "送达登记")


@dataclass(frozen=True, kw_only=True)
class Assignment(CaseForm):
    """F36: to the unit that works on the case. The statutory clock runs on."""

    to_unit: str = slot("承办单位", TRANSFER)
    demands: tuple[str, ...] = optional("办理要求", TRANSFER, default=())
    internal_due_on: date | None = optional("内部办结时限", TRANSFER, default=None)
    assigned_by: str = slot("交办人", TRANSFER)


@dataclass(frozen=True, kw_only=True)
class Urging(CaseForm):
    """F37: stage and days left, in words: 4个, 今天届满, 已逾期2个."""

    to_unit: str = slot("承办单位", SUPERVISION)
    stage: str = slot("当前环节", SUPERVISION)
    days_left: str = slot("剩余工作日", SUPERVISION)
    demands: tuple[str, ...] = slot("催办事项", SUPERVISION, default=())
    urged_by: str = slot("催办人", SUPERVISION)


@dataclass(frozen=True, kw_only=True)
class SupervisionOrder(CaseForm):
    """F38, Art. 47: must be signed for and answered by `answer_by`."""

    to_unit: str = slot("被督办单位", SUPERVISION)
    issue: tuple[str, ...] = slot("督办事由", SUPERVISION, default=())
    demands: tuple[str, ...] = slot("督办要求", SUPERVISION, default=())
    answer_by: date | None = slot("反馈期限", SUPERVISION, default=None)
    supervisor: str = slot("督办人", SUPERVISION)


@dataclass(frozen=True, kw_only=True)
class Approval(CaseForm):
    """F39: the sheet a reply travels on, from draft to signature."""

    letter_name: str = slot("文书名称", "审批")
    outcome_label: str = slot("拟办结果", "审批")
    legal_basis: str = slot("法律依据", "审批")
    summary: str = optional("拟办意见", "审批")
    urgency: str = optional("缓急程度", "审批")


@dataclass(frozen=True, kw_only=True)
class Review(CaseForm):
    """F40, Art. 17: review before disclosure; every exemption is asked about."""

    information: tuple[str, ...] = slot("审查的信息", "公开审查表", default=())
    questions: tuple[tuple[str, str], ...] = slot("审查事项", "公开审查表", default=())
    conclusion: str = optional("审查结论", "公开审查表")
    separation: str = optional("区分处理意见", "公开审查表")


@dataclass(frozen=True)
class SearchStep:
    """One place searched."""

    place: str
    words: str
    person: str
    day: date
    result: str


@dataclass(frozen=True, kw_only=True)
class SearchRecord(CaseForm):
    """F41: the proof of a full and reasonable search."""

    record_number: str = slot("检索记录编号", SEARCH)
    steps: tuple[SearchStep, ...] = slot("检索经过", SEARCH, default=())
    conclusion: str = slot("检索结论", SEARCH)


@dataclass(frozen=True, kw_only=True)
class ProactiveApproval(CaseForm):
    """F43, Art. 44: requests that match, column and day of publication."""

    information: tuple[str, ...] = slot("拟主动公开的信息", "主动公开登记", default=())
    matching: tuple[str, ...] = slot("相同申请", "主动公开登记", default=())
    column: str = slot("公开栏目", "主动公开登记")
    publish_on: date | None = slot("拟公开日期", "主动公开登记", default=None)


@dataclass(frozen=True)
class FileItem:
    """One document in the file; `pages` is text such as 3—5."""

    author: str
    number: str
    title: str
    day: date | None
    pages: str

    def row(self, index: int) -> tuple[str, ...]:
        return (
            str(index),
            self.author,
            self.number,
            self.title,
            self.day.strftime("%Y%m%d") if self.day else "",
            self.pages,
            "",
        )


@dataclass(frozen=True, kw_only=True)
class CaseFile(CaseForm):
    """F44, Art. 45: cover, list of contents, hand-over."""

    file_number: str = slot("档号", FILE)
    outcome_label: str = slot("办理结果", FILE)
    closed_on: date | None = slot("办结日期", FILE, default=None)
    retention: str = slot("保管期限", FILE)
    items: tuple[FileItem, ...] = slot("卷内文件", FILE, default=())
    page_total: int = slot("总页数", FILE, default=0)
    handed_by: str = optional("移交人", FILE)
    taken_by: str = optional("接收人", FILE)


@dataclass(frozen=True, kw_only=True)
class Dispute(CaseForm):
    """F46: register of a reconsideration or suit, for table four of the annual report."""

    dispute_kind: str = slot("案件类型", "复议诉讼登记")
    body: str = slot("受理机关", "复议诉讼登记")
    dispute_number: str = slot("案号", "复议诉讼登记")
    served_on: date | None = slot("收到副本日期", "复议诉讼登记", default=None)
    answer_by: date | None = slot("答复期限届满", "复议诉讼登记", default=None)
    answered_on: date | None = optional("提交答复日期", "复议诉讼登记", default=None)
    result: str = optional("审理结果", "复议诉讼登记")
    report_cell: str = optional("年报填列", "复议诉讼登记")
    events: tuple[tuple[str, str, str], ...] = optional("经过", "复议诉讼登记", default=())
