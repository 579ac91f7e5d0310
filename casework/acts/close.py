"""送达、归档、撤回、视为放弃: how a case ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.acts import checks, decide, delivery, filing, service, transfer
from casework.acts.deadlines import begun
from casework.acts.move import move
from casework.errors import MissingFact, WrongState
from casework.law.clock import ClockState
from casework.library.wording import learn_from
from casework.models import Case, Correction, FeeCharge, FrozenReport, Service, Staff

_CLOSING = ("closed_on", "closed_as", "outcome", "first_closed_on", "first_outcome")
RESUMED = (*_CLOSING, "late")


def serve(*, case: Case, actor: Staff, at: datetime, today: date, paper: service.Paper, **said: Any) -> Service:
    """The reply has gone out: the day it was posted, signed for or entered the applicant's system counts (CNT-9).

    :raises MissingFact, BadValue: as ``service.enter``.
    """
    row = service.enter(case=case, actor=actor, at=at, today=today, paper=paper, **said)
    _end(case, "serve", decide.current(case).outcome, on=row.served_on, at=at)
    data = {"way": row.way, "tracking": row.tracking_number, "document": row.document_number}
    move(case, "serve", actor=actor, at=at, on=row.served_on, changed=_CLOSING, data=data)
    filing.watch(case)
    learn_from(case, at=at)
    return row


def archive(*, case: Case, actor: Staff, at: datetime, today: date, retention: str = "10年", opinion: str = "") -> None:
    """归档: the file is complete and goes to the archive (Art. 45).

    :raises MissingFact: a paper came back and nobody has written why it was not served again.
    """
    came_back = next((row for row in delivery.failed(case) if row.result == Service.Result.RETURNED), None)
    if came_back is not None and not opinion.strip():
        paper = came_back.document_number or "文书"
        text = f"{paper}被退回，尚未重新送达。请先重新送达；确实无法送达的，请在归档说明中写明情况。"
        raise MissingFact(text, field="opinion")
    case.archived_on, case.retention = today, retention
    move(
        case, "archive", actor=actor, at=at, on=today, changed=("archived_on", "retention"),
        data={"retention": retention, "note": opinion.strip()},
    )  # fmt: skip


def withdraw(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    reason: str,
    withdrawn_on: date | None = None,
    way: str = "书面",
) -> None:
    """撤回: the applicant takes the application back of their own will; ``way`` is how it was said."""
    day = checks.past_date(withdrawn_on or today, today=today, not_before=case.received_on, field="withdrawn_on")
    _end(case, "withdraw", "X3", on=day, at=at)
    move(
        case, "withdraw", actor=actor, at=at, on=day, changed=_CLOSING,
        data={"reason": checks.reason(reason, "撤回", field="reason"), "way": way},
    )  # fmt: skip


def deem_abandoned(*, case: Case, actor: Staff, at: datetime, today: date, delivered_on: date | None = None) -> None:
    """视为放弃: the period for correction or payment has run out unanswered (Art. 30; 国办函〔2020〕109号).

    :param delivered_on: the day the applicant got the notice, where it was not yet known when the notice was sent.
    :raises WrongState: the period has not yet run out, or its start (delivery of the notice) is not known.
    """
    from casework.acts.clock import standing

    if delivered_on is not None:
        _delivered(case, delivered_on, today)
    deadline = standing(case, today=today)
    limit = deadline.limits.get("T02" if deadline.state is ClockState.AWAITING_CORRECTION else "T11")
    if limit is None or not begun(deadline):
        raise WrongState("告知书的送达日期不明，期限尚未起算，不能视为放弃。请先登记送达日期。")
    if today <= limit:
        raise WrongState(f"期限至 {limit} 届满，届满前不能视为放弃。")
    outcome = "X1" if deadline.state is ClockState.AWAITING_CORRECTION else "X2"
    _end(case, "deem_abandoned", outcome, on=today, at=at)
    move(
        case, "deem_abandoned", actor=actor, at=at, on=today, changed=_CLOSING,
        data={"outcome": outcome, "limit": limit},
    )  # fmt: skip


def resume(case: Case, outcome: str, reason: str) -> None:
    """恢复办理 where the application was deemed given up and its answer turns up: the end is taken back, with a reason.

    The year's report follows, unless it has been published: then the first result stays in it (law.md §2.6).

    :raises WrongState: it ended for another reason. :raises MissingFact: no reason.
    """
    if case.outcome != outcome:
        raise WrongState("没有等待补正或者缴费的告知书，请刷新页面。")
    if not reason.strip():
        raise MissingFact(
            "本申请已按视为放弃办结；补正（缴费）在期限内、或者逾期有正当理由，仍应办理的，请写明理由。",
            article="条例第三十条、国办函〔2020〕109号第六条", field="late_reason",
        )  # fmt: skip
    if case.first_closed_on == case.closed_on and not _published(case):
        case.first_closed_on, case.first_outcome = None, ""
    case.closed_on, case.late = None, None
    case.closed_as = case.outcome = ""
    transfer.take_up(case)


def _published(case: Case) -> bool:
    """Whether a report that counted the end of the case has been published."""
    scopes = (case.organ.code, FrozenReport.DISTRICT)
    year = case.closed_on.year if case.closed_on else 0
    return FrozenReport.objects.filter(scope__in=scopes, year=year).exists()


def _end(case: Case, how: str, outcome: str, *, on: date, at: datetime) -> None:
    """The round ends; the first end of a case is the one its annual report counts."""
    case.closed_on, case.closed_as, case.outcome = on, how, outcome
    if case.first_closed_on is None:
        case.first_closed_on, case.first_outcome = on, outcome
    transfer.leave(case, at)


def _delivered(case: Case, day: date, today: date) -> None:
    """Enter when the notice that waits for an answer reached the applicant."""
    here = {"case": case, "round_no": case.round_no}
    notice = Correction.objects.filter(**here, corrected_on=None).last()
    if notice is not None:
        notice.delivered_on = checks.past_date(day, today=today, not_before=notice.sent_on, field="delivered_on")
        notice.save(update_fields=["delivered_on"])
        return
    fee = FeeCharge.objects.filter(**here, paid_on=None).latest("id")
    fee.received_on = checks.past_date(day, today=today, not_before=fee.sent_on, field="delivered_on")
    fee.save(update_fields=["received_on"])
