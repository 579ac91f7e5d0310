"""假设推算 equals doing it, and leaves no trace."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.acts.clock import standing
from casework.law.states import Status
from casework.law.whatif import WhatIf, answers
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, CaseEvent
from casework.now import pinned
from tests.roads import Cast, Road, application, moment, start

pytestmark = pytest.mark.django_db
VERBS = ("consult", "request_extension", "request_correction", "charge")


def asked(road: Road, days: int, period: int) -> dict[str, WhatIf]:
    reading = standing(road.case, today=road.day)
    found = answers(
        reading, Status(road.case.status), working_calendar(), on=road.day, extension_days=(days,),
        correction_wd=period, settings=law_settings(),
    )  # fmt: skip
    return {row.verb: row for row in found}


def do(road: Road, verb: str, days: int, period: int) -> None:
    if verb == "consult":
        road.act("consult", "handler", kind="third_party", party="某公司", subject="单价", received_on=road.day)
    elif verb == "request_extension":
        road.act("request_extension", "handler", days=days, reason="案情复杂。")
        road.act("extend", "head", approve=True, notified_on=road.day)
    elif verb == "request_correction":
        road.act("request_correction", "clerk", matters="名称", delivered_on=road.day, period_wd=period)
    else:
        road.act("charge", "clerk", mode="items", quantity=12, count_reason="另有", received_on=road.day)


def answer(road: Road, verb: str) -> None:
    if verb == "request_correction":
        road.act("receive_correction", "clerk", corrected_on=road.day)
    elif verb == "charge":
        road.act("receive_payment", "clerk", paid_on=road.day)


@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    received=st.dates(date(2026, 1, 5), date(2026, 12, 20)),
    after=st.integers(0, 24),
    consulted=st.booleans(),
    verb=st.sampled_from(VERBS),
    days=st.integers(1, 20),
    period=st.integers(1, 60),
)
def test_what_if_equals_really_doing_it(
    people: Cast, received: date, after: int, consulted: bool, verb: str, days: int, period: int
) -> None:
    road = start(people, application(received), received)
    road.to("examining" if verb == "request_correction" else "in_progress")
    if consulted and verb in ("consult", "request_extension"):
        road.act("consult", "handler", kind="organ", party="某局", subject="批文")
    road.day = received + timedelta(after)
    events = CaseEvent.objects.count()
    told = asked(road, days, period)[verb]
    assert events == CaseEvent.objects.count()
    if verb == "request_extension" and road.case.base_on and road.day > road.case.base_on:
        assert told.due == standing(road.case, today=road.day).due, "too late to extend"
        return
    do(road, verb, days, period)
    done = standing(road.case, today=road.day)
    assert told.deadline is not None
    assert (done.due, done.base, done.warn_on) == (told.deadline.due, told.deadline.base, told.deadline.warn_on)
    case = Case.objects.get(pk=road.case.pk)
    assert (case.due_on, case.warn_on) == (told.deadline.due, told.deadline.warn_on)
    if told.after is not None:
        assert told.waits_until is not None
        road.day = told.waits_until
        answer(road, verb)
        assert Case.objects.get(pk=road.case.pk).due_on == told.after.due


def test_a_second_extension_says_why_not(people: Cast) -> None:
    road = start(people, application()).to("in_progress")
    do(road, "request_extension", 5, 15)
    assert "只能延长一次" in asked(road, 5, 15)["request_extension"].refused


def test_only_steps_the_status_knows_are_offered(people: Cast) -> None:
    road = start(people, application())
    assert asked(road, 5, 15) == {}
    assert set(asked(road.to("examining"), 5, 15)) >= {"request_correction", "request_extension", "charge"}
    assert asked(start(people, application()).to("awaiting_service"), 5, 15) == {}


def page(people: Cast, road: Road, query: str = "", **headers: Any) -> Any:
    web = Client()
    web.force_login(people.handler, backend="django.contrib.auth.backends.ModelBackend")
    with pinned(moment(road.day)):
        return web.get(f"/cases/{road.case.pk}/{query}", headers=headers)


def test_the_fold_out_and_its_fragment(people: Cast) -> None:
    road = start(people, application()).to("in_progress")
    before = CaseEvent.objects.filter(case=road.case).count()
    assert "如果今天……" in page(people, road).content.decode()
    fragment = page(people, road, "what-if/?days=7&period=10", **{"HX-Request": "true"})
    assert "延期 7 个工作日" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert "<html" in page(people, road, "what-if/").content.decode()
    assert page(people, road, "what-if/?days=21").status_code == 422
    assert page(people, road, "what-if/?days=x").status_code == 422
    assert CaseEvent.objects.filter(case=road.case).count() == before
    stranger = Client()
    stranger.force_login(people.stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.get(f"/cases/{road.case.pk}/what-if/").status_code == 404
