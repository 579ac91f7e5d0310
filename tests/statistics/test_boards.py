"""Dashboards: every number opens as many cases, month totals and facts tell the same, small numbers are not rated."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from casework.acts import facts
from casework.law.identity import CATEGORIES
from casework.models import Case, CaseEvent
from casework.statistics.boards import BOARDS
from casework.statistics.boards.heat import TRAITS, heat
from casework.statistics.facts import DIMENSIONS
from casework.statistics.figure import TOO_FEW, percentile
from casework.statistics.frame import Frame
from casework.statistics.span import Span
from casework.statistics.tally import Tally
from tests.roads import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Make = Callable[..., Case]
_LINK = re.compile(r'<td class="num[^"]*"[^>]*><a href="([^"]+)">(\d+)</a>')
_TILE = re.compile(r'<a class="tile[^"]*" href="([^"]+)"><span>[^<]+</span><b class="num">(\d+)</b>')
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
DAY = timedelta(days=1)


@pytest.fixture
def many(old_case: Make, people: Cast) -> None:
    """Sixty requests of two years: every kind of value, some without unit or topic, some still open."""
    chance = random.Random(3)
    units = [people.handler.unit, people.clerk.unit, None]
    for _ in range(60):
        received = date(2025, 1, 1) + timedelta(days=chance.randrange(680))
        open_still = chance.random() < 0.2
        closed = None if open_still else min(received + timedelta(days=chance.randrange(70)), date(2026, 11, 20))
        organ = people.organs[chance.choice(("LC01", "LC13", "370112002"))]
        outcome = "" if open_still else chance.choice(("G1", "G2", "P", "D4", "N1a", "X1"))
        case = old_case(received, closed, outcome, chance.choice(sorted(CATEGORIES)), organ)
        Case.objects.filter(pk=case.pk).update(
            unit=chance.choice(units), topic=chance.choice(("征地拆迁", "房屋征收", "社会保障", "")),
            channel=chance.choice(("portal", "mail_signed")), late=None if open_still else chance.random() < 0.3,
            due_on=received + timedelta(days=28),
        )  # fmt: skip
    facts.rebuild()


def links(response: Any) -> list[tuple[str, int]]:
    text = response.content.decode()
    return [(unescape(url), int(number)) for found in (_LINK, _TILE) for url, number in found.findall(text)]


@pytest.mark.parametrize("name", list(BOARDS))
@pytest.mark.parametrize("query", ["from=2026-01-01&to=2026-12-31", "from=2025-03-12&to=2026-05-09&organ=LC13"])
def test_every_number_opens_as_many_cases(name: str, query: str, many: None, people: Cast, signed_in: Any) -> None:
    client: Client = signed_in(people.supervisor)
    response = client.get(f"/statistics/{'' if name == 'flow' else name + '/'}?{query}")
    assert response.status_code == 200
    found = links(response)
    assert len(found) >= 2, response.content.decode()
    for url, number in sorted(set(found)):
        table = client.get(url).context["table"]
        assert table.paginator.count == number, url


@pytest.mark.parametrize("trait", list(TRAITS))
def test_a_square_of_the_heat_map_opens_as_many_cases(trait: str, many: None, people: Cast, signed_in: Any) -> None:
    client: Client = signed_in(people.supervisor)
    response = client.get("/statistics/heat/", {"by": trait, "from": "2026-01-01", "to": "2026-12-31"})
    figure = response.context["board"].figures[0]
    family = TRAITS[trait][1]
    by_day = {"in": "received_on", "out": "closed_on"}[family]
    wanted = Case.objects.filter(**{f"{by_day}__year": 2026}).count()
    assert figure.sums.cells[-1].value == wanted > 5
    assert sum(row.cells[-1].value for row in figure.rows) == wanted
    for row in (*figure.rows, figure.sums):
        assert sum(cell.value for cell in row.cells[:-1]) == row.cells[-1].value
        for cell in row.cells:
            if cell.url:
                assert client.get(cell.url).context["table"].paginator.count == cell.value, cell.url


def spans() -> list[Span]:
    return [
        YEAR, Span(date(2026, 2, 1), date(2026, 2, 28)), Span(date(2025, 11, 17), date(2026, 3, 9)),
        Span(date(2026, 4, 2), date(2026, 4, 29)), Span(date(2025, 1, 1), date(2026, 11, 20)),
    ]  # fmt: skip


@pytest.mark.parametrize("span", spans(), ids=lambda span: span.label)
def test_totals_and_facts_tell_the_same_whatever_is_behind(
    span: Span, many: None, old_case: Make, people: Cast
) -> None:
    late_comer = old_case(date(2026, 2, 10), date(2026, 2, 20), "G2")
    facts.refresh(late_comer)  # February is now behind its facts
    for organ in (None, people.organs["LC01"]):
        quick, plain = Tally(organ), Tally(organ, totals=False)
        assert quick.stale or organ is not None
        for family, dimensions in DIMENSIONS.items():
            for by in ("", "month", "organ", "bucket"):
                told = quick.count(family, list(dimensions), span, by=by)  # type: ignore[arg-type]
                assert told == plain.count(family, list(dimensions), span, by=by), (family, by)  # type: ignore[arg-type]
        assert quick.open_at_end_of(span.last) == plain.open_at_end_of(span.last)


def test_what_a_month_carries_over_is_what_came_less_what_ended(many: None, people: Cast) -> None:
    frame = Frame(None, YEAR, date(2026, 11, 20), "/cases/")
    months = BOARDS["flow"][1](frame).figures[1].rows
    carried = Case.objects.filter(received_on__lt=date(2026, 1, 1)).exclude(closed_on__lt=date(2026, 1, 1)).count()
    for row in months:
        received, ended, left = (cell.value for cell in row.cells)
        carried += received - ended
        assert left == carried
    assert carried == Case.objects.filter(closed_on=None).count()


def test_a_period_is_compared_with_the_one_before() -> None:
    assert Span(date(2026, 1, 1), date(2026, 3, 31)).before == Span(date(2025, 10, 1), date(2025, 12, 31))
    assert YEAR.before == Span(date(2025, 1, 1), date(2025, 12, 31))
    assert Span(date(2026, 3, 1), date(2026, 3, 31)).before == Span(date(2026, 2, 1), date(2026, 2, 28))
    assert Span(date(2026, 3, 10), date(2026, 3, 16)).before == Span(date(2026, 3, 3), date(2026, 3, 9))


def test_a_period_is_compared_with_the_same_one_a_year_ago() -> None:
    assert Span(date(2026, 1, 1), date(2026, 3, 31)).year_ago == Span(date(2025, 1, 1), date(2025, 3, 31))
    assert Span(date(2025, 2, 1), date(2025, 2, 28)).year_ago == Span(date(2024, 2, 1), date(2024, 2, 29))
    assert Span(date(2024, 2, 29), date(2024, 3, 10)).year_ago == Span(date(2023, 2, 28), date(2023, 3, 10))
    assert YEAR.year_ago == YEAR.before


def test_the_change_on_a_year_ago_stands_beside_the_change_on_the_period_before(old_case: Make) -> None:
    for day in (date(2025, 3, 3), date(2025, 3, 4), date(2026, 2, 2), date(2026, 3, 3)):
        old_case(day, None, "")
    facts.rebuild()
    frame = Frame(None, Span(date(2026, 3, 1), date(2026, 3, 31)), date(2026, 11, 20), "/cases/")
    figure = BOARDS["flow"][1](frame).figures[0]
    assert figure.head == ("指标", "2026年3月", "2026年2月", "比上期", "2025年3月", "同比")
    assert [cell.value for cell in figure.rows[0].cells] == [1, 1, "持平", 2, "-1"]
    whole_year = BOARDS["flow"][1](Frame(None, YEAR, date(2026, 11, 20), "/cases/")).figures[0]
    assert whole_year.head[2:] == (YEAR.before.label, "同比")


def test_fewer_than_thirty_are_neither_rated_nor_ranked(old_case: Make, people: Cast) -> None:
    for organ, number, late in (("LC13", 29, 0), ("LC01", 30, 3)):
        for at in range(number):
            case = old_case(date(2026, 5, 1), date(2026, 5, 20), "G1", organ=people.organs[organ])
            Case.objects.filter(pk=case.pk).update(late=at < late)
    facts.rebuild()
    [figure] = BOARDS["ranking"][1](Frame(None, YEAR, date(2026, 11, 20), "/cases/")).figures
    lines = {row.label: [cell.value for cell in row.cells] for row in figure.rows}
    assert lines["区政府"][:4] == [1, 30, 27, "90.0%"]
    assert lines["区住房城乡建设局"][:5] == ["不排名", 29, 29, TOO_FEW, TOO_FEW]
    assert set(lines["区住房城乡建设局"][5:]) == {"—"}


def test_median_and_ninth_decile_are_numbers_that_occur() -> None:
    assert percentile(Counter({"3": 5, "10": 4, "40": 1}), 0.5) == 3
    assert percentile(Counter({"3": 5, "10": 4, "40": 1}), 0.9) == 10
    assert percentile(Counter({"3": 5, "10": 4, "40": 2}), 0.9) == 40
    assert percentile(Counter(), 0.5) is None


def test_a_street_without_cases_shows_nought(many: None, people: Cast, signed_in: Any) -> None:
    page = signed_in(people.supervisor).get("/statistics/streets/", {"from": "2026-01-01", "to": "2026-12-31"})
    text = page.content.decode()
    assert "示意图" in text
    streets = [organ for organ in people.organs.values() if organ.kind == "street"]
    for street in streets:
        assert f"<span>{street.short_name}</span><b" in text
    assert text.count('<b class="num">0</b>') == len(streets) - 1


def test_a_table_goes_out_as_it_is_seen_and_is_never_a_formula(many: None, people: Cast, signed_in: Any) -> None:
    Case.objects.filter(topic="").update(topic="=1+1")
    facts.rebuild()
    client: Client = signed_in(people.supervisor)
    query = "from=2025-01-01&to=2026-12-31"
    figure = next(
        row for row in client.get(f"/statistics/mix/?{query}").context["board"].figures if row.code == "topic"
    )
    for cell in (cell for row in figure.rows for cell in row.cells if cell.url):
        assert client.get(cell.url).context["table"].paginator.count == cell.value, cell.url
    answer = client.get(f"/statistics/mix/topic.xlsx?{query}")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == list(figure.head)
    assert [row[1:] for row in rows[1:]] == [list(row[1:]) for row in figure.table()]
    assert "'=1+1" in {row[0] for row in rows}
    assert CaseEvent.objects.get(verb="export").data["what"] == "statistics mix topic"


@pytest.mark.parametrize(
    "query",
    [
        "from=x", "from=2026-02-30", "from=2026-05-01&to=2026-01-01", "from=1990-01-01&to=2020-01-01",
        "from=0001-01-01", "to=9999-12-31",
    ],
)  # fmt: skip
def test_impossible_periods_are_told(query: str, people: Cast, signed_in: Any) -> None:
    assert signed_in(people.supervisor).get(f"/statistics/?{query}").status_code == 422


def test_addresses_that_lead_nowhere(people: Cast, signed_in: Any) -> None:
    client = signed_in(people.supervisor)
    assert client.get("/statistics/nowhere/").status_code == 404
    assert client.get("/statistics/mix/nothing.xlsx").status_code == 404
    assert client.get("/statistics/heat/?by=x").status_code == 422


def test_a_head_sees_the_figures_of_the_own_organ_only(many: None, people: Cast, signed_in: Any) -> None:
    client = signed_in(people.head)
    assert client.get("/statistics/ranking/").context["board"].figures[0].rows[0].label == "区政府"
    assert len(client.get("/statistics/ranking/").context["board"].figures[0].rows) == 1
    assert client.get("/statistics/mix/?organ=LC13").status_code == 403


def test_heat_of_an_empty_period_is_empty() -> None:
    board = heat(Frame(None, Span(date(2001, 1, 1), date(2001, 2, 1)), date(2026, 11, 20), "/cases/"))
    assert board.figures[0].is_empty
