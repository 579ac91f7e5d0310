"""重复申请 and 重新出具 rest on an earlier reply: one of this system, or one on paper with a reason (Art. 36(6))."""

from __future__ import annotations

from typing import Any

import pytest

from casework.acts.people import Person
from letters.adapter import facts_for
from letters.errors import NotIssuable
from letters.models import Letter
from tests.roads import Cast, Road, application, start

pytestmark = pytest.mark.django_db
OTHER = Person(name="李某", document_number="360426199101010071", phone="13900001234", address="济南市历城区")


def draft(road: Road, number: str, **more: Any) -> Any:
    facts = {"earlier_number": number, "earlier_on": "2026-01-05"} | more
    road.act("draft", "handler", outcome_code="R2", ground="", facts=facts)
    return facts_for(road.case, "F29", number=None, signed_on=road.day)


def answered(people: Cast, **changes: Any) -> Letter:
    road = start(people, application(**changes)).to("replied", "G2")
    return Letter.objects.get(case=road.case, outcome="G2")


def test_the_reply_of_this_system_gives_day_and_subject(people: Cast) -> None:
    letter = answered(people)
    road = start(people, application()).to("in_progress")
    facts = draft(road, letter.number)
    assert (facts.earlier_on, facts.earlier_subject) == (letter.issued_on, letter.case.title)
    road.act("submit", "handler")


def test_a_number_of_nowhere_or_of_somebody_else_is_refused(people: Cast) -> None:
    letter = answered(people, applicants=(OTHER,))
    road = start(people, application()).to("in_progress")
    for number in ("历政公复〔2025〕999号", letter.number):
        draft(road, number)
        with pytest.raises(NotIssuable, match="没有找到本机关以该文号对同一申请人作出的答复"):
            road.act("submit", "handler")


def test_a_reply_from_before_this_system_needs_a_sentence(people: Cast) -> None:
    road = start(people, application()).to("in_progress")
    facts = draft(road, "历政公复〔2019〕6号", earlier_on="2019-05-20", earlier_outside="2019年纸质卷宗，现存档案室")
    assert str(facts.earlier_on) == "2019-05-20"
    road.act("submit", "handler")


def test_what_was_given_before_is_bound_too(people: Cast) -> None:
    letter = answered(people)
    road = start(people, application()).to("in_progress")
    said = {"demand": "重新加盖公章", "earlier_on": "2026-01-05", "earlier_way": "邮寄纸质复印件"}
    road.act("draft", "handler", outcome_code="R5", ground="", facts=said)
    with pytest.raises(NotIssuable, match="此前答复"):
        road.act("submit", "handler")
    road.act("draft", "handler", outcome_code="R5", ground="", facts=said | {"earlier_number": letter.number})
    assert facts_for(road.case, "F32", number=None, signed_on=road.day).earlier_on == letter.issued_on
    road.act("submit", "handler")
