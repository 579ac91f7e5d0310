"""人员管理: who may, what may combine, what is told before somebody leaves, one-time passwords, what goes on record."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.acts import staffing
from casework.acts.record import verify
from casework.errors import Fault
from casework.models import CaseEvent, Notice, Posting, Staff, Unit
from tests.conftest import NOON
from tests.roads import Cast, Road
from workflow import leaving
from workflow.demo.district import PASSWORD
from workflow.models import Step

pytestmark = pytest.mark.django_db
NEW = "Quanxin-mima-88"


def web(person: Staff) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(body: str) -> str:
    found = re.search(r"<code data-one-time-password>([^<]+)</code>", body)
    assert found, body
    return found[1]


def entering(people: Cast, **changes: Any) -> dict[str, Any]:
    unit = people.handler.unit
    assert unit is not None
    return {
        "name": "吴新人",
        "username": "wuxinren",
        "role": "handler",
        "organ": unit.organ_id,
        "unit": unit.pk,
    } | changes


@pytest.fixture
def newcomer(people: Cast) -> tuple[Staff, str]:
    """A handler of the street's office who has not signed in yet, and the one-time password."""
    unit = people.handler.unit
    assert unit is not None
    return staffing.create(
        actor=people.admin, at=NOON, name="吴新人", username="wuxinren", role="handler", organ=unit.organ, unit=unit
    )


def addresses(person: Staff, post: Posting) -> list[tuple[str, str]]:
    one = f"/staff/{person.pk}/"
    return [
        ("get", "/staff/"), ("get", "/staff/new/"), ("post", "/staff/new/"), ("get", one), ("post", f"{one}posts/"),
        ("get", f"{one}posts/{post.pk}/end/"), ("post", f"{one}posts/{post.pk}/end/"),
        ("get", f"{one}deactivate/"), ("post", f"{one}deactivate/"), ("post", f"{one}reactivate/"),
        ("post", f"{one}password/"),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["clerk", "handler", "unit_head", "legal", "head", "supervisor", "editor", "stranger"])
def test_nobody_but_the_administrator_gets_in(who: str, people: Cast, newcomer: tuple[Staff, str]) -> None:
    person, before = newcomer[0], CaseEvent.objects.count()
    browser = web(getattr(people, who))
    told = {
        (method, path): getattr(browser, method)(path).status_code
        for method, path in addresses(person, person.postings.get())
    }
    assert set(told.values()) == {403}, told
    assert 'href="/staff/"' not in browser.get("/").content.decode()
    assert CaseEvent.objects.count() == before


