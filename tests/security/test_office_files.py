"""What somebody typed cannot keep a workbook from being made, for that case or for a whole year's."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from django.test import Client
from openpyxl import load_workbook

from casework.exchange import faults, importing, sheets
from casework.models import Case, Staff

pytestmark = pytest.mark.django_db
UNFIT = ("\x0b", "\x1b", "\ufffe", "\uffff")
MARKUP = "</w:t><script>alert(1)</script>&amp;\"'<b>"


def cells(content: bytes) -> str:
    return "\n".join(str(cell.value) for sheet in load_workbook(io.BytesIO(content)) for row in sheet for cell in row)


@pytest.mark.parametrize("unfit", UNFIT)
def test_a_character_no_office_file_holds_is_left_out(
    unfit: str, open_case: Callable[..., Case], signed_in: Callable[[Staff], Client], clerk: Staff, today: object
) -> None:
    case = open_case(title=f"征收{unfit}方案", description=f"申请公开{unfit}征收方案。", note=unfit)
    browser = signed_in(clerk)
    for path in ("/cases/export/", "/statistics/export/register.xlsx", f"/cases/{case.pk}/history/export/"):
        answer = browser.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert answer.status_code == 200
        assert "history" in path or "征收方案" in cells(content).replace("征收 方案", "征收方案")


def test_markup_stays_text(
    open_case: Callable[..., Case], signed_in: Callable[[Staff], Client], clerk: Staff, today: object
) -> None:
    case = open_case(title=MARKUP)
    assert MARKUP in cells(signed_in(clerk).get("/cases/export/").content)
    draft = signed_in(clerk).get(f"/cases/{case.pk}/letters/F03/draft.docx").content
    assert MARKUP in "".join(part.text for part in docx.Document(io.BytesIO(draft)).paragraphs)


def test_the_rows_an_import_refused_are_written_back(tmp_path: Path) -> None:
    line = sheets.Line(2, ("征收\x0b方案\uffff", sheets.Fault("\x0b")))
    result = importing.Result(header=("事\uffff项", "日期"), refused_lines=[(line, "“\x0b\uffff”不是日期")])
    faults.write(tmp_path / "refused.xlsx", result)
    assert "征收方案" in cells((tmp_path / "refused.xlsx").read_bytes())


@pytest.mark.parametrize(("who", "path"), [("王登记", "/cases/filters/"), ("周编辑", "/library/searches/")])
def test_a_noncharacter_is_refused_with_a_sentence(
    who: str, path: str, cast: dict[str, Staff], signed_in: Callable[[Staff], Client]
) -> None:
    answer = signed_in(cast[who]).post(path, {"name": "我的\uffff", "query": "q=1"})
    assert answer.status_code == 422
    assert "不能使用的字符" in answer.content.decode()
