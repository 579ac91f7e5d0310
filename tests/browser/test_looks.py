"""Every page at 1366×768: in Chinese, accessible, nothing running over; long titles included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route

from casework.models import Case, IncomingMail
from tests.browser.visitor import NO_PRELOAD, Join, Visitor
from tests.conftest import TODAY
from tests.roads import Cast, Road, application, start
from workflow.demo import arrivals
from workflow.pages import guide

LONG = "关于申请公开" + "某街道老旧小区改造项目立项批复施工合同竣工验收备案资金拨付凭证" * 5 + "等材料"
# What is written in Latin letters in a Chinese office too.
ALLOWED = re.compile(
    r"\b(PDF|Word|Excel|WPS|OFD|DOCX|JSONL|APP|JPG|JPEG|PNG|TIFF|Ctrl|Enter|Esc|K|j|k|x|sha256|MB|KB|XA\d+|[0-9a-f]{6,64})\b"
)
HANDLED = ("consult", "request_extension", "record_search")
LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture
def drafted(cast: Cast) -> Road:
    """A case with a very long title whose draft lies with the first reviewer."""
    road = start(cast, application(TODAY, title=LONG, description=f"申请公开：{LONG}。"), TODAY)
    arrivals.seed(organ=cast.organ, clerk=cast.clerk, today=TODAY)
    road.to("in_progress").act(
        "draft", "handler", outcome_code="D5", ground="该信息为人事管理信息。",
        facts={"limb": "人事管理", "separation_reason": "内容不可分割"},
    )  # fmt: skip
    return road


def pages(case: Case) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Who looks at what, and the refusal it is if it is one."""
    page = f"/cases/{case.pk}/"
    desk = ("/", "/?tab=done", "/?tab=to_claim", "/?tab=supervised", "/notices/")
    lists = ("/cases/", "/cases/?status=archived", "/search/", "/search/?q=老旧", "/cases/new/")
    helps = (f"/help/?page={topic}" for topic in guide.TOPICS)
    file = (page, f"{page}history/", f"{page}chart/", f"{page}act/note/")
    came = ("/incoming/", "/incoming/new/", "/incoming/misdirected/")
    rows = (f"/incoming/{key}/" for key in IncomingMail.objects.values_list("pk", flat=True))
    for path in (*desk, *lists, *helps, *file, *came, *rows):
        yield "王登记", path, ()
    for path in (page, f"{page}draft/", *(f"{page}act/{verb}/" for verb in HANDLED)):
        yield "李承办", path, ()
    yield "王登记", "/cases/999999/", (404,)
    yield "王登记", f"{page}act/draft/", (404,)
    yield "王登记", f"{page}act/submit/", (403,)


def latin(visitor: Visitor) -> list[str]:
    """The words in Latin letters a person can see, but for those everybody uses."""
    fault = visitor.page.locator(".fault code")
    shown = visitor.text
    for code in fault.all_inner_texts():
        shown = shown.replace(code, "")
    return LATIN.findall(ALLOWED.sub(" ", shown))


def overflow(visitor: Visitor) -> list[str]:
    """Where the page is wider than the window: the elements that stick out to the right."""
    return visitor.page.evaluate(
        """() => {
            const root = document.documentElement;
            if (root.scrollWidth <= root.clientWidth) return [];
            return [...document.querySelectorAll("main *, header *")]
                .filter(node => node.getBoundingClientRect().right > root.clientWidth + 1)
                .slice(0, 5).map(node => `${node.tagName}.${node.className} ${node.textContent.slice(0, 40)}`);
        }"""
    )


def nowhere(visitor: Visitor) -> list[str]:
    """The links that lead back to the page itself, as a forgotten variable leaves them."""
    return visitor.page.locator("main a[href='']").all_inner_texts()


