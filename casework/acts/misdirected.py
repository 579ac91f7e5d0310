"""误投与移交: an application addressed to another organ is handed over at once and never lost (law.md §1.2, §5.3).

The application itself is not transferred in law: the organ it is addressed to registers and answers it, and the clock
goes by the day it was first signed for.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from casework.acts import checks, tell
from casework.acts.record import record
from casework.errors import BadValue, MissingFact, NotAllowed, NotFound, WrongState
from casework.models import Case, CaseEvent, MisdirectedMail, Organ, Staff
from casework.permissions import DISTRICT_ROLES

State = MisdirectedMail.State
NAME_MOST, TITLE_MOST = 100, 200


@transaction.atomic
def enter(
    *,
    actor: Staff,
    at: datetime,
    today: date,
    organ: Organ,
    sender: str,
    title: str,
    way: str,
    arrived_on: date,
    addressed_to: Organ | None = None,
    addressed_name: str = "",
) -> MisdirectedMail:
    """The organ signed for an application that is addressed to another organ; the other organ is told at once.

    :raises NotAllowed: not an intake clerk of ``organ``. :raises BadValue: a day to come, or addressed to itself.
    """
    _require(actor, organ)
    row = MisdirectedMail(
        organ=organ,
        sender=_filled(sender, "请填写寄件人。", "sender")[:NAME_MOST],
        title=_filled(title, "请填写件的内容。", "title")[:TITLE_MOST],
        way=_of(MisdirectedMail.Way, way, "way"),
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
) -> MisdirectedMail:
    """Hand it over to the organ it is addressed to, which signs for it; after a refusal perhaps to another one.

    :raises WrongState: handed over already. :raises MissingFact: nobody signed for it there.
    """
    row = _locked(actor, mail_id)
    _require(actor, row.organ)
    if not row.waits:
        raise WrongState(f"该件现为“{row.get_state_display()}”，不能再移交。请刷新页面查看最新状态。")
    row.handed_over_on = checks.past_date(
        handed_over_on, today=today, not_before=row.arrived_on, field="handed_over_on"
    )
    row.hand_over_way = _of(MisdirectedMail.HandOverWay, hand_over_way, "hand_over_way")
    row.receiver = _filled(receiver, "请填写对方签收人。", "receiver")[:30]
    if addressed_to is not None or addressed_name.strip():
        _address(row, addressed_to, addressed_name)
    row.state, row.refusal = State.HANDED, ""
    row.save()
    _record("hand_over", row, actor, at, on=handed_over_on, handed_over_on=handed_over_on)
    text = f"{row.organ.short_name}已移交一件写给您机关的申请，期限自 {_said(row.arrived_on)}起算，请当日登记"
    _tell(row, text, at, actor)
    return row


@transaction.atomic
def refuse(*, actor: Staff, at: datetime, today: date, mail_id: int, reason: str) -> MisdirectedMail:
    """The organ it was handed to gives it back with the reason; it waits again at the organ that signed for it first.

    :raises NotAllowed: not an intake clerk of the addressed organ. :raises WrongState: it is not with that organ.
    """
    row = _handed(actor, mail_id, "退回")
    row.refusal = checks.reason(reason, "退回误投件", field="reason")[:300]
    row.state = State.REFUSED
    row.save(update_fields=["state", "refusal"])
    _record("refuse", row, actor, at, on=today, reason=row.refusal)
    people = tell.people_of(organ=row.organ, roles=("intake",))
    tell.tell(people, None, f"{row.addressee}退回误投件：{row.refusal}", kind="misdirected", at=at, by=actor, mail=row)
    return row


def registered(*, actor: Staff, at: datetime, mail_id: int, case: Case) -> MisdirectedMail:
    """The addressed organ has registered it; runs in the transaction of the registration.

    :raises WrongState: registered already, or not handed over. :raises BadValue: the case counts from a later day than
        the one it was first signed for (law.md §1.2: the earlier date), or it is another organ's.
    """
    assert transaction.get_connection().in_atomic_block, "the case and its link are written together"
    row = _handed(actor, mail_id, "登记")
    if case.organ_id != row.addressed_to_id:
        raise BadValue(f"该件写给{row.addressee}，只能由该机关登记。", field="organ")
    if case.safe_received_on is None or case.safe_received_on > row.arrived_on:
        raise BadValue(
            f"{row.organ.short_name}已于 {row.arrived_on} 签收，收到申请之日不能晚于该日，请核对申请渠道和日期。",
            article="条例第三十一条第二项",
            field="channel",
        )
    row.state, row.case = State.REGISTERED, case
    row.save(update_fields=["state", "case"])
    _record("register", row, actor, at, on=case.received_on, number=case.case_number)
    people = tell.people_of(organ=row.organ, roles=("intake",))
    text = f"移交的误投件已由{row.addressee}登记：{case.case_number}"
    tell.tell(people, None, text, kind="misdirected", at=at, by=actor, mail=row)
    return row


@transaction.atomic
def read_sender(*, actor: Staff, at: datetime, mail_id: int) -> None:
    """The sender's full name was put into the form of registration: seen by the clerk, so on record like a reveal.

    Once a person and day is enough: the form may be opened again while it is being filled in.
    """
    row = _handed(actor, mail_id, "登记")
    seen = CaseEvent.objects.filter(case=None, verb="reveal", actor=actor, at__date=at.date())
    if not seen.filter(data__misdirected=row.pk).exists():
        data = {"misdirected": row.pk, "field": "name", "reason": "登记移交的误投件"}
        record(case=None, verb="reveal", actor=actor, at=at, data=data)


# -- what the acts share ----------------------------------------------------------------------------------------------


def may_see(actor: Staff) -> bool:
    return any(post.role == "intake" or post.role in DISTRICT_ROLES for post in actor.posts)


def may_take(actor: Staff, row: MisdirectedMail) -> bool:
    """Whether the person takes in applications for the organ the row was handed to."""
    return row.state == State.HANDED and row.addressed_to_id is not None and _clerk_of(actor, row.addressed_to_id)


def may_hand_over(actor: Staff, row: MisdirectedMail) -> bool:
    return row.waits and _clerk_of(actor, row.organ_id)


def _clerk_of(actor: Staff, organ_id: int) -> bool:
    return any(post.role == "intake" and post.organ_id == organ_id for post in actor.posts)


def _require(actor: Staff, organ: Organ) -> None:
    if not _clerk_of(actor, organ.pk):
        raise NotAllowed(f"误投件的登记、移交由{organ.short_name}的登记员办理，您没有此项权限。")


def _locked(actor: Staff, mail_id: int) -> MisdirectedMail:
    rows = MisdirectedMail.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.select_related("organ", "addressed_to").filter(pk=mail_id).first()
    if row is None:
        raise NotFound("没有找到该误投件，或者您无权查看。")
    return row


def _handed(actor: Staff, mail_id: int, what: str) -> MisdirectedMail:
    """The locked row that now lies with the actor's organ."""
    row = _locked(actor, mail_id)
    if row.addressed_to_id is None or not _clerk_of(actor, row.addressed_to_id):
        raise NotAllowed(f"误投件由{row.addressee}的登记员{what}，您没有此项权限。")
    if row.state != State.HANDED:
        raise WrongState(f"该件现为“{row.get_state_display()}”，不能{what}。请刷新页面查看最新状态。")
    return row


