"""The outbox: a change and its line here commit together; whoever holds the writer's lock carries lines over.

At least once and idempotent: the row's present state is written, not the change. Lines are deleted by id after the
index has committed, so that a process that dies in between leaves them for the next.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from casework.library import documents, store
from casework.library.index import IndexUnavailable
from casework.library.models import SearchNode, SearchOutbox
from casework.library.tantivy_index import Batch

AT_ONCE = 500
LINGER = 0.2  # seconds the thread waits for more: merges end meanwhile, and nobody waits for them
CASE = SearchOutbox.Of.CASE.value
ENTRY = SearchOutbox.Of.ENTRY.value
log = logging.getLogger(__name__)
WORKER = "library-index"


def touch(kind: str, ids: Iterable[int], *, at: datetime, wake: bool = True) -> None:
    """Say, inside the transaction of the change, that these rows must be looked at again.

    :param kind: ``SearchOutbox.Of.ENTRY`` or ``CASE``.
    """
    keys = list(ids)
    if len(keys) == 1 and _one_line_each(kind, keys[0], at):
        nodes = []
    else:
        nodes = list(SearchNode.objects.values_list("name", flat=True)) or [store.node().name]
    rows = [SearchOutbox(node=name, kind=kind, object_id=pk, created=at) for name in nodes for pk in keys]
    SearchOutbox.objects.bulk_create(rows, batch_size=500)
    if wake and keys:
        transaction.on_commit(wake_up)


def _one_line_each(kind: str, pk: int, at: datetime) -> bool:
    """The usual case in one statement: a line for every node there is; False where there is none yet."""
    into, nodes = SearchOutbox._meta.db_table, SearchNode._meta.db_table
    stored = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {into} (node, kind, object_id, created) SELECT name, %s, %s, %s FROM {nodes}",  # noqa: S608
            [kind, pk, stored],
        )
        return bool(cursor.rowcount)


def pending() -> int:
    return _waiting().count()


def drain(*, patience: float = 0.0, linger: float = 0.0, present: bool = False) -> int:
    """Carry over what is waiting; return how many lines this call carried.

    Whoever finds the lock taken may leave: its line was committed before that, the holder looks once more after it has
    let go, and finds the line or somebody who has the lock by then and will look in turn. Only a holder that is killed
    in between leaves a line lying, for the next change or search.

    :param patience: seconds to wait for somebody else who is at it.
    :param linger: seconds to go on looking for more after the last line, with the writer kept open.
    :param present: only what is waiting now, as a search needs; what others go on writing is left to a thread.
    :raises IndexUnavailable: there is no index to write to; the lines stay.
    """
    until, done = time.monotonic() + patience, 0
    newest = _waiting().aggregate(newest=Max("pk"))["newest"] if present else None
    while True:
        try:
            with store.writing():
                done += _rounds(linger, newest)
        except store.WriterBusy:
            if time.monotonic() >= until or not _waiting(newest).exists():
                return done
            time.sleep(store.STEP)
        else:
            if not _waiting(newest).exists():
                if present and _waiting().exists():
                    wake_up()
                return done


def _waiting(newest: int | None = None) -> QuerySet[SearchOutbox]:
    rows = SearchOutbox.objects.filter(node=store.node_name()).order_by("pk")
    return rows if newest is None else rows.filter(pk__lte=newest)


def _rounds(linger: float, newest: int | None = None) -> int:
    """One writer for all rounds: opening it and waiting for its merges cost more than a commit."""
    waiting = _waiting(newest)
    lines, done = list(waiting[:AT_ONCE]), 0
    if not lines:
        return 0
    with store.current().writer() as batch:
        until = time.monotonic() + linger
        while lines or time.monotonic() < until:
            if lines:
                _carry(batch, lines)
                _strike(lines)
                done += len(lines)
                until = time.monotonic() + linger
            elif linger:
                time.sleep(store.STEP)
            lines = list(waiting[:AT_ONCE])
    return done


def _carry(batch: Batch, lines: list[SearchOutbox]) -> None:
    """Commit the present state of the rows the lines name: what is no longer to be found leaves the index."""
    for kind in SearchOutbox.Of.values:
        ids = {line.object_id for line in lines if line.kind == kind}
        for pk in ids:
            batch.drop(documents.key_of(kind, pk))
        for doc in documents.load(kind, ids):
            batch.put(doc, fresh=True)
    batch.commit()


def _strike(lines: list[SearchOutbox]) -> None:
    """Delete lines in one statement and, on PostgreSQL, without waiting for the disk.

    Should the server fail before the deletion is on disk, the lines are carried over twice, which is harmless. Inside
    a transaction of the caller its other changes would lose the wait as well, so there it is kept.
    """
    table, keys = SearchOutbox._meta.db_table, ", ".join(str(line.pk) for line in lines)
    hurry = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(
            f"{'SET LOCAL synchronous_commit TO OFF; ' if hurry else ''}DELETE FROM {table} WHERE id IN ({keys})"  # noqa: S608
        )


def wake_up() -> None:
    """Drain in a thread of this process, which asks for the lock before it opens a connection to the database."""
    if getattr(settings, "LIBRARY_WAKE", True):
        threading.Thread(target=_work, name=WORKER, daemon=True).start()


def _work() -> None:
    try:
        drain(linger=LINGER)
    except IndexUnavailable as error:
        log.info("library index: %s; the next search makes it anew", error)
    finally:
        connection.close()
