"""Every verb, in every status, by everybody: what the table does not permit is refused and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from casework.errors import NotAllowed, NotFound, WrongState
from casework.law.states import TRANSITIONS, Status, permitted
from casework.models import Case, CaseEvent, Deadline
from casework.permissions import permitted_verbs, roles_on
from tests.roads import Road, moment
from workflow import desk
from workflow.models import Step

pytestmark = pytest.mark.django_db

VERBS = tuple(dict.fromkeys(row.verb for row in TRANSITIONS))
WAYS: dict[Status, Callable[[Road], Any]] = {
    Status.REGISTERED: lambda road: None,
    Status.EXAMINING: lambda road: road.to("examining"),
    Status.AWAITING_CORRECTION: lambda road: road.to("examining").act("request_correction", "clerk", matters="写明"),
    Status.AWAITING_PAYMENT: lambda road: road.to("in_progress").act(
        "charge", "clerk", mode="items", quantity=31, count_reason="另有"
    ),
    Status.IN_PROGRESS: lambda road: road.to("in_progress"),
    Status.CONSULTING: lambda road: road.to("in_progress").act(
        "consult", "handler", kind="third_party", party="某公司", subject="合同"
    ),
    Status.IN_REVIEW: lambda road: road.to("in_review"),
    Status.AWAITING_SERVICE: lambda road: road.to("awaiting_service"),
    Status.REPLIED: lambda road: road.to("replied"),
    Status.ARCHIVED: lambda road: road.to("archived"),
    Status.ABANDONED: lambda road: _abandoned(road),
    Status.WITHDRAWN: lambda road: road.to("in_progress").act("withdraw", "clerk", reason="自愿"),
}
PEOPLE = ("clerk", "handler", "unit_head", "legal", "head", "supervisor", "editor", "admin", "stranger")


def _abandoned(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="写明", delivered_on=road.day, period_wd=1)
    road.day = road.day.replace(day=4)
    road.act("deem_abandoned", "clerk")


def written(case: Case) -> tuple[Any, ...]:
    """All that an act could have touched first."""
    rows = Case.objects.values().get(pk=case.pk)
    steps = list(Step.objects.filter(case=case).values_list("pk", "finished"))
    return CaseEvent.objects.count(), rows, steps, list(Deadline.objects.filter(case=case).values_list("pk", "state"))


@pytest.mark.parametrize("status", list(Status))
def test_what_the_table_does_not_permit_is_refused_and_nothing_is_written(road: Road, status: Status) -> None:
    WAYS[status](road)
    case = Case.objects.get(pk=road.case.pk)
    assert case.status == status
    before = written(case)
    for name in PEOPLE:
        person = getattr(road.cast, name)
        may = {verb for role in roles_on(person, case) for verb in permitted(role, status)}
        assert may == set(permitted_verbs(person, case))
        for verb in set(VERBS) - may:
            with pytest.raises((NotAllowed, WrongState, NotFound)) as refused:
                desk.act(verb, case_id=case.pk, actor=person, at=moment(road.day, 15), today=road.day)
            assert refused.value.message.endswith(("。", "查看。"))
    assert written(case) == before


def test_an_assisting_unit_answers_attaches_and_notes_and_then_only_looks(road: Road) -> None:
    road.to("in_progress")
    unit, helper = road.cast.stranger.unit, road.cast.stranger
    with pytest.raises(NotFound):
        road.act("note", "stranger", text="看看")
    road.act("request_assistance", "handler", units=[unit], subject="请查找合同")
    case = Case.objects.get(pk=road.case.pk)
    assert set(permitted_verbs(helper, case)) == {"answer_assistance", "attach", "note"}
    for verb in ("consult", "draft", "record_search", "withdraw", "request_extension"):
        with pytest.raises((NotAllowed, WrongState)):
            road.act(verb, "stranger")
    road.act("note", "stranger", text="正在查找")
    road.act("answer_assistance", "stranger", answer="查无此合同")
    case = Case.objects.get(pk=road.case.pk)
    assert permitted_verbs(helper, case) == []
    assert Case.objects.visible_to(helper).filter(pk=case.pk).exists()
    with pytest.raises(NotAllowed):
        road.act("note", "stranger", text="再看看")