def _address(row: MisdirectedMail, organ: Organ | None, name: str) -> None:
    """Who it is addressed to: an organ of the district, or the name of one outside."""
    outside = name.strip()[:NAME_MOST]
    if organ is None and not outside:
        raise MissingFact("请选择写给的机关；区外机关请填写名称。", field="addressed_to")
    if organ is not None and outside:
        raise BadValue("区内机关和区外机关只填一项。", field="addressed_name")
    if organ is not None and organ.pk == row.organ_id:
        raise BadValue(
            "写给本机关的申请请直接登记；信访或者其他科室转来的，申请渠道选“信访或者其他内设机构转来”。",
            field="addressed_to",
        )
    row.addressed_to, row.addressed_name = organ, outside


def _filled(value: str, ask: str, field: str) -> str:
    if not value.strip():
        raise MissingFact(ask, field=field)
    return " ".join(value.split())


def _of(choices: Any, value: str, field: str) -> str:
    if value not in choices.values:
        raise BadValue("没有这个选项，请从列表中选择。", field=field)
    return value


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _tell(row: MisdirectedMail, text: str, at: datetime, by: Staff) -> None:
    """The intake clerks of the addressed organ; an organ outside the district has none here."""
    if row.addressed_to is not None:
        people = tell.people_of(organ=row.addressed_to, roles=("intake",))
        tell.tell(people, None, text, kind="misdirected", at=at, by=by, mail=row)


def _record(verb: str, row: MisdirectedMail, actor: Staff, at: datetime, *, on: date, **more: Any) -> None:
    data = {"misdirected": row.pk, "organ": row.organ.short_name, "addressee": row.addressee}
    data |= {"arrived_on": row.arrived_on} | more
    record(case=None, verb=f"misdirected_{verb}", actor=actor, at=at, on=on, data=data)
