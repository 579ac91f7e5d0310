"""备注: a remark on the file that changes nothing in law."""

from __future__ import annotations

from datetime import date, datetime

from casework.acts import checks
from casework.acts.move import move
from casework.models import Case, Staff


def note(*, case: Case, actor: Staff, at: datetime, today: date, text: str) -> None:
    """Add a remark to the history."""
    data = {"text": checks.reason(text, "备注", field="text")[:500]}
    move(case, "note", actor=actor, at=at, on=today, status=False, data=data)
