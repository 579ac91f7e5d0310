"""批量办理 on the workbench: ticked rows, all pages, and an honest answer for each case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from casework.law.errors import OutsideCalendar
from casework.models import Case, Staff
from casework.now import SHANGHAI, pinned
from workflow import desk

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
DAY = date(2026, 11, 20)


def do(case: Case, verb: str, actor: Staff, **facts: Any) -> None:
    at = datetime(DAY.year, DAY.month, DAY.day, 11, tzinfo=SHANGHAI)
    with pinned(at):
        desk.act(verb, case_id=case.pk, actor=actor, at=at, today=DAY, **facts)


@pytest.fixture
def registered(open_case: Callable[..., Case]) -> list[Case]:
    return [open_case(date(2026, 11, 13), title=f"方案{number}") for number in range(57)]


def sent(answer: Any) -> str:
    assert answer.redirect_chain == [("/bulk/", 302)]
    return answer.content.decode()


def test_all_57_on_all_pages_are_done_and_those_that_could_not_be_are_named(
    registered: list[Case], clerk: Staff, signed_in: SignIn, today: date
) -> None:
    web = signed_in(clerk)
    page = web.get("/").content.decode()
    assert page.count('name="examine"') == 25 and "全部 57 件中可办理的（含其他页）" in page
    told = sent(web.post("/bulk/", {"verb": "examine", "all": "1"}, follow=True))
    assert '完成 <strong class="num">57</strong> 件' in told and told.count("已开始审查") == 57
    assert set(Case.objects.values_list("status", flat=True)) == {"examining"}
    assert '完成 <strong class="num">57</strong> 件' in web.get("/bulk/").content.decode()  # told again, not done again


def test_rows_are_done_one_by_one_and_failures_named_row_by_row(
    registered: list[Case], clerk: Staff, handler: Staff, signed_in: SignIn, today: date
) -> None:
    one, two, gone, stranger = registered[:4]
    do(gone, "withdraw", clerk, reason="申请人书面撤回", way="书面")
    keys = [case.pk for case in (one, two, gone)]
    told = sent(
        signed_in(clerk).post(
            "/bulk/", {"verb": "examine", "archive": [one.pk], "examine": [*keys, "x", "9" * 30]}, follow=True
        )
    )
    assert '完成 <strong class="num">2</strong> 件，未完成 <strong class="num">1</strong> 件' in told
    assert "办件现为“已撤回”，不能“开始审查”" in told and gone.case_number in told
    hidden = sent(signed_in(handler).post("/bulk/", {"verb": "examine", "examine": [stranger.pk]}, follow=True))
    assert stranger.case_number not in hidden
    assert Case.objects.get(pk=stranger.pk).status == "registered"


def test_a_refusal_of_the_law_stops_one_case_and_not_those_after_it(
    registered: list[Case], clerk: Staff, signed_in: SignIn, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = registered[:3]
    really = desk.act

    def act(verb: str, *, case_id: int, **facts: Any) -> Case:
        if case_id == two.pk:
            raise OutsideCalendar("日历没有2028年。")
        return really(verb, case_id=case_id, **facts)

    monkeypatch.setattr(desk, "act", act)
    told = sent(
        signed_in(clerk).post(
            "/bulk/", {"verb": "examine", "examine": [case.pk for case in (one, two, three)]}, follow=True
        )
    )
    assert "日历没有2028年。" in told and '完成 <strong class="num">2</strong> 件' in told


def test_a_handler_signs_for_what_was_ticked_and_leaves_the_rest(
    registered: list[Case], clerk: Staff, handler: Staff, signed_in: SignIn, today: date
) -> None:
    for case in registered[:3]:
        do(case, "examine", clerk)
        do(case, "assign", clerk, unit=handler.unit, handler=handler)
    web = signed_in(handler)
    assert 'value="sign_for"' in web.get("/").content.decode()
    told = sent(web.post("/bulk/", {"verb": "sign_for", "sign_for": [case.pk for case in registered[:2]]}, follow=True))
    assert told.count("已签收") == 2
    nodes = [desk.open_step(case).flow_task.name for case in registered[:3]]  # type: ignore[union-attr]
    assert nodes == ["draft", "draft", "sign_for"]


def test_nothing_ticked_and_nothing_known_are_refused_plainly(clerk: Staff, signed_in: SignIn, today: date) -> None:
    web = signed_in(clerk)
    assert "没有勾选办件，没有归档" in web.post("/bulk/", {"verb": "archive"}, follow=True).content.decode()
    assert web.post("/bulk/", {"verb": "issue", "all": "1"}).status_code == 404
    assert web.get("/bulk/").status_code == 302
