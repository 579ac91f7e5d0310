"""The one door: law and route move together, or not at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.acts.record import verify
from casework.errors import BadValue, MissingFact, NotAllowed, NotFound, Stale, WrongState
from casework.models import Case, CaseEvent, NumberSeries
from letters.errors import NotIssuable
from letters.models import Letter
from tests.roads import DAY as TODAY
from tests.roads import Cast, Road, application, moment, start
from workflow import desk
from workflow.drift import drifts

pytestmark = pytest.mark.django_db


def test_the_straight_road_ends_in_the_archive(road: Road) -> None:
    road.to("archived")
    case = Case.objects.get(pk=road.case.pk)
    assert (case.outcome, case.closed_as, case.late) == ("G1", "serve", False)
    assert case.due_on == date(2026, 3, 30)
    assert [event.verb for event in case.events.order_by("id")] == [
        "register", "examine", "assign", "sign_for", "draft", "submit", "approve_secrecy", "sign_off", "issue",
        "serve", "archive",
    ]  # fmt: skip
    assert not list(verify())
    assert not list(drifts(TODAY))


def test_a_refusal_passes_legal_review(road: Road) -> None:
    road.to("archived", "D5")
    assert "approve_legal" in set(road.case.events.values_list("verb", flat=True))
    letter = Letter.objects.get(case=road.case)
    assert (letter.code, letter.outcome) == ("F24", "D5")


def test_legal_review_cannot_be_skipped(road: Road) -> None:
    road.to("in_review", "D5").act("approve_secrecy", "unit_head")
    with pytest.raises(WrongState, match="法制审核"):
        road.act("sign_off", "head")


def test_a_second_click_is_told_who_was_faster(road: Road) -> None:
    version = road.case.version
    road.act("examine", "clerk", version=version)
    with pytest.raises(Stale, match="王登记已于 10:00"):
        road.act("examine", "clerk", version=version)
    assert road.case.events.filter(verb="examine").count() == 1


def test_strangers_do_not_learn_that_a_case_exists(road: Road) -> None:
    for who in ("stranger", "editor", "admin"):
        with pytest.raises(NotFound):
            road.act("note", who, text="看看")


def test_the_table_decides_who_may(road: Road) -> None:
    road.to("in_review")
    with pytest.raises(NotAllowed, match="政府信息公开工作机构负责人办理"):
        road.act("sign_off", "clerk")


def test_the_drafter_does_not_review_and_the_reviewer_does_not_sign(road: Road) -> None:
    from casework.models import Posting

    cast = road.cast
    Posting.objects.create(staff=cast.handler, role="unit_head", organ=cast.handler.organ, unit=cast.handler.unit)
    Posting.objects.create(staff=cast.unit_head, role="head", organ=cast.organ)
    for person in (cast.handler, cast.unit_head):
        person.__dict__.pop("posts", None)
    road.to("in_review")
    with pytest.raises(NotAllowed, match="拟稿人不能对自己的拟稿"):
        road.act("approve_secrecy", "handler")
    road.act("approve_secrecy", "unit_head")
    with pytest.raises(NotAllowed, match="审核人不能再签发"):
        road.act("sign_off", "unit_head")


def test_returning_needs_a_reason_and_goes_back_to_the_drafter(road: Road) -> None:
    road.to("in_review")
    with pytest.raises(MissingFact, match="退回须写明理由"):
        road.act("return_to", "unit_head", opinion="  ")
    road.act("return_to", "unit_head", opinion="请补充依据")
    assert road.case.status == "in_progress"
    step = desk.open_step(road.case)
    assert step is not None and step.flow_task.name == "draft" and step.owner == road.cast.handler
    assert not list(drifts(TODAY))


def test_a_desk_is_returned_only_by_whoever_sits_there(road: Road) -> None:
    road.to("in_review")
    with pytest.raises(NotAllowed, match="保密审查"):
        road.act("return_to", "legal", opinion="越过环节")


def test_recall_until_the_reviewer_has_opened_it(road: Road) -> None:
    from workflow import ownership

    road.to("in_review")
    road.act("recall", "handler")
    assert road.case.status == "in_progress" and desk.open_step(road.case).flow_task.name == "draft"  # type: ignore[union-attr]
    road.act("submit", "handler")
    step = desk.open_step(road.case)
    assert step is not None
    ownership.opened(actor=road.cast.unit_head, step=step, at=moment(TODAY, 15, 30))
    with pytest.raises(Stale, match="赵科长已于 03月02日 15:30 打开"):
        road.act("recall", "handler")
    assert not list(drifts(TODAY))


def test_a_draft_the_law_would_not_bear_stays_on_the_desk(road: Road) -> None:
    road.to("in_progress")
    road.act("draft", "handler", outcome_code="N1a", ground="", facts={})
    with pytest.raises(NotIssuable, match="没有检索记录"):
        road.act("submit", "handler")
    assert Case.objects.get(pk=road.case.pk).status == "in_progress"
    assert not CaseEvent.objects.filter(case=road.case, verb="submit").exists()


def test_whatever_fails_leaves_nothing_behind(road: Road) -> None:
    road.to("awaiting_service")
    before = (CaseEvent.objects.count(), Case.objects.get(pk=road.case.pk).version)
    with pytest.raises(BadValue, match="不得使用其他快递企业"):
        road.act("serve", "clerk", way="post", served_on=TODAY, carrier="顺丰", tracking_number="SF123456789")
    with pytest.raises(MissingFact, match="邮件号码"):
        road.act("serve", "clerk", way="post", served_on=TODAY, carrier="中国邮政", tracking_number="")
    assert (CaseEvent.objects.count(), Case.objects.get(pk=road.case.pk).version) == before
    assert desk.open_step(road.case).flow_task.name == "serve"  # type: ignore[union-attr]


def test_the_day_posted_counts_not_the_click(people: Cast) -> None:
    road = start(people, application(date(2026, 2, 2)), date(2026, 2, 2))
    road.to("awaiting_service")
    assert road.case.due_on == date(2026, 3, 6)
    road.day = date(2026, 3, 20)
    road.act("serve", "clerk", way="direct", served_on=date(2026, 3, 6), receiver="张建国")
    assert Case.objects.get(pk=road.case.pk).late is False


def test_numbers_are_gapless_when_acts_fail(road: Road) -> None:
    road.to("in_review").act("approve_secrecy", "unit_head")
    road.act("sign_off", "head")
    organ = road.cast.organ
    court, organ.court = organ.court, ""
    organ.save()
    with pytest.raises(NotIssuable, match="法院"):
        road.act("issue", "clerk")
    organ.court = court
    organ.save()
    road.act("issue", "clerk")
    assert Letter.objects.get(case=road.case).serial == 1


def test_every_route_step_takes_few_statements(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """No act of the straight road, savepoints apart, needs more than 30 statements; one asks for the calendar."""
    counts: dict[str, int] = {}
    act = desk.act

    def counted(verb: str, **facts: Any) -> Any:
        with CaptureQueriesContext(connection) as captured:
            case = act(verb, **facts)
        counts[verb] = sum(not row["sql"].startswith(("SAVEPOINT", "RELEASE")) for row in captured)
        return case

    NumberSeries.objects.create(organ=road.cast.organ, year=TODAY.year, kind="reply")
    monkeypatch.setattr(desk, "act", counted)
    road.to("archived", "D5")
    assert max(counts.values()) <= 30, counts
