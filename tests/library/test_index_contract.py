"""What every engine behind ``SearchIndex`` must do; run over the embedded one and a plain reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.library.index import Doc, IndexUnavailable, SearchIndex
from casework.library.tantivy_index import TantivyIndex
from casework.library.text import tokens
from tests.library.reference_index import ReferenceIndex


def doc(key: int, text: str, version: int = 1, title: str = "", **labels: list[str]) -> Doc:
    return Doc(key, version, tokens(title), tokens(f"{title} {text}"), labels)


TEXTS = [
    doc(2, "第三方权益受损害的，书面征求意见", title="征求意见", scope=["everyone"], kind=["policy"], year=["2019"]),
    doc(4, "逾期不补正的，视为放弃申请", title="补正", scope=["everyone"], kind=["policy"], year=["2019"]),
    doc(6, "法院认为机关未尽检索义务", title="检索义务案", scope=["everyone"], kind=["precedent"], year=["2018"]),
    doc(8, "本机关会议纪要，征求意见稿", title="内部", scope=["organ-1"], kind=["policy"], year=["2018", "2019"]),
]  # fmt: skip


@pytest.fixture(params=["embedded", "reference"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    made: SearchIndex = TantivyIndex(tmp_path / "i", create=True) if request.param == "embedded" else ReferenceIndex()
    made.upsert(TEXTS)
    return made


def ask(index: SearchIndex, text: str, **more: object) -> list[int]:
    filters = more.pop("filters", {})
    return [hit.key for hit in index.search(dict.fromkeys(tokens(text), 1.0), filters, **more).hits]  # type: ignore[arg-type]


def test_finds_by_characters_and_pairs(index: SearchIndex) -> None:
    assert ask(index, "检索义务")[0] == 6
    assert ask(index, "视为放弃")[0] == 4


def test_ranks_as_the_reference_does(index: SearchIndex) -> None:
    plain = ReferenceIndex()
    plain.upsert(TEXTS)
    for query in ("征求意见", "补正申请", "机关检索", "应当征求意见的机关"):
        weighted = dict.fromkeys(tokens(query), 1.0)
        ours = index.search(weighted, {}, title_boost=0.5).hits
        theirs = plain.search(weighted, {}, title_boost=0.5).hits
        assert [hit.key for hit in ours] == [hit.key for hit in theirs]
        assert [hit.score for hit in ours] == pytest.approx([hit.score for hit in theirs], rel=0.02)


def test_filters_hold_before_counting(index: SearchIndex) -> None:
    found = index.search({"征": 1.0}, {"scope": ["everyone"]}, ["kind", "scope"])
    assert [hit.key for hit in found.hits] == [2]
    assert found.total == 1
    assert found.facets == {"kind": {"policy": 1}, "scope": {"everyone": 1}}


def test_several_filters_all_hold_and_any_value_will_do(index: SearchIndex) -> None:
    both = {"scope": ["everyone", "organ-1"], "year": ["2018"]}
    assert sorted(hit.key for hit in index.search({}, both).hits) == [6, 8]


def test_an_empty_filter_finds_nothing(index: SearchIndex) -> None:
    assert index.search({"征": 1.0}, {"scope": []}).total == 0


def test_values_of_one_label_count_separately(index: SearchIndex) -> None:
    assert index.search({}, {}, ["year"]).facets["year"] == {"2019": 3, "2018": 2}


def test_weights_decide(index: SearchIndex) -> None:
    assert index.search({"补正": 5.0, "检索": 0.1}, {}).hits[0].key == 4
    assert index.search({"补正": 0.1, "检索": 5.0}, {}).hits[0].key == 6


def test_one_of_the_core_must_be_held(index: SearchIndex) -> None:
    weighted = {"征求": 1.0, "意见": 1.0, "书面": 1.0}
    every = index.search(weighted, {}).total
    found = index.search(weighted, {}, ["year"], core=["书面"])
    assert [hit.key for hit in found.hits] == [2]
    assert found.total == 1 < every
    assert sum(found.facets["year"].values()) <= 1, "what only ranks is not counted"
    alone = index.search({"书面": 1.0}, {}).hits[0].score
    assert found.hits[0].score > alone, "the other tokens rank"


def test_pages(index: SearchIndex) -> None:
    every = ask(index, "征求意见 机关")
    assert ask(index, "征求意见 机关", size=1, after=1) == every[1:2]
    assert ask(index, "征求意见 机关", size=5, after=9) == []


def test_unknown_tokens_find_nothing(index: SearchIndex) -> None:
    assert ask(index, "魑魅魍魉") == []


def test_replaces_by_key_and_forgets(index: SearchIndex) -> None:
    index.upsert([doc(4, "完全不同的内容", version=2, scope=["everyone"])])
    assert 4 not in ask(index, "视为放弃")
    assert ask(index, "完全不同") == [4]
    assert dict(index.versions()) == {2: 1, 4: 2, 6: 1, 8: 1}
    index.delete([4, 999])
    assert ask(index, "完全不同") == []
    assert index.count() == 3


def test_document_frequency(index: SearchIndex) -> None:
    assert index.df(["征求", "补", "魑"]) == {"征求": 2, "补": 1, "魑": 0}


def test_health(index: SearchIndex) -> None:
    assert index.health().documents == 4


def test_an_unfinished_batch_leaves_nothing(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "i", create=True)
    with pytest.raises(RuntimeError), index.writer() as batch:
        batch.put(TEXTS[0])
        raise RuntimeError
    assert index.count() == 0


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "i", create=True)
    with index.writer() as batch:
        with pytest.raises(IndexUnavailable):
            index.writer()
        batch.put(TEXTS[0])
    assert index.count() == 1


def test_a_folder_without_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable):
        TantivyIndex(tmp_path / "nothing")


def test_a_writer_that_died_before_its_commit_counted_is_no_obstacle(tmp_path: Path) -> None:
    """Files of a commit that was never made known have the names the next commit will use."""
    index = TantivyIndex(tmp_path, create=True)
    index.upsert([Doc(1, 1, ["一"], ["一"]), Doc(2, 1, ["二"], ["二"])])
    known = (tmp_path / "meta.json").read_bytes()
    index.upsert([Doc(1, 2, ["三"], ["三"])])
    (tmp_path / "meta.json").write_bytes(known)
    again = TantivyIndex(tmp_path)
    again.upsert([Doc(1, 2, ["三"], ["三"])])
    assert dict(again.versions()) == {1: 2, 2: 1}
