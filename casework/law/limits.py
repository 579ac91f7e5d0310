"""Every time limit by its ID: T01 to T28, and how a natural-day or month period ends (CNT-5).

A new limit is one row of ``LIMITS``.
"""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from .calendar import WorkingCalendar
from .errors import InvalidFact, MissingFact
from .settings import DEFAULTS, LawSettings

# wd working days, days natural days, months, same_day, wd_before (counted back from a limit), year_day (a fixed day of
# the year after), set (a date is set case by case), period (inside the reply period)
Unit = Literal["wd", "days", "months", "same_day", "wd_before", "year_day", "set", "period"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit. ``length`` in ``unit`` (None where ``key`` names the setting, or a date is set each time).

    ``since`` is the day that does not count; ``effect`` what follows when it passes.
    """

    id: str
    what: str
    length: int | None
    unit: Unit
    since: str
    article: str
    effect: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class LimitDate:
    """``raw`` is the day the count ends on, ``due`` the last day after moving off a rest day."""

    raw: date
    due: date


_INTERNAL = "内部时限，催办提醒"

LIMITS: dict[str, Limit] = {
    row.id: row
    for row in (
        Limit("T01", "告知补正", 7, "wd", "收到申请之日", "条例第三十条", "逾期告知为程序瑕疵，标红"),
        Limit("T02", "申请人补正", None, "wd", "补正告知书送达之日", "条例第三十条",
              "无正当理由逾期不补正，视为放弃申请", "correction_period_wd"),
        Limit("T03", "答复", 20, "wd", "收到申请、收到补正或者缴清费用之日", "条例第三十三条第二款", "逾期未答复"),
        Limit("T04", "延长答复期限", 20, "wd", "原答复期限届满之日", "条例第三十三条第二款", "逾期未答复"),
        Limit("T05", "当场答复", None, "same_day", "收到申请之日", "条例第三十三条第一款", "能够当场答复的当场答复"),
        Limit("T06", "第三方提出意见", None, "wd", "第三方收到征求意见书之日", "条例第三十二条",
              "逾期未提出的，由行政机关依法决定", "suspension_cap_wd"),
        Limit("T07", "共同制作机关提出意见", None, "wd", "共同制作机关收到征求意见书之日", "条例第三十四条",
              "逾期未提出的，视为同意公开", "suspension_cap_wd"),
        Limit("T08", "征求意见", None, "period", "征求意见书发出之日", "条例第三十三条第三款", "不计入答复期限"),
        Limit("T09", "延迟答复", None, "set", "决定之日", "条例第三十五条", "以告知的合理期限为准"),
        Limit("T10", "发出收费通知", None, "period", "收到申请之日", "国办函〔2020〕109号第六条", "在答复期限内发出"),
        Limit("T11", "缴纳费用", None, "wd", "收到收费通知之日", "国办函〔2020〕109号第六条",
              "逾期未缴纳，视为放弃申请", "fee_payment_wd"),
        Limit("T12", "平常信函与申请人确认", None, "same_day", "信函送到之日", "条例第三十一条第二项", "应当当日确认"),
        Limit("T12e", "电子邮件、传真等与申请人确认", None, "wd", "到达之日", "条例第三十一条第三项", _INTERNAL,
              "receipt_confirm_wd"),
        Limit("T13", "更正本人信息记录", None, "wd", "提出更正要求之日", "条例第四十一条", _INTERNAL,
              "correction_of_records_limit_wd"),
        Limit("T14", "主动公开", 20, "wd", "信息形成或者变更之日", "条例第二十六条", "应当及时公开"),
        Limit("T15", "审核后纳入主动公开", None, "wd", "审核之日", "条例第四十四条第二款", "应当及时公开",
              "proactive_review_limit_wd"),
        Limit("T16", "部门年度报告", 131, "year_day", "报告年度", "条例第四十九条第一款", "1月31日前公布并报送"),
        Limit("T17", "政府年度报告", 331, "year_day", "报告年度", "条例第四十九条第二款", "3月31日前公布"),
        Limit("T18", "申请行政复议", 60, "days", "知道行政行为之日", "行政复议法第二十条第一款", "复议权利消灭"),
        Limit("T19", "直接提起行政诉讼", 6, "months", "知道行政行为之日", "行政诉讼法第四十六条第一款", "起诉权利消灭"),
        Limit("T20", "复议后提起行政诉讼", 15, "days", "收到复议决定或者复议期满之日", "行政诉讼法第四十五条",
              "起诉权利消灭"),
        Limit("T21", "对逾期不答复申请复议", 60, "days", "答复期限届满之日", "行政复议法实施条例第十六条第一款",
              "复议权利消灭"),
        Limit("T22", "对逾期不答复提起诉讼", 6, "months", "答复期限届满之日", "行政诉讼法解释第六十六条",
              "起诉权利消灭"),
        Limit("T23", "复议答复（普通程序）", 10, "wd", "收到复议申请书副本之日", "行政复议法第四十八条",
              "视为没有证据、依据"),
        Limit("T23s", "复议答复（简易程序）", 5, "wd", "收到复议申请书副本之日", "行政复议法第五十四条",
              "视为没有证据、依据"),
        Limit("T24", "复议决定（普通程序）", 60, "days", "受理之日", "行政复议法第六十二条", "可以批准延长至多30日"),
        Limit("T24s", "复议决定（简易程序）", 30, "days", "受理之日", "行政复议法第六十二条", "复议期满"),
        Limit("T25", "应诉答辩和举证", 15, "days", "收到起诉状副本之日", "行政诉讼法第六十七条", "视为没有证据"),
        Limit("T26", "答复件报区备案", None, "wd", "答复之日", "地方做法", _INTERNAL, "filing_limit_wd"),
        Limit("T27", "区内协查单位回复", None, "wd", "收到协查函之日", "地方做法", _INTERNAL,
              "internal_answer_limit_wd"),
        Limit("T28", "送领导签发", None, "wd_before", "答复期限最后一日", "地方做法", _INTERNAL, "draft_lead_wd"),
    )
}  # fmt: skip


def limit(
    limit_id: str,
    start: date,
    calendar: WorkingCalendar,
    settings: LawSettings = DEFAULTS,
    *,
    length: int | None = None,
) -> LimitDate:
    """The last day of a limit counted from ``start`` (which itself does not count; T28 counts back from it).

    ``length`` replaces the length of the row for one case. Raises InvalidFact for an unknown ID, MissingFact for a
    limit that is set case by case and has no length.
    """
    row = LIMITS.get(limit_id)
    if row is None:
        raise InvalidFact(f"没有编号为“{limit_id}”的期限，请从期限表中选择。")
    n = length if length is not None else _length(row, settings)
    match row.unit:
        case "same_day":
            return LimitDate(start, start)
        case "wd" | "wd_before" if n == 0:  # a setting of 0: the same day
            return LimitDate(start, start)
        case "wd" if n:
            return working_days(start, n, calendar)
        case "days" if n:
            return natural_days(start, n, calendar, settings)
        case "months" if n:
            return natural_months(start, n, calendar, settings)
        case "wd_before" if n:
            day = calendar.nth_working_day_before(start, n)
            return LimitDate(day, day)
        case "year_day" if n:
            day = date(start.year + 1, *divmod(n, 100))
            return LimitDate(day, day)
        case _:
            raise MissingFact(f"“{row.what}”没有固定的天数，请先填写本件确定的天数或者日期。", row.article)


def _length(row: Limit, settings: LawSettings) -> int | None:
    return row.length if row.key is None else int(getattr(settings, row.key))


def working_days(start: date, n: int, calendar: WorkingCalendar) -> LimitDate:
    """``n`` working days after ``start``; ends on a working day by construction (CNT-4)."""
    day = calendar.nth_working_day_after(start, n)
    return LimitDate(day, day)


def natural_days(start: date, n: int, calendar: WorkingCalendar, settings: LawSettings = DEFAULTS) -> LimitDate:
    """``n`` natural days after ``start``; off a rest day to the first working day (民法典 201 to 203)."""
    _check(n, "自然日天数")
    try:
        raw = start + timedelta(n)
    except OverflowError:
        raise InvalidFact(f"自然日天数 {n} 过大，请核对。") from None
    return LimitDate(raw, roll_over(raw, calendar, settings))


def natural_months(start: date, n: int, calendar: WorkingCalendar, settings: LawSettings = DEFAULTS) -> LimitDate:
    """``n`` months after ``start``: the corresponding day, or the month's last where there is none (民法典 202)."""
    _check(n, "月数")
    years, month = divmod(start.month - 1 + n, 12)
    if start.year + years > date.max.year:
        raise InvalidFact(f"月数 {n} 过大，请核对。")
    last = gregorian.monthrange(start.year + years, month + 1)[1]
    raw = date(start.year + years, month + 1, min(start.day, last))
    return LimitDate(raw, roll_over(raw, calendar, settings))


def _check(n: int, what: str) -> None:
    if type(n) is not int or n < 1:
        raise InvalidFact(f"{what}应为不小于 1 的整数，现为“{n}”，请改正。")


def roll_over(raw: date, calendar: WorkingCalendar, settings: LawSettings = DEFAULTS) -> date:
    """``raw``, or the first working day after it where it is a rest day (CNT-5).

    A make-up working weekend day is no rest day, unless ``calendar_makeup_rollover`` says that it moves.
    """
    day = calendar.next_working_day(raw)
    while settings.calendar_makeup_rollover == "moves" and calendar.why(day).kind == "makeup":
        day = calendar.next_working_day(day + timedelta(1))
    return day
