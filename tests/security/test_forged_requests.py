"""No address takes what another site sends; no form takes fields or keys it does not offer; no sign-in leads away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from casework.acts import incoming
from casework.models import Case, CaseEvent, IncomingMail, Organ, Staff
from casework.now import pinned
from tests.conftest import NOON, TODAY
from tests.roads import moment
from tests.security.test_every_address import DAY, World, address, patterns
from tests.workflow.test_registering import form as application
from workflow.demo.district import PASSWORD

pytestmark = pytest.mark.django_db
SENDER, PHONE, NOTE = "欧阳翠柏", "13812345678", "称住在花园路"


def test_every_address_refuses_a_request_without_the_token() -> None:
    with pinned(moment(DAY, 15)):
        world = World()
        for who in (world.cast.clerk, world.cast.admin, None):
            browser = Client(enforce_csrf_checks=True)
            if who is not None:
                browser.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
            answers = {p.name: browser.post(address(p, world.values), {"version": 1}) for p in patterns(get_resolver())}
            assert {name for name, answer in answers.items() if answer.status_code != 403} == set()


def test_fields_a_form_does_not_offer_change_nothing(
    today: date, clerk: Staff, organs: dict[str, Organ], signed_in: Callable[[Staff], Client]
) -> None:
    typed = application(clerk) | {
        "status": "archived", "case_number": "伪造1号", "handler": clerk.pk, "unit": organs["LC21"].units.first().pk,
        "received_on": "2020-01-01", "registered_by": 1, "mail_id": 1,
    }  # fmt: skip
    assert signed_in(clerk).post("/cases/new/", typed | {"organ": organs["LC21"].pk}).status_code == 422
    assert signed_in(clerk).post("/cases/new/", typed).status_code == 302
    case = Case.objects.get()
    assert (case.status, case.unit, case.handler, case.registered_by) == ("registered", None, None, clerk)
    assert case.case_number != "伪造1号" and str(case.received_on) != "2020-01-01"


@pytest.mark.parametrize("to", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_the_sign_in_leads_to_pages_of_this_site_only(to: str, clerk: Staff) -> None:
    typed = {"username": clerk.username, "password": PASSWORD, "next": to}
    assert Client().post("/sign-in/", typed).headers["Location"] == "/"


def test_a_session_set_before_the_sign_in_is_worth_nothing_after_it(clerk: Staff) -> None:
    browser = Client()
    planted = browser.session
    planted["x"] = 1
    planted.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(planted.session_key)
    browser.post("/sign-in/", {"username": clerk.username, "password": PASSWORD})
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    assert key != planted.session_key
    assert browser.get("/sign-out/").status_code == 405
    browser.post("/sign-out/")
    kept = Client()
    kept.cookies[settings.SESSION_COOKIE_NAME] = key
    assert kept.get("/").status_code == 302


@pytest.fixture
def mail(today: date, clerk: Staff, organs: dict[str, Organ]) -> IncomingMail:
    """What waits at the district office to be confirmed, with a try on record."""
    said: dict[str, Any] = {"actor": clerk, "at": NOON, "today": TODAY}
    row = incoming.enter(
        organ=organs["LC01"], channel="mail_ordinary", title="申请公开征地批复", sender=SENDER, arrived_on=TODAY,
        contact=PHONE, reference="传真0531-88886666", **said,
    )  # fmt: skip
    incoming.contact(
        mail_id=row.pk, made_on=TODAY, way="phone", outcome="unanswered", made_by="王登记", note=NOTE, **said
    )
    return row


def test_what_waits_to_be_confirmed_is_nobody_elses(
    mail: IncomingMail, clerk: Staff, cast: dict[str, Staff], signed_in: Callable[[Staff], Client]
) -> None:
    """Nor by the query that fills the form, in search, exports and history; supervision reads no personal data."""
    other = Staff.objects.get(postings__role="intake", postings__organ__code="LC21")
    pages = [f"/incoming/{mail.pk}/", f"/cases/new/?incoming={mail.pk}", "/incoming/", "/search/?q=征地批复", "/cases/"]
    pages += ["/cases/export/", f"/library/?q={SENDER}", f"/search/?q={SENDER}", f"/search/?q={PHONE}", "/notices/"]
    for who in (other, cast["李承办"], cast["孙主任"], cast["督查员"], cast["周编辑"], cast["系统管理员"]):
        for path in pages:
            shown = signed_in(who).get(path).content.decode(errors="ignore").replace(f'value="{SENDER}"', "")
            assert not any(word in shown for word in (NOTE, "0531-88886666")), (who, path)
            assert f'value="{PHONE}"' not in shown or "/search/" in path
            if who != cast["督查员"] and "q=" not in path:
                assert mail.title not in shown, (who, path)
        for verb in ("read", "contact", "close", "reopen", "hand_over", "refuse"):
            assert signed_in(who).post(f"/incoming/{mail.pk}/{verb}/", {"reason": "x" * 20}).status_code in (
                403,
                404,
                422,
            )
    said = application(other) | {"organ": other.organ_id}
    assert signed_in(other).post(f"/cases/new/?incoming={mail.pk}", said).status_code == 404
    assert Case.objects.count() == 0 and IncomingMail.objects.get().state == "confirming"
    told = str(list(CaseEvent.objects.values_list("data", flat=True)))
    assert not any(word in told for word in (SENDER, PHONE, NOTE))
