"""查重: the same applicant, the same or nearly the same text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework.acts.people import Person
from casework.models import Case, Organ, Staff
from casework.selectors.duplicates import Who, alike, likeness, normal, number_this_month

TODAY = date(2026, 11, 20)
SAME = Who(name="张建国", document_number="11010519491231002x")


def test_width_punctuation_and_the_usual_opening_do_not_matter() -> None:
    assert normal("申请公开：关于Ａ地块（2025年）的批复。") == normal("A地块2025年的批复")
    assert likeness(normal("申请公开批复。"), normal("批复")) == 1


def test_different_texts_never_count_as_the_same() -> None:
    longer = normal("花园北区旧村改造项目征地批复文件及附图")
    assert 0.5 <= likeness(normal("花园北区旧村改造项目征地批复"), longer) < 1
    assert likeness(normal("幼儿园收费标准"), longer) < 0.5
    assert likeness("", longer) == 0


@pytest.fixture
def ask(clerk: Staff, organs: dict[str, Organ]) -> Callable[..., list[Any]]:
    def found(text: str, who: Who = SAME, today: date = TODAY) -> list[Any]:
        return alike(actor=clerk, organ=organs["LC01"], who=[who], text=text, today=today)

    return found


@pytest.mark.django_db
def test_the_same_request_of_the_same_person_is_found(open_case: Callable[..., Case], ask: Callable[..., Any]) -> None:
    case = open_case(date(2026, 5, 6), title="花园北区征地批复")
    [row] = ask("申请公开花园北区征地批复")
    assert (row.case, row.same_applicant, row.identical) == (case, True, True)


@pytest.mark.django_db
def test_other_applicants_are_named_as_such_and_come_after(
    open_case: Callable[..., Case], ask: Callable[..., Any]
) -> None:
    own = open_case(date(2026, 5, 6), title="花园北区征地批复及附图")
    other = open_case(
        date(2026, 6, 8), title="花园北区征地批复", applicants=(Person(name="李四", phone="13900000000"),)
    )
    rows = ask("花园北区征地批复")
    assert [(row.case, row.same_applicant) for row in rows] == [(own, True), (other, False)]


@pytest.mark.django_db
def test_an_own_case_is_remembered_three_years_a_strangers_one_year(
    open_case: Callable[..., Case], ask: Callable[..., Any]
) -> None:
    open_case(date(2024, 12, 2), title="花园北区征地批复")
    assert len(ask("花园北区征地批复")) == 1
    assert ask("花园北区征地批复", Who(name="李四", phone="13900000000")) == []
    assert ask("花园北区征地批复", today=date(2028, 1, 5)) == []


@pytest.mark.django_db
def test_a_name_alone_is_nobody(open_case: Callable[..., Case], ask: Callable[..., Any]) -> None:
    open_case(title="花园北区征地批复")
    assert [row.same_applicant for row in ask("花园北区征地批复", Who(name="张建国"))] == [False]


@pytest.mark.django_db
def test_no_one_is_shown_a_case_they_may_not_see(
    open_case: Callable[..., Case], organs: dict[str, Organ], outsider: Staff
) -> None:
    open_case(title="花园北区征地批复")
    assert alike(actor=outsider, organ=organs["LC01"], who=[SAME], text="花园北区征地批复", today=TODAY) == []


@pytest.mark.django_db
def test_the_number_of_the_month_counts_this_applicant_in_this_month(
    open_case: Callable[..., Case], organs: dict[str, Organ]
) -> None:
    for day in (date(2026, 10, 30), date(2026, 11, 3), date(2026, 11, 18)):
        open_case(day)
    assert number_this_month(organ=organs["LC01"], who=SAME, today=TODAY) == 3
    assert number_this_month(organ=organs["LC11"], who=SAME, today=TODAY) == 1
    assert number_this_month(organ=organs["LC01"], who=Who(name="张建国"), today=TODAY) is None
