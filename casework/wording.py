"""Events in words: the row holds codes and JSON, the sentence is made here when it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from casework.law import states
from casework.law.outcomes import OUTCOMES
from casework.law.receipt import CHANNELS
from casework.models import (
    Attachment,
    Case,
    CaseEvent,
    CaseLink,
    Consultation,
    ContactAttempt,
    FeeCharge,
    IncomingMail,
    Organ,
    Remedy,
    Service,
    Talk,
    Unit,
)
from casework.now import SHANGHAI
from casework.templatetags.display import file_size

TOPICS = (
    "征地拆迁", "房屋征收", "城乡规划", "社会保障", "行政执法", "物业管理", "财政资金", "不动产登记", "工程建设",
    "生态环境", "教育", "医疗卫生", "信息公开", "其他",
)  # fmt: skip
# What is recorded besides the verbs of the law.
OTHER_VERBS = {
    "reveal": "查看个人信息全文",
    "download": "下载文件",
    "preview": "预览文件",
    "export": "导出",
    "print": "打印",
    "library": "编入案例库",
    "import": "导入旧件",
    "import_register": "导入台账文件",
    "enter_figure": "填报年报数字",
    "freeze_report": "年报定稿",
    "propose_publication": "提出主动公开建议",
    "review_publication": "审查主动公开建议",
    "publish_information": "登记主动公开",
    "order_issue": "下达督办",
    "order_dismiss": "不采用督办建议",
    "order_sign": "签收督办",
    "order_answer": "回复督办",
    "order_return": "退回督办回复",
    "order_escalate": "督办升级",
    "order_close": "督办办结",
    "incoming_enter": "登记来件",
    "incoming_contact": "联系来件申请人",
    "incoming_close": "了结来件",
    "incoming_reopen": "恢复来件",
    "incoming_register": "来件登记为办件",
    "misdirected_enter": "登记误投件",
    "misdirected_hand_over": "移交误投件",
    "misdirected_refuse": "退回误投件",
    "misdirected_register": "误投件登记为办件",
    "recompute": "期限重算",
    "import_calendar": "导入放假安排",
    "staff_create": "新建人员",
    "staff_add_post": "增加任职",
    "staff_end_post": "结束任职",
    "staff_deactivate": "停用账号",
    "staff_reactivate": "恢复启用",
    "staff_reset_password": "重置密码",
    "staff_change_password": "本人修改密码",
    "count_numbers": "核记受理编号",
    "organ_create": "新设机关",
    "organ_change": "变更机关信息",
    "unit_create": "新设科室",
    "unit_change": "变更科室信息",
    "move_practice_day": "调整练习日期",
    "release": "办理人停用或者结束任职，转为待领",
}
PERSONAL_FIELDS = {
    "name": "姓名或名称",
    "document_number": "证件号码",
    "phone": "联系电话",
    "email": "电子邮箱",
    "address": "通信地址",
}

# Looking at a case changes nothing: such entries are for the log, not for the timeline.
READING = frozenset({"reveal", "download", "preview", "export", "print"})

Data = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One event in words. ``sha256`` is the hash of the file it is about, '' where there is none."""

    seq: int
    at: datetime
    who: str
    unit: str
    verb: str
    what: str
    from_label: str
    to_label: str
    effective_on: date | None
    note: str
    sha256: str
    hash: str

    @property
    def files(self) -> list[dict[str, str]]:
        return [{"name": "文件校验值", "sha256": self.sha256}] if self.sha256 else []


def events_of(case: Case) -> QuerySet[CaseEvent]:
    """The events of a case in their order, with the people who made them."""
    return CaseEvent.objects.filter(case=case).select_related("actor__organ", "actor__unit__organ").order_by("seq")


def timeline(case: Case) -> list[Entry]:
    """The events that moved or changed the case, the latest first."""
    return [entry(event) for event in events_of(case).exclude(verb__in=READING).order_by("-seq")]


def entry(event: CaseEvent) -> Entry:
    """Put one event into words. Its effective date is told only where it is not the day of the entry."""
    actor, moved = event.actor, event.source != event.target
    same_day = event.effective_on == event.at.astimezone(SHANGHAI).date()
    return Entry(
        seq=event.seq,
        at=event.at,
        who=str(actor) if actor else "系统",
        unit=str(actor.unit or actor.organ or "") if actor else "",
        verb=event.verb,
        what=verb(event.verb),
        from_label=_status(event.source) if moved else "",
        to_label=_status(event.target) if moved else "",
        effective_on=None if same_day else event.effective_on,
        note=sentence(event.verb, event.data | {"on": str(event.effective_on)}),
        sha256=event.data.get("sha256", ""),
        hash=event.hash,
    )


