"""The library through the product, its database included: rebuild, search, suggest, similar, and commit → searchable.

    python tests/bench/bench_library_product.py [sqlite|postgresql] [--documents 10000] [--writers 4] [--changes 250]
        [--index-dir /dev/shm]

Documents are those of ``made_requests``. Times are milliseconds, CPU of the calling thread and wall. Then ``--writers``
processes change documents of their own, one transaction each with its outbox line, and carry over as the product does;
how long after its commit a change is found is taken by watching the index from outside. At last two writers are killed
in the middle of the same work, and index and database are compared row by row. ``--index-dir`` repeats the four
writers with the index in a folder made there: each commit of the engine waits eighteen times for a disk, not for a RAM
file system. PostgreSQL: the database named by
BENCH_DATABASE (default ``bench_library``) on 127.0.0.1 is dropped, made and dropped again, and analysed once filled, as
autovacuum would within a minute (without statistics the rows of a page cost 11 ms instead of 2 at 200,000 documents).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
SERVER = "postgresql://postgres@127.0.0.1:5432"
DATABASE = os.environ.get("BENCH_DATABASE", "bench_library")
QUERIES, PAUSE, LOOK = 100, 0.01, 0.002
WRITER = """
import sys, threading, time
import django
django.setup()
from django.db import transaction
from casework.library import outbox
from casework.library.models import LibraryEntry
from casework.now import now
first, changes, pause, mark = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
pks = list(LibraryEntry.objects.order_by("pk").values_list("pk", flat=True)[first : first + changes])
for turn, pk in enumerate(pks):
    with transaction.atomic():
        row = LibraryEntry.objects.select_for_update().get(pk=pk)
        row.text += f" {mark}{turn}"
        row.version += 1
        row.save(update_fields=["text", "version"])
        outbox.touch(outbox.ENTRY, [pk], at=now())
    print(f"{mark}{turn}", time.monotonic(), flush=True)
    time.sleep(pause)
for thread in threading.enumerate():
    if thread.name == outbox.WORKER:
        thread.join()
