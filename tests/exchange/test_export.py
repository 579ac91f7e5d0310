"""What the export writes, the import reads back; and no cell is a formula."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from casework.acts.people import Person
from casework.acts.record import verify
from casework.exchange.exporting import HEADER, neutral
from casework.exchange.rows import _FORMULA_STARTS
from casework.models import Case, CaseEvent
from casework.spreadsheet import FORMULA_STARTS
from tests.roads import Cast, application, build_cast, start

pytestmark = pytest.mark.django_db
NASTY = ("=1+1", "+86", "-减", "@某", "＝合计", "＋", "－", "＠", "'引号", "\t制表", "正常 =1")


@pytest.fixture
def people(db: None) -> Cast:
    return build_cast()


def run(command: str, *args: Any, **options: Any) -> Any:
    out = StringIO()
    call_command(command, *args, stdout=out, stderr=StringIO(), **options)
    return json.loads(out.getvalue())


def seen(*, copies: bool) -> list[tuple[Any, ...]]:
    """What the register says of each case besides its number."""
    cases = Case.objects.filter(case_number__startswith="副本") if copies else Case.objects.all()
    return [
        (
            case.organ.code, case.received_on, case.closed_on, case.outcome, case.channel, case.topic, case.title,
            case.description, case.applicant.name, case.applicant.category, case.applicant.phone, case.due_on,
        )
        for case in cases.order_by("pk")
    ]  # fmt: skip


def test_the_round_trip(people: Cast, tmp_path: Path, today: date) -> None:
    start(people, application()).to("archived", "D5")
    for title in NASTY:
        person = Person(name=title.strip(), category="business", phone="0531-88020000", address="某路1号")
        start(people, application(title=title, description=f"{title}\n第二行", applicants=(person,)))
    before = seen(copies=False)
    path = tmp_path / "register.xlsx"
    assert run("export_register", path) == {"rows": 1 + len(NASTY), "cut": []}
    again = run("import_register", path)
    assert (again["accepted"], again["unchanged"], again["warnings"]) == (0, len(before), [])
    book = load_workbook(path)
    for row in book.active.iter_rows(min_row=2, max_col=1):
        row[0].value = f"副本{row[0].value}"
    book.save(path)
    answer = run("import_register", path)
    assert (answer["accepted"], answer["refused"]) == (len(before), 0)
    assert seen(copies=True) == before
    assert not list(verify())


def test_no_cell_is_a_formula_and_the_export_is_recorded(people: Cast, tmp_path: Path, today: date) -> None:
    for title in NASTY:
        start(people, application(title=title))
    run("export_register", tmp_path / "register.xlsx", year=2026, organ="LC01")
    sheet = load_workbook(tmp_path / "register.xlsx").active
    assert tuple(cell.value for cell in sheet[1]) == HEADER
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(FORMULA_STARTS)
    event = CaseEvent.objects.get(verb="export")
    assert (event.data["rows"], event.data["scope"]) == (len(NASTY), "LC01 2026")


@given(st.text(max_size=20))
def test_every_text_survives_its_apostrophe(text: str) -> None:
    cell = neutral(text)
    assert not cell.startswith(FORMULA_STARTS)
    assert (cell[1:] if cell.startswith("'") else cell) == neutral(f"x{text}")[1:]


def test_both_ends_know_the_same_signs() -> None:
    assert set(_FORMULA_STARTS) == {*FORMULA_STARTS, "'"}


def test_only_the_year_and_organ_asked_for(people: Cast, tmp_path: Path, today: date) -> None:
    start(people, application(date(2025, 3, 3)), date(2025, 3, 3))
    start(people, application())
    assert run("export_register", tmp_path / "a.xlsx", year=2025)["rows"] == 1
    assert run("export_register", tmp_path / "a.xlsx", organ="LC13")["rows"] == 0


@pytest.mark.parametrize("options", [{"organ": "none"}, {"year": 0}])
def test_wrong_use(options: dict[str, Any], people: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        run("export_register", tmp_path / "a.xlsx", **options)
    assert refusal.value.returncode == 2


def test_the_page_gives_the_register_of_a_period_that_reads_back(people: Cast, signed_in: Any, tmp_path: Path) -> None:
    start(people, application(date(2026, 3, 2), title="在内"), date(2026, 3, 2))
    start(people, application(date(2026, 5, 6), title="在外"), date(2026, 5, 6))
    client = signed_in(people.clerk)
    period = {"from": "2026-03-01", "to": "2026-03-31"}
    assert client.get("/statistics/export/", period).context["number"] == 1
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"".join(client.get("/statistics/export/register.xlsx", period).streaming_content))
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0] == HEADER
    assert [row[HEADER.index("申请事项")] for row in rows[1:]] == ["在内"]
    again = run("import_register", path)
    assert (again["read"], again["unchanged"], again["refused"]) == (1, 1, 0)
    assert CaseEvent.objects.filter(verb="export").get().data["rows"] == 1
    assert signed_in(people.stranger).get("/statistics/export/", period).status_code == 403


def test_who_only_supervises_gets_the_register_with_masked_persons(
    people: Cast, signed_in: Any, tmp_path: Path, today: date
) -> None:
    start(people, application(date(2026, 3, 2)), date(2026, 3, 2))
    asked = {"from": "2026-03-01", "to": "2026-03-31"}

    def persons(who: Any) -> list[Any]:
        path = tmp_path / f"{who.pk}.xlsx"
        path.write_bytes(b"".join(signed_in(who).get("/statistics/export/register.xlsx", asked).streaming_content))
        row = list(load_workbook(path).active.iter_rows(values_only=True))[1]
        return [row[HEADER.index(name)] for name in ("申请人", "联系电话", "通信地址")]

    assert persons(people.head) == ["张建国", "13800001234", "济南市历城区洪家楼街道1号"]
    name, phone, address = persons(people.supervisor)
    assert (name, phone) == ("张*国", "138****1234")
    assert "1号" not in address
    assert "已作遮蔽" in signed_in(people.supervisor).get("/statistics/export/", asked).content.decode()
