"""审查: the disclosure office takes the application up."""

from __future__ import annotations

from datetime import date, datetime

from casework.acts.move import move
from casework.models import Case, Staff


def examine(*, case: Case, actor: Staff, at: datetime, today: date) -> None:
    """The disclosure office begins to examine the application (Arts 29, 30)."""
    move(case, "examine", actor=actor, at=at, on=today)
