"""告知的送达: what a notice tells counts from the day it went out (law.md CNT-9), not from the date it bears."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from casework.acts.clock import standing
from casework.errors import BadValue, MissingFact, WrongState
from casework.models import Case, Promise, Staff
from letters.models import Letter
from tests.roads import DAY, Cast, Road, application, start

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def extended(road: Road) -> Road:
    road.to("in_progress").act("request_extension", "handler", days=20, reason="需要逐卷检索")
    road.act("extend", "head")
    return road


def letter(road: Road, code: str) -> Letter:
    return Letter.objects.get(case=road.case, code=code)


def flags(road: Road) -> set[str]:
    return {flag.code for flag in standing(Case.objects.get(pk=road.case.pk), today=road.day).flags}


def test_a_notice_goes_out_today_by_the_way_of_the_applicant(road: Road) -> None:
    road.act("issue_notice", "clerk", key="F03")
    row = road.case.services.get()
    assert (row.way, row.served_on, row.result, row.carrier) == ("post", road.day, "on_way", "中国邮政")
    assert row.document_number == letter(road, "F03").number
    assert Promise.objects.get(case=road.case).told_on == road.day


def test_who_approves_an_extension_reads_its_days_and_reason_beside_the_choice(road: Road, signed_in: SignIn) -> None:
    road.to("in_progress").act("request_extension", "handler", days=12, reason="需要逐卷检索")
    page = signed_in(road.cast.head).get(f"/cases/{road.case.pk}/act/extend/").content.decode()
    assert "申请延长 12 个工作日，理由：需要逐卷检索" in page


def test_an_extension_counts_from_the_day_its_notice_was_posted(road: Road) -> None:
    base = extended(road).case.due_on
    road.act("issue_notice", "clerk", key="F12", way="")
    assert road.case.due_on == base and "extension_not_notified" in flags(road)
    road.day = date(2026, 3, 27)
    road.act("send_notice", "clerk", letter_id=letter(road, "F12").pk, way="post", served_on=date(2026, 3, 26))
    assert road.case.extensions.get().notified_on == date(2026, 3, 26)
    assert road.case.due_on > base and "extension_notified_late" not in flags(road)


def test_a_notice_of_extension_posted_after_the_period_warns_and_has_no_effect(road: Road) -> None:
    base = extended(road).case.due_on
    road.act("issue_notice", "clerk", key="F12", way="")
    road.day = date(2026, 3, 31)
    road.act("send_notice", "clerk", letter_id=letter(road, "F12").pk, way="post")
    assert road.case.due_on == base == date(2026, 3, 30) and "extension_notified_late" in flags(road)


def test_the_correction_runs_from_the_day_the_notice_arrived(road: Road) -> None:
    """Posted 3/4 though entered on 3/2, signed for 3/6: five working days end on 3/13."""
    road.to("examining").act("request_correction", "clerk", matters="名称不明确", period_wd=5)
    road.act("issue_notice", "clerk", key="F06", way="")
    road.day = date(2026, 3, 4)
    road.act("send_notice", "clerk", letter_id=letter(road, "F06").pk, way="post", tracking_number="XA12345678937")
    row = road.case.corrections.get()
    assert (row.sent_on, row.delivered_on) == (date(2026, 3, 4), None)
    road.day = date(2026, 3, 9)
    service = road.case.services.get()
    road.act("follow_service", "clerk", service_id=service.pk, result="delivered", on=date(2026, 3, 6))
    assert road.case.corrections.get().delivered_on == date(2026, 3, 6)
    assert standing(road.case, today=road.day).limits["T02"] == date(2026, 3, 13)


def test_what_the_applicant_added_stands_on_the_case_page(road: Road, signed_in: SignIn) -> None:
    road.to("examining").act("request_correction", "clerk", matters="名称不明确", delivered_on=road.day)
    road.act("receive_correction", "clerk", corrected_on=road.day, corrected_text="历政民〔2024〕5号")
    page = signed_in(road.cast.clerk).get(f"/cases/{road.case.pk}/").content.decode()
    assert "申请人补正的内容：历政民〔2024〕5号" in page


def test_the_day_of_arrival_entered_beside_the_service_ends_the_mail(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="名称不明确")
    road.act("issue_notice", "clerk", key="F06")
    road.day = date(2026, 3, 5)
    road.act("enter_delivery", "clerk", paper="correction", delivered_on=date(2026, 3, 4))
    row = road.case.services.get()
    assert (row.result, row.delivered_on) == ("delivered", date(2026, 3, 4))


def test_what_is_handed_over_has_arrived(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="名称不明确")
    with pytest.raises(MissingFact, match="签收人"):
        road.act("issue_notice", "clerk", key="F06", way="direct")
    assert not Letter.objects.exists()
    road.act("issue_notice", "clerk", key="F06", way="direct", receiver="张建国")
    assert road.case.corrections.get().delivered_on == road.day


def test_a_consultation_begins_when_its_letter_goes_out(road: Road) -> None:
    road.to("in_progress").act("consult", "handler", kind="third_party", party="某公司", subject="合同")
    row = road.case.consultations.get()
    road.act("issue_notice", "clerk", key="F13", about=row.pk, given={"interest": "商业秘密"}, way="")
    road.day = date(2026, 3, 5)
    sent = {"letter_id": letter(road, "F13").pk, "way": "electronic"}  # the applicant's way binds no third party
    road.act("send_notice", "clerk", **sent)
    row.refresh_from_db()
    assert (row.sent_on, row.received_on) == (date(2026, 3, 5), date(2026, 3, 5))


def test_a_notice_is_served_once_and_not_before_its_date(road: Road) -> None:
    road.act("issue_notice", "clerk", key="F03", way="")
    number = letter(road, "F03").pk
    with pytest.raises(BadValue, match="早于"):
        road.act("send_notice", "clerk", letter_id=number, way="post", served_on=date(2026, 3, 1))
    with pytest.raises(BadValue, match="没有选择电子方式"):
        road.act("send_notice", "clerk", letter_id=number, way="electronic")
    road.act("send_notice", "clerk", letter_id=number, way="post")
    with pytest.raises(WrongState, match="已经登记"):
        road.act("send_notice", "clerk", letter_id=number, way="post")


def test_a_reply_is_not_sent_like_a_notice(road: Road) -> None:
    road.to("awaiting_service")
    with pytest.raises(WrongState, match="已经登记"):
        road.act("send_notice", "clerk", letter_id=Letter.objects.get(case=road.case).pk, way="post")


def test_who_fetches_his_letters_is_not_taken_for_told(people: Cast) -> None:
    road = start(people, application(delivery="pick_up"))
    road.act("issue_notice", "clerk", key="F03")
    assert not road.case.services.exists()


def test_a_notice_that_came_back_is_served_again(road: Road) -> None:
    road.to("examining").act("request_correction", "clerk", matters="名称不明确")
    road.act("issue_notice", "clerk", key="F06")
    service = road.case.services.get()
    road.act("follow_service", "clerk", service_id=service.pk, result="returned", on=road.day, note="查无此人")
    road.act(
        "serve_again", "clerk", service_id=service.pk, way="direct", served_on=road.day, receiver="张建国"
    )  # fmt: skip
    assert road.case.corrections.get().delivered_on == road.day and road.case.status == "awaiting_correction"


def test_the_page_of_a_notice_asks_how_it_goes_out(road: Road, signed_in: SignIn) -> None:
    web, address = signed_in(road.cast.clerk), f"/cases/{road.case.pk}/papers/F03/0/"
    page = web.get(address).content.decode()
    assert "今天交邮" in page and "以后登记" in page and "今天以电子方式发出" not in page
    said = {"version": Case.objects.get(pk=road.case.pk).version, "send_way": "post"}
    refused = web.post(address, said | {"send_tracking_number": "无"})
    assert refused.status_code == 422 and "邮件号码" in refused.content.decode() and not Letter.objects.exists()
    assert web.post(address, said | {"send_tracking_number": "XA12345678937"}).status_code == 302
    assert road.case.services.get().tracking_number == "XA12345678937"


def test_letters_of_a_batch_are_entered_as_posted_together(people: Cast, signed_in: SignIn) -> None:
    roads = [start(people, application(title=title), DAY) for title in ("甲方案", "乙方案")]
    web = signed_in(people.clerk)
    for road in roads:
        web.post(f"/outbox/issue/{road.case.pk}/F03/")
    ticked = {"letter": list(Letter.objects.values_list("pk", flat=True))}
    assert "已登记今天交邮 2 件" in web.post("/outbox/posted/", ticked, follow=True).content.decode()
    assert all(road.case.services.get().way == "post" for road in roads)
    assert "已经登记" in web.post("/outbox/posted/", ticked, follow=True).content.decode()
