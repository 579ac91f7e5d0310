"""The statistics pages: every number opens as many cases, files come and go, nobody sees another organ's figures."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from casework.models import Case, CaseEvent
from casework.statistics import annual, files
from casework.statistics.check import check
from casework.statistics.document import to_docx
from casework.statistics.published import BadReport
from casework.statistics.workbook import to_xlsx
from tests.roads import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Make = Callable[..., Case]
_LINK = re.compile(r'<td class="num[^"]*"><a href="([^"]+)">(\d+)</a>')


@pytest.fixture
def some_cases(old_case: Make, people: Cast) -> None:
    unit = people.handler.unit
    for month, organ, outcome, category in (
        (1, "LC01", "G2", "natural_person"),
        (1, "LC01", "D6", "business"),
        (3, "LC13", "N1a", "natural_person"),
        (3, "LC01", "G1", "natural_person"),
        (9, "LC13", "", "legal_service"),
    ):
        received = date(2026, month, 10)
        closed = date(2026, month, 28) if outcome else None
        case = old_case(received, closed, outcome, category, people.organs[organ])
        Case.objects.filter(pk=case.pk).update(unit=unit, topic="征地拆迁")


def page(signed_in: Any, person: Any, path: str, **query: Any) -> Any:
    return signed_in(person).get(path, query)


def links(response: Any) -> list[tuple[str, int]]:
    return [(unescape(url), int(number)) for url, number in _LINK.findall(response.content.decode())]


def test_a_cell_of_table_three_opens_as_many_cases(some_cases: None, people: Cast, signed_in: Any) -> None:
    client: Client = signed_in(people.supervisor)
    found = links(client.get("/statistics/annual/", {"year": 2026}))
    assert len(found) > 10
    for url, number in found:
        response = client.get(url)
        assert response.context["page"].paginator.count == number, url
        assert response.content.decode().count('<td class="nowrap"><a href=') == number


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_the_report_goes_out_as_a_file_recorded(form: str, some_cases: None, people: Cast, signed_in: Any) -> None:
    response = page(signed_in, people.supervisor, f"/statistics/annual/report.{form}", year=2026)
    assert response.status_code == 200
    back = files.report_of(f"report.{form}", response.content)
    assert back["table3"] == annual.report(2026)["table3"]
    assert CaseEvent.objects.get(verb="export").data["what"] == "annual_report"


@pytest.mark.parametrize(
    "path", ["/statistics/", "/statistics/annual/", "/statistics/annual/cases/", "/statistics/check/"]
)
def test_figures_are_for_those_who_answer_for_them(path: str, people: Cast, signed_in: Any) -> None:
    for person in (people.stranger, people.editor, people.admin):
        assert page(signed_in, person, path, row="new", column="总计").status_code == 403
    assert page(signed_in, people.head, path, row="new", column="总计").status_code == 200
    if path != "/statistics/check/":
        assert page(signed_in, people.head, path, organ="LC13", row="new", column="总计").status_code == 403


@pytest.mark.parametrize("query", [{"year": "x"}, {"year": 1999}, {"year": "9" * 5000}])
def test_wrong_addresses_are_told(query: Any, people: Cast, signed_in: Any) -> None:
    assert page(signed_in, people.supervisor, "/statistics/annual/", **query).status_code == 422


def test_tables_that_do_not_balance_are_not_shown(old_case: Make, people: Cast, signed_in: Any) -> None:
    case = old_case(date(2026, 5, 1), date(2026, 6, 1), "")
    response = page(signed_in, people.supervisor, "/statistics/annual/", year=2026)
    assert response.status_code == 422
    assert case.case_number in response.content.decode()


def published(shared_data: Path) -> dict[str, Any]:
    return json.loads((shared_data / "annual_reports" / "suqian-2023.json").read_text(encoding="utf-8"))


def drop(client: Client, name: str, content: bytes) -> Any:
    return client.post("/statistics/check/", {"report": SimpleUploadedFile(name, content)})


def as_file(form: str, report: dict[str, Any]) -> bytes:
    if form == "json":
        return json.dumps(report).encode()
    return (to_xlsx if form == "xlsx" else to_docx)(report)


@pytest.mark.parametrize("form", ["json", "xlsx", "docx"])
def test_a_dropped_report_is_checked(form: str, shared_data: Path, people: Cast, signed_in: Any) -> None:
    report = published(shared_data)
    client = signed_in(people.head)
    response = drop(client, f"a.{form}", as_file(form, report))
    assert (response.status_code, response.context["verdict"].clean) == (200, True)
    assert "没有发现错误" in response.content.decode()
    report["table3"]["deny_7"][1] += 1
    report["table4"]["复议后起诉"][0] += 1
    verdict = drop(client, f"a.{form}", as_file(form, report)).context["verdict"]
    assert [(fault.rule, fault.where) for fault in verdict.faults] == [
        ("B", "商业企业"), ("C", "deny_7"), ("D", "复议后起诉"),
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_blank_cells_of_a_file_are_nought(form: str, shared_data: Path) -> None:
    report = published(shared_data)
    for cells in report["table3"].values():
        cells[:6] = [cell or "" for cell in cells[:6]]
    report["table2"] = {}
    verdict = check(files.report_of(f"a.{form}", as_file(form, report)))
    assert verdict.clean, verdict.unreadable


def test_words_in_a_workbook_are_told_by_row_and_column(shared_data: Path) -> None:
    book = load_workbook(BytesIO(to_xlsx(published(shared_data))))
    cell = next(cell for row in book["表三"].iter_rows() for cell in row if cell.value == 1175)
    cell.value = "一千多"
    book.save(content := BytesIO())
    verdict = check(files.report_of("a.xlsx", content.getvalue()))
    assert [(told.where, told.column) for told in verdict.unreadable] == [("granted", "自然人")]
    assert not verdict.faults


@pytest.mark.parametrize("content", [b"", b"junk", b"PKjunk", b"[]", b"9" * 6_000_000, to_xlsx.__doc__.encode()])
def test_what_is_no_report_is_told(content: bytes, people: Cast, signed_in: Any) -> None:
    response = drop(signed_in(people.head), "a.json", content)
    assert response.status_code == 422
    assert response.context["verdict"] is None


def test_a_workbook_without_the_table_is_no_report(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["甲", 1])
    book.save(path := tmp_path / "a.xlsx")
    with pytest.raises(BadReport, match="没有找到表三"):
        files.report_of("a.xlsx", path.read_bytes())
