"""What the clock noticed: it never changes a date silently, it says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Flag:
    """``code`` for programs, ``text`` a Chinese sentence, ``article`` the rule, ``on`` the limit it is about."""

    code: str
    text: str
    article: str = ""
    on: date | None = None
