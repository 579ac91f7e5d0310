"""The desk as its people know it: counts, lights with their explanation, one next step, return, recall, the log."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from casework.law.states import Status
from casework.models import Case, CaseEvent
from letters.models import Letter
from tests.browser.answers import entered
from tests.browser.test_bad_input import REQUEST
from tests.browser.visitor import Join, Visitor
from tests.conftest import TODAY, set_triggers
from tests.roads import Cast, Road, application, start

GRANT: dict[str, Any] = {"outcome_code": "G1", "ground": "", "facts": {"public_places": ["区政府门户网站信息公开专栏"]}}
TABS = re.compile(r"(待领|待办|在办|已办|督办)\s*(\d+)")


def counts(visitor: Visitor) -> dict[str, int]:
    visitor.go("/")
    return {label: int(count) for label, count in TABS.findall(visitor.page.inner_text("nav[aria-label=工作台]"))}


def test_finishing_one_of_three_tasks_leaves_two(cast: Cast, join: Join) -> None:
    roads = [start(cast, application(TODAY), TODAY).to("in_progress") for _ in range(3)]
    roads[0].act("draft", "handler", **GRANT)
    handler = join("李承办").without_previews()
    before = counts(handler)
    assert before["待办"] == 3
    handler.page.get_by_role("link", name=roads[0].case.case_number, exact=True).click()
    handler.send("拟稿")
    handler.send("保存并送审")
    after = counts(handler)
    assert (after["待办"], after["已办"], after["在办"]) == (2, before["已办"] + 1, before["在办"] + 1)


def test_three_days_left_are_yellow_and_explained_day_by_day(cast: Cast, join: Join) -> None:
    received, due = date(2026, 10, 28), "2026年11月25日"
    road = start(cast, application(received, channel="in_person", evidence={"submitted_on": received}), received)
    clerk = join("王登记")
    clerk.go(f"/cases/{road.case.pk}/")
    light = clerk.page.locator(".case-line summary.light")
    assert "剩 3 个工作日" in light.inner_text() and "黄" in str(light.get_attribute("aria-label"))
    light.click()
    panel = clerk.page.get_by_role("region", name="计算说明")
    panel.wait_for()
    days = re.findall(r"第 (\d+) 日", panel.inner_text())
    assert days == [str(number) for number in range(1, 21)]
    assert due in panel.inner_text() and "收到申请之日 2026年10月28日" in panel.inner_text()
    steps = panel.locator("ol.steps > li")
    without = [step.inner_text() for step in steps.all() if not step.locator(".article").count()]
    assert steps.count() == 29 and without and all("周末" in text for text in without), (
        "all but weekends name an article"
    )
    for path in ("/", "/cases/"):
        clerk.go(path)
        assert clerk.page.get_by_label(re.compile("黄.*剩 3 个工作日")).count() == 1, path


def _correction(road: Road) -> None:
    road.to("examining").act(
        "request_correction", "clerk", matters="请写明文件名称。", delivered_on=TODAY, period_wd=15
    )


def _payment(road: Road) -> None:
    road.to("examining").act("charge", "clerk", mode="items", quantity=12, count_reason="另有", received_on=TODAY)


def _consultation(road: Road) -> None:
    road.to("in_progress").act(
        "consult", "handler", kind="third_party", party="某公司", subject="合同中的单价", received_on=TODAY
    )


def _reviewed(*verbs: tuple[str, str]) -> Callable[[Road], None]:
    def go(road: Road) -> None:
        road.to("in_review", "D5")
        for verb, who in verbs:
            road.act(verb, who)

    return go


def _straight(status: str) -> Callable[[Road], None]:
    return lambda road: road.to(status) and None


def _abandoned(road: Road) -> None:
    _correction(road)
    road.day = date(2026, 12, 31)
    road.act("deem_abandoned", "clerk")


SECRECY, LEGAL, SIGNED = ("approve_secrecy", "unit_head"), ("approve_legal", "legal"), ("sign_off", "head")
# How to get there, the status there, whose step it is and what the one button says.
DESKS: tuple[tuple[Callable[[Road], None], str, str, str], ...] = (
    (_straight("registered"), "registered", "王登记", "开始审查"),
    (_straight("examining"), "examining", "王登记", "受理交办"),
    (_correction, "awaiting_correction", "王登记", "登记补正材料"),
    (_payment, "awaiting_payment", "王登记", "登记缴费"),
    (_straight("in_progress"), "in_progress", "李承办", "拟稿"),
    (_consultation, "consulting", "李承办", "登记征求意见结果"),
    (_reviewed(), "in_review", "赵科长", "保密审查"),
    (_reviewed(SECRECY), "in_review", "钱法制", "法制审核"),
    (_reviewed(SECRECY, LEGAL), "in_review", "孙主任", "签发"),
    (_reviewed(SECRECY, LEGAL, SIGNED), "in_review", "王登记", "制发文书"),
    (_straight("awaiting_service"), "awaiting_service", "王登记", "登记送达"),
    (_straight("replied"), "replied", "王登记", "归档"),
    (_abandoned, "abandoned", "王登记", "归档"),
    (lambda road: road.act("withdraw", "clerk", reason="申请人书面撤回。"), "withdrawn", "王登记", "归档"),
    (_straight("archived"), "archived", "王登记", "查看答复文书"),
)


def test_in_every_status_one_primary_button_is_the_legal_next_step(cast: Cast, join: Join) -> None:
    assert {status for _, status, _, _ in DESKS} == {status.value for status in Status}
    people = {name: join(name) for name in ("王登记", "李承办", "赵科长", "钱法制", "孙主任")}
    for walk, status, name, label in DESKS:
        road = start(cast, application(TODAY), TODAY)
        walk(road)
        assert road.case.status == status
        page = f"/cases/{road.case.pk}/"
        person = people[name]
        person.go(page)
        primary = person.page.locator("[data-primary]")
        assert primary.all_inner_texts() == [label], status
        assert person.page.locator(".btn-primary:visible").count() == 1, status
        address = primary.get_attribute("href")
        assert address is None or person.status_of(address) == 200
        bystander = people["钱法制" if name != "钱法制" else "孙主任"]
        if status != "archived":
            bystander.go(page)
            assert bystander.page.locator("[data-primary]").count() == 0, f"{status}: not their step"


def test_the_same_request_is_noticed_before_it_is_sent(cast: Cast, join: Join) -> None:
    clerk = join("王登记")
    for _ in range(2):
        clerk.go("/cases/new/")
        clerk.fill(entered(REQUEST, 1, TODAY), inside="#register-form")
        if Case.objects.exists():
            clerk.page.get_by_text("有 1 件相同或者相近的申请").wait_for()
            assert "内容相同" in clerk.page.inner_text("#alike-body")
        clerk.page.get_by_text("答复期限 2026年12月18日").wait_for()
        clerk.send("登记", inside="#register-form")
    assert Case.objects.count() == 2, "a warning, not a refusal"


def test_returning_without_a_reason_is_refused_in_place(road: Road, join: Join) -> None:
    road.day = TODAY
    road.to("in_review")
    head = join("赵科长").without_previews().expect(422)
    head.go(f"/cases/{road.case.pk}/act/approve_secrecy/")
    head.button("退回", "main").click()
    dialog = head.page.locator("#return-dialog")
    dialog.locator(".btn-danger").click()
    assert dialog.is_visible() and dialog.locator("textarea:invalid").count() == 1
    dialog.locator("textarea").fill("　 ")
    with head.moved():
        dialog.locator(".btn-danger").click()
    assert "退回" in head.errors and "理由" in head.errors
    assert road.case.events.filter(verb="return_to").count() == 0
    head.page.locator("main textarea[name=opinion]").fill("请把公开途径写得更具体。")
    with head.moved():
        head.page.locator("main form [data-primary]").click()
    assert Case.objects.get().status == "in_progress"
    handler = join("李承办")
    handler.go(f"/cases/{road.case.pk}/")
    assert "请把公开途径写得更具体。" in handler.text


def test_recall_works_until_the_reviewer_has_opened_the_draft(road: Road, join: Join) -> None:
    road.day = TODAY
    road.to("in_review")
    page = f"/cases/{road.case.pk}/"
    handler, head = join("李承办").without_previews(), join("赵科长").without_previews()
    handler.go(page)
    handler.send("取回")
    assert Case.objects.get().status == "in_progress"
    handler.go(f"{page}draft/")
    handler.send("保存并送审")
    handler.go(page)
    stale = handler.context.new_page()
    stale.goto(handler.server.url + page)
    head.go(f"{page}act/approve_secrecy/")
    handler.go(page)
    assert handler.button("取回").is_disabled()
    assert "赵科长已于 11月20日 12:00 打开，不能再取回" in handler.text
    handler.expect(409)
    with stale.expect_navigation(wait_until="domcontentloaded"):
        stale.get_by_role("button", name="取回").click()
    assert "赵科长已于 11月20日 12:00 打开" in stale.inner_text("[data-fault='409']")


@pytest.fixture
def no_triggers(real_db: None) -> Any:
    set_triggers("drop")
    yield
    set_triggers("create")


def test_a_row_changed_in_the_database_fails_the_check(road: Road, join: Join, no_triggers: None) -> None:
    road.day = TODAY
    road.to("in_progress")
    clerk = join("王登记")
    clerk.go(f"/cases/{road.case.pk}/history/")
    assert "校验通过" in clerk.text
    row = CaseEvent.objects.filter(case=road.case, verb="examine").get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_caseevent SET verb = 'note' WHERE id = %s", [row.pk])
    clerk.go(f"/cases/{road.case.pk}/history/")
    alert = clerk.page.get_by_role("alert").inner_text()
    assert "校验失败" in alert and f"第 {row.seq} 条" in alert


def register(clerk: Visitor, name: str) -> Case:
    clerk.go("/cases/new/")
    clerk.fill(entered(REQUEST, 1, TODAY) | {"name": name}, inside="#register-form")
    clerk.send("登记", inside="#register-form")
    case = Case.objects.latest("pk")
    assert case.applicants.get().name == name
    clerk.page.get_by_role("link", name="制发登记回执").click()
    clerk.send("制发告知文书", inside="main form")
    return case


def test_rare_characters_are_kept_and_printed(cast: Cast, join: Join) -> None:
    clerk, name = join("王登记"), "李䶮㛃𬱟"
    case = register(clerk, name)
    letter = Letter.objects.get(case=case)
    assert json.loads(letter.source)["applicant_name"] == name
    assert clerk.status_of(f"/letters/{letter.pk}.pdf") == 200
    clerk.page.fill("#global-search", name)
    with clerk.moved():
        clerk.page.press("#global-search", "Enter")
    assert case.case_number in clerk.text


def test_a_character_without_a_glyph_is_never_printed_as_a_box(cast: Cast, join: Join) -> None:
    clerk = join("王登记").expect(422)
    case = register(clerk, "李𰻝")
    assert "无字形" in clerk.text and "请管理员安装含此字的字库" in clerk.text
    assert not Letter.objects.exists() and case.applicants.get().name == "李𰻝"


def test_control_k_lists_what_can_be_done_here_and_enter_alone_still_searches(cast: Cast, join: Join) -> None:
    road = start(cast, application(TODAY), TODAY).to("in_progress")
    handler = join("李承办")
    handler.go(f"/cases/{road.case.pk}/")
    keys, palette = handler.page.keyboard, handler.page.get_by_role("listbox", name="可办理的事项和页面")
    keys.press("Control+k")
    assert "办件台账" in palette.inner_text()
    keys.type("检索")
    assert palette.get_by_role("option").all_inner_texts() == ["本页\n登记检索记录"]
    keys.press("ArrowDown")
    with handler.moved():
        keys.press("Enter")
    assert handler.path.endswith("/act/record_search/")
    keys.press("Control+k")
    keys.type(f"{road.case.serial:04}")
    with handler.moved():
        keys.press("Enter")
    assert handler.path == f"/cases/{road.case.pk}/"


def test_rows_are_ticked_by_key_or_mouse_and_done_together(cast: Cast, join: Join) -> None:
    roads = [start(cast, application(TODAY), TODAY) for _ in range(3)]
    clerk = join("王登记")
    clerk.go("/")
    button = clerk.page.locator("[data-bulk-verb=examine]")
    assert button.is_disabled()
    clerk.page.evaluate("localStorage.setItem('shortcuts', '1')")
    clerk.page.reload(wait_until="load")
    for key in "jxjx":
        clerk.page.keyboard.press(key)
    assert button.inner_text() == "开始审查（2）" and "已勾选 2 件" in clerk.text
    clerk.send("开始审查")
    assert "完成 2 件" in clerk.text and clerk.text.count("已开始审查") == 2
    left = Case.objects.filter(pk__in=[road.case.pk for road in roads], status=Status.REGISTERED)
    assert left.count() == 1
