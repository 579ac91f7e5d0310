"""Count cases of a period: month totals where they are up to date, the facts themselves for the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal

from django.db import connection
from django.db.models import Case, CharField, F, IntegerField, Min, Q, Sum, Value, When

from casework.models import CaseFact, MonthTotal, Organ, StaleMonth
from casework.models.fact import BUCKET
from casework.statistics.facts import (
    BUCKETS,
    DAYS,
    DIMENSIONS,
    DISTRICT,
    IN,
    OUT,
    Dimension,
    district,
    month_of,
    value_of,
)
from casework.statistics.span import Span

By = Literal["month", "organ", "bucket", ""]
Counts = dict[str, Counter[tuple[str, int]]]


class Tally:
    """The figures of one organ, or of the district where ``organ`` is None."""

    def __init__(self, organ: Organ | None, *, totals: bool = True) -> None:
        """:param totals: False counts everything from the facts, to compare and to measure."""
        self.organ, self.totals = organ, totals
        stale = StaleMonth.objects.values_list("bucket", flat=True).distinct()
        self.stale = {at for at in stale if organ is None or at % BUCKET == organ.pk}

    def count(self, family: str, codes: Sequence[str], span: Span, *, by: By = "") -> Counts:
        """Cases of a period by dimension: counters of (value, key), key being the month, the organ, both or 0.

        Months are counted since the year nought, twelve a year; both are month × 100 000 + organ.
        """
        found: Counts = {code: Counter() for code in codes}
        if span.last < span.first:
            return found
        whole, rest = span.parts() if self.totals else (None, [span])
        if whole is not None:
            self._from_totals(family, whole, by, found)
        if live := self._live(family, whole, rest, by):
            self._from_facts(family, live, by, found)
        return found

    def all(self, family: str, span: Span) -> int:
        return self.count(family, ["all"], span)["all"].total()

    def open_at_end_of(self, day: date) -> int:
        """What the day carried over: received by then, not yet answered then."""
        if self.first is None or self.first > day:
            return 0
        ever = Span(self.first, day)
        return self.all(IN, ever) - self.all(OUT, ever)

    @cached_property
    def first(self) -> date | None:
        """The day the earliest request came, or the earliest answer where it lies before; None of no requests."""
        days = CaseFact.objects.aggregate(received=Min("received_on"), ended=Min("ended_on"))
        return min((day for day in days.values() if day), default=None)

    def _stale_in(self, whole: Span | None) -> list[int]:
        if whole is None:
            return []
        first, last = month_of(whole.first), month_of(whole.last)
        return sorted(at for at in self.stale if first <= at // BUCKET <= last)

    def _from_totals(self, family: str, whole: Span, by: By, found: Counts) -> None:
        first, last = month_of(whole.first), month_of(whole.last)
        rows = MonthTotal.objects.filter(family=family, dimension__in=list(found)).order_by()
        stale = self._stale_in(whole)
        if self.organ is not None or not _by_organ(by):
            organ = DISTRICT if self.organ is None else self.organ.pk
            behind = {at // BUCKET for at in stale}
            wanted = [month * BUCKET + organ for month in range(first, last + 1) if month not in behind]
            rows = rows.filter(bucket__in=wanted)
        else:
            rows = rows.filter(bucket__gte=first * BUCKET, bucket__lt=(last + 1) * BUCKET)
            rows = rows.exclude(organ_id=DISTRICT).exclude(bucket__in=stale)
        keys = {"month": ["month"], "organ": ["organ_id"], "bucket": ["bucket"], "": []}[by]
        for code, value, *key, number in rows.values_list("dimension", "value", *keys).annotate(Sum("number")):
            found[code][value, key[0] if key else 0] += number

    def _from_facts(self, family: str, live: list[Q], by: By, found: Counts) -> None:
        """Read the facts once, however many dimensions are asked for, and let the database count each.

        Each part is a statement of its own: of several at once PostgreSQL would not read from the index alone.
        """
        by_bucket = F(BUCKETS[family])
        keys: dict[str, Any] = {"month": by_bucket / BUCKET, "organ": F("organ_id"), "bucket": by_bucket}
        codes, names = list(found), [f"value_{at}" for at in range(len(found))]
        values = {name: _value_or_none(DIMENSIONS[family][code]) for name, code in zip(names, codes, strict=True)}
        rows = CaseFact.objects.order_by().annotate(at=keys.get(by, Value(0, IntegerField())), **values)
        read = [rows.filter(part).values_list("at", *names).query.sql_with_params() for part in live]
        given = [parameter for _, parameters in read for parameter in parameters]
        counted = [
            f"SELECT {at}, at, {name}, count(*) FROM live WHERE {name} IS NOT NULL GROUP BY at, {name}"  # noqa: S608
            for at, name in enumerate(names)
        ]
        parts, sums = (" UNION ALL ".join(some) for some in ((select for select, _ in read), counted))
        with connection.cursor() as cursor:
            cursor.execute(f"WITH live AS ({parts}) {sums}", given)
            for at, key, value, number in cursor.fetchall():
                found[codes[at]][value, int(key)] += number

    def _live(self, family: str, whole: Span | None, rest: list[Span], by: By) -> list[Q]:
        """The facts that no total stands for, in parts without overlap: days at the ends, months behind their facts."""
        live = [Q(**{f"{DAYS[family]}__range": (part.first, part.last)}) for part in rest]
        stale, bucket = self._stale_in(whole), BUCKETS[family]
        if self.organ is not None:
            live = [
                days & Q(**{f"{bucket}__in": [month_of(month.first) * BUCKET + self.organ.pk for month in part.months]})
                for part, days in zip(rest, live, strict=True)
            ]
        if self.organ is not None or _by_organ(by):
            live += [Q(**{f"{bucket}__in": stale})] if stale else []
        else:
            months = sorted({district(at) for at in stale})
            live += [Q(**{f"{bucket}__range": (month, month + BUCKET - 1)}) for month in months]
        return live


def _value_or_none(dimension: Dimension) -> Any:
    """The value of a fact in this dimension; None where it stands in no total of it."""
    if not dimension.only:
        return value_of(dimension)
    return Case(When(dimension.only, then=value_of(dimension)), default=None, output_field=CharField())


def _by_organ(by: By) -> bool:
    return by in ("organ", "bucket")
