"""Internal limits that only remind: 送领导签发 (T28), 审核后纳入主动公开 (T15)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from casework.acts import publish
from casework.lawbook import law_settings, working_calendar
from casework.models import Deadline, Notice, PublicationProposal, Staff
from tests.roads import Cast, Road, moment
from workflow import publications
from workflow.timers import sweep

pytestmark = pytest.mark.django_db
LAST = date(2026, 3, 30)  # twenty working days after Monday 2 March
LEAD = date(2026, 3, 23)  # five working days before it


@pytest.fixture
def law(settings: Any) -> Iterator[Callable[..., None]]:
    def set_to(**points: str) -> None:
        settings.LAW = points
        law_settings.cache_clear()

    yield set_to
    law_settings.cache_clear()


def told(road: Road, kind: str) -> list[str]:
    return sorted(set(Notice.objects.filter(case=road.case, kind=kind).values_list("text", flat=True)))


def pass_day(day: date) -> None:
    sweep(moment(day), day)


# -- T28 ---------------------------------------------------------------------------------------------------------------


def test_the_warning_before_the_limit_says_that_the_draft_is_not_with_the_leader(road: Road) -> None:
    """By default both come on the same day: one line, not two."""
    road.to("in_progress")
    assert road.case.due_on == LAST
    pass_day(LEAD - timedelta(days=3))
    assert not told(road, "reply_soon")
    pass_day(LEAD)
    (text,) = told(road, "reply_soon")
    assert "临近答复期限 2026年3月30日" in text and "应当于 2026年3月23日前送领导签发，尚未送签" in text
    assert not Deadline.objects.filter(kind="sign").exists()


def test_a_lead_of_its_own_is_told_on_its_own_day(road: Road, law: Callable[..., None]) -> None:
    law(draft_lead_wd="8")
    road.to("in_progress")
    row = Deadline.objects.get(case=road.case, kind="sign")
    assert row.due_on == date(2026, 3, 18)
    pass_day(row.due_on)
    (text,) = told(road, "sign")
    assert "应当于 2026年3月18日前送领导签发，尚未送签" in text
    people = set(Notice.objects.filter(kind="sign").values_list("staff", flat=True))
    assert people == {road.cast.handler.pk, road.cast.head.pk}
    pass_day(row.due_on)
    assert Notice.objects.filter(kind="sign").count() == 2


def test_what_lies_with_the_leader_is_not_told(road: Road, law: Callable[..., None]) -> None:
    law(draft_lead_wd="8")
    road.to("in_review")
    road.act("approve_secrecy", "unit_head")
    pass_day(date(2026, 3, 18))
    pass_day(LEAD)
    assert not told(road, "sign") and "送签" not in "".join(told(road, "reply_soon"))


def test_the_day_moves_with_the_limit(road: Road, law: Callable[..., None]) -> None:
    law(draft_lead_wd="8")
    road.to("in_progress")
    road.act("consult", "handler", kind="third_party", party="某公司", subject="是否同意公开", sent_on=road.day,
             received_on=road.day)  # fmt: skip
    (row,) = Deadline.objects.filter(case=road.case, kind="sign", state="waiting")
    assert row.due_on == working_calendar().nth_working_day_before(road.case.warn_on, 8) > date(2026, 3, 18)


# -- T15 ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def proposal(people: Cast) -> PublicationProposal:
    """Proposed by the clerk, reviewed by the head on 2 March."""
    return PublicationProposal.objects.create(
        organ=people.organ, subject="0" * 32, title="某村征收补偿方案", requests=3, applicants=2, reason="多人申请",
        proposed_by=people.clerk, proposed_at=moment(date(2026, 3, 2)),
    )  # fmt: skip


def accept(people: Cast, proposal: PublicationProposal) -> PublicationProposal:
    day = date(2026, 3, 2)
    return publish.review(
        actor=people.head, at=moment(day), today=day, proposal_id=proposal.pk, accept=True, opinion="同意"
    )


def lines() -> list[tuple[str, str]]:
    found = Notice.objects.filter(kind="publish").order_by("pk").values_list("staff__name", "text")
    return [(name, text) for name, text in found]


def test_the_setting_says_until_when(people: Cast, proposal: PublicationProposal, law: Callable[..., None]) -> None:
    law(proactive_review_limit_wd="5")
    assert accept(people, proposal).publish_by == date(2026, 3, 9)


def test_the_last_day_to_publish_is_told_and_then_that_it_has_passed(
    people: Cast, proposal: PublicationProposal, signed_in: Callable[[Staff], Client]
) -> None:
    assert accept(people, proposal).publish_by == LAST
    for day in (LAST - timedelta(days=3), LAST, LAST, LAST + timedelta(days=1), LAST + timedelta(days=1)):
        publications.remind(moment(day), day)
    said = lines()
    assert [name for name, _ in said] == ["王登记", "孙主任"] * 2
    assert "2026年3月30日前公开" in said[0][1] and "今天到期" in said[0][1] and "已超过" in said[2][1]
    first = Notice.objects.filter(staff=people.clerk).earliest("pk")
    Notice.objects.update(created_at=moment(date(2026, 3, 2)))
    assert signed_in(people.clerk).post("/notices/", {"notice": first.pk})["Location"] == "/statistics/repeats/"


def test_what_is_published_is_not_told(people: Cast, proposal: PublicationProposal) -> None:
    accept(people, proposal)
    day = date(2026, 3, 10)
    publish.publish(
        actor=people.clerk, at=moment(day), today=day, proposal_id=proposal.pk, published_on=day, column="信息公开专栏"
    )
    publications.remind(moment(LAST), LAST)
    assert not lines()
