"""The identities of a published report: clean ones pass, one changed cell tells exactly what it breaks."""

from __future__ import annotations

import copy
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from casework.statistics.check import check
from casework.statistics.published import BadReport
from casework.statistics.tables import BLOCK_COLUMNS, BLOCKS, COLUMNS, LEAF_KEYS, LEAF_KEYS_2019, ROWS

counts = st.integers(0, 5000)


def rows_that_balance(draw: Any, leaves: tuple[str, ...]) -> dict[str, list[int]]:
    """Six columns drawn freely with what is left over carried out, then the total column."""
    table: dict[str, list[int]] = {key: [draw(counts) for _ in range(6)] for key in leaves}
    table["total"] = [sum(table[key][at] for key in leaves) for at in range(6)]
    table["carry_out"] = [draw(counts) for _ in range(6)]
    everything = [table["total"][at] + table["carry_out"][at] for at in range(6)]
    table["carry_in"] = [draw(st.integers(0, number)) for number in everything]
    table["new"] = [everything[at] - table["carry_in"][at] for at in range(6)]
    return {key: [*cells, sum(cells)] for key, cells in table.items()}


@st.composite
def reports(draw: Any) -> dict[str, Any]:
    leaves = draw(st.sampled_from([LEAF_KEYS, LEAF_KEYS_2019]))
    blocks = {block: [draw(counts) for _ in range(4)] for block in BLOCKS}
    return {
        "columns": list(COLUMNS),
        "table3": rows_that_balance(draw, leaves),
        "table4": {"columns": list(BLOCK_COLUMNS)} | {block: [*four, sum(four)] for block, four in blocks.items()},
        "table2": {"规章": [1, 2, 3], "行政许可": 7, "行政事业性收费(万元)": 12.5},
    }


def found(report: Any) -> set[tuple[str, str]]:
    return {(fault.rule, fault.where) for fault in check(report).faults}


@given(reports())
def test_a_report_that_balances_has_no_fault(report: dict[str, Any]) -> None:
    verdict = check(report)
    assert verdict.clean
    assert not verdict.warnings


@given(reports(), st.data())
def test_one_changed_cell_of_table_three_tells_exactly_what_it_breaks(report: dict[str, Any], data: Any) -> None:
    row = data.draw(st.sampled_from(sorted(report["table3"])))
    at = data.draw(st.integers(0, 6))
    by = data.draw(st.integers(1, 9))
    report["table3"][row][at] += by
    wanted = {("C", row)}
    if row in {"new", "carry_in", "total", "carry_out"}:
        wanted.add(("A", COLUMNS[at]))
    if row not in {"new", "carry_in", "carry_out"}:
        wanted.add(("B", COLUMNS[at]))
    assert found(report) == wanted


@given(reports(), st.sampled_from(BLOCKS), st.integers(0, 4), st.integers(1, 9))
def test_one_changed_cell_of_table_four_tells_its_block(report: dict[str, Any], block: str, at: int, by: int) -> None:
    report["table4"][block][at] += by
    assert found(report) == {("D", block)}


@given(reports(), st.data())
def test_a_cell_that_is_no_number_is_told_and_breaks_nothing_else(report: dict[str, Any], data: Any) -> None:
    row = data.draw(st.sampled_from(sorted(report["table3"])))
    at = data.draw(st.integers(0, 6))
    junk = data.draw(st.sampled_from(["十二", "12a", "N/A", True, float("nan"), float("inf"), [3], {"a": 1}, "#REF!"]))
    report["table3"][row][at] = junk
    verdict = check(report)
    assert not verdict.faults
    assert [(cell.where, cell.column) for cell in verdict.unreadable] == [(row, COLUMNS[at])]
    assert not verdict.clean


@given(reports())
def test_columns_in_another_order_are_read_by_their_names(report: dict[str, Any]) -> None:
    shuffled = copy.deepcopy(report)
    shuffled["columns"].reverse()
    for cells in shuffled["table3"].values():
        cells.reverse()
    assert check(shuffled).clean


@pytest.mark.parametrize(
    ("value", "reason"),
    [(-1, "负数"), (2.5, "整数"), ("3", "文字"), ("１，２００", "文字"), (10**20, "过大")],
)
def test_numbers_that_cannot_be_counts_are_told(value: Any, reason: str, balanced: dict[str, Any]) -> None:
    balanced["table3"]["granted"][0] = value
    (cell,) = check(balanced).unreadable
    assert (cell.where, cell.column) == ("granted", "自然人")
    assert reason in cell.reason


