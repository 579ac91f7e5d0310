"""The tables from live cases: identities, drill-down, the seam between years, what must not be exported."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from casework.acts.annual import enter_figure, freeze
from casework.errors import BadValue, MissingFact, NotAllowed, WrongState
from casework.law.identity import CATEGORIES
from casework.law.outcomes import CATALOGUE, OUTCOMES
from casework.models import Case, CaseEvent, Organ, Remedy
from casework.statistics import annual
from casework.statistics.check import check
from casework.statistics.facts import differences
from casework.statistics.span import Span
from casework.statistics.tables import COLUMN_OF, COLUMNS, LEAF_KEYS, ROWS
from casework.statistics.tally import Tally
from tests.roads import DAY as TODAY
from tests.roads import Cast, application, moment, start

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
YEARS = (2023, 2024, 2025, 2026)


def test_the_worked_example_of_the_specification(old_case: Make, shared_data: Path) -> None:
    vectors = json.loads((shared_data / "vectors" / "deadline_vectors.json").read_text(encoding="utf-8"))
    example = vectors["annual"]["cross_year_example"]
    names = {"granted": "G2", "partial": "P", "denied.process": "D6", "other.overdueCorrection": "X1"}
    codes = names | {"unable.noInfo": "N1a"}
    for row in example["requests"]:
        closed = date.fromisoformat(row["closed"]) if row["closed"] else None
        old_case(date.fromisoformat(row["received"]), closed, codes.get(row["outcome"], ""))
    table = annual.report(2025)["table3"]
    expected = example["expected_2025"]
    assert (table["new"][-1], table["carry_in"][-1]) == (expected["new"], expected["carried_in"])
    assert (table["total"][-1], table["carry_out"][-1]) == (expected["total_results"], expected["carried_out"])
    for name, code in names.items():
        assert table[OUTCOMES[code].row][-1] == expected[name], name


days = st.dates(date(2023, 1, 1), date(2026, 12, 31))
requests = st.tuples(
    days,
    st.none() | st.integers(0, 400),
    st.sampled_from(sorted(row.code for row in CATALOGUE)),
    st.sampled_from(sorted(CATEGORIES)),
    st.integers(0, 2),
)


class Life(NamedTuple):
    """What the tables need of one request, told by hand to compare with."""

    case_id: int
    arrived: date
    closed: date | None
    outcome: str
    category: str


def rows_of(life: Life, year: int) -> Iterator[str]:
    """The rows of table three one request stands in."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if first <= life.arrived <= last:
        yield "new"
    if life.arrived < first and (life.closed is None or life.closed >= first):
        yield "carry_in"
    if life.closed is not None and first <= life.closed <= last:
        yield "total"
        if life.outcome in OUTCOMES:
            yield OUTCOMES[life.outcome].row
    if life.arrived <= last and (life.closed is None or life.closed > last):
        yield "carry_out"


@given(st.lists(requests, max_size=12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_history_balances_in_every_column(old_case: Make, people: Cast, history: list[tuple[Any, ...]]) -> None:
    organs = [people.organs[code] for code in ("LC01", "LC13", "370112002")]
    with transaction.atomic():
        lives = []
        for received, wait, outcome, category, whose in history:
            closed = received + timedelta(days=wait) if wait is not None else None
            case = old_case(received, closed, outcome if closed else "", category, organs[whose])
            lives.append(Life(case.pk, received, closed, outcome if closed else "", category))
        prove_all(organs)
        for year in YEARS:
            table = annual.table3(year)
            for at, category in enumerate(COLUMN_OF):
                for row in table:
                    counted = sum(life.category == category and row in rows_of(life, year) for life in lives)
                    assert table[row][at] == counted, (year, row, category)
        transaction.set_rollback(True)


def prove_all(organs: list[Organ]) -> None:
    """Identities, organs against district, cell against cases, and year against year."""
    for scope in (*organs, None):
        for year in YEARS:
            content = annual.report(year, scope)
            assert check(content).clean
            assert content["table3"]["carry_in"] == annual.table3(year - 1, scope)["carry_out"]
    for year in YEARS:
        whole = annual.table3(year)
        parts = [annual.table3(year, organ) for organ in organs]
        for row, cells in whole.items():
            assert cells == [sum(numbers) for numbers in zip(*(part[row] for part in parts), strict=True)]
            for column, number in zip(COLUMNS, cells, strict=True):
                if number:
                    assert annual.cases_behind(row, column, year).count() == number, (row, column)


walks = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 2), st.integers(0, 90), st.integers(0, 2**20)), min_size=1, max_size=4
)


