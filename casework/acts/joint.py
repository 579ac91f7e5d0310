"""协办、会商、疑难复杂、指导、关联、沟通: help asked and given while the case stays where it is; no date moves."""

from __future__ import annotations

from datetime import date, datetime

from casework.acts import checks, tell
from casework.acts.move import move
from casework.errors import BadValue, MissingFact, WrongState
from casework.law.limits import limit
from casework.lawbook import law_settings, working_calendar
from casework.models import (
    Assistance,
    Case,
    CaseInvolvement,
    CaseLink,
    Deadline,
    Guidance,
    Meeting,
    Staff,
    Talk,
    Unit,
)
from casework.selectors.search import numbered


def request_assistance(
    *, case: Case, actor: Staff, at: datetime, today: date, units: list[Unit], subject: str, due_on: date | None = None
) -> list[Assistance]:
    """Ask other units, side by side, to search or to give their view by an internal date (T27).

    :raises BadValue: the case's own unit, a unit still asked, a date in the past or beyond the reply date.
    """
    asked = checks.reason(subject, "协办事项", field="subject")
    if not units:
        raise MissingFact("请选择协办单位。", field="units")
    latest = case.warn_on if case.warn_on is not None and case.warn_on > today else None
    usual = limit("T27", today, working_calendar(), law_settings()).due
    day = due_on or min(usual, latest or usual)
    if day <= today or (latest is not None and day > latest):
        last = f"，不晚于答复期限 {latest}" if latest else ""
        raise BadValue(f"反馈期限 {day} 不合适，应当晚于今天{last}。", field="due_on")
    rows = [_ask(case, unit, asked, day, actor, at) for unit in units]
    data = {"units": [str(unit) for unit in units], "subject": asked[:200], "due_on": day}
    move(case, "request_assistance", actor=actor, at=at, on=today, status=False, data=data)
    return rows


def _ask(case: Case, unit: Unit, subject: str, due_on: date, actor: Staff, at: datetime) -> Assistance:
    if unit.pk == case.unit_id:
        raise BadValue("承办科室不能作为自己的协办单位，请另选。", field="units")
    if case.assistances.filter(unit=unit, answered_on=None).exists():
        raise BadValue(f"{unit} 尚有未反馈的协办事项，请等待反馈或者催办。", field="units")
    CaseInvolvement.objects.get_or_create(case=case, unit=unit, defaults={"since": at})
    people = tell.people_of(unit=unit, roles=("handler", "unit_head"))
    text = f"{case.case_number} 请{unit}协办，{due_on} 前反馈：{subject}"
    tell.tell(people, case, text, kind="assist", at=at, by=actor)
    row = Assistance.objects.create(
        case=case, unit=unit, subject=subject, due_on=due_on, recorded_by=actor, recorded_at=at
    )
    _chase(row)
    return row


CHASES = (
    3  # the unit's people, a working day later its head, another day later the organ's head and the district office
)


def _chase(row: Assistance) -> None:
    """The days on which an answer that has not come is asked for again, of one level more each time."""
    calendar = working_calendar()
    days = [row.due_on, *(calendar.nth_working_day_after(row.due_on, level) for level in range(1, CHASES))]
    Deadline.objects.bulk_create(
        [
            Deadline(case_id=row.case_id, kind=Deadline.Kind.ASSIST, ref=f"{row.pk}:{level}", due_on=day)
            for level, day in enumerate(days)
        ]
    )


def _chase_no_more(row: Assistance) -> None:
    waiting = Deadline.objects.filter(case=row.case_id, kind=Deadline.Kind.ASSIST, state=Deadline.State.WAITING)
    waiting.filter(ref__startswith=f"{row.pk}:").update(state=Deadline.State.CANCELLED)


def answer_assistance(
    *, case: Case, actor: Staff, at: datetime, today: date, answer: str, assistance_id: int | None = None
) -> None:
    """The assisting unit answers; its view is advice, the answer to the applicant stays with the unit in charge.

    :raises WrongState: nothing is asked of the actor's unit any more.
    """
    units = {post.unit_id for post in actor.posts if post.unit_id}
    mine = case.assistances.filter(unit__in=units, answered_on=None)
    row = (mine.filter(pk=assistance_id) if assistance_id else mine).select_related("unit__organ").first()
    if row is None:
        raise WrongState("没有需要您单位反馈的协办事项，请刷新页面。")
    row.answer, row.answered_by, row.answered_on = checks.reason(answer, "反馈意见", field="answer"), actor, today
    row.save(update_fields=["answer", "answered_by", "answered_on"])
    _chase_no_more(row)
    data = {"unit": str(row.unit), "late": today > row.due_on, "answer": row.answer[:200]}
    move(case, "answer_assistance", actor=actor, at=at, on=today, status=False, data=data)
    told = [person for person in (case.handler, row.recorded_by) if person is not None]
    tell.tell(
        dict.fromkeys(told), case, f"{case.case_number} {row.unit} 已反馈协办意见", kind="assist", at=at, by=actor
    )


