"""The only clock the product reads.

Views, tasks and commands ask here; everything below them is told the time as an argument. The demonstration clock
and the tests set it for one context.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_pinned: ContextVar[datetime | None] = ContextVar("pinned_now", default=None)


def now() -> datetime:
    """Return the aware moment in Asia/Shanghai."""
    return _pinned.get() or datetime.now(SHANGHAI)


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
