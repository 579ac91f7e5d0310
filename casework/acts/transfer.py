"""交办、签收、退回、转办、改派、裁定: whose work a case is. Internal, so the clock never stops for it (CLK-7).

A unit signs for what it is given, or declines with a reason and in time. A case is passed on only so often and never
back along the way it came; where units do not agree, the district office decides and that binds.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from casework.acts import checks, tell
from casework.acts.move import move
from casework.errors import BadValue, WrongState
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, CaseInvolvement, Handover, Organ, Staff, Unit

_ASK_DISTRICT = "请提请区政府办公室裁定。"


def assign(
    *, case: Case, actor: Staff, at: datetime, today: date, unit: Unit, handler: Staff | None = None, note: str = ""
) -> None:
    """Accept the application and give it to a unit, which has to sign for it.

    A unit that holds the case already, from before a correction, goes on with it and need not sign again.

    :raises BadValue: the unit is closed, belongs to another organ or has declined; the handler does not work there.
    :raises WrongState: the district office has decided for another unit.
    """
    _may_hold(case, unit, handler)
    held = Handover.objects.filter(case=case, ended_at=None).first() if case.unit_id else None
    if held is not None and held.to_unit_id == unit.pk:  # corrected or paid meanwhile: it goes on where it was
        case.handler = handler or case.handler
    else:
        if held is not None:
            _not_decided(case)
        _not_back(case, unit)
        _pass_on(case, Handover.Way.ASSIGN, unit, handler, note.strip(), actor, at, today)
    _moved(case, "assign", actor, at, today, {"note": note})


def sign_for(*, case: Case, actor: Staff, at: datetime, today: date) -> None:
    """签收: the unit takes the case; whoever signs becomes the handler where none was named."""
    row = holding(case)
    row.state, row.answered_by, row.answered_at = Handover.State.SIGNED, actor, at
    row.save(update_fields=["state", "answered_by", "answered_at"])
    if case.handler is None and any(post.role == "handler" and post.unit_id == case.unit_id for post in actor.posts):
        case.handler = actor
    move(
        case, "sign_for", actor=actor, at=at, on=today, status=False, changed=("handler",),
        data={"unit": str(case.unit)},
    )  # fmt: skip


def decline(*, case: Case, actor: Staff, at: datetime, today: date, reason: str) -> None:
    """退回交办 with a reason and in time; the case goes back to whoever assigns.

    :raises WrongState: the time for declining has passed.
    """
    row = holding(case)
    why = checks.reason(reason, "退回交办", field="reason")
    if today > row.answer_by:
        raise WrongState(
            f"退回交办的时限已于 {row.answer_by} 届满。请签收办理；确不属于本单位职责的，签收后{_ASK_DISTRICT}"
        )
    row.state, row.answered_by, row.answered_at = Handover.State.DECLINED, actor, at
    row.declined_reason, row.ended_at = why, at
    row.save(update_fields=["state", "answered_by", "answered_at", "declined_reason", "ended_at"])
    data = {"unit": str(row.to_unit), "reason": why, "declined": declined(case)}
    case.unit = case.handler = None
    move(case, "decline", actor=actor, at=at, on=today, status=False, changed=("unit", "handler"), data=data)
    asked = tell.people_of(organ=case.organ, roles=("intake",))
    tell.tell(asked, case, f"{case.case_number} 被{row.to_unit}退回交办：{why}", kind="declined", at=at, by=actor)


def transfer(
    *, case: Case, actor: Staff, at: datetime, today: date, unit: Unit, reason: str, handler: Staff | None = None
) -> None:
    """转办 to another unit, which signs for it or declines.

    :raises WrongState: decided by the district office, or passed on too often already.
    :raises BadValue: back to a unit that has held or declined the case.
    """
    why = checks.reason(reason, "转办", field="reason")
    _not_decided(case)
    hops = case.handovers.filter(round_no=case.round_no, way=Handover.Way.TRANSFER).count()
    if hops >= law_settings().handover_max_hops:
        raise WrongState(f"本办件已转办 {hops} 次，达到上限，不能再转办；{_ASK_DISTRICT}")
    _may_hold(case, unit, handler)
    _not_back(case, unit)
    _pass_on(case, Handover.Way.TRANSFER, unit, handler, why, actor, at, today)
    _moved(case, "transfer", actor, at, today, {"reason": why})


def reassign(*, case: Case, actor: Staff, at: datetime, today: date, handler: Staff, reason: str) -> None:
    """改派 to another handler of the unit that holds the case; the desk follows (workflow.ownership.hand_over).

    :raises WrongState: no unit holds it. :raises BadValue: the handler already, or nobody who handles for this unit.
    """
    why = checks.reason(reason, "改派", field="reason")
    unit, before = holding(case).to_unit, case.handler
    if before is not None and handler.pk == before.pk:
        raise BadValue(f"{handler.name} 已经是本办件的承办人，请另选承办人。", field="handler")
    _handles_for(unit, handler)
    case.handler = handler
    data = {"handler": handler.name, "before": before.name if before else "", "reason": why}
    move(case, "reassign", actor=actor, at=at, on=today, status=False, changed=("handler",), data=data)
    text = f"{case.case_number} 的承办人改派为{handler.name}（理由：{why}）：{case.title}"
    told = [person for person in (handler, before) if person is not None and person.is_active]
    tell.tell(told, case, text, kind="reassigned", at=at, by=actor)


def colleagues(case: Case) -> QuerySet[Staff]:
    """Who else handles cases for the unit that holds this one: to whom it can be reassigned."""
    people = Staff.objects.filter(is_active=True, postings__role="handler", postings__unit=case.unit_id or 0)
    return people.exclude(pk=case.handler_id or 0).distinct().order_by("pk")


def raise_dispute(*, case: Case, actor: Staff, at: datetime, today: date, reason: str) -> None:
    """提请裁定: the unit holds that the case is not its work; the district office decides (Art. 3(3))."""
    why = checks.reason(reason, "提请裁定", field="reason")
    _not_decided(case)
    move(case, "raise_dispute", actor=actor, at=at, on=today, status=False, data={"reason": why})


def settle_dispute(
    *, case: Case, actor: Staff, at: datetime, today: date, unit: Unit, reason: str, handler: Staff | None = None
) -> None:
    """裁定: the district office names the unit; it is bound, can neither decline nor pass on."""
    why = checks.reason(reason, "裁定", field="reason")
    _may_hold(case, unit, handler)
    row = _pass_on(case, Handover.Way.DECISION, unit, handler, why, actor, at, today)
    row.state, row.answered_by, row.answered_at = Handover.State.SIGNED, actor, at
    row.save(update_fields=["state", "answered_by", "answered_at"])
    _moved(case, "settle_dispute", actor, at, today, {"reason": why})


def holding(case: Case) -> Handover:
    """Return the handover by which the case lies where it lies. :raises WrongState: with no unit."""
    row = Handover.objects.filter(case=case, ended_at=None).select_related("to_unit__organ").first()
    if row is None:
        raise WrongState("本办件现在不在任何承办科室，请先交办。")
    return row


def declined(case: Case) -> int:
    """How often units have declined the case in this round."""
    return case.handovers.filter(round_no=case.round_no, state=Handover.State.DECLINED).count()


def signed(case: Case) -> bool:
    """Whether the unit that holds the case has signed for it."""
    return Handover.objects.filter(case=case, ended_at=None, state=Handover.State.SIGNED).exists()


def disputed(case: Case) -> bool:
    """Whether so many units have declined that the district office has to decide."""
    return declined(case) >= law_settings().handover_max_declined


def leave(case: Case, at: datetime) -> None:
    """The case has ended: no unit holds it any longer."""
    Handover.objects.filter(case=case, ended_at=None).update(ended_at=at)


def take_up(case: Case) -> None:
    """The end of the case is taken back: the unit that held it then holds it again."""
    last = Handover.objects.filter(case=case, round_no=case.round_no, to_unit=case.unit_id).last()
    if last is not None:
        last.ended_at = None
        last.save(update_fields=["ended_at"])


def _pass_on(
    case: Case, way: str, unit: Unit, handler: Staff | None, reason: str, actor: Staff, at: datetime, today: date
) -> Handover:
    before = case.unit
    if before is not None:
        leave(case, at)
    case.unit, case.handler = unit, handler
    CaseInvolvement.objects.bulk_create([CaseInvolvement(case=case, unit=unit, since=at)], ignore_conflicts=True)
    return Handover.objects.create(
        case=case,
        round_no=case.round_no,
        way=way,
        from_unit=before,
        to_unit=unit,
        reason=reason,
        sent_by=actor,
        sent_at=at,
        answer_by=working_calendar().nth_working_day_after(today, law_settings().handover_answer_wd),
    )


def _moved(case: Case, verb: str, actor: Staff, at: datetime, today: date, data: dict[str, str]) -> None:
    unit, handler = case.unit, case.handler
    assert unit is not None  # just given
    told = {"unit": str(unit), "unit_id": unit.pk, "handler": handler.name if handler else "", **data}
    move(
        case, verb, actor=actor, at=at, on=today, status=verb == "assign", changed=("unit", "handler"), data=told
    )  # fmt: skip


def _may_hold(case: Case, unit: Unit, handler: Staff | None) -> None:
    if not unit.active:
        raise BadValue(f"{unit} 已停用，请另选承办科室。", field="unit")
    if case.organ.kind != Organ.Kind.GOVERNMENT and unit.organ_id != case.organ_id:
        raise BadValue(
            "申请不能跨机关转办；不属于本机关负责公开的，应当告知申请人向有关机关提出。",
            article="条例第三十六条第五项",
            field="unit",
        )
    if handler is not None:
        _handles_for(unit, handler)


def _handles_for(unit: Unit, handler: Staff) -> None:
    if not handler.is_active:
        raise BadValue(f"{handler.name} 的账号已停用，请另选承办人。", field="handler")
    if not any(post.role == "handler" and post.unit_id == unit.pk for post in handler.posts):
        raise BadValue(f"{handler.name} 不在 {unit} 承办办件，请另选承办人。", field="handler")


def _not_back(case: Case, unit: Unit) -> None:
    """Never along the same way twice: not to a unit that has held or declined the case in this round."""
    if case.handovers.filter(round_no=case.round_no, to_unit=unit).exists():
        raise BadValue(f"{unit} 已经承办或者退回过本办件，不能再次交其办理；{_ASK_DISTRICT}", field="unit")


def _not_decided(case: Case) -> None:
    if holding(case).way == Handover.Way.DECISION:
        raise WrongState("承办单位已由区政府办公室裁定，裁定有约束力，应当由本单位办理。")