"""


def spread(spent: list[float]) -> dict[str, float]:
    spent = sorted(spent)
    return {"p50": round(spent[len(spent) // 2], 2), "p95": round(spent[int(len(spent) * 0.95)], 2)}


def timed(work: Any, texts: list[str]) -> dict[str, Any]:
    for text in texts[:20]:
        work(text)
    cpu, wall = [], []
    for text in texts:
        began, busy = time.perf_counter(), time.thread_time()
        work(text)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.thread_time() - busy) * 1000)
    return {"cpu": spread(cpu), "wall": spread(wall)}


def fill(count: int) -> None:
    from made_requests import documents

    from casework.library.models import LibraryDocument, LibraryEntry
    from casework.now import now

    kinds = ("precedent", "policy", "standard_text", "request")
    owners = {
        kind: LibraryDocument.objects.create(kind=kind, title=kind, state="published", edited_at=now())
        for kind in kinds
    }
    made: list[LibraryEntry] = []
    for number, (title, text, labels) in enumerate(documents(count)):
        year, outcome = int(labels["year"][0]), labels["outcome"]
        made.append(
            LibraryEntry(
                document=owners[labels["kind"][0]], external_id=f"made-{number}", title=title, text=text, year=year,
                outcomes=outcome,
            )
        )  # fmt: skip
        if len(made) == 5000:
            LibraryEntry.objects.bulk_create(made)
            made = []
    LibraryEntry.objects.bulk_create(made)


def writers(count: int, changes: int, mark: str, kill: int = 0) -> dict[str, Any]:
    """Let processes write at once; return how long after its commit each change was found, and what was missed."""
    from casework.library import outbox, store
    from casework.library.search import ready
    from casework.library.sweep import differences

    index = ready()
    committed: dict[str, float] = {}
    reading: list[threading.Thread] = []

    def read(stream: Any) -> None:
        for line in stream:
            token, moment = line.split()
            committed[token] = float(moment)

    processes = []
    for number in range(count):
        arguments = [sys.executable, "-c", WRITER, str(number * changes), str(changes), str(PAUSE), f"{mark}{number}n"]
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT, text=True)
        reading.append(threading.Thread(target=read, args=(process.stdout,)))
        reading[-1].start()
        processes.append(process)
    found: dict[str, float] = {}
    halfway = count * changes // 2
    while any(process.poll() is None for process in processes):
        waiting = [token for token in list(committed) if token not in found]
        seen = index.df(waiting)
        moment = time.monotonic()
        found |= {token: moment - committed[token] for token in waiting if seen[token]}
        if kill and len(committed) >= halfway:
            for process in processes[:kill]:
                process.send_signal(signal.SIGKILL)
            kill = 0
        time.sleep(LOOK)
    for thread in reading:
        thread.join()
    outbox.drain(patience=5)
    lost = [token for token, times in index.df(list(committed)).items() if not times]
    spent = spread([times * 1000 for times in found.values()])
    faults = len(differences())
    return {"commits": len(committed), "watched": len(found), **spent, "lost": len(lost), "faults": faults,
            "pending": outbox.pending(), "documents": store.current().count()}  # fmt: skip


def measure(options: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from made_requests import asked

    from casework.library import documents, store
    from casework.library.search import search
    from casework.library.similar import TERMS_WHILE_TYPING, similar
    from casework.library.suggest import suggest
    from casework.library.terms import rebuild_terms
    from casework.library.words import words

    call_command("migrate", verbosity=0)
    fill(options.documents)
    if options.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    began, busy = time.perf_counter(), time.process_time()
    count = store.rebuild(documents.everything)
    rate, rate_cpu = count / (time.perf_counter() - began), count / (time.process_time() - busy)
    size = store.current().health().bytes / count
    began = time.perf_counter()
    terms = rebuild_terms()
    told: dict[str, Any] = {
        "through": options.vendor, "documents": count, "rebuild_per_second": round(rate),
        "rebuild_per_cpu_second": round(rate_cpu), "bytes_per_document": round(size), "terms": terms,
        "terms_seconds": round(time.perf_counter() - began, 1),
    }  # fmt: skip
    texts = asked(QUERIES)
    told["question"] = timed(lambda text: search(text, actor=None), texts["question"])
    told["keyword"] = timed(lambda text: search(text, actor=None), texts["keyword"])
    told["suggest"] = timed(lambda text: suggest(text[:3], words()), texts["question"])
    told["similar"] = timed(lambda text: similar(text, actor=None, shell=True), texts["draft"])
    told["repeats_while_typing"] = timed(
        lambda text: similar(text, actor=None, shell=True, most=TERMS_WHILE_TYPING), texts["draft"]
    )
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(told), flush=True)
    searchable = {
        "through": options.vendor, "writers": options.writers,
        "commit_to_searchable": writers(options.writers, options.changes, "w"),
        "two_killed": writers(options.writers, options.changes, "k", kill=2),
    }  # fmt: skip
    print(json.dumps(searchable), flush=True)
    if options.index_dir:
        print(json.dumps({"through": options.vendor, **in_another_folder(options)}), flush=True)


def in_another_folder(options: argparse.Namespace) -> dict[str, Any]:
    from django.conf import settings

    from casework.library import documents, store

    with tempfile.TemporaryDirectory(dir=options.index_dir) as folder:
        settings.LIBRARY_INDEX_DIR = os.environ["LIBRARY_INDEX_DIR"] = folder
        store.rebuild(documents.everything)
        found = writers(options.writers, options.changes, "r")
    return {"index_in": options.index_dir, "commit_to_searchable": found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vendor", nargs="?", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--changes", type=int, default=250)
    parser.add_argument("--index-dir")
    options = parser.parse_args()
    if options.documents < options.writers * options.changes:
        parser.error("each change takes a document of its own: --documents must be at least writers times changes")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATA_DIR": folder, "DEMONSTRATION": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        }  # fmt: skip
        if options.vendor == "sqlite":
            measure(options)
            return
        import psycopg

        os.environ["DATABASE_URL"] = f"{SERVER.replace('postgresql', 'postgres')}/{DATABASE}"
        with closing(psycopg.connect(f"{SERVER}/postgres", autocommit=True)) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}"')
            server.execute(f'CREATE DATABASE "{DATABASE}"')
            try:
                measure(options)
            finally:
                server.execute(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')


if __name__ == "__main__":
    main()
