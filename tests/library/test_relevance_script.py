"""The script that measures relevance says what is wrong with a file it cannot use."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.bench import bench_relevance

QUESTIONS = Path(__file__).with_name("questions.jsonl")

GOOD = {
    "corpus": b'{"_id":"a","title":"","text":"\xe7\xad\x94\xe5\xa4\x8d"}\n\n{"id":7,"content":"x"}\n',
    "queries": '{"id":"q","query":"答复"}\n'.encode(),
    "qrels": b'{"query-id":"q","corpus-id":"a"}\n',
}


def measure(folder: Path, monkeypatch: pytest.MonkeyPatch, **changed: bytes) -> None:
    paths = []
    for name, content in (GOOD | changed).items():
        (folder / name).write_bytes(content)
        paths.append(str(folder / name))
    monkeypatch.setattr(sys, "argv", ["bench_relevance", *paths])
    bench_relevance.main()


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, float]]:
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "ndcg@10_times_plain_tantivy" in rows[-1]
    return {row["ranking"]: row for row in rows[:-1]}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"qrels": b"query-id\tcorpus-id\tscore\nq\ta\t2\nq\t7\t0\n"},
        {"qrels": b"q 0 a 1\nq 0 7 0\n"},
        {"qrels": b'{"id":"row 1","query":"q","doc_ids":["a"]}'},
        {"qrels": b'{"q":{"a":2,"7":0}}'},
        {"qrels": b'{"query_id":"q","positive_passages":[{"docid":"a"}]}'},
        {"corpus": '[{"docid":"a","contents":"答复"},{"docid":7,"contents":["x","y"]}]'.encode()},
        {"queries": '{"qid":"q","question":"答复"}'.encode(), "qrels": b'{"qid":"q","match_id":["a"]}'},
    ],
)
def test_the_usual_forms_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], changed: dict[str, bytes]
) -> None:
    measure(tmp_path, monkeypatch, **changed)
    rows = told(capsys)
    assert rows.keys() == {"plain tantivy", "library tokens", "library"}
    assert all(row[name] == 1.0 for row in rows.values() for name in ("ndcg@10", "recall@10", "recall@100", "mrr@10"))


def test_own_questions_on_statutes_are_ranked_no_worse_than_by_plain_tantivy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], shared_data: Path
) -> None:
    laws = (shared_data / "texts" / "laws.jsonl").read_bytes()
    names = {json.loads(line)["id"] for line in laws.splitlines()}
    asked = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    asked = [
        row | {"id": str(place), "doc_ids": sorted(names & set(row["answers"]))} for place, row in enumerate(asked)
    ]
    lines = [json.dumps(row).encode() for row in asked if row["kind"] in {"plain", "sentence"} and row["doc_ids"]]
    assert len(lines) > 100
    measure(tmp_path, monkeypatch, corpus=laws, queries=b"\n".join(lines), qrels=b"\n".join(lines))
    rows = told(capsys)
    plain = rows["plain tantivy"]["ndcg@10"]
    assert rows["library tokens"]["ndcg@10"] >= plain - 0.002
    assert rows["library"]["ndcg@10"] >= 1.1 * plain


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"corpus": b'{"id":"a","text":"x"}\n{bad'}, "corpus:2"),
        ({"corpus": b"\xff\xfe"}, "corpus:1: not UTF-8"),
        ({"corpus": b"[1]"}, "one JSON object a line"),
        ({"corpus": b""}, "no documents"),
        ({"corpus": b'{"id":"a"}'}, "holds none of text"),
        ({"corpus": b'{"id":"a","text":"x"}\n' * 2}, "occurs twice"),
        ({"qrels": b'{"query_id":"q","doc_id":"a","score":"much"}'}, "no number"),
        ({"qrels": b'{"query_id":"q","doc_id":"zzz"}'}, "no judged document is in the corpus"),
        ({"qrels": b'{"query_id":"other","doc_id":"a"}'}, "do not meet"),
    ],
)
def test_what_is_wrong_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, bytes], told: str
) -> None:
    with pytest.raises(SystemExit, match=told):
        measure(tmp_path, monkeypatch, **changed)
