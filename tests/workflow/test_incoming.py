"""待确认来件: what came without a signature, from the day it arrived to the case, and the tries to reach the sender."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework import wording
from casework.acts import incoming, misdirected
from casework.acts.record import verify
from casework.errors import BadValue, MissingFact, NotAllowed, WrongState
from casework.lawbook import law_settings
from casework.models import Case, CaseEvent, ContactAttempt, Deadline, IncomingMail, Notice, Organ, Staff
from casework.now import SHANGHAI, pinned
from casework.selectors.incoming import standing, waiting
from tests.conftest import NOON, TODAY
from tests.workflow.test_registering import form as application
from workflow import digest
from workflow.timers import sweep

pytestmark = pytest.mark.django_db
ARRIVED = date(2026, 11, 18)  # a Wednesday; today is Friday the 20th
SENDER, PHONE = "欧阳建国", "13812345678"


@pytest.fixture
def web(today: date, signed_in: Callable[[Staff], Client]) -> Callable[[Staff], Client]:
    return signed_in


@pytest.fixture
def row(clerk: Staff, organs: dict[str, Organ]) -> IncomingMail:
    return enter(clerk, organs)


@pytest.fixture
def third(organs: dict[str, Organ]) -> Staff:
    """An intake clerk of another organ."""
    return Staff.objects.get(postings__role="intake", postings__organ=organs["LC21"])


@pytest.fixture
def law(settings: Any) -> Iterator[Callable[..., None]]:
    """Set points of law for one test."""

    def set_to(**points: str) -> None:
        settings.LAW = points
        law_settings.cache_clear()

    yield set_to
    law_settings.cache_clear()


def enter(clerk: Staff, organs: dict[str, Organ], **changes: Any) -> IncomingMail:
    facts: dict[str, Any] = {
        "organ": organs["LC01"], "channel": "mail_ordinary", "title": "申请公开花园北区征地批复", "sender": SENDER,
        "arrived_on": ARRIVED, "contact": PHONE, "enclosed": "申请表2页", "reference": "邮戳11月16日",
    }  # fmt: skip
    return incoming.enter(actor=clerk, at=NOON, today=TODAY, **(facts | changes))


def contact(clerk: Staff, row: IncomingMail, outcome: str = "unanswered", **changes: Any) -> ContactAttempt:
    facts: dict[str, Any] = {"made_on": ARRIVED, "way": "phone", "made_by": "王登记", "outcome": outcome}
    return incoming.contact(actor=clerk, at=NOON, today=TODAY, mail_id=row.pk, **(facts | changes))


def close(clerk: Staff, row: IncomingMail, ending: str, reason: str = "多次拨打无人接听") -> IncomingMail:
    return incoming.close(actor=clerk, at=NOON, today=TODAY, mail_id=row.pk, ending=ending, reason=reason)


def typed(clerk: Staff, **changes: Any) -> dict[str, Any]:
    dates = {"arrived_on": "2026-11-18", "confirmed_on": "2026-11-20", "unreachable": "on"}
    return application(clerk, **({"channel": "mail_ordinary", "signed_on": None} | dates | changes))


def events() -> list[str]:
    return list(CaseEvent.objects.filter(case=None).order_by("seq").values_list("verb", flat=True))


def lit(row: IncomingMail, day: date = TODAY) -> tuple[str, int | None]:
    found = standing(IncomingMail.objects.get(pk=row.pk), day)
    assert found is not None
    return found.light.code, found.days_left


# -- the walk ---------------------------------------------------------------------------------------------------------


def test_from_the_letter_to_the_case_by_the_pages_alone(
    web: Callable[[Staff], Client], clerk: Staff, organs: dict[str, Organ]
) -> None:
    """Nobody was reached on the day it came, somebody two days later: the period starts there (law.md §1.2, WK-2)."""
    desk = web(clerk)
    new = {
        "organ": organs["LC01"].pk, "channel": "mail_ordinary", "arrived_on": "2026-11-18", "arrived_time": "",
        "reference": "邮戳11月16日", "sender": SENDER, "contact": PHONE, "title": "申请公开花园北区征地批复",
        "enclosed": "申请表2页",
    }  # fmt: skip
    answer = desk.post("/incoming/new/", new)
    row = IncomingMail.objects.get()
    assert answer["Location"] == f"/incoming/{row.pk}/"
    address, tried = f"/cases/new/?incoming={row.pk}", {"made_by": "王登记", "way": "phone", "made_time": "15:20"}
    assert desk.get(address).status_code == 409
    said = tried | {"made_on": "2026-11-18", "outcome": "unanswered", "note": "无人接听"}
    assert desk.post(f"/incoming/{row.pk}/contact/", said).status_code == 302
    assert "停 · 不计时" in desk.get("/incoming/").content.decode()
    said = tried | {"made_on": "2026-11-20", "outcome": "confirmed", "note": ""}
    assert desk.post(f"/incoming/{row.pk}/contact/", said).status_code == 302
    assert f'href="{address}"' in desk.get(f"/incoming/{row.pk}/").content.decode()
    form = desk.get(address).context["form"]
    names = ("channel", "arrived_on", "confirmed_on", "unreachable", "name", "phone", "title", "note")
    assert [form[name].value() for name in names] == [
        "mail_ordinary", ARRIVED, TODAY, True, SENDER, PHONE, "申请公开花园北区征地批复", "所附材料：申请表2页",
    ]  # fmt: skip
    calls = "2026年11月18日电话，未联系上（王登记）；2026年11月20日电话，已确认（王登记）"
    assert form["mail_ordinary_record0"].value() == calls
    assert desk.post(address, typed(clerk)).status_code == 302
    case = Case.objects.get()
    row.refresh_from_db()
    assert (row.state, row.case) == ("registered", case)
    assert (case.received_on, case.safe_received_on) == (TODAY, TODAY)
    walked = ["incoming_enter", "incoming_contact", "incoming_contact", "reveal", "incoming_register"]
    assert events() == walked and not list(verify())
    assert case.case_number in desk.get("/incoming/?show=registered").content.decode()


@pytest.mark.parametrize(
    ("channel", "came", "record"),
    [("email", "server_on", "20261118-3"), ("fax", "arrived_on", "0531-1"), ("other", None, "便民信箱")],
)
def test_the_other_channels_fill_the_form_with_their_own_dates(
    web: Callable[[Staff], Client],
    clerk: Staff,
    organs: dict[str, Organ],
    channel: str,
    came: str | None,
    record: str,
) -> None:
    row = enter(clerk, organs, channel=channel, reference=record, contact="a@b.cn", arrived_time=time(21, 14))
    contact(clerk, row, "confirmed", made_on=date(2026, 11, 19))
    form = web(clerk).get(f"/cases/new/?incoming={row.pk}").context["form"]
    assert [form[name].value() for name in ("channel", "confirmed_on", "email")] == [
        channel, date(2026, 11, 19), "a@b.cn",
    ]  # fmt: skip
    assert came is None or form[came].value() == ARRIVED
    assert [form[f"{channel}_record{n}"].value() for n in (0, 1)] == [record, "王登记"]
    assert not form["unreachable"].value()


def test_a_letter_nobody_called_about_in_time_keeps_the_earlier_date(
    web: Callable[[Staff], Client], clerk: Staff, row: IncomingMail
) -> None:
    """The day it arrived stays the safe date, and the form may not claim otherwise."""
    contact(clerk, row, made_on=date(2026, 11, 19))
    contact(clerk, row, "confirmed", made_on=TODAY)
    desk, address = web(clerk), f"/cases/new/?incoming={row.pk}"
    assert not desk.get(address).context["form"]["unreachable"].value()
    refused = desk.post(address, typed(clerk))
    assert refused.status_code == 422 and "没有联系记录" in str(refused.context["form"].errors)
    assert desk.post(address, typed(clerk, unreachable=None, submit_key="b2")).status_code == 302
    case = Case.objects.get()
    assert (case.received_on, case.safe_received_on) == (TODAY, ARRIVED)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"arrived_on": "2026-11-19"}, "arrived_on"),
        ({"confirmed_on": "2026-11-20"}, "confirmed_on"),
        ({"channel": "fax"}, "channel"),
    ],
)
def test_a_registration_that_counts_from_later_than_the_record_writes_nothing(
    web: Callable[[Staff], Client], clerk: Staff, row: IncomingMail, changes: dict[str, str], field: str
) -> None:
    contact(clerk, row)
    contact(clerk, row, "confirmed", made_on=date(2026, 11, 19))
    said = typed(clerk, **({"confirmed_on": "2026-11-19"} | changes))
    answer = web(clerk).post(f"/cases/new/?incoming={row.pk}", said)
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert not Case.objects.exists() and IncomingMail.objects.get().state == "confirming"


def test_it_is_registered_once(web: Callable[[Staff], Client], clerk: Staff, row: IncomingMail) -> None:
    contact(clerk, row)
    contact(clerk, row, "confirmed", made_on=TODAY)
    desk, address = web(clerk), f"/cases/new/?incoming={row.pk}"
    first, second = (desk.post(address, typed(clerk)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert desk.post(address, typed(clerk, submit_key="c3d4")).status_code == 409
    assert Case.objects.count() == 1 and events().count("incoming_register") == 1


def test_the_form_of_registration_leads_to_the_ledger(web: Callable[[Staff], Client], clerk: Staff) -> None:
    page = web(clerk).get("/cases/new/").content.decode()
    assert 'data-show-when="channel=mail_ordinary,email,fax,other"' in page and 'href="/incoming/new/"' in page


# -- until when -------------------------------------------------------------------------------------------------------


def test_a_letter_is_to_be_confirmed_the_day_it_arrives(clerk: Staff, organs: dict[str, Organ]) -> None:
    row = enter(clerk, organs, arrived_on=TODAY)
    assert lit(row) == ("red", 0)
    assert lit(row, date(2026, 11, 23)) == ("overdue", -1)
    contact(clerk, row, made_on=TODAY)
    assert lit(row, date(2026, 11, 23)) == ("stopped", None)


def test_what_came_another_way_has_until_the_next_working_day(clerk: Staff, organs: dict[str, Organ]) -> None:
    row = enter(clerk, organs, channel="fax", arrived_on=TODAY)
    assert lit(row) == ("red", 1)
    assert lit(row, date(2026, 11, 24)) == ("overdue", -1)


def test_what_is_confirmed_is_to_be_registered(clerk: Staff, row: IncomingMail) -> None:
    contact(clerk, row, "confirmed", made_on=TODAY)
    found = standing(IncomingMail.objects.get(), TODAY)
    assert found is not None and (found.what, found.due, found.light.code) == ("登记", date(2026, 11, 23), "red")


def test_the_last_day_is_told_once_to_the_clerks_and_leads_to_the_row(
    clerk: Staff, row: IncomingMail, third: Staff, web: Callable[[Staff], Client]
) -> None:
    assert [sweep(NOON, TODAY), sweep(NOON, TODAY)] == [1, 0]
    line = Notice.objects.get(kind="confirm")
    assert (line.staff, line.mail) == (clerk, row)
    assert "2026年11月18日" in line.text and SENDER not in line.text
    assert web(clerk).post("/notices/", {"notice": line.pk})["Location"] == f"/incoming/{row.pk}/"


@pytest.mark.parametrize("outcome", ["confirmed", "unanswered", "no_contact"])
def test_whoever_looked_for_the_sender_in_time_is_not_told(clerk: Staff, row: IncomingMail, outcome: str) -> None:
    contact(clerk, row, outcome)
    assert sweep(NOON, TODAY) == 0 and not Notice.objects.exists()


def test_a_message_sent_is_not_yet_a_try_that_failed(clerk: Staff, row: IncomingMail) -> None:
    contact(clerk, row, "pending", way="sms")
    assert (lit(row)[0], sweep(NOON, TODAY)) == ("overdue", 1)


def test_the_digest_and_the_navigation_count_what_waits(
    web: Callable[[Staff], Client], clerk: Staff, row: IncomingMail, third: Staff, cast: dict[str, Staff]
) -> None:
    def shown(person: Staff) -> Any:
        items = web(person).get("/library/").context["nav"]
        return next((item["count"] for item in items if item["label"] == "待登记来件"), "")

    assert "待登记来件 1 件" in digest.summary(clerk, TODAY)
    assert (list(waiting(clerk)), list(waiting(third))) == ([row], [])
    assert [shown(person) for person in (clerk, third, cast["督查员"], cast["李承办"])] == [1, 0, None, ""]


def test_a_practice_day_that_passes_tells_of_it(clerk: Staff, organs: dict[str, Organ], settings: Any) -> None:
    from workflow import practice

    enter(clerk, organs, arrived_on=TODAY)
    enter(clerk, organs, arrived_on=TODAY)
    later = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
    with pinned(later):
        sweep(later, later.date())
    assert practice.happened(NOON) == ["2 件来件超过确认期限"]


def test_a_handed_over_one_is_to_be_confirmed_by_the_organ_it_is_addressed_to(
    clerk: Staff, organs: dict[str, Organ], web: Callable[[Staff], Client]
) -> None:
    theirs = Staff.objects.get(postings__role="intake", postings__organ=organs["LC13"])
    row = misdirected.enter(
        actor=clerk, at=NOON, today=TODAY, organ=organs["LC01"], addressed_to=organs["LC13"], sender=SENDER,
        title="规划", channel="mail_signed", arrived_on=ARRIVED,
    )  # fmt: skip
    handed = {"handed_over_on": date(2026, 11, 19), "hand_over_way": "post", "receiver": "周某"}
    misdirected.hand_over(actor=clerk, at=NOON, today=TODAY, mail_id=row.pk, **handed)
    assert Deadline.objects.get(mail=row).due_on == date(2026, 11, 19)
    with pytest.raises(NotAllowed):
        contact(clerk, row, made_on=TODAY)
    with pytest.raises(BadValue, match="早于此前"):
        contact(theirs, row, made_on=ARRIVED)
    contact(theirs, row, "confirmed", made_on=TODAY)
    form = web(theirs).get(f"/cases/new/?incoming={row.pk}").context["form"]
    assert [form[name].value() for name in ("first_signed_on", "arrived_on", "confirmed_on")] == [
        ARRIVED, date(2026, 11, 19), TODAY,
    ]  # fmt: skip


# -- settings ---------------------------------------------------------------------------------------------------------


def test_where_the_server_time_counts_an_email_is_registered_unconfirmed(
    web: Callable[[Staff], Client], clerk: Staff, organs: dict[str, Organ], law: Callable[..., None]
) -> None:
    """Its period runs from the server's time: a sender who does not answer must not keep it from being registered."""
    row = enter(clerk, organs, channel="email")
    assert not incoming.may_register(clerk, row)
    law(receipt_email="server_time")
    assert incoming.may_register(clerk, row)
    with pytest.raises(BadValue, match="直接登记"):
        enter(clerk, organs, channel="email")
    said = application(clerk, channel="email", signed_on=None, server_on="2026-11-18")
    assert web(clerk).post(f"/cases/new/?incoming={row.pk}", said).status_code == 302
    assert Case.objects.get().received_on == ARRIVED


