"""An order from the office to the unit and back, the board behind it, and Monday's digest, as people see them."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from casework.models import Notice
from casework.now import SHANGHAI, pinned
from tests.browser.server import Server
from tests.browser.visitor import Join
from tests.conftest import NOON
from tests.roads import Cast, Road, application, start
from workflow import tasks
from workflow.models import SupervisionOrder


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), SHANGHAI)


def test_an_order_goes_issued_signed_answered_closed(road: Road, join: Join, tmp_path: Path) -> None:
    road.to("in_progress")
    case = f"/cases/{road.case.pk}/"
    office, unit = join("督查员"), join("李承办")
    office.go("/supervision/")
    with office.moved():
        office.page.locator(".board-totals a", has_text="在办").click()
    assert road.case.case_number in office.text
    with office.moved():
        office.page.locator("main a", has_text="催办").first.click()
    office.fill({"kind": "order", "findings": "临近内部时限。", "demands": "提交送审稿。", "answer_by": "2026-11-23"})
    office.send("下达督办", "main form")
    order = SupervisionOrder.objects.get()
    assert order.state == "issued" and order.number in office.text

    unit.go(case)
    assert f"督办单 {order.number}" in unit.text and "待签收" in unit.text
    unit.go("/?tab=supervised")
    with unit.moved():
        unit.page.locator("main table a", has_text=order.number).click()
    unit.send("签收", "aside")
    assert "回复" in unit.text and "待回复" in unit.text
    paper = tmp_path / "情况说明.pdf"
    paper.write_bytes(b"%PDF-1.4\n%test\n")
    unit.page.fill("#answer_text", "已提交送审稿，原因是档案移交。")
    unit.page.set_input_files("#answer_uploads", str(paper))
    unit.send("回复", "aside")
    assert "情况说明.pdf" in unit.text and "已回复待审核" in unit.text
    unit.go(case)
    assert "请洪家楼街道" not in unit.text  # no banner once it is answered

    office.go(f"/supervision/orders/{order.pk}/")
    office.page.fill("#close_opinion", "同意办结。")
    with office.moved():
        office.page.locator("form[action$='/close/'] button", has_text="办结").click()
    assert "已办结" in office.text
    order.refresh_from_db()
    assert order.state == "closed" and order.closing == "同意办结。"
    office.go("/supervision/orders/counted/")
    assert "洪家楼街道" in office.text


def test_an_unanswered_order_stands_so_in_the_tab(road: Road, join: Join, server: Server) -> None:
    road.to("in_progress")
    office = join("督查员")
    office.go(f"/supervision/orders/new/?kind=urge&case={road.case.case_number}")
    office.fill({"findings": "临近期限。", "demands": "请抓紧。", "answer_by": "2026-11-20"})
    office.send("下达督办", "main form")
    server.moment = at(date(2026, 11, 23), "10:00")
    unit = join("李承办")
    unit.go("/?tab=supervised")
    assert "督办 · 逾期未回复 1 件" in unit.text
    unit.go(f"/cases/{road.case.pk}/")
    assert "逾期未回复" in unit.text


def test_nothing_on_a_saturday_and_on_monday_one_digest(cast: Cast, join: Join, server: Server) -> None:
    for day in (date(2026, 10, 20), date(2026, 10, 26), date(2026, 11, 18)):
        with pinned(at(day, "10:00")):
            start(cast, application(day), day)
    Notice.objects.all().delete()
    clerk = join("王登记")

    def bell(day: date, clock: str) -> str:
        server.moment = at(day, clock)
        with pinned(server.moment):
            tasks.sweep()
        clerk.go("/notices/")
        return clerk.text

    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)
    assert "没有未读通知" in bell(saturday, "09:00")
    assert "没有未读通知" in bell(saturday, "15:00")
    assert "摘要" not in bell(monday, "08:45")
    for clock in ("09:00", "09:05"):
        shown = bell(monday, clock)
    assert shown.count("摘要：") == 1
    assert "11月23日（星期一）摘要：待办 3 件，其中今天到期 1 件，已逾期 1 件，环节超时 3 件。" in shown
    assert NOON.date() < monday
    clerk.go("/notices/preferences/")
    clerk.fill({"digest": False})
    clerk.send("保存", "main form")
    assert "通知偏好已保存" in clerk.text
