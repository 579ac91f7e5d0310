"""Compare the index with the database, row by row, and mend what differs."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from casework.library import documents, outbox, store
from casework.library.editions import begin_and_end
from casework.library.index import IndexUnavailable
from casework.library.models import LibraryEntry, SearchOutbox
from casework.models import Case


def differences() -> list[tuple[str, int, str]]:
    """Return kind, id and fault of every row where index and database disagree; nothing is changed."""
    try:
        held = dict(store.current().versions())
    except IndexUnavailable:
        return [("index", 0, "索引不可用")]
    entries, cases = LibraryEntry.objects.published().order_by(), Case.objects.order_by()
    found = []
    for kind, rows in ((documents.ENTRY, entries), (documents.CASE, cases)):
        for pk, version in rows.values_list("pk", "version").iterator(chunk_size=10_000):
            has = held.pop(documents.key_of(kind, pk), None)
            if has != version:
                found.append((str(kind), pk, "索引中没有" if has is None else "版本不符"))
    found += [(*documents.row_of(key), "索引中多出") for key in held]
    return sorted(found)


def tend(*, at: datetime, today: date) -> int:
    """Turn over rules whose day has come, then mend the index; return how many rows were put right."""
    with transaction.atomic():
        ids = begin_and_end(today)
        rows = LibraryEntry.objects.filter(document__in=ids)
        rows.update(version=F("version") + 1)
        outbox.touch(SearchOutbox.Of.ENTRY, rows.values_list("pk", flat=True), at=at, wake=False)
    return mend(at=at) + len(ids)


def mend(*, at: datetime) -> int:
    """Send every row that differs through the outbox; return how many. For a task that runs now and then."""
    found = differences()
    if any(kind == "index" for kind, _, _ in found):
        count = store.rebuild(documents.everything)
        outbox.drain()  # what came in while the lock was held
        return count
    for kind in SearchOutbox.Of.values:
        ids = [pk for of, pk, _ in found if of == kind]
        if ids:
            outbox.touch(kind, ids, at=at, wake=False)
    outbox.drain()
    return len(found)
