"""The day an application counts as received (收到申请之日), by channel. Art. 31.

A new channel is one row of ``CHANNELS`` and one entry of ``_RULES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from .calendar import WorkingCalendar
from .errors import ContradictoryFacts, InvalidFact, MissingFact
from .limits import limit
from .settings import DEFAULTS, LawSettings

_A31_1 = "条例第三十一条第一项"
_A31_2 = "条例第三十一条第二项"
_A31_3 = "条例第三十一条第三项"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way of filing.

    ``requires`` are fields of Evidence that must be known, ``may`` those that can be known besides, ``records`` what
    else is noted. A letter tells how it was ``filed`` (您…提出的申请), a form names it in short (``in_forms``).
    """

    code: str
    label: str
    requires: tuple[str, ...]
    records: tuple[str, ...]
    article: str
    filed: str
    may: tuple[str, ...] = ()
    short: str = ""
    by_post: bool = False

    @property
    def asked(self) -> tuple[str, ...]:
        """The dates the office is asked for, those it needs first."""
        return (*self.requires, *self.may)

    @property
    def two_sided(self) -> bool:
        """Whether receipt is the day both sides confirmed (Art. 31(3)): the letter names that day too."""
        return "confirmed_on" in self.requires and not self.by_post

    @property
    def in_forms(self) -> str:
        """How a form names the way: its label without the explanation."""
        return self.short or self.label.split("（")[0]


# Art. 29(1): the office fills in the form; who did, that it was read back, how the applicant confirmed it, why orally.
ORAL_RECORDS = ("代填人", "宣读核对", "申请人确认", "书面确有困难的情形")
READ_BACK = "已向申请人宣读，与口头申请一致"
CONFIRMATIONS = ("签名", "捺指印")

CHANNELS: dict[str, Channel] = {
    channel.code: channel
    for channel in (
        Channel("in_person", "当面提交", ("submitted_on",), ("接收人", "接收地点", "回执编号"), _A31_1, "当面"),
        Channel("mail_signed", "邮寄（挂号信、特快专递等签收）", ("signed_on",), ("邮件号", "签收人"), _A31_2,
                "以邮寄方式", by_post=True),
        Channel("mail_ordinary", "平常信函（无需签收）", ("arrived_on", "confirmed_on"), ("通话记录",), _A31_2,
                "以平常信函", by_post=True),
        Channel("mail_misdirected", "寄给其他机构或者个人", ("first_signed_on", "arrived_on", "confirmed_on"),
                ("原收件机构或者个人", "移交记录"), _A31_2, "以邮寄方式", short="邮寄", by_post=True),
        Channel("portal", "互联网渠道", ("submitted_on",), ("系统回执编号", "确认人"), _A31_3,
                "通过互联网", may=("system_notice_on", "confirmed_on")),
        Channel("email", "电子邮箱", ("server_on", "confirmed_on"), ("邮件编号", "确认人"), _A31_3, "以电子邮件"),
        Channel("fax", "传真", ("arrived_on", "confirmed_on"), ("传真号码", "确认人"), _A31_3, "以传真"),
        Channel("oral", "口头申请（书面确有困难）", ("completed_on",), ORAL_RECORDS,
                "条例第二十九条第一款", "口头", short="口头"),
        Channel("forwarded", "信访或者其他内设机构转来", ("arrived_on",), ("转来机构", "原提交方式"), "条例第三十一条",
                "经其他机构转送", may=("confirmed_on",), short="转送"),
        Channel("other", "其他公布的渠道", ("confirmed_on",), ("渠道名称", "确认人"), "条例第三十一条",
                "通过本机关公布的其他渠道", short="本机关公布的其他渠道"),
    )
}  # fmt: skip

