"""办理记录 and its chain, and the wording of events."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from casework import wording
from casework.law import states
from casework.models import Attachment, Case, CaseEvent, Staff
from tests.conftest import set_triggers
from workflow.verbs import VERBS

pytestmark = pytest.mark.django_db


@pytest.fixture
def web(clerk: Staff, signed_in: Callable[[Staff], Client], today: object) -> Client:
    return signed_in(clerk)


def test_the_page_says_who_did_what_and_that_the_chain_holds(stored: Attachment, web: Client) -> None:
    page = web.get(f"/cases/{stored.case_id}/history/").content.decode()
    assert "校验通过" in page and "王登记" in page and "添加附件" in page
    assert stored.sha256[:12] in page


def test_a_row_changed_behind_the_database_is_told(stored: Attachment, web: Client) -> None:
    set_triggers("drop")  # the test's own transaction puts them back
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_caseevent SET verb = 'note' WHERE case_id = %s AND seq = 1", [stored.case_id])
    page = web.get(f"/cases/{stored.case_id}/history/").content.decode()
    assert "校验失败：第 1 条" in page and "校验通过" not in page


def test_the_log_is_filtered_by_what_and_by_whom(stored: Attachment, web: Client, clerk: Staff) -> None:
    address = f"/cases/{stored.case_id}/history/"
    entries = web.get(address, {"verb": "attach", "person": clerk.pk}).context["lines"]
    assert [entry.verb for entry in entries] == ["attach"]
    assert web.get(address, {"person": clerk.pk + 1}).context["lines"] == []


def test_the_export_has_the_same_lines_and_is_recorded(stored: Attachment, web: Client) -> None:
    answer = web.get(f"/cases/{stored.case_id}/history/export/")
    head, *rows = load_workbook(io.BytesIO(answer.content)).active.values
    assert head[:5] == ("序号", "时间", "人员", "科室", "事项")
    assert [row[4] for row in rows] == ["登记", "添加附件"]
    assert CaseEvent.objects.get(case=stored.case_id, verb="export").data["rows"] == 2


def test_looking_is_in_the_log_but_not_in_the_timeline(stored: Attachment, web: Client) -> None:
    web.get(f"/attachments/{stored.pk}/")
    assert [entry.verb for entry in wording.timeline(stored.case)] == ["attach", "register"]
    entries = web.get(f"/cases/{stored.case_id}/history/").context["lines"]
    assert "download" in {entry.verb for entry in entries}


@pytest.mark.parametrize("path", ["history/", "history/export/"])
def test_a_stranger_does_not_learn_that_the_case_exists(
    open_case: Callable[..., Case], outsider: Staff, signed_in: Callable[[Staff], Client], path: str
) -> None:
    assert signed_in(outsider).get(f"/cases/{open_case().pk}/{path}").status_code == 404


def test_every_verb_has_a_name() -> None:
    names = {code: wording.verb(code) for code in [*VERBS, *states.VERBS, *wording.READING]}
    assert "其他操作" not in names.values()
    assert all(not name.isascii() for name in names.values())


@pytest.mark.parametrize(
    ("verb", "data", "sentence"),
    [
        ("extend", {"approved": True, "days": 10}, "批准延长 10 个工作日"),
        ("extend", {"approved": False, "reason": "理由不足"}, "不批准延期；理由：理由不足"),
        ("deem_abandoned", {"outcome": "X3", "limit": "2026-11-19"}, "答复结果：其他；期限届满：2026年11月19日"),
        ("return_to", {"opinion": "请补充"}, "退回理由：请补充"),
        ("issue", {"name": "登记回执", "number": "历政公告〔2026〕1号"}, "《登记回执》；文号：历政公告〔2026〕1号"),
        ("reveal", {"field": "phone", "reason": "与申请人联系"}, "内容：联系电话；理由：与申请人联系"),
        ("examine", {}, ""),
        ("unheard_of", {"anything": 1}, ""),
    ],
)
def test_codes_become_sentences_at_display(verb: str, data: dict[str, Any], sentence: str) -> None:
    assert wording.sentence(verb, data) == sentence
