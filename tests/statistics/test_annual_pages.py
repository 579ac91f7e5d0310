"""The pages of the annual report: figures with their source, the worksheet, freezing, remedies behind table four."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from casework.acts import facts
from casework.models import AnnualFigure, Case, CaseEvent, FrozenReport, Remedy
from casework.statistics import annual, worksheet
from tests.roads import Cast, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Make = Callable[..., Case]
FIGURES = "/statistics/annual/figures/?year=2025&organ=LC01"


def typed(response: Any) -> dict[str, str]:
    """What the form would send back as it stands."""
    lines = response.context["lines"]
    cells = {cell["name"]: cell["value"] for line in lines for cell in line["cells"]}
    return cells | {line["name"]: line["source"] for line in lines}


def test_figures_are_entered_with_their_source_all_or_none(people: Cast, signed_in: Any) -> None:
    client: Client = signed_in(people.head)
    form = typed(client.get(FIGURES))
    answer = client.post(FIGURES, form | {"c1_0": "3", "c1_2": "x", "s1": "区司法局台账", "c2_0": "7"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "不是数字" in text and "须写明理由" in text and 'value="区司法局台账"' in text
    assert not AnnualFigure.objects.exists()
    sound = {"c1_0": "3", "c1_2": "20", "s1": "区司法局台账", "c2_0": "7", "s2": "审批局台账"}
    assert client.post(FIGURES, form | sound).status_code == 302
    assert annual.table2(2025)["行政规范性文件"] == [3, 0, 20]
    assert annual.table2(2025)["行政许可"] == 7
    logged = CaseEvent.objects.filter(verb="enter_figure").count()
    assert client.post(FIGURES, typed(client.get(FIGURES))).status_code == 302
    assert CaseEvent.objects.filter(verb="enter_figure").count() == logged == 3


def test_figures_of_another_organ_are_refused(people: Cast, signed_in: Any) -> None:
    assert signed_in(people.head).get("/statistics/annual/figures/?organ=LC13").status_code == 403
    legal = signed_in(people.legal)
    form = typed(legal.get(FIGURES)) | {"c1_0": "3", "s1": "台账"}
    assert legal.post(FIGURES, form).status_code == 403
    assert not AnnualFigure.objects.exists()


def test_the_worksheet_names_each_case_under_its_doubt(old_case: Make, people: Cast, signed_in: Any) -> None:
    due = old_case(date(2026, 11, 2))
    Case.objects.filter(pk=due.pk).update(due_on=date(2026, 11, 30))
    after = old_case(date(2026, 12, 20))
    Case.objects.filter(pk=after.pk).update(due_on=date(2027, 1, 20))
    backwards = old_case(date(2026, 5, 1), date(2026, 4, 1), "G1")
    nameless = old_case(date(2026, 5, 1), date(2026, 5, 9), "G1", None)
    other = old_case(date(2026, 5, 1), date(2026, 5, 9), "X3")
    again = old_case(date(2026, 6, 1), date(2026, 6, 9), "G1")
    facts.rebuild()
    context = signed_in(people.supervisor).get("/statistics/annual/worksheet/?year=2026").context
    found = {doubt.title: {case.pk for case in doubt.shown} for doubt in context["doubts"]}
    assert found["办结日早于收到日"] == {backwards.pk}
    assert found["没有申请人"] == {nameless.pk}
    assert found["答复期限在年内而未办结"] == {due.pk}
    assert found["结果为“其他处理—其他”"] == {other.pk}
    assert again.pk in found["同一申请人就同一事项再次申请而未按重复申请处理"]
    assert not any(after.pk in cases for cases in found.values())
    visible = Case.objects.filter(pk=after.pk)
    assert worksheet.doubts(2026, None, visible, date(2026, 12, 30)) == []


def test_a_report_is_frozen_from_its_page_and_tells_what_moved_since(
    old_case: Make, people: Cast, signed_in: Any
) -> None:
    old_case(date(2025, 12, 20))
    client: Client = signed_in(people.supervisor)
    assert "定稿 全区 2025 年" in client.get("/statistics/annual/?year=2025").content.decode()
    assert client.post("/statistics/annual/freeze/?year=2026").status_code == 409
    assert signed_in(people.head).post("/statistics/annual/freeze/?year=2025&organ=").status_code == 302
    assert client.post("/statistics/annual/freeze/?year=2025").status_code == 302
    assert set(FrozenReport.objects.values_list("scope", flat=True)) == {"district", "LC01"}
    old_case(date(2025, 12, 29))
    page = client.get("/statistics/annual/?year=2025").content.decode()
    assert "一、本年新收政府信息公开申请数量：定稿为 1，现为 2" in page
    word = Document(BytesIO(client.get("/statistics/annual/report.docx?year=2025&frozen=1").content))
    assert [cell.text for cell in word.tables[1].rows[3].cells][-1] == "1"
    assert client.get("/statistics/annual/report.docx?year=2024&frozen=1").status_code == 422


def test_a_cell_of_table_four_opens_its_remedies(old_case: Make, people: Cast, signed_in: Any) -> None:
    case = old_case(date(2026, 3, 1), date(2026, 3, 20), "D5")
    Remedy.objects.create(
        case=case, kind="reconsideration", body="济南市人民政府", received_on=date(2026, 5, 1), result="upheld",
        answer_by=date(2026, 5, 15), decided_on=date(2026, 7, 1), recorded_by=people.clerk,
        recorded_at=moment(date(2026, 7, 1)),
    )  # fmt: skip
    client = signed_in(people.supervisor)
    assert "row=%E8%A1%8C%E6%94%BF%E5%A4%8D%E8%AE%AE" in client.get("/statistics/annual/?year=2026").content.decode()
    page = client.get("/statistics/annual/remedies/", {"year": 2026, "row": "行政复议", "column": "结果维持"})
    assert [remedy.case for remedy in page.context["remedies"]] == [case]
    wrong = client.get("/statistics/annual/remedies/", {"year": 2026, "row": "x", "column": "结果维持"})
    assert wrong.status_code == 422