def test_where_the_site_says_so_the_portal_waits_too(
    web: Callable[[Staff], Client], clerk: Staff, organs: dict[str, Organ], law: Callable[..., None]
) -> None:
    with pytest.raises(BadValue, match="直接登记"):
        enter(clerk, organs, channel="portal")
    law(receipt_portal="manual_confirm")
    row = enter(clerk, organs, channel="portal")
    contact(clerk, row, "confirmed", made_on=TODAY)
    desk = web(clerk)
    form = desk.get(f"/cases/new/?incoming={row.pk}").context["form"]
    assert (form["submitted_on"].value(), form["confirmed_on"].value()) == (ARRIVED, TODAY)
    said = application(clerk, channel="portal", signed_on=None, submitted_on="2026-11-18")
    assert "confirmed_on" in desk.post("/cases/new/", said).context["form"].errors


# -- closing ----------------------------------------------------------------------------------------------------------


def test_it_is_closed_with_a_reason_and_comes_back(
    web: Callable[[Staff], Client], clerk: Staff, row: IncomingMail
) -> None:
    contact(clerk, row)
    desk = web(clerk)
    said = {"ending": "unanswered", "reason": "三次拨打无人接听"}
    assert desk.post(f"/incoming/{row.pk}/close/", said)["Location"] == "/incoming/?show=confirming"
    assert "始终联系不上" in desk.get("/incoming/?show=closed").content.decode()
    assert desk.post(f"/incoming/{row.pk}/contact/", {}).status_code == 422
    with pytest.raises(WrongState, match="已了结"):
        contact(clerk, row, "confirmed", made_on=TODAY)
    assert desk.post(f"/incoming/{row.pk}/reopen/", {"reason": ""}).status_code == 422
    assert desk.post(f"/incoming/{row.pk}/reopen/", {"reason": "申请人来电"}).status_code == 302
    contact(clerk, row, "confirmed", made_on=TODAY)
    row.refresh_from_db()
    assert (row.state, row.ending, row.ended_on, row.confirmed_on) == ("confirming", "", None, TODAY)
    said = wording.sentence("incoming_close", CaseEvent.objects.get(verb="incoming_close").data)
    assert "始终联系不上" in said and "三次拨打" in said and SENDER not in said


