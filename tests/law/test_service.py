"""The two dates of a service: the one the reply clock looks at, and the one remedies run from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.law.errors import ContradictoryFacts, InvalidFact, MissingFact
from casework.law.service import WAYS, service_dates
from casework.law.settings import DEFAULTS


def d(day: int) -> date:
    return date(2025, 12, day)


@pytest.mark.parametrize(
    ("way", "sent", "got", "served", "reached"),
    [
        ("post", d(1), d(5), d(1), d(5)),
        ("post", d(1), None, d(1), None),
        ("direct", d(1), None, d(1), d(1)),
        ("entrusted", d(1), None, d(1), d(1)),
        ("left", d(1), None, d(1), d(1)),
        ("electronic", d(1), d(4), d(1), d(1)),
        ("public", d(1), None, d(1), d(31)),
    ],
)
def test_dates(way: str, sent: date, got: date | None, served: date, reached: date | None) -> None:
    dates = service_dates(way, sent, got)
    assert (dates.served_on, dates.reached_on) == (served, reached)
    assert dates.article == WAYS[way].article


def test_electronic_service_by_opening() -> None:
    opening = replace(DEFAULTS, delivery_electronic_date="opening")
    assert service_dates("electronic", d(1), d(4), opening).served_on == d(4)
    with pytest.raises(MissingFact, match="申请人打开日期"):
        service_dates("electronic", d(1), None, opening)


def test_services_that_cannot_be() -> None:
    with pytest.raises(InvalidFact, match="没有“pigeon”这种送达方式"):
        service_dates("pigeon", d(1))
    with pytest.raises(MissingFact, match="交邮日期"):
        service_dates("post", None)
    with pytest.raises(ContradictoryFacts, match="早于交邮日期"):
        service_dates("post", d(5), d(1))
