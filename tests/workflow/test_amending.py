"""拆分申请、更正收到日期: what was registered is put right, openly, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from casework.acts.people import AgentFacts, Person
from casework.acts.record import verify
from casework.errors import BadValue, MissingFact, WrongState
from casework.models import Agent, Applicant, Case, CaseLink, Staff
from casework.now import pinned
from tests.roads import DAY, Cast, Road, application, moment, start
from workflow.drift import drifts

pytestmark = pytest.mark.django_db
PARTS = ["2023年度征收补偿方案", "2024年度征收补偿方案", "2025年度征收补偿方案"]
JOINT = (
    Person(name="张建国", document_number="11010519491231002X", phone="13800001234", address="花园路1号"),
    Person(name="李明", phone="13900005678"),
)


@pytest.fixture
def joint(people: Cast) -> Road:
    """Two joint applicants with an agent."""
    agent = AgentFacts(name="王律师", document_number="11010519491231002X", has_authority=True)
    return start(people, application(applicants=JOINT, agent=agent, carrier="disc", reading_help=True))


def test_each_matter_becomes_a_case_of_the_same_day_with_its_own_number(joint: Road) -> None:
    joint.act("split", "clerk", matters=PARTS)
    cases = list(Case.objects.order_by("serial"))
    assert [case.serial for case in cases] == [1, 2, 3]
    assert [case.title for case in cases] == PARTS
    assert {case.received_on for case in cases} == {DAY} and len({case.due_on for case in cases}) == 1
    assert {(case.carrier, case.reading_help, case.channel) for case in cases} == {("disc", True, "mail_signed")}
    assert not list(verify()) and not list(drifts(DAY))


def test_the_people_go_with_every_matter_and_stay_encrypted(joint: Road) -> None:
    joint.act("split", "clerk", matters=PARTS[:2])
    new = Case.objects.latest("pk")
    copied = list(Applicant.objects.filter(case=new).order_by("position"))
    assert [(row.name, row.phone) for row in copied] == [(row.name, row.phone) for row in JOINT]
    origin = Applicant.objects.get(case=joint.case, position=1)
    assert (copied[0].document_number, copied[0].document_index) == (origin.document_number, origin.document_index)
    agent = Agent.objects.get(case=new)
    assert (agent.name, agent.document_number, agent.has_authority) == ("王律师", "11010519491231002X", True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, document_number, phone FROM casework_applicant WHERE case_id = %s", [new.pk])
        stored = str(cursor.fetchall())
    assert not any(clear in stored for clear in ("张建国", "11010519491231002X", "13800001234"))


def test_the_parts_stay_linked_and_each_goes_its_own_way(joint: Road) -> None:
    joint.act("split", "clerk", matters=PARTS[:2])
    new = Case.objects.latest("pk")
    link = CaseLink.objects.get()
    assert (link.case, link.other, link.kind) == (new, joint.case, CaseLink.Kind.SPLIT)
    other = Road(joint.cast, new, DAY).to("archived", "G1")
    assert other.case.status == "archived" and Case.objects.get(pk=joint.case.pk).status == "registered"
    told = joint.case.events.get(verb="split").data
    assert told["numbers"] == [new.case_number] and "征收补偿" in told["before"]
    assert not list(drifts(DAY))


def test_a_split_needs_two_matters_and_comes_before_the_work(joint: Road) -> None:
    with pytest.raises(MissingFact):
        joint.act("split", "clerk", matters=["一项", "  "])
    with pytest.raises(BadValue):
        joint.act("split", "clerk", matters=[f"第{number}项" for number in range(21)])
    assert Case.objects.count() == 1
    joint.to("in_progress")
    with pytest.raises(WrongState):
        joint.act("split", "clerk", matters=PARTS)


def test_a_letter_whose_sender_was_not_reached_stays_one_when_a_date_is_put_right(
    people: Cast, signed_in: Callable[[Staff], Client]
) -> None:
    """The confirmation was a day earlier: what else is on record, the vain call too, is left alone (Art. 31(2))."""
    arrived, confirmed = DAY - timedelta(days=3), DAY
    calls = {"通话记录": "无人接听"}
    evidence = {"arrived_on": arrived, "confirmed_on": confirmed, "unreachable": True, "records": calls}
    road = start(people, application(channel="mail_ordinary", evidence=evidence))
    web, address = signed_in(people.clerk), f"/cases/{road.case.pk}/act/amend_receipt/"
    with pinned(moment(DAY, 15)):
        form = web.get(address).context["form"]
        assert form["unreachable"].value() is True
        said = {"channel": "mail_ordinary", "arrived_on": arrived, "confirmed_on": DAY - timedelta(days=1)}
        said |= {"unreachable": "on", "reason": "通话记录为前一日", "version": road.case.version}
        assert web.post(address, said).status_code == 302
    case = Case.objects.get()
    assert (case.received_on, case.safe_received_on) == (DAY - timedelta(days=1),) * 2
    assert case.evidence["unreachable"] is True and case.evidence["records"] == calls


def test_the_next_number_follows_the_parts(joint: Road, people: Cast) -> None:
    joint.act("split", "clerk", matters=PARTS)
    assert start(people, application()).case.serial == 4


def test_a_receipt_put_right_moves_the_clock_and_is_told(road: Road) -> None:
    before = road.case.due_on
    road.day = DAY + timedelta(days=2)
    road.act(
        "amend_receipt", "clerk", channel="mail_signed", evidence={"signed_on": date(2026, 2, 27)},
        reason="收发室登记簿载明为2月27日签收",
    )  # fmt: skip
    assert road.case.received_on == road.case.safe_received_on == date(2026, 2, 27)
    assert before is not None and road.case.due_on < before
    told = road.case.events.get(verb="amend_receipt").data
    assert (told["before"]["received_on"], told["received_on"]) == ("2026-03-02", "2026-02-27")
    assert told["reason"] == "收发室登记簿载明为2月27日签收"
    assert not list(verify()) and not list(drifts(road.day))


def test_a_receipt_is_not_put_right_without_reason_change_or_proof(road: Road) -> None:
    with pytest.raises(MissingFact):
        road.act("amend_receipt", "clerk", channel="in_person", evidence={"submitted_on": DAY}, reason=" ")
    with pytest.raises(BadValue):
        road.act("amend_receipt", "clerk", channel="mail_signed", evidence={"signed_on": DAY}, reason="核对")
    with pytest.raises((BadValue, MissingFact)):
        road.act("amend_receipt", "clerk", channel="mail_ordinary", evidence={"arrived_on": DAY}, reason="核对")
    with pytest.raises(BadValue):
        road.act(
            "amend_receipt", "clerk", channel="in_person", evidence={"submitted_on": DAY + timedelta(days=1)},
            reason="核对",
        )  # fmt: skip
    assert Case.objects.get(pk=road.case.pk).version == road.case.version
