"""全局搜索: numbers, people, words; never more than a person may see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from casework.acts.people import Person
from casework.models import Case, Staff
from casework.selectors.search import numbered, search

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def two(open_case: Callable[..., Case]) -> tuple[Case, Case]:
    first = open_case(title="花园北区征地批复")
    second = open_case(title="幼儿园收费标准", applicants=(Person(name="李𪚥", phone="0531-88000000"),))
    return first, second


@pytest.mark.parametrize("query", ["2", "0002", "历政公申〔2026〕2号", "历政公申[2026]2", "历政公申(2026)2号 "])
def test_a_number_opens_its_case(two: tuple[Case, Case], clerk: Staff, signed_in: SignIn, query: str) -> None:
    answer = signed_in(clerk).get("/search/", {"q": query})
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{two[1].pk}/")


@pytest.mark.parametrize(
    ("query", "place", "by"),
    [
        ("张建国", 0, "申请人"),
        ("11010519491231002x", 0, "申请人"),
        ("13812345678", 0, "申请人"),
        ("李𪚥", 1, "申请人"),
        ("收费 幼儿园", 1, "内容"),
    ],
)
def test_people_are_found_by_their_whole_name_or_number_and_texts_by_words(
    two: tuple[Case, Case], clerk: Staff, query: str, place: int, by: str
) -> None:
    found = search(clerk, query)
    assert (found.cases, found.by, found.certain) == ([two[place]], by, False)


@pytest.mark.parametrize("query", ["", "   ", "张建", "不存在的内容", "99"])
def test_what_is_not_there_is_not_found(two: tuple[Case, Case], clerk: Staff, query: str) -> None:
    assert search(clerk, query).cases == []


@pytest.mark.parametrize("query", ["2", "历政公申〔2026〕2号", "张建国", "征地"])
def test_a_stranger_finds_nothing(
    two: tuple[Case, Case], outsider: Staff, signed_in: SignIn, today: object, query: str
) -> None:
    answer = signed_in(outsider).get("/search/", {"q": query})
    assert answer.status_code == 200
    assert "没有找到" in answer.content.decode()
    assert "历政公申〔2026〕" not in answer.content.decode().replace(f'value="{query}"', "")


def test_results_show_masked_names_only(two: tuple[Case, Case], clerk: Staff, signed_in: SignIn, today: object) -> None:
    page = signed_in(clerk).get("/search/", {"q": "征地"}).content.decode()
    assert "张*国" in page
    assert "张建国" not in page and "11010519491231002X" not in page


@pytest.mark.parametrize("typed", ["2", "0002", "历政公申[2026]2", "历政公申（2026）2号"])
def test_a_number_asked_for_elsewhere_is_taken_as_people_type_it(
    two: tuple[Case, Case], clerk: Staff, outsider: Staff, typed: str
) -> None:
    assert numbered(clerk, typed) == two[1]
    assert numbered(outsider, typed) is None and numbered(clerk, "收费") is None
