"""Where the index lies: a folder per build and a pointer to the one in use; one writer at a time; rebuild and swap.

``index/CURRENT`` names the build; ``library.json`` inside it says what it was made with. An index made with other
tokens, for another database or before a restore is not used but made anew: only the database is backed up.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from casework.library.index import LABELS, Doc, IndexUnavailable
from casework.library.models import SearchNode, SearchOutbox
from casework.library.tantivy_index import TantivyIndex
from casework.library.text import TOKENS_VERSION

SCHEMA_VERSION = 5
POINTER = "CURRENT"
COMMIT_EVERY = 50_000
STEP = 0.01  # seconds between two looks at the lock or at the outbox
log = logging.getLogger(__name__)
_open: dict[str, TantivyIndex] = {}
_opening = threading.Lock()


class WriterBusy(Exception):
    """Another process or thread is writing: it will see our outbox rows as well."""


def node_name() -> str:
    """Return the name of this web node; each node has an index of its own."""
    return str(getattr(settings, "LIBRARY_NODE", "main"))


def root() -> Path:
    return Path(settings.LIBRARY_INDEX_DIR)


def node() -> SearchNode:
    """Return this node's row, made at first use."""
    row, _ = SearchNode.objects.get_or_create(name=node_name())
    return row


def current() -> TantivyIndex:
    """Return the index in use.

    :raises IndexUnavailable: there is none, it is broken, or it does not belong to this database.
    """
    name = _pointed()
    folder = root() / name
    known = _open.get(str(folder))
    if known is None:
        with _opening:
            known = TantivyIndex(folder)
            _open.clear()
            _open[str(folder)] = known
    if _made_with(folder) != _wanted(node()):
        raise IndexUnavailable("the index was made for another database, or with other tokens")
    known.refresh()
    return known


def _pointed() -> str:
    try:
        name = (root() / POINTER).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnavailable("there is no index yet") from error
    if not name.startswith("build-") or "/" in name:
        raise IndexUnavailable("the pointer to the index is damaged")
    return name


def _made_with(folder: Path) -> dict[str, object]:
    try:
        made: dict[str, object] = json.loads((folder / "library.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexUnavailable("the index does not say what it was made with") from error
    return made


def _wanted(row: SearchNode) -> dict[str, object]:
    return {
        "schema": SCHEMA_VERSION,
        "tokens": TOKENS_VERSION,
        "labels": list(LABELS),
        "database": str(row.database),
        "stamp": row.stamp,
    }


@contextmanager
def writing(*, wait: bool = False) -> Iterator[None]:
    """Hold the one writer's lock of this node; the operating system frees it when the process dies.

    Who has held it looks into the outbox once more afterwards (``outbox.drain``): others left it to them meanwhile.

    :param wait: however long it takes.
    :raises WriterBusy: somebody else holds it.
    :raises IndexUnavailable: the folder cannot be made.
    """
    try:
        root().mkdir(parents=True, exist_ok=True)
        opened = (root() / "writer.lock").open("w")
    except OSError as error:
        raise IndexUnavailable("the folder of the index is gone or full") from error
    with opened as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise WriterBusy from None
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)


def rebuild(docs: Callable[[], Iterable[Doc]], progress: Callable[[int], None] = lambda done: None) -> int:
    """Make a new index beside the old one and swap; searches go on in the old one meanwhile. Return how many.

    Outbox rows written before the scan began are covered by it and dropped; later ones stay and are carried over.

    :raises IndexUnavailable: the folder was taken away meanwhile, or the disk is full.
    """
    with writing(wait=True):
        row = node()
        stamp = secrets.token_hex(8)
        folder = root() / f"build-{stamp}"
        covered = list(SearchOutbox.objects.filter(node=row.name).values_list("pk", flat=True))
        index = TantivyIndex(folder, create=True)
        count = 0
        with index.writer(heap=100_000_000) as batch:
            for doc in docs():
                batch.put(doc, fresh=True)
                count += 1
                if count % COMMIT_EVERY == 0:
                    batch.commit()
                    progress(count)
        row.stamp = stamp
        try:
            _write(folder / "library.json", json.dumps(_wanted(row)))
            SearchNode.objects.filter(pk=row.pk).update(stamp=stamp)
            _write(root() / POINTER, folder.name)
        except OSError as error:
            raise IndexUnavailable("the new index was taken away while it was made") from error
        for start in range(0, len(covered), 500):
            SearchOutbox.objects.filter(pk__in=covered[start : start + 500]).delete()
        _sweep_away(folder.name)
    return count


def forget() -> None:
    """After a restore of the database: no index built before may be used again."""
    SearchNode.objects.update(stamp="")


def _write(path: Path, text: str) -> None:
    """Replace a small file so that a crash leaves the old one or the new one."""
    temporary = path.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)


def _sweep_away(kept: str) -> None:
    for old in root().glob("build-*"):
        if old.name != kept:
            with suppress(OSError):
                shutil.rmtree(old)
