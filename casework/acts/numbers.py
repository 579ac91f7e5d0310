"""Gapless numbers: one counter row per organ, year and kind, moved in the transaction that uses the number."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from casework.models import NumberSeries, Organ


def take(*, organ: Organ, year: int, kind: str) -> int:
    """Return the next number of a series, starting at 1. A rollback gives it back: no gaps, no doubles."""
    key: dict[str, Any] = {"organ": organ, "year": year, "kind": kind}
    if not NumberSeries.objects.filter(**key).update(last=F("last") + 1):
        NumberSeries.objects.get_or_create(**key)
        NumberSeries.objects.filter(**key).update(last=F("last") + 1)
    return NumberSeries.objects.values_list("last", flat=True).get(**key)
