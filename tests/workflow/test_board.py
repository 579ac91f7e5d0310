"""监督台: every number opens a list with as many cases; the risk list says why; heads see theirs only."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from casework.lawbook import working_calendar
from casework.models import Case, Handover, Staff
from casework.now import pinned
from casework.selectors.lights import standings
from tests.roads import Cast, Road, application, build_cast, moment, start
from workflow import board, risk
from workflow.models import Step, UsualWork

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
TODAY = date(2026, 3, 27)  # a Friday


def received(cast: Cast, day: date, title: str = "方案") -> Road:
    return start(cast, application(day, title=title), day)


@pytest.fixture
def district(db: None) -> Cast:
    """Cases of every light on several desks: overdue, red, yellow, green, stopped, suspended, bounced."""
    cast = build_cast()
    for day in (date(2026, 2, 11), date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 20), date(2026, 3, 26)):
        received(cast, day)
        received(cast, day).to("in_progress")
    stopped = received(cast, date(2026, 3, 16)).to("examining")
    stopped.act("request_correction", "clerk", matters="请写明", delivered_on=date(2026, 3, 16))
    held = received(cast, date(2026, 3, 3)).to("in_progress")
    held.act("consult", "handler", kind="third_party", party="某公司", subject="合同", received_on=date(2026, 3, 3))
    closed = received(cast, date(2026, 3, 4)).to("replied")
    assert closed.case.closed_on
    return cast


def plain(cast: Cast) -> Any:
    return board.scope(cast.supervisor)


def test_the_sums_are_those_of_the_cases_one_by_one(district: Cast) -> None:
    found = board.counted(plain(district), TODAY)
    steps = list(plain(district).select_related("case"))
    assert sum(found.values()) == len(steps) == 12
    lit = standings([step.case for step in steps], today=TODAY)
    lights = [lit[step.case_id].light.code for step in steps]
    sums = board.by(found, lambda traits: "")[""]
    assert {code: sums[code] for code in board.LIGHTS} == {code: lights.count(code) for code in board.LIGHTS}
    assert all(sums[code] for code in board.LIGHTS)
    assert sums["stage"] == sum(step.due_on is not None and step.due_on < TODAY for step in steps)
    for name in ("node", "unit", "waiting", "left"):
        rows = board.by(found, lambda traits, name=name: getattr(traits, name))
        assert sum(row["all"] for row in rows.values()) == 12


def test_every_number_opens_a_list_of_its_length_on_any_day(district: Cast) -> None:
    for shift in range(0, 30, 5):
        check_lists(district, TODAY + timedelta(days=shift))


def check_lists(district: Cast, day: date) -> None:
    found = board.counted(plain(district), day)
    for name in ("light", "left", "node", "unit", "waiting"):
        for key, row in board.by(found, lambda traits, name=name: getattr(traits, name)).items():
            if key:
                assert board.chosen(plain(district), day, **{name: key}).count() == row["all"], (name, key)
                for extra in ("risk", "stage"):
                    assert board.chosen(plain(district), day, **{name: key, extra: "1"}).count() == row[extra]


def test_the_risk_list_is_the_rule_and_says_why(district: Cast) -> None:
    """From drafting 10 working days usually lie ahead: received 3/2 has 1 left on 3/27, received 3/20 has 15."""
    at_risk = board.chosen(plain(district), TODAY, risk="1").select_related("case")
    told = {step.pk: why for step, why in board.reasons(at_risk, TODAY)}
    calendar = working_calendar()
    for step in plain(district).select_related("case"):
        case, node = step.case, step.flow_task.name
        if case.clock_state != "running" or case.due_on < TODAY:
            continue
        left = calendar.working_days_between(TODAY, case.warn_on)
        assert (step in at_risk) == (left < risk.usual()[node].days), (node, left)
    drafting = next(step for step in at_risk if step.flow_task.name == "draft" and step.case.clock_state == "running")
    assert told[drafting.pk] == (
        "剩 1 个工作日，从“承办拟稿”到送达按内部时限需 10 个工作日（承办 5、法制审核 2、签发 2、制发送达 1）"
    )
    assert set(told) == {step.pk for step in at_risk}


def test_thirty_served_cases_replace_the_limits(district: Cast) -> None:
    example = Step.objects.get(case__closed_as="serve", flow_task=board.node("draft"))
    risk.measure(TODAY)
    assert not UsualWork.objects.exists()  # one case says nothing
    same = {"process": example.process, "case": example.case, "flow_task": example.flow_task, "token": example.token}
    Step.objects.bulk_create(
        Step(**same, flow_task_type="FUNCTION", status="DONE", finished=moment(date(2026, 3, 4))) for _ in range(30)
    )
    Step.objects.filter(flow_task=board.node("draft"), case=example.case).update(created=moment(date(2026, 3, 3)))
    risk.measure(TODAY)
    row = UsualWork.objects.get()
    assert (row.node, row.sample) == ("draft", 31)
    usual = risk.usual()["draft"]
    assert usual.days == row.median_wd == 1  # opened on Tuesday, served on Wednesday
    assert "近 31 件的中位数" in risk.reason("draft", "承办拟稿", 1, usual)


def test_cases_that_wander_are_found(district: Cast) -> None:
    road = received(district, date(2026, 3, 23)).to("in_progress")
    assert not board.bounced().exists()
    first = Handover.objects.get(case=road.case)
    for _ in range(board.BOUNCES):
        first.pk, first.way, first.ended_at = None, Handover.Way.TRANSFER, moment(TODAY)
        first.save(force_insert=True)
    assert [row["case"] for row in board.bounced()] == [road.case.pk]
    assert board.chosen(plain(district), TODAY, bounced="1").get().case_id == road.case.pk


# -- pages -----------------------------------------------------------------------------------------------------------


def numbers(page: str) -> list[tuple[str, int]]:
    """The addresses of the board's numbers with the number each shows."""
    found = re.findall(r'href="(/supervision/cases/[^"]*)"[^>]*>(?:<span>[^<]*</span><b class="num">)?(\d+)<', page)
    return [(address.replace("&amp;", "&"), int(number)) for address, number in found]