def _status(value: str) -> str:
    return states.Status(value).label if value else ""


def verb(code: str) -> str:
    """The name of what was done."""
    return states.VERBS.get(code) or OTHER_VERBS.get(code) or "其他操作"


def sentence(code: str, data: Data) -> str:
    """What an event says besides its verb; '' where there is nothing to add."""
    say = _SENTENCES.get(code)
    return say(data) if say else ""


def day(value: str | None) -> str:
    """2026年11月22日 of an ISO date; '' of nothing."""
    if not value:
        return ""
    on = date.fromisoformat(value)
    return f"{on.year}年{on.month}月{on.day}日"


def _join(*parts: str) -> str:
    return "；".join(part for part in parts if part)


def _told(label: str, value: Any) -> str:
    return f"{label}：{value}" if value else ""


def _choice(choices: Any, value: str) -> str:
    return str(dict(choices).get(value, ""))


def _register(data: Data) -> str:
    channel = CHANNELS.get(data.get("channel", ""))
    safe = data.get("safe") if data.get("safe") != data.get("on") else None
    return _join(
        _told("受理编号", data.get("number")),
        _told("申请渠道", channel.label if channel else ""),
        _told("最早可能的收到之日", day(safe)),
    )


def _correction(data: Data) -> str:
    period = data.get("period_wd")
    return _join(
        f"补正期限 {period} 个工作日" if period else "",
        _told("申请人收到日期", day(data.get("delivered_on"))),
        _told("再次补正的理由", data.get("override")),
    )


def _assign(data: Data) -> str:
    return _join(
        _told("承办科室", data.get("unit")), _told("承办人", data.get("handler")), _told("办理要求", data.get("note"))
    )


def _charge(data: Data) -> str:
    return _join(
        _choice(FeeCharge.Mode.choices, data.get("mode", "")),
        _told("数量", data.get("quantity")),
        f"金额 {data['amount_cny']} 元" if "amount_cny" in data else "",
        _told("申请人收到日期", day(data.get("received_on"))),
    )


def _consult(data: Data) -> str:
    return _join(
        _choice(Consultation.Kind.choices, data.get("kind", "")),
        _told("对象", data.get("party")),
        _told("对方收到日期", day(data.get("received_on"))),
    )


def _opinion_in(data: Data) -> str:
    return _join(
        _choice(Consultation.Opinion.choices, data.get("opinion", "")),
        _told("收到意见日期", day(data.get("opinion_on"))),
        "还有其他征求意见未结束" if data.get("still_open") else "",
    )


def _extend(data: Data) -> str:
    if not data.get("approved"):
        return _join("不批准延期", _told("理由", data.get("reason")))
    return _join(f"批准延长 {data.get('days')} 个工作日", _told("告知申请人日期", day(data.get("notified_on"))))


def _outcome(data: Data) -> str:
    outcome = OUTCOMES.get(data.get("outcome", ""))
    return _join(
        _told("答复结果", outcome.label if outcome else ""),
        _told("期限届满", day(data.get("limit"))),
        _told("意见", data.get("opinion")),
    )


def _letter(data: Data) -> str:
    return _join(f"《{data['name']}》" if data.get("name") else "", _told("文号", data.get("number")))


def _unsent(data: Data) -> str:
    row = data.get("unsent") or {}
    return _told("撤销送达登记", f"{day(row['on'])} {_choice(Service.Way.choices, row['way'])}" if row else "")


def _serve(data: Data) -> str:
    return _join(
        _choice(Service.Way.choices, data.get("way", "")),
        _told("邮件号码", data.get("tracking")),
        _told("文书", data.get("document")),
    )


def _file(data: Data) -> str:
    size = file_size(data["size"]) if data.get("size") else ""
    return _join(_choice(Attachment.Kind.choices, data.get("kind", "")), size)


def _reveal(data: Data) -> str:
    return _join(_told("内容", PERSONAL_FIELDS.get(data.get("field", ""), "")), _told("理由", data.get("reason")))


def _recompute(data: Data) -> str:
    """Which dates moved from when to when, and because of which notice."""
    from casework.acts.recount import WHAT

    moves = [
        f"{WHAT.get(what, '期限')}由{day(old) or '未定'}改为{day(new) or '未定'}" for what, old, new in data["moves"]
    ]
    return _join(
        *moves,
        "暂定日期转为确定" if data.get("confirmed") else "",
        _told("依据", data.get("number")),
        _told("已告知申请人的期限", day(data.get("promised"))),
    )


