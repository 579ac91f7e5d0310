"""An older register becomes cases: faults by line and field, nothing twice, chain and desks as they should be."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from casework.acts.record import verify
from casework.exchange.mapping import FIELDS
from casework.models import Applicant, Case, CaseEvent, Deadline, NumberSeries
from casework.statistics import annual
from tests.roads import Cast, application, build_cast, moment, start
from workflow import timers
from workflow.drift import drifts
from workflow.models import Round, Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TITLES = [
    "受理编号",
    "答复机关",
    "收到日期",
    "申请渠道",
    "申请人类别",
    "申请人",
    "申请事项",
    "答复结果",
    "办结日期",
    "承办科室",
]
ROW = {
    "受理编号": "历政公申〔2024〕7号", "答复机关": "区政府", "收到日期": "2024-03-05", "申请渠道": "互联网渠道",
    "申请人类别": "自然人", "申请人": "张建国", "申请事项": "某村征收补偿方案", "答复结果": "予以公开",
    "办结日期": "2024-03-20",
}  # fmt: skip
MAP = """
[columns]
case_number = "受理编号"
organ = "答复机关"
received_on = "收到日期"
channel = "申请渠道"
category = "申请人类别"
name = "申请人"
title = "申请事项"
outcome = "答复结果"
closed_on = "办结日期"
unit = "承办科室"
"""
Answer = dict[str, Any]


@pytest.fixture
def people(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def bring(people: Cast, tmp_path: Path) -> Callable[..., tuple[int, Answer]]:
    """Import a file, or rows written as CSV; return the exit status and the answer."""
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")

    def run(
        rows: Any = None, *, path: Path | None = None, encoding: str = "utf-8", **options: Any
    ) -> tuple[int, Answer]:
        if path is None:
            path = tmp_path / "register.csv"
            with path.open("w", encoding=encoding, newline="") as opened:
                writer = csv.DictWriter(opened, TITLES)
                writer.writeheader()
                writer.writerows([ROW | row for row in rows])
        options.setdefault("map", str(tmp_path / "map.toml"))
        out, status = StringIO(), 0
        try:
            call_command("import_register", path, stdout=out, stderr=StringIO(), **options)
        except SystemExit as stop:
            status = int(str(stop.code))
        return status, json.loads(out.getvalue())

    return run


Bring = Callable[..., tuple[int, Answer]]


def test_a_finished_case_lies_in_the_archive_with_one_event(bring: Bring, people: Cast, today: date) -> None:
    status, answer = bring([{}])
    assert (status, answer["read"], answer["accepted"], answer["errors"]) == (0, 1, 1, [])
    case = Case.objects.get()
    assert (case.case_number, case.serial, case.status, case.outcome) == ("历政公申〔2024〕7号", 7, "archived", "G2")
    assert (case.closed_as, case.late, case.due_on, case.applicant.name) == ("serve", False, date(2024, 4, 2), "张建国")
    (event,) = case.events.all()
    assert (event.verb, event.target, event.effective_on) == ("import", "archived", date(2024, 3, 5))
    assert (event.data["file"], event.data["line"]) == ("register.csv", 2)
    assert not Round.objects.exists()
    assert not list(verify())
    assert not list(drifts(today))


def test_a_masked_name_is_pointed_out(bring: Bring) -> None:
    _, answer = bring([{"申请人": "张*国"}], dry_run=True)
    assert [(told["field"], "打过码" in told["reason"]) for told in answer["warnings"]] == [("申请人", True)]


KINDS = ("reply_soon", "reply", "stage")


def test_an_open_case_lies_on_the_desk_the_one_door_would_give_it(bring: Bring, people: Cast, today: date) -> None:
    road = start(people, application(date(2026, 11, 2)), date(2026, 11, 2))
    status, answer = bring([{"收到日期": "2026-11-02", "受理编号": "", "答复结果": "", "办结日期": ""}])
    assert (status, answer["accepted"]) == (0, 1)
    case = Case.objects.exclude(pk=road.case.pk).get()
    assert (case.status, case.due_on, case.serial) == ("registered", road.case.due_on, 2)
    assert _desks(case) == _desks(road.case)
    assert {row.kind: row.state for row in Deadline.objects.filter(case=case)} == dict.fromkeys(KINDS, "waiting")
    assert not list(verify())
    assert not list(drifts(today))
    road.case, road.day = case, date(2026, 11, 3)
    road.act("examine", "clerk")
    assert not list(drifts(today))


def _desks(case: Case) -> list[tuple[Any, ...]]:
    return [
        (
            step.flow_task.name,
            step.flow_task_type,
            step.status,
            step.owner_id,
            [s.flow_task.name for s in step.previous.all()],
        )
        for step in Step.objects.filter(process__case=case).order_by("id")
    ]


def test_limits_of_the_past_wake_nobody(bring: Bring, people: Cast, today: date) -> None:
    bring([{"答复结果": "", "办结日期": ""}])
    assert {row.state for row in Deadline.objects.exclude(kind="stage")} == {"fired"}  # the desk counts from today
    assert timers.sweep(moment(today), today) == 0
    assert not list(drifts(today))


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"收到日期": ""}, "收到日期", "不能为空"),
        ({"收到日期": "2024-02-30"}, "收到日期", "不是存在的日期"),
        ({"收到日期": "去年三月"}, "收到日期", "不是日期"),
        ({"收到日期": "2030-01-01", "办结日期": "", "答复结果": ""}, "收到日期", "至今天"),
        ({"收到日期": "1999-01-01"}, "收到日期", "至今天"),
        ({"办结日期": "2024-03-01"}, "办结日期", "早于收到日期"),
        ({"办结日期": "2030-03-01"}, "办结日期", "晚于今天"),
        ({"答复结果": ""}, "答复结果", "请填写答复结果"),
        ({"答复结果": "同意"}, "答复结果", "不是系统认识的答复结果"),
        ({"答复机关": "区水产局"}, "答复机关", "没有“区水产局”这个机关"),
        ({"答复机关": ""}, "答复机关", "不能为空"),
        ({"承办科室": "第九科"}, "承办科室", "没有“第九科”这个科室"),
        ({"申请渠道": "飞鸽"}, "申请渠道", "不是系统认识的申请渠道"),
        ({"申请人类别": "外星人"}, "申请人类别", "不是系统认识的申请人类别"),
        ({"申请事项": ""}, "申请事项", "不能为空"),
        ({"申请事项": "=1+1"}, "申请事项", "公式"),
        ({"受理编号": "号" * 41}, "受理编号", "超过 40 字"),
    ],
)
def test_a_row_at_fault_is_told_by_line_and_field(change: Answer, field: str, reason: str, bring: Bring) -> None:
    status, answer = bring([{"受理编号": "甲1"}, change, {"受理编号": "甲2"}])
    assert (status, answer["accepted"], answer["refused"]) == (1, 2, 1)
    (told,) = answer["errors"]
    assert (told["line"], told["field"]) == (3, field)
    assert reason in told["reason"]
    assert set(Case.objects.values_list("case_number", flat=True)) == {"甲1", "甲2"}


@pytest.mark.parametrize(
    "text", ["2024/3/5", "2024年3月5日", "2024.03.05", "20240305", "２０２４－０３－０５", "2024-03-05 08:30:00"]
)
def test_dates_as_offices_write_them(text: str, bring: Bring) -> None:
    bring([{"收到日期": text}])
    assert Case.objects.get().received_on == date(2024, 3, 5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings_are_found_out(encoding: str, bring: Bring) -> None:
    status, _ = bring([{"申请人": "张建国"}], encoding=encoding)
    assert status == 0
    assert Case.objects.get().applicant.name == "张建国"


def test_sending_it_again_adds_nothing_and_says_what_differs(bring: Bring) -> None:
    rows: list[Answer] = [{"受理编号": ""}, {"受理编号": "", "申请人": "李明"}, {"受理编号": "甲3"}]
    assert bring(rows)[1]["accepted"] == 3
    numbers = list(Case.objects.values_list("case_number", flat=True))
    status, answer = bring(rows)
    assert (status, answer["accepted"], answer["unchanged"], answer["warnings"]) == (0, 0, 3, [])
    assert list(Case.objects.values_list("case_number", flat=True)) == numbers
    rows[2]["办结日期"] = "2024-03-21"
    _, answer = bring(rows)
    assert (answer["unchanged"], answer["warnings"][0]["line"]) == (3, 4)
    assert Case.objects.get(case_number="甲3").closed_on == date(2024, 3, 20)


def test_the_same_row_twice_in_one_file_is_told(bring: Bring) -> None:
    _, answer = bring([{}, {}])
    assert (answer["accepted"], answer["errors"][0]["reason"]) == (1, "与第 2 行重复。")


def test_a_dry_run_writes_nothing_and_errors_come_back_in_a_file(bring: Bring, tmp_path: Path) -> None:
    rows: list[Answer] = [{"受理编号": f"甲{number}"} for number in range(100)]
    for number in (3, 14, 15, 92):
        rows[number]["收到日期"] = "2024-13-01"
    status, answer = bring(rows, dry_run=True)
    assert (status, answer["accepted"], answer["refused"]) == (1, 96, 4)
    assert not Case.objects.exists()
    assert not CaseEvent.objects.exists()
    assert not NumberSeries.objects.exists()
    bring(rows, errors=tmp_path / "errors.xlsx")
    book = load_workbook(tmp_path / "errors.xlsx")
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == [*TITLES, "导入错误"]
    assert "“收到日期”“2024-13-01”不是存在的日期" in sheet.cell(2, len(TITLES) + 1).value
    for row in range(2, 6):
        sheet.cell(row, 3).value = date(2024, 3, 5)
    book.save(tmp_path / "fixed.xlsx")
    status, answer = bring(path=tmp_path / "fixed.xlsx")
    assert (status, answer["accepted"]) == (0, 4)
    assert Case.objects.count() == 100


def test_workbooks_with_formulas_merged_cells_and_a_title_above(bring: Bring, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["2024年度依申请公开台账"])
    sheet.merge_cells("A1:J1")
    sheet.append(TITLES)
    for number in range(5):
        sheet.append([(ROW | {"受理编号": f"甲{number}"}).get(title) for title in TITLES])
    sheet["C4"] = "=TODAY()"
    sheet.merge_cells("F5:F6")
    sheet["I7"] = "#REF!"
    sheet["I7"].data_type = "e"
    book.save(tmp_path / "register.xlsx")
    status, answer = bring(path=tmp_path / "register.xlsx")
    told = [(row["line"], row["field"], row["reason"][:6]) for row in answer["errors"]]
    assert told == [
        (4, "收到日期", "是公式，请粘"), (5, "申请人", "是合并单元格"), (6, "申请人", "是合并单元格"),
        (7, "办结日期", "是错误值（如"),
    ]  # fmt: skip
    assert (status, answer["accepted"]) == (1, 1)


def test_numbers_of_our_own_form_keep_their_serial_and_the_series_goes_on(bring: Bring, people: Cast) -> None:
    bring([{"受理编号": "历政公申〔2024〕7号"}, {"受理编号": ""}, {"受理编号": "旧档甲"}])
    found = dict(Case.objects.values_list("case_number", "serial"))
    assert found == {"历政公申〔2024〕7号": 7, "历政公申〔2024〕8号": 8, "旧档甲": 9}
    assert NumberSeries.objects.get().last == 9


def test_one_organ_for_all_rows(bring: Bring, people: Cast) -> None:
    bring([{"答复机关": "旧称某局"}], organ="LC13")
    assert Case.objects.get().organ.code == "LC13"


def test_a_long_summary_is_kept_in_full(bring: Bring) -> None:
    _, answer = bring([{"申请事项": "长" * 300}])
    case = Case.objects.get()
    assert (len(case.title), len(case.description), answer["warnings"][0]["field"]) == (200, 300, "申请事项")


def test_a_result_without_a_closing_date_stays_open_and_is_said(bring: Bring) -> None:
    _, answer = bring([{"办结日期": ""}])
    assert "按未办结导入" in answer["warnings"][0]["reason"]
    assert (Case.objects.get().status, "登记簿所载结果" in Case.objects.get().note) == ("registered", True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空的"), (b"\x00\x01\x02", "空字符"), (b"PK\x03\x04junk", "不是可以读取"), (b"\xd0\xcf\x11\xe0", "xls"),
        ("甲,乙\n1,2\n".encode(), "缺少这些列"), (b"\xff\xff\xff", "编码"),
    ],
)  # fmt: skip
def test_files_that_are_no_register(content: bytes, told: str, bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=told) as refusal:
        bring(path=path)
    assert refusal.value.returncode == 1


@pytest.mark.parametrize(
    "text", ["[columns", "[columns]\nwrong = 'x'", "[columns]\ntitle = 'x'", "x = 1", "[columns]\ntitle = 3"]
)
def test_mapping_files_are_checked(text: str, bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="映射文件") as refusal:
        bring([{}], map=str(tmp_path / "bad.toml"))
    assert refusal.value.returncode == 2


def test_a_column_the_mapping_names_and_the_file_lacks_is_told(bring: Bring, tmp_path: Path) -> None:
    """Misspelt, the closing date would be missing from every case without a word."""
    (tmp_path / "typo.toml").write_text(MAP.replace('closed_on = "办结日期"', 'closed_on = "办结日"'), encoding="utf-8")
    status, answer = bring([{}], map=str(tmp_path / "typo.toml"))
    assert (status, answer["accepted"]) == (0, 1)
    told = answer["warnings"][0]
    assert (told["line"], told["field"]) == (1, "办结日")
    assert "表头没有" in told["reason"]


def test_the_help_tells_how_a_mapping_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("import_register", "--help")
    text = capsys.readouterr().out
    assert all(name in text for name in (*FIELDS, "[values.outcome]", "muckrock", "%m/%d/%Y", "natural_person"))


def test_wrong_use(bring: Bring, tmp_path: Path) -> None:
    for options in ({"path": tmp_path / "none.csv"}, {"map": "none"}, {"organ": "none"}):
        with pytest.raises(CommandError) as refusal:
            bring([{}], **options)
        assert refusal.value.returncode == 2


def test_a_real_register_balances_in_every_year(shared_data: Path, people: Cast, tmp_path: Path) -> None:
    """Every tenth row of the register of 2010–2016, and all rows at fault: numbers from the file, by hand."""
    with (shared_data / "foreign" / "muckrock_requests_2010_2016.csv").open(encoding="utf-8", newline="") as opened:
        everything = list(csv.DictReader(opened))
    faulty = [row for row in everything if not row["date_submitted"] or "" < row["date_done"] < row["date_submitted"]]
    chosen = everything[5::10]
    rows = [row for row in everything if row in chosen or row in faulty]
    path = tmp_path / "sample.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, everything[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_register", path, stdout=out, stderr=StringIO())
    answer = json.loads(out.getvalue())
    assert (answer["read"], answer["refused"]) == (len(rows), len(faulty))
    good = [row for row in rows if row not in faulty]
    assert Applicant.objects.count() == len(good)
    for year in range(2010, 2018):
        first, last = f"{year}-01-01", f"{year}-12-31"
        table = annual.report(year)["table3"]
        assert table["new"][-1] == sum(first <= row["date_submitted"] <= last for row in good)
        assert table["total"][-1] == sum(first <= row["date_done"] <= last for row in good)
        carried = sum(row["date_submitted"] <= last and not ("" < row["date_done"] <= last) for row in good)
        assert table["carry_out"][-1] == carried
    assert not list(verify())
