"""来件: what arrived for this organ and cannot be registered before the applicant has confirmed it (Art. 31(2), (3)).

An unsigned letter is to be confirmed the day it arrives (T12). Whoever cannot be reached that day loses nothing: the
application is on record, and its period starts when contact is restored (law.md §1.2). ``misdirected`` has the other
half of the ledger.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from casework.acts import checks, deadlines, tell
from casework.acts.record import record
from casework.errors import BadValue, MissingFact, NotAllowed, NotFound, WrongState
from casework.law.receipt import CHANNELS, confirm_by, required, to_confirm, tried_in_time
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, CaseEvent, ContactAttempt, Deadline, IncomingMail, Organ, Staff
from casework.permissions import DISTRICT_ROLES

State, Ending, Outcome = IncomingMail.State, IncomingMail.Ending, ContactAttempt.Outcome
NAME_MOST, TITLE_MOST = 100, 200


@transaction.atomic
def enter(
    *,
    actor: Staff,
    at: datetime,
    today: date,
    organ: Organ,
    channel: str,
    title: str,
    arrived_on: date,
    arrived_time: time | None = None,
    sender: str = "",
    contact: str = "",
    enclosed: str = "",
    reference: str = "",
) -> IncomingMail:
    """What came for the organ by a way whose day of receipt waits for the applicant's confirmation.

    :raises NotAllowed: not an intake clerk of ``organ``. :raises BadValue: a day to come, or a channel that needs no
        confirmation and is registered at once.
    """
    require_clerk(actor, organ)
    if channel not in to_confirm(law_settings()):
        raise BadValue(
            "该渠道的收到申请之日不取决于与申请人确认，请直接登记申请。",
            article=CHANNELS[channel].article if channel in CHANNELS else "",
            field="channel",
        )
    row = IncomingMail.objects.create(
        organ=organ,
        channel=channel,
        title=filled(title, "请填写件的内容。", "title")[:TITLE_MOST],
        arrived_on=checks.past_date(arrived_on, today=today, field="arrived_on"),
        arrived_time=arrived_time,
        sender=_line(sender, NAME_MOST),
        contact=_line(contact, 200),
        enclosed=_line(enclosed, 200),
        reference=_line(reference, 100),
        state=State.CONFIRMING,
        recorded_by=actor,
        recorded_at=at,
    )
    watch(row)
    _record("enter", row, actor, at, on=arrived_on, channel=channel)
    return row


@transaction.atomic
def contact(
    *,
    actor: Staff,
    at: datetime,
    today: date,
    mail_id: int,
    made_on: date,
    way: str,
    outcome: str,
    made_by: str,
    made_time: time | None = None,
    note: str = "",
) -> ContactAttempt:
    """Record a try to confirm it with the applicant; the day of a successful one is the day both sides confirmed.

    :raises WrongState: confirmed already, or it lies with nobody who could. :raises BadValue: before it came here.
    """
    row = locked(actor, mail_id)
    if not may_contact(actor, row):
        refuse_state(actor, row, "记录联系情况")
    day = checks.past_date(made_on, today=today, not_before=row.came_here_on, field="made_on")
    attempt = ContactAttempt.objects.create(
        mail=row,
        made_on=day,
        made_time=made_time,
        made_by=filled(made_by, "请填写联系的工作人员。", "made_by")[:30],
        way=of(ContactAttempt.Way, way, "way"),
        outcome=of(Outcome, outcome, "outcome"),
        note=note.strip()[:500],
        recorded_by=actor,
        recorded_at=at,
    )
    if outcome == Outcome.CONFIRMED:
        row.confirmed_on = day
        row.save(update_fields=["confirmed_on"])
    if outcome == Outcome.CONFIRMED or unreachable(row):
        unwatch(row)
    _record("contact", row, actor, at, on=day, way=way, outcome=outcome, made_by=attempt.made_by)
    return attempt


@transaction.atomic
def close(*, actor: Staff, at: datetime, today: date, mail_id: int, ending: str, reason: str) -> IncomingMail:
    """It becomes no case, and why; who was never reached must have been looked for.

    :raises WrongState: it does not wait to be confirmed. :raises MissingFact: no reason, or no try on record.
    """
    row = locked(actor, mail_id)
    if not may_close(actor, row):
        refuse_state(actor, row, "了结")
    row.ending = of(Ending, ending, "ending")
    if ending == Ending.UNANSWERED and row.confirmed_on:
        raise BadValue("已经与申请人确认，不属于联系不上，请登记为办件或者另选原因。", field="ending")
    if ending == Ending.UNANSWERED and not row.attempts.exists():
        raise MissingFact("还没有联系记录，请先记录怎样联系过申请人。", field="ending")
    row.ending_reason = checks.reason(reason, "了结来件", field="reason")[:300]
    row.ended_on, row.state = today, State.CLOSED
    row.save(update_fields=["ending", "ending_reason", "ended_on", "state"])
    unwatch(row)
    _record("close", row, actor, at, on=today, ending=ending, reason=row.ending_reason)
    return row


@transaction.atomic
def reopen(*, actor: Staff, at: datetime, today: date, mail_id: int, reason: str) -> IncomingMail:
    """Contact is restored, or it was closed by mistake: it waits to be confirmed again.

    :raises WrongState: it is not closed. :raises MissingFact: no reason.
    """
    row = locked(actor, mail_id)
    if not may_reopen(actor, row):
        refuse_state(actor, row, "恢复")
    why = checks.reason(reason, "恢复来件", field="reason")[:300]
    row.ending, row.ending_reason, row.ended_on, row.state = "", "", None, State.CONFIRMING
    row.save(update_fields=["ending", "ending_reason", "ended_on", "state"])
    if row.confirmed_on is None and not unreachable(row):
        watch(row)
    _record("reopen", row, actor, at, on=today, reason=why)
    return row


def registered(*, actor: Staff, at: datetime, mail_id: int, case: Case) -> IncomingMail:
    """It has become a case; runs in the transaction of the registration.

    :raises WrongState: registered already, or not ready. :raises BadValue: the case counts from a later day than what
        is on record bears, or it is another organ's.
    """
    assert transaction.get_connection().in_atomic_block, "the case and its link are written together"
    row = locked(actor, mail_id)
    if not may_register(actor, row):
        refuse_state(actor, row, "登记")
    if case.organ_id != (row.addressed_to_id or row.organ_id):
        raise BadValue(f"该件写给{row.addressee}，只能由该机关登记。", field="organ")
    _not_later(row, case)
    row.state, row.case = State.REGISTERED, case
    row.save(update_fields=["state", "case"])
    unwatch(row)
    _record("register", row, actor, at, on=case.received_on, number=case.case_number)
    if row.misdirected:
        people = tell.people_of(organ=row.organ, roles=("intake",))
        text = f"移交的误投件已由{row.addressee}登记：{case.case_number}"
        tell.tell(people, None, text, kind="misdirected", at=at, by=actor, mail=row)
    return row


def _not_later(row: IncomingMail, case: Case) -> None:
    """The case may not count from a later day than the ledger proves (law.md §1.2: the earlier date)."""
    if row.misdirected:
        if case.safe_received_on is None or case.safe_received_on > row.arrived_on:
            raise BadValue(
                f"{row.organ.short_name}已于 {row.arrived_on} 签收，收到申请之日不能晚于该日，请核对申请渠道和日期。",
                article="条例第三十一条第二项",
                field="channel",
            )
        return
    if case.channel != row.channel:
        raise BadValue(f"该件以“{row.get_channel_display()}”送到，请核对申请渠道。", field="channel")
    for name in ("arrived_on", "server_on", "submitted_on"):
        if (said := case.evidence.get(name)) and said > row.arrived_on.isoformat():
            raise BadValue(f"该件已于 {row.arrived_on} 送到，登记的日期不能晚于该日，请核对。", field=name)
    said = case.evidence.get("confirmed_on")
    if said and row.confirmed_on and said > row.confirmed_on.isoformat():
        raise BadValue(f"已于 {row.confirmed_on} 与申请人确认，确认日期不能晚于该日，请核对。", field="confirmed_on")
    if case.evidence.get("unreachable") and not unreachable(row):
        raise BadValue("送到当日没有联系记录，不能作为联系不上申请人处理，请核对。", field="unreachable")


@transaction.atomic
def read(*, actor: Staff, at: datetime, mail_id: int, reason: str) -> None:
    """The sender's full name, and how to reach them, are shown to the clerk: on record like a reveal.

    Once a person and day is enough: the page may be opened again while the clerk is at it.
    """
    row = locked(actor, mail_id)
    if not may_contact(actor, row) and not may_register(actor, row):
        refuse_state(actor, row, "查看联系方式")
    seen = CaseEvent.objects.filter(case=None, verb="reveal", actor=actor, at__date=at.date())
    if not seen.filter(data__mail=row.pk).exists():
        record(case=None, verb="reveal", actor=actor, at=at, data={"mail": row.pk, "field": "name", "reason": reason})


# -- what the law says of a row ---------------------------------------------------------------------------------------


def last_day(row: IncomingMail) -> date:
    """Until when it is to be confirmed with the applicant."""
    return confirm_by(row.law_channel, row.came_here_on, working_calendar(), law_settings())[0]


def needs_confirmation(row: IncomingMail) -> bool:
    """Whether its day of receipt waits for the applicant, as the settings stand."""
    return "confirmed_on" in required(row.law_channel, law_settings())


def unreachable(row: IncomingMail) -> bool:
    """Whether the applicant was looked for in time and not found."""
    tries = [
        attempt.made_on
        for attempt in row.attempts.all()
        if attempt.outcome in ContactAttempt.NOT_REACHED and attempt.made_on >= row.came_here_on
    ]
    return tried_in_time(last_day(row), tries)


def watch(row: IncomingMail) -> None:
    """Let the timer run that tells when the last day has passed."""
    last = last_day(row)
    new = [Deadline(mail=row, kind=Deadline.Kind.CONFIRM, due_on=last)]
    deadlines.let_run(Deadline.objects.filter(mail=row), new, last)


def recount_all() -> None:
    """Put the timers of what is still to be confirmed on their new last day, after the calendar has changed."""
    waiting = Deadline.objects.filter(kind=Deadline.Kind.CONFIRM, state=Deadline.State.WAITING)
    for timer in waiting.select_related("mail").prefetch_related("mail__attempts"):
        if timer.mail is not None and timer.due_on != last_day(timer.mail):
            unwatch(timer.mail)
            watch(timer.mail)


def unwatch(row: IncomingMail) -> None:
    deadlines.stop(Deadline.objects.filter(mail=row))


# -- who may ----------------------------------------------------------------------------------------------------------


def may_see(actor: Staff) -> bool:
    return any(post.role == "intake" or post.role in DISTRICT_ROLES for post in actor.posts)


def may_contact(actor: Staff, row: IncomingMail) -> bool:
    """Whether it lies with the person's organ and the applicant has still to confirm it."""
    return row.confirmed_on is None and _lies_with(actor, row)


