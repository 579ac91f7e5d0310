"""我的工作台, the bell, the help pages, sign-in and the page for monitors."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from casework.models import Case, Deadline, Notice, Organ, Posting, Staff
from casework.now import SHANGHAI, pinned
from workflow import desk
from workflow.context import _marked
from workflow.demo.district import CAST, PASSWORD
from workflow.pages import guide

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
TABS = ("待领", "待办", "在办", "已办", "督办")


def counts(page: str) -> dict[str, int]:
    """The numbers in the tabs of the workbench, in the order of the page."""
    strip = page[page.index('<nav class="tabs"') :].partition("</nav>")[0]
    return {label: int(number) for label, number in re.findall(r">([^<>]+) <span class=\"count num\">(\d+)<", strip)}


def rows(page: str) -> list[int]:
    return [int(found) for found in re.findall(r">历政公申〔2026〕(\d+)号</a>", page)]


@pytest.fixture
def act() -> Callable[..., None]:
    """Do one thing to a case at eleven on a day."""

    def run(case: Case, verb: str, actor: Staff, day: date = date(2026, 11, 20), **facts: Any) -> None:
        at = datetime(day.year, day.month, day.day, 11, tzinfo=SHANGHAI)
        with pinned(at):
            desk.act(verb, case_id=case.pk, actor=actor, at=at, today=day, **facts)

    return run


@pytest.fixture
def three_tasks(open_case: Callable[..., Case], act: Callable[..., None], clerk: Staff, handler: Staff) -> list[Case]:
    """Three cases on 李承办's desk, the last one due first."""
    cases = [open_case(date(2026, 11, day), title=f"方案{day}") for day in (13, 12, 11)]
    for case in cases:
        act(case, "examine", clerk)
        act(case, "assign", clerk, unit=handler.unit, handler=handler)
        act(case, "sign_for", handler)
    return cases


def test_the_tabs_stand_in_their_order_with_counts(
    three_tasks: list[Case], handler: Staff, signed_in: SignIn, today: date
) -> None:
    found = counts(signed_in(handler).get("/").content.decode())
    assert tuple(found) == TABS
    assert found == {"待领": 0, "待办": 3, "在办": 0, "已办": 0, "督办": 0}


def test_finishing_one_moves_it_on(
    three_tasks: list[Case], act: Callable[..., None], handler: Staff, signed_in: SignIn, today: date
) -> None:
    case = three_tasks[0]
    facts = {"public_places": ["区政府网站信息公开栏"]}
    act(case, "draft", handler, outcome_code="G1", ground="已经主动公开。", facts=facts)
    act(case, "submit", handler)
    found = counts(signed_in(handler).get("/").content.decode())
    assert found == {"待领": 0, "待办": 2, "在办": 1, "已办": 1, "督办": 0}


def test_what_is_due_first_stands_first(
    three_tasks: list[Case], handler: Staff, signed_in: SignIn, today: date
) -> None:
    page = signed_in(handler).get("/").content.decode()
    assert rows(page) == [case.serial for case in reversed(three_tasks)]
    assert "张*国" in page and "张建国" not in page
    assert "今天没有到期的事项" in page


def test_the_words_are_neutral_where_something_is_due(
    open_case: Callable[..., Case], act: Callable[..., None], clerk: Staff, signed_in: SignIn, today: date
) -> None:
    act(open_case(date(2026, 10, 23)), "examine", clerk)
    page = signed_in(clerk).get("/").content.decode()
    assert '还有 <strong class="num">1</strong> 件需今天处理' in page


def test_a_post_held_by_two_is_claimed_by_one(
    open_case: Callable[..., Case],
    act: Callable[..., None],
    clerk: Staff,
    handler: Staff,
    signed_in: SignIn,
    today: date,
) -> None:
    second = Staff.objects.create(username="second", name="刘承办", organ=handler.organ, unit=handler.unit)
    Posting.objects.create(staff=second, role="handler", organ=handler.organ, unit=handler.unit)
    case = open_case()
    act(case, "examine", clerk)
    act(case, "assign", clerk, unit=handler.unit)
    web = signed_in(handler)
    page = web.get("/").content.decode()
    assert counts(page)["待领"] == 1 and f'action="/cases/{case.pk}/claim/"' in page
    web.post(f"/cases/{case.pk}/claim/")
    assert counts(web.get("/").content.decode()) == {"待领": 0, "待办": 1, "在办": 0, "已办": 0, "督办": 0}
    assert signed_in(second).post(f"/cases/{case.pk}/claim/").status_code == 409


