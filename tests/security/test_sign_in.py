"""Guessing passwords is stopped at the computer that guesses, and nobody can lock a colleague out from another one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from casework.models import Staff
from workflow.demo.district import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(name: str, password: str, address: str) -> int:
    """Through the proxy, which appends the address it saw to whatever the browser claims."""
    typed = {"username": name, "password": password}
    claimed = f"203.0.113.9, {address}"
    return Client().post("/sign-in/", typed, headers={"X-Forwarded-For": claimed}, REMOTE_ADDR="127.0.0.1").status_code


def test_wrong_passwords_lock_the_computer_they_come_from_only(head: Staff, settings: Any) -> None:
    settings.PRODUCTION = True
    for _ in range(5):
        sign_in(head.username, "wrong", "10.1.2.3")
    assert sign_in(head.username, PASSWORD, "10.1.2.3") == 429
    assert sign_in(head.username, PASSWORD, "10.1.2.4") == 302
