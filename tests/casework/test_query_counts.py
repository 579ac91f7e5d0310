"""How many statements each page takes: a committed number that does not grow with the cases.

A page that takes more fails here; one that takes fewer asks for the baseline to be lowered.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.models import Organ, Staff
from tests.casework.many import make

pytestmark = pytest.mark.django_db
BASELINE = json.loads((Path(__file__).parent / "query_counts.json").read_text("utf-8"))
MOST_ON_THE_REGISTER = 12


@pytest.fixture
def web(handler: Staff, signed_in: Callable[[Staff], Client], today: date) -> Client:
    return signed_in(handler)


def statements(web: Client, page: str) -> int:
    web.get(page)  # templates and content types are read once per process
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert web.get(page).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", list(BASELINE))
def test_a_page_takes_what_its_baseline_says_however_many_cases(
    page: str, web: Client, organs: dict[str, Organ], clerk: Staff, handler: Staff, today: date
) -> None:
    make(60, organ=organs["LC01"], clerk=clerk, handler=handler, today=today)
    few = statements(web, page)
    make(240, organ=organs["LC01"], clerk=clerk, handler=handler, today=today, seed=2)
    assert (few, statements(web, page)) == (BASELINE[page], BASELINE[page])


def test_the_register_stays_within_its_bound() -> None:
    assert BASELINE["/cases/"] <= MOST_ON_THE_REGISTER
