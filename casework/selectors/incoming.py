"""What came in and is no case yet: which rows wait for a person, and how near their last day is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from casework.acts import incoming
from casework.law.clock import ClockState
from casework.law.lights import STOPPED, Light, light
from casework.lawbook import law_settings, working_calendar
from casework.models import IncomingMail, Staff
from casework.models.incoming import IncomingQuerySet

State = IncomingMail.State
TO_HAND_OVER = Q(state__in=[State.WAITING, State.REFUSED])


@dataclass(frozen=True)
class Standing:
    """``what`` is to be done by ``due``; ``days_left`` in working days (0 = today, negative = overdue, None = held)."""

    what: str
    due: date
    light: Light
    days_left: int | None


def waiting(actor: Staff) -> IncomingQuerySet:
    """The rows that want something of the person's own organs: confirm and register, or hand over."""
    organs = [post.organ_id for post in actor.posts if post.role == "intake"]
    here = Q(organ__in=organs) & (Q(state=State.CONFIRMING) | TO_HAND_OVER)
    return IncomingMail.objects.filter(here | Q(addressed_to__in=organs, state=State.HANDED))


def count_for(actor: Staff) -> int | None:
    """How many wait; None for somebody who takes in nothing."""
    return waiting(actor).count() if actor.holds("intake") else None


def standing(row: IncomingMail, today: date) -> Standing | None:
    """Where a row stands against its last day; None where nothing runs. Reads the tries, which lists fetch ahead."""
    settings, calendar = law_settings(), working_calendar()
    if row.state == State.CONFIRMING and row.confirmed_on:
        days = dict(settings.stage_limits)["register"]
        what, due = "登记", calendar.nth_working_day_after(row.confirmed_on, days)
    elif row.state == State.CONFIRMING or (row.state == State.HANDED and row.addressed_to_id is not None):
        what, due = "登记" if row.misdirected else "确认", incoming.last_day(row)
        if row.confirmed_on is None and incoming.needs_confirmation(row) and incoming.unreachable(row):
            return Standing("确认", due, STOPPED, None)
    else:
        return None
    late = -max(1, calendar.working_days_between(due, today)) if today > due else None
    days_left = late if late is not None else calendar.working_days_between(today, due)
    return Standing(what, due, light(days_left, ClockState.RUNNING, settings), days_left)
