"""Keep the facts behind the figures: with each case in one transaction, all anew by a command, totals by the month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value

from casework.models import Case, CaseFact, MonthTotal, StaleMonth
from casework.models.fact import BUCKET
from casework.statistics.facts import BUCKETS, CHUNK, FIELDS, compared, district, expected, grouped, levels, same

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
    facts = list(expected(Case.objects.filter(pk__in=[case.pk for case in cases])))
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
    done, chunk = 0, []
    for fact in expected(Case.objects.all()):
        chunk.append(fact)
        if len(chunk) == CHUNK:
            CaseFact.objects.bulk_create(chunk)
            done += len(chunk)
            progress(done)
            chunk = []
    CaseFact.objects.bulk_create(chunk)
    for family, code, whole in levels():
        _insert(grouped(CaseFact.objects.all(), family, code, whole=whole), family, code)
    return done + len(chunk)


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
        _add_up(Q(bucket__in=buckets[start : start + PART]), "__in", buckets[start : start + PART], whole=False)
    for month in months:
        _add_up(Q(bucket=month), "__range", (month, month + BUCKET - 1), whole=True)
    keys = [key for key, _ in rows]
    for start in range(0, len(keys), PART):
        StaleMonth.objects.filter(pk__in=keys[start : start + PART]).delete()
    return len(buckets)


def _add_up(old: Q, lookup: str, buckets: Any, *, whole: bool) -> None:
    """Replace the totals ``old`` by what the facts of these buckets come to."""
    MonthTotal.objects.filter(old).delete()
    for family, code, level in levels():
        if level == whole:
            facts = CaseFact.objects.filter(**{f"{BUCKETS[family]}{lookup}": buckets})
            _insert(grouped(facts, family, code, whole=whole), family, code)


def _insert(rows: QuerySet[Any], family: str, code: str) -> None:
    """Let the database write the rows it counts."""
    wanted = rows.annotate(
        family=Value(family), dimension=Value(code), month=F("at") / BUCKET, organ=F("at") % BUCKET
    ).values_list("family", "dimension", "value", "month", "organ", "at", "number")
    select, parameters = wanted.query.sql_with_params()
    table = connection.ops.quote_name(MonthTotal._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (family, dimension, value, month, organ_id, bucket, number) {select}",  # noqa: S608
            parameters,
        )
