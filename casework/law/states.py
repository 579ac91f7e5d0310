"""The twelve legal statuses of a case and every step between them, as data.

A new step is one row of ``TRANSITIONS``: the FSM methods, the buttons and the permissions are read from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What a case is in law; the value is stored, ``label`` is shown."""

    REGISTERED = "registered"
    EXAMINING = "examining"
    AWAITING_CORRECTION = "awaiting_correction"
    AWAITING_PAYMENT = "awaiting_payment"
    IN_PROGRESS = "in_progress"
    CONSULTING = "consulting"
    IN_REVIEW = "in_review"
    AWAITING_SERVICE = "awaiting_service"
    REPLIED = "replied"
    ARCHIVED = "archived"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]


STATUS_LABELS: dict[Status, str] = {
    Status.REGISTERED: "已登记",
    Status.EXAMINING: "审查中",
    Status.AWAITING_CORRECTION: "待补正",
    Status.AWAITING_PAYMENT: "待缴费",
    Status.IN_PROGRESS: "办理中",
    Status.CONSULTING: "征求意见中",
    Status.IN_REVIEW: "审核签发中",
    Status.AWAITING_SERVICE: "待送达",
    Status.REPLIED: "已答复",
    Status.ARCHIVED: "已归档",
    Status.ABANDONED: "视为放弃",
    Status.WITHDRAWN: "已撤回",
}

OPEN: tuple[Status, ...] = (
    Status.REGISTERED,
    Status.EXAMINING,
    Status.AWAITING_CORRECTION,
    Status.AWAITING_PAYMENT,
    Status.IN_PROGRESS,
    Status.CONSULTING,
    Status.IN_REVIEW,
    Status.AWAITING_SERVICE,
)
CLOSED: tuple[Status, ...] = (Status.REPLIED, Status.ARCHIVED, Status.ABANDONED, Status.WITHDRAWN)
# Art. 33(2): while the reply is still being worked out; after issue there is nothing left to extend.
EXTENDABLE: tuple[Status, ...] = (Status.EXAMINING, Status.IN_PROGRESS, Status.CONSULTING, Status.IN_REVIEW)

# "system" is the timer: it calls the same act a person would, when a period has run out. "assistant" is nobody's post:
# the people of a unit asked for help hold it on that case until they have answered.
ROLES: dict[str, str] = {
    "intake": "登记人员",
    "handler": "承办人员",
    "unit_head": "科室负责人",
    "assistant": "协办单位人员",
    "legal": "法制审核人员",
    "head": "政府信息公开工作机构负责人",
    "supervisor": "督查人员",
    "editor": "案例库编辑",
    "sysadmin": "系统管理员",
    "system": "系统定时任务",
}

