"""The law as this installation applies it: the settings of the open questions and the calendar in force."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import fields, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from casework.law.calendar import WorkingCalendar
from casework.law.errors import InvalidFact
from casework.law.notices import NOTICES
from casework.law.settings import DEFAULTS, LawSettings
from casework.law.stages import parsed
from casework.now import looked_up_once


@lru_cache(maxsize=1)
def law_settings() -> LawSettings:
    """Return the settings: defaults of the specification, changed by LAW_… variables of the environment.

    :raises casework.law.errors.InvalidFact: an unknown key, or a value that cannot be read or is no alternative; the
        system check tells it at the start.
    """
    known = {field.name.lower(): field for field in fields(LawSettings)}
    changes: dict[str, Any] = {}
    for name, value in settings.LAW.items():
        if name not in known:
            raise InvalidFact(f"没有名为 LAW_{name.upper()} 的设置项，请对照 casework/law/settings.py 改正。")
        changes[known[name].name] = _read(known[name].name, known[name].default, value)
    return replace(DEFAULTS, **changes)


def _read(name: str, default: Any, value: str) -> Any:
    if name == "stage_limits":
        return parsed(value)
    if isinstance(default, tuple):
        return tuple((dict(default) | _pairs(name, value)).items())
    if not isinstance(default, int):
        return value
    if not value.strip().isdecimal():
        raise InvalidFact(f"LAW_{name.upper()} 应为不小于 0 的整数，现为“{value}”，请改正。")
    return int(value)


def _pairs(name: str, text: str) -> dict[str, str]:
    """``A=甲,B=乙``; what is left out keeps its default."""
    pairs = [[part.strip() for part in piece.split("=")] for piece in text.split(",") if piece.strip()]
    if not all(len(pair) == 2 and all(pair) for pair in pairs):
        raise InvalidFact(f"LAW_{name.upper()}“{text}”无法识别，请写成“代码=内容”，几项之间用英文逗号隔开。")
    return dict(pairs)


# The newest imported notice: a rolled-back import may leave its number to another, so the number alone is no name.
Newest = tuple[int, str, datetime]
# What this request or task has looked up: None outside of one, empty before the first look.
_held: ContextVar[list[Newest | None] | None] = ContextVar("calendar_held", default=None)


def working_calendar(*, check: bool = False) -> WorkingCalendar:
    """Return the calendar in force: the built-in notices and every imported one.

    Which notices there are is asked once per request, task or command (``calendar_held``), outside of them each time:
    one small statement, never one per replay.

    :param check: ask again. Whoever writes dates asks after locking the case, so that an import that has just taken
        effect in another process is not missed.
    """
    held = _held.get()
    if check or not held:
        newest = _newest()
        if held is not None:
            held[:] = [newest]
        return calendar_through(newest)
    return calendar_through(held[0])


calendar_held = partial(looked_up_once, _held)  # one look at the calendar for a request, an act, a command


def _newest() -> Newest | None:
    from casework.models import HolidayNotice

    return HolidayNotice.objects.order_by("-pk").values_list("pk", "sha256", "imported_at").first()


@lru_cache(maxsize=8)
def calendar_through(newest: Newest | None) -> WorkingCalendar:
    """The calendar with the imported notices up to row ``newest``; rows never change, so it may be kept."""
    from casework.models import HolidayNotice

    imported = HolidayNotice.objects.filter(pk__lte=newest[0]).order_by("pk") if newest else ()
    notices = [*NOTICES, *(row.as_notice() for row in imported)]
    return WorkingCalendar(notices, law_settings().calendar_provisional)


def calendar_if_any() -> WorkingCalendar:
    """The calendar in force where there is a database, otherwise the built-in one: for commands that need none."""
    try:
        return working_calendar()
    except DatabaseError:
        return calendar_through(None)
