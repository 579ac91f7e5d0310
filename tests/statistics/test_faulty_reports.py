"""Reports with one thing wrong, as JSON, workbook and document: each told by table, row and column, the rest silent."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from casework.statistics.check import Verdict, check
from casework.statistics.document import to_docx
from casework.statistics.files import report_of
from casework.statistics.published import BadReport
from casework.statistics.tables import BLOCKS, COLUMNS, LABELS
from casework.statistics.tables import ROWS as TABLE_ROWS
from casework.statistics.workbook import to_xlsx

Report = dict[str, Any]
ROWS = [row.key for row in TABLE_ROWS]
NAMES = ("huaian-2024", "suqian-2023")


def load(shared_data: Path, name: str) -> Report:
    return json.loads((shared_data / "annual_reports" / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(params=NAMES)
def report(request: Any, shared_data: Path) -> Report:
    return load(shared_data, request.param)


@pytest.fixture
def old_report(shared_data: Path) -> Report:
    return load(shared_data, "pingtan-2019")


def told(verdict: Verdict) -> set[tuple[str, str, str]]:
    """(table or rule, row, column) of everything that must be put right."""
    return {(cell.table, cell.where, cell.column) for cell in verdict.unreadable} | {
        (fault.rule, fault.where, "") for fault in verdict.faults
    }


def as_json(report: Report) -> Verdict:
    return check(report_of("a.json", json.dumps(report).encode()))


def numbers_of(report: Report) -> tuple[Report, list[tuple[int, int, int, Any]]]:
    """The report with its typed words as nought, and where they belong: (table, row, column, word)."""
    plain, words = copy.deepcopy(report), []
    for at, key in enumerate(ROWS):
        for column, value in enumerate(plain["table3"].get(key, [])):
            if isinstance(value, str):
                words.append((1, at + 3, column + 3, value))
                plain["table3"][key][column] = 0
    for block, name in enumerate(BLOCKS):
        for column, value in enumerate(plain["table4"][name]):
            if isinstance(value, str):
                words.append((2, 3, block * 5 + column, value))
                plain["table4"][name][column] = 0
    return plain, words


def as_workbook(report: Report, change: Callable[[Any], None] = lambda book: None) -> Verdict:
    plain, words = numbers_of(report)
    book = load_workbook(BytesIO(to_xlsx(plain)))
    for table, row, column, word in words:
        book.worksheets[table].cell(row + 2, column + 1, word)
    change(book)
    book.save(content := BytesIO())
    return check(report_of("a.xlsx", content.getvalue()))


def as_document(report: Report, change: Callable[[Any], None] = lambda tables: None) -> Verdict:
    plain, words = numbers_of(report)
    word_file = Document(BytesIO(to_docx(plain)))
    rows = {at: list(word_file.tables[at].rows) for at in (1, 2)}
    for table, row, column, word in words:
        rows[table][row].cells[column].text = word
    change(word_file.tables)
    word_file.save(content := BytesIO())
    return check(report_of("a.docx", content.getvalue()))


FORMS = {"json": as_json, "xlsx": as_workbook, "docx": as_document}


@pytest.fixture(params=FORMS)
def checked(request: Any) -> Callable[[Report], Verdict]:
    return FORMS[request.param]


def row_of(sheet: Any, label: str) -> int:
    """The line of table three with this label."""
    return next(cell.row for row in sheet.iter_rows(max_col=3) for cell in row if str(cell.value).startswith(label))


@pytest.mark.parametrize("name", ["huaian-2024", "pingtan-2021", "pingtan-2023", "shanghai-stcsm-2024", "suqian-2023"])
def test_clean_reports_are_clean_in_every_form(
    name: str, shared_data: Path, checked: Callable[[Report], Verdict]
) -> None:
    verdict = checked(load(shared_data, name))
    assert told(verdict) == set()
    assert not verdict.warnings


def test_the_layout_of_2019_is_clean_and_its_faults_are_told(old_report: Report) -> None:
    assert told(as_json(old_report)) == set()
    old_report["table3"]["other"][3] += 1
    assert told(as_json(old_report)) == {("B", "社会公益组织", ""), ("C", "other", "")}


def test_one_cell_of_one_column(report: Report, checked: Callable[[Report], Verdict]) -> None:
    report["table3"]["noproc_2"][4] += 1
    assert told(checked(report)) == {("B", "法律服务机构", ""), ("C", "noproc_2", "")}


def test_totals_that_agree_over_columns_that_do_not(report: Report, checked: Callable[[Report], Verdict]) -> None:
    """One more of one kind and one less of another: every row and the total column still add up."""
    cells = report["table3"]["new"]
    cells[0], cells[4] = cells[0] - 1, cells[4] + 1
    assert told(checked(report)) == {("A", "自然人", ""), ("A", "法律服务机构", "")}


def test_two_rows_exchanged_within_one_column(report: Report, checked: Callable[[Report], Verdict]) -> None:
    """Every column still adds up; the two rows do not."""
    report["table3"]["granted"][0] -= 1
    report["table3"]["unable_1"][0] += 1
    assert told(checked(report)) == {("C", "granted", ""), ("C", "unable_1", "")}


def test_a_total_row_and_a_carry_out_that_lie_together(report: Report, checked: Callable[[Report], Verdict]) -> None:
    report["table3"]["total"][0] -= 1
    report["table3"]["carry_out"][0] += 1
    assert told(checked(report)) == {("B", "自然人", ""), ("C", "total", ""), ("C", "carry_out", "")}


def test_a_block_of_table_four(report: Report, checked: Callable[[Report], Verdict]) -> None:
    report["table4"]["未经复议直接起诉"][3] += 2
    assert told(checked(report)) == {("D", "未经复议直接起诉", "")}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("１２３４５６", "文字"), ("1,2,3", "不是数字"), ("十二", "不是数字"), ("3件", "不是数字"), ("3①", "不是数字"),
        ("3²", "不是数字"), ("1e3", "不是数字"), ("1_000", "不是数字"), ("1\n2", "换行"), ("-4", "负数"),
        ("2.5", "整数"), ("#REF!", "不是数字"), ("约5", "不是数字"), ("3 4", "不是数字"),
    ],
)  # fmt: skip
def test_what_is_no_count_is_told_in_every_form(
    typed: str, reason: str, shared_data: Path, checked: Callable[[Report], Verdict]
) -> None:
    report = load(shared_data, "suqian-2023")
    report["table3"]["partial"][1] = typed
    verdict = checked(report)
    if (
        checked is as_document and reason == "文字"
    ):  # a document knows text only: there it is the number, and a wrong one
        assert told(verdict) == {("B", "商业企业", ""), ("C", "partial", "")}
        return
    (cell,) = verdict.unreadable
    assert (cell.table, cell.where, cell.column) == ("表三", "partial", "商业企业")
    assert reason in cell.reason
    assert cell.message.startswith("表三“（二）部分公开")
    assert "“商业企业”列" in cell.message


def test_numbers_of_a_document_may_be_wide_or_in_thousands(report: Report) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for at, cells in enumerate(report["table3"].values()):
        cells[:] = [f"{number:,}" if at % 2 else str(number).translate(wide) for number in cells]
    assert told(as_document(report)) == set()
    assert {cell.reason for cell in as_workbook(report).unreadable} == {"是文字而不是数字，请改为数字格式。"}


@pytest.mark.parametrize("stroke", ["/", "—", "－", "／", "——", "–", "―", "　", "-"])
def test_strokes_stand_for_nought(stroke: str, shared_data: Path, checked: Callable[[Report], Verdict]) -> None:
    report = load(shared_data, "suqian-2023")
    for table in (report["table3"], {key: cells for key, cells in report["table4"].items() if key != "columns"}):
        for cells in table.values():
            cells[:] = [cell or stroke for cell in cells]
    assert told(checked(report)) == set()


def test_a_stroke_where_a_number_belongs_is_found(report: Report, checked: Callable[[Report], Verdict]) -> None:
    report["table3"]["new"][0] = "—"
    assert told(checked(report)) == {("A", "自然人", ""), ("C", "new", "")}


def test_a_missing_row_is_said_and_its_columns_do_not_add_up(report: Report) -> None:
    del report["table3"]["granted"]
    verdict = as_json(report)
    assert any("予以公开" in note for note in verdict.notes)
    assert ("B", "自然人", "") in told(verdict)


def test_a_row_of_json_that_stands_there_twice_is_refused(report: Report) -> None:
    text = json.dumps(report).replace('"carry_in":', '"new": [0, 0, 0, 0, 0, 0, 0], "carry_in":')
    with pytest.raises(BadReport, match="出现了两次"):
        report_of("a.json", text.encode())


def test_an_extra_row_is_told(report: Report) -> None:
    def add(book: Any) -> None:
        sheet = book["表三"]
        at = sheet.max_row + 1
        for column, value in enumerate(["五、其他申请", None, None, 3, 0, 0, 0, 0, 0, 3], start=1):
            sheet.cell(at, column, value)

    assert told(as_workbook(report, add)) == {("表三", "五、其他申请", "")}


def test_a_row_that_stands_there_twice_is_told(report: Report) -> None:
    def twice(tables: Any) -> None:
        tables[1]._tbl.append(copy.deepcopy(tables[1].rows[-1]._tr))

    assert told(as_document(report, twice)) == {("表三", "carry_out", "")}


def test_a_misspelt_row_is_told(report: Report) -> None:
    def misspell(book: Any) -> None:
        book["表三"].cell(row_of(book["表三"], "2.重复申请"), 3).value = "2.重复申清"

    verdict = as_workbook(report, misspell)
    assert ("表三", "2.重复申清", "") in told(verdict) or not any(report["table3"]["noproc_2"])
    assert any("重复申请" in note for note in verdict.notes)


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_columns_in_another_order_are_read_by_their_heads(form: str, report: Report) -> None:
    """Numbers and heads exchanged together are right; heads alone exchanged make two columns wrong."""

    def heads(cells: Callable[[int, int], Any], numbers: bool, lines: int) -> None:
        for line in range(lines):
            one, two = cells(line, 4), cells(line, 8)
            if line == 2 or (numbers and line > 2):
                one.exchange(two)

    class Place:
        def __init__(self, cell: Any) -> None:
            self.cell, self.name = cell, "value" if form == "xlsx" else "text"

        def exchange(self, other: Place) -> None:
            mine, theirs = getattr(self.cell, self.name), getattr(other.cell, self.name)
            setattr(self.cell, self.name, theirs)
            setattr(other.cell, self.name, mine)

    def change(numbers: bool) -> Callable[[Any], None]:
        def of(opened: Any) -> None:
            if form == "xlsx":
                sheet = opened["表三"]
                heads(lambda line, at: Place(sheet.cell(line + 2, at + 1)), numbers, sheet.max_row - 1)
            else:
                rows = opened[1].rows
                heads(lambda line, at: Place(rows[line].cells[at]), numbers, len(rows))

        return of

    read = as_workbook if form == "xlsx" else as_document
    report["table3"]["granted"][1] += 1  # the two columns differ for certain
    assert told(read(report, change(True))) == {("B", "商业企业", ""), ("C", "granted", "")}
    assert told(read(report, change(False))) == {("B", "其他", ""), ("C", "granted", "")}


def test_merged_numbers_of_a_workbook_are_told(report: Report) -> None:
    report["table3"]["granted"] = [7, 0, 0, 0, 0, 0, 7]

    def merge(book: Any) -> None:
        at = row_of(book["表三"], "（一）予以公开")
        book["表三"].merge_cells(start_row=at, end_row=at, start_column=4, end_column=5)

    cells = as_workbook(report, merge).unreadable
    assert {(cell.table, cell.where, cell.column) for cell in cells} == {
        ("表三", "granted", "自然人"), ("表三", "granted", "商业企业"),
    }  # fmt: skip
    assert all("合并" in cell.reason for cell in cells)


def test_numbers_of_a_document_merged_over_two_rows_are_told(report: Report) -> None:
    def merge(tables: Any) -> None:
        rows = tables[1].rows
        rows[3].cells[3].text = ""
        rows[3].cells[3].merge(rows[4].cells[3])

    cells = as_document(report, merge).unreadable
    assert {(cell.where, cell.column) for cell in cells} == {("new", "自然人"), ("carry_in", "自然人")}


def test_a_cell_of_a_document_with_two_lines_is_told(report: Report) -> None:
    def split(tables: Any) -> None:
        cell = tables[1].rows[3].cells[4]
        cell.text = "3"
        cell.add_paragraph("4")

    (cell,) = as_document(report, split).unreadable
    assert (cell.where, cell.column) == ("new", "商业企业")
    assert "换行" in cell.reason


def test_labels_with_line_breaks_are_known(report: Report) -> None:
    def wrap(tables: Any) -> None:
        for row in tables[1].rows[3:]:
            label = row.cells[2]
            label.text = label.text[:5] + "\n" + label.text[5:]

    assert told(as_document(report, wrap)) == set()


def test_formulas_without_a_result_are_told_and_calculated_ones_are_numbers(report: Report) -> None:
    def formula(book: Any) -> None:
        book["表三"].cell(row_of(book["表三"], "一、本年新收"), 10).value = "=SUM(D5:I5)"

    (cell,) = as_workbook(report, formula).unreadable
    assert (cell.where, cell.column) == ("new", "总计")
    assert "公式" in cell.reason


def test_a_column_that_is_not_of_the_format_is_told(report: Report) -> None:
    def add(book: Any) -> None:
        sheet = book["表三"]
        sheet.cell(3, 11).value = "个体工商户"
        sheet.cell(row_of(sheet, "一、本年新收"), 11).value = 5

    cells = as_workbook(report, add).unreadable
    assert {(cell.table, cell.where) for cell in cells} == {("表三", "new")}
    assert "第 11 列" in cells[0].reason


def test_a_table_without_one_of_its_columns_is_refused_by_name(report: Report) -> None:
    def rename(book: Any) -> None:
        cell = next(cell for cell in book["表三"][4] if cell.value == COLUMNS[2])
        cell.value = "科研院所"

    with pytest.raises(BadReport, match="科研机构"):
        as_workbook(report, rename)


def test_a_table_two_whose_columns_are_exchanged_is_read_by_its_heads(report: Report) -> None:
    if not isinstance(report["table2"].get("规章"), list):
        return
    report["table2"]["规章"] = [1, 2, 3]

    def exchange(book: Any) -> None:
        rows = {cell.value: cell.row for row in book["表二"].iter_rows(max_col=1) for cell in row}
        for row in (rows["规章"] - 1, rows["规章"], rows["行政规范性文件"]):
            one, two = book["表二"].cell(row, 2), book["表二"].cell(row, 3)
            one.value, two.value = two.value, one.value

    book = load_workbook(BytesIO(to_xlsx(report)))
    exchange(book)
    book.save(content := BytesIO())
    assert report_of("a.xlsx", content.getvalue())["table2"]["规章"] == [1, 2, 3]


def test_the_carry_over_is_compared_by_column(report: Report) -> None:
    last = copy.deepcopy(report)
    last["year"] = report["year"] - 1
    last["table3"]["carry_out"] = list(report["table3"]["carry_in"])
    cells = last["table3"]["carry_out"]
    cells[0], cells[4] = cells[0] + 1, cells[4] - 1
    warnings = [one for one in check(report, last).warnings if one.rule == "E"]
    assert {one.where for one in warnings} == {"自然人", "法律服务机构"}


def test_the_wrong_report_of_last_year_is_noted(report: Report) -> None:
    other = copy.deepcopy(report) | {"organ": "乙市"}
    notes = "".join(check(report, other).notes)
    assert "选错了文件" in notes
    assert "乙市" in notes


def test_years_that_do_not_follow_each_other_are_not_compared(shared_data: Path) -> None:
    """Between them lie years whose carry-over nobody gave."""
    old, later, now = (
        json.loads((shared_data / "annual_reports" / f"pingtan-{year}.json").read_text(encoding="utf-8"))
        for year in (2019, 2021, 2023)
    )
    for report, before in ((later, old), (now, later), (now, old)):
        verdict = check(report, before)
        assert verdict.clean
        assert not verdict.warnings
        assert "不相邻" in "".join(verdict.notes)


def test_the_other_layouts_rows_left_blank_are_as_if_not_there(report: Report, old_report: Report) -> None:
    report["table3"]["other"] = None
    assert check(report).clean
    old_report["table3"] |= {"other_1": [0] * 7, "other_2": [None] * 7, "other_3": None}
    assert check(old_report).clean
    old_report["table3"]["other"][2] += 1
    assert {(one.rule, one.where) for one in check(old_report).faults} == {("B", "科研机构"), ("C", "other")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_report_is_read_in_the_encodings_of_office_machines(encoding: str, report: Report) -> None:
    report["table3"]["granted"][0] += 1
    read = report_of("报告.json", json.dumps(report, ensure_ascii=False).encode(encoding))
    assert {(one.rule, one.where) for one in check(read).faults} == {("B", "自然人"), ("C", "granted")}


def test_each_single_cell_of_every_published_report(shared_data: Path) -> None:
    """One more or one less anywhere is found where it stands, in the sums it stands in, and nowhere else."""
    for path in sorted((shared_data / "annual_reports").glob("*-20??.json")):
        clean = json.loads(path.read_text(encoding="utf-8"))
        for name, keys in (("table3", clean["columns"]), ("table4", clean["table4"]["columns"])):
            for row in set(clean[name]) - {"columns"}:
                for at, column in enumerate(keys):
                    for by in (1, -1):
                        wanted = {("D", row)} if name == "table4" else {("C", row)}
                        if name == "table3" and row in {"new", "carry_in", "total", "carry_out"}:
                            wanted.add(("A", column))
                        if name == "table3" and row not in {"new", "carry_in", "carry_out"}:
                            wanted.add(("B", column))
                        changed = copy.deepcopy(clean)
                        changed[name][row][at] += by
                        verdict = check(changed)
                        assert {(one.rule, one.where) for one in verdict.faults} == wanted, (path, row, column, by)
                        assert len(verdict.unreadable) == (changed[name][row][at] < 0)


def test_every_row_of_the_message_has_its_printed_name(report: Report) -> None:
    report["table3"]["deny_1"][2] = "x"
    (cell,) = as_json(report).unreadable
    assert LABELS["deny_1"] in cell.message