def test_who_was_never_looked_for_is_not_given_up(clerk: Staff, row: IncomingMail) -> None:
    with pytest.raises(MissingFact, match="还没有联系记录"):
        close(clerk, row, "unanswered")
    with pytest.raises(MissingFact, match="须写明理由"):
        close(clerk, row, "withdrawn", " ")
    contact(clerk, row, "confirmed")
    with pytest.raises(BadValue, match="已经与申请人确认"):
        close(clerk, row, "unanswered")
    assert close(clerk, row, "withdrawn", "来电表示不再需要").state == "closed"


def test_what_is_closed_is_told_to_nobody_and_what_comes_back_is_watched_again(clerk: Staff, row: IncomingMail) -> None:
    close(clerk, row, "elsewhere", "与当面提交的是同一件")
    assert sweep(NOON, TODAY) == 0
    incoming.reopen(actor=clerk, at=NOON, today=TODAY, mail_id=row.pk, reason="误了结")
    assert sweep(NOON, TODAY) == 1


# -- who may, and what is seen ----------------------------------------------------------------------------------------


def test_only_the_clerks_of_the_organ_and_supervision_see_it(
    web: Callable[[Staff], Client], row: IncomingMail, cast: dict[str, Staff], third: Staff
) -> None:
    def seen(person: Staff) -> int:
        return int(web(person).get(f"/incoming/{row.pk}/").status_code)

    assert [seen(cast[name]) for name in ("王登记", "督查员")] == [200, 200]
    others = (third, *(cast[name] for name in ("李承办", "赵科长", "钱法制", "孙主任", "周编辑", "系统管理员")))
    assert [seen(person) for person in others] == [404] * len(others)
    for verb in ("contact", "close", "read"):
        assert web(third).post(f"/incoming/{row.pk}/{verb}/", {}).status_code == 404
    said = {"made_on": "2026-11-18", "made_by": "某", "way": "phone", "outcome": "confirmed"}
    over = web(cast["督查员"])
    assert over.post(f"/incoming/{row.pk}/contact/", said).status_code == 403
    assert over.post(f"/incoming/{row.pk}/read/").status_code == 403
    assert over.post(f"/incoming/{row.pk}/close/", {"ending": "withdrawn", "reason": "x"}).status_code == 403
    assert web(third).get(f"/cases/new/?incoming={row.pk}").status_code == 404
    assert web(cast["李承办"]).get("/incoming/").status_code == 403


