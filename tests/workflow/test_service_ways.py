"""送达: each way has the proof the law asks for, at the first service as at a later one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.errors import BadValue, Fault, MissingFact
from casework.models import Staff
from casework.permissions import permitted_verbs
from tests.roads import Road
from workflow import desk
from workflow.pages.actions import actions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "fault", "field"),
    [
        ({"way": "public"}, MissingFact, "note"),
        ({"way": "left"}, MissingFact, "witnesses"),
        ({"way": "direct"}, MissingFact, "receiver"),
        ({"way": "post", "carrier": "中国邮政"}, MissingFact, "tracking_number"),
        ({"way": "post", "carrier": "某快递", "tracking_number": "XA12345678937"}, BadValue, "carrier"),
        ({"way": "electronic"}, BadValue, "way"),
    ],
)
def test_a_service_without_its_proof_is_refused(
    road: Road, facts: dict[str, Any], fault: type[Fault], field: str
) -> None:
    road.to("awaiting_service")
    with pytest.raises(fault) as refused:
        road.act("serve", "clerk", served_on=road.day, **facts)
    assert refused.value.field == field
    assert not road.case.services.exists()


def test_a_file_whose_reply_came_back_is_archived_only_with_a_word_on_it(road: Road) -> None:
    road.to("awaiting_service")
    road.act("serve", "clerk", way="post", carrier="中国邮政", tracking_number="XA12345678937", served_on=road.day)
    row = road.case.services.get()
    road.act("follow_service", "clerk", service_id=row.pk, result="returned", on=road.day, note="查无此人")
    with pytest.raises(MissingFact) as refused:
        road.act("archive", "clerk")
    assert refused.value.field == "opinion" and "重新送达" in refused.value.message
    road.act("archive", "clerk", opinion="按申请书所留地址两次邮寄均被退回，电话无人接听。")
    assert road.case.status == "archived"


def test_a_reply_served_again_lets_the_file_go(road: Road) -> None:
    road.to("awaiting_service")
    road.act("serve", "clerk", way="post", carrier="中国邮政", tracking_number="XA12345678937", served_on=road.day)
    row = road.case.services.get()
    road.act("follow_service", "clerk", service_id=row.pk, result="returned", on=road.day, note="查无此人")
    road.act("serve_again", "clerk", way="direct", receiver="张建国", served_on=road.day)
    road.act("archive", "clerk")
    assert road.case.status == "archived"


def test_public_service_says_why_and_where(road: Road) -> None:
    road.to("awaiting_service")
    road.act("serve", "clerk", way="public", served_on=road.day, note="邮寄两次退回；刊于区政府网站公告栏")
    assert road.case.status == "replied"


def test_giving_up_is_offered_only_once_the_period_is_over(road: Road) -> None:
    road.to("examining")
    road.act("request_correction", "clerk", matters="名称不明确", delivered_on=road.day, period_wd=5)

    def offered(day: date) -> set[str]:
        clerk: Staff = road.cast.clerk
        found = actions(road.case, desk.open_step(road.case), permitted_verbs(clerk, road.case), day)
        every = [*found.often, *(row for _, rows in found.more for row in rows)]
        return {str(row["label"]) for row in every}

    assert "视为放弃" not in offered(date(2026, 3, 9))
    assert "视为放弃" in offered(date(2026, 3, 10))


def test_the_case_page_tells_how_long_the_reply_can_be_contested(road: Road, signed_in: Any) -> None:
    """60 days and six months from the day the reply was signed for (T18, T19), not from the day it was posted."""
    road.to("replied")
    page = signed_in(road.cast.clerk).get(f"/cases/{road.case.pk}/").content.decode()
    assert "救济期限" not in page
    row = road.case.services.get()
    road.day = date(2026, 3, 5)
    road.act("follow_service", "clerk", service_id=row.pk, result="delivered", on=road.day, receiver="张建国")
    page = signed_in(road.cast.clerk).get(f"/cases/{road.case.pk}/").content.decode()
    assert "行政复议至2026年5月6日；行政诉讼至2026年9月7日" in page
