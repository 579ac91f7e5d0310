"""A line in somebody's bell; whoever did the thing is not told of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from casework.models import Case, Notice, Organ, Staff, Unit


def tell(
    people: Iterable[Staff], case: Case | None, text: str, *, kind: str, at: datetime, by: Staff, once_key: str = ""
) -> None:
    """Write one notice each; one that carries a ``once_key`` is written once whatever happens twice."""
    rows = [
        Notice(staff=person, case=case, kind=kind, text=text[:200], created_at=at, once_key=once_key)
        for person in people
        if person.pk != by.pk
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=bool(once_key))


def people_of(*, unit: Unit | None = None, organ: Organ | None = None, roles: tuple[str, ...]) -> list[Staff]:
    """The active staff who hold one of ``roles`` for the unit, for the organ, or (neither given) in the district."""
    scope = Q(postings__role__in=roles)
    if unit is not None:
        scope &= Q(postings__unit=unit)
    if organ is not None:
        scope &= Q(postings__organ=organ)
    return list(Staff.objects.filter(scope, is_active=True).distinct().order_by("pk"))
