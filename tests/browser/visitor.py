"""A person at a browser of their own: signed in, moving about, and watched for anything the product does wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

from tests.browser.server import Server
from workflow.demo.district import CAST, PASSWORD

USERNAMES = {person.name: person.username for person in CAST}
SCREEN = {"width": 1366, "height": 768}
# The policy's own report, beside the browser's console line, so that no violation passes unseen.
REPORT = """document.addEventListener("securitypolicyviolation",
    event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""
# Chromium says so for every answer above 399; which answers are right is judged by their status.
ANSWERED = "Failed to load resource: the server responded with a status of"
# axe would fetch the sheets that site.css imports from the wrong place and put them into the page as style elements.
NO_PRELOAD = {"preload": False}
# What htmx says when somebody leaves a page whose suggestions are still on their way.
LEFT = ("htmx:sendAbort", "htmx:afterRequest")


class Visitor:
    """One browser context and its page; ``faults`` collects what must never happen."""

    def __init__(self, name: str, browser: Browser, server: Server, **options: Any) -> None:
        self.name, self.server = name, server
        self.context = browser.new_context(viewport=SCREEN, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        self.context.set_default_timeout(15000)
        self.context.add_init_script(REPORT)
        self.context.on("response", self._answered)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.faults: list[str] = []
        self.expected: set[int] = set()
        self.seen: list[int] = []
        self.page: Page = self.context.new_page()

    def expect(self, *statuses: int) -> Visitor:
        """Declare refusals (4xx) this test provokes on purpose."""
        self.expected.update(statuses)
        return self

    def without_previews(self) -> Visitor:
        """Leave the frames with the draft's paper empty: the browser's reader is slow to open."""
        self.context.route("**/draft.pdf*", lambda route: route.fulfill(status=204))
        return self

    def _answered(self, response: Response) -> None:
        self.seen.append(response.status)
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith((ANSWERED, *LEFT)):
            self.faults.append(f"console: {message.text}")

    # -- moving about ----------------------------------------------------------------------------------------------

    def sign_in(self, password: str = PASSWORD) -> Visitor:
        """Through the page, as people do."""
        self.go("/sign-in/")
        self.page.fill("#id_username", USERNAMES[self.name])
        self.page.fill("#id_password", password)
        self.send("登录")
        return self

    def go(self, path: str) -> Response | None:
        return self.page.goto(self.server.url + path, wait_until="domcontentloaded")

    def fill(self, values: Mapping[str, Any], inside: str = "main") -> None:
        """Fill fields by name: a bool ticks, a select chooses by value, a text is typed in."""
        for name, value in values.items():
            field = self.page.locator(f"{inside} [name='{name}']:not([type=hidden])")
            if isinstance(value, bool):
                field.set_checked(value)
            elif field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(str(value))

    def send(self, label: str, inside: str = "body") -> None:
        """Press the button or link of this name and wait for the page it leads to."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.button(label, inside).click()

    def button(self, label: str, inside: str = "body") -> Locator:
        """The button of this name; where it stands in the menu 更多办理, the menu is opened first."""
        found = self.page.locator(inside).locator("button, a.btn").filter(has_text=label).filter(visible=True)
        more = self.page.locator("details.menu-more:not([open])")
        if not found.count() and more.locator(".menu-item", has_text=label).count():
            more.locator("summary").click()
            found = self.page.locator(".menu-more .menu-item").filter(has_text=label)
        return found.first

    @contextmanager
    def moved(self) -> Any:
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            yield

    # -- reading ---------------------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What the person reads on the page."""
        return self.page.inner_text("body")

    @property
    def errors(self) -> str:
        """The list of what is wrong, at the top of a form."""
        return self.page.inner_text("[data-error-summary]")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.server.url)

    def status_of(self, path: str) -> int:
        """The status of an address, asked with this person's session."""
        return self.context.request.get(self.server.url + path).status

    def close(self) -> None:
        self.context.close()


Join = Callable[..., Visitor]