def test_name_and_contact_are_shown_on_record_and_unreadable_in_the_database(
    web: Callable[[Staff], Client], row: IncomingMail, clerk: Staff, cast: dict[str, Staff]
) -> None:
    contact(clerk, row, note="其子接听，称在外地")
    desk = web(clerk)
    for page in ("/incoming/", f"/incoming/{row.pk}/"):
        body = desk.get(page).content.decode()
        assert "欧**国" in body and SENDER not in body and PHONE not in body
    assert "其子接听" not in web(cast["督查员"]).get(f"/incoming/{row.pk}/").content.decode()
    assert not CaseEvent.objects.filter(verb="reveal").exists()
    for _ in range(2):
        body = desk.post(f"/incoming/{row.pk}/read/").content.decode()
        assert SENDER in body and PHONE in body and "其子接听" in body
    assert CaseEvent.objects.get(verb="reveal").data["mail"] == row.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT sender, contact FROM casework_incomingmail")
        kept = cursor.fetchone()
        cursor.execute("SELECT note FROM casework_contactattempt")
        kept += cursor.fetchone()
    assert not any(word in str(kept) for word in (SENDER, PHONE, "其子接听"))


# -- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"arrived_on": "2026-11-21"}, "arrived_on"),
        ({"arrived_on": "昨天"}, "arrived_on"),
        ({"arrived_time": "25:00"}, "arrived_time"),
        ({"title": " "}, "title"),
        ({"channel": "mail_signed"}, "channel"),
        ({"channel": ""}, "channel"),
        ({"organ": "999"}, "organ"),
    ],
)
def test_a_bad_entry_is_told_at_its_field(
    web: Callable[[Staff], Client], clerk: Staff, organs: dict[str, Organ], changes: dict[str, str], field: str
) -> None:
    said = {"organ": organs["LC01"].pk, "channel": "fax", "arrived_on": "2026-11-18", "title": "一件"} | changes
    answer = web(clerk).post("/incoming/new/", said)
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert not IncomingMail.objects.exists() and not events()


