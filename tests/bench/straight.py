"""The figures counted without facts and totals: straight from the cases, as a page without them would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from casework.models import Case, CaseFact, Organ
from casework.models.fact import BUCKET
from casework.statistics.facts import BUCKETS, DAYS, DIMENSIONS, expected
from casework.statistics.span import Span
from casework.statistics.tally import By, Counts, Tally


class StraightTally(Tally):
    """Reads every case of the period with its applicant and its rows of procedure, and divides them."""

    def __init__(self, organ: Organ | None) -> None:
        super().__init__(organ, totals=False)
        self.read: dict[tuple[str, Span], list[Any]] = {}

    def count(self, family: str, codes: Sequence[str], span: Span, *, by: By = "") -> Counts:
        found: Counts = {code: Counter() for code in codes}
        if span.last < span.first:
            return found
        day = {"received_on": "received_on", "ended_on": "first_closed_on"}[DAYS[family]]
        if list(codes) == ["all"] and not by:
            cases = Case.objects.filter(matter="disclosure", **{f"{day}__range": (span.first, span.last)})
            found["all"]["", 0] = cases.count()
            return found
        if (day, span) not in self.read:  # a page reads the cases of a period once, however many figures it shows
            cases = Case.objects.filter(**{f"{day}__range": (span.first, span.last)})
            self.read[day, span] = [CaseFact(*values) for values in expected(cases)]
        for fact in self.read[day, span]:
            at = getattr(fact, BUCKETS[family])
            key = {"month": at // BUCKET, "organ": at % BUCKET, "bucket": at, "": 0}[by]
            for code in codes:
                if _counts(fact, code):
                    fields = DIMENSIONS[family][code].fields
                    found[code]["|".join(_word(getattr(fact, name)) for name in fields), key] += 1
        return found


def _counts(fact: Any, code: str) -> bool:
    if code in ("extended", "corrected", "consulted", "reviewed", "overturned"):
        return bool(getattr(fact, code))
    if code in ("late", "topic_late"):
        return fact.late is not None
    return code != "days" or fact.days is not None


def _word(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)
