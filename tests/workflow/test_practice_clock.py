"""The day of a practice installation: kept in the database, read by all, moved forward only; production has none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework import now as clock
from casework.acts import practice
from casework.acts.record import verify
from casework.errors import BadValue, NotFound
from casework.models import Case, CaseEvent, PracticeClock, Staff
from casework.now import SHANGHAI, clock_held, now, pinned, today
from tests.roads import Cast, Road, moment
from workflow import tasks

pytestmark = pytest.mark.django_db
WALL = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)  # a Friday
DAY = WALL.date()
SignIn = Callable[[Staff], Client]


@pytest.fixture
def hang(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let the clock on the wall show a moment."""

    def show(moment: datetime) -> None:
        for place in (clock, practice):
            monkeypatch.setattr(place, "wall", lambda: moment)

    return show


@pytest.fixture
def practising(settings: Any, hang: Callable[[datetime], None]) -> None:
    """A practice installation on 2026-11-20 at noon by the clock on the wall."""
    settings.DEMONSTRATION = True
    hang(WALL)


@pytest.fixture
def desk_of(practising: None, clerk: Staff, signed_in: SignIn) -> Client:
    return signed_in(clerk)


@pytest.fixture
def counted() -> Iterator[Callable[[], int]]:
    """How often the table of the practice day was asked since the test began."""
    with CaptureQueriesContext(connection) as queries:
        yield lambda: sum(PracticeClock._meta.db_table in one["sql"] for one in queries)


def test_the_next_working_day_is_a_click_away(desk_of: Client) -> None:
    page = desk_of.get("/practice-day/").content.decode()
    assert "2026年11月20日" in page and "请用空库" in page
    answer = desk_of.post("/practice-day/", {"day": "2026-11-23"}, follow=True)
    assert "练习日期已到2026年11月23日" in answer.content.decode()
    assert today() == date(2026, 11, 23) and now() == WALL + timedelta(days=3)


def test_every_page_leads_there_and_asks_the_table_once(desk_of: Client, clerk: Staff) -> None:
    practice.move(actor=clerk, to=date(2026, 12, 1))
    with CaptureQueriesContext(connection) as queries:
        page = desk_of.get("/").content.decode()
    assert 'href="/practice-day/"' in page and "2026年12月1日" in page
    assert sum(PracticeClock._meta.db_table in one["sql"] for one in queries) == 1


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-11-20", "只能往后"),
        ("2026-11-19", "只能往后"),
        ("2029-01-01", "最远"),
        ("9999-12-31", "最远"),
        ("明天", "日期"),
    ],
)
def test_other_days_are_refused_with_a_sentence(desk_of: Client, day: str, why: str) -> None:
    answer = desk_of.post("/practice-day/", {"day": day})
    assert answer.status_code == 422 and why in answer.content.decode()
    assert today() == DAY and not CaseEvent.objects.filter(verb="move_practice_day").exists()


def test_who_clicks_after_somebody_else_moves_nothing_back(desk_of: Client, clerk: Staff) -> None:
    practice.move(actor=clerk, to=date(2026, 12, 1))
    assert desk_of.post("/practice-day/", {"day": "2026-11-23"}).status_code == 422
    assert today() == date(2026, 12, 1)


def test_production_has_no_such_page_and_never_reads_the_table(
    clerk: Staff, signed_in: SignIn, settings: Any, counted: Callable[[], int]
) -> None:
    settings.DEMONSTRATION = False
    client = signed_in(clerk)
    assert client.get("/practice-day/").status_code == 404
    assert client.post("/practice-day/", {"day": "2099-01-01"}).status_code == 404
    assert "/practice-day/" not in client.get("/").content.decode()
    tasks.sweep()
    with pytest.raises(NotFound):
        practice.move(actor=clerk, to=date(2099, 1, 1))
    assert counted() == 0 and not PracticeClock.objects.exists()


def test_a_row_left_in_the_table_moves_no_clock_in_production(settings: Any, hang: Callable[[datetime], None]) -> None:
    settings.DEMONSTRATION = False
    hang(WALL)
    PracticeClock.objects.create(pk=1, days=400)
    assert now() == WALL


def test_a_story_told_in_the_past_stays_there(practising: None, clerk: Staff) -> None:
    practice.move(actor=clerk, to=date(2026, 12, 1))
    with pinned(WALL - timedelta(days=100)):
        assert now() == WALL - timedelta(days=100)


def test_one_request_keeps_its_day_and_the_one_who_moves_sees_the_new(practising: None, clerk: Staff) -> None:
    practice.move(actor=clerk, to=date(2026, 12, 1))
    with clock_held():
        assert today() == date(2026, 12, 1)
        PracticeClock.objects.update(days=90)  # another process
        assert today() == date(2026, 12, 1)
        practice.move(actor=clerk, to=date(2027, 3, 1))
        assert today() == date(2027, 3, 1)
    assert today() == date(2027, 3, 1)


def test_the_move_stands_in_the_chain(practising: None, clerk: Staff) -> None:
    practice.move(actor=clerk, to=date(2026, 12, 1))
    event = CaseEvent.objects.get(verb="move_practice_day")
    assert (event.case, event.actor, event.effective_on) == (None, clerk, date(2026, 12, 1))
    assert event.data == {"before": "2026-11-20", "day": "2026-12-01"} and not list(verify())
    with pytest.raises(BadValue):
        practice.move(actor=clerk, to=date(2026, 12, 1))


def test_what_falls_due_on_the_way_happens_on_its_own_day(
    practising: None, road: Road, people: Cast, signed_in: SignIn, hang: Callable[[datetime], None]
) -> None:
    hang(moment(road.day, 12))
    road.to("examining").act("request_correction", "clerk", matters="名称不明确", delivered_on=road.day)
    limit = road.case.deadlines.get(kind="correction", state="waiting").due_on
    client = signed_in(people.clerk)
    assert "没有期限届满" in client.post("/practice-day/", {"day": limit}, follow=True).content.decode()
    answer = client.post("/practice-day/", {"day": limit + timedelta(days=60)}, follow=True)
    assert "1 件视为放弃" in answer.content.decode()
    assert Case.objects.get(pk=road.case.pk).status == "abandoned"
    event = road.case.events.get(verb="deem_abandoned")
    assert event.at.astimezone(SHANGHAI).date() == limit + timedelta(days=1)


def test_a_session_lives_by_the_real_clock(desk_of: Client, clerk: Staff) -> None:
    practice.move(actor=clerk, to=DAY + timedelta(days=700))
    assert desk_of.get("/").status_code == 200
