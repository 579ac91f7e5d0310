"""Keep the facts behind the figures: with each case in one transaction, all anew by a command, totals by the month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet, Sum, Value

from casework.among import Among
from casework.models import Case, CaseFact, MonthTotal, StaleMonth
from casework.models.fact import BUCKET
from casework.statistics.facts import (
    BUCKETS,
    CHUNK,
    DISTRICT,
    FIELDS,
    compared,
    dimensions,
    district,
    expected,
    grouped,
    same,
    unmarked,
)

PART = 200
_CHANGING = [name for name in FIELDS if name != "case_id"]


def refresh(case: Case) -> None:
    """Make the fact row of a case what the case now says; its months wait to be added up where it changed."""
    if case.matter != Case.Matter.DISCLOSURE:
        return
    [(fact, before)] = compared(Case.objects.filter(pk=case.pk))
    if before is not None and same(before, fact):
        return
    _write([fact])
    _stale({at for row in (before, fact) if row for at in (row.in_bucket, row.out_bucket) if at is not None})


def add(cases: Sequence[Case]) -> None:
    """Write the fact rows of new cases."""
    if not cases:
        return
    rows = expected(Case.objects.filter(pk__in=[case.pk for case in cases]))
    facts = [CaseFact(*values) for values in rows]  # type: ignore[misc]
    _write(facts)
    _stale({at for fact in facts for at in (fact.in_bucket, fact.out_bucket) if at is not None})


def _write(facts: Sequence[CaseFact]) -> None:
    CaseFact.objects.bulk_create(
        facts, batch_size=500, update_conflicts=True, unique_fields=["case"], update_fields=_CHANGING
    )


def _stale(buckets: set[int]) -> None:
    StaleMonth.objects.bulk_create([StaleMonth(bucket=at) for at in sorted(buckets)])


@transaction.atomic
def rebuild(progress: Callable[[int], None] = lambda done: None) -> int:
    """Make every fact row and every total anew from the cases; return the number of requests."""
    MonthTotal.objects.all().delete()
    StaleMonth.objects.all().delete()
    CaseFact.objects.all().delete()
    done = 0
    rows = expected(Case.objects.all())
    while chunk := list(islice(rows, CHUNK)):
        _pour(chunk)
        done += len(chunk)
        progress(done)
    for family, code in dimensions():
        _insert(grouped(CaseFact.objects.all(), family, code), family, code)
    _sum_up()
    for name, facts in unmarked():
        facts.update(**{name: True})
    return done


def _pour(rows: Sequence[tuple[Any, ...]]) -> None:
    """Write new fact rows, each the values of ``FIELDS``, by the quickest way the database has."""
    quote = connection.ops.quote_name
    table, columns = quote(CaseFact._meta.db_table), ", ".join(map(quote, FIELDS))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(FIELDS))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608


@transaction.atomic
def fold() -> int:
    """Add up the months that are behind their facts; return how many. Safe at any time, by several at once.

    The rows read are locked, so that a second folding of the same month waits; a change that is committed meanwhile
    leaves a row of its own and is folded next time.
    """
    rows = list(StaleMonth.objects.select_for_update().values_list("pk", "bucket"))
    buckets = sorted({at for _, at in rows})
    months = sorted({district(at) for at in buckets})
    for start in range(0, len(buckets), PART):
        _add_up(buckets[start : start + PART])
        _mark(buckets[start : start + PART])
    for start in range(0, len(months), PART):
        _sum_up(months[start : start + PART])
    keys = [key for key, _ in rows]
    for start in range(0, len(keys), PART):
        StaleMonth.objects.filter(pk__in=keys[start : start + PART]).delete()
    return len(buckets)


def _add_up(buckets: Sequence[int]) -> None:
    """Replace the totals of these buckets by what the facts come to."""
    MonthTotal.objects.filter(bucket__in=buckets).delete()
    for family, code in dimensions():
        facts = CaseFact.objects.filter(**{f"{BUCKETS[family]}__in": buckets})
        _insert(grouped(facts, family, code), family, code)


def _mark(buckets: Sequence[int]) -> None:
    """Mark what stands in these buckets, and what came before it, as asked for again or as one of many."""
    changed = CaseFact.objects.filter(in_bucket__in=buckets)
    for (name, facts), key in zip(unmarked(), ("subject", "person"), strict=True):
        near = facts.filter(**{f"{key}__in": changed.values(key)})
        keys = near.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)  # always in one order
        CaseFact.objects.filter(Among("case_id", keys)).update(**{name: True})


def _sum_up(months: Sequence[int] | None = None) -> None:
    """Replace the totals of the district in these of its buckets (None: all) by the sums of the organs'."""
    totals = MonthTotal.objects.exclude(organ_id=DISTRICT)
    if months is not None:
        MonthTotal.objects.filter(bucket__in=months).delete()
        totals = totals.filter(month__in=[at // BUCKET for at in months])
    at = F("bucket") - F("organ_id") + DISTRICT
    sums = totals.order_by().annotate(at=at).values("family", "dimension", "value", "month", "at")
    _insert(sums.annotate(number=Sum("number")))


def _insert(rows: QuerySet[Any], family: str = "", code: str = "") -> None:
    """Let the database write the rows it counts."""
    named = {"family": Value(family), "dimension": Value(code), "month": F("at") / BUCKET} if family else {}
    wanted = rows.annotate(**named, organ=F("at") % BUCKET).values_list(
        "family", "dimension", "value", "month", "organ", "at", "number"
    )
    select, parameters = wanted.query.sql_with_params()
    table = connection.ops.quote_name(MonthTotal._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (family, dimension, value, month, organ_id, bucket, number) {select}",  # noqa: S608
            parameters,
        )
