"""Relevance on judged questions: nDCG@10, recall and MRR of the library against plain tantivy with the same tokens.

    python tests/bench/bench_relevance.py CORPUS QUERIES QRELS [--history]

The three files are JSON Lines (or a JSON list, or TSV for the judgments) with the usual names of fields: corpus
(id | _id …; title, text | contents …), queries (id | _id | query_id …; text | query | question), judgments (query and
document, several documents at once, graded or not). See ``judged``. Needs no database.

Rows: ``plain tantivy``: characters and pairs of the query OR-ed over one field of title and text, nothing else;
``library tokens``: what the product sends of a query's own tokens (a telling one must be held);
``library``: with the weight of titles in short queries and the synonyms that come with the product: what a search
does. The last row holds the ratio to plain tantivy. ``--history`` repeats the library in five folds with the wording of
the other folds' questions appended to the documents they were judged for, twenty at most: what the product does with
answered requests.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from casework.library.articles import references
from casework.library.chartables import DATA
from casework.library.index import Doc, Hits
from casework.library.query import rank, rareness_in, understand, wanted
from casework.library.tantivy_index import TantivyIndex
from casework.library.text import normalise, said_by_many, tokens
from tests.bench.judged import Judgments, Texts, corpus, judgments, questions

if TYPE_CHECKING:
    from casework.library.words import Words

FOLDS, ASKED_AT_MOST, DEPTH = 5, 20, 100
ALIAS_WEIGHT = 0.8  # the weight a synonym comes with

Ranking = Callable[[TantivyIndex, str], Hits]


def build(texts: Texts, asked: dict[str, list[str]], folder: Path) -> tuple[TantivyIndex, list[str], float]:
    """Index what the product would: title and text, the marks of the articles a title names, the wording asked."""
    index, names = TantivyIndex(folder, create=True), list(texts)
    said = said_by_many({wording for wordings in asked.values() for wording in wordings})
    start = time.perf_counter()
    with index.writer(heap=200_000_000) as batch:
        for key, name in enumerate(names):
            title, text = texts[name]
            wordings = asked.get(name, [])[:ASKED_AT_MOST]
            own = tokens(title)
            marks = [f"§{reference.canonical().partition('.')[0]}" for reference in references(title)]
            wording = [token for said_once in wordings for token in tokens(said_once) if token not in said]
            batch.put(Doc(key, 1, own + marks, own + marks + tokens(text) + wording), fresh=True)
    return index, names, len(names) / (time.perf_counter() - start)


def shipped_words() -> Words:
    """The synonyms that come with the product, as an installation reads them from its tables."""
    import django

    django.setup()
    from casework.library.words import Words

    aliases: dict[str, list[tuple[str, float]]] = {}
    for line in (DATA / "aliases.tsv").read_text(encoding="utf-8").splitlines():
        lay, _, official = line.partition("\t")
        aliases.setdefault(normalise(lay), []).append((official, ALIAS_WEIGHT))
    return Words({}, aliases)


def plain(index: TantivyIndex, text: str) -> Hits:
    """Characters and pairs OR-ed, as the engines of the comparison were asked."""
    return index.search(dict.fromkeys(tokens(text), 1.0), {}, size=DEPTH)


def library(words: Words | None) -> Ranking:
    """As the product asks: with the words of an installation, or of the query's own tokens alone."""

    def ask(index: TantivyIndex, text: str) -> Hits:
        meaning = understand(text, words, rareness_in(index.df, index.count()))
        sent = wanted(meaning.tokens, index.df, index.count())
        return rank(index, sent, {}, size=DEPTH, title_boost=meaning.title_boost if words else 0.0)

    return ask


def run(index: TantivyIndex, names: list[str], asked: dict[str, str], ranking: Ranking) -> dict[str, Any]:
    """Return the ranked ids of every question, and the CPU milliseconds each took."""
    ranked, spent = {}, []
    for name, text in asked.items():
        start = time.thread_time()
        found = ranking(index, text)
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


def with_history(texts: Texts, asked: dict[str, str], judged: Judgments, ranking: Ranking) -> dict[str, float]:
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
            ranked |= run(index, names, mine, ranking)["ranked"]
    return measures(ranked, judged)


def compare(texts: Texts, asked: dict[str, str], judged: Judgments, history: bool) -> None:
    words = shipped_words()
    rankings: dict[str, Ranking] = {
        "plain tantivy": plain,
        "library tokens": library(None),
        "library": library(words),
    }
    told: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        index, names, rate = build(texts, {}, Path(folder))
        size = index.health().bytes
        for name, ranking in rankings.items():
            found = run(index, names, asked, ranking)
            ms = found["ms"]
            told[name] = measures(found["ranked"], judged)
            print(json.dumps({
                "ranking": name, "documents": len(texts), "questions": len(asked), **told[name],
                "documents_per_second": round(rate), "index_bytes_per_document": round(size / len(texts)),
                "cpu_ms_p50": round(ms[len(ms) // 2], 2), "cpu_ms_p95": round(ms[int(len(ms) * 0.95)], 2),
            }), flush=True)  # fmt: skip
    if history:
        told["library with history"] = with_history(texts, asked, judged, rankings["library"])
        print(json.dumps({"ranking": "library with history", **told["library with history"]}))
    base = told.pop("plain tantivy")
    ratios = {name: round(row["ndcg@10"] / base["ndcg@10"], 3) for name, row in told.items() if base["ndcg@10"]}
    print(json.dumps({"ndcg@10_times_plain_tantivy": ratios}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("queries")
    parser.add_argument("qrels")
    parser.add_argument("--history", action="store_true")
    options = parser.parse_args()
    texts, every = corpus(options.corpus), questions(options.queries)
    judged = judgments(options.qrels, every)
    asked = {name: text for name, text in every.items() if name in judged}
    if not asked:
        raise SystemExit("no question has a judgment: the ids of queries and judgments do not meet")
    unknown = {doc for name in asked for doc in judged[name]} - texts.keys()
    if unknown:
        print(f"{len(unknown)} judged documents are not in the corpus, e.g. {min(unknown)}", file=sys.stderr)
    if all(doc in unknown for name in asked for doc in judged[name]):
        raise SystemExit("no judged document is in the corpus: the ids of judgments and corpus do not meet")
    compare(texts, asked, judged, options.history)


if __name__ == "__main__":
    main()
