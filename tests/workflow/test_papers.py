"""The pages of the papers: what a case calls for is listed, filled in beside its picture, issued or printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from casework.models import Case, CaseEvent, Staff
from letters.adapter import open_slots
from letters.models import Letter
from tests.roads import Road, moment
from workflow import supervision

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def listed(web: Client, road: Road) -> str:
    return web.get(f"/cases/{road.case.pk}/papers/").content.decode()


def test_the_case_page_lists_what_this_person_may_have_now(road: Road, signed_in: SignIn) -> None:
    road.to("in_progress")
    clerk, supervisor = signed_in(road.cast.clerk), signed_in(road.cast.supervisor)
    assert "登记回执" in listed(clerk, road) and "转办单" in listed(clerk, road)
    assert "第三方意见征询书" not in listed(clerk, road) and "督办单" not in listed(clerk, road)
    assert "督办单" in listed(supervisor, road) and "登记回执" not in listed(supervisor, road)
    assert f"/cases/{road.case.pk}/papers/" in clerk.get(f"/cases/{road.case.pk}/").content.decode()


def test_two_parties_get_a_letter_each(road: Road, signed_in: SignIn) -> None:
    road.to("in_progress")
    for party in ("某公司", "另一公司"):
        road.act("consult", "handler", kind="third_party", party=party, subject=f"{party}报价", received_on=road.day)
    web = signed_in(road.cast.clerk)
    for row in road.case.consultations.all():
        address = f"/cases/{road.case.pk}/papers/F13/{row.pk}/"
        shown = web.get(address).content.decode()
        assert f"{row.party}：" in shown and "张建国" not in shown.split('aria-label="文书预览"')[1]
        version = Case.objects.get(pk=road.case.pk).version
        assert web.post(address, {"version": version, "interest": "商业秘密"}).status_code == 302
    letters = Letter.objects.filter(case=road.case, code="F13")
    assert [letter.about for letter in letters] == [row.pk for row in road.case.consultations.all()]
    assert all("商业秘密" in letter.source for letter in letters)


def test_the_preview_follows_what_is_typed(road: Road, signed_in: SignIn) -> None:
    road.to("in_progress")
    said = {"kind": "determine", "party": "区国家保密局", "subject": "管线图", "received_on": road.day}
    road.act("consult", "handler", **said)
    row = road.case.consultations.get()
    address = f"/cases/{road.case.pk}/papers/F42/{row.pk}/"
    web = signed_in(road.cast.clerk)
    assert "缺少“本机关的意见”" in web.get(address).content.decode()
    shown = web.post(f"{address}preview/", {"own_view": "建议暂不公开", "answer_by": "2030-03-20"}).content.decode()
    assert "建议暂不公开" in shown and "还须处理" not in shown


def test_a_paper_that_the_record_answers_asks_for_nothing(road: Road) -> None:
    assert open_slots(road.case, "F03") == frozenset()


def test_what_is_missing_comes_back_with_what_was_typed(road: Road, signed_in: SignIn) -> None:
    road.to("replied", "G2")
    web, address = signed_in(road.cast.clerk), f"/cases/{road.case.pk}/papers/F43-A/0/"
    version = Case.objects.get(pk=road.case.pk).version
    page = web.post(address, {"version": version, "information": "年度改造计划"})
    assert page.status_code == 422 and "年度改造计划" in page.content.decode()
    assert "缺少“审核结果”" in page.content.decode() and not Letter.objects.filter(code="F43").exists()


def test_a_printed_form_is_on_record(road: Road, signed_in: SignIn) -> None:
    road.to("in_progress")
    page = signed_in(road.cast.unit_head).post(f"/cases/{road.case.pk}/papers/F37/0/", {"demands": "立即办理"})
    assert page["Content-Type"] == "application/pdf" and page.content.startswith(b"%PDF")
    event = CaseEvent.objects.filter(case=road.case).latest("id")
    assert (event.verb, event.data["name"]) == ("preview", "催办单")


def test_numbers_in_full_stand_on_paper_only(road: Road, signed_in: SignIn) -> None:
    web, address = signed_in(road.cast.clerk), f"/cases/{road.case.pk}/papers/F05/0/"
    shown = web.get(address).content.decode()
    assert "13800001234" not in shown and "11010519491231002X" not in shown
    assert web.post(address, {}).content.startswith(b"%PDF")


def test_nobody_prints_what_is_not_theirs(road: Road, signed_in: SignIn) -> None:
    road.to("in_progress")
    address = f"/cases/{road.case.pk}/papers/F38/0/"
    assert signed_in(road.cast.clerk).get(address).status_code == 403
    assert signed_in(road.cast.stranger).get(address).status_code == 404


def test_the_paper_of_an_order_comes_from_the_order(road: Road, signed_in: SignIn) -> None:
    road.to("in_progress")
    web, address = signed_in(road.cast.supervisor), f"/cases/{road.case.pk}/papers/F38/0/"
    asked = web.get(address)
    assert asked.status_code == 302 and asked.url.startswith("/supervision/orders/new/?kind=order&case=")
    assert road.case.case_number in web.get(asked.url).content.decode()
    said = {"findings": "临近期限尚未提交送审稿。", "demands": "提交送审稿", "answer_by": road.day + timedelta(2)}
    times = {"at": moment(road.day), "today": road.day}
    order = supervision.issue(actor=road.cast.supervisor, kind="order", case_id=road.case.pk, **said, **times)
    assert web.get(address).url == f"/supervision/orders/{order.pk}/"


def test_the_head_of_a_unit_urges_with_what_the_record_knows(road: Road, signed_in: SignIn) -> None:
    road.to("in_progress")
    web, address = signed_in(road.cast.unit_head), f"/cases/{road.case.pk}/papers/F37/0/"
    shown = web.get(address).content.decode()
    assert 'name="demands"' in shown and 'name="urged_by"' not in shown and 'name="days_left"' not in shown
    assert "赵科长" in shown.split('aria-label="文书预览"')[1]
    assert web.post(address, {"demands": "请提交送审稿"}).content.startswith(b"%PDF")
