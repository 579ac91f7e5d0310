"""Relevance on judged questions: nDCG@10, recall and MRR of the library's own tokens and engine.

    python tests/bench/bench_relevance.py CORPUS.jsonl QUERIES.jsonl QRELS.jsonl [--history]

Corpus: one document a line (id | _id | doc_id; title, text | content). Queries: (id | _id | query_id; text | query |
question). Judgments: (query_id, doc_id | doc_ids, score | relevance; several spellings are read). Needs no database.
``--history`` repeats the run in five folds with the wording of the other folds' questions appended to the documents
they were judged for, twenty at most: what the product does with answered requests. The first line ranks by the text
alone, as the engines of the comparison did; the second adds the weight the product gives to titles.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from casework.library.index import Doc
from casework.library.query import TITLE_BOOST, rank, understand, wanted
from casework.library.tantivy_index import TantivyIndex
from casework.library.text import tokens

DOCUMENT_ID = ("id", "_id", "doc_id", "docid", "corpus_id", "corpus-id", "pid")
QUERY_ID = ("query_id", "query-id", "qid", "query", "_id", "id")
JUDGED = ("doc_id", "corpus-id", "corpus_id", "docid", "pid", "doc", "doc_ids", "relevant", "match_id", "answers")
FOLDS, ASKED_AT_MOST, DEPTH = 5, 20, 100

Texts = dict[str, tuple[str, str]]
Judgments = dict[str, dict[str, float]]


def lines(path: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file. :raises SystemExit: with file and line where it cannot be read."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise SystemExit(f"{path}: cannot be opened: {error.strerror}") from None
    for number, raw in enumerate(content.split(b"\n"), start=1):
        try:
            line = raw.decode("utf-8-sig").strip()
            row = json.loads(line) if line else None
        except ValueError as error:
            raise SystemExit(f"{path}:{number}: neither UTF-8 nor JSON: {error}") from None
        if row is not None and not isinstance(row, dict):
            raise SystemExit(f"{path}:{number}: one JSON object a line is needed")
        if row is not None:
            yield row


def first(row: dict[str, Any], names: tuple[str, ...], path: str) -> Any:
    for name in names:
        if row.get(name) is not None:
            return row[name]
    raise SystemExit(f"{path}: a line holds none of {', '.join(names)}: {str(row)[:120]}")


def corpus(path: str) -> Texts:
    found: Texts = {}
    for row in lines(path):
        name = str(first(row, DOCUMENT_ID, path))
        if name in found:
            raise SystemExit(f"{path}: the id {name} occurs twice")
        text = str(first(row, ("text", "content", "body"), path))
        found[name] = (str(row.get("title") or row.get("name") or ""), text)
    if not found:
        raise SystemExit(f"{path}: no documents")
    return found


def questions(path: str) -> dict[str, str]:
    names = ("id", "_id", "query_id", "query-id", "qid")
    return {str(first(row, names, path)): str(first(row, ("text", "query", "question"), path)) for row in lines(path)}


def judgments(path: str) -> Judgments:
    found: Judgments = {}
    for row in lines(path):
        judged = first(row, JUDGED, path)
        given = row.get("score", row.get("relevance", row.get("label", 1)))
        try:
            score = float(given)
        except (TypeError, ValueError):
            raise SystemExit(f"{path}: a judgment is no number: {str(row)[:120]}") from None
        for doc in judged if isinstance(judged, list) else [judged]:
            if score > 0:
                found.setdefault(str(first(row, QUERY_ID, path)), {})[str(doc)] = score
    return found


def build(texts: Texts, asked: dict[str, list[str]], folder: Path) -> tuple[TantivyIndex, list[str], float]:
    index, names = TantivyIndex(folder, create=True), list(texts)
    start = time.perf_counter()
    with index.writer(heap=200_000_000) as batch:
        for key, name in enumerate(names):
            title, text = texts[name]
            wording = " ".join(asked.get(name, [])[:ASKED_AT_MOST])
            own = tokens(title)
            batch.put(Doc(key, 1, own, own + tokens(f"{text} {wording}")), fresh=True)
    return index, names, len(names) / (time.perf_counter() - start)


def run(index: TantivyIndex, names: list[str], asked: dict[str, str], title_boost: float) -> dict[str, Any]:
    """Return the ranked ids of every question, and the CPU milliseconds each took."""
    ranked, spent = {}, []
    total = index.count()
    for name, text in asked.items():
        start = time.thread_time()
        sent = wanted(understand(text, None).tokens, index.df, total)
        found = rank(index, sent, {}, size=DEPTH, title_boost=title_boost)
        spent.append((time.thread_time() - start) * 1000)
        ranked[name] = [names[hit.key] for hit in found.hits]
    return {"ranked": ranked, "ms": sorted(spent)}


def measures(ranked: dict[str, list[str]], judged: Judgments) -> dict[str, float]:
    sums = {"ndcg@10": 0.0, "recall@10": 0.0, "recall@100": 0.0, "mrr@10": 0.0}
    for name, found in ranked.items():
        right = judged[name]
        gains = [(2 ** right.get(doc, 0.0) - 1) / math.log2(place + 2) for place, doc in enumerate(found[:10])]
        best = sum(
            (2**score - 1) / math.log2(place + 2)
            for place, score in enumerate(sorted(right.values(), reverse=True)[:10])
        )
        sums["ndcg@10"] += sum(gains) / best
        sums["recall@10"] += len(set(found[:10]) & set(right)) / len(right)
        sums["recall@100"] += len(set(found[:100]) & set(right)) / len(right)
        sums["mrr@10"] += next((1 / (place + 1) for place, doc in enumerate(found[:10]) if doc in right), 0.0)
    return {name: round(value / max(len(ranked), 1), 4) for name, value in sums.items()}


def with_history(texts: Texts, asked: dict[str, str], judged: Judgments, title_boost: float) -> dict[str, float]:
    """Five folds: each is asked of an index that knows the wording of the four others."""
    ranked: dict[str, list[str]] = {}
    order = sorted(asked)
    for fold in range(FOLDS):
        known: dict[str, list[str]] = {}
        for name in (name for place, name in enumerate(order) if place % FOLDS != fold):
            for doc in judged[name]:
                known.setdefault(doc, []).append(asked[name])
        with tempfile.TemporaryDirectory() as folder:
            index, names, _ = build(texts, known, Path(folder))
            mine = {name: asked[name] for place, name in enumerate(order) if place % FOLDS == fold}
            ranked |= run(index, names, mine, title_boost)["ranked"]
    return measures(ranked, judged)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("queries")
    parser.add_argument("qrels")
    parser.add_argument("--history", action="store_true")
    options = parser.parse_args()
    texts, judged = corpus(options.corpus), judgments(options.qrels)
    asked = {name: text for name, text in questions(options.queries).items() if name in judged}
    if not asked:
        raise SystemExit("no question has a judgment: the ids of queries and judgments do not meet")
    unknown = {doc for name in asked for doc in judged[name]} - texts.keys()
    if unknown:
        print(f"{len(unknown)} judged documents are not in the corpus, e.g. {min(unknown)}", file=sys.stderr)
    if all(doc in unknown for name in asked for doc in judged[name]):
        raise SystemExit("no judged document is in the corpus: the ids of judgments and corpus do not meet")
    with tempfile.TemporaryDirectory() as folder:
        index, names, rate = build(texts, {}, Path(folder))
        size = index.health().bytes
        for ranking, title_boost in (("text", 0.0), ("text and title", TITLE_BOOST)):
            found = run(index, names, asked, title_boost)
            ms = found["ms"]
            print(json.dumps({
                "ranking": ranking,
                "documents": len(texts), "questions": len(asked), **measures(found["ranked"], judged),
                "documents_per_second": round(rate), "index_bytes_per_document": round(size / len(texts)),
                "cpu_ms_p50": round(ms[len(ms) // 2], 2), "cpu_ms_p95": round(ms[int(len(ms) * 0.95)], 2),
            }))  # fmt: skip
    if options.history:
        print(json.dumps({"ranking": "text with history", **with_history(texts, asked, judged, 0.0)}))


if __name__ == "__main__":
    main()
