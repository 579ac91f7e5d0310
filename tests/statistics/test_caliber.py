"""A small history told by hand (law.md §2.6): who is counted where, in which year, and as what."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from casework.acts.people import USCC, AgentFacts, Person
from casework.law.identity import uscc_check
from tests.roads import STRAIGHT, Cast, Road, application, start

pytestmark = pytest.mark.django_db
ZHANG = Person(name="张建国", document_number="11010519491231002X", phone="13800001234", address="花园路1号")
FIRM = Person(
    name="某律师事务所", category="legal_service", document_kind=USCC, phone="0531-88000000",
    document_number="31370000MD0000000" + uscc_check("31370000MD0000000"),
)  # fmt: skip
LAWYER = AgentFacts(name="王律师", organisation="某律师事务所", has_authority=True)


def filed(people: Cast, day: date, **said: Any) -> Road:
    return start(people, application(day, **said), day)


def cells(year: int) -> dict[str, list[int]]:
    """The rows of table three that are not empty, as the command prints them."""
    out = StringIO()
    call_command("annual_report", "--year", str(year), stdout=out)
    table = json.loads(out.getvalue())["table3"]
    return {row: numbers for row, numbers in table.items() if any(numbers)}


def test_who_is_counted_where_and_when(people: Cast) -> None:
    """Seven requests of five forms in the last days of 2025; one answered, one withdrawn, five open a year later.

    Columns: 自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他, 总计.
    """
    corrected = filed(people, date(2025, 12, 20), applicants=(ZHANG,)).to("examining")
    corrected.day = date(2025, 12, 30)
    corrected.act("request_correction", "clerk", matters="请写明年度", delivered_on=corrected.day)
    filed(people, date(2025, 12, 22), applicants=(ZHANG, FIRM))  # joint: the first decides
    filed(people, date(2025, 12, 23), applicants=(ZHANG,), agent=LAWYER)  # agent: the applicant decides
    own = filed(people, date(2025, 12, 29), applicants=(FIRM,))  # the firm for itself
    split = filed(people, date(2025, 12, 31), applicants=(ZHANG,))
    split.act("split", "clerk", matters=["甲方案", "乙方案", "丙方案"])

    corrected.day = date(2026, 1, 8)
    corrected.act("receive_correction", "clerk", corrected_on=corrected.day)
    assert corrected.case.due_on == date(2026, 2, 5)  # 1/9 (1), 12–16 (6), 19–23 (11), 26–30 (16), 2/2–5 (20)
    for step in STRAIGHT[1:]:
        step(corrected, "G1")
    own.day = date(2026, 1, 5)
    own.act("withdraw", "clerk", reason="自愿撤回")

    assert cells(2025) == {
        "new": [6, 0, 0, 0, 1, 0, 7],
        "carry_out": [6, 0, 0, 0, 1, 0, 7],
    }
    assert cells(2026) == {
        "carry_in": [6, 0, 0, 0, 1, 0, 7],
        "granted": [1, 0, 0, 0, 0, 0, 1],
        "other_3": [0, 0, 0, 0, 1, 0, 1],
        "total": [1, 0, 0, 0, 1, 0, 2],
        "carry_out": [5, 0, 0, 0, 0, 0, 5],
    }
