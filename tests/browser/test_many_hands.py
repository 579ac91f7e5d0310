"""Six people press 签发 on one case at once, each in a browser of their own."""

from __future__ import annotations

from playwright.sync_api import Route

from casework.models import Review
from tests.browser.visitor import Join, Visitor
from tests.conftest import TODAY
from tests.roads import Road

HANDS = 6


def test_six_signatures_leave_one_event_and_five_honest_answers(road: Road, join: Join) -> None:
    road.day = TODAY
    road.to("in_review").act("approve_secrecy", "unit_head")
    page = f"/cases/{road.case.pk}/act/sign_off/"
    hands = [join("孙主任").expect(409).without_previews() for _ in range(HANDS)]
    for number, hand in enumerate(hands):
        hand.go(page)
        hand.page.fill("#id_opinion", f"同意签发，第{number}份意见。")
    together(hands)
    for hand in hands:
        hand.page.wait_for_selector("[data-fault], .case-line")

    refused = [(number, hand) for number, hand in enumerate(hands) if hand.page.locator("[data-fault='409']").count()]
    assert len(refused) == HANDS - 1
    for number, hand in refused:
        assert "孙主任已于 12:00" in hand.text and "签发" in hand.text
        assert f"同意签发，第{number}份意见。" in hand.text
        assert hand.page.locator("[data-fault] a", has_text="查看最新情况").count() == 1
    assert road.case.events.filter(verb="sign_off").count() == 1
    assert Review.objects.filter(decision__case=road.case, step="sign_off").count() == 1
    winner = next(hand for hand in hands if not hand.page.locator("[data-fault]").count())
    assert "已办理：签发" in winner.text and winner.path == f"/cases/{road.case.pk}/"


def together(hands: list[Visitor]) -> None:
    """Hold every request at the door until all six have arrived, then let them in at once."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        waiting.append(route)
        if len(waiting) == HANDS:
            for held in waiting:
                held.continue_()

    for hand in hands:
        hand.context.route("**/act/sign_off/", hold)
    for hand in hands:
        hand.page.evaluate("document.querySelector('main [data-primary]').click()")