VERBS: dict[str, str] = {
    "register": "登记",
    "claim": "领取",
    "examine": "开始审查",
    "split": "拆分申请",
    "amend_receipt": "更正收到日期",
    "request_correction": "告知补正",
    "prolong_correction": "延长补正期限",
    "receive_correction": "登记补正材料",
    "deem_abandoned": "视为放弃",
    "assign": "受理交办",
    "answer_on_spot": "当场答复",
    "sign_for": "签收",
    "decline": "退回交办",
    "transfer": "转办",
    "reassign": "改派",
    "raise_dispute": "提请裁定",
    "settle_dispute": "裁定承办单位",
    "charge": "收费通知",
    "receive_payment": "登记缴费",
    "consult": "征求意见",
    "enter_delivery": "补登送达日期",
    "close_consultation": "登记征求意见结果",
    "override_objection": "决定公开并告知第三方",
    "request_assistance": "请求协办",
    "answer_assistance": "反馈协办意见",
    "record_meeting": "登记会商",
    "flag_hard": "标记疑难复杂",
    "guide": "指导意见",
    "ask_reasons": "要求说明理由",
    "receive_reasons": "登记说明的理由",
    "delay": "决定延迟答复",
    "request_extension": "申请延期",
    "extend": "审批延期",
    "draft": "拟稿",
    "submit": "提交审核",
    "return_to": "退回",
    "recall": "取回",
    "approve_secrecy": "保密审查通过",
    "approve_legal": "法制审核通过",
    "sign_off": "签发",
    "issue": "制发文书",
    "serve": "登记送达",
    "send_notice": "登记告知送达",
    "follow_service": "登记送达结果",
    "serve_again": "再次送达",
    "void_letter": "作废文书",
    "issue_correction": "更正文书",
    "file_reply": "答复备案",
    "archive": "归档",
    "withdraw": "撤回申请",
    "file_remedy": "登记复议诉讼",
    "answer_remedy": "登记答复举证",
    "close_remedy": "登记复议诉讼结果",
    "amend_remedy": "更正复议诉讼结果",
    "remand": "重新答复",
    "record_search": "登记检索记录",
    "issue_notice": "制发告知文书",
    "link": "关联办件",
    "record_talk": "登记沟通",
    "attach": "添加附件",
    "note": "添加备注",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One permitted step: ``verb`` takes a case from ``source`` to ``target``; ``roles`` may do it; ``article`` why."""

    source: Status
    verb: str
    target: Status
    roles: tuple[str, ...]
    article: str

    @property
    def label(self) -> str:
        return VERBS[self.verb]

    @property
    def keeps_status(self) -> bool:
        return self.source is self.target


_S = Status
_FRONT = ("intake", "handler")
_TIMED = ("intake", "handler", "system")
_DESK = ("handler", "unit_head")
_TEAM = ("intake", "handler", "unit_head", "legal", "head")


def _row(source: Status, verb: str, target: Status, roles: tuple[str, ...], article: str) -> Transition:
    return Transition(source, verb, target, roles, article)


def _each(sources: tuple[Status, ...], verb: str, roles: tuple[str, ...], article: str) -> tuple[Transition, ...]:
    """The same verb in several statuses, which it does not change."""
    return tuple(Transition(status, verb, status, roles, article) for status in sources)


_AFTER_REGISTERED = tuple(status for status in OPEN if status is not _S.REGISTERED)
_WORKED_ON = (_S.EXAMINING, _S.IN_PROGRESS, _S.CONSULTING)

TRANSITIONS: tuple[Transition, ...] = (
    _row(_S.REGISTERED, "examine", _S.EXAMINING, _FRONT, "条例第二十九条"),
    *_each((_S.REGISTERED, _S.EXAMINING), "split", ("intake",), "国办函〔2020〕109号第四条"),
    *_each(OPEN, "amend_receipt", ("intake",), "条例第三十一条"),
    # correction
    _row(_S.EXAMINING, "request_correction", _S.AWAITING_CORRECTION, _FRONT, "条例第三十条"),
    _row(_S.IN_PROGRESS, "request_correction", _S.AWAITING_CORRECTION, _FRONT, "条例第三十条"),
    # its seven days run on while opinions are asked for: Art. 33(3) leaves out of the reply period only
    _row(_S.CONSULTING, "request_correction", _S.AWAITING_CORRECTION, _FRONT, "条例第三十条"),
    *_each((_S.AWAITING_CORRECTION,), "prolong_correction", _FRONT, "条例第三十条"),
    _row(_S.AWAITING_CORRECTION, "receive_correction", _S.EXAMINING, _FRONT, "条例第三十条"),
    _row(_S.AWAITING_CORRECTION, "deem_abandoned", _S.ABANDONED, _TIMED, "条例第三十条"),
    # what came in time, or late for a good reason, and was entered only after the sweep
    _row(_S.ABANDONED, "receive_correction", _S.EXAMINING, _FRONT, "条例第三十条"),
    # acceptance, assignment and transfer: internal, the clock never stops for it
    _row(_S.EXAMINING, "assign", _S.IN_PROGRESS, ("intake", "unit_head", "head"), "条例第四条"),
    *_each((_S.IN_PROGRESS,), "assign", ("intake", "unit_head", "head"), "条例第四条"),
    _row(_S.EXAMINING, "answer_on_spot", _S.IN_REVIEW, ("intake",), "条例第三十三条第一款"),
    *_each((_S.IN_PROGRESS,), "sign_for", _DESK, "条例第四十五条"),
    *_each((_S.IN_PROGRESS,), "decline", _DESK, "条例第四十五条"),
    *_each((_S.IN_PROGRESS,), "transfer", _DESK, "条例第四十五条"),
    *_each(_AFTER_REGISTERED, "reassign", ("intake", "unit_head"), "条例第四十五条"),
    *_each((_S.IN_PROGRESS,), "raise_dispute", _DESK, "条例第三条第三款"),
    *_each((_S.IN_PROGRESS,), "settle_dispute", ("supervisor",), "条例第三条第三款"),
    # fee
    _row(_S.EXAMINING, "charge", _S.AWAITING_PAYMENT, _FRONT, "条例第四十二条"),
    _row(_S.IN_PROGRESS, "charge", _S.AWAITING_PAYMENT, _FRONT, "条例第四十二条"),
    _row(_S.AWAITING_PAYMENT, "receive_payment", _S.IN_PROGRESS, _FRONT, "国办函〔2020〕109号第六条"),
    _row(_S.AWAITING_PAYMENT, "deem_abandoned", _S.ABANDONED, _TIMED, "国办函〔2020〕109号第六条"),
    _row(_S.ABANDONED, "receive_payment", _S.IN_PROGRESS, _FRONT, "国办函〔2020〕109号第六条"),
    # consultation
    _row(_S.IN_PROGRESS, "consult", _S.CONSULTING, _DESK, "条例第三十二条、第三十四条"),
    _row(_S.CONSULTING, "consult", _S.CONSULTING, _DESK, "条例第三十二条、第三十四条"),
    *_each(
        (_S.AWAITING_CORRECTION, _S.AWAITING_PAYMENT, _S.CONSULTING),
        "enter_delivery",
        ("intake", *_DESK),
        "条例第三十条、第三十二条",
    ),
    _row(_S.CONSULTING, "close_consultation", _S.IN_PROGRESS, (*_DESK, "system"), "条例第三十三条第三款"),
    # an opinion taken for silence, or one that comes while a correction or a fee is waited for
    *_each(
        (_S.EXAMINING, _S.AWAITING_CORRECTION, _S.AWAITING_PAYMENT, _S.IN_PROGRESS),
        "close_consultation",
        (*_DESK, "system"),
        "条例第三十三条第三款",
    ),
    *_each((_S.IN_PROGRESS,), "override_objection", ("head",), "条例第三十二条"),
    # help from others
    *_each((_S.IN_PROGRESS, _S.CONSULTING), "request_assistance", _DESK, "条例第四十五条"),
    *_each((*_WORKED_ON, _S.IN_REVIEW), "answer_assistance", ("assistant",), "条例第四十五条"),
    *_each((*_WORKED_ON, _S.IN_REVIEW), "record_meeting", ("intake", *_DESK, "head"), "条例第四十五条"),
    *_each((*_WORKED_ON, _S.IN_REVIEW), "flag_hard", ("intake", *_DESK, "head"), "条例第三条第三款"),
    *_each(OPEN, "guide", ("supervisor",), "条例第三条第三款、第四十七条"),
    # number and frequency
    *_each((_S.EXAMINING, _S.IN_PROGRESS), "ask_reasons", _FRONT, "条例第三十五条"),
    *_each((_S.EXAMINING, _S.IN_PROGRESS), "receive_reasons", _FRONT, "条例第三十五条"),
    *_each((_S.EXAMINING, _S.IN_PROGRESS), "delay", ("head",), "条例第三十五条"),
    # time
    *_each(EXTENDABLE, "request_extension", ("intake", *_DESK), "条例第三十三条第二款"),
    *_each(EXTENDABLE, "extend", ("head",), "条例第三十三条第二款"),
    # draft, review and signature
    *_each((_S.IN_PROGRESS, _S.CONSULTING), "draft", ("handler",), "条例第三十六条"),
    _row(_S.IN_PROGRESS, "submit", _S.IN_REVIEW, ("handler",), "条例第四十五条"),
    _row(_S.IN_REVIEW, "return_to", _S.IN_PROGRESS, ("unit_head", "legal", "head"), "条例第四十五条"),
    _row(_S.AWAITING_SERVICE, "return_to", _S.IN_PROGRESS, ("head",), "条例第四十五条"),
    _row(_S.IN_REVIEW, "recall", _S.IN_PROGRESS, ("handler",), "条例第四十五条"),
    _row(_S.IN_REVIEW, "approve_secrecy", _S.IN_REVIEW, ("unit_head",), "条例第十七条"),
    _row(_S.IN_REVIEW, "approve_legal", _S.IN_REVIEW, ("legal",), "条例第四十五条"),
    _row(_S.IN_REVIEW, "sign_off", _S.IN_REVIEW, ("head",), "条例第四十五条"),
    _row(_S.IN_REVIEW, "issue", _S.AWAITING_SERVICE, _FRONT, "条例第三十六条"),
    _row(_S.AWAITING_SERVICE, "serve", _S.REPLIED, _FRONT, "国办公开办函〔2016〕235号"),
    *_each((*OPEN, *CLOSED), "send_notice", _FRONT, "国办公开办函〔2016〕235号"),
    *_each((*OPEN, *CLOSED), "follow_service", _FRONT, "国办公开办函〔2016〕235号"),
    *_each((*OPEN, *CLOSED), "serve_again", _FRONT, "国办公开办函〔2016〕235号"),
    *_each((*OPEN, *CLOSED), "void_letter", ("head",), "条例第四十五条"),
    *_each((_S.AWAITING_SERVICE, *CLOSED), "issue_correction", ("head",), "条例第四十五条"),
    # the end, and after it
    *(_row(status, "archive", _S.ARCHIVED, _FRONT, "条例第四十五条") for status in CLOSED if status is not _S.ARCHIVED),
    *_each((_S.REPLIED, _S.ARCHIVED), "file_reply", _FRONT, "地方做法"),  # where the district asks for it (T26)
    *(_row(status, "withdraw", _S.WITHDRAWN, _FRONT, "申请人自愿撤回") for status in OPEN),
    *_each((*OPEN, *CLOSED), "file_remedy", ("intake", "legal"), "条例第五十一条"),
    *_each((*OPEN, *CLOSED), "answer_remedy", ("intake", "legal"), "行政复议法第四十八条、行政诉讼法第六十七条"),
    *_each((*OPEN, *CLOSED), "close_remedy", ("intake", "legal"), "条例第五十条"),
    *_each((*OPEN, *CLOSED), "amend_remedy", ("intake", "legal"), "条例第五十条"),
    *(
        _row(status, "remand", _S.IN_PROGRESS, ("intake", "legal", "head"), "行政复议法第六十四条、第六十六条")
        for status in CLOSED
    ),
    # what waits for nobody
    *_each((_S.EXAMINING, _S.IN_PROGRESS, _S.CONSULTING, _S.IN_REVIEW), "record_search", _DESK, "条例第三十六条第四项"),
    *_each((*OPEN, *CLOSED), "issue_notice", _FRONT, "条例第四十五条"),
    *_each((*OPEN, *CLOSED), "link", _FRONT, "条例第三十六条第六项、第四十四条"),
    *_each((*OPEN, *CLOSED), "record_talk", _TEAM, "条例第四十三条"),
    *_each(OPEN, "attach", (*_TEAM, "assistant"), "条例第四十五条"),
    *_each(CLOSED, "attach", ("intake", "legal"), "条例第四十五条"),  # what comes with a reconsideration or suit
    *_each((*OPEN, *CLOSED), "note", (*_TEAM, "supervisor", "assistant"), "条例第四十五条"),
)

_NO_PERIOD = "更正申请没有法定答复期限（第四十一条），{}的规定不适用，请在内部时限内办结。"
# Steps the Regulation knows for requests for information only, with what to do instead where a record about oneself is
# to be corrected (Art. 41): no correction notice, fee, consultation, extension or delay, and so nothing given up.
DISCLOSURE_ONLY: dict[str, str] = {
    "request_correction": "更正申请不适用补正（第三十条）；需要申请人补充证据的，请与其联系并“登记沟通”。",
    "answer_on_spot": "更正申请须经核实后答复（第四十一条），不适用当场答复。",
    "charge": "更正申请不是提供政府信息，不收取信息处理费（第四十二条）。",
    "consult": "更正申请不适用征求意见（第三十二条、第三十四条）；需要其他单位协助核实的，请“请求协办”。",
    "ask_reasons": "更正申请不适用数量、频次的规定（第三十五条），请依照第四十一条核实后答复。",
    "delay": _NO_PERIOD.format("延迟答复"),
    "request_extension": _NO_PERIOD.format("延期"),
    "extend": _NO_PERIOD.format("延期"),
}

_BY_STEP: dict[tuple[Status, str], Transition] = {(row.source, row.verb): row for row in TRANSITIONS}


def transition(source: Status, verb: str) -> Transition | None:
    """The row for ``verb`` in ``source``, or None where the law knows no such step."""
    return _BY_STEP.get((source, verb))


def permitted(role: str, status: Status) -> tuple[str, ...]:
    """The verbs ``role`` may do in ``status``, in the order of the table."""
    return tuple(row.verb for row in TRANSITIONS if row.source is status and role in row.roles)
