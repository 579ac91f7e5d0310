"""A server with real transactions, one Chromium, and a browser context for each person who joins a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from casework.models import Staff
from tests.browser.server import Server
from tests.browser.visitor import Join, Visitor
from tests.conftest import NOON
from tests.roads import Cast, Road, application, build_cast, start

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # While the driver runs it keeps an event loop in this thread, and Django would refuse every query made beside it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def one_server() -> Iterator[Server]:
    running = Server(NOON)
    yield running
    running.close()


@pytest.fixture
def server(browser: Browser, one_server: Server, real_db: None) -> Iterator[Server]:
    """The server at noon of 2026-11-20, over an empty database that threads see."""
    one_server.moment = NOON
    yield one_server
    one_server.idle()


@pytest.fixture
def cast(server: Server) -> Cast:
    """The practice district and its people; same name, but other shape, than the cast of the other tests."""
    return build_cast()


@pytest.fixture
def road(cast: Cast) -> Road:
    """A case of the district government, received and registered today."""
    return start(cast, application(NOON.date()), NOON.date())


@pytest.fixture
def join(browser: Browser, server: Server) -> Iterator[Join]:
    """Let a person join with a browser of their own; at the end none may have met an error."""
    visitors: list[Visitor] = []

    def enter(name: str, *, signed_in: bool = True, **options: Any) -> Visitor:
        visitor = Visitor(name, browser, server, **options)
        visitors.append(visitor)
        if signed_in:
            hand_session(visitor)
        return visitor

    yield enter
    faults = [f"{visitor.name}: {fault}" for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.close()
    assert not faults, "\n".join(faults)


def hand_session(visitor: Visitor) -> None:
    """Sign in without the page: the test is not about signing in."""
    from django.test import Client

    client = Client()
    client.force_login(Staff.objects.get(name=visitor.name), backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"].value
    visitor.context.add_cookies([{"name": "sessionid", "value": cookie, "url": visitor.server.url}])
