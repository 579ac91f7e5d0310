"""信息处理费: notice, payment (Art. 42; 国办函〔2020〕109号)."""

from __future__ import annotations

from datetime import date, datetime

from casework.acts import checks, close
from casework.acts.clock import standing
from casework.acts.move import move
from casework.errors import BadValue, MissingFact, WrongState
from casework.law import fees
from casework.law.errors import LawError
from casework.law.states import Status
from casework.lawbook import law_settings
from casework.models import Case, FeeCharge, Staff
from casework.selectors.month import item_number, pages_before

# Only what is handed over has pages (国办函〔2020〕109号 Art. 5); where to find what is public has none.
GIVING = frozenset({"G2", "P"})
_PAGES = "国办函〔2020〕109号第五条"
_ONLY_GIVEN = "不能按量计收：按量计收只适用于提供政府信息的答复。"


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
    count_reason: str = "",
) -> None:
    """Send a fee notice by one of the two standards, never both; unpaid after 20 working days = given up.

    By item, only this request is charged: the rate of its ordinal, for those before it had notices of their own.

    :param quantity: the ordinal of this request in the applicant's calendar month (by item), or its pages (by page).
    :param count_reason: why the ordinal is another than the one the system counts (requests kept on paper only).
    :raises BadValue: nothing would be due, the count is impossible, or the reply period is over (T10).
    :raises MissingFact: another ordinal than counted, without a reason.
    :raises WrongState: charged for already; one request is charged once and by one standard. By page, although the
        draft gives no information (FEE-4).
    """
    paid = case.feecharges.exclude(paid_on=None)
    if (case.feecharges.filter(round_no=case.round_no) | paid).exists():
        text = "本申请已经收取信息处理费；同一申请只能按一种方式收取一次。"
        raise WrongState(text, article="国办函〔2020〕109号第三条")
    by_item = mode == FeeCharge.Mode.ITEMS
    if not by_item and case.decision is not None and case.decision.outcome not in GIVING:
        raise WrongState(f"拟稿的答复结果不提供政府信息，{_ONLY_GIVEN}", article=_PAGES)
    after = pages_before(case) if not by_item and law_settings().fee_page_scope == "month" else 0
    try:
        fee = fees.fee_for_nth_item(quantity) if by_item else fees.fee_by_pages(quantity, after=after)
    except LawError as error:
        raise BadValue(error.message, article=error.article, field="quantity") from error
    if fee.total == 0:
        raise BadValue("按此数量不产生信息处理费，无需收费。", article="国办函〔2020〕109号", field="quantity")
    if by_item:
        _counted(case, quantity, count_reason)
    sent = checks.past_date(sent_on or today, today=today, not_before=case.received_on, field="sent_on")
    if case.due_on is not None and sent > case.due_on:
        text = f"收费通知应当在答复期限（{case.due_on}）内发出，期限届满后不能再收费。请尽快答复。"
        raise BadValue(text, article="国办函〔2020〕109号第六条", field="sent_on")
    FeeCharge.objects.create(
        case=case,
        round_no=case.round_no,
        mode=mode,
        quantity=quantity,
        amount_cny=fee.total,
        steps=[step.text for step in fee.steps],
        count_reason=count_reason.strip() if by_item else "",
        sent_on=sent,
        received_on=checks.past_date(received_on, today=today, not_before=sent, field="received_on"),
        recorded_by=actor,
        recorded_at=at,
    )
    data = {"mode": mode, "quantity": quantity, "amount_cny": fee.total, "received_on": received_on}
    data |= {"counted": item_number(case), "reason": count_reason.strip()} if by_item else {}
    move(case, "charge", actor=actor, at=at, on=sent, data=data)


def _counted(case: Case, quantity: int, reason: str) -> None:
    number = item_number(case)
    if quantity == number or reason.strip():
        return
    month = f"{case.received_on.year}年{case.received_on.month}月"
    text = f"按登记情况，本件为申请人{month}的第{number}件申请；按第{quantity}件计收的，请写明理由。"
    raise MissingFact(text, article="国办函〔2020〕109号第四条", field="count_reason")


def check_pages(case: Case, outcome: str) -> None:
    """Raise WrongState where pages were charged for and the reply gives none (FEE-4)."""
    charged = case.feecharges.filter(mode=FeeCharge.Mode.PAGES).exclude(paid_on=None).exists()
    if charged and outcome not in GIVING:
        raise WrongState(f"本件已按量计收信息处理费，{_ONLY_GIVEN}请核对答复结果，或者先退还费用。", article=_PAGES)


def receive_payment(
    *, case: Case, actor: Staff, at: datetime, today: date, paid_on: date, late_reason: str = ""
) -> None:
    """Paid in full: the period is counted anew from the next day (FEE-6).

    :param late_reason: why a payment after T11 still counts, for by then the application would be given up; or one that
        became known after it was.
    :raises MissingFact: paid after the period, without a reason. :raises WrongState: no payment is awaited.
    """
    given_up = case.status == Status.ABANDONED
    if given_up:
        close.resume(case, "X2", late_reason)
    row = FeeCharge.objects.filter(case=case, round_no=case.round_no, paid_on=None).latest("id")
    row.paid_on = checks.past_date(paid_on, today=today, not_before=row.sent_on, field="paid_on")
    last = standing(case, today=today).limits.get("T11")
    late = row.received_on is not None and last is not None and paid_on > last
    if late and not late_reason.strip():
        text = f"缴费期限已于 {last} 届满，逾期未缴纳的视为放弃申请；申请人有正当理由、仍予处理的，请写明理由。"
        raise MissingFact(text, article="国办函〔2020〕109号第六条", field="late_reason")
    row.late_reason = late_reason.strip() if late or given_up else ""
    row.save(update_fields=["paid_on", "late_reason"])
    data = {"amount_cny": row.amount_cny, "reason": row.late_reason}
    changed = close.RESUMED if given_up else ()
    move(case, "receive_payment", actor=actor, at=at, on=paid_on, changed=changed, data=data)
