"""编成案例: an answered case offers itself as a precedent to those who may propose one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import Staff
from tests.roads import Road

pytestmark = pytest.mark.django_db


def test_an_answered_case_can_become_a_precedent(road: Road, signed_in: Callable[[Staff], Client]) -> None:
    link = reverse("library_from_case", args=[road.case.pk])
    page = reverse("case", args=[road.case.pk])
    assert link not in signed_in(road.cast.head).get(page).content.decode()
    road.to("archived")
    assert link in signed_in(road.cast.head).get(page).content.decode()
    assert link not in signed_in(road.cast.supervisor).get(page).content.decode()
    assert signed_in(road.cast.head).get(link).status_code == 200
