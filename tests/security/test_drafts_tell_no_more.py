"""A draft shows no more of a person than the page does: full numbers are for those at work, and on record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from casework.models import Case, Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
WITH_NUMBERS = ("F01", "F02", "F05")


@pytest.mark.parametrize("key", WITH_NUMBERS)
def test_supervision_cannot_read_full_numbers_in_a_draft(
    key: str, cast: dict[str, Staff], signed_in: SignIn, open_case: Callable[..., Case], today: object
) -> None:
    case = open_case()
    answer = signed_in(cast["督查员"]).get(f"/cases/{case.pk}/letters/{key}/draft.pdf")
    assert answer.status_code == 403
    assert not case.events.filter(verb="preview").exists()


def test_a_draft_with_full_numbers_leaves_a_trace(
    clerk: Staff, signed_in: SignIn, open_case: Callable[..., Case], today: object
) -> None:
    case = open_case()
    answer = signed_in(clerk).get(f"/cases/{case.pk}/letters/F01/draft.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert case.events.get(verb="preview").actor == clerk
