"""Corpora with judged questions, read as they come: JSON Lines, a JSON list, or TSV; BEIR, TREC and plain names.

Fields are found by their usual names. A line that cannot be used ends the run with file, line and what is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ID = ("_id", "id", "doc_id", "docid", "corpus_id", "corpus-id", "pid", "passage_id", "document_id", "article_id")
TEXT = ("text", "contents", "content", "body", "passage", "article", "document", "para")
TITLE = ("title", "name", "heading")
QUESTION_ID = ("query_id", "query-id", "queryid", "qid", "question_id", "_id", "id")
QUESTION = ("text", "query", "question", "query_text", "contents", "content")
JUDGED_QUESTION = (*QUESTION_ID, "query", "q", "question")
JUDGED = (
    "corpus-id", "corpus_id", "doc_id", "doc-id", "docid", "did", "pid", "passage_id", "document_id", "article_id",
    "doc", "document", "doc_ids", "match_id", "relevant", "relevant_docs", "positive_passages", "answers",
)  # fmt: skip
SCORE = ("score", "relevance", "label", "rel", "grade", "gain")
TREC = ("query-id", "iteration", "corpus-id", "score")

Texts = dict[str, tuple[str, str]]
Judgments = dict[str, dict[str, float]]


def rows(path: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file. :raises SystemExit: with file and line where it cannot be read."""
    try:
        content = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SystemExit(f"{path}: cannot be opened: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = Path(path).read_bytes()[: error.start].count(b"\n") + 1
        raise SystemExit(f"{path}:{line}: not UTF-8") from None
    begins = content.lstrip()[:1]
    if begins not in {"{", "["}:
        yield from _table(path, content)
    elif begins == "[" and _whole(content) is not None:
        yield from _objects(path, enumerate(_whole(content) or [], start=1))
    else:
        yield from _objects(path, _lines(path, content))


def _whole(content: str) -> list[Any] | None:
    """A file that is one JSON list, None where each line stands alone."""
    try:
        found = json.loads(content)
    except ValueError:
        return None
    return found if isinstance(found, list) and all(isinstance(row, dict) for row in found) else None


def _lines(path: str, content: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(content.split("\n"), start=1):
        try:
            if line.strip():
                yield number, json.loads(line)
        except ValueError as error:
            raise SystemExit(f"{path}:{number}: not JSON: {error}") from None


def _objects(path: str, numbered: Iterator[tuple[int, Any]] | enumerate[Any]) -> Iterator[dict[str, Any]]:
    for number, row in numbered:
        if not isinstance(row, dict):
            raise SystemExit(f"{path}:{number}: one JSON object a line is needed")
        yield row


def _table(path: str, content: str) -> Iterator[dict[str, Any]]:
    """TSV with a head line, or the four columns of TREC without."""
    lines = [line.split("\t") if "\t" in line else line.split() for line in content.splitlines() if line.strip()]
    if not lines:
        return
    head = [cell.strip() for cell in lines[0]]
    named = sum(cell in (*JUDGED, *JUDGED_QUESTION, *TEXT, *SCORE) for cell in head) > 1
    names = head if named else TREC if len(head) == 4 else ("query-id", "corpus-id", "score")[: len(head)]
    for number, cells in enumerate(lines[named:], start=1 + named):
        if len(cells) != len(names):
            raise SystemExit(f"{path}:{number}: {len(names)} columns are needed, {len(cells)} were found")
        yield dict(zip(names, cells, strict=True))


def first(row: dict[str, Any], names: tuple[str, ...], path: str) -> Any:
    for name in names:
        if row.get(name) is not None:
            return row[name]
    raise SystemExit(f"{path}: a line holds none of {', '.join(names)}: {str(row)[:120]}")


def _said(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def corpus(path: str) -> Texts:
    """Return title and text by id."""
    found: Texts = {}
    for row in rows(path):
        name = str(first(row, ID, path))
        if name in found:
            raise SystemExit(f"{path}: the id {name} occurs twice")
        title = next((_said(row[key]) for key in TITLE if row.get(key)), "")
        found[name] = (title, _said(first(row, TEXT, path)))
    if not found:
        raise SystemExit(f"{path}: no documents")
    return found


def questions(path: str) -> dict[str, str]:
    return {str(first(row, QUESTION_ID, path)): _said(first(row, QUESTION, path)) for row in rows(path)}


def judgments(path: str, asked: dict[str, str]) -> Judgments:
    """Return the positive grades by question and document; a question is known by any field that names one."""
    found: Judgments = {}
    for row in rows(path):
        if all(isinstance(documents, dict) for documents in row.values()):  # {"question": {"document": grade}}
            for name, documents in row.items():
                for document, score in documents.items():
                    _judge(found, path, row, name, document, score)
            continue
        names = [str(row[name]) for name in JUDGED_QUESTION if row.get(name) is not None]
        question = next((name for name in names if name in asked), names[0] if names else "")
        if not question:
            first(row, JUDGED_QUESTION, path)
        score = next((row[name] for name in SCORE if row.get(name) is not None), 1)
        judged = first(row, JUDGED, path)
        graded = judged if isinstance(judged, dict) else dict.fromkeys(map(_named, _listed(judged)), score)
        for document, grade in graded.items():
            _judge(found, path, row, question, document, grade)
    return found


def _listed(judged: Any) -> list[Any]:
    return judged if isinstance(judged, list) else [judged]


def _named(judged: Any) -> str:
    """The id of a judged document, which may be an object with an id of its own."""
    return str(next((judged[name] for name in ID if name in judged), "")) if isinstance(judged, dict) else str(judged)


def _judge(found: Judgments, path: str, row: dict[str, Any], question: str, document: str, score: Any) -> None:
    try:
        value = float(score)
    except (TypeError, ValueError):
        raise SystemExit(f"{path}: a judgment is no number: {str(row)[:120]}") from None
    if value > 0:
        found.setdefault(question, {})[str(document)] = value
