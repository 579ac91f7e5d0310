"""补正: one notice that names everything, a period, a fresh clock when the correction comes (Art. 30)."""

from __future__ import annotations

from datetime import date, datetime

from casework.acts import checks, close
from casework.acts.clock import standing
from casework.acts.move import move
from casework.errors import BadValue, MissingFact
from casework.law.states import Status
from casework.lawbook import law_settings
from casework.models import Case, Correction, Staff


def request_correction(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    matters: str,
    unclear: str = "",
    guidance: str = "",
    sent_on: date | None = None,
    delivered_on: date | None = None,
    period_wd: int | None = None,
    override_reason: str = "",
) -> None:
    """Tell the applicant once, and completely, what to correct and by when (Art. 30).

    :param period_wd: working days for the answer; the default of the installation where None.
    :param unclear: which words of the application are not clear.
    :raises MissingFact: no matters named; a second notice, or one after the reply period, without a reason.
    """
    settings = law_settings()
    sent = checks.past_date(sent_on or today, today=today, not_before=case.received_on, field="sent_on")
    if not matters.strip():
        raise MissingFact("请一次性写明需要补正的全部事项和理由。", article="条例第三十条", field="matters")
    earlier = Correction.objects.filter(case=case, round_no=case.round_no).count()
    if earlier >= settings.correction_max_notices and not override_reason.strip():
        raise MissingFact(
            "补正应当一次性告知；再次告知补正须写明理由。补正后仍不明确的，一般以“补正后申请内容仍不明确”答复。",
            article="条例第三十条",
            field="override_reason",
        )
    if case.base_on is not None and sent > case.base_on and not override_reason.strip():
        raise MissingFact(
            f"答复期限已于 {case.base_on} 届满，应当尽快答复；仍需告知补正的，请写明理由。",
            article="条例第三十条、第三十三条第二款", field="override_reason",
        )  # fmt: skip
    period = settings.correction_period_wd if period_wd is None else period_wd
    if not 1 <= period <= 60:
        raise BadValue("补正期限请填 1 至 60 个工作日。", field="period_wd")
    Correction.objects.create(
        case=case,
        round_no=case.round_no,
        unclear=unclear.strip(),
        matters=matters.strip(),
        guidance=guidance.strip(),
        sent_on=sent,
        delivered_on=checks.past_date(delivered_on, today=today, not_before=sent, field="delivered_on"),
        period_wd=period,
        override_reason=override_reason.strip(),
        recorded_by=actor,
        recorded_at=at,
    )
    data = {"period_wd": period, "delivered_on": delivered_on, "override": override_reason.strip()}
    move(case, "request_correction", actor=actor, at=at, on=sent, data=data)


def receive_correction(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    corrected_on: date,
    corrected_text: str = "",
    late_reason: str = "",
) -> None:
    """The corrected application has come: the reply period starts from zero on that day (Art. 30).

    It may also turn up after the application was deemed given up: entered late, in the mail in time, or late for a good
    reason; then the case goes on.

    :param late_reason: why what comes after the period, or after that end, still counts.
    :raises MissingFact: late, without a reason. :raises WrongState: no correction is awaited.
    """
    given_up = case.status == Status.ABANDONED
    if given_up:
        close.resume(case, "X1", late_reason)
    row = Correction.objects.filter(case=case, round_no=case.round_no, corrected_on=None).latest("id")
    row.corrected_on = checks.past_date(corrected_on, today=today, not_before=row.sent_on, field="corrected_on")
    last = None if row.delivered_on is None else standing(case, today=today).limits.get("T02")
    late = last is not None and corrected_on > last
    if late and not late_reason.strip():
        raise MissingFact(
            f"补正期限已于 {last} 届满，无正当理由逾期不补正的视为放弃申请；有正当理由、仍予办理的，请写明理由。",
            article="条例第三十条", field="late_reason",
        )  # fmt: skip
    why = late_reason.strip() if late or given_up else ""
    row.corrected_text, row.good_reason = corrected_text.strip(), why[:300] or row.good_reason
    row.save(update_fields=["corrected_on", "corrected_text", "good_reason"])
    changed = close.RESUMED if given_up else ()
    move(case, "receive_correction", actor=actor, at=at, on=corrected_on, changed=changed, data={"reason": why})


def prolong_correction(
    *, case: Case, actor: Staff, at: datetime, today: date, prolonged_to: date, good_reason: str
) -> None:
    """The applicant has a good reason for being late: the period ends later, the application is not given up (Art. 30).

    :raises BadValue: the new day is not later than the present end, or has passed already.
    """
    row = Correction.objects.filter(case=case, round_no=case.round_no, corrected_on=None).latest("id")
    ends = max(today, standing(case, today=today).limits.get("T02", today))
    if prolonged_to <= ends:
        raise BadValue(f"延长后的补正期限应当晚于今天和现在的期限（{ends}）。", field="prolonged_to")
    row.good_reason = checks.reason(good_reason, "申请人的正当理由", field="good_reason")[:300]
    row.prolonged_to = prolonged_to
    row.save(update_fields=["good_reason", "prolonged_to"])
    data = {"prolonged_to": prolonged_to, "reason": row.good_reason}
    move(case, "prolong_correction", actor=actor, at=at, on=today, status=False, data=data)