def _export(data: Data) -> str:
    return _join(_told("范围", data.get("scope")), f"{data['rows']} 行" if "rows" in data else "")


def _order(data: Data) -> str:
    return _join(
        str(data.get("number", "")),
        _told("被督办单位", data.get("unit")),
        _told("反馈期限", day(data.get("answer_by"))),
        "逾期回复" if data.get("late") else "",
        _told("说明", data.get("text")),
    )


def _incoming(data: Data) -> str:
    return _join(
        _told("收件机关", data.get("organ")),
        _told("写给", data.get("addressee")),
        _told("来件方式", CHANNELS[data["channel"]].label if data.get("channel") in CHANNELS else ""),
        _told("送到日期", day(data.get("arrived_on"))),
        _told("移交日期", day(data.get("handed_over_on"))),
        _told("联系人", data.get("made_by")),
        _told("联系方式", _label(ContactAttempt.Way, data.get("way"))),
        _told("结果", _label(ContactAttempt.Outcome, data.get("outcome"))),
        _told("了结原因", _label(IncomingMail.Ending, data.get("ending"))),
        _told("理由", data.get("reason")),
        _told("受理编号", data.get("number")),
    )


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _staff(data: Data) -> str:
    post = f"{states.ROLES.get(data['role'], '')}（{data.get('place', '')}）" if data.get("role") else ""
    person = f"{data.get('name', '')}（{data.get('username', '')}）"
    return _join(person, post, f"未办结 {len(data['cases'])} 件" if data.get("cases") else "")


def _structure(data: Data) -> str:
    model = Unit if "unit" in data else Organ
    told = [
        f"{model._meta.get_field(name).verbose_name}由“{_plainly(before)}”改为“{_plainly(after)}”"  # type: ignore[union-attr]
        for name, (before, after) in data.get("changes", {}).items()
    ]
    return _join(f"{data.get('name', '')}{data.get('unit_name', '')}", *told)