@pytest.fixture
def balanced(shared_data: Path) -> dict[str, Any]:
    return json.loads((shared_data / "annual_reports" / "suqian-2023.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("blank", [None, "", "  ", "—", "/"])
def test_blanks_are_nought(blank: Any, balanced: dict[str, Any]) -> None:
    for cells in balanced["table3"].values():
        cells[:] = [cell or blank for cell in cells]
    balanced["table3"]["deny_1"] = None
    assert check(balanced).clean


def test_a_total_that_lies_in_one_column_only_is_found_there(balanced: dict[str, Any]) -> None:
    """Two organisations exchanged: every total column is right, two columns are not."""
    cells = balanced["table3"]["granted"]
    cells[1], cells[3] = cells[1] + 1, cells[3] - 1
    assert found(balanced) == {("B", "商业企业"), ("B", "社会公益组织")}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda table: table.update(deny_9=[0] * 7), "deny_9"),
        (lambda table: table.update(granted=[1, 2, 3]), "granted"),
        (lambda table: table.update(granted=12), "granted"),
    ],
)
def test_rows_that_do_not_fit_the_format_are_told(change: Any, where: str, balanced: dict[str, Any]) -> None:
    change(balanced["table3"])
    verdict = check(balanced)
    assert [cell.where for cell in verdict.unreadable] == [where]


def test_a_missing_row_is_taken_as_blank_and_said(balanced: dict[str, Any]) -> None:
    del balanced["table3"]["deny_1"]
    verdict = check(balanced)
    assert verdict.clean
    assert "属于国家秘密" in verdict.notes[0]


@pytest.mark.parametrize(
    "report", [None, [], "x", {}, {"table3": {}}, {"table3": []}, {"table3": {"new": []}, "columns": ["甲"]}]
)
def test_what_is_no_report_is_refused(report: Any) -> None:
    with pytest.raises(BadReport):
        check(report)


def test_the_seam_between_years(balanced: dict[str, Any]) -> None:
    last = copy.deepcopy(balanced) | {"year": balanced["year"] - 1}
    warnings = {(warning.rule, warning.where) for warning in check(balanced, last).warnings}
    assert {("E", "自然人"), ("E", "总计"), ("F", "规章"), ("F", "行政规范性文件")} <= warnings
    last["table3"]["carry_out"] = balanced["table3"]["carry_in"]
    last["table2"] |= {"规章": [0, 0, 9], "行政规范性文件": [0, 0, 977]}
    assert not check(balanced, last).warnings


@pytest.mark.parametrize("key", ["不予公开", "收办", "转下年度", "法人或其他组织", "其他处理"])
def test_a_text_that_quotes_another_number_is_a_warning(key: str, balanced: dict[str, Any]) -> None:
    balanced["narrative"][key] += 1
    verdict = check(balanced)
    assert [(warning.rule, warning.where) for warning in verdict.warnings] == [("N", key)]
    assert verdict.clean


def test_the_published_reports_are_clean(shared_data: Path) -> None:
    files = [path for path in (shared_data / "annual_reports").glob("*.json") if path.stem != "narrative_facts"]
    assert len(files) == 6
    for path in files:
        verdict = check(json.loads(path.read_text(encoding="utf-8")))
        assert verdict.clean, path
        assert not verdict.warnings, path


def test_the_rows_are_those_of_the_published_reports(shared_data: Path, balanced: dict[str, Any]) -> None:
    assert [row.key for row in ROWS] == list(balanced["table3"])
    assert list(COLUMNS) == balanced["columns"]


def run(path: Path) -> tuple[int, dict[str, Any], str]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("check_report", path, stdout=out, stderr=err)
    except SystemExit as stop:
        code = int(str(stop.code))
    return code, json.loads(out.getvalue()), err.getvalue()


def test_the_command_tells_each_fault_on_a_line_and_by_its_status(tmp_path: Path, balanced: dict[str, Any]) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(balanced), encoding="utf-8")
    assert run(path) == (0, {"faults": [], "warnings": [], "unreadable": [], "notes": []}, "")
    balanced["table3"]["granted"][0] += 1
    path.write_text(json.dumps(balanced), encoding="utf-8-sig")
    code, answer, lines = run(path)
    assert code == 1
    assert [(fault["rule"], fault["where"]) for fault in answer["faults"]] == [("B", "自然人"), ("C", "granted")]
    assert answer["faults"][0]["expected"] == answer["faults"][0]["found"] + 1
    assert len(lines.splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "status"), [(b"{", 1), (b"\xb1\xa8", 1), (b"[]", 1), (b"9" * 5000, 1), (b"[" * 100000, 1), (None, 2)]
)
def test_the_command_refuses_what_it_cannot_read(content: bytes | None, status: int, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("check_report", path)
    assert refusal.value.returncode == status
