"""更正与自身相关的政府信息记录 (Art. 41) from receipt to service: limit T13, outcomes C1 to C4, documents F33."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from casework.acts.clock import standing
from casework.errors import BadValue, MissingFact, WrongState
from casework.law.outcomes import CATALOGUE, CORRECTIONS
from casework.law.states import DISCLOSURE_ONLY
from casework.models import Case
from casework.permissions import permitted_verbs
from casework.statistics import annual
from letters.acts import draft_document
from letters.errors import NotIssuable
from letters.models import Letter
from letters.offered import due_notices
from tests.roads import FACTS, Road, application, build_cast, start
from workflow import desk
from workflow.drift import apart

pytestmark = pytest.mark.django_db
RECORD = {
    "matter": "record_correction",
    "title": "低保档案中的家庭人口数",
    "description": "本街道低保档案将我家人口记为3人，户口簿为4人，要求更正。",
}


@pytest.fixture
def road(db: None) -> Road:
    return start(build_cast(), application(**RECORD))


def drafted(road: Road, code: str, **changes: Any) -> None:
    road.act("draft", "handler", outcome_code=code, ground="", facts=FACTS[code] | changes)


def test_its_limit_is_the_internal_one_and_the_steps_say_so(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = standing(road.case, today=road.day)
    assert reading.limits == {"T13": road.case.due_on} and reading.statutory_days == 20
    assert {step.article for step in reading.steps() if step.number} == {"条例第四十一条，内部时限"}
    settings = replace(reading.trace.settings, correction_of_records_limit_wd=10)
    monkeypatch.setattr("casework.acts.clock.law_settings", lambda: settings)
    shorter = standing(road.case, today=road.day)
    assert shorter.due == date(2026, 3, 16) and shorter.statutory_days == 10 and not shorter.excluded_working_days


@pytest.mark.parametrize("outcome", [row.code for row in CORRECTIONS])
def test_each_outcome_is_drafted_reviewed_signed_issued_and_served(road: Road, outcome: str) -> None:
    road.to("replied", outcome)
    case = Case.objects.get(pk=road.case.pk)
    letter = Letter.objects.get(case=case, outcome=outcome)
    assert letter.code == "F33" and letter.number and case.outcome == outcome and case.late is False
    assert not list(apart(case, road.day))


def test_legal_review_is_asked_for_only_where_reconsideration_must_come_first(road: Road) -> None:
    road.to("in_review", "C2").act("approve_secrecy", "unit_head")
    assert desk.open_step(road.case).flow_task.name == "sign_off"


def test_steps_of_a_request_for_information_are_refused_with_a_sentence(road: Road) -> None:
    road.to("in_progress")
    for verb, sentence in DISCLOSURE_ONLY.items():
        for who in ("clerk", "handler", "head"):
            assert verb not in permitted_verbs(getattr(road.cast, who), road.case)
        who = {"extend": "head", "delay": "head", "answer_on_spot": "clerk"}.get(verb, "handler")
        with pytest.raises(WrongState) as fault:
            road.act(verb, who)
        assert fault.value.message == sentence and fault.value.article == "条例第四十一条"


def test_outcomes_of_the_other_matter_are_refused(road: Road) -> None:
    road.to("in_progress")
    for row in CATALOGUE:
        with pytest.raises(BadValue, match="更正申请的答复结果只能是"):
            road.act("draft", "handler", outcome_code=row.code, ground="", facts={})
    other = start(road.cast, application()).to("in_progress")
    for row in CORRECTIONS:
        with pytest.raises(BadValue, match="请按更正申请登记"):
            other.act("draft", "handler", outcome_code=row.code, ground="", facts={})


def test_what_the_article_wants_told_is_asked_for(road: Road) -> None:
    road.to("in_progress")
    for outcome, lost, said in (
        ("C1", "checked", "对记录的核实情况"), ("C1", "changes", "更正的内容"), ("C2", "reasons", "不予更正的理由"),
        ("C3", "competent_organ", "有权更正的行政机关"), ("C3", "forwarded_on", "转送的日期"),
        ("C4", "competent_contact", "联系方式"),
    ):  # fmt: skip
        drafted(road, outcome, **{lost: ""})
        with pytest.raises(NotIssuable, match=said):
            road.act("submit", "handler")


def test_the_day_of_forwarding_lies_between_receipt_and_reply(road: Road) -> None:
    drafted(road.to("in_progress"), "C3", forwarded_on=str(road.day + timedelta(1)))
    with pytest.raises(NotIssuable, match="转送日期"):
        road.act("submit", "handler")


def test_a_forwarded_request_has_its_letter_to_the_competent_organ(road: Road) -> None:
    assert "F33-E" not in {paper.key for paper in due_notices(road.case)}
    drafted(road.to("in_progress"), "C3")
    assert "F33-E" in {paper.key for paper in due_notices(road.case)}
    road.act("issue_notice", "clerk", key="F33-E")
    letter = Letter.objects.get(case=road.case, template_version__startswith="F33-E/")
    assert "济南市公安局历城区分局" in letter.source and not letter.outcome


def test_the_annual_report_counts_requests_for_information_only(road: Road) -> None:
    """Table three is about 政府信息公开申请 (law.md §2.4): neither new, nor carried over, nor a result."""
    road.to("replied", "C1")
    start(road.cast, application(**RECORD))
    table = annual.report(2026)["table3"]
    assert not any(sum(row) for row in table.values())


def test_a_record_and_its_fault_must_be_named(road: Road) -> None:
    with pytest.raises(MissingFact, match="要求更正的政府信息记录"):
        start(road.cast, application(**RECORD | {"description": " "}))


def test_papers_on_the_way_speak_of_a_correction(road: Road) -> None:
    road.act("issue_notice", "clerk", key="F03")
    road.act("withdraw", "clerk", reason="已自行核对")
    road.act("issue_notice", "clerk", key="F34")
    receipt, confirmed = Letter.objects.filter(case=road.case).order_by("pk")
    assert '"correcting":true' in receipt.source and '"correcting":true' in confirmed.source


@pytest.mark.parametrize("key", ["F01", "F05", "F36"])
def test_the_forms_of_the_file_speak_of_a_correction_too(road: Road, key: str) -> None:
    road.to("in_progress", "C1")
    document = draft_document(road.case, key, today=road.day)
    printed = repr(document.blocks)
    assert "政府信息更正申请" in "".join(document.title)
    assert "所需政府信息" not in printed
    assert "获取途径" not in printed
