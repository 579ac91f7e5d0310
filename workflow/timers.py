"""The sweep: claim what has fallen due and do what a person would do. Twice, late or by four at once: the same result.

A row is claimed by compare-and-set; a claim older than ten minutes belongs to a sweeper that died and is taken again.
Every firing is safe to repeat: acts refuse what is already done, notices carry a key that exists once.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q

from casework.acts import filing, tell
from casework.acts.deadlines import sign_by
from casework.acts.staffing import SYSTEM_USERNAME
from casework.errors import Fault, WrongState
from casework.law.errors import LawError
from casework.lawbook import working_calendar
from casework.models import (
    Assistance,
    Case,
    Consultation,
    Correction,
    Deadline,
    FeeCharge,
    IncomingMail,
    Posting,
    Remedy,
    Staff,
)
from casework.selectors.facts import followed, new_reply_limit
from casework.templatetags.display import date_cn
from letters.models import Letter
from workflow import desk
from workflow.models import Step
from workflow.ownership import candidates

log = logging.getLogger(__name__)
ABANDONED_CLAIM = timedelta(minutes=10)


def sweep(at: datetime, today: date, *, limit: int = 500) -> int:
    """Fire every limit that has fallen due by ``today``; return how many rows this sweep fired.

    A warning fires on its day; a period is over only the day after its last day.
    """
    due = Q(kind__in=_WARNINGS, due_on__lte=today) | (~Q(kind__in=_WARNINGS) & Q(due_on__lt=today))
    free = Q(state=Deadline.State.WAITING) | Q(state=Deadline.State.FIRING, claimed_at__lt=at - ABANDONED_CLAIM)
    fired = 0
    for row in Deadline.objects.filter(due & free).order_by("due_on", "id")[:limit]:
        if _claim(row, at):
            _fire_safely(row, at, today)
            fired += 1
    return fired


def next_day(after: date) -> date | None:
    """The first day later than ``after`` on which a waiting limit fires; None where nothing waits."""
    waiting = Deadline.objects.filter(state=Deadline.State.WAITING)
    warning = waiting.filter(kind__in=_WARNINGS, due_on__gt=after).aggregate(day=Min("due_on"))["day"]
    over = waiting.exclude(kind__in=_WARNINGS).filter(due_on__gte=after).aggregate(day=Min("due_on"))["day"]
    return min([day for day in (warning, over and over + timedelta(days=1)) if day], default=None)


def _claim(row: Deadline, at: datetime) -> bool:
    same = Deadline.objects.filter(pk=row.pk, state=row.state, claimed_at=row.claimed_at, due_on=row.due_on)
    return bool(same.update(state=Deadline.State.FIRING, claimed_at=at))


def _fire_safely(row: Deadline, at: datetime, today: date) -> None:
    """Fire one row in its own transaction; what the law refuses is told to those at work and waits for the fact."""
    try:
        with transaction.atomic():
            _FIRE[Deadline.Kind(row.kind)](row, at, today)
            _settle(row, Deadline.State.FIRED, at)
    except (Fault, LawError) as fault:
        log.warning("timer %s of case %s refused: %s", row.kind, row.case_id, fault.message)
        with transaction.atomic():
            case = _case(row)
            text = f"{case.case_number} {row.get_kind_display()}已届满，未能自动办理：{fault.message}"
            _tell(case, row, at, text, heads=_organ_heads(case))
            _settle(row, Deadline.State.REFUSED, at)


def _case(row: Deadline) -> Case:
    """The case of a limit that is a case's; those of what came in have none."""
    return Case.objects.select_related("organ").get(pk=row.case_id or 0)


def _settle(row: Deadline, state: Deadline.State, at: datetime) -> None:
    Deadline.objects.filter(pk=row.pk, state=Deadline.State.FIRING).update(state=state, fired_at=at)


def _lapse(row: Deadline, at: datetime, today: date) -> None:
    """No correction or no payment in time: the application is deemed abandoned (Art. 30; 国办函〔2020〕109号).

    Only on a notice that is known to have gone out: issued here, or its delivery entered.
    """
    if not _noticed(row):
        raise WrongState("告知书没有在系统中制发，也没有登记送达日期，请补登送达日期后再办。")
    desk.act("deem_abandoned", case_id=_case(row).pk, actor=system(), at=at, today=today)


