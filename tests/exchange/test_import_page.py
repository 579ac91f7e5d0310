"""The import page: a trial writes nothing, faults come back in the file, the same file again adds nothing."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from casework.models import Case, CaseEvent, CaseFact, Staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HEAD = ("受理编号", "收到日期", "申请人类别", "申请人", "申请事项", "答复结果", "办结日期")
GOOD = [(f"旧{at}号", "2024-03-01", "自然人", "张某", f"事项{at}", "予以公开", "2024-03-20") for at in range(4)]


def book(rows: list[tuple[Any, ...]]) -> bytes:
    made = Workbook()
    made.active.append(HEAD)
    for row in rows:
        made.active.append(row)
    made.save(buffer := BytesIO())
    return buffer.getvalue()


def send(client: Any, content: bytes, does: str, name: str = "台账.xlsx", organ: str = "LC01") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/statistics/import/", {"register": file, "organ": organ, "does": does})


def test_a_trial_the_faults_and_the_import(clerk: Staff, signed_in: Any) -> None:
    client = signed_in(clerk)
    bad = [("坏1号", "2024-02-30", "自然人", "李某", "事项", "", ""), ("坏2号", "=1+1", "外星人", "李某", "", "", "")]
    sent = book([*GOOD, *bad])
    tried = send(client, sent, "try").context["result"]
    assert (tried.read, tried.accepted, tried.refused, Case.objects.count()) == (6, 4, 2, 0)
    assert {told.line for told in tried.errors} == {6, 7}
    back = load_workbook(BytesIO(send(client, sent, "faults").content)).active
    assert [row[0].value for row in back.iter_rows(min_row=2)] == ["坏1号", "坏2号"]
    assert "第 6 行" in back.cell(2, len(HEAD) + 1).value
    assert send(client, sent, "import").context["result"].accepted == 4
    assert Case.objects.count() == CaseFact.objects.count() == 4
    again = send(client, sent, "import").context["result"]
    assert (again.accepted, again.unchanged, Case.objects.count()) == (0, 4, 4)
    assert CaseEvent.objects.filter(verb="import_register").count() == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04junk", "甲,乙\n1,2\n".encode("gb18030")])
def test_what_is_no_register_is_told(content: bytes, clerk: Staff, signed_in: Any) -> None:
    assert send(signed_in(clerk), content, "try", "a.csv").status_code == 422


def test_the_template_reads_back_and_its_example_is_not_taken(clerk: Staff, signed_in: Any) -> None:
    client = signed_in(clerk)
    content = client.get("/statistics/import/template.xlsx").content
    assert load_workbook(BytesIO(content)).active.data_validations.count == 3
    result = send(client, content, "try").context["result"]
    assert (result.read, result.refused) == (1, 1)


def test_only_those_who_register_bring_old_cases_in(
    handler: Staff, outsider: Staff, clerk: Staff, signed_in: Any
) -> None:
    for person in (handler, outsider):
        assert signed_in(person).get("/statistics/import/").status_code == 403
    assert send(signed_in(clerk), book(GOOD), "import", organ="LC13").status_code == 422
    assert not Case.objects.exists()