def test_every_form_asks_for_its_token(people: Cast, newcomer: tuple[Staff, str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.admin, backend="django.contrib.auth.backends.ModelBackend")
    for method, path in [*addresses(newcomer[0], newcomer[0].postings.get()), ("post", "/account/password/")]:
        if method == "post":
            assert strict.post(path).status_code == 403, path


def test_a_person_is_entered_and_the_password_shown_once(people: Cast) -> None:
    admin = web(people.admin)
    answer = admin.post("/staff/new/", entering(people))
    password = shown(answer.content.decode())
    person = Staff.objects.get(username="wuxinren")
    assert person.check_password(password)
    assert person.must_change_password
    assert answer["Cache-Control"] == "no-store"
    assert (person.organ, person.unit) == (people.handler.organ, people.handler.unit)
    assert person.postings.get().role == "handler"
    assert password not in admin.get(f"/staff/{person.pk}/").content.decode()
    again = admin.post("/staff/new/", entering(people))
    assert again.status_code == 422
    assert "已有人使用" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "  "}, "姓名"),
        ({"username": "吴新人"}, "小写字母"),
        ({"username": "Lichengban"}, "已有人使用"),
        ({"unit": ""}, "请选择科室"),
        ({"role": "system"}, "岗位"),
        ({"role": "assistant"}, "岗位"),
        ({"role": "supervisor", "unit": ""}, "条例第三条"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(changes: dict[str, str], told: str, people: Cast) -> None:
    before = Staff.objects.count()
    answer = web(people.admin).post("/staff/new/", entering(people, **changes))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert Staff.objects.count() == before


def test_a_unit_of_another_organ_is_refused(people: Cast) -> None:
    other = Unit.objects.exclude(organ=people.handler.organ).first()
    assert other is not None
    answer = web(people.admin).post("/staff/new/", entering(people, unit=other.pk))
    assert answer.status_code == 422
    assert "另选科室" in answer.content.decode()


def test_posts_combine_but_not_with_the_administrators(people: Cast, newcomer: tuple[Staff, str]) -> None:
    person, admin, organ = newcomer[0], web(people.admin), people.organ
    path = f"/staff/{person.pk}/posts/"
    assert admin.post(path, {"role": "legal", "organ": organ.pk}).status_code == 302
    assert admin.post(path, {"role": "head", "organ": organ.pk}).status_code == 302
    twice = admin.post(path, {"role": "legal", "organ": organ.pk})
    assert (twice.status_code, "已任此职" in twice.content.decode()) == (422, True)
    refused = admin.post(path, {"role": "sysadmin", "organ": organ.pk})
    assert (refused.status_code, "个人信息保护法第五十一条" in refused.content.decode()) == (422, True)
    assert {post.role for post in person.postings.all()} == {"handler", "legal", "head"}
    second, _ = staffing.create(
        actor=people.admin, at=NOON, name="郑管理", username="zheng", role="sysadmin", organ=organ
    )
    assert admin.post(f"/staff/{second.pk}/posts/", {"role": "intake", "organ": organ.pk}).status_code == 422


def test_nobody_changes_their_own_account(people: Cast) -> None:
    admin, post = people.admin, people.admin.postings.get()
    for method, path in addresses(admin, post):
        if path.startswith(f"/staff/{admin.pk}/") and (method, path) != ("get", f"/staff/{admin.pk}/"):
            said = {"role": "editor", "organ": people.organ.pk, "agreed": "on"}
            assert getattr(web(admin), method)(path, said).status_code == 403, path
    admin.refresh_from_db()
    assert (admin.is_active, admin.check_password(PASSWORD)) == (True, True)
    assert list(admin.postings.all()) == [post]


def test_an_administrator_put_out_meanwhile_can_do_nothing(people: Cast, newcomer: tuple[Staff, str]) -> None:
    assert people.admin.posts
    Staff.objects.filter(pk=people.admin.pk).update(is_active=False)
    with pytest.raises(Fault, match="系统管理员"):
        staffing.reset_password(actor=people.admin, at=NOON, staff_id=newcomer[0].pk)


def test_the_timers_account_is_nobodys(people: Cast) -> None:
    system = Staff.objects.get(username="system")
    admin = web(people.admin)
    assert admin.get(f"/staff/{system.pk}/").status_code == 404
    assert admin.post(f"/staff/{system.pk}/password/").status_code == 404


def test_what_lies_with_the_handler_is_told_before_and_goes_back_after(road: Road) -> None:
    people = road.cast
    road.to("in_progress")
    assert road.case.handler == people.handler
    admin, path = web(people.admin), f"/staff/{people.handler.pk}/deactivate/"
    asked = admin.get(path).content.decode()
    assert road.case.case_number in asked
    assert "转办" in asked
    assert road.case.title not in asked
    assert admin.post(path).status_code == 422
    assert Staff.objects.get(pk=people.handler.pk).is_active
    own = web(people.handler)
    assert admin.post(path, {"agreed": "on"}).status_code == 302
    assert own.get("/")["Location"].startswith("/sign-in/")
    step = Step.objects.get(case=road.case, finished=None, flow_task_type="FUNCTION")
    assert step.owner is None
    assert road.case.events.filter(verb="release", actor=people.admin).count() == 1
    assert Notice.objects.filter(staff=people.unit_head, text__startswith=road.case.case_number).exists()
    assert not Notice.objects.filter(staff=people.admin).exists()
    body = admin.get(f"/staff/{people.handler.pk}/").content.decode()
    assert "仍须接办的办件" in body
    assert road.case.case_number in body
    assert not list(verify())


def test_ending_a_post_asks_for_what_is_worked_at_by_it_only(road: Road) -> None:
    people = road.cast
    road.to("in_progress")
    unit = people.handler.unit
    assert unit is not None
    extra = staffing.add_post(actor=people.admin, at=NOON, staff_id=people.handler.pk, role="legal", organ=people.organ)
    admin, base = web(people.admin), f"/staff/{people.handler.pk}/posts/"
    assert admin.post(f"{base}{extra.pk}/end/").status_code == 302
    post = people.handler.postings.get()
    assert admin.post(f"{base}{post.pk}/end/").status_code == 422
    assert admin.post(f"{base}{post.pk}/end/", {"agreed": "on"}).status_code == 302
    assert not people.handler.postings.exists()
    assert not leaving.desks(people.handler).exists()
    assert admin.get(f"{base}{post.pk}/end/").status_code == 404


def test_a_reset_ends_every_session_and_lifts_the_lock(people: Cast, newcomer: tuple[Staff, str]) -> None:
    person, _ = newcomer
    Staff.objects.filter(pk=person.pk).update(must_change_password=False)
    first, second = web(person), web(person)
    wrong = {"username": person.username, "password": "wrong"}
    locked = [Client().post("/sign-in/", wrong).status_code for _ in range(5)][-1]
    assert locked == 429
    password = shown(web(people.admin).post(f"/staff/{person.pk}/password/").content.decode())
    assert [one.get("/")["Location"] for one in (first, second)] == ["/sign-in/?next=/"] * 2
    answer = Client().post("/sign-in/", wrong | {"password": password})
    assert answer["Location"] == "/"


def test_nothing_opens_before_the_one_time_password_is_changed(people: Cast, newcomer: tuple[Staff, str]) -> None:
    person, password = newcomer
    browser, elsewhere = Client(), web(person)
    browser.post("/sign-in/", {"username": person.username, "password": password})
    for path in ("/", "/cases/", "/search/?q=1", "/notices/", "/library/", "/help/", "/staff/"):
        assert browser.get(path)["Location"] == "/account/password/", path
    assert browser.post("/cases/new/", {"title": "x"})["Location"] == "/account/password/"
    said = {"old_password": password, "new_password1": NEW, "new_password2": NEW}
    for wrong in (
        {"old_password": "wrong"},
        {"new_password2": "other"},
        {"new_password1": "12345678901", "new_password2": "12345678901"},
        {"new_password1": "short", "new_password2": "short"},
        {"new_password1": password, "new_password2": password},
    ):
        assert browser.post("/account/password/", said | wrong).status_code == 422, wrong
    assert browser.post("/account/password/", said)["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert elsewhere.get("/")["Location"] == "/sign-in/?next=/"


def test_a_closed_account_comes_back_with_a_new_password(people: Cast, newcomer: tuple[Staff, str]) -> None:
    person, old = newcomer
    admin, path = web(people.admin), f"/staff/{person.pk}/"
    admin.post(f"{path}deactivate/")
    assert "已停用" in admin.get(path).content.decode()
    assert admin.post(f"{path}password/").status_code == 409
    assert admin.post(f"{path}deactivate/").status_code == 409
    password = shown(admin.post(f"{path}reactivate/").content.decode())
    person.refresh_from_db()
    assert (person.is_active, person.check_password(old), person.check_password(password)) == (True, False, True)
    assert admin.post(f"{path}reactivate/").status_code == 409


def test_everything_goes_on_record_but_no_password(people: Cast) -> None:
    admin = web(people.admin)
    passwords = [shown(admin.post("/staff/new/", entering(people)).content.decode())]
    person = Staff.objects.get(username="wuxinren")
    base = f"/staff/{person.pk}/"
    admin.post(f"{base}posts/", {"role": "legal", "organ": people.organ.pk})
    admin.post(f"{base}posts/{person.postings.get(role='legal').pk}/end/")
    admin.post(f"{base}deactivate/")
    passwords.append(shown(admin.post(f"{base}reactivate/").content.decode()))
    passwords.append(shown(admin.post(f"{base}password/").content.decode()))
    said = {"old_password": passwords[-1], "new_password1": NEW, "new_password2": NEW}
    browser = Client()
    browser.post("/sign-in/", {"username": person.username, "password": passwords[-1]})
    browser.post("/account/password/", said)
    events = list(CaseEvent.objects.filter(case=None, data__staff=person.pk).order_by("pk"))
    verbs = ["create", "add_post", "end_post", "deactivate", "reactivate", "reset_password", "change_password"]
    assert [event.verb for event in events] == [f"staff_{verb}" for verb in verbs]
    assert [event.actor for event in events] == [people.admin] * 6 + [person]
    assert events[0].data["name"] == "吴新人"
    assert events[1].data["role"] == "legal"
    stored = json.dumps([event.data for event in events], ensure_ascii=False)
    assert not [word for word in (*passwords, NEW, "pbkdf2", person.password) if word in stored]
    assert not list(verify())
    body = admin.get(base).content.decode()
    assert "法制审核人员（区政府）" in body


def test_the_list_is_searched_and_filtered(people: Cast) -> None:
    admin = web(people.admin)
    body = admin.get("/staff/?q=李承办").content.decode()
    assert "lichengban" in body
    assert "wangdengji" not in body
    assert "系统定时任务" not in admin.get("/staff/?q=system").content.decode()
    assert "lichengban" in admin.get(f"/staff/?organ={people.handler.organ_id}&role=handler").content.decode()
    assert "没有符合条件的人员" in admin.get("/staff/?state=closed").content.decode()
    assert "第 2 /" in admin.get("/staff/?page=2").content.decode()
    assert admin.get("/staff/?organ=x&role=y&page=z").status_code == 200


def test_the_pages_take_the_same_statements_however_many_staff(people: Cast) -> None:
    admin, path = web(people.admin), f"/staff/{people.handler.pk}/"
    counted = []
    for batch in range(2):
        for page in ("/staff/", path):
            admin.get(page)
            with CaptureQueriesContext(connection) as captured:
                admin.get(page)
            counted.append(len(captured))
        rows = [Staff(username=f"p{batch}-{n}", name=f"人员{n}", organ=people.organ, password="!") for n in range(30)]
        for person in Staff.objects.bulk_create(rows):
            Posting.objects.create(staff=person, role="handler", organ=people.organ, unit=people.organ.units.get())
    assert counted[:2] == counted[2:]
    assert max(counted) <= 16