EVIDENCE_LABELS: dict[str, str] = {
    "submitted_on": "提交日期",
    "signed_on": "行政机关签收日期",
    "first_signed_on": "其他机构或者个人签收日期",
    "arrived_on": "送到日期",
    "server_on": "邮件到达系统日期",
    "system_notice_on": "系统提示提交成功日期",
    "confirmed_on": "与申请人确认日期",
    "completed_on": "申请表代填并签名日期",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of how an application came in: whole days, None where not recorded.

    ``unreachable``: the applicant could not be reached on the day an unsigned letter arrived.
    """

    channel: str
    submitted_on: date | None = None
    signed_on: date | None = None
    first_signed_on: date | None = None
    arrived_on: date | None = None
    server_on: date | None = None
    system_notice_on: date | None = None
    confirmed_on: date | None = None
    completed_on: date | None = None
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """``on`` is the statutory receipt date; ``safe_on`` the earliest date a court might take instead (never later)."""

    on: date
    safe_on: date
    why: str
    article: str

    @property
    def disputed(self) -> bool:
        return self.safe_on < self.on


def required(code: str, settings: LawSettings = DEFAULTS) -> tuple[str, ...]:
    """The dates without which an application of this channel cannot be registered, as the settings stand.

    Where the period runs from another day than the confirmation, an applicant who cannot be reached keeps nothing from
    being registered: the period would run on without a case.
    """
    needs = CHANNELS[code].requires
    if code == "portal" and settings.receipt_portal == "manual_confirm":
        return (*needs, "confirmed_on")
    elsewhere = (code == "email" and settings.receipt_email == "server_time") or (
        code == "mail_misdirected" and settings.receipt_misdirected == "earlier"
    )
    return tuple(name for name in needs if not (elsewhere and name == "confirmed_on"))


def to_confirm(settings: LawSettings = DEFAULTS) -> tuple[str, ...]:
    """The channels whose day of receipt waits for the confirmation with the applicant, misdirected mail apart."""
    waiting = (code for code in CHANNELS if "confirmed_on" in required(code, settings))
    return tuple(code for code in waiting if code != "mail_misdirected")


def confirm_by(
    code: str, arrived_on: date, calendar: WorkingCalendar, settings: LawSettings = DEFAULTS
) -> tuple[date, str]:
    """The last day to confirm with the applicant, and its article: T12 for letters, T12e for the other channels."""
    row = "T12" if CHANNELS[code].by_post else "T12e"
    return limit(row, arrived_on, calendar, settings).due, CHANNELS[code].article


def tried_in_time(due: date, tried: Iterable[date]) -> bool:
    """Whether the applicant was looked for by the last day and not found.

    Then the period starts the day contact is restored (国办公开办函〔2015〕207号 一(2)), and nothing is late meanwhile.
    """
    return any(day <= due for day in tried)


_Rule = Callable[[Evidence, LawSettings], tuple[date, date, str]]


def receipt_date(evidence: Evidence, settings: LawSettings = DEFAULTS, *, today: date | None = None) -> Receipt:
    """The receipt date by channel.

    Raises InvalidFact (unknown channel, not a date, a date after ``today``), MissingFact (evidence the channel
    requires) or ContradictoryFacts (confirmed before it came).
    """
    channel = CHANNELS.get(evidence.channel)
    if channel is None:
        raise InvalidFact(f"没有“{evidence.channel}”这种申请渠道，请从列表中选择。", "条例第二十九条")
    _check_dates(evidence, today)
    for name in required(channel.code, settings):
        _need(evidence, name, channel)
    on, safe_on, why = _RULES[channel.code](evidence, settings)
    return Receipt(on, min(on, safe_on), why, channel.article)


def _check_dates(evidence: Evidence, today: date | None) -> None:
    for name, label in EVIDENCE_LABELS.items():
        value = getattr(evidence, name)
        if value is None:
            continue
        if not isinstance(value, date) or isinstance(value, datetime):
            raise InvalidFact(f"{label}应为日期（年月日），请改正。")
        if today is not None and value > today:
            raise InvalidFact(f"{label} {value} 晚于今天（{today}），请核对。")
    for earlier, later in _ORDER:
        first, second = getattr(evidence, earlier), getattr(evidence, later)
        if first is not None and second is not None and second < first:
            raise ContradictoryFacts(
                f"{EVIDENCE_LABELS[later]} {second} 早于{EVIDENCE_LABELS[earlier]} {first}，请核对这两个日期。"
            )


_ORDER: tuple[tuple[str, str], ...] = (
    ("submitted_on", "system_notice_on"),
    ("submitted_on", "confirmed_on"),
    ("arrived_on", "confirmed_on"),
    ("server_on", "confirmed_on"),
    ("first_signed_on", "arrived_on"),
)


def _need(evidence: Evidence, name: str, channel: Channel) -> date:
    value: date | None = getattr(evidence, name)
    if value is None:
        raise MissingFact(f"通过{channel.label}提出的申请，请先填写{EVIDENCE_LABELS[name]}。", channel.article)
    return value


def _known(evidence: Evidence, name: str) -> date:
    return _need(evidence, name, CHANNELS[evidence.channel])


def _single(name: str, why: str) -> _Rule:
    def rule(evidence: Evidence, settings: LawSettings) -> tuple[date, date, str]:
        day = _known(evidence, name)
        return day, day, why

    return rule


def _mail_ordinary(evidence: Evidence, settings: LawSettings) -> tuple[date, date, str]:
    arrived, confirmed = _known(evidence, "arrived_on"), _known(evidence, "confirmed_on")
    if evidence.unreachable or arrived == confirmed:
        return confirmed, confirmed, "与申请人确认之日；无法联系的，为恢复联络并确认之日"
    return confirmed, arrived, "与申请人确认之日；应当在收到信函当日确认，送到之日为稳妥日期"


def _mail_misdirected(evidence: Evidence, settings: LawSettings) -> tuple[date, date, str]:
    signed = _known(evidence, "first_signed_on")
    if settings.receipt_misdirected == "earlier":
        return signed, signed, "寄给其他机构或者个人的，取较早的签收之日"
    return _known(evidence, "confirmed_on"), signed, "工作机构实际收到并与申请人确认之日"


def _portal(evidence: Evidence, settings: LawSettings) -> tuple[date, date, str]:
    submitted = _known(evidence, "submitted_on")
    told = evidence.system_notice_on or submitted
    if settings.receipt_portal == "auto_confirm":
        return told, told, "系统提示提交成功即为双方确认之日（指导案例26号）"
    return _known(evidence, "confirmed_on"), told, "网站载明的双方确认之日；系统提示成功之日为稳妥日期"


def _email(evidence: Evidence, settings: LawSettings) -> tuple[date, date, str]:
    arrived = _known(evidence, "server_on")
    if settings.receipt_email == "server_time":
        return arrived, arrived, "邮件到达系统之日"
    return _known(evidence, "confirmed_on"), arrived, "双方确认之日；邮件到达系统之日为稳妥日期"


_RULES: dict[str, _Rule] = {
    "in_person": _single("submitted_on", "当面提交，提交之日"),
    "mail_signed": _single("signed_on", "邮寄，行政机关签收之日（门岗、收发室签收同样有效）"),
    "mail_ordinary": _mail_ordinary,
    "mail_misdirected": _mail_misdirected,
    "portal": _portal,
    "email": _email,
    "fax": _single("confirmed_on", "传真，双方确认之日"),
    "oral": _single("completed_on", "代填申请表并由申请人签名之日"),
    "forwarded": _single("arrived_on", "本机关任一机构最初收到之日；内部流转不改变日期"),
    "other": _single("confirmed_on", "双方确认之日"),
}

EVIDENCE_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Evidence) if f.name in EVIDENCE_LABELS)
