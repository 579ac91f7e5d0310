"""What a query means: how much its words and their official names weigh, and what everybody says."""

from __future__ import annotations

import pytest

from casework.library.query import rareness_in, understand
from casework.library.text import said_by_many, tokens
from casework.library.words import Words

LAY = Words({}, {"拆迁": [("征收补偿", 0.8)]})


def test_what_is_said_again_weighs_more() -> None:
    weights = understand("征地公告在哪里看，征地的公告", None).tokens
    assert weights["征地"] > weights["哪里"] == 1.0


def test_official_words_weigh_less_in_a_long_question() -> None:
    short = understand("拆迁", LAY).tokens["征收"]
    story = understand(
        "我家的老房子去年冬天拆迁了，村里一直没有人来告诉我们到底能够拿到多少钱，跑了好几趟镇上，每次都说再等等，"
        "眼看着别的人家已经搬走，我心里着急，夜晚睡不着觉，想问清楚这件事应当由谁负责答应",
        LAY,
    ).tokens["征收"]
    assert short == 0.8
    assert 0 < story < 0.7 * short


@pytest.mark.parametrize(("holding", "least", "most"), [(0, 0.8, 0.8), (10, 0.2, 0.6), (900, 0.0, 0.1)])
def test_official_words_weigh_less_where_the_library_speaks_as_people_do(
    holding: int, least: float, most: float
) -> None:
    rareness = rareness_in(lambda asked: dict.fromkeys(asked, holding), 1000)
    assert least <= understand("拆迁", LAY, rareness).tokens["征收"] <= most


def test_what_everybody_says_when_asking_is_known_from_the_wordings() -> None:
    wordings = [f"请公开第{number}号文件" for number in range(100, 150)] + ["征地批复"]
    said = said_by_many(wordings)
    assert {"请", "请公", "公开", "文件"} <= said
    assert not said & set(tokens("征地批复 147"))


def test_few_wordings_say_nothing_about_everybody() -> None:
    assert said_by_many(["请公开规划"] * 49) == frozenset()
