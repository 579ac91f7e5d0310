"""Speed and size of the library's engine, against FTS5 and PostgreSQL tsvector with the same tokens.

    python tests/bench/bench_library.py [--documents 10000 1000000] [--against fts5 postgres]
        [--database postgresql://…] [--through sqlite postgresql]

Documents are those of ``made_requests``: about 240 characters each, with facets. Times are CPU milliseconds of the
calling thread (wall for PostgreSQL, whose work is done elsewhere); the time the generator takes is not counted. The
alternatives are asked fewer questions where they are slow, and never for facets. The last line holds the ratios: how
many times as long, or as large, as the library's own engine. ``--through`` adds bench_library_product on a database.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from made_requests import asked, documents

from casework.library.index import Doc
from casework.library.query import rank, understand, wanted
from casework.library.tantivy_index import TantivyIndex
from casework.library.text import tokens

QUERIES = 200
PATIENCE = 60.0  # seconds an alternative is asked for, at least five questions of a kind
FACETS = ("kind", "year", "outcome")
EVERYONE = {"scope": ["everyone"]}


class Made:
    """Documents as they come, and how long making them took, so that it can be taken off."""

    def __init__(self, count: int) -> None:
        self.source = documents(count)
        self.wall = self.cpu = 0.0

    def __iter__(self) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
        while True:
            wall, cpu = time.perf_counter(), time.thread_time()
            made = next(self.source, None)
            self.wall += time.perf_counter() - wall
            self.cpu += time.thread_time() - cpu
            if made is None:
                return
            yield made


def timed(work: Callable[[str], object], texts: list[str], clock: Callable[[], float]) -> dict[str, float]:
    begun = time.perf_counter()
    for text in texts[: min(20, len(texts) // 10)]:
        work(text)
    spent = []
    for text in texts:
        start = clock()
        work(text)
        spent.append((clock() - start) * 1000)
        if len(spent) >= 5 and time.perf_counter() - begun > PATIENCE:
            break
    spent.sort()
    return {
        "p50": round(spent[len(spent) // 2], 2),
        "p95": round(spent[int(len(spent) * 0.95)], 2),
        "asked": len(spent),
    }


def embedded(count: int, folder: Path, texts: dict[str, list[str]]) -> dict[str, Any]:
    from casework.library.similar import TERMS, TERMS_WHILE_TYPING, weighty

    index, made = TantivyIndex(folder / "tantivy", create=True), Made(count)
    start, used = time.perf_counter(), time.process_time()
    with index.writer(heap=100_000_000) as batch:
        for key, (title, text, labels) in enumerate(made):
            own = tokens(title)
            batch.put(Doc(key, 1, own, own + tokens(text), labels), fresh=True)
    rate = count / (time.perf_counter() - start - made.wall)
    busy = count / (time.process_time() - used - made.cpu)

    def search(text: str, facets: tuple[str, ...] = FACETS) -> object:
        meaning = understand(text, None)
        asked = wanted(meaning.tokens, index.df, count)
        return rank(index, asked, EVERYONE, facets, title_boost=meaning.title_boost)

    def plain(text: str) -> object:
        return search(text, ())

    def alike(terms: int) -> Callable[[str], object]:
        def look(text: str) -> object:
            wanted = weighty(text, index, terms)
            return index.search(wanted.tokens, EVERYONE, core=wanted.core)

        return look

    return {
        "engine": "tantivy", "documents": count, "build_per_second": round(rate),
        "build_per_cpu_second": round(busy), "bytes_per_document": round(index.health().bytes / count),
        "question_3_facets": timed(search, texts["question"], time.thread_time),
        "keyword_3_facets": timed(search, texts["keyword"], time.thread_time),
        "question": timed(plain, texts["question"], time.thread_time),
        "keyword": timed(plain, texts["keyword"], time.thread_time),
        "similar": timed(alike(TERMS), texts["draft"], time.thread_time),
        "repeats_while_typing": timed(alike(TERMS_WHILE_TYPING), texts["draft"], time.thread_time),
    }  # fmt: skip


def suggesting() -> dict[str, Any]:
    """Suggestions from a table as large as the product reads at most, by the first character and by two letters."""
    from made_requests import Requests

    from casework.library.suggest import suggest
    from casework.library.words import MOST_TERMS, Term, Words, sound

    made = Requests()
    names = list(dict.fromkeys(made.title()[:24] for _ in range(MOST_TERMS)))
    known = Words({name: Term(name, *sound(name), 1.0) for name in names}, {})
    spelled = [name[: 1 + place % 4] for place, name in enumerate(names[:QUERIES])]
    letters = [sound(name[:2])[place % 2] for place, name in enumerate(names[:QUERIES])]
    return {
        "engine": "words",
        "terms": len(names),
        "suggest": timed(lambda text: suggest(text, known), spelled, time.thread_time),
        "suggest_pinyin": timed(lambda text: suggest(text, known), letters, time.thread_time),
    }


def fts5(count: int, folder: Path, texts: dict[str, list[str]]) -> dict[str, Any]:
    path, made = folder / "fts.sqlite3", Made(count)
    database = sqlite3.connect(path)
    database.execute(
        'CREATE VIRTUAL TABLE d USING fts5(body, content="", tokenize="unicode61 remove_diacritics 0", detail=column)'
    )
    start = time.perf_counter()
    rows = ((key, " ".join(tokens(f"{title} {text}"))) for key, (title, text, _) in enumerate(made))
    with database:
        database.executemany("INSERT INTO d(rowid, body) VALUES (?, ?)", rows)
    rate = count / (time.perf_counter() - start - made.wall)

    def search(text: str) -> object:
        match = " OR ".join(f'"{token}"' for token in dict.fromkeys(tokens(text)))
        return database.execute("SELECT rowid FROM d WHERE d MATCH ? ORDER BY bm25(d) LIMIT 10", (match,)).fetchall()

    found = {
        "engine": "fts5", "documents": count, "build_per_second": round(rate),
        "bytes_per_document": round(path.stat().st_size / count),
        "question": timed(search, texts["question"], time.thread_time),
        "keyword": timed(search, texts["keyword"], time.thread_time),
    }  # fmt: skip
    database.close()
    path.unlink()
    return found


def tsvector(count: int, url: str, texts: dict[str, list[str]]) -> dict[str, Any]:
    import psycopg

    made = Made(count)
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("CREATE TEMPORARY TABLE bench_library (id integer PRIMARY KEY, body tsvector)")
        start = time.perf_counter()
        with database.cursor() as cursor, cursor.copy("COPY bench_library (id, body) FROM STDIN") as copy:
            for key, (title, text, _) in enumerate(made):
                words = dict.fromkeys(tokens(f"{title} {text}"))
                copy.write_row((key, " ".join(f"'{word}'" for word in words)))
        database.execute("CREATE INDEX ON bench_library USING gin (body)")
        database.execute("ANALYZE bench_library")
        rate = count / (time.perf_counter() - start - made.wall)
        row = database.execute("SELECT pg_total_relation_size('bench_library')").fetchone()

        def search(text: str) -> object:
            match = " | ".join(f"'{token}'" for token in dict.fromkeys(tokens(text)))
            query = (
                "SELECT id FROM bench_library, to_tsquery('simple', %s) q "
                "WHERE body @@ q ORDER BY ts_rank(body, q, 1) DESC LIMIT 10"
            )
            return database.execute(query, (match,)).fetchall()

        return {
            "engine": "postgres tsvector", "documents": count, "build_per_second": round(rate),
            "bytes_per_document": round((row[0] if row else 0) / count),
            "question": timed(search, texts["question"], time.perf_counter),
            "keyword": timed(search, texts["keyword"], time.perf_counter),
        }  # fmt: skip


def ratios(own: dict[str, Any], others: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        other["engine"]: {
            "question_p50": round(other["question"]["p50"] / own["question"]["p50"], 1),
            "question_p95": round(other["question"]["p95"] / own["question"]["p95"], 1),
            "keyword_p50": round(other["keyword"]["p50"] / own["keyword"]["p50"], 1),
            "keyword_p95": round(other["keyword"]["p95"] / own["keyword"]["p95"], 1),
            "bytes": round(other["bytes_per_document"] / own["bytes_per_document"], 2),
            "build_time": round(own["build_per_second"] / other["build_per_second"], 2),
        }
        for other in others
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000])
    parser.add_argument("--through", nargs="*", choices=("sqlite", "postgresql"), default=[])
    parser.add_argument("--against", nargs="*", choices=("fts5", "postgres"), default=[])
    parser.add_argument("--database", default="postgresql://postgres@127.0.0.1:5432/postgres")
    options = parser.parse_args()
    import django

    django.setup()
    for count in options.documents:
        compare(count, options.against, options.database)
        for vendor in options.through:
            script = Path(__file__).with_name("bench_library_product.py")
            subprocess.run([sys.executable, str(script), vendor, "--documents", str(count)], check=True)


def compare(count: int, against: list[str], database: str) -> None:
    """Build and ask the library's own engine, then the alternatives, each printed as it is done."""
    texts = asked(QUERIES)
    others: list[dict[str, Any]] = []

    def told(figures: dict[str, Any]) -> dict[str, Any]:
        print(json.dumps(figures), flush=True)
        return figures

    with tempfile.TemporaryDirectory() as folder:
        own = told(embedded(count, Path(folder), texts))
        told(suggesting())
        if "fts5" in against:
            others.append(told(fts5(count, Path(folder), texts)))
        if "postgres" in against:
            others.append(told(tsvector(count, database, texts)))
    if others:
        told({"documents": count, "times_as_much": ratios(own, others)})


if __name__ == "__main__":
    main()