def _plainly(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(Organ.Kind(value).label if value in Organ.Kind.values else value) or "空"


def _passed_on(data: Data) -> str:
    return _join(_assign(data), _told("理由", data.get("reason")))


def _asked_help(data: Data) -> str:
    return _join(
        _told("协办单位", "、".join(data.get("units", []))),
        _told("事项", data.get("subject")),
        _told("反馈期限", day(data.get("due_on"))),
    )


def _answered_help(data: Data) -> str:
    return _join(str(data.get("unit", "")), "逾期反馈" if data.get("late") else "", data.get("answer", ""))


def _receipt_amended(data: Data) -> str:
    before = data.get("before", {}).get("received_on")
    return _join(f"{day(before)} 更正为 {day(data.get('received_on'))}", _told("理由", data.get("reason")))


def _reasons_asked(data: Data) -> str:
    return _join(
        f"{data.get('period', '')}申请 {data.get('count')} 件",
        f"说明理由的期限 {data.get('period_wd')} 个工作日",
        _told("申请人收到日期", day(data.get("delivered_on"))),
    )


def _reasons_judged(data: Data) -> str:
    verdict = "理由合理" if data.get("reasonable") else "理由不合理"
    return _join(_told("收到说明日期", day(data.get("answered_on"))), verdict, data.get("assessment", ""))


_PAPERS = {"correction": "补正告知书", "fee": "收费通知书", "consultation": "征求意见书"}


def _service_result(data: Data) -> str:
    result = _choice(Service.Result.choices, data.get("result", ""))
    return _join(result, _told("邮件号码", data.get("tracking")), data.get("note", ""))


def _talked(data: Data) -> str:
    return _join(_choice(Talk.Way.choices, data.get("way", "")), _choice(Talk.Result.choices, data.get("result", "")))


def _linked(data: Data) -> str:
    return _join(_choice(CaseLink.Kind.choices, data.get("kind", "")), data.get("other", ""), data.get("reason", ""))


def _remedy(data: Data) -> str:
    return _join(
        _choice(Remedy.Kind.choices, data.get("kind", "")),
        _told("机关", data.get("body")),
        _told("案号", data.get("reference")),
        _told("答复举证期限", day(data.get("answer_by"))),
        "逾期提交" if data.get("late") else "",
        _choice(Remedy.Ruling.choices, data.get("ruling", "")),
        "责令重新答复" if data.get("again") else "",
        _told("重新答复期限", day(data.get("by"))),
        f"第 {data['round']} 轮答复" if "round" in data else "",
    )


_SENTENCES: dict[str, Callable[[Data], str]] = {
    "register": _register,
    "request_correction": _correction,
    "assign": _assign,
    "charge": _charge,
    "receive_correction": lambda data: _told("理由", data.get("reason")),
    "receive_payment": lambda data: _join(
        f"金额 {data['amount_cny']} 元" if "amount_cny" in data else "", _told("理由", data.get("reason"))
    ),
    "consult": _consult,
    "close_consultation": _opinion_in,
    "request_extension": lambda data: _join(f"申请延长 {data.get('days')} 个工作日", _told("理由", data.get("reason"))),
    "extend": _extend,
    "draft": _outcome,
    "submit": _outcome,
    "deem_abandoned": _outcome,
    "split": lambda data: _join(f"拆分为 {data.get('parts')} 件", "、".join(data.get("numbers", []))),
    "amend_receipt": _receipt_amended,
    "prolong_correction": lambda data: _join(
        _told("补正期限延至", day(data.get("prolonged_to"))), _told("理由", data.get("reason"))
    ),
    "sign_for": lambda data: str(data.get("unit", "")),
    "decline": lambda data: _join(str(data.get("unit", "")), _told("退回理由", data.get("reason"))),
    "transfer": _passed_on,
    "reassign": lambda data: _join(
        _told("承办人", data.get("handler")), _told("原承办人", data.get("before")), _told("理由", data.get("reason"))
    ),
    "raise_dispute": lambda data: _told("理由", data.get("reason")),
    "settle_dispute": _passed_on,
    "answer_on_spot": _outcome,
    "enter_delivery": lambda data: _join(
        _PAPERS.get(data.get("paper", ""), ""), _told("收到日期", day(data.get("delivered_on")))
    ),
    "override_objection": lambda data: _join(
        _told("理由", data.get("reason")), _told("不早于该日提供", day(data.get("disclose_after")))
    ),
    "request_assistance": _asked_help,
    "answer_assistance": _answered_help,
    "record_meeting": lambda data: _join(
        _told("参加", data.get("participants")), _told("一致意见", data.get("opinion"))
    ),
    "flag_hard": lambda data: _told("原因", data.get("reason")),
    "guide": lambda data: str(data.get("text", "")),
    "ask_reasons": _reasons_asked,
    "receive_reasons": _reasons_judged,
    "delay": lambda data: _join(_told("延迟至", day(data.get("until"))), _told("理由", data.get("reason"))),
    "follow_service": _service_result,
    "serve_again": _serve,
    "send_notice": _serve,
    "void_letter": lambda data: _join(_letter(data), _told("理由", data.get("reason")), _unsent(data)),
    "issue_correction": _letter,
    "link": _linked,
    "record_talk": _talked,
    "file_remedy": _remedy,
    "answer_remedy": _remedy,
    "close_remedy": _remedy,
    "amend_remedy": lambda data: _join(
        _remedy(data),
        _told("原登记", _choice(Remedy.Ruling.choices, data.get("before", {}).get("ruling", ""))),
        _told("理由", data.get("reason")),
    ),
    "remand": _remedy,
    "record_search": lambda data: "检索到相关信息" if data.get("found") else "未检索到相关信息",
    "return_to": lambda data: _told("退回理由", data.get("opinion")),
    "approve_secrecy": lambda data: _told("意见", data.get("opinion")),
    "approve_legal": lambda data: _told("意见", data.get("opinion")),
    "sign_off": lambda data: _told("意见", data.get("opinion")),
    "issue": _letter,
    "issue_notice": _letter,
    "serve": _serve,
    "file_reply": lambda data: _join(_told("备案编号", data.get("reference")), "逾期备案" if data.get("late") else ""),
    "archive": lambda data: _join(_told("保管期限", data.get("retention")), data.get("note", "")),
    "withdraw": lambda data: _told("撤回情况", data.get("reason")),
    "attach": _file,
    "download": _file,
    "preview": _file,
    "note": lambda data: str(data.get("text", "")),
    "reveal": _reveal,
    "export": _export,
    "recompute": _recompute,
    **{verb: _incoming for verb in OTHER_VERBS if verb.startswith(("incoming_", "misdirected_"))},
    "release": lambda data: str(data.get("name", "")),
    "move_practice_day": lambda data: f"{data.get('before')} → {data.get('day')}",
    **{verb: _structure for verb in OTHER_VERBS if verb.startswith(("organ_", "unit_"))},
    **{verb: _staff for verb in OTHER_VERBS if verb.startswith("staff_")},
    **{verb: _order for verb in OTHER_VERBS if verb.startswith("order_")},
}
