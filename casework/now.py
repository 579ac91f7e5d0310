"""The only clock the product reads.

Views, tasks and commands ask here; everything below them is told the time as an argument. Tests, and whoever tells a
story of the past, pin it for one context; a practice installation runs whole days ahead of the clock on the wall, as
many as its database says. Sessions, cookies and locks on sign-in keep to Django's own clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
_pinned: ContextVar[datetime | None] = ContextVar("pinned_now", default=None)
# What this request or task has looked up: None outside of one, empty before the first look.
_held: ContextVar[list[int] | None] = ContextVar("practice_days_held", default=None)


def wall() -> datetime:
    """Return the aware moment in Asia/Shanghai by the clock on the wall, whatever day is practised."""
    return datetime.now(SHANGHAI)


def now() -> datetime:
    """Return the aware moment in Asia/Shanghai."""
    return _pinned.get() or wall() + timedelta(days=_days_ahead())


def today() -> date:
    """Return the civil date in Asia/Shanghai: the day a legal period is counted in."""
    return now().astimezone(SHANGHAI).date()


@contextmanager
def pinned(moment: datetime) -> Iterator[None]:
    """Let the product believe it is ``moment`` (aware) within the block."""
    if moment.tzinfo is None:
        raise ValueError("the pinned moment needs a time zone")
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)


@contextmanager
def looked_up_once(found: ContextVar[Any]) -> Iterator[None]:
    """Within the block ``found`` keeps what is looked up first; a block inside another changes nothing."""
    if found.get() is not None:
        yield
        return
    token = found.set([])
    try:
        yield
    finally:
        found.reset(token)


clock_held = partial(looked_up_once, _held)  # one look at the practice day for a request, a sweep


def clock_moved() -> None:
    """The practice day has just been moved here: look it up again."""
    if held := _held.get():
        held.clear()


def _days_ahead() -> int:
    """Days the practice day is ahead; production has none and reads nothing."""
    if not settings.DEMONSTRATION:
        return 0
    held = _held.get()
    if held:
        return held[0]
    from casework.models import PracticeClock

    days = PracticeClock.objects.filter(pk=PracticeClock.ONLY).values_list("days", flat=True).first() or 0
    if held is not None:
        held[:] = [days]
    return days
