"""误投与移交: an application addressed to another organ is handed over at once and never lost (law.md §1.2, §5.3).

The application itself is not transferred in law: the organ it is addressed to registers and answers it, and the clock
goes by the day it was first signed for.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from casework.acts import checks, tell
from casework.acts.incoming import (
    NAME_MOST,
    TITLE_MOST,
    clerk_of,
    filled,
    locked,
    of,
    refuse_state,
    require_clerk,
    unwatch,
    watch,
)
from casework.acts.record import record
from casework.errors import BadValue, MissingFact, WrongState
from casework.models import IncomingMail, Organ, Staff

State = IncomingMail.State
CHANNELS_HERE = ("mail_signed", "mail_ordinary", "in_person")


@transaction.atomic
def enter(
    *,
    actor: Staff,
    at: datetime,
    today: date,
    organ: Organ,
    sender: str,
    title: str,
    channel: str,
    arrived_on: date,
    addressed_to: Organ | None = None,
    addressed_name: str = "",
) -> IncomingMail:
    """The organ signed for an application that is addressed to another organ; the other organ is told at once.

    :raises NotAllowed: not an intake clerk of ``organ``. :raises BadValue: a day to come, or addressed to itself.
    """
    require_clerk(actor, organ)
    if channel not in CHANNELS_HERE:
        raise BadValue("没有这种来件方式，请从列表中选择。", field="channel")
    row = IncomingMail(
        organ=organ,
        sender=filled(sender, "请填写寄件人。", "sender")[:NAME_MOST],
        title=filled(title, "请填写件的内容。", "title")[:TITLE_MOST],
        channel=channel,
        state=State.WAITING,
        arrived_on=checks.past_date(arrived_on, today=today, field="arrived_on"),
        recorded_by=actor,
        recorded_at=at,
    )
    _address(row, addressed_to, addressed_name)
    row.save()
    _record("enter", row, actor, at, on=arrived_on)
    _tell(row, f"{organ.short_name}收到一件写给您机关的申请（{_said(arrived_on)}签收），即将移交", at, actor)
    return row


@transaction.atomic
def hand_over(
    *,
    actor: Staff,
    at: datetime,
    today: date,
    mail_id: int,
    handed_over_on: date,
    hand_over_way: str,
    receiver: str,
    addressed_to: Organ | None = None,
    addressed_name: str = "",
) -> IncomingMail:
    """Hand it over to the organ it is addressed to, which signs for it; after a refusal perhaps to another one.

    :raises WrongState: handed over already. :raises MissingFact: nobody signed for it there.
    """
    row = locked(actor, mail_id)
    require_clerk(actor, row.organ)
    if not row.waits:
        raise WrongState(f"该件现为“{row.get_state_display()}”，不能再移交。请刷新页面查看最新状态。")
    row.handed_over_on = checks.past_date(
        handed_over_on, today=today, not_before=row.arrived_on, field="handed_over_on"
    )
    row.hand_over_way = of(IncomingMail.HandOverWay, hand_over_way, "hand_over_way")
    row.receiver = filled(receiver, "请填写对方签收人。", "receiver")[:30]
    if addressed_to is not None or addressed_name.strip():
        _address(row, addressed_to, addressed_name)
    row.state, row.refusal = State.HANDED, ""
    row.save()
    if row.addressed_to is not None:
        watch(row)
    _record("hand_over", row, actor, at, on=handed_over_on, handed_over_on=handed_over_on)
    text = f"{row.organ.short_name}已移交一件写给您机关的申请，期限自 {_said(row.arrived_on)}起算，请当日登记"
    _tell(row, text, at, actor)
    return row


@transaction.atomic
def refuse(*, actor: Staff, at: datetime, today: date, mail_id: int, reason: str) -> IncomingMail:
    """The organ it was handed to gives it back with the reason; it waits again at the organ that signed for it first.

    :raises NotAllowed: not an intake clerk of the addressed organ. :raises WrongState: it is not with that organ.
    """
    row = locked(actor, mail_id)
    if not may_refuse(actor, row):
        refuse_state(actor, row, "退回")
    row.refusal = checks.reason(reason, "退回误投件", field="reason")[:300]
    row.state, row.confirmed_on = State.REFUSED, None
    row.save(update_fields=["state", "refusal", "confirmed_on"])
    unwatch(row)
    _record("refuse", row, actor, at, on=today, reason=row.refusal)
    people = tell.people_of(organ=row.organ, roles=("intake",))
    tell.tell(people, None, f"{row.addressee}退回误投件：{row.refusal}", kind="misdirected", at=at, by=actor, mail=row)
    return row


# -- what the acts share ----------------------------------------------------------------------------------------------


def may_refuse(actor: Staff, row: IncomingMail) -> bool:
    """Whether the person takes in applications for the organ the row was handed to."""
    return row.state == State.HANDED and row.addressed_to_id is not None and clerk_of(actor, row.addressed_to_id)


def may_hand_over(actor: Staff, row: IncomingMail) -> bool:
    return row.waits and clerk_of(actor, row.organ_id)


def _address(row: IncomingMail, organ: Organ | None, name: str) -> None:
    """Who it is addressed to: an organ of the district, or the name of one outside."""
    outside = name.strip()[:NAME_MOST]
    if organ is None and not outside:
        raise MissingFact("请选择写给的机关；区外机关请填写名称。", field="addressed_to")
    if organ is not None and outside:
        raise BadValue("区内机关和区外机关只填一项。", field="addressed_name")
    if organ is not None and organ.pk == row.organ_id:
        raise BadValue(
            "写给本机关的，直接登记申请或者登记为待确认来件；信访或者其他科室转来的，申请渠道选“信访或者其他内设机构转来”。",
            field="addressed_to",
        )
    row.addressed_to, row.addressed_name = organ, outside


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _tell(row: IncomingMail, text: str, at: datetime, by: Staff) -> None:
    """The intake clerks of the addressed organ; an organ outside the district has none here."""
    if row.addressed_to is not None:
        people = tell.people_of(organ=row.addressed_to, roles=("intake",))
        tell.tell(people, None, text, kind="misdirected", at=at, by=by, mail=row)


def _record(verb: str, row: IncomingMail, actor: Staff, at: datetime, *, on: date, **more: Any) -> None:
    data = {"mail": row.pk, "organ": row.organ.short_name, "addressee": row.addressee}
    data |= {"arrived_on": row.arrived_on} | more
    record(case=None, verb=f"misdirected_{verb}", actor=actor, at=at, on=on, data=data)
