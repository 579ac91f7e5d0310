"""A number longer than any key is nothing that exists: told as such, never an error of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from casework.models import Case, Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LONG = ["9" * 30, "9" * 5000]


@pytest.mark.parametrize("number", LONG)
def test_in_the_filters_of_lists(number: str, clerk: Staff, signed_in: Callable[[Staff], Client]) -> None:
    browser = signed_in(clerk)
    for path in (
        "/cases/?same_subject=",
        "/cases/?same_person=",
        "/cases/?unit=",
        "/library/?q=公开&article=条例%2312",
    ):
        assert browser.get(f"{path}{number}").status_code == 200


@pytest.mark.parametrize("number", LONG)
@pytest.mark.parametrize("fields", [("unit",), ("handler",)])
def test_among_the_choices_of_a_form(
    number: str,
    fields: tuple[str, ...],
    clerk: Staff,
    open_case: Callable[..., Case],
    signed_in: Callable[[Staff], Client],
) -> None:
    case, browser = open_case(), signed_in(clerk)
    path, typed = f"/cases/{case.pk}/act/assign/", dict.fromkeys(fields, number)
    assert browser.post(path, typed | {"version": -1}).status_code == 409  # the page of the fault names what was chosen
    browser.post(f"/cases/{case.pk}/act/examine/", {"version": case.version})
    version = Case.objects.get(pk=case.pk).version
    assert browser.post(path, typed | {"version": version}).status_code == 422


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("王登记", "/statistics/repeats/{}/propose/"),
        ("系统管理员", "/staff/{}/password/"),
        ("系统管理员", "/staff/{}/reactivate/"),
    ],
)
def test_in_an_address(who: str, path: str, cast: dict[str, Any], signed_in: Callable[[Staff], Client]) -> None:
    assert signed_in(cast[who]).post(path.format(LONG[0])).status_code == 404
