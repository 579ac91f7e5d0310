"""The less usual paths in a real browser: each page by the person whose work it is, on the day it happens."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.acts.record import verify
from casework.models import Case, Staff
from letters.models import Letter
from tests.browser.server import Server
from tests.browser.visitor import Join, Visitor
from tests.roads import Cast, Road, application, moment, start
from workflow.drift import drifts
from workflow.timers import sweep


class Days:
    """The days go by: for the server, for what the test does itself, and for the timers."""

    def __init__(self, server: Server, road: Road) -> None:
        self.server, self.road = server, road
        self.to(road.day)

    def to(self, day: date) -> None:
        self.road.day = day
        self.server.moment = moment(day, 12)

    def sweep(self, day: date) -> None:
        self.to(day)
        sweep(moment(day, 8), day)


@pytest.fixture
def begin(cast: Cast, server: Server) -> Any:
    """Register a case received on a day and begin the days there."""

    def begun(day: date) -> tuple[Road, Days]:
        road = start(cast, application(day), day)
        return road, Days(server, road)

    return begun


def do(who: Visitor, road: Road, verb: str, label: str, **said: Any) -> None:
    """Open the form of a verb, fill it in and send it."""
    who.go(f"/cases/{road.case.pk}/act/{verb}/")
    who.fill(said, inside="main form")
    who.send(label, inside="main form")
    assert who.path == f"/cases/{road.case.pk}/", who.text
    road.case = Case.objects.get(pk=road.case.pk)


def read(who: Visitor, road: Road) -> str:
    who.go(f"/cases/{road.case.pk}/")
    return who.text


def sound(road: Road) -> None:
    assert not list(verify()) and not list(drifts(road.day))


def test_a_correction_that_lapses_is_given_up_told_and_archived(begin: Any, join: Join) -> None:
    """CR-5: delivered on 2025-01-24, 15 working days end on 2025-02-20 over Spring Festival."""
    road, days = begin(date(2025, 1, 24))
    clerk = join("王登记")
    road.act("examine", "clerk")
    do(clerk, road, "request_correction", "告知补正", matters="请写明文件名称", delivered_on="2025-01-24")
    do_notice(clerk, road, "F06")
    days.sweep(date(2025, 2, 20))
    assert Case.objects.get(pk=road.case.pk).status == "awaiting_correction"
    days.sweep(date(2025, 2, 21))
    assert "视为放弃" in read(clerk, road)
    do_notice(clerk, road, "F07")
    do(clerk, road, "archive", "归档")
    assert road.case.status == "archived" and road.case.outcome == "X1"
    assert {letter.code for letter in Letter.objects.filter(case=road.case)} == {"F06", "F07"}
    sound(road)


def do_notice(clerk: Visitor, road: Road, key: str) -> None:
    """Issue a notice on its own page."""
    clerk.go(f"/cases/{road.case.pk}/papers/{key}/0/")
    clerk.send("制发", inside="main")
    if clerk.page.locator("dialog[open]").count():
        clerk.send("制发", inside="dialog[open]")
    assert Letter.objects.filter(case=road.case, code=key).count() == 1, clerk.text


def test_an_extension_over_spring_festival_2026_shows_the_dates_of_the_law(begin: Any, join: Join) -> None:
    """Received 2026-01-26: the 20th working day is 2026-02-28 (2/14 and 2/28 are worked); 20 more end on 2026-03-27."""
    road, days = begin(date(2026, 1, 26))
    road.to("in_progress")
    handler, head = join("李承办"), join("孙主任")
    assert "2026年2月28日" in read(handler, road)
    do(handler, road, "request_extension", "申请延期", days="20", reason="涉及多个部门，需要逐项核实")
    days.to(date(2026, 2, 27))
    do(head, road, "extend", "审批延期", approve="yes", notified_on="2026-02-27")
    assert "2026年3月27日" in read(handler, road)
    assert road.case.due_on == date(2026, 3, 27) and road.case.base_on == date(2026, 2, 28)
    sound(road)


RECORD = {
    "channel": "mail_signed", "signed_on": "2026-03-02", "matter": "record_correction", "name": "张建国",
    "document_number": "11010519491231002X", "phone": "13800001234", "address": "济南市历城区洪家楼街道1号",
    "title": "低保档案中的家庭人口数", "description": "低保档案将我家人口记为3人，户口簿为4人，要求更正。",
}  # fmt: skip


def test_a_wrong_record_is_registered_checked_and_put_right(cast: Cast, server: Server, join: Join) -> None:
    """Art. 41: an internal limit of 20 working days from 2026-03-02, an answer of its own, served like any other."""
    server.moment = moment(date(2026, 3, 2), 12)
    clerk, handler = join("王登记"), join("李承办").without_previews()
    clerk.go("/cases/new/")
    with clerk.page.expect_response(lambda answer: "matter=record_correction" in answer.url):
        clerk.fill(RECORD, inside="#register-form")
    clerk.page.get_by_text("更正申请没有法定期限").wait_for()
    clerk.send("登记", inside="#register-form")
    road = Road(cast, Case.objects.latest("pk"), date(2026, 3, 2))
    assert road.case.due_on == date(2026, 3, 30)
    clerk.send("开始审查")
    shown = read(clerk, road)
    assert "更正与自身相关的政府信息" in shown and "第四十一条没有规定期限" in shown
    for verb in ("request_correction", "charge"):
        assert not clerk.page.locator(f"a[href$='/act/{verb}/']").count()
    clerk.go("/cases/")
    assert clerk.page.locator("tr", has_text=road.case.case_number).locator(".tag").inner_text() == "更正"
    road.case = Case.objects.get(pk=road.case.pk)
    road.act("assign", "clerk", unit=cast.handler.unit, handler=cast.handler)
    road.act("sign_for", "handler")
    handler.go(f"/cases/{road.case.pk}/draft/")
    offered = handler.page.locator("#id_outcome_code option").evaluate_all("nodes => nodes.map(node => node.value)")
    assert offered == ["", "C1", "C2", "C3", "C4"]
    with handler.page.expect_response(lambda answer: "/draft/slots/" in answer.url):
        handler.page.select_option("#id_outcome_code", "C2")
    said = {"checked": "户口簿记载4人\n档案记载3人", "reasons": "档案记载的是申请时的家庭人口数"}
    handler.page.locator("#slots [name='reasons']").wait_for()
    handler.fill(said, inside="main form")
    handler.send("保存并送审")
    assert handler.path == f"/cases/{road.case.pk}/", handler.errors
    road.case = Case.objects.get(pk=road.case.pk)
    road.act("approve_secrecy", "unit_head")
    road.act("sign_off", "head")
    clerk.go(f"/cases/{road.case.pk}/")
    clerk.button("制发文书").click()
    clerk.send(f"制发文书 {road.case.case_number}", inside="#confirm-issue")
    do(clerk, road, "serve", "登记送达", way="post", served_on="2026-03-02", tracking_number="XA12345678937")
    assert road.case.status == "replied" and road.case.outcome == "C2" and not road.case.late
    assert Letter.objects.get(case=road.case).name == "更正申请答复书（不予更正）"
    sound(road)


def test_two_third_parties_and_an_organ_side_by_side(begin: Any, join: Join) -> None:
    """Union of 6/13–6/25, 6/19–7/2 and 7/2–7/4: 16 working days left out of 20 from 2025-06-09."""
    road, days = begin(date(2025, 6, 9))
    road.to("in_progress")
    handler = join("李承办")
    asked = (("third_party", "甲公司", "06-12", "06-13"), ("third_party", "乙公司", "06-18", "06-19"),
             ("organ", "区财政局", "07-01", "07-01"))  # fmt: skip
    for kind, party, sent, got in asked:
        days.to(date.fromisoformat(f"2025-{got}"))
        do(handler, road, "consult", "征求意见", kind=kind, party=party, subject="供货合同",
           sent_on=f"2025-{sent}", received_on=f"2025-{got}")  # fmt: skip
        assert party in read(handler, road)
    for party, answered in (("甲公司", "06-25"), ("乙公司", "07-02"), ("区财政局", "07-04")):
        days.to(date(2025, 7, 4))
        number = road.case.consultations.get(party=party).pk
        do(handler, road, "close_consultation", "登记征求意见结果", consultation_id=str(number), opinion="agree",
           opinion_on=f"2025-{answered}")  # fmt: skip
    assert road.case.status == "in_progress" and road.case.due_on == date(2025, 7, 29)
    assert "2025年7月29日" in read(handler, road)
    sound(road)


def test_a_fee_paid_on_a_make_up_saturday_starts_the_period_anew(begin: Any, join: Join) -> None:
    """FE-4: paid on Saturday 2025-10-11, a working day; the reply is due on 2025-11-07."""
    road, days = begin(date(2025, 9, 1))
    road.act("examine", "clerk")
    clerk = join("王登记")
    days.to(date(2025, 9, 15))
    said = {"mode": "items", "quantity": "31", "count_reason": "另有", "received_on": "2025-09-15"}
    do(clerk, road, "charge", "收费通知", **said)
    assert "待缴费" in read(clerk, road)
    days.to(date(2025, 10, 11))
    do(clerk, road, "receive_payment", "登记缴费", paid_on="2025-10-11")
    assert road.case.due_on == date(2025, 11, 7) and "2025年11月7日" in read(clerk, road)
    sound(road)


def test_refused_twice_and_decided_by_the_district_office(begin: Any, join: Join) -> None:
    road, days = begin(date(2026, 3, 2))
    road.act("examine", "clerk")
    due = road.case.due_on
    clerk, first, second, district = join("王登记"), join("李承办"), join("外人"), join("督查员")
    street, bureau = Staff.objects.get(name="李承办").unit_id, Staff.objects.get(name="外人").unit_id
    for unit, who, reason in ((street, first, "不属于本街道职责"), (bureau, second, "征收由街道实施")):
        do(clerk, road, "assign", "受理交办", unit=str(unit))
        read(who, road)
        who.send("退回交办")
        who.fill({"reason": reason}, inside="main form")
        who.send("退回交办", inside="main form")
        assert reason in read(clerk, road)
    read(district, road)
    district.send("裁定承办单位")
    district.fill({"unit": str(street), "reason": "征收补偿由街道具体实施"}, inside="main form")
    district.send("裁定承办单位", inside="main form")
    days.to(date(2026, 3, 4))
    read(first, road)
    assert first.page.locator("[data-primary]").all_inner_texts() == ["拟稿"]
    assert first.expect(409).go(f"/cases/{road.case.pk}/act/decline/").status == 409  # type: ignore[union-attr]
    road.case = Case.objects.get(pk=road.case.pk)
    assert road.case.due_on == due and road.case.handovers.count() == 3
    sound(road)