def record_meeting(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    held_on: date,
    participants: str,
    minutes: str,
    opinion: str = "",
) -> Meeting:
    """会商: who met, what was said, what they agree on."""
    row = Meeting.objects.create(
        case=case,
        held_on=checks.past_date(held_on, today=today, not_before=case.received_on, field="held_on"),
        participants=participants.strip(),
        minutes=checks.reason(minutes, "会商纪要", field="minutes"),
        opinion=opinion.strip(),
        recorded_by=actor,
        recorded_at=at,
    )
    data = {"meeting": row.pk, "participants": row.participants, "opinion": row.opinion[:200]}
    move(case, "record_meeting", actor=actor, at=at, on=held_on, status=False, data=data)
    return row


def flag_hard(*, case: Case, actor: Staff, at: datetime, today: date, reason: str) -> None:
    """疑难复杂: the district office is asked for its guidance."""
    case.hard_reason = checks.reason(reason, "标记疑难复杂", field="reason")[:300]
    data = {"reason": case.hard_reason}
    move(case, "flag_hard", actor=actor, at=at, on=today, status=False, changed=("hard_reason",), data=data)
    text = f"{case.case_number} 标记为疑难复杂，请指导：{case.hard_reason}"
    tell.tell(tell.people_of(roles=("supervisor",)), case, text, kind="hard", at=at, by=actor)


def guide(*, case: Case, actor: Staff, at: datetime, today: date, text: str) -> Guidance:
    """指导意见 of the district office (Art. 3(3)); the replying organ still decides in its own name."""
    row = Guidance.objects.create(
        case=case, text=checks.reason(text, "指导意见", field="text"), recorded_by=actor, recorded_at=at
    )
    move(case, "guide", actor=actor, at=at, on=today, status=False, data={"text": row.text[:200]})
    people = tell.people_of(organ=case.organ, roles=("head",))
    if case.handler is not None:
        people.append(case.handler)
    tell.tell(people, case, f"{case.case_number} 收到区政府办公室指导意见", kind="guide", at=at, by=actor)
    return row


def link(
    *, case: Case, actor: Staff, at: datetime, today: date, other_number: str, kind: str, reason: str = ""
) -> CaseLink:
    """关联 two cases that belong together.

    :raises BadValue: no such case for this person, the case itself, or linked already.
    """
    other = numbered(actor, other_number)
    if other is None:
        text = f"没有找到受理编号为“{other_number.strip()}”的办件，或者不止一件，请填写完整的受理编号。"
        raise BadValue(text, field="other_number")
    number = other.case_number
    if other.pk == case.pk:
        raise BadValue("办件不能与自己关联，请填写另一件的受理编号。", field="other_number")
    row, created = CaseLink.objects.get_or_create(
        case=case, other=other, kind=kind,
        defaults={"reason": reason.strip()[:200], "recorded_by": actor, "recorded_at": at},
    )  # fmt: skip
    if not created:
        raise BadValue(f"已经与 {number} 关联，不必重复登记。", field="other_number")
    data = {"other": number, "kind": kind, "reason": row.reason}
    move(case, "link", actor=actor, at=at, on=today, status=False, data=data)
    return row


def record_talk(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    talked_on: date,
    way: str,
    content: str,
    result: str,
    person: str = "",
) -> Talk:
    """沟通记录: a call or a talk with the applicant. It never stops or moves a date."""
    row = Talk.objects.create(
        case=case,
        talked_on=checks.past_date(talked_on, today=today, not_before=case.received_on, field="talked_on"),
        way=way,
        person=person.strip(),
        content=checks.reason(content, "沟通内容", field="content"),
        result=result,
        recorded_by=actor,
        recorded_at=at,
    )
    move(
        case, "record_talk", actor=actor, at=at, on=talked_on, status=False,
        data={"talk": row.pk, "way": way, "result": result},
    )  # fmt: skip
    return row