@pytest.mark.parametrize("tab", ["to_claim", "to_do", "under_way", "done", "supervised", "nonsense"])
def test_an_empty_tab_says_what_it_is_for(outsider: Staff, signed_in: SignIn, tab: str) -> None:
    page = signed_in(outsider).get(f"/?tab={tab}").content.decode()
    assert 'class="empty-title"' in page


# -- the bell ----------------------------------------------------------------------------------------------------------


def test_reading_a_notice_opens_its_case_and_lowers_the_count(
    three_tasks: list[Case], handler: Staff, signed_in: SignIn, today: date
) -> None:
    web = signed_in(handler)
    notice = handler.notices.latest("id")
    assert web.get("/notices/").context["unread_notices"] == 3
    answer = web.post("/notices/", {"notice": notice.pk})
    assert answer["Location"] == f"/cases/{notice.case_id}/"
    assert web.get("/notices/").context["unread_notices"] == 2
    web.post("/notices/")
    assert web.get("/notices/").context["unread_notices"] == 0


def test_nobody_reads_the_notice_of_another(
    three_tasks: list[Case], handler: Staff, outsider: Staff, signed_in: SignIn
) -> None:
    notice = handler.notices.latest("id")
    assert signed_in(outsider).post("/notices/", {"notice": notice.pk}).status_code == 404
    assert Notice.objects.get(pk=notice.pk).read_at is None


# -- help --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", [*guide.TOPICS, *guide.FOR_APPLICANTS, *guide.TOURS])
def test_every_topic_has_a_page(topic: str) -> None:
    body = guide.body(topic)
    assert "<h2>" in body and "**" not in body and "\n- " not in body


@pytest.mark.parametrize("person", [person for person in CAST if person.username != "wairen"], ids=lambda p: p.username)
def test_a_tour_leads_only_where_its_reader_may_go(cast: dict[str, Staff], signed_in: SignIn, person: Any) -> None:
    reader = Staff.objects.get(username=person.username)
    web, tour = signed_in(reader), guide.tour_of(reader)
    page = web.get(f"/help/?page={tour}").content.decode()
    links = re.findall(r'href="(/[^"]*)"', guide.body(tour))
    assert tour in guide.TOURS and links and all(f'href="{link}"' in page for link in links)
    assert {link: web.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)


def test_help_is_that_of_the_page_it_was_asked_on(clerk: Staff, signed_in: SignIn, today: date) -> None:
    web = signed_in(clerk)
    assert 'href="/help/?page=register_list"' in web.get("/cases/").content.decode()
    assert web.get("/help/?page=draft").context["topic"] == "case"
    assert web.get("/help/?page=../../etc/passwd").context["topic"] == "workbench"


# -- sign-in and health ------------------------------------------------------------------------------------------------


def test_a_wrong_password_is_told_in_plain_words(cast: dict[str, Staff]) -> None:
    page = Client().post("/sign-in/", {"username": "wangdengji", "password": "wrong"}).content.decode()
    assert "账号或者密码不正确" in page


def test_signing_in_leads_back_to_where_one_was_going(cast: dict[str, Staff]) -> None:
    web = Client()
    assert web.get("/cases/?status=open")["Location"] == "/sign-in/?next=/cases/%3Fstatus%3Dopen"
    answer = web.post("/sign-in/?next=/cases/", {"username": "wangdengji", "password": PASSWORD, "next": "/cases/"})
    assert answer["Location"] == "/cases/"
    assert web.post("/sign-out/")["Location"] == "/sign-in/"
    assert web.get("/cases/").status_code == 302


