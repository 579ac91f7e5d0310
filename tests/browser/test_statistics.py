"""Dashboards in the browser: marks and cells lead to as many cases as they say; nothing breaks the content policy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from casework.acts import facts
from casework.models import Case
from tests.browser.visitor import NO_PRELOAD, Join, Visitor
from tests.conftest import TODAY
from tests.roads import Cast, application, start

PATHS = ("", "mix/", "speed/", "heat/", "streets/", "ranking/", "focus/", "annual/", "check/")


@pytest.fixture
def some(cast: Cast) -> None:
    for number in range(5):
        road = start(
            cast, application(TODAY - timedelta(days=number), topic="征地拆迁"), TODAY - timedelta(days=number)
        )
        if number % 2:
            road.to("in_progress")
    facts.fold()


def rows_of(visitor: Visitor) -> int:
    """How many cases the register says it lists."""
    return int("".join(filter(str.isdigit, visitor.page.inner_text(".pager-total").split("件")[0])))


def test_a_heat_map_cell_opens_as_many_rows_as_its_number(some: None, join: Join) -> None:
    visitor = join("督查员")
    visitor.go("/statistics/heat/?by=topic&from=2026-11-01&to=2026-11-20")
    cell = visitor.page.locator("table.heat td a").first
    number = int(cell.inner_text())
    assert number == Case.objects.count() == 5
    with visitor.moved():
        cell.click()
    assert "/cases/" in visitor.path
    assert rows_of(visitor) == number == visitor.page.locator("table.list tbody tr").count()


def test_a_bar_of_a_chart_opens_the_list_of_its_number(some: None, join: Join) -> None:
    visitor = join("督查员")
    visitor.go(f"/statistics/mix/?from={date(2026, 11, 1)}&to={TODAY}")
    place = visitor.page.locator("#figure-category").locator("xpath=../..").locator(".chart")
    place.scroll_into_view_if_needed()
    assert place.locator("canvas").count() == 1
    middle = visitor.page.evaluate(
        """() => {
            const place = document.querySelector("#figure-category").closest("section").querySelector(".chart");
            const drawing = window.echarts.getInstanceByDom(place);
            const [x, y] = drawing.convertToPixel({seriesIndex: 0}, [0, 2]);
            const box = place.getBoundingClientRect();
            return [box.left + x - 12, box.top + y];
        }"""
    )
    with visitor.moved():
        visitor.page.mouse.click(*middle)
    assert "category=natural_person" in visitor.path
    assert rows_of(visitor) == 5


def test_the_pages_of_statistics_fit_and_are_accessible(some: None, join: Join) -> None:
    visitor = join("督查员")
    for path in PATHS:
        visitor.go(f"/statistics/{path}")
        visitor.page.wait_for_load_state("load")
        wide = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
        found = Axe().run(visitor.page, options=NO_PRELOAD)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