def test_every_link_of_the_page_lists_as_many_cases(district: Cast, signed_in: SignIn) -> None:
    browser = signed_in(district.supervisor)
    with pinned(moment(TODAY, 9)):
        links = numbers(browser.get("/supervision/").content.decode())
        assert len(links) > 30
        for address, number in links:
            page = browser.get(address).content.decode()
            assert page.count('data-sheet="计算说明"') == number, address


def test_the_risk_page_gives_the_reason(district: Cast, signed_in: SignIn) -> None:
    with pinned(moment(TODAY, 9)):
        page = signed_in(district.head).get("/supervision/risks/").content.decode()
    assert "到送达按内部时限需 10 个工作日" in page


def test_who_sees_the_board_and_how_much_of_it(district: Cast, signed_in: SignIn) -> None:
    with pinned(moment(TODAY, 9)):
        for person, status in (
            (district.supervisor, 200), (district.head, 200), (district.unit_head, 200),
            (district.handler, 403), (district.clerk, 403), (district.editor, 403), (district.stranger, 403),
        ):  # fmt: skip
            for address in ("/supervision/", "/supervision/risks/", "/supervision/cases/"):
                assert signed_in(person).get(address).status_code == status, (person.name, address)
        assert signed_in(district.supervisor).get("/supervision/cases/?light=purple").status_code == 422
        assert signed_in(district.supervisor).get("/supervision/cases/?unit=ux").status_code == 422
    unit = board.scope(district.unit_head)
    assert {step.case.unit for step in unit} == {district.unit_head.unit}
    assert unit.count() == 6 < plain(district).count()
    other = Staff.objects.get(organ=district.organs["LC13"], postings__role="head")
    assert board.scope(other).count() == 0


def test_the_register_is_marked_where_the_risk_list_says_so(district: Cast, signed_in: SignIn) -> None:
    """The marks come after the list, for the cases on it alone, and nobody's but those one may see."""
    at_risk = {step.case_id for step in board.chosen(plain(district), TODAY, risk="1")}
    asked = {"case": list(Case.objects.values_list("pk", flat=True))}
    with pinned(moment(TODAY, 9)):
        browser = signed_in(district.supervisor)
        marked = browser.get("/supervision/marks/", asked).content.decode()
        assert {int(key) for key in re.findall(r'id="risk-(\d+)"', marked)} == at_risk != set()
        assert "到送达" in marked
        assert "risk-" not in browser.get("/supervision/marks/", {"case": ["x", 0]}).content.decode()
        listed = browser.get("/cases/").content.decode()
        assert all(f'<span id="risk-{key}"></span>' in listed and f"case={key}&amp;" in listed for key in at_risk)
        strange = signed_in(district.stranger).get("/supervision/marks/", asked).content.decode()
        assert "risk-" not in strange
