"""The light of a list: what the database selects by colour is what each row shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from casework.acts.clock import standing
from casework.law import lights as law_lights
from casework.models import Case, Staff
from casework.now import SHANGHAI, pinned
from casework.selectors.lights import CHOICES, lit, standings
from workflow import desk

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def days_before(number: int) -> date:
    return TODAY - timedelta(days=number)


@pytest.fixture
def cases(open_case: Callable[..., Case]) -> list[Case]:
    """Received on each of the last sixty weekdays: every colour occurs, and every edge between two."""
    days = [days_before(number) for number in range(60)]
    return [open_case(day) for day in days if day.weekday() < 5]


def test_every_colour_selects_exactly_the_rows_that_show_it(cases: list[Case]) -> None:
    shown = {pk: row.light.code for pk, row in standings(Case.objects.all(), today=TODAY).items()}
    for code, _ in CHOICES:
        selected = set(Case.objects.filter(lit(code, today=TODAY)).values_list("pk", flat=True))
        assert selected == {pk for pk, light in shown.items() if light == code}, code
    assert {"green", "yellow", "red", "overdue"} <= set(shown.values())


def test_on_a_rest_day_the_colours_agree_as_well(cases: list[Case]) -> None:
    sunday = date(2026, 11, 22)
    shown = {pk: row.light.code for pk, row in standings(Case.objects.all(), today=sunday).items()}
    for code in ("green", "yellow", "red", "overdue"):
        selected = set(Case.objects.filter(lit(code, today=sunday)).values_list("pk", flat=True))
        assert selected == {pk for pk, light in shown.items() if light == code}, code


def test_a_suspended_case_shows_the_days_of_its_own_clock(
    open_case: Callable[..., Case], handler: Staff, clerk: Staff
) -> None:
    """Days of a consultation are not counted: the number equals the clock's, the filter finds it by that colour."""
    case = open_case(date(2026, 10, 26))

    def act(verb: str, actor: Staff, day: date, **facts: object) -> None:
        at = datetime(day.year, day.month, day.day, 11, tzinfo=SHANGHAI)
        with pinned(at):
            desk.act(verb, case_id=case.pk, actor=actor, at=at, today=day, **facts)

    act("examine", clerk, date(2026, 10, 27))
    act("assign", clerk, date(2026, 10, 28), unit=handler.unit, handler=handler)
    act("sign_for", handler, date(2026, 10, 28))
    act("consult", handler, date(2026, 11, 18), kind="third_party", party="甲公司", subject="合同",
        received_on=date(2026, 11, 18))  # fmt: skip
    case = Case.objects.get(pk=case.pk)
    reading = standing(case, today=TODAY)
    row = standings([case], today=TODAY)[case.pk]
    assert case.clock_state == "suspended"
    assert row.days_left == reading.days_left
    assert row.light.code in {"red", "yellow", "green"}
    assert Case.objects.filter(lit(row.light.code, today=TODAY)).filter(pk=case.pk).exists()


def test_a_passed_warning_is_red_until_the_reply_date_itself_has_passed(open_case: Callable[..., Case]) -> None:
    case = open_case(date(2026, 10, 30))
    case.warn_on = TODAY - timedelta(days=1)
    row = standings([case], today=TODAY)[case.pk]
    assert row.light is law_lights.RED
    assert row.days_left is not None and row.days_left >= 0
