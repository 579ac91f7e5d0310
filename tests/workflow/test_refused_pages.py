"""The page of a refusal: what was typed comes back under the words of the form, dates as an office writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.http import HttpRequest
from django.test import Client

from casework.models import Case, Staff
from casework.now import pinned
from tests.roads import Road, moment
from workflow.views import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(road: Road, signed_in: Callable[[Staff], Client]) -> str:
    """Ask whether the request is given up while the period of the correction still runs."""
    road.act("examine", "clerk")
    road.act("request_correction", "clerk", matters="请写明文件名称", sent_on=road.day, delivered_on=road.day)
    with pinned(moment(road.day, 12)):
        answer = signed_in(road.cast.clerk).post(
            f"/cases/{road.case.pk}/act/deem_abandoned/",
            {"version": road.case.version, "delivered_on": road.day.isoformat()},
        )
    assert answer.status_code == 409
    return str(answer.content.decode())


def test_what_was_typed_comes_back_under_its_label(page: str, road: Road) -> None:
    typed = page[page.index('<dl id="typed-all"') :].partition("</dl>")[0]
    assert "<dt>申请人收到告知书（通知书）的日期</dt>" in typed and road.day.isoformat() in typed
    assert "delivered_on" not in typed


def test_a_warning_on_the_case_page_has_no_dates_of_a_machine(road: Road, signed_in: Callable[[Staff], Client]) -> None:
    road.to("in_progress")
    road.act("request_extension", "handler", days=10, reason="涉及多个部门")
    road.act("extend", "head", approve=True)
    with pinned(moment(road.day, 12)):
        read = signed_in(road.cast.clerk).get(f"/cases/{road.case.pk}/").content.decode()
    base = road.case.base_on
    assert isinstance(base, date)
    assert f"告知前答复期限仍为 {base.year}年{base.month}月{base.day}日；" in read
    assert f"仍为 {base}" not in read


def test_whoever_was_faster_between_two_reads_of_one_request_is_named(
    road: Road, signed_in: Callable[[Staff], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    road.to("in_review").act("approve_secrecy", "unit_head")
    seen, fetch = road.case.version, acting.visible_case

    def overtaken(request: HttpRequest, case_id: int) -> Case:
        case = fetch(request, case_id)
        road.act("sign_off", "head", opinion="同意。")
        return case

    monkeypatch.setattr(acting, "visible_case", overtaken)
    with pinned(moment(road.day, 12)):
        answer = signed_in(road.cast.head).post(
            f"/cases/{road.case.pk}/act/sign_off/", {"version": seen, "opinion": "同意签发。"}
        )
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "孙主任已于" in told and "签发" in told and "同意签发。" in told


def test_a_choice_comes_back_in_the_words_of_the_page(road: Road, signed_in: Callable[[Staff], Client]) -> None:
    road.act("examine", "clerk")
    unit = road.cast.handler.unit
    assert unit is not None
    said = {"version": road.case.version - 1, "unit": unit.pk, "handler": road.cast.handler.pk, "note": "请尽快办理"}
    with pinned(moment(road.day, 12)):
        page = signed_in(road.cast.clerk).post(f"/cases/{road.case.pk}/act/assign/", said)
        told = page.content.decode()
        gone = signed_in(road.cast.clerk).post(
            f"/cases/{road.case.pk}/act/file_remedy/",
            {"version": 0, "kind": "reconsideration", "procedure": "simple", "against": "nothing"},
        )
    typed = told[told.index('<dl id="typed-all"') :].partition("</dl>")[0]
    assert page.status_code == 409 and str(unit) in typed and "李承办" in typed and "请尽快办理" in typed
    assert f">{unit.pk}<" not in typed and f">{road.cast.handler.pk}<" not in typed
    typed = gone.content.decode().partition('<dl id="typed-all"')[2].partition("</dl>")[0]
    assert "行政复议" in typed and "reconsideration" not in typed and "现在已经不可选" in typed


def test_a_handler_of_one_unit_chosen_alone_brings_the_unit_along(
    road: Road, signed_in: Callable[[Staff], Client]
) -> None:
    road.act("examine", "clerk")
    with pinned(moment(road.day, 12)):
        answer = signed_in(road.cast.clerk).post(
            f"/cases/{road.case.pk}/act/assign/", {"version": road.case.version, "handler": road.cast.handler.pk}
        )
    assert answer.status_code == 302
    case = Case.objects.get(pk=road.case.pk)
    assert (case.unit, case.handler) == (road.cast.handler.unit, road.cast.handler)
