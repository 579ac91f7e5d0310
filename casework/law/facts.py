"""The dated facts a reply clock is computed from. Each checks itself; ``clock`` checks them against one another.

A new fact that moves the clock is one dataclass here and one place in ``clock.replay``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .errors import ContradictoryFacts, InvalidFact

ConsultationKind = Literal["third_party", "co_issuer", "organ"]

CONSULTATION_LABELS: dict[str, str] = {
    "third_party": "征求第三方意见",
    "co_issuer": "征求共同制作机关意见",
    "organ": "征求其他机关意见",
}
CONSULTATION_ARTICLES: dict[str, str] = {
    "third_party": "条例第三十二条",
    "co_issuer": "条例第三十四条",
    "organ": "条例第十一条、第三十三条第三款",
}
MAX_EXTENSION_WD = 20  # Art. 33(2)


def _date(value: object, label: str) -> None:
    if type(value) is not date and (not isinstance(value, date) or isinstance(value, datetime)):
        raise InvalidFact(f"{label}应为日期（年月日），现为“{value}”，请改正。")


def _optional_date(value: object, label: str) -> None:
    if value is not None:
        _date(value, label)


def _in_order(first: date | None, first_label: str, second: date | None, second_label: str) -> None:
    if first is not None and second is not None and second < first:
        raise ContradictoryFacts(f"{second_label} {second} 早于{first_label} {first}，请核对这两个日期。")


@dataclass(frozen=True, slots=True)
class Received:
    """The application was received (Art. 31). ``safe_on``: an earlier date a court might take, for warnings only.

    ``limit`` is the ID of the limit it starts: T03, or T13 where a record about oneself is to be corrected (Art. 41).
    """

    on: date
    channel: str = ""
    safe_on: date | None = None
    limit: Literal["T03", "T13"] = "T03"

    def __post_init__(self) -> None:
        _date(self.on, "收到申请之日")
        _optional_date(self.safe_on, "稳妥的收到日期")
        _in_order(self.safe_on, "稳妥的收到日期", self.on, "收到申请之日")


@dataclass(frozen=True, slots=True)
class CorrectionNoticed:
    """The applicant was told to correct the application (Art. 30).

    ``period_wd`` working days from delivery (from sending where delivery is unknown; None = the setting), or until
    ``prolonged_to`` where the applicant had a good reason for more time.
    ``override_reason`` permits a notice beyond the allowed number.
    """

    sent_on: date
    delivered_on: date | None = None
    period_wd: int | None = None
    override_reason: str = ""
    prolonged_to: date | None = None

    def __post_init__(self) -> None:
        _date(self.sent_on, "补正告知书发出日期")
        _optional_date(self.prolonged_to, "延长后的补正期限")
        _optional_date(self.delivered_on, "补正告知书送达日期")
        _in_order(self.sent_on, "补正告知书发出日期", self.delivered_on, "补正告知书送达日期")
        if self.period_wd is not None and (type(self.period_wd) is not int or self.period_wd < 1):
            raise InvalidFact(f"补正期限应为不小于 1 个工作日的整数，现为“{self.period_wd}”，请改正。", "条例第三十条")


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrected application was received."""

    on: date

    def __post_init__(self) -> None:
        _date(self.on, "收到补正之日")


@dataclass(frozen=True, slots=True)
class FeeNoticed:
    """A fee notice was sent (Art. 42; 国办函〔2020〕109号 Art. 6). At least one date must be known."""

    sent_on: date | None
    received_on: date | None = None

    def __post_init__(self) -> None:
        _optional_date(self.sent_on, "收费通知发出日期")
        _optional_date(self.received_on, "收费通知送达日期")
        _in_order(self.sent_on, "收费通知发出日期", self.received_on, "收费通知送达日期")
        if self.sent_on is None and self.received_on is None:
            raise InvalidFact("收费通知请至少填写发出日期或者送达日期。")

    @property
    def first_on(self) -> date:
        """The day the clock looks at: sending, or receipt where only that is known."""
        day = self.sent_on or self.received_on
        assert day is not None  # by __post_init__
        return day


@dataclass(frozen=True, slots=True)
class Paid:
    """The fee was paid in full."""

    on: date

    def __post_init__(self) -> None:
        _date(self.on, "缴费日期")


