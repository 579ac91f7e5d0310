"""Speed and size of the library's engine, against FTS5 and PostgreSQL tsvector with the same tokens.

    python tests/bench/bench_library.py [--documents 10000] [--against fts5 postgres] [--database postgres://…]

Documents are synthetic (seeded): sentences of invented official Chinese with a natural spread of word frequencies,
about 240 characters each, with facets. Times are CPU milliseconds of the calling thread (wall for PostgreSQL).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from casework.library.index import Doc
from casework.library.query import prune, understand
from casework.library.suggest import suggest
from casework.library.tantivy_index import TantivyIndex
from casework.library.text import tokens

SEED = 7
CHARACTERS = 240
QUERIES = 200
FACETS = ("kind", "year", "outcome")
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3500)]


class Language:
    """Words of one to four characters, used as often as Zipf says; sentences of them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        chars = HAN[:]
        chance.shuffle(chars)
        common = [1 / (rank + 3) for rank in range(len(chars))]
        self.words = [
            "".join(chance.choices(chars, common, k=chance.choice((1, 2, 2, 2, 3, 4)))) for _ in range(30_000)
        ]
        self.often = [1 / (rank + 2.7) for rank in range(len(self.words))]
        self.cumulative = self._summed()

    def _summed(self) -> list[float]:
        total, sums = 0.0, []
        for weight in self.often:
            total += weight
            sums.append(total)
        return sums

    def text(self, length: int) -> str:
        parts = self.chance.choices(self.words, cum_weights=self.cumulative, k=length // 2)
        return "".join(word + ("，" if place % 7 == 6 else "") for place, word in enumerate(parts))[:length]


def documents(count: int) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    chance = random.Random(SEED)
    language = Language(chance)
    for _ in range(count):
        labels = {
            "scope": ["everyone"],
            "kind": [chance.choice(("precedent", "policy", "standard_text", "request"))],
            "year": [str(chance.randrange(2008, 2027))],
            "outcome": [f"C{chance.randrange(22)}"],
        }
        yield language.text(14), language.text(CHARACTERS), labels


def asked() -> dict[str, list[str]]:
    language = Language(random.Random(SEED))  # the same words
    language.chance = random.Random(SEED + 1)
    chance = language.chance
    return {
        "question": [language.text(27) for _ in range(QUERIES)],
        "keyword": [language.text(chance.randrange(3, 12)) for _ in range(QUERIES)],
        "draft": [language.text(300) for _ in range(QUERIES)],
    }


def timed(work: Callable[[str], object], texts: list[str], clock: Callable[[], float]) -> dict[str, float]:
    for text in texts[:20]:
        work(text)
    spent = []
    for text in texts:
        start = clock()
        work(text)
        spent.append((clock() - start) * 1000)
    spent.sort()
    return {"p50": round(spent[len(spent) // 2], 2), "p95": round(spent[int(len(spent) * 0.95)], 2)}


def embedded(count: int, folder: Path) -> dict[str, Any]:
    from casework.library.similar import TERMS_WHILE_TYPING, weighty

    index = TantivyIndex(folder / "tantivy", create=True)
    start, used = time.perf_counter(), time.process_time()
    making = making_cpu = 0.0
    with index.writer(heap=200_000_000) as batch:
        source = documents(count)
        for key in range(count):
            before, before_cpu = time.perf_counter(), time.process_time()
            title, text, labels = next(source)
            making += time.perf_counter() - before
            making_cpu += time.process_time() - before_cpu
            batch.put(Doc(key, 1, tokens(title), tokens(f"{title} {text}"), labels), fresh=True)
    rate = count / (time.perf_counter() - start - making)
    busy = count / max(time.process_time() - used - making_cpu, 0.001)

    def search(text: str) -> object:
        weighted = prune(understand(text, None).tokens, index.df, count)
        return index.search(weighted, {"scope": ["everyone"]}, FACETS, title_boost=0.6)

    def plain(text: str) -> object:
        return index.search(prune(understand(text, None).tokens, index.df, count), {"scope": ["everyone"]})

    def alike(text: str) -> object:
        return index.search(weighty(text, index, TERMS_WHILE_TYPING), {"scope": ["everyone"]})

    texts = asked()
    return {
        "engine": "tantivy", "documents": count, "build_per_second": round(rate),
        "build_per_cpu_second": round(busy),
        "bytes_per_document": round(index.health().bytes / count),
        "question_3_facets": timed(search, texts["question"], time.thread_time),
        "keyword_3_facets": timed(search, texts["keyword"], time.thread_time),
        "question": timed(plain, texts["question"], time.thread_time),
        "similar": timed(alike, texts["draft"], time.thread_time),
    }  # fmt: skip


def suggesting() -> dict[str, Any]:
    from casework.library.words import Term, Words

    language = Language(random.Random(SEED))
    names = dict.fromkeys(word for word in language.words if len(word) > 1)
    known = Words({name: Term(name, "", "", 1.0) for name in names}, {})
    texts = [name[:1] for name in list(names)[:QUERIES]]
    return {
        "engine": "words",
        "terms": len(names),
        "suggest": timed(lambda text: suggest(text, known), texts, time.thread_time),
    }


def fts5(count: int, folder: Path) -> dict[str, Any]:
    path = folder / "fts.sqlite3"
    database = sqlite3.connect(path)
    database.execute('CREATE VIRTUAL TABLE d USING fts5(body, tokenize="unicode61 remove_diacritics 0", detail=column)')
    start = time.perf_counter()
    rows = ((key, " ".join(tokens(f"{title} {text}"))) for key, (title, text, _) in enumerate(documents(count)))
    with database:
        database.executemany("INSERT INTO d(rowid, body) VALUES (?, ?)", rows)
    rate = count / (time.perf_counter() - start)

    def search(text: str) -> object:
        match = " OR ".join(f'"{token}"' for token in dict.fromkeys(tokens(text)))
        return database.execute("SELECT rowid FROM d WHERE d MATCH ? ORDER BY bm25(d) LIMIT 10", (match,)).fetchall()

    texts = asked()
    found = {
        "engine": "fts5", "documents": count, "build_per_second": round(rate),
        "bytes_per_document": round(path.stat().st_size / count),
        "question": timed(search, texts["question"][:50], time.thread_time),
        "keyword": timed(search, texts["keyword"][:50], time.thread_time),
    }  # fmt: skip
    database.close()
    return found


def tsvector(count: int, url: str) -> dict[str, Any]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as database:
        database.execute("CREATE TEMPORARY TABLE bench_library (id integer PRIMARY KEY, body tsvector)")
        start = time.perf_counter()
        with database.cursor() as cursor, cursor.copy("COPY bench_library (id, body) FROM STDIN") as copy:
            for key, (title, text, _) in enumerate(documents(count)):
                words = dict.fromkeys(tokens(f"{title} {text}"))
                copy.write_row((key, " ".join(f"'{word}'" for word in words)))
        database.execute("CREATE INDEX ON bench_library USING gin (body)")
        rate = count / (time.perf_counter() - start)
        row = database.execute("SELECT pg_total_relation_size('bench_library')").fetchone()

        def search(text: str) -> object:
            match = " | ".join(f"'{token}'" for token in dict.fromkeys(tokens(text)))
            query = (
                "SELECT id FROM bench_library, to_tsquery('simple', %s) q "
                "WHERE body @@ q ORDER BY ts_rank(body, q, 1) DESC LIMIT 10"
            )
            return database.execute(query, (match,)).fetchall()

        texts = asked()
        return {
            "engine": "postgres tsvector", "documents": count, "build_per_second": round(rate),
            "bytes_per_document": round((row[0] if row else 0) / count),
            "question_wall": timed(search, texts["question"][:30], time.perf_counter),
            "keyword_wall": timed(search, texts["keyword"][:30], time.perf_counter),
        }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--against", nargs="*", choices=("fts5", "postgres"), default=[])
    parser.add_argument("--database", default="postgresql://postgres@127.0.0.1:5432/postgres")
    options = parser.parse_args()
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(embedded(options.documents, Path(folder))), flush=True)
        print(json.dumps(suggesting()), flush=True)
        if "fts5" in options.against:
            print(json.dumps(fts5(options.documents, Path(folder))), flush=True)
        if "postgres" in options.against:
            print(json.dumps(tsvector(options.documents, options.database)), flush=True)


if __name__ == "__main__":
    main()