@given(walks)
@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], derandomize=True
)
def test_any_history_of_acts_balances(people: Cast, history: list[tuple[int, int, int, int]]) -> None:
    """Cases walked through the acts over two New Years, each as far as its days reach: all figures agree."""
    from workflow.demo import stories

    organs = [people.organs[code] for code in ("LC01", "LC13", "370112002")]
    roads = [road for road, _ in stories.ROADS]
    with transaction.atomic():
        for road, whose, offset, seed in history:
            day = date(2025, 11, 3) + timedelta(days=offset)
            while day.weekday() > 4:
                day += timedelta(days=1)
            organ = organs[whose]
            story = stories.Story(organ, stories.crew(organ), random.Random(seed), TODAY, day)
            stories.tell(story, stories.texts.ASKS[seed % len(stories.texts.ASKS)], roads[road % len(roads)])
        prove_all(organs)
        assert list(differences()) == []
        received = Tally(None).count("in", ["all", "topic"], Span(date(2025, 1, 1), date(2026, 12, 31)))
        assert received["all"].total() == received["topic"].total() == len(history)
        transaction.set_rollback(True)


def test_a_reply_changed_later_keeps_its_first_result_in_its_year(people: Cast) -> None:
    road = start(people, application()).to("archived", "D5")
    before = annual.report(2026)["table3"]
    assert before["deny_5"][-1] == 1
    case = road.case
    Case.objects.filter(pk=case.pk).update(round_no=2, closed_on=None, closed_as="", outcome="", archived_on=None)
    assert annual.report(2026)["table3"] == before
    assert list(annual.cases_behind("deny_5", "自然人", 2026)) == [case]
    Case.objects.filter(pk=case.pk).update(closed_on=date(2027, 3, 1), closed_as="serve", outcome="G2")
    assert annual.report(2026)["table3"] == before
    assert annual.report(2027)["table3"]["total"][-1] == 0


def test_a_request_to_correct_records_is_no_request_for_information(old_case: Make) -> None:
    case = old_case(date(2025, 3, 1), date(2025, 3, 20), "G2")
    Case.objects.filter(pk=case.pk).update(matter=Case.Matter.RECORD_CORRECTION)
    assert annual.report(2025)["table3"]["new"][-1] == 0
    assert not annual.cases_behind("total", "总计", 2025).exists()


def test_table_four_counts_each_remedy_by_its_state_on_the_last_day(old_case: Make, people: Cast) -> None:
    case = old_case(date(2024, 3, 1), date(2024, 3, 20), "D5")

    def remedy(kind: str, received: date, decided: date | None = None, result: str = "") -> None:
        Remedy.objects.create(
            case=case, kind=kind, body="济南市人民政府", received_on=received, answer_by=received, decided_on=decided,
            result=result, recorded_by=people.clerk, recorded_at=moment(received),
        )  # fmt: skip

    remedy("reconsideration", date(2024, 5, 1), date(2024, 7, 1), "upheld")
    remedy("reconsideration", date(2024, 12, 1), date(2025, 1, 20), "corrected")
    remedy("suit_after", date(2025, 12, 30))
    enter_figure(
        actor=people.supervisor, at=moment(date(2026, 1, 5)), organ=people.organ, year=2024, row="行政复议",
        column="结果维持", value=Decimal(2), source="区司法局台账",
    )  # fmt: skip
    assert annual.table4(2024)["行政复议"] == [3, 0, 0, 1, 4]
    assert annual.table4(2025)["行政复议"] == [0, 1, 0, 0, 1]
    assert annual.table4(2025)["复议后起诉"] == annual.table4(2026)["复议后起诉"] == [0, 0, 0, 1, 1]
    assert annual.table4(2024, people.organs["LC13"])["行政复议"] == [0, 0, 0, 0, 0]
    assert annual.remedies_behind("行政复议", "总计", 2024).count() == 2
    assert check(annual.report(2025)).clean


