"""The law as this installation applies it: the settings of the open questions and the calendar in force."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from django.conf import settings

from casework.law.calendar import WorkingCalendar, current_calendar
from casework.law.settings import DEFAULTS, LawSettings


@lru_cache(maxsize=1)
def law_settings() -> LawSettings:
    """Return the settings: defaults of the specification, changed by LAW_… variables of the environment.

    :raises casework.law.errors.InvalidFact: a value outside the alternatives.
    """
    known = {field.name.lower(): field for field in fields(LawSettings)}
    changes: dict[str, Any] = {}
    for name, value in settings.LAW.items():
        if name not in known:
            raise ValueError(f"LAW_{name.upper()}: unknown key of the law settings")
        changes[known[name].name] = int(value) if isinstance(known[name].default, int) else value
    return replace(DEFAULTS, **changes)


def working_calendar() -> WorkingCalendar:
    """Return the calendar in force, with every notice known to this installation."""
    return current_calendar()