def _noticed(row: Deadline) -> bool:
    case = _case(row)
    here = {"case": case, "round_no": case.round_no}
    code = "F06" if row.kind == Deadline.Kind.CORRECTION else "F19"
    if Letter.objects.filter(**here, code=code, state=Letter.State.ISSUED).exists():
        return True
    if row.kind == Deadline.Kind.CORRECTION:
        return Correction.objects.filter(**here, corrected_on=None, delivered_on__isnull=False).exists()
    return FeeCharge.objects.filter(**here, paid_on=None, received_on__isnull=False).exists()


def _silent(row: Deadline, at: datetime, today: date) -> None:
    """A party has not answered within its 15 working days (Arts 32, 34); a clerk may have entered that before."""
    if Consultation.objects.filter(pk=int(row.ref), closed_on__isnull=False).exists():
        return
    desk.act(
        "close_consultation", case_id=_case(row).pk, actor=system(), at=at, today=today,
        consultation_id=int(row.ref), opinion=Consultation.Opinion.SILENT.value,
    )  # fmt: skip


def _warn(row: Deadline, at: datetime, today: date) -> None:
    case = _case(row)
    unsigned = _unsigned(case) if sign_by(case.warn_on or row.due_on, working_calendar()) <= today else ""
    text = f"{case.case_number} 临近答复期限 {date_cn(case.due_on)}{unsigned}：{case.title}"
    _tell(case, row, at, text, heads=_organ_heads(case))


def _unsent(row: Deadline, at: datetime, today: date) -> None:
    """The draft should be with the leader who signs by today (T28)."""
    case = _case(row)
    if unsigned := _unsigned(case):
        _tell(case, row, at, f"{case.case_number} {unsigned.lstrip('，')}：{case.title}", heads=_organ_heads(case))


def _unsigned(case: Case) -> str:
    """That the draft has not come to the leader, in words; "" where it has, or the case has passed that desk."""
    step = desk.open_step(case)
    if step is None or step.flow_task.name in ("sign_off", "issue", "serve") or case.warn_on is None:
        return ""
    return f"，应当于 {date_cn(sign_by(case.warn_on, working_calendar()))}前送领导签发，尚未送签"


def _overdue(row: Deadline, at: datetime, today: date) -> None:
    case = _case(row)
    text = f"{case.case_number} 已超过答复期限 {date_cn(row.due_on)}：{case.title}"
    _tell(case, row, at, text, heads=_organ_heads(case) | Q(role="supervisor"))


def _stage_overdue(row: Deadline, at: datetime, today: date) -> None:
    """The internal limit of a desk has passed: told to whoever has it and to their head, nothing else happens."""
    step = Step.objects.filter(pk=int(row.ref), finished=None).first()
    if step is None:
        return
    case = _case(row)
    text = f"{case.case_number} “{step.flow_task.task_title}”环节已超过内部时限 {date_cn(row.due_on)}：{case.title}"
    _tell(case, row, at, text, heads=_organ_heads(case) | Q(role="unit_head", unit=case.unit_id))


def _chase(row: Deadline, at: datetime, today: date) -> None:
    """A unit asked for help has not answered: its people are told, then its head, then who can make it answer."""
    number, _, level = row.ref.partition(":")
    asked = Assistance.objects.select_related("unit__organ", "case").get(pk=int(number))
    if asked.answered_on is not None or not asked.case.is_open:
        return
    people = Q(role="handler", unit=asked.unit_id)
    if level >= "1":
        people |= Q(role="unit_head", unit=asked.unit_id)
    if level >= "2":
        people |= Q(role="head", organ=asked.unit.organ_id) | Q(role="supervisor")
    text = (
        f"{asked.case.case_number} 请{asked.unit}协办的事项应于 {date_cn(asked.due_on)} 反馈，尚未反馈：{asked.subject}"
    )
    told = Posting.objects.filter(people, staff__is_active=True).values_list("staff_id", flat=True)
    once_key = f"{row.kind}:{row.ref}"
    tell.tell(set(told), asked.case, text, kind=row.kind, at=at, once_key=once_key)


def _remedy(row: Deadline, at: datetime, today: date) -> None:
    """The organ's answer in reconsideration or court falls due, or has (行政复议法 48, 54, 70; 行政诉讼法 67)."""
    remedy = Remedy.objects.select_related("case").get(pk=int(row.ref))
    if not remedy.awaits_answer:
        return
    case, late = remedy.case, row.kind == Deadline.Kind.REMEDY
    text = f"{case.case_number} {remedy.get_kind_display()}（{remedy.body}）的答复举证"
    text += f"已超过期限 {date_cn(remedy.answer_by)}" if late else f"期限为 {date_cn(remedy.answer_by)}"
    _tell(case, row, at, f"{text}：{case.title}", heads=_lawyers(case, late))