def test_a_request_may_count_from_its_correction(old_case: Make, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from casework.law.settings import DEFAULTS
    from casework.models import Correction

    case = old_case(date(2025, 12, 20))
    Correction.objects.create(
        case=case, matters="请补充", sent_on=date(2025, 12, 25), period_wd=15, corrected_on=date(2026, 1, 6),
        recorded_by=people.clerk, recorded_at=moment(date(2026, 1, 6)),
    )  # fmt: skip
    assert annual.table3(2025)["carry_out"][-1] == 1
    monkeypatch.setattr(annual, "law_settings", lambda: replace(DEFAULTS, annual_new_by="last_restart"))
    assert annual.table3(2025)["carry_out"][-1] == 0
    assert annual.report(2026)["table3"]["new"][-1] == 1


@pytest.mark.parametrize(
    ("spoil", "rule", "told"),
    [
        (lambda make: make(date(2025, 5, 1), date(2024, 5, 1), "G1"), "A", "办结日早于收到日"),
        (lambda make: make(date(2025, 5, 1), date(2025, 6, 1), ""), "B", "没有答复结果"),
        (lambda make: make(date(2025, 5, 1), date(2025, 6, 1), "G1", None), "C", "没有申请人"),
    ],
)
def test_figures_that_contradict_one_another_are_not_exported(spoil: Any, rule: str, told: str, old_case: Make) -> None:
    case = spoil(old_case)
    with pytest.raises(annual.Unbalanced, match=told) as fault:
        annual.report(2025)
    assert rule in {finding.rule for finding in fault.value.findings}
    assert case.case_number in fault.value.suspects[0]
    with pytest.raises(SystemExit):
        call_command("annual_report", year=2025, stderr=(err := StringIO()))
    assert case.case_number in err.getvalue()


def test_entered_figures_stand_in_tables_two_and_four(people: Cast) -> None:
    at = moment(date(2026, 1, 10))

    def enter(organ: str, row: str, column: str, value: str) -> None:
        enter_figure(
            actor=people.supervisor, at=at, organ=people.organs[organ], year=2025, row=row, column=column,
            value=Decimal(value), source="区司法局台账",
        )  # fmt: skip

    enter("LC01", "行政规范性文件", "本年制发件数", "3")
    enter("LC13", "行政规范性文件", "本年制发件数", "4")
    enter("LC13", "行政规范性文件", "现行有效件数", "20")
    enter("LC13", "行政事业性收费(万元)", "本年收费金额（单位：万元）", "12.5")
    enter("LC01", "行政复议", "结果纠正", "2")
    enter("LC01", "行政复议", "结果纠正", "1")
    content = annual.report(2025)
    assert content["table2"]["行政规范性文件"] == [7, 0, 20]
    assert content["table2"]["行政事业性收费(万元)"] == 12.5
    assert content["table2"]["规章"] is None
    assert content["table4"]["行政复议"] == [0, 1, 0, 0, 1]
    assert annual.report(2025, people.organs["LC13"])["table2"]["行政规范性文件"] == [4, 0, 20]
    log = CaseEvent.objects.filter(verb="enter_figure").latest("id")
    assert (log.data["before"], log.data["value"]) == ("2.000000", "1")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"row": "行政奖励"}, BadValue),
        ({"column": "总计"}, BadValue),
        ({"value": Decimal("-1")}, BadValue),
        ({"value": Decimal("1.5")}, BadValue),
        ({"value": Decimal("NaN")}, BadValue),
        ({"year": 1999}, BadValue),
        ({"source": "  "}, MissingFact),
        ({"who": "stranger"}, NotAllowed),
    ],
)
def test_figures_are_refused(changes: dict[str, Any], error: type[Exception], people: Cast) -> None:
    values = {"row": "行政复议", "column": "结果维持", "value": Decimal(1), "source": "台账", "year": 2025}
    given_values = values | {"who": "head"} | changes
    with pytest.raises(error):
        enter_figure(
            actor=getattr(people, given_values.pop("who")), at=moment(TODAY), organ=people.organ, **given_values
        )


