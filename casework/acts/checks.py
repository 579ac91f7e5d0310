"""Small checks the acts share; each refusal names the field and says what to do."""

from __future__ import annotations

from datetime import date
from typing import overload

from casework.errors import BadValue, MissingFact


@overload
def past_date(day: date, *, today: date, not_before: date | None = None, field: str) -> date: ...


@overload
def past_date(day: None, *, today: date, not_before: date | None = None, field: str) -> None: ...


@overload
def past_date(day: date | None, *, today: date, not_before: date | None = None, field: str) -> date | None: ...


def past_date(day: date | None, *, today: date, not_before: date | None = None, field: str) -> date | None:
    """Return ``day`` if it has happened and not before ``not_before``; None stays None.

    :raises BadValue: a date to come, or one that contradicts an earlier fact.
    """
    if day is None:
        return None
    if day > today:
        raise BadValue(f"{day} 晚于今天（{today}），请填写已经发生的日期。", field=field)
    if not_before is not None and day < not_before:
        raise BadValue(f"{day} 早于此前的 {not_before}，两个日期互相矛盾，请核对。", field=field)
    return day


def reason(text: str, what: str, *, field: str) -> str:
    """Return the trimmed reason. :raises MissingFact: none was given."""
    if not text.strip():
        raise MissingFact(f"{what}须写明理由。", field=field)
    return text.strip()
