"""拟稿: what one outcome said does not travel with another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from casework.errors import BadValue
from casework.models import Case, Staff
from tests.roads import FACTS, Road

pytestmark = pytest.mark.django_db


def test_the_grounds_of_a_refusal_do_not_stay_behind_a_disclosure(
    road: Road, signed_in: Callable[[Staff], Client]
) -> None:
    """Reviewers read the grounds beside the outcome; a disclosure has none, and none of its field is shown."""
    road.to("in_progress")
    web, address = signed_in(road.cast.handler), f"/cases/{road.case.pk}/draft/"

    def save(**typed: str) -> str:
        version = Case.objects.get(pk=road.case.pk).version
        page = web.post(address, {"version": version, "then": "save"} | typed, follow=True)
        assert page.status_code == 200
        decision = Case.objects.get(pk=road.case.pk).decision
        assert decision is not None
        assert decision.outcome == typed["outcome_code"]
        return str(decision.ground)

    refusal = "第三方不同意公开。"
    assert save(outcome_code="D4", ground=refusal) == refusal
    assert save(outcome_code="G2", ground=refusal, given_items="方案") == ""
    assert "认定的事实和理由" not in web.get(address).content.decode()


def test_the_picture_follows_what_is_typed_and_nothing_is_saved(
    road: Road, signed_in: Callable[[Staff], Client]
) -> None:
    road.to("in_progress")
    web, address = signed_in(road.cast.handler), f"/cases/{road.case.pk}/draft/"
    typed = {"outcome_code": "G1", "public_places": "区政府门户网站<b>"}
    shown = web.post(f"{address}preview/", typed).content.decode()
    assert "区政府门户网站&lt;b&gt;" in shown and "送审" not in shown
    assert Case.objects.get(pk=road.case.pk).decision is None
    refused = web.post(f"{address}preview/", typed | {"public_places": "甲\u202e乙"}).content.decode()
    assert "改变文字方向" in refused


def test_a_part_is_withheld_only_for_what_the_law_withholds(road: Road) -> None:
    road.to("in_progress")
    part = {"item": "附件二", "reason": "未检索到"}
    for code in ("N1a", "N1b", "R1", "D8"):
        with pytest.raises(BadValue, match="部分公开中不予公开的内容不能以"):
            facts = {"given_items": ["方案"], "withheld": [part | {"outcome": code}]}
            road.act("draft", "handler", outcome_code="P", ground="", facts=facts)


def test_two_versions_stand_side_by_side(road: Road, signed_in: Callable[[Staff], Client]) -> None:
    road.to("in_progress")
    for place in ("区政府门户网站", "区政府门户网站", "市政府门户网站"):
        road.act("draft", "handler", outcome_code="G1", ground="", facts={"public_places": [place]})
    address = f"/cases/{road.case.pk}/draft/versions/"
    page = signed_in(road.cast.unit_head).get(address).content.decode()
    assert "<del>区</del>" in page and "<ins>市</ins>" in page and "第 3 稿" not in page
    assert signed_in(road.cast.stranger).get(address).status_code == 404


def test_a_draft_goes_to_the_word_processor(road: Road, signed_in: Callable[[Staff], Client]) -> None:
    road.to("in_progress").act("draft", "handler", outcome_code="G1", ground="", facts={"public_places": ["网站"]})
    page = signed_in(road.cast.handler).get(f"/cases/{road.case.pk}/letters/F22/draft.docx")
    assert page.content.startswith(b"PK") and "attachment" in page["Content-Disposition"]


def test_what_was_asked_and_added_stands_beside_the_draft_and_the_review(
    road: Road, signed_in: Callable[[Staff], Client]
) -> None:
    road.to("examining").act("request_correction", "clerk", matters="写明文件名称", delivered_on=road.day)
    road.act("receive_correction", "clerk", corrected_on=road.day, corrected_text="指2025年第6号公告。")
    road.act("assign", "clerk", unit=road.cast.handler.unit, handler=road.cast.handler)
    road.act("sign_for", "handler")
    road.act("draft", "handler", outcome_code="G1", ground="", facts=FACTS["G1"])
    page = signed_in(road.cast.handler).get(f"/cases/{road.case.pk}/draft/").content.decode()
    assert "指2025年第6号公告。" in page
    assert "申请公开某村2025年集体土地征收补偿安置方案及公告。" in page
    road.act("submit", "handler")
    review = signed_in(road.cast.unit_head).get(f"/cases/{road.case.pk}/act/approve_secrecy/").content.decode()
    assert "指2025年第6号公告。" in review
