"""The sweep: claim what has fallen due and do what a person would do. Twice, late or by four at once: the same result.

A row is claimed by compare-and-set; a claim older than ten minutes belongs to a sweeper that died and is taken again.
Every firing is safe to repeat: acts refuse what is already done, notices carry a key that exists once.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from casework.errors import Fault
from casework.models import Case, Consultation, Deadline, Notice, Posting, Staff
from casework.templatetags.display import date_cn
from workflow import desk

log = logging.getLogger(__name__)
ABANDONED_CLAIM = timedelta(minutes=10)
SYSTEM_USERNAME = "system"


def sweep(at: datetime, today: date, *, limit: int = 500) -> int:
    """Fire every limit that has fallen due by ``today``; return how many rows this sweep fired.

    A warning fires on its day; a period is over only the day after its last day.
    """
    warnings = Q(kind=Deadline.Kind.REPLY_SOON, due_on__lte=today)
    due = warnings | (~Q(kind=Deadline.Kind.REPLY_SOON) & Q(due_on__lt=today))
    free = Q(state=Deadline.State.WAITING) | Q(state=Deadline.State.FIRING, claimed_at__lt=at - ABANDONED_CLAIM)
    fired = 0
    for row in Deadline.objects.filter(due & free).order_by("due_on", "id")[:limit]:
        if _claim(row, at):
            _fire_safely(row, at, today)
            fired += 1
    return fired


def _claim(row: Deadline, at: datetime) -> bool:
    same = Deadline.objects.filter(pk=row.pk, state=row.state, claimed_at=row.claimed_at)
    return bool(same.update(state=Deadline.State.FIRING, claimed_at=at))


def _fire_safely(row: Deadline, at: datetime, today: date) -> None:
    """Fire one row in its own transaction; a refusal by the law is a fact to log, not a reason to stop the sweep."""
    try:
        with transaction.atomic():
            _FIRE[Deadline.Kind(row.kind)](row, at, today)
            Deadline.objects.filter(pk=row.pk, state=Deadline.State.FIRING).update(
                state=Deadline.State.FIRED, fired_at=at
            )
    except Fault as fault:
        log.warning("timer %s of case %s refused: %s", row.kind, row.case_id, fault.message)
        Deadline.objects.filter(pk=row.pk, state=Deadline.State.FIRING).update(state=Deadline.State.FIRED, fired_at=at)


def _lapse(row: Deadline, at: datetime, today: date) -> None:
    """No correction or no payment in time: the application is deemed abandoned (Art. 30; 国办函〔2020〕109号)."""
    desk.act("deem_abandoned", case_id=row.case_id, actor=system(), at=at, today=today)


def _silent(row: Deadline, at: datetime, today: date) -> None:
    """A party has not answered within its 15 working days (Arts 32, 34)."""
    desk.act(
        "close_consultation", case_id=row.case_id, actor=system(), at=at, today=today,
        consultation_id=int(row.ref), opinion=Consultation.Opinion.SILENT.value,
    )  # fmt: skip


def _warn(row: Deadline, at: datetime, today: date) -> None:
    case = Case.objects.get(pk=row.case_id)
    _tell(case, row, at, f"{case.case_number} 临近答复期限 {date_cn(case.due_on)}：{case.title}", supervise=False)


def _overdue(row: Deadline, at: datetime, today: date) -> None:
    case = Case.objects.get(pk=row.case_id)
    _tell(case, row, at, f"{case.case_number} 已超过答复期限 {date_cn(row.due_on)}：{case.title}", supervise=True)


def _tell(case: Case, row: Deadline, at: datetime, text: str, *, supervise: bool) -> None:
    """One line to whoever the case lies with and to the heads; overdue also to district supervision."""
    roles = Q(role="head", organ=case.organ_id)
    if supervise:
        roles |= Q(role="supervisor")
    people = {posting.staff_id for posting in Posting.objects.filter(roles, staff__is_active=True)}
    step = desk.open_step(case)
    if step is not None and step.owner_id:
        people.add(step.owner_id)
    Notice.objects.bulk_create(
        [
            Notice(
                staff_id=person, case=case, kind=row.kind, text=text[:200], created_at=at,
                once_key=f"{row.kind}:{case.pk}:{row.due_on}",
            )
            for person in sorted(people)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def system() -> Staff:
    """The actor of timers: a member of staff nobody can sign in as."""
    return Staff.objects.get(username=SYSTEM_USERNAME)


_FIRE = {
    Deadline.Kind.REPLY_SOON: _warn,
    Deadline.Kind.REPLY: _overdue,
    Deadline.Kind.CORRECTION: _lapse,
    Deadline.Kind.PAYMENT: _lapse,
    Deadline.Kind.OPINION: _silent,
    Deadline.Kind.STAGE: _warn,
}
