"""办件台账: filters in the address, columns, sorting, saved filters, export."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from casework.acts.people import USCC, Person
from casework.law.identity import uscc_check
from casework.models import Case, CaseEvent, SavedFilter, Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def web(clerk: Staff, signed_in: SignIn, today: object) -> Client:
    return signed_in(clerk)


@pytest.fixture
def three(open_case: Callable[..., Case]) -> list[Case]:
    company = Person(name="济南泉城建材有限公司", category="business", phone="0531-88000000")
    return [
        open_case(date(2026, 9, 1), title="花园北区征地批复", topic="征地拆迁"),
        open_case(date(2026, 10, 28), title="=1+1", channel="mail_signed", evidence={"signed_on": date(2026, 10, 28)}),
        open_case(date(2026, 11, 19), title="幼儿园收费标准", applicants=(company,)),
    ]


def numbers(page: str) -> list[int]:
    """The serials of the rows, in their order."""
    return [int(found) for found in re.findall(r">历政公申〔2026〕(\d+)号</a>", page)]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", [3, 2, 1]),
        ("q=花园", [1]),
        ("q=〔2026〕2号", [2]),
        ("status=registered", [3, 2, 1]),
        ("status=closed", []),
        ("light=overdue", [1]),
        ("light=yellow", [2]),
        ("light=green", [3]),
        ("channel=mail_signed", [2]),
        ("category=business", [3]),
        ("topic=征地拆迁", [1]),
        ("received_from=2026-10-28&received_to=2026-11-18", [2]),
        ("due_to=2026-10-31", [1]),
        ("sort=received_on", [1, 2, 3]),
        ("sort=-case_number&q=号", [3, 2, 1]),
        ("status=open&light=green&channel=in_person", [3]),
    ],
)
def test_the_address_decides_the_rows(three: list[Case], web: Client, query: str, rows: list[int]) -> None:
    assert numbers(web.get(f"/cases/?{query}").content.decode()) == rows


def test_a_copied_address_shows_a_stranger_nothing(three: list[Case], outsider: Staff, signed_in: SignIn) -> None:
    assert numbers(signed_in(outsider).get("/cases/?status=open").content.decode()) == []


def test_chips_name_each_filter_and_lead_to_the_address_without_it(three: list[Case], web: Client) -> None:
    page = web.get("/cases/", {"status": "open", "light": "green", "sort": "due_on", "page": "1"}).content.decode()
    assert "去掉筛选：状态 在办（全部）" in page
    assert 'href="/cases/?light=green&amp;sort=due_on"' in page
    assert 'class="chip-clear" href="/cases/?sort=due_on"' in page


def test_a_wrong_value_is_told_at_its_field(three: list[Case], web: Client) -> None:
    page = web.get("/cases/?received_from=gestern").content.decode()
    assert "field-errors" in page and "去掉筛选：收到日期自" not in page


def test_the_address_decides_the_columns(three: list[Case], web: Client) -> None:
    page = web.get("/cases/?columns=channel&columns=title").content.decode()
    page = page[page.index('<table class="list"') :].partition("</table>")[0]
    heads = re.findall(r"<th scope=\"col\"[^>]*>(?:<a[^>]*>)?([^<]+)", page)
    assert heads == ["受理编号", "申请渠道", "申请事项摘要"]


def test_rows_show_masked_people(three: list[Case], web: Client) -> None:
    page = web.get("/cases/").content.decode()
    assert "张*国" in page and "济南泉城建材有限公司" in page
    assert "张建国" not in page


def test_joint_applicants_are_counted(open_case: Callable[..., Case], web: Client) -> None:
    open_case(
        applicants=(Person(name="张建国", phone="1"), Person(name="李四", phone="2"), Person(name="王五", phone="3"))
    )
    assert "张*国等 3 人" in web.get("/cases/").content.decode()


def test_pages_of_twenty_five(open_case: Callable[..., Case], web: Client) -> None:
    for _ in range(26):
        open_case()
    assert len(numbers(web.get("/cases/").content.decode())) == 25
    assert numbers(web.get("/cases/?page=2").content.decode()) == [1]
    assert numbers(web.get("/cases/?page=99").content.decode()) == [1]


def sheet(web: Client, query: str) -> list[tuple[object, ...]]:
    answer = web.get(f"/cases/export/?{query}")
    assert answer["Content-Disposition"].startswith("attachment;")
    return list(load_workbook(io.BytesIO(answer.content)).active.values)


def test_the_export_is_the_table_one_sees(three: list[Case], web: Client) -> None:
    head, *rows = sheet(web, "columns=title&columns=light&sort=received_on&light=green")
    assert head == ("受理编号", "申请事项摘要", "剩余期限")
    assert rows == [("历政公申〔2026〕3号", "幼儿园收费标准", "绿 · 剩 19 个工作日")]


def test_the_export_has_all_pages_masks_people_and_runs_no_formula(three: list[Case], web: Client) -> None:
    rows = sheet(web, "")
    assert len(rows) == 4
    assert ("'=1+1") in {row[1] for row in rows}
    assert "张*国" in {row[2] for row in rows}
    assert not any("张建国" in str(cell) for row in rows for cell in row)


def test_the_export_is_recorded(three: list[Case], web: Client, clerk: Staff) -> None:
    sheet(web, "status=open")
    event = CaseEvent.objects.get(verb="export")
    assert (event.actor, event.case, event.data["rows"]) == (clerk, None, 3)
    assert "在办（全部）" in event.data["scope"]


def test_a_filter_is_saved_under_a_name_used_again_and_deleted(three: list[Case], web: Client) -> None:
    answer = web.post("/cases/filters/", {"name": "绿灯", "query": "light=green&page=3"}, follow=True)
    saved = SavedFilter.objects.get(name="绿灯")
    assert saved.query == "light=green"
    assert 'href="?light=green">绿灯</a>' in answer.content.decode()
    web.post("/cases/filters/", {"name": "绿灯", "query": "light=red"})
    assert SavedFilter.objects.get(name="绿灯").query == "light=red"
    web.post(f"/cases/filters/{saved.pk}/delete/")
    assert not SavedFilter.objects.exists()


def test_a_filter_needs_a_name_and_belongs_to_its_maker(
    web: Client, clerk: Staff, outsider: Staff, signed_in: SignIn
) -> None:
    assert web.post("/cases/filters/", {"name": " ", "query": "light=green"}).status_code == 422
    saved = SavedFilter.objects.create(staff=clerk, name="绿灯", query="light=green")
    assert signed_in(outsider).post(f"/cases/filters/{saved.pk}/delete/").status_code == 404
    assert SavedFilter.objects.filter(pk=saved.pk).exists()


def test_the_state_of_emptiness_says_what_to_do(web: Client, three: list[Case]) -> None:
    page = web.get("/cases/?q=没有的").content.decode()
    assert "没有符合条件的办件" in page and "清除筛选" in page


def test_a_licence_of_an_individual_is_listed_and_shown_masked(web: Client, open_case: Callable[..., Case]) -> None:
    """law.md §7.3: the name on a licence (code 92) is a person's; the codes of organisations are public."""
    code = "92370112MA3C00000" + uscc_check("92370112MA3C00000")
    shop = Person(
        name="张三丰副食店", category="business", phone="0531-1", document_kind=USCC, document_number=code
    )  # fmt: skip
    foreign = Person(
        name="某贸易公司", category="business", phone="0531-2", document_kind="护照", document_number="G12345678"
    )
    case = open_case(date(2026, 11, 19), title="副食店许可", applicants=(shop, foreign))
    listed, shown = (web.get(path).content.decode() for path in ("/cases/", f"/cases/{case.pk}/"))
    assert "张****店" in listed and "张三丰" not in listed + shown
    assert code in shown and "某贸易公司" in shown and "G12345678" not in shown
