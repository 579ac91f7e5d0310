"""延期: asked for by whoever needs it, approved by the head of the disclosure office, told in time (Art. 33(2))."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from casework.acts import checks, tell
from casework.acts.clock import standing
from casework.acts.move import move
from casework.errors import BadValue, NotAllowed, WrongState
from casework.law.clock import Extended, replay
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, Extension, Staff
from casework.permissions import roles_of
from casework.selectors.facts import facts_of, order_of, ordered_by

MAX_DAYS = 20  # Art. 33(2)


def request_extension(*, case: Case, actor: Staff, at: datetime, today: date, days: int, reason: str) -> None:
    """Ask for ``days`` more working days (1–20), with a reason; nothing changes until it is approved."""
    if not 1 <= days <= MAX_DAYS:
        raise BadValue(
            f"延期最长 {MAX_DAYS} 个工作日，您填写的是 {days}。请改为 1 至 {MAX_DAYS}。",
            article="条例第三十三条第二款",
            field="days",
        )
    if (order := order_of(case)) is not None and ordered_by(order) is not None:
        raise WrongState("重新答复的期限由复议决定（裁判）确定，本机关不能延长。", article="行政复议法第六十四条")
    if spent(case):
        raise WrongState("本办件已申请过延期；延期只能一次（条例第三十三条第二款）。")
    Extension.objects.create(
        case=case,
        round_no=case.round_no,
        days=days,
        reason=checks.reason(reason, "延期", field="reason"),
        recorded_by=actor,
        recorded_at=at,
    )
    move(case, "request_extension", actor=actor, at=at, on=today, status=False, data={"days": days, "reason": reason})
    heads = tell.people_of(organ=case.organ, roles=roles_of("extend"))
    tell.tell(heads, case, f"{case.case_number} 申请延期 {days} 个工作日，请审批", kind="extension", at=at, by=actor)


def extend(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    approve: bool = True,
    reason: str = "",
    notified_on: date | None = None,
) -> None:
    """Approve or refuse the request that lies on the table; the approver never is the one who asked.

    The applicant must be told before the base date; the clock flags a notice that comes later (T04).

    :raises WrongState: nothing to approve, or the period to be extended has run out already (CLK-5).
    """
    row = Extension.objects.filter(case=case, round_no=case.round_no, approved_on=None, refused_reason="").first()
    if row is None:
        raise WrongState("没有待批准的延期申请。")
    if row.recorded_by_id == actor.pk:
        raise NotAllowed("延期的批准人不能是申请延期的人，请由政府信息公开工作机构的其他负责人批准。")
    if approve:
        _still_open(case, today)
        row.approved_by, row.approved_on = actor, today
        row.notified_on = checks.past_date(notified_on, today=today, not_before=today, field="notified_on")
        row.save(update_fields=["approved_by", "approved_on", "notified_on"])
    else:
        row.refused_reason = checks.reason(reason, "不批准延期", field="reason")
        row.save(update_fields=["refused_reason"])
    data = {"approved": approve, "days": row.days, "notified_on": row.notified_on, "reason": reason}
    move(case, "extend", actor=actor, at=at, on=today, status=False, data=data)
    said = f"已批准延期 {row.days} 个工作日" if approve else f"不批准延期：{reason}"
    if approve and row.notified_on is None:
        said += "，请在原答复期限届满前告知申请人"
    tell.tell([row.recorded_by_id], case, f"{case.case_number} {said}", kind="extension", at=at, by=actor)


def spent(case: Case) -> bool:
    """Whether the one extension is asked for or granted; after a restart the new period has its own (CLK-4)."""
    rows = Extension.objects.filter(case=case, round_no=case.round_no, refused_reason="")
    if law_settings().extension_after_restart == "per_clock" and rows.exists():
        rows = rows.exclude(approved_on__lt=standing(case, today=None).start)
    return rows.exists()


def until(case: Case) -> date | None:
    """The last day of the reply period once the applicant has been told of the approved extension.

    None where the clock waits for the applicant.
    """
    facts = [
        replace(fact, notified_on=fact.approved_on) if isinstance(fact, Extended) and not fact.notified_on else fact
        for fact in facts_of(case)
    ]
    return replay(facts, working_calendar(), settings=law_settings()).due


def told(*, case: Case, on: date) -> None:
    """The notice of an approved extension went out on this day, where no earlier day is on record."""
    row = Extension.objects.filter(case=case, round_no=case.round_no, approved_on__isnull=False).last()
    if row is not None and row.notified_on is None:
        row.notified_on = on
        row.save(update_fields=["notified_on"])


def untold(*, case: Case, on: date) -> None:
    """The notice that told the extension on this day never left."""
    Extension.objects.filter(case=case, round_no=case.round_no, notified_on=on).update(notified_on=None)


def _still_open(case: Case, today: date) -> None:
    if law_settings().extension_late == "ineffective" and case.base_on is not None and today > case.base_on:
        raise WrongState(
            f"原答复期限已于 {case.base_on} 届满，不能再批准延期。请尽快答复。", article="条例第三十三条第二款"
        )
