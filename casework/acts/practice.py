"""The practice day moves on: only in a practice installation, and only forward.

What has been recorded would lie in the future if the day went back. This act alone asks for the time itself: the clock
is what it is about.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from casework.acts.record import record
from casework.errors import BadValue, NotFound
from casework.models import PracticeClock, Staff
from casework.now import clock_moved, now, today, wall
from casework.templatetags.display import date_cn

MOST_DAYS = 2 * 365


def farthest() -> date:
    """The last day the practice may go to: two years from the day on the wall."""
    return wall().date() + timedelta(days=MOST_DAYS)


def check(to: date) -> None:
    """See whether the practice day may become ``to``.

    :raises NotFound: no practice installation. :raises BadValue: not ahead of the practice day, or too far.
    """
    if not settings.DEMONSTRATION:
        raise NotFound("没有这个页面。")
    if to <= today():
        raise BadValue(f"练习日期只能往后调，现在已经是{date_cn(today())}，请选择这一天之后的日期。", field="day")
    if to > farthest():
        raise BadValue(f"练习日期最远到{date_cn(farthest())}，请选择较早的日期。", field="day")


def advance(to: date) -> None:
    """Let it be ``to`` for every process; where another has gone farther meanwhile, that stays.

    :raises NotFound, BadValue: as ``check``.
    """
    check(to)
    days = (to - wall().date()).days
    PracticeClock.objects.get_or_create(pk=PracticeClock.ONLY)
    PracticeClock.objects.filter(pk=PracticeClock.ONLY, days__lt=days).update(days=days)
    clock_moved()


@transaction.atomic
def move(*, actor: Staff, to: date, before: date | None = None) -> None:
    """Move the practice day to ``to`` and record it in the system's chain.

    :param before: the day it set out from, where days on the way were stopped at.
    :raises NotFound, BadValue: as ``check``.
    """
    at, before = now(), before or today()
    advance(to)
    record(case=None, verb="move_practice_day", actor=actor, at=at, on=to, data={"before": before, "day": to})
