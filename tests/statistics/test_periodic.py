"""Weekly, monthly, quarterly, yearly: the sentences say what the tables say, in every form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from casework.acts import facts
from casework.models import Case, CaseEvent
from casework.statistics.periodic import KINDS, span_of
from casework.statistics.span import Span
from tests.roads import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Make = Callable[..., Case]


@pytest.fixture
def some(old_case: Make, people: Cast) -> None:
    for at, outcome in enumerate(("G1", "D4", "N1a", "", "")):
        case = old_case(date(2026, 11, 16 + at), date(2026, 11, 18 + at % 3) if outcome else None, outcome)
        Case.objects.filter(pk=case.pk).update(topic=("征地拆迁", "=教育")[at % 2], late=False if outcome else None)
    old_case(date(2026, 10, 5), date(2026, 10, 20), "G2")
    facts.rebuild()


def test_the_days_of_each_kind() -> None:
    day = date(2026, 11, 20)
    assert span_of("week", day) == Span(date(2026, 11, 16), date(2026, 11, 22))
    assert span_of("month", day) == Span(date(2026, 11, 1), date(2026, 11, 30))
    assert span_of("quarter", day) == Span(date(2026, 10, 1), date(2026, 12, 31))
    assert span_of("quarter", date(2024, 1, 31)) == Span(date(2024, 1, 1), date(2024, 3, 31))
    assert span_of("year", day) == Span(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_numbers_of_the_text_stand_in_the_tables(kind: str, some: None, people: Cast, signed_in: Any) -> None:
    client = signed_in(people.supervisor)
    made = client.get(f"/statistics/reports/?kind={kind}&day=2026-11-20").context["report"]
    received = {"week": 5, "month": 5, "quarter": 6, "year": 6}[kind]
    assert f"新收政府信息公开申请 {received} 件" in made.paragraphs[0]
    shown = {str(value).lstrip("+-") for figure in made.figures for row in figure.table() for value in row[1:]}
    for text in made.paragraphs[:-1]:
        for number in re.findall(
            r" (\d+) (?:件|个工作日)", text.replace("不足 30 件", "").replace("20 个工作日的", "")
        ):
            assert number in shown, (number, text)
    text = "".join(made.paragraphs)
    word = Document(BytesIO(client.get(f"/statistics/reports/report.docx?kind={kind}&day=2026-11-20").content))
    assert text in "".join(paragraph.text for paragraph in word.paragraphs)
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    assert tables == [
        [list(figure.head), *([str(value) for value in row] for row in figure.table())] for figure in made.figures
    ]
    book = load_workbook(BytesIO(client.get(f"/statistics/reports/report.xlsx?kind={kind}&day=2026-11-20").content))
    assert book.sheetnames == ["说明", *(figure.title for figure in made.figures)]
    assert "'=教育" in {cell.value for cell in book["按主题"]["A"]}
    assert CaseEvent.objects.filter(verb="export").count() == 2


def test_the_paper_says_the_same(some: None, people: Cast, signed_in: Any) -> None:
    client = signed_in(people.supervisor)
    answer = client.get("/statistics/reports/report.pdf?kind=week&day=2026-11-20")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).replace("\n", "")
    assert "新收政府信息公开申请5件" in text.replace(" ", "")
    assert client.get("/statistics/annual/report.pdf?year=2026").content.startswith(b"%PDF")


@pytest.mark.parametrize("query", ["kind=day", "day=x", "day=0001-01-01", "day=9999-12-31"])
def test_wrong_questions_are_told(query: str, people: Cast, signed_in: Any) -> None:
    assert signed_in(people.supervisor).get(f"/statistics/reports/?{query}").status_code == 422