def test_five_wrong_passwords_lock_the_account(cast: dict[str, Staff]) -> None:
    web = Client()
    wrong = {"username": "wangdengji", "password": "wrong"}
    answers = [web.post("/sign-in/", wrong) for _ in range(5)]
    assert answers[-1].status_code == 429
    assert "登录已暂停" in answers[-1].content.decode()
    assert web.post("/sign-in/", wrong | {"password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("demonstration", [True, False])
def test_accounts_are_printed_in_a_practice_installation_only(db: None, settings: Any, demonstration: bool) -> None:
    settings.DEMONSTRATION = demonstration
    page = Client().get("/sign-in/").content.decode()
    assert (PASSWORD in page) is demonstration
    assert all((person.username in page) is demonstration for person in CAST)


def test_a_monitor_needs_no_account_and_learns_no_name(
    open_case: Callable[..., Case], organs: dict[str, Organ], today: date
) -> None:
    Deadline.objects.filter(case=open_case()).update(
        state=Deadline.State.FIRING, claimed_at=datetime(2026, 11, 20, 11, 58, tzinfo=SHANGHAI)
    )
    answer = Client().get("/healthz").json()
    expected = {"status": "ok", "database": answer["database"], "broker": answer["broker"], "open_sweep_age": 120}
    assert answer == expected


def test_the_navigation_marks_where_a_subpage_belongs() -> None:
    def marked(path: str) -> list[tuple[str, str]]:
        items = [{"url": url} for url in ("/", "/cases/", "/cases/new/", "/library/")]
        return [(item["url"], item["current"]) for item in _marked(items, path) if item["current"]]

    assert marked("/library/laws/") == [("/library/", "true")]
    assert marked("/cases/7/draft/") == [("/cases/", "true")]
    assert marked("/cases/new/") == [("/cases/new/", "page")]
    assert marked("/") == [("/", "page")]
    assert marked("/help/") == []


def test_an_extension_to_be_decided_lies_with_the_head_of_the_office_until_it_is(
    three_tasks: list[Case], act: Callable[..., None], handler: Staff, head: Staff, signed_in: SignIn, today: date
) -> None:
    act(three_tasks[0], "request_extension", handler, days=10, reason="需要汇总多年档案")
    office = signed_in(head)
    page = office.get("/").content.decode()
    assert counts(page)["待办"] == 1 and rows(page) == [three_tasks[0].serial]
    assert "审批延期" in page and "承办拟稿" not in page  # what it wants of the head, not where it lies
    assert Notice.objects.get(staff=head, kind="extension").text.endswith("申请延期 10 个工作日，请审批")
    assert counts(signed_in(handler).get("/").content.decode())["待办"] == 3
    act(three_tasks[0], "extend", head, approve=True)
    assert counts(office.get("/").content.decode())["待办"] == 0
    assert (
        "已批准延期 10 个工作日，请在原答复期限届满前告知申请人"
        in Notice.objects.get(staff=handler, kind="extension").text
    )


def test_help_asked_for_is_named_as_such_with_its_own_date(
    three_tasks: list[Case], act: Callable[..., None], handler: Staff, outsider: Staff, signed_in: SignIn, today: date
) -> None:
    facts = {"subject": "请提供批复", "due_on": date(2026, 11, 24)}
    act(three_tasks[0], "request_assistance", handler, units=[outsider.unit], **facts)
    page = signed_in(outsider).get("/").content.decode()
    assert counts(page)["待办"] == 1
    assert "反馈协办意见" in page and "反馈期限 11月24日" in page and "承办拟稿" not in page


def test_the_chart_page_says_who_passed_each_desk_and_draws_the_route_within_the_page(
    three_tasks: list[Case], handler: Staff, signed_in: SignIn, today: date
) -> None:
    page = signed_in(handler).get(f"/cases/{three_tasks[0].pk}/chart/").content.decode()
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    assert re.findall(r">(审查|受理交办|签收|承办拟稿)<", body)[:2] == ["审查", "受理交办"]
    assert body.count("<tr>") == 4 and "正在办理" in body
    drawing = page[page.index("<svg xmlns") :]
    assert "承办拟稿" in drawing and re.search(r"<g id=.draft. [^>]*class=.new", drawing)
    assert "<style" not in drawing and "style=" not in drawing  # the content security policy forbids both


@pytest.mark.parametrize(("username", "begins"), [("zhoubianji", "/library/desk/"), ("guanliyuan", "/staff/")])
def test_who_deals_with_no_case_begins_at_their_own_work(
    cast: dict[str, Staff], signed_in: SignIn, username: str, begins: str, today: date
) -> None:
    answer = signed_in(Staff.objects.get(username=username)).get("/", follow=True)
    assert answer.redirect_chain == [(begins, 302)]
    assert "我的工作台</span>" not in answer.content.decode()


def test_a_person_keeps_phrases_of_their_own(handler: Staff, outsider: Staff, signed_in: SignIn) -> None:
    web = signed_in(handler)
    assert web.post("/account/phrases/", {"lines": "同意。\n\n 请补充依据。 \n同意。\n"}).status_code == 302
    assert [phrase.text for phrase in handler.phrases.all()] == ["同意。", "请补充依据。"]
    refused = web.post("/account/phrases/", {"lines": "很长" * 101})
    assert refused.status_code == 422 and "有 202 字，每条不超过 200 字，请缩短" in refused.content.decode()
    assert (
        handler.phrases.count() == 2
        and "请补充依据。" not in signed_in(outsider).get("/account/phrases/").content.decode()
    )