def test_little_is_known_of_some(web: Callable[[Staff], Client], clerk: Staff, organs: dict[str, Organ]) -> None:
    """No name, no telephone: it is on record all the same."""
    said = {"organ": organs["LC01"].pk, "channel": "other", "arrived_on": "2026-11-18", "title": "一件"}
    assert web(clerk).post("/incoming/new/", said).status_code == 302
    assert IncomingMail.objects.get().masked_sender == "未载明"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"made_on": "2026-11-17"}, "made_on"),
        ({"made_on": "2026-11-21"}, "made_on"),
        ({"made_by": " "}, "made_by"),
        ({"outcome": ""}, "outcome"),
        ({"way": "pigeon"}, "way"),
    ],
)
def test_a_bad_try_is_told_and_nothing_is_kept(
    web: Callable[[Staff], Client], clerk: Staff, row: IncomingMail, changes: dict[str, str], field: str
) -> None:
    said = {"made_on": "2026-11-18", "made_by": "王登记", "way": "phone", "outcome": "confirmed"} | changes
    answer = web(clerk).post(f"/incoming/{row.pk}/contact/", said)
    assert (answer.status_code, field in answer.context["contact"].errors) == (422, True)
    assert not ContactAttempt.objects.exists() and IncomingMail.objects.get().confirmed_on is None