def test_a_published_report_stays_as_it_was_and_guards_the_next_year(old_case: Make, people: Cast) -> None:
    old_case(date(2025, 12, 20))
    with pytest.raises(WrongState, match="尚未结束"):
        freeze(actor=people.supervisor, at=moment(date(2025, 12, 31)), year=2025, organ=None)
    with pytest.raises(NotAllowed):
        freeze(actor=people.head, at=moment(TODAY), year=2025, organ=None)
    frozen = freeze(actor=people.supervisor, at=moment(TODAY), year=2025, organ=None)
    with pytest.raises(WrongState, match="已经定稿"):
        freeze(actor=people.supervisor, at=moment(TODAY), year=2025, organ=None)
    annual.report(2026)
    old_case(date(2025, 12, 29))
    assert annual.report(2025)["table3"]["carry_out"][-1] == 2
    assert frozen.content["table3"]["carry_out"][-1] == 1
    with pytest.raises(annual.Unbalanced, match="已公布的上年报告结转下年度 1 件，本年“上年结转”为 2 件"):
        annual.report(2026)


def run(**options: Any) -> str:
    out = StringIO()
    call_command("annual_report", stdout=out, **options)
    return out.getvalue()


def test_the_command_gives_the_same_numbers_in_every_form(old_case: Make, people: Cast, tmp_path: Path) -> None:
    old_case(date(2025, 3, 1), date(2025, 3, 20), "G2", "business")
    old_case(date(2025, 3, 1), date(2025, 3, 20), "D6")
    old_case(date(2025, 12, 1), organ=people.organs["LC13"])
    content = json.loads(run(year=2025))
    assert check(content).clean
    assert content["table3"]["new"] == [2, 1, 0, 0, 0, 0, 3]
    assert json.loads(run(year=2025, organ="LC13"))["table3"]["new"][-1] == 1
    for name in ("xlsx", "docx", "pdf"):
        run(year=2025, format=name, out=tmp_path / f"report.{name}")
    sheet = load_workbook(tmp_path / "report.xlsx")["表三"]
    printed = [[cell.value for cell in row[3:]] for row in sheet.iter_rows(min_row=5)]
    assert printed == [content["table3"][row.key] for row in ROWS]
    word = Document(BytesIO((tmp_path / "report.docx").read_bytes()))
    in_word = [[cell.text for cell in row.cells[3:]] for row in word.tables[1].rows[3:]]
    assert in_word == [[str(number) for number in row] for row in printed]
    headings = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Heading 1"]
    assert [heading[0] for heading in headings] == list("一二三四五六")
    assert "新收政府信息公开申请 3 件" in "".join(paragraph.text for paragraph in word.paragraphs)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_the_document_opens_in_libreoffice_with_the_numbers_of_the_json(old_case: Make, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    for at, outcome in enumerate(("G1", "P", "D4", "N1a", "X1")):
        old_case(date(2025, 3, 1), date(2025, 3, 20 + at), outcome, sorted(CATEGORIES)[at])
    run(year=2025, format="docx", out=tmp_path / "report.docx")
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "html"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "report.docx")], check=True, timeout=180)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    rows = [re.findall(r"<t[dh].*?</t[dh]>", row, re.S) for row in re.findall(r"<tr.*?</tr>", text, re.S)]
    shown = [[re.sub(r"<[^>]+>|\s", "", unescape(cell)) for cell in row] for row in rows]
    content = json.loads(run(year=2025))
    for row in ROWS:
        numbers = [str(number) for number in content["table3"][row.key]]
        label = row.label.replace(" ", "")
        assert any(cells[-7:] == numbers and label in "".join(cells[:-7]) for cells in shown), row.key


def test_the_command_lists_the_cases_behind_a_cell(old_case: Make) -> None:
    case = old_case(date(2025, 3, 1), date(2025, 3, 20), "N1b")
    answer = json.loads(run(year=2025, cell="unable_1,自然人"))
    assert (answer["value"], [row["case_number"] for row in answer["cases"]]) == (1, [case.case_number])


@pytest.mark.parametrize(
    "options", [{"organ": "无"}, {"cell": "x,自然人"}, {"cell": "new,甲"}, {"format": "pdf"}, {"year": 0}]
)
def test_the_command_refuses_wrong_use(options: dict[str, Any], people: Cast) -> None:
    with pytest.raises(CommandError) as refusal:
        run(**({"year": 2025} | options))
    assert refusal.value.returncode == 2


def test_every_outcome_has_a_row() -> None:
    assert {outcome.row for outcome in CATALOGUE} == set(LEAF_KEYS)
