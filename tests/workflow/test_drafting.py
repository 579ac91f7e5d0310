"""拟稿: what one outcome said does not travel with another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from casework.models import Case, Staff
from tests.roads import Road

pytestmark = pytest.mark.django_db


def test_the_grounds_of_a_refusal_do_not_stay_behind_a_disclosure(
    road: Road, signed_in: Callable[[Staff], Client]
) -> None:
    """Reviewers read the grounds beside the outcome; a disclosure has none, and none of its field is shown."""
    road.to("in_progress")
    web, address = signed_in(road.cast.handler), f"/cases/{road.case.pk}/draft/"

    def save(**typed: str) -> str:
        version = Case.objects.get(pk=road.case.pk).version
        page = web.post(address, {"version": version, "then": "save"} | typed, follow=True)
        assert page.status_code == 200
        decision = Case.objects.get(pk=road.case.pk).decision
        assert decision is not None
        assert decision.outcome == typed["outcome_code"]
        return str(decision.ground)

    refusal = "第三方不同意公开。"
    assert save(outcome_code="D4", ground=refusal) == refusal
    assert save(outcome_code="G2", ground=refusal, given_items="方案") == ""
    assert "认定的事实和理由" not in web.get(address).content.decode()