def test_it_is_confirmed_once(clerk: Staff, row: IncomingMail) -> None:
    contact(clerk, row, "confirmed")
    with pytest.raises(WrongState, match="请登记为办件"):
        contact(clerk, row, "confirmed", made_on=TODAY)


def test_the_database_holds_the_states_apart(clerk: Staff, row: IncomingMail, organs: dict[str, Organ]) -> None:
    for changes in (
        {"state": "closed"},
        {"state": "registered"},
        {"addressed_to": organs["LC13"]},
        {"state": "handed"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            IncomingMail.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(mail=row).update(mail=None)


# -- many -------------------------------------------------------------------------------------------------------------


def test_the_list_takes_as_many_statements_for_many_rows(
    web: Callable[[Staff], Client], clerk: Staff, organs: dict[str, Organ]
) -> None:
    desk = web(clerk)

    def statements() -> int:
        desk.get("/incoming/")
        with CaptureQueriesContext(connection) as captured:
            desk.get("/incoming/")
        return len(captured)

    contact(clerk, enter(clerk, organs))
    few = statements()
    for number in range(12):
        found = enter(clerk, organs, channel=("fax", "email", "mail_ordinary")[number % 3])
        contact(clerk, found, "confirmed" if number % 2 else "unanswered", made_on=TODAY)
    assert statements() == few
    assert len(desk.get("/incoming/").context["rows"]) == 13


def test_bad_addresses_are_not_found(web: Callable[[Staff], Client], clerk: Staff, row: IncomingMail) -> None:
    desk = web(clerk)
    for address in ("/incoming/999/", "/cases/new/?incoming=abc", "/cases/new/?incoming=" + "9" * 40):
        assert desk.get(address).status_code == 404
    assert desk.post(f"/incoming/{row.pk}/nothing/").status_code == 404
    assert desk.get("/incoming/?show=nothing&page=x").status_code == 200


def test_the_timer_follows_the_calendar(row: IncomingMail) -> None:
    last = incoming.last_day(row)
    Deadline.objects.filter(mail=row).update(due_on=date(2026, 11, 19))
    for _ in range(2):
        incoming.recount_all()
        (timer,) = Deadline.objects.filter(mail=row, state=Deadline.State.WAITING)
        assert timer.due_on == last
