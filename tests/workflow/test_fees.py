"""信息处理费 (国办函〔2020〕109号): counted by the system, told and paid in time, by page only for what is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.errors import BadValue, MissingFact, WrongState
from casework.law.settings import DEFAULTS
from casework.models import FeeCharge
from casework.selectors.month import item_number, pages_before
from tests.roads import FACTS, Cast, Road, application, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def eleventh(people: Cast) -> Road:
    """The eleventh request of one applicant in a month; one to another organ, one of another month, one no request."""
    start(people, application(date(2026, 2, 26)), date(2026, 2, 26))
    start(people, application(matter="record_correction"))
    for _ in range(10):
        start(people, application())
    return start(people, application())


def test_the_ordinal_is_counted_by_applicant_and_month_of_receipt(eleventh: Road) -> None:
    assert item_number(eleventh.case) == 11
    later = start(eleventh.cast, application())
    assert item_number(eleventh.case) == 11 and item_number(later.case) == 12
    eleventh.to("examining").act("charge", "clerk", mode="items", quantity=11, received_on=eleventh.day)
    row = FeeCharge.objects.get()
    assert (row.amount_cny, row.count_reason) == (100, "")


def test_another_ordinal_needs_a_reason(eleventh: Road) -> None:
    eleventh.to("examining")
    with pytest.raises(MissingFact, match="本件为申请人2026年3月的第11件") as fault:
        eleventh.act("charge", "clerk", mode="items", quantity=12)
    assert fault.value.field == "count_reason"
    eleventh.act("charge", "clerk", mode="items", quantity=12, count_reason="另有一件为纸质登记")
    assert FeeCharge.objects.get().count_reason == "另有一件为纸质登记"


def test_pages_of_other_requests_are_added_only_where_the_setting_says_so(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = start(people, application()), start(people, application())
    first.to("in_progress").act("charge", "handler", mode="pages", quantity=90)
    assert pages_before(second.case) == 90
    settings = replace(DEFAULTS, fee_page_scope="month")
    monkeypatch.setattr("casework.acts.charge.law_settings", lambda: settings)
    second.to("in_progress").act("charge", "handler", mode="pages", quantity=20)
    row = second.case.feecharges.get()
    assert row.amount_cny == 10 * 10 + 10 * 20 and row.quantity == 20


def test_a_notice_after_the_reply_period_is_refused(people: Cast) -> None:
    road = start(people, application()).to("in_progress")
    road.day = date(2026, 3, 31)  # the period ended on 30 March
    with pytest.raises(BadValue, match="应当在答复期限（2026-03-30）内发出") as fault:
        road.act("charge", "handler", mode="pages", quantity=50)
    assert fault.value.field == "sent_on"


def test_a_payment_after_the_period_needs_a_reason(people: Cast) -> None:
    road = start(people, application()).to("in_progress")
    road.act("charge", "handler", mode="pages", quantity=50, received_on=road.day)
    road.day = date(2026, 4, 1)
    with pytest.raises(MissingFact, match="缴费期限已于 2026-03-30 届满") as fault:
        road.act("receive_payment", "clerk", paid_on=date(2026, 3, 31))
    assert fault.value.field == "late_reason"
    road.act("receive_payment", "clerk", paid_on=date(2026, 3, 31), late_reason="缴款系统故障，申请人于期限内已到银行")
    assert road.case.status == "in_progress"


def test_pages_are_charged_only_for_what_is_given(people: Cast) -> None:
    road = start(people, application()).to("in_progress")
    road.act("draft", "handler", outcome_code="G1", ground="", facts=FACTS["G1"])
    with pytest.raises(WrongState, match="不能按量计收"):
        road.act("charge", "handler", mode="pages", quantity=50)
    other = start(people, application()).to("in_progress")
    other.act("charge", "handler", mode="pages", quantity=50, received_on=other.day)
    other.act("receive_payment", "clerk", paid_on=other.day)
    other.act("draft", "handler", outcome_code="G1", ground="", facts=FACTS["G1"])
    with pytest.raises(WrongState, match="已按量计收"):
        other.act("submit", "handler")
    other.act("draft", "handler", outcome_code="G2", ground="", facts=FACTS["G2"])
    other.act("submit", "handler")