@dataclass(frozen=True, slots=True)
class Consulted:
    """Somebody's opinion was asked in writing. ``ref`` tells several consultations of one case apart.

    ``received_on``: when the party got the letter; ``opinion_on``: when its opinion came. None = not known, or not yet.
    """

    ref: str
    kind: ConsultationKind
    sent_on: date
    received_on: date | None = None
    opinion_on: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in CONSULTATION_LABELS:
            raise InvalidFact(f"征求意见的对象只能是第三方、共同制作机关或者其他机关，现为“{self.kind}”，请改正。")
        _date(self.sent_on, "征求意见书发出日期")
        _optional_date(self.received_on, "对方收到征求意见书日期")
        _optional_date(self.opinion_on, "收到意见日期")
        _in_order(self.sent_on, "征求意见书发出日期", self.received_on, "对方收到征求意见书日期")
        _in_order(self.sent_on, "征求意见书发出日期", self.opinion_on, "收到意见日期")
        _in_order(self.received_on, "对方收到征求意见书日期", self.opinion_on, "收到意见日期")

    @property
    def label(self) -> str:
        return CONSULTATION_LABELS[self.kind]

    @property
    def article(self) -> str:
        return CONSULTATION_ARTICLES[self.kind]


@dataclass(frozen=True, slots=True)
class Extended:
    """The reply period was extended by ``days`` working days, 1 to 20 (Art. 33(2)).

    With no date it belongs to the clock that is running now.
    """

    days: int
    approved_on: date | None = None
    notified_on: date | None = None

    def __post_init__(self) -> None:
        if type(self.days) is not int or not 1 <= self.days <= MAX_EXTENSION_WD:
            raise InvalidFact(
                f"延期应为 1 至 {MAX_EXTENSION_WD} 个工作日的整数，现为“{self.days}”，请改正。", "条例第三十三条第二款"
            )
        _optional_date(self.approved_on, "延期批准日期")
        _optional_date(self.notified_on, "延期告知日期")
        _in_order(self.approved_on, "延期批准日期", self.notified_on, "延期告知日期")

    @property
    def decided_on(self) -> date | None:
        return self.approved_on or self.notified_on


@dataclass(frozen=True, slots=True)
class Delayed:
    """A date was set that replaces the count: a reasonable later one, told because the requests are too many (Art. 35).

    ``ordered``: the date by which a reconsideration decision or a judgment wants the new reply. It may also be earlier,
    and it binds the organ: neither a correction, a fee nor a consultation moves it.
    """

    until: date
    decided_on: date | None = None
    notified_on: date | None = None
    ordered: bool = False

    def __post_init__(self) -> None:
        _date(self.until, "延迟答复的日期")
        _optional_date(self.decided_on, "延迟答复决定日期")
        _optional_date(self.notified_on, "延迟答复告知日期")
        _in_order(self.decided_on, "延迟答复决定日期", self.notified_on, "延迟答复告知日期")
        _in_order(self.decided_on, "延迟答复决定日期", self.until, "延迟答复的日期")

    @property
    def label(self) -> str:
        return "决定书（裁判文书）确定的答复期限" if self.ordered else "延迟答复的合理期限"

    @property
    def article(self) -> str:
        if self.ordered:
            return "行政复议法第六十四条、第六十六条，行政诉讼法第七十条、第七十二条"
        return "条例第三十五条"


@dataclass(frozen=True, slots=True)
class Promised:
    """A letter to the applicant named this as the last day of the reply period. It warns and never moves that period.

    A promise belongs to the facts it was made on (``promise.py``): one that later facts have overtaken is left out.
    """

    until: date

    def __post_init__(self) -> None:
        _date(self.until, "已告知申请人的期限")


@dataclass(frozen=True, slots=True)
class Replied:
    """The reply left the organ: posted, signed for, or entered the applicant's system (CNT-9)."""

    on: date

    def __post_init__(self) -> None:
        _date(self.on, "答复日期")


@dataclass(frozen=True, slots=True)
class Abandoned:
    """The application was deemed abandoned (Art. 30; 国办函〔2020〕109号 Art. 6)."""

    on: date

    def __post_init__(self) -> None:
        _date(self.on, "视为放弃日期")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The applicant withdrew."""

    on: date

    def __post_init__(self) -> None:
        _date(self.on, "撤回日期")


Fact = (
    Received
    | CorrectionNoticed
    | Corrected
    | FeeNoticed
    | Paid
    | Consulted
    | Extended
    | Delayed
    | Promised
    | Replied
    | Abandoned
    | Withdrawn
)

# The dates of each fact that may not lie before the receipt of the application, with the words for a message.
DATED: dict[type, tuple[tuple[str, str], ...]] = {
    CorrectionNoticed: (("sent_on", "补正告知书发出日期"),),
    Corrected: (("on", "收到补正之日"),),
    FeeNoticed: (("first_on", "收费通知日期"),),
    Paid: (("on", "缴费日期"),),
    Consulted: (("sent_on", "征求意见书发出日期"),),
    Extended: (("approved_on", "延期批准日期"), ("notified_on", "延期告知日期")),
    Delayed: (("decided_on", "延迟答复决定日期"), ("until", "延迟答复的日期")),
    Promised: (),
    Replied: (("on", "答复日期"),),
    Abandoned: (("on", "视为放弃日期"),),
    Withdrawn: (("on", "撤回日期"),),
}
