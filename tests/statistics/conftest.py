"""Random reports and histories take their time on a busy machine; no single example is timed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import settings

from casework.models import Applicant, Case
from tests.roads import Cast, build_cast, moment

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def people(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def old_case(people: Cast) -> Callable[..., Case]:
    """A factory of cases that are no more than what the tables need: dates, outcome, category."""
    numbers = iter(range(1, 10**6))

    def make(
        received: date,
        closed: date | None = None,
        outcome: str = "",
        category: str | None = "natural_person",
        organ: Any = None,
    ) -> Case:
        number = next(numbers)
        case = Case.objects.create(
            organ=organ or people.organ,
            year=received.year,
            serial=number,
            case_number=f"测〔{received.year}〕{number}号",
            status="archived" if closed else "registered",
            channel="mail_signed",
            received_on=received,
            safe_received_on=received,
            registered_at=moment(received),
            registered_by=people.clerk,
            title="某村征收补偿方案",
            description="某村征收补偿方案",
            closed_on=closed,
            closed_as="serve" if closed else "",
            outcome=outcome,
            first_closed_on=closed,
            first_outcome=outcome,
        )
        if category:
            Applicant.objects.create(case=case, position=1, category=category, name="甲")
            Applicant.objects.create(case=case, position=2, category="other", name="乙")
        return case

    return make
