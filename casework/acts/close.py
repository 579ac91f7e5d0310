"""送达、归档、撤回、视为放弃: how a case ends."""

from __future__ import annotations

import re
from datetime import date, datetime

from casework.acts import checks, decide, transfer
from casework.acts.deadlines import begun
from casework.acts.move import move
from casework.errors import BadValue, MissingFact, WrongState
from casework.law.clock import ClockState
from casework.library.wording import learn_from
from casework.models import Attachment, Case, Correction, FeeCharge, Service, Staff

# 邮政法 Art. 55; 国办公开办函〔2016〕235号 二: documents of state organs go by the postal enterprise only.
POSTAL_ENTERPRISE = "中国邮政"
_CLOSING = ("closed_on", "closed_as", "outcome", "first_closed_on", "first_outcome")
TRACKING = re.compile(r"^[A-Z0-9]{8,20}$")


def serve(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    document_code: str,
    document_number: str,
    way: str,
    served_on: date,
    carrier: str = "",
    tracking_number: str = "",
    receiver: str = "",
    delivered_on: date | None = None,
    witnesses: str = "",
    note: str = "",
    proof: Attachment | None = None,
    issued_on: date,
) -> Service:
    """The reply has gone out: the day it was posted, signed for or entered the applicant's system counts (CNT-9).

    :raises MissingFact: the proof its way asks for. :raises BadValue: not by the postal enterprise, or a date
        before the letter was issued.
    """
    day = checks.past_date(served_on, today=today, not_before=issued_on, field="served_on")
    check_way(case, way, carrier, tracking_number, receiver, witnesses, note)
    service = Service.objects.create(
        case=case,
        round_no=case.round_no,
        document_code=document_code,
        document_number=document_number,
        way=way,
        served_on=day,
        carrier=carrier,
        tracking_number=tracking_number.strip().upper(),
        receiver=receiver.strip(),
        delivered_on=checks.past_date(delivered_on, today=today, not_before=day, field="delivered_on"),
        witnesses=witnesses.strip(),
        note=note.strip(),
        result=Service.Result.ON_WAY if way == Service.Way.POST and not delivered_on else Service.Result.DELIVERED,
        proof=proof,
        recorded_by=actor,
        recorded_at=at,
    )
    _end(case, "serve", decide.current(case).outcome, on=day, at=at)
    data = {"way": way, "tracking": service.tracking_number, "document": document_number}
    move(case, "serve", actor=actor, at=at, on=day, changed=_CLOSING, data=data)
    learn_from(case, at=at)
    return service


def check_way(case: Case, way: str, carrier: str, tracking: str, receiver: str, witnesses: str, note: str = "") -> None:
    """Each way of service has its proof.

    :raises BadValue: not by the postal enterprise, or electronic unasked. :raises MissingFact: the proof is missing.
    """
    if way == Service.Way.POST:
        if carrier != POSTAL_ENTERPRISE:
            raise BadValue(
                "邮寄送达应当通过邮政企业，不得使用其他快递企业。", article="国办公开办函〔2016〕235号", field="carrier"
            )
        if not TRACKING.match(tracking.strip().upper()):
            raise MissingFact("邮寄送达请填写邮件号码（8 至 20 位字母和数字）。", field="tracking_number")
    if way in (Service.Way.DIRECT, Service.Way.ENTRUSTED) and not receiver.strip():
        raise MissingFact("直接送达、委托送达请填写签收人。", field="receiver")
    if way == Service.Way.PUBLIC and not note.strip():
        raise MissingFact("公告送达请写明为何无法以其他方式送达，以及公告的载体和日期。", field="note")
    if way == Service.Way.LEFT and not witnesses.strip():
        raise MissingFact("留置送达请填写见证人。", field="witnesses")
    chosen = {Case.Delivery.EMAIL.value, Case.Delivery.ONLINE.value}
    if way == Service.Way.ELECTRONIC and case.delivery not in chosen:
        raise BadValue("申请人没有选择电子方式获取，不能电子送达。", article="条例第二十九条、第四十条", field="way")


def archive(*, case: Case, actor: Staff, at: datetime, today: date, retention: str = "10年", opinion: str = "") -> None:
    """归档: the file is complete and goes to the archive (Art. 45)."""
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