def test_pages_are_in_chinese_and_fit_the_screen(drafted: Road, join: Join) -> None:
    people = {name: join(name).without_previews().expect(403, 404) for name in ("王登记", "李承办")}
    found = []
    for name, path, refusals in pages(drafted.case):
        visitor = people[name]
        answer = visitor.go(path)
        assert answer is not None and answer.status in (refusals or (200,)), (path, answer and answer.status)
        if words := latin(visitor):
            found.append(f"{path}: {words}")
        if wide := overflow(visitor):
            found.append(f"{path} runs over: {wide}")
        if links := nowhere(visitor):
            found.append(f"{path} leads nowhere: {links}")
    assert not found, "\n".join(found)


def test_the_sign_in_page_is_in_chinese_and_fits(cast: Cast, join: Join) -> None:
    visitor = join("王登记", signed_in=False)
    visitor.go("/sign-in/")
    assert latin(visitor) == [] and overflow(visitor) == []
    visitor.sign_in(password="wrong-password")
    assert "账号或者密码不正确" in visitor.text and latin(visitor) == []


def test_the_checks_of_this_file_find_what_they_look_for(cast: Cast, join: Join) -> None:
    visitor = join("王登记")
    visitor.go("/")
    visitor.page.evaluate(
        """() => {
            const wide = document.createElement("div");
            wide.style.width = "3000px";
            wide.textContent = "长";
            document.querySelector("main").append(wide, "dengji pending", document.createElement("input"));
        }"""
    )
    assert latin(visitor) == ["dengji", "pending"]
    assert overflow(visitor) != []
    assert "label" in {row["id"] for row in Axe().run(visitor.page, options=NO_PRELOAD).response["violations"]}


def test_pages_are_accessible(drafted: Road, join: Join) -> None:
    drafted.act("submit", "handler")
    second = start(drafted.cast, application(TODAY), TODAY).to("in_progress")
    page = f"/cases/{drafted.case.pk}/"
    stops = (
        ("王登记", ("/sign-in/",), False),
        ("王登记", ("/", "/cases/", "/cases/new/", page, f"{page}history/"), True),
        ("李承办", (f"/cases/{second.case.pk}/draft/",), True),
        ("赵科长", (page, f"{page}act/approve_secrecy/"), True),
    )
    found = []
    for name, paths, signed_in in stops:
        visitor = join(name, signed_in=signed_in).without_previews()
        for path in paths:
            visitor.go(path)
            visitor.page.wait_for_load_state("load")
            results = Axe().run(visitor.page, options=NO_PRELOAD).response["violations"]
            found += [f"{path} {row['id']}: {row['nodes'][0]['html'][:160]}" for row in results]
    assert not found, "\n".join(found)


def test_a_page_laid_out_before_its_own_styles_arrive_asks_for_no_forbidden_picture(cast: Cast, join: Join) -> None:
    clerk = join("王登记")
    held: list[Route] = []
    clerk.context.route("**/components.css", lambda route: held.append(route))
    clerk.page.goto(clerk.server.url + "/cases/new/", wait_until="commit")
    clerk.page.wait_for_selector("main .form-select", state="attached")
    for _ in range(20):  # whoever measures the page makes the browser apply the styles that are there
        clerk.page.evaluate("document.querySelectorAll('select').forEach(node => node.getBoundingClientRect())")
        clerk.page.wait_for_timeout(20)
    assert held
    for route in held:
        route.continue_()
    clerk.page.wait_for_load_state()
    picture = "getComputedStyle(document.querySelector('main .form-select')).backgroundImage"
    assert "img/caret" in clerk.page.evaluate(picture)


def test_a_printed_list_is_whole_under_the_practice_banner_too(cast: Cast, join: Join, settings: Any) -> None:
    settings.DEMONSTRATION = True
    for _ in range(12):
        start(cast, application(TODAY), TODAY)
    clerk = join("王登记")
    clerk.go("/cases/")
    assert clerk.page.locator(".demo-banner").is_visible()
    clerk.page.emulate_media(media="print")
    height = "(node) => [node.scrollHeight, node.clientHeight, getComputedStyle(node).maxHeight]"
    whole, shown, most = clerk.page.locator(".table-scroll").evaluate(height)
    assert whole <= shown + 1 and most == "none"
    assert not clerk.page.locator(".filter-bar").is_visible()
