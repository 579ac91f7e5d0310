"""Workbooks: text stays text."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from casework.spreadsheet import disposition, safe, workbook


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_begins_like_a_formula(start: str) -> None:
    assert safe(f"{start}cmd") == f"'{start}cmd"


def test_harmless_values_stay_as_they_are() -> None:
    assert safe("1=1") == "1=1"
    assert safe(-5) == -5
    assert safe(None) is None


def test_moments_are_written_in_the_time_of_the_office() -> None:
    assert safe(datetime(2026, 11, 22, 16, 5, tzinfo=UTC)) == datetime(2026, 11, 23, 0, 5)


def test_rare_characters_survive_and_control_characters_do_not() -> None:
    book = load_workbook(io.BytesIO(workbook("名单", ("姓名",), [("李𪚥\x07",), ("䶮㛃𬱟",)])))
    assert [row[0] for row in book.active.values] == ["姓名", "李𪚥", "䶮㛃𬱟"]
    assert book.active.freeze_panes == "B2"


def test_a_heading_made_of_names_is_no_formula_either() -> None:
    sheet = load_workbook(io.BytesIO(workbook("表", ('=HYPERLINK("http://x")',), [("一",)]))).active
    assert (sheet["A1"].data_type, sheet["A1"].value) == ("s", '\'=HYPERLINK("http://x")')


def test_a_chinese_file_name_travels_twice() -> None:
    assert (
        disposition('台账"1".xlsx')
        == "attachment; filename=\"file.xlsx\"; filename*=UTF-8''%E5%8F%B0%E8%B4%A6%221%22.xlsx"
    )
    assert disposition("无扩展名\r\nX: 1", inline=True).startswith('inline; filename="file')
    assert "\r" not in disposition("无扩展名\r\nX: 1")