def may_register(actor: Staff, row: IncomingMail) -> bool:
    """Whether it lies with the person's organ and the law asks for no further date."""
    confirmed = row.misdirected or row.confirmed_on is not None or not needs_confirmation(row)
    return confirmed and _lies_with(actor, row)


def may_close(actor: Staff, row: IncomingMail) -> bool:
    return row.state == State.CONFIRMING and clerk_of(actor, row.organ_id)


def may_reopen(actor: Staff, row: IncomingMail) -> bool:
    return row.state == State.CLOSED and clerk_of(actor, row.organ_id)


def _lies_with(actor: Staff, row: IncomingMail) -> bool:
    if row.state == State.HANDED:
        return row.addressed_to_id is not None and clerk_of(actor, row.addressed_to_id)
    return row.state == State.CONFIRMING and clerk_of(actor, row.organ_id)


def clerk_of(actor: Staff, organ_id: int) -> bool:
    return any(post.role == "intake" and post.organ_id == organ_id for post in actor.posts)


def require_clerk(actor: Staff, organ: Organ) -> None:
    if not clerk_of(actor, organ.pk):
        raise NotAllowed(f"来件的登记、移交由{organ.short_name}的登记员办理，您没有此项权限。")


def refuse_state(actor: Staff, row: IncomingMail, what: str) -> None:
    """Say why not: another organ's affair, or the wrong moment."""
    if not clerk_of(actor, row.addressed_to_id or row.organ_id):
        raise NotAllowed(f"该件由{row.addressee}的登记员{what}，您没有此项权限。")
    if row.state == State.CONFIRMING and what == "登记":
        raise WrongState("还没有与申请人确认，请先记录联系情况；确认之日为收到申请之日。", article="条例第三十一条")
    if row.confirmed_on and what == "记录联系情况" and row.state in (State.CONFIRMING, State.HANDED):
        raise WrongState(f"已于 {row.confirmed_on} 与申请人确认，请登记为办件。")
    raise WrongState(f"该件现为“{row.get_state_display()}”，不能{what}。请刷新页面查看最新状态。")


# -- what the acts of both halves share -------------------------------------------------------------------------------


def locked(actor: Staff, mail_id: int) -> IncomingMail:
    rows = IncomingMail.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.select_related("organ", "addressed_to").filter(pk=mail_id).first()
    if row is None:
        raise NotFound("没有找到该来件，或者您无权查看。")
    return row


def filled(value: str, ask: str, field: str) -> str:
    if not value.strip():
        raise MissingFact(ask, field=field)
    return " ".join(value.split())


def of(choices: Any, value: str, field: str) -> str:
    if value not in choices.values:
        raise BadValue("没有这个选项，请从列表中选择。", field=field)
    return value


def _line(value: str, most: int) -> str:
    return " ".join(value.split())[:most]


def _record(verb: str, row: IncomingMail, actor: Staff, at: datetime, *, on: date, **more: Any) -> None:
    data = {"mail": row.pk, "organ": row.organ.short_name, "arrived_on": row.arrived_on} | more
    if row.misdirected:
        data["addressee"] = row.addressee
    record(case=None, verb=f"incoming_{verb}", actor=actor, at=at, on=on, data=data)
