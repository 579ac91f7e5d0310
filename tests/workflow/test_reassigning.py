"""改派: a case goes to another handler of the unit that holds it; the clock and the unit stay as they are."""

from __future__ import annotations

import pytest

from casework import wording
from casework.acts import staffing
from casework.errors import BadValue, MissingFact, NotAllowed, WrongState
from casework.models import Case, Handover, Notice, Posting, Staff
from tests.conftest import NOON
from tests.roads import FACTS, Road
from workflow import desk, leaving
from workflow.forms import FORMS
from workflow.models import Step
from workflow.pages import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(road: Road) -> Staff:
    """张同事, another handler of the street's office."""
    return _employ(road, "zhangtongshi", "张同事", "handler")


def _employ(road: Road, username: str, name: str, role: str) -> Staff:
    unit = road.cast.handler.unit
    assert unit is not None
    person = Staff.objects.create(username=username, name=name, organ=unit.organ, unit=unit)
    Posting.objects.create(staff=person, role=role, organ=unit.organ, unit=unit)
    return person


def open_desk(road: Road) -> Step:
    return Step.objects.get(case=road.case, finished=None, flow_task_type="FUNCTION")


def told(person: Staff, road: Road) -> list[str]:
    return list(Notice.objects.filter(staff=person, case=road.case, kind="reassigned").values_list("text", flat=True))


@pytest.mark.parametrize("who", ["unit_head", "clerk"])
def test_the_desk_changes_hands_and_nothing_else(road: Road, colleague: Staff, who: str) -> None:
    case = road.to("in_progress").case
    former = road.cast.handler
    dates = (case.received_on, case.base_on, case.due_on, case.unit_id, case.status)
    desk_before = open_desk(road)
    handovers = Handover.objects.filter(case=case).count()
    road.act("reassign", who, handler=colleague, reason="李承办出差")
    case = Case.objects.get(pk=case.pk)
    assert case.handler == colleague
    assert (case.received_on, case.base_on, case.due_on, case.unit_id, case.status) == dates
    step = open_desk(road)
    assert (step.pk, step.owner, step.started) == (desk_before.pk, colleague, None)
    assert not leaving.desks(former).exists()
    assert Handover.objects.filter(case=case).count() == handovers
    assert len(told(colleague, road)) == len(told(former, road)) == 1
    assert not told(getattr(road.cast, who), road)
    assert "李承办出差" in told(former, road)[0]
    entry = wording.entry(case.events.get(verb="reassign"))
    assert entry.note == "承办人：张同事；原承办人：李承办；理由：李承办出差"


def test_the_new_handler_drafts_and_is_the_drafter(road: Road, colleague: Staff) -> None:
    road.to("in_progress").act("reassign", "unit_head", handler=colleague, reason="分工调整")
    road.cast.handler = colleague
    road.act("draft", "handler", outcome_code="G1", ground="经查属实。", facts=FACTS["G1"])
    road.act("submit", "handler")
    assert Case.objects.get(pk=road.case.pk).decision.drafted_by == colleague  # type: ignore[union-attr]


def test_a_draft_in_review_comes_back_to_the_new_handler(road: Road, colleague: Staff) -> None:
    road.to("in_review")
    review = open_desk(road)
    road.act("reassign", "clerk", handler=colleague, reason="李承办病假")
    assert open_desk(road).owner_id == review.owner_id  # the reviewer's desk is not the handler's
    road.act("return_to", "unit_head", opinion="请补充检索记录")
    assert open_desk(road).owner == colleague


def test_a_desk_nobody_has_after_a_deactivation_gets_its_handler(road: Road, colleague: Staff) -> None:
    road.to("in_progress")
    leaving.deactivate(actor=road.cast.admin, at=NOON, staff_id=road.cast.handler.pk, agreed=True)
    assert open_desk(road).owner is None
    road.act("reassign", "unit_head", handler=colleague, reason="李承办调离")
    assert open_desk(road).owner == colleague
    assert not told(road.cast.handler, road)


def test_before_signing_the_head_of_the_unit_names_who_shall_handle_it(road: Road, colleague: Staff) -> None:
    road.to("examining").act("assign", "clerk", unit=road.cast.handler.unit)
    assert road.case.handler is None
    road.act("reassign", "unit_head", handler=colleague, reason="按分工")
    step = open_desk(road)
    assert (step.flow_task.name, step.owner, road.case.handler) == ("sign_for", colleague, colleague)


def test_what_cannot_be_is_refused_with_what_to_do(road: Road, colleague: Staff) -> None:
    road.to("in_progress")
    head_only = _employ(road, "fukezhang", "付科长", "unit_head")
    gone = _employ(road, "ligang", "李岗", "handler")
    staffing.deactivate(actor=road.cast.admin, at=NOON, staff_id=gone.pk, cases=[])
    gone.refresh_from_db()
    for person, why in (
        (road.cast.handler, "已经是本办件的承办人"),
        (road.cast.stranger, "不在"),
        (head_only, "不在"),
        (gone, "已停用"),
    ):
        with pytest.raises(BadValue, match=why):
            road.act("reassign", "unit_head", handler=person, reason="分工")
    with pytest.raises(MissingFact, match="改派须写明理由"):
        road.act("reassign", "unit_head", handler=colleague, reason=" ")
    for who in ("handler", "legal", "head", "supervisor"):
        with pytest.raises(NotAllowed):
            road.act("reassign", who, handler=colleague, reason="分工")


def test_a_case_without_a_unit_is_assigned_not_reassigned(road: Road, colleague: Staff) -> None:
    road.to("examining")
    with pytest.raises(WrongState, match="请先交办"):
        road.act("reassign", "clerk", handler=colleague, reason="分工")


def test_the_button_is_there_where_the_unit_has_another_handler(road: Road) -> None:
    case = road.to("in_progress").case

    def labels() -> list[str]:
        found = actions.actions(case, desk.open_step(case), ["reassign", "note"], road.day)
        return [button["label"] for _, buttons in found.more for button in buttons]

    assert "改派" not in labels()
    colleague = _employ(road, "zhangtongshi", "张同事", "handler")
    assert "改派" in labels()
    form = FORMS["reassign"](case=case, today=road.day)
    assert list(form.fields["handler"].queryset) == [colleague]  # type: ignore[attr-defined]
