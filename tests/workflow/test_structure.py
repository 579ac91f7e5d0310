"""机关科室 and the first administrator: from an empty installation, and never at the cost of what was written."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from casework.acts.record import verify
from casework.models import Case, CaseEvent, Organ, Staff, Unit
from tests.conftest import NOON
from tests.roads import Cast, Road, application, start
from workflow import tasks, timers
from workflow.forms.structure import OrganForm

pytestmark = pytest.mark.django_db
OFFICE = {
    "organ": "QZ01", "organ_name": "某区人民政府办公室", "short_name": "区政府办公室", "number_word": "某政办公",
}  # fmt: skip


def web(person: Staff) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def run(**said: Any) -> str:
    out = StringIO()
    call_command("administrator", stdout=out, stderr=out, **said)
    found = re.search(r"一次性密码：(\S+)", out.getvalue())
    assert found, out.getvalue()
    return found[1]


def filled(organ: Organ | None = None, **changes: Any) -> dict[str, Any]:
    """What the browser sends for an organ."""
    shown = OrganForm(instance=organ or Organ()).initial
    new = {
        "code": "QZ11",
        "name": "某区民政局",
        "short_name": "区民政局",
        "number_word": "某民公",
        "kind": "department",
    }
    said = shown | (new if organ is None else {}) | changes
    return {name: "on" if value is True else value for name, value in said.items() if value not in (None, False)}


def test_an_empty_installation_gets_its_first_administrator() -> None:
    assert not Organ.objects.exists()
    password = run(username="guanli", name="郑管理", **OFFICE)
    person = Staff.objects.get(username="guanli")
    assert person.check_password(password)
    assert (person.must_change_password, person.is_superuser, [post.role for post in person.posts]) == (
        True, False, ["sysadmin"],
    )  # fmt: skip
    office = Organ.objects.get()
    assert (office.is_district_office, office.kind, office.number_word) == (True, "office", "某政办公")
    assert timers.system().has_usable_password() is False
    assert list(CaseEvent.objects.values_list("verb", flat=True)) == ["organ_create", "staff_create"]
    assert not list(verify())


def test_the_sweep_waits_for_the_first_administrator() -> None:
    assert tasks.sweep() == 0
    run(username="guanli", name="郑管理", **OFFICE)
    assert tasks.sweep() == 0


def test_a_second_administrator_is_made_on_the_pages_only(capsys: Any) -> None:
    run(username="guanli", **OFFICE)
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("administrator", username="another", stderr=err)
    assert ended.value.code == 1
    assert "人员管理" in err.getvalue()
    assert not Staff.objects.filter(username="another").exists()


def test_an_empty_installation_needs_to_know_its_office_and_writes_nothing_otherwise() -> None:
    with pytest.raises(CommandError, match="--organ-name"):
        call_command("administrator", username="guanli", organ="QZ01")
    with pytest.raises(SystemExit):
        call_command("administrator", username="管理", stderr=StringIO(), **OFFICE)
    assert not Organ.objects.exists()
    assert not Staff.objects.exists()


def test_the_only_administrator_who_forgot_the_password_gets_another_at_the_machine() -> None:
    first = run(username="guanli", **OFFICE)
    second = run(username="guanli", reset=True)
    person = Staff.objects.get(username="guanli")
    assert (person.check_password(first), person.check_password(second)) == (False, True)
    with pytest.raises(SystemExit):
        call_command("administrator", username="nobody", reset=True, stderr=StringIO())


def test_from_nothing_to_the_first_case() -> None:
    run(username="guanli", **OFFICE)
    Staff.objects.update(must_change_password=False)
    admin = web(Staff.objects.get(username="guanli"))
    government = filled(
        code="QZ00", name="某区人民政府", short_name="区政府", number_word="某政公", kind="government", court="某法院"
    )
    assert admin.post("/organs/new/", government).status_code == 302
    organ = Organ.objects.get(code="QZ00")
    assert admin.post(f"/organs/{organ.pk}/units/", {"name": "政务公开科"}).status_code == 302
    unit = organ.units.get()
    said = {"name": "王登记", "username": "wang", "role": "intake", "organ": organ.pk, "unit": ""}
    assert admin.post("/staff/new/", said).status_code == 200
    clerk = Staff.objects.get(username="wang")
    road = start(Cast(*[clerk] * 9, organs={"LC01": organ}), application())  # type: ignore[misc]
    assert road.case.case_number == "某政公申〔2026〕1号"
    assert unit.active
    assert timers.sweep(NOON, NOON.date()) > 0
    assert not list(verify())


@pytest.mark.parametrize("who", ["clerk", "handler", "unit_head", "legal", "head", "supervisor", "editor"])
def test_nobody_but_the_administrator_gets_in(who: str, people: Cast) -> None:
    browser, organ, before = web(getattr(people, who)), people.organ, CaseEvent.objects.count()
    unit = organ.units.get()
    one = f"/organs/{organ.pk}/"
    for method, path in (
        ("get", "/organs/"), ("get", "/organs/new/"), ("post", "/organs/new/"), ("get", one), ("post", one),
        ("post", f"{one}units/"), ("get", f"{one}units/{unit.pk}/"), ("post", f"{one}units/{unit.pk}/"),
    ):  # fmt: skip
        assert getattr(browser, method)(path).status_code == 403, path
    assert 'href="/organs/"' not in browser.get("/library/").content.decode()
    assert CaseEvent.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": " "}, "请填写“机关全称”"),
        ({"code": "甲"}, "机关代码用"),
        ({"code": "LC01"}, "已由济南市历城区人民政府使用"),
        ({"number_word": "历政公"}, "已由济南市历城区人民政府使用"),
        ({"number_word": "../../历公"}, "文号代字不能含有"),
        ({"uscc": "123"}, "18"),
        ({"is_district_office": True}, "全区只能有一个"),
        ({"email": "x"}, "邮箱"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(changes: dict[str, Any], told: str, people: Cast) -> None:
    before = Organ.objects.count()
    answer = web(people.admin).post("/organs/new/", filled(**changes))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert Organ.objects.count() == before


def test_a_new_name_and_word_hold_for_what_comes_after(road: Road) -> None:
    organ, number = road.cast.organ, road.case.case_number
    admin = web(road.cast.admin)
    said = filled(organ, name="济南市历城新区人民政府", number_word="历新公")
    assert admin.post(f"/organs/{organ.pk}/", said).status_code == 302
    assert Case.objects.get(pk=road.case.pk).case_number == number == "历政公申〔2026〕1号"
    organ.refresh_from_db()
    road.cast.organs["LC01"] = organ
    assert start(road.cast, application()).case.case_number == "历新公申〔2026〕2号"
    body = admin.get(f"/organs/{organ.pk}/").content.decode()
    assert "机关全称由“济南市历城区人民政府”改为“济南市历城新区人民政府”" in body
    assert "文号代字由“历政公”改为“历新公”" in body
    events = CaseEvent.objects.filter(verb="organ_change").count()
    assert admin.post(f"/organs/{organ.pk}/", said).status_code == 302
    assert CaseEvent.objects.filter(verb="organ_change").count() == events
    assert not list(verify())


def test_a_merged_unit_keeps_its_cases_and_gets_no_new_ones(road: Road) -> None:
    road.to("in_progress")
    unit, admin = road.cast.handler.unit, web(road.cast.admin)
    assert unit is not None
    path = f"/organs/{unit.organ_id}/units/{unit.pk}/"
    assert '<span class="num">1</span> 件' in admin.get(path).content.decode()
    assert admin.post(path, {"name": "综合办公室"}).status_code == 302  # renamed and closed
    unit = Unit.objects.get(pk=unit.pk)
    assert (unit.name, unit.active) == ("综合办公室", False)
    road.act("draft", "handler", outcome_code="G1", ground="经查属实。", facts={"public_places": ["门户网站"]})
    second = start(road.cast, application(title="另一件"))
    second.act("examine", "clerk")
    with pytest.raises(Exception, match="已停用"):
        second.act("assign", "clerk", unit=unit)


def test_a_closed_organ_registers_nothing_new(road: Road) -> None:
    organ = road.cast.organ
    said = filled(organ)
    said.pop("active")
    assert web(road.cast.admin).post(f"/organs/{organ.pk}/", said).status_code == 302
    organ.refresh_from_db()
    with pytest.raises(Exception, match="已停用，不能再登记新的申请"):
        start(road.cast, application(title="另一件"))
    road.act("examine", "clerk")


def test_the_office_in_charge_cannot_be_closed(people: Cast) -> None:
    office = people.organs["LC02"]
    said = filled(office)
    said.pop("active")
    answer = web(people.admin).post(f"/organs/{office.pk}/", said)
    assert (answer.status_code, "主管部门不能停用" in answer.content.decode()) == (422, True)
