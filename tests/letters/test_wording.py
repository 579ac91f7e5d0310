import pytest

from letters.catalogue import CATALOGUE
from letters.errors import WordingError
from letters.facts import labels
from letters.wording import FOLDER, fill, numbered, parse, stored

NAMES = frozenset({"申请人", "补正日期", "清单"})


def texts(source, **values):
    return [p.text for p in fill(parse(source, allowed=NAMES), values)]


def test_values_are_put_in_once_and_never_read_again():
    assert texts("致{申请人}。", 申请人="王{补正日期}", 补正日期="某日") == ["致王{补正日期}。"]


def test_optional_line_prints_only_with_its_fact():
    source = "正文\n[如果 补正日期]于{补正日期}补正。"
    assert texts(source) == ["正文"]
    assert texts(source, 补正日期="2026年3月5日") == ["正文", "于2026年3月5日补正。"]


def test_headings_are_known_by_their_numbers():
    kinds = [p.kind for p in fill(parse("一、事实\n（一）经过\n正文", allowed=NAMES), {})]
    assert kinds == ["heading1", "heading2", "body"]


def test_a_list_alone_on_its_line_becomes_numbered_paragraphs():
    assert texts("{清单}", 清单=("甲", "乙")) == ["1.甲；", "2.乙。"]
    assert texts("{清单}", 清单=("甲",)) == ["甲。"]
    assert texts("共有{清单}等。", 清单=("甲", "乙")) == ["共有甲、乙等。"]


def test_no_doubled_full_stop():
    assert texts("理由是{申请人}。", 申请人="不详。") == ["理由是不详。"]
    assert numbered(("完。",)) == ["完。"]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("好\n{不存在}", "第2行：“不存在”不是本文书可以填写的项目"),
        ("{% debug %}", "不是本文书可以填写的项目"),
        ("{{ 申请人 }}", "第1行"),
        ("多{", "第1行：花括号只能用于"),
        ("[如果 电话]打", "第1行：“电话”不是本文书可以填写的项目"),
        ("[如果申请人]打", "第1行：条件应写作"),
        ("", "没有内容"),
    ],
)
def test_anything_else_is_refused_with_its_line(source, complaint):
    with pytest.raises(WordingError, match=complaint):
        parse(source, allowed=NAMES)


LETTERS = [kind for kind in CATALOGUE if kind.style != "form"]


@pytest.mark.parametrize("kind", LETTERS, ids=lambda k: k.key)
def test_every_shipped_wording_keeps_the_format(kind):
    assert parse(stored(kind.key), allowed=labels(kind.facts), name=kind.name).lines


def test_no_wording_lies_unused():
    used = {kind.key for kind in LETTERS} | {"opening", "opening-again"}
    assert {path.stem for path in FOLDER.glob("*.txt")} == used


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda p: p.stem)
def test_wording_uses_the_office_marks_only(path):
    text = path.read_text(encoding="utf-8")
    assert not set(text) & set("()[]“”'\"") - set("[]“”"), "half-width brackets or quotes"
    assert "2007" not in text and "三需要" not in text
