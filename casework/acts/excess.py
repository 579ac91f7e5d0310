"""数量、频次: ask why, judge the reasons, then refuse (R4) or set a later date (Art. 35)."""

from __future__ import annotations

from datetime import date, datetime

from casework.acts import checks
from casework.acts.move import move
from casework.errors import BadValue, MissingFact, WrongState
from casework.lawbook import law_settings, working_calendar
from casework.models import ArtDelay, Case, ReasonRequest, Staff
from casework.selectors.facts import order_of, ordered_by


def ask_reasons(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    count: int,
    period: str,
    evidence: str,
    period_wd: int | None = None,
    sent_on: date | None = None,
    delivered_on: date | None = None,
) -> ReasonRequest:
    """Ask the applicant why so many or so often; the reply period goes on running.

    :raises WrongState: asked already in this round and not yet answered.
    """
    if case.reasonrequests.filter(round_no=case.round_no, reasonable=None).exists():
        raise WrongState("已经要求申请人说明理由，请先登记其说明和认定意见。")
    days = law_settings().reasons_period_wd if period_wd is None else period_wd
    if not 1 <= days <= 20:
        raise BadValue("说明理由的期限请填 1 至 20 个工作日。", field="period_wd")
    sent = checks.past_date(sent_on or today, today=today, not_before=case.received_on, field="sent_on")
    row = ReasonRequest.objects.create(
        case=case,
        round_no=case.round_no,
        count=count,
        period=period.strip(),
        evidence=checks.reason(evidence, "数量、频次明显超过合理范围的情况", field="evidence"),
        period_wd=days,
        sent_on=sent,
        delivered_on=checks.past_date(delivered_on, today=today, not_before=sent, field="delivered_on"),
        recorded_by=actor,
        recorded_at=at,
    )
    data = {"count": count, "period": row.period, "period_wd": days, "delivered_on": delivered_on}
    move(case, "ask_reasons", actor=actor, at=at, on=sent, status=False, data=data)
    return row


def receive_reasons(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    reasonable: bool,
    assessment: str,
    answered_on: date | None = None,
    answer: str = "",
) -> None:
    """Enter what the applicant said, or that he said nothing, and whether it is reasonable (Art. 35).

    :raises WrongState: the applicant was not asked. :raises MissingFact: no assessment, or reasons without a day.
    """
    row = case.reasonrequests.filter(round_no=case.round_no, reasonable=None).last()
    if row is None:
        raise WrongState("尚未要求申请人说明理由，请先制发说明理由告知书。")
    if answer.strip() and answered_on is None:
        raise MissingFact("请填写收到说明的日期。", field="answered_on")
    if reasonable and not answer.strip():
        raise BadValue("申请人没有说明理由的，不能认定理由合理。", article="条例第三十五条", field="reasonable")
    if not answer.strip():
        _waited(row, today)
    row.answered_on = checks.past_date(answered_on, today=today, not_before=row.sent_on, field="answered_on")
    row.answer, row.reasonable = answer.strip(), reasonable
    row.assessment = checks.reason(assessment, "认定意见", field="assessment")
    row.save(update_fields=["answered_on", "answer", "reasonable", "assessment"])
    data = {"answered_on": row.answered_on, "reasonable": reasonable, "assessment": row.assessment[:200]}
    move(case, "receive_reasons", actor=actor, at=at, on=row.answered_on or today, status=False, data=data)


def _waited(row: ReasonRequest, today: date) -> None:
    """Silence means something only once the period that was given has passed, counted from the day of delivery."""
    last = answer_limit(row)
    if last is None:
        text = "说明理由告知书的送达日期不明，不能认定申请人没有说明理由。请先登记告知书的送达（“登记送达结果”）。"
        raise WrongState(text, article="条例第三十五条")
    if today <= last:
        raise WrongState(f"申请人说明理由的期限至 {last} 届满，届满前不能认定没有说明理由。", article="条例第三十五条")


def answer_limit(row: ReasonRequest) -> date | None:
    """The applicant's last day to give reasons; None while the delivery of the notice is not known."""
    if row.delivered_on is None:
        return None
    return working_calendar().nth_working_day_after(row.delivered_on, row.period_wd)


def delay(
    *, case: Case, actor: Staff, at: datetime, today: date, until: date, reason: str, notified_on: date | None = None
) -> ArtDelay:
    """合理延迟: the reasons are reasonable but the answer cannot come in time, so a later day is set (Art. 35).

    :raises WrongState: reasons were not asked for or not found reasonable; the period has run out; set already.
    :raises BadValue: the day lies before the reply date.
    """
    asked = case.reasonrequests.filter(round_no=case.round_no).last()
    if asked is None or not asked.reasonable:
        raise WrongState("只有申请人说明的理由合理的，才能决定延迟答复。", article="条例第三十五条")
    if (order := order_of(case)) is not None and ordered_by(order) is not None:
        raise WrongState("重新答复的期限由复议决定（裁判）确定，本机关不能延迟。", article="行政复议法第六十四条")
    if case.artdelays.filter(round_no=case.round_no).exists():
        raise WrongState("本办件已经决定延迟答复，不能再次决定。")
    if case.due_on is not None and today > case.due_on:
        raise WrongState(f"答复期限已于 {case.due_on} 届满，不能再决定延迟。请尽快答复。", article="条例第三十五条")
    if case.due_on is not None and until <= case.due_on:
        raise BadValue(f"延迟答复的日期应当晚于现在的答复期限 {case.due_on}。", field="until")
    row = ArtDelay.objects.create(
        case=case,
        round_no=case.round_no,
        until=until,
        reason=checks.reason(reason, "延迟答复", field="reason"),
        decided_on=today,
        notified_on=checks.past_date(notified_on, today=today, not_before=today, field="notified_on"),
        recorded_by=actor,
        recorded_at=at,
    )
    move(case, "delay", actor=actor, at=at, on=today, status=False, data={"until": until, "reason": row.reason[:200]})
    return row


def require_open(case: Case, on: date) -> None:
    """:raises WrongState: a delay is to be told and the reply period has run out, so that nothing is left to delay."""
    untold = ArtDelay.objects.filter(case=case, round_no=case.round_no, notified_on=None)
    if case.due_on is not None and on > case.due_on and untold.exists():
        raise WrongState(f"答复期限已于 {case.due_on} 届满，不能再告知延迟答复。请尽快答复。", article="条例第三十五条")


def told(*, case: Case, on: date) -> None:
    """The notice of a delay went out on this day, where no earlier day is on record; one too late has no effect."""
    ArtDelay.objects.filter(case=case, round_no=case.round_no, notified_on=None).update(notified_on=on)


def untold(*, case: Case, on: date) -> None:
    """The notice that told the delay on this day never left."""
    ArtDelay.objects.filter(case=case, round_no=case.round_no, notified_on=on).update(notified_on=None)
