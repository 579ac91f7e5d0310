"""信息处理费: notice, payment (Art. 42; 国办函〔2020〕109号)."""

from __future__ import annotations

from datetime import date, datetime

from casework.acts import checks
from casework.acts.move import move
from casework.errors import BadValue, WrongState
from casework.law import fees
from casework.law.errors import LawError
from casework.models import Case, FeeCharge, Staff


def charge(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    mode: str,
    quantity: int,
    sent_on: date | None = None,
    received_on: date | None = None,
) -> None:
    """Send a fee notice by one of the two standards, never both; unpaid after 20 working days = given up.

    By item, only this request is charged: the rate of its ordinal, for those before it had notices of their own.

    :param quantity: the ordinal of this request in the applicant's calendar month (by item), or its pages (by page).
    :raises BadValue: nothing would be due, or the count is impossible.
    :raises WrongState: charged for already; one request is charged once and by one standard.
    """
    paid = case.feecharges.exclude(paid_on=None)
    if (case.feecharges.filter(round_no=case.round_no) | paid).exists():
        text = "本申请已经收取信息处理费；同一申请只能按一种方式收取一次。"
        raise WrongState(text, article="国办函〔2020〕109号第三条")
    try:
        fee = fees.fee_for_nth_item(quantity) if mode == FeeCharge.Mode.ITEMS else fees.fee(pages=quantity)
    except LawError as error:
        raise BadValue(error.message, article=error.article, field="quantity") from error
    if fee.total == 0:
        raise BadValue("按此数量不产生信息处理费，无需收费。", article="国办函〔2020〕109号", field="quantity")
    sent = checks.past_date(sent_on or today, today=today, not_before=case.received_on, field="sent_on")
    FeeCharge.objects.create(
        case=case,
        round_no=case.round_no,
        mode=mode,
        quantity=quantity,
        amount_cny=fee.total,
        steps=[step.text for step in fee.steps],
        sent_on=sent,
        received_on=checks.past_date(received_on, today=today, not_before=sent, field="received_on"),
        recorded_by=actor,
        recorded_at=at,
    )
    data = {"mode": mode, "quantity": quantity, "amount_cny": fee.total, "received_on": received_on}
    move(case, "charge", actor=actor, at=at, on=sent, data=data)


def receive_payment(*, case: Case, actor: Staff, at: datetime, today: date, paid_on: date) -> None:
    """Paid in full: the period is counted anew from the next day (FEE-6)."""
    row = FeeCharge.objects.filter(case=case, round_no=case.round_no, paid_on=None).latest("id")
    row.paid_on = checks.past_date(paid_on, today=today, not_before=row.sent_on, field="paid_on")
    row.save(update_fields=["paid_on"])
    move(case, "receive_payment", actor=actor, at=at, on=paid_on, data={"amount_cny": row.amount_cny})
