"""Internal limits of the desks: their last day, who is told, and that the statutory clock knows nothing of them."""

from __future__ import annotations

from datetime import date

import pytest

from casework.models import Case, Deadline, Notice
from tests.roads import FACTS, Road, moment
from workflow import desk
from workflow.models import Step
from workflow.timers import sweep

pytestmark = pytest.mark.django_db


def here(road: Road) -> Step:
    return Step.objects.get(case=road.case, finished=None, flow_task_type="FUNCTION")


def submit(road: Road) -> None:
    road.act("draft", "handler", outcome_code="D5", ground="经查属实。", facts=FACTS["D5"])
    road.act("submit", "handler")


def running(road: Road) -> list[date]:
    rows = Deadline.objects.filter(case=road.case, kind="stage", state="waiting")
    return list(rows.values_list("due_on", flat=True))


def test_each_desk_has_its_last_day(road: Road) -> None:
    """Registered on Monday 2026-03-02; limits 1, 3+1, 5 (drafting and its secrecy review), 2, 2, 1."""
    found = {here(road).flow_task.name: str(here(road).due_on)}
    given = {"unit": road.cast.handler.unit, "handler": road.cast.handler}
    for verb, who, facts in (("examine", "clerk", {}), ("assign", "clerk", given), ("sign_for", "handler", {})):
        road.act(verb, who, **facts)
        found[here(road).flow_task.name] = str(here(road).due_on)
    assert found == {"examine": "2026-03-03", "assign": "2026-03-06", "sign_for": "2026-03-03", "draft": "2026-03-09"}
    assert running(road) == [date(2026, 3, 9)]


def test_the_unit_has_one_limit_for_draft_and_secrecy_review(road: Road) -> None:
    road.to("in_progress")
    road.day = date(2026, 3, 5)
    submit(road)
    assert (here(road).flow_task.name, here(road).due_on) == ("secrecy_review", date(2026, 3, 9))
    road.act("return_to", "unit_head", opinion="请补充理由")
    assert (here(road).flow_task.name, here(road).due_on) == ("draft", date(2026, 3, 9))
    road.act("submit", "handler")
    road.act("approve_secrecy", "unit_head")
    assert (here(road).flow_task.name, here(road).due_on) == ("legal_review", date(2026, 3, 9))  # 2 days from 3/5
    road.act("return_to", "legal", opinion="依据有误")
    assert here(road).due_on == date(2026, 3, 12)  # back from another stage: the unit's days begin anew


def test_waiting_for_the_applicant_has_no_internal_limit(road: Road) -> None:
    road.to("examining")
    road.act("request_correction", "clerk", matters="请写明文件名称")
    assert here(road).due_on is None and running(road) == []


def test_a_consultation_moves_the_limit_and_the_statutory_date_stays_its_own(road: Road) -> None:
    road.to("in_progress")
    due = road.case.due_on
    assert due == date(2026, 3, 30)
    road.act("consult", "handler", kind="third_party", party="某公司", subject="合同", received_on=road.day)
    row = road.case.consultations.get()
    road.day = date(2026, 3, 6)
    road.act(
        "close_consultation", "handler", consultation_id=row.pk, opinion="agree", opinion_on=date(2026, 3, 6)
    )  # fmt: skip
    assert here(road).due_on == date(2026, 3, 13)  # 3/3 to 3/6 left out
    assert road.case.due_on == date(2026, 4, 3)  # the clock leaves out the same days, for its own reason


def test_an_overdue_stage_is_told_once_to_owner_and_heads_and_changes_nothing(road: Road) -> None:
    road.to("in_progress")
    before = Case.objects.get(pk=road.case.pk)
    day = date(2026, 3, 10)
    for hour in (9, 10, 11):
        sweep(moment(day, hour), day)
    told = Notice.objects.filter(kind="stage", case=road.case)
    assert {notice.staff.name for notice in told} == {"李承办", "赵科长", "孙主任"} and told.count() == 3
    assert "“承办拟稿”环节已超过内部时限 2026年3月9日" in told[0].text
    after = Case.objects.get(pk=road.case.pk)
    assert (after.status, after.due_on, after.version) == (before.status, before.due_on, before.version)


def test_a_desk_done_in_time_tells_nobody(road: Road) -> None:
    road.to("in_progress")
    road.day = date(2026, 3, 6)
    submit(road)
    road.act("approve_secrecy", "unit_head")
    sweep(moment(date(2026, 3, 10)), date(2026, 3, 10))
    assert not Notice.objects.filter(kind="stage", text__contains="承办拟稿").exists()


def test_a_recount_puts_back_what_was_changed_by_hand(road: Road) -> None:
    """The way of a new calendar: every cached date is worked out anew, desk and timer together."""
    road.to("in_progress")
    Step.objects.filter(pk=here(road).pk).update(due_on=date(2026, 1, 1))
    Deadline.objects.filter(case=road.case, kind="stage").update(due_on=date(2026, 1, 1))
    desk.recount(road.case, today=road.day)
    assert here(road).due_on == date(2026, 3, 9) and running(road) == [date(2026, 3, 9)]


def test_an_opinion_timer_refused_for_want_of_a_date_comes_back_when_the_date_is_entered(road: Road) -> None:
    road.to("in_progress")
    road.act("consult", "handler", kind="third_party", party="某公司", subject="合同")
    row = Deadline.objects.get(case=road.case, kind="opinion")
    assert row.due_on == date(2026, 3, 23)
    late = date(2026, 3, 24)
    sweep(moment(late), late)
    row.refresh_from_db()
    assert row.state == Deadline.State.REFUSED and road.case.consultations.get().closed_on is None
    told = Notice.objects.filter(kind="opinion")
    assert {notice.staff.name for notice in told} == {"李承办", "孙主任"}
    assert "未能自动办理" in told[0].text
    assert sweep(moment(late, 11), late) == 0  # it does not knock again and again
    road.case.consultations.update(received_on=road.day)  # received on the day it was sent: the same last day
    road.day = late
    road.act("note", "handler", text="已核实对方收到日期")
    sweep(moment(late, 12), late)
    row.refresh_from_db()
    assert row.state == Deadline.State.FIRED and road.case.consultations.get().opinion == "silent"


def test_a_silence_entered_by_hand_leaves_the_timer_nothing_to_do(road: Road) -> None:
    road.to("in_progress")
    road.act("consult", "handler", kind="third_party", party="某公司", subject="合同", received_on=road.day)
    road.day = date(2026, 3, 24)
    road.act("close_consultation", "handler", consultation_id=road.case.consultations.get().pk, opinion="silent")
    sweep(moment(road.day, 11), road.day)
    assert not Notice.objects.filter(kind="opinion").exists()
