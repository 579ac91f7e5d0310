"""The script that measures relevance says what is wrong with a file it cannot use."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.bench import bench_relevance

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


def test_json_lines_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measure(tmp_path, monkeypatch)
    assert json.loads(capsys.readouterr().out.splitlines()[0])["ndcg@10"] == 1.0


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"corpus": b'{"id":"a","text":"x"}\n{bad'}, "corpus:2"),
        ({"corpus": b"\xff\xfe"}, "corpus:1"),
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
