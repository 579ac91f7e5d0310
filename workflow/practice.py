"""Practice: let days pass. Every limit on the way fires on its own day, as it would have if people had waited."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from casework.acts import practice
from casework.models import Deadline, Staff
from casework.now import now, today
from workflow import tasks, timers

Kind, State = Deadline.Kind, Deadline.State
_SAID = (
    ((Kind.REPLY_SOON,), "件临近答复期限"),
    ((Kind.REPLY,), "件超过答复期限"),
    ((Kind.CORRECTION, Kind.PAYMENT), "件视为放弃"),
    ((Kind.SIGN,), "件应当送领导签发"),
    ((Kind.OPINION,), "件征求意见期满未答复"),
    ((Kind.STAGE,), "件超过环节时限"),
    ((Kind.ASSIST,), "件协办超过反馈期限"),
    ((Kind.CONFIRM,), "件来件超过确认期限"),
    ((Kind.REMEDY_SOON, Kind.ORDER_SOON, Kind.FILING_SOON), "件复议诉讼、重新答复或者备案临近期限"),
    ((Kind.REMEDY, Kind.ORDER, Kind.FILING), "件复议诉讼、重新答复或者备案超过期限"),
)


def let_pass(*, actor: Staff, to: date) -> list[str]:
    """Move the practice day to ``to`` and return what happened on the way, one phrase a kind ("3 件视为放弃").

    The clock stops at each day on which something fires, so that other processes see the same days.

    :raises NotFound: no practice installation. :raises BadValue: not ahead of the practice day, or too far.
    """
    practice.check(to)
    start, before = now(), today()
    while (day := timers.next_day(today())) and day < to:
        practice.advance(day)
        timers.sweep(now(), today())
    practice.move(actor=actor, to=to, before=before)
    tasks.sweep()
    return happened(start)


def happened(since: datetime) -> list[str]:
    """What the timers have done after ``since``: cases by kind, those that wait for a fact last."""
    rows = Deadline.objects.filter(fired_at__gt=since)
    said = []
    for kinds, words in _SAID:
        count = _cases(rows.filter(state=State.FIRED, kind__in=kinds))
        said += [f"{count} {words}"] if count else []
    waits = _cases(rows.filter(state=State.REFUSED))
    return said + ([f"{waits} 件期限已届满，待补登事实后办理"] if waits else [])


def _cases(rows: QuerySet[Deadline]) -> int:
    return rows.order_by().values("case", "mail").distinct().count()