def _order(row: Deadline, at: datetime, today: date) -> None:
    """A new reply was ordered and nobody has begun it."""
    remedy = Remedy.objects.select_related("case").get(pk=int(row.ref))
    if remedy.opened_round is not None or followed(remedy.case, remedy):
        return
    case, late, by = remedy.case, row.kind == Deadline.Kind.ORDER, date_cn(new_reply_limit(remedy))
    text = f"{case.case_number} 应当于 {by} 前重新答复，{'已超过期限' if late else '尚未开始办理'}：{case.title}"
    _tell(case, row, at, text, heads=_lawyers(case, late))


def _filing(row: Deadline, at: datetime, today: date) -> None:
    """A reply is to be filed with the district office today, or should have been (T26)."""
    case, late = _case(row), row.kind == Deadline.Kind.FILING
    if str(case.round_no) != row.ref or filing.awaited(case) is None:
        return
    text = f"{case.case_number} 答复备案{'已超过期限' if late else '今天到期'}（{date_cn(row.due_on)}）：{case.title}"
    heads = _organ_heads(case) | Q(role="supervisor") if late else Q(pk__in=[])
    _tell(case, row, at, text, heads=heads | Q(role="intake", organ=case.organ_id))


def _unconfirmed(row: Deadline, at: datetime, today: date) -> None:
    """The last day to confirm what came in with the applicant has passed (T12); a clerk of the organ sees to it."""
    mail = IncomingMail.objects.select_related("organ", "addressed_to").get(pk=row.mail_id or 0)
    if mail.confirmed_on or mail.state not in (IncomingMail.State.CONFIRMING, IncomingMail.State.HANDED):
        return
    people = tell.people_of(organ=mail.addressed_to or mail.organ, roles=("intake",))
    text = f"来件应于 {date_cn(row.due_on)} 与申请人确认，尚无确认记录：{mail.title}"
    once_key = f"{row.kind}:{mail.pk}:{row.due_on}"
    tell.tell(people, None, text, kind=row.kind, at=at, mail=mail, once_key=once_key)


def _lawyers(case: Case, late: bool) -> Q:
    """Who answers in reconsideration and court; once it is late also who answers for them."""
    roles = ("legal", "intake", "head") if late else ("legal", "intake")
    people = Q(role__in=roles, organ=case.organ_id)
    return people | Q(role="supervisor") if late else people


def _organ_heads(case: Case) -> Q:
    return Q(role="head", organ=case.organ_id)


def _tell(case: Case, row: Deadline, at: datetime, text: str, *, heads: Q) -> None:
    """One line to whoever the case lies with, or could be claimed by, and to the heads."""
    people = set(Posting.objects.filter(heads, staff__is_active=True).values_list("staff_id", flat=True))
    step = desk.open_step(case)
    if step is not None:
        people |= {step.owner_id} if step.owner_id else {person.pk for person in candidates(case, step.flow_task.name)}
    once_key = f"{row.kind}:{case.pk}:{row.ref}:{row.due_on}"
    tell.tell(people, case, text, kind=row.kind, at=at, once_key=once_key)


def system() -> Staff:
    """The actor of timers: a member of staff nobody can sign in as."""
    return Staff.objects.get(username=SYSTEM_USERNAME)


_FIRE = {
    Deadline.Kind.REPLY_SOON: _warn,
    Deadline.Kind.REPLY: _overdue,
    Deadline.Kind.SIGN: _unsent,
    Deadline.Kind.CORRECTION: _lapse,
    Deadline.Kind.PAYMENT: _lapse,
    Deadline.Kind.OPINION: _silent,
    Deadline.Kind.STAGE: _stage_overdue,
    Deadline.Kind.ASSIST: _chase,
    Deadline.Kind.REMEDY_SOON: _remedy,
    Deadline.Kind.REMEDY: _remedy,
    Deadline.Kind.ORDER_SOON: _order,
    Deadline.Kind.ORDER: _order,
    Deadline.Kind.FILING_SOON: _filing,
    Deadline.Kind.FILING: _filing,
    Deadline.Kind.CONFIRM: _unconfirmed,
}
_WARNINGS = (
    Deadline.Kind.REPLY_SOON,
    Deadline.Kind.SIGN,
    Deadline.Kind.REMEDY_SOON,
    Deadline.Kind.ORDER_SOON,
    Deadline.Kind.FILING_SOON,
)
