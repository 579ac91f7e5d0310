"""What anyone can type into an address or a form gets an answer, never a fault of the server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from casework.law.errors import UnreadableNotice
from casework.law.notice_text import parse_notice_text
from casework.models import Case, Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
NUMBERS = ("9" * 30, "9" * 5000, "²", "0", "-1", "1")


@pytest.fixture
def web(clerk: Staff, signed_in: SignIn, today: object) -> Client:
    return signed_in(clerk)


@pytest.mark.parametrize("number", NUMBERS)
def test_any_number_of_a_person_is_answered(number: str, web: Client, open_case: Callable[..., Case]) -> None:
    case = open_case()
    for address in ("history/", "history/export/"):
        assert web.get(f"/cases/{case.pk}/{address}", {"person": number}).status_code == 200


@pytest.mark.parametrize("number", NUMBERS)
def test_any_page_of_the_register_is_answered(number: str, web: Client, open_case: Callable[..., Case]) -> None:
    open_case()
    answer = web.get("/cases/", {"per_page": number, "page": number})
    assert answer.status_code == 200
    assert "某街道征地补偿方案" in answer.content.decode()


def test_an_address_cannot_make_the_page_longer(web: Client, open_case: Callable[..., Case]) -> None:
    for _ in range(27):
        open_case()
    assert web.get("/cases/", {"per_page": "100000"}).content.decode().count('title="某街道征地补偿方案"') == 25


@pytest.mark.parametrize("number", NUMBERS)
def test_any_version_of_a_page_is_compared(number: str, web: Client, open_case: Callable[..., Case]) -> None:
    case = open_case()
    answer = web.post(f"/cases/{case.pk}/act/note/", {"version": number, "text": "电话联系申请人。"})
    assert answer.status_code == (302 if number == str(case.version) else 409)


@pytest.mark.parametrize("number", ("9" * 30, "9" * 5000, "0"))
def test_a_notice_that_does_not_exist_is_not_found(number: str, web: Client) -> None:
    assert web.post("/notices/", {"notice": number}).status_code == 404


@pytest.mark.parametrize("number", ("9" * 30, "9" * 5000))
@pytest.mark.parametrize("address", ("/outbox/posted/", "/outbox/take/zip/"))
def test_any_number_of_a_letter_is_answered(address: str, number: str, web: Client) -> None:
    assert web.post(address, {"letter": number}).status_code == 422


def test_any_number_of_joint_applicants_is_answered(web: Client) -> None:
    typed = {"joint_count": "9" * 5000, "description": "征地补偿方案"}
    assert web.post("/cases/new/duplicates/", typed).status_code == 200


@pytest.mark.parametrize("value", ("1e999999", "1e99", "9" * 40, "NaN", "Infinity"))
def test_any_figure_of_the_annual_report_is_answered(
    value: str, cast: dict[str, Staff], signed_in: SignIn, today: object
) -> None:
    address = "/statistics/annual/figures/?organ=LC01&year=2026"
    answer = signed_in(cast["孙主任"]).post(address, {"c0_0": value, "s0": "法制科统计"})
    assert answer.status_code == 422
    assert "请改正" in answer.content.decode()


def test_a_text_longer_than_any_notice_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableNotice, match="20000"):
        parse_notice_text("1月" * 30_000, year=2027)
