"""误投与移交: from the organ that signed first to the case of the addressed organ, with the clock of the first day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework import wording
from casework.acts import misdirected
from casework.acts.record import verify
from casework.errors import BadValue, NotFound
from casework.models import Case, CaseEvent, IncomingMail, Notice, Organ, Staff
from tests.conftest import NOON, TODAY
from tests.workflow.test_registering import form as application

pytestmark = pytest.mark.django_db
FIRST, HANDED = date(2026, 11, 10), date(2026, 11, 18)
SENDER = "欧阳建国"


@pytest.fixture
def theirs(organs: dict[str, Organ]) -> Staff:
    """The intake clerk of the organ it is addressed to."""
    return Staff.objects.get(postings__role="intake", postings__organ=organs["LC13"])


@pytest.fixture
def third(organs: dict[str, Organ]) -> Staff:
    """An intake clerk of an organ that has nothing to do with it."""
    return Staff.objects.get(postings__role="intake", postings__organ=organs["LC21"])


@pytest.fixture
def web(today: date, signed_in: Callable[[Staff], Client]) -> Callable[[Staff], Client]:
    return signed_in


@pytest.fixture
def entered(clerk: Staff, organs: dict[str, Organ]) -> IncomingMail:
    return enter(clerk, organs)


@pytest.fixture
def handed(entered: IncomingMail, clerk: Staff) -> IncomingMail:
    return hand_over(clerk, entered)


def enter(clerk: Staff, organs: dict[str, Organ], **changes: Any) -> IncomingMail:
    facts: dict[str, Any] = {
        "organ": organs["LC01"], "addressed_to": organs["LC13"], "sender": SENDER,
        "title": "申请公开花园北区拆迁许可", "channel": "mail_signed", "arrived_on": FIRST,
    }  # fmt: skip
    return misdirected.enter(actor=clerk, at=NOON, today=TODAY, **(facts | changes))


def hand_over(clerk: Staff, row: IncomingMail, **changes: Any) -> IncomingMail:
    facts: dict[str, Any] = {"handed_over_on": HANDED, "hand_over_way": "messenger", "receiver": "收发员周某"}
    return misdirected.hand_over(actor=clerk, at=NOON, today=TODAY, mail_id=row.pk, **(facts | changes))


def typed(clerk: Staff, **changes: Any) -> dict[str, Any]:
    dates = {"first_signed_on": "2026-11-10", "arrived_on": "2026-11-18", "confirmed_on": "2026-11-18"}
    return application(clerk, **({"channel": "mail_misdirected", "signed_on": None} | dates | changes))


def events() -> list[str]:
    return list(CaseEvent.objects.filter(case=None).order_by("seq").values_list("verb", flat=True))


# -- the walk ----------------------------------------------------------------------------------------------------------


def test_from_the_first_signature_to_the_case_of_the_other_organ(
    web: Callable[[Staff], Client], clerk: Staff, theirs: Staff, organs: dict[str, Organ]
) -> None:
    """Entered, handed over and registered by the pages alone; the clock goes by the earlier date (law.md §1.2)."""
    ours, other = web(clerk), web(theirs)
    new = {
        "organ": organs["LC01"].pk, "addressed_to": organs["LC13"].pk, "addressed_name": "", "sender": SENDER,
        "title": "申请公开花园北区拆迁许可", "channel": "mail_signed", "arrived_on": "2026-11-10",
    }  # fmt: skip
    ours.post("/incoming/misdirected/", new)
    row = IncomingMail.objects.get()
    given = {
        "addressed_to": organs["LC13"].pk, "handed_over_on": "2026-11-18", "hand_over_way": "messenger",
        "receiver": "收发员周某",
    }  # fmt: skip
    assert ours.post(f"/incoming/{row.pk}/hand_over/", given).status_code == 302
    page = other.get(f"/incoming/{row.pk}/").content.decode()
    address = f"/cases/new/?incoming={row.pk}"
    assert f'href="{address}"' in page
    form = other.get(address).context["form"]
    begins = [form[name].value() for name in ("channel", "first_signed_on", "arrived_on", "organ", "name")]
    assert begins == ["mail_misdirected", FIRST, HANDED, organs["LC13"].pk, SENDER]
    assert form["mail_misdirected_record0"].value() == organs["LC01"].name
    assert form["mail_misdirected_record1"].value() == "2026年11月18日专人送交，收发员周某签收"
    assert other.post(address, typed(theirs)).status_code == 302
    case = Case.objects.get()
    row.refresh_from_db()
    assert (row.state, row.case, case.organ) == ("registered", case, organs["LC13"])
    assert (case.received_on, case.safe_received_on) == (FIRST, FIRST)
    assert case.due_on == date(2026, 12, 8)  # the twentieth working day after 10 November
    assert events() == ["misdirected_enter", "misdirected_hand_over", "reveal", "incoming_register"]
    seen = CaseEvent.objects.get(verb="reveal")
    assert (seen.actor, seen.data["mail"], seen.data["field"]) == (theirs, row.pk, "name")
    assert not list(verify())
    assert case.case_number in ours.get(f"/incoming/{row.pk}/").content.decode()


def test_the_addressed_organ_and_then_the_first_one_are_told(handed: IncomingMail, theirs: Staff) -> None:
    told = Notice.objects.filter(staff=theirs, case=None).values_list("text", flat=True)
    assert len(told) == 2 and "已移交" in told[0] and "2026年11月10日" in told[0]
    assert not any(SENDER in text for text in told)


def test_the_line_in_the_bell_leads_to_it(handed: IncomingMail, theirs: Staff, web: Callable[[Staff], Client]) -> None:
    line = Notice.objects.filter(staff=theirs).earliest("pk")
    answer = web(theirs).post("/notices/", {"notice": line.pk})
    assert answer["Location"] == f"/incoming/{handed.pk}/"


def test_what_an_act_tells_waits_for_the_morning(clerk: Staff, theirs: Staff, organs: dict[str, Organ]) -> None:
    """Acts tell as the timers do: nothing rings at night."""
    night = NOON.replace(hour=22)
    facts = {
        "organ": organs["LC01"],
        "addressed_to": organs["LC13"],
        "sender": SENDER,
        "title": "规划",
        "channel": "mail_signed",
    }
    misdirected.enter(actor=clerk, at=night, today=TODAY, arrived_on=FIRST, **facts)
    told = Notice.objects.get(staff=theirs).created_at.astimezone(night.tzinfo)
    assert told > night
    assert told.strftime("%H:%M") == "08:30"


def test_an_event_says_what_happened_and_no_name(handed: IncomingMail) -> None:
    last = CaseEvent.objects.filter(case=None).latest("seq")
    said = wording.verb(last.verb) + wording.sentence(last.verb, last.data)
    assert "移交误投件" in said and "2026年11月18日" in said and "历城区住房和城乡建设局" in said
    assert SENDER not in str(last.data)


def test_an_organ_outside_the_district_is_only_a_name(clerk: Staff, organs: dict[str, Organ]) -> None:
    row = hand_over(clerk, enter(clerk, organs, addressed_to=None, addressed_name="天桥区人民政府"))
    assert (row.state, row.addressee, row.addressed_to) == ("handed", "天桥区人民政府", None)
    assert not Notice.objects.exists()


# -- refusal -----------------------------------------------------------------------------------------------------------


def test_a_refused_one_waits_again_with_the_reason_and_goes_elsewhere(
    web: Callable[[Staff], Client], handed: IncomingMail, clerk: Staff, theirs: Staff, third: Staff
) -> None:
    answer = web(theirs).post(f"/incoming/{handed.pk}/refuse/", {"reason": "信封写明民政局"})
    assert answer["Location"] == "/incoming/?show=coming"
    page = web(clerk).get(f"/incoming/{handed.pk}/")
    assert "信封写明民政局" in page.content.decode() and page.context["hand_over"]
    assert list(web(clerk).get("/incoming/?show=waiting").context["page"]) == [handed]
    assert "信封写明民政局" in Notice.objects.get(staff=clerk).text
    again = hand_over(clerk, handed, addressed_to=third.posts[0].organ)
    assert (again.state, again.refusal) == ("handed", "")
    assert web(third).get(f"/incoming/{handed.pk}/").status_code == 200
    assert web(theirs).get(f"/incoming/{handed.pk}/").status_code == 404
    assert events() == ["misdirected_enter", "misdirected_hand_over", "misdirected_refuse", "misdirected_hand_over"]


def test_a_refusal_needs_a_reason_and_an_open_hand_over(
    web: Callable[[Staff], Client], entered: IncomingMail, clerk: Staff, theirs: Staff
) -> None:
    other, address = web(theirs), f"/incoming/{entered.pk}/refuse/"
    assert other.post(address, {"reason": "不是本机关的"}).status_code == 409
    hand_over(clerk, entered)
    assert other.post(address, {"reason": " "}).status_code == 422
    entered.refresh_from_db()
    assert entered.state == "handed"


# -- who may -----------------------------------------------------------------------------------------------------------


def test_only_the_clerks_of_the_two_organs_and_supervision_see_it(
    web: Callable[[Staff], Client], handed: IncomingMail, cast: dict[str, Staff], theirs: Staff, third: Staff
) -> None:
    def seen(person: Staff) -> int:
        return int(web(person).get(f"/incoming/{handed.pk}/").status_code)

    assert [seen(person) for person in (cast["王登记"], theirs, cast["督查员"])] == [200, 200, 200]
    others = (third, *(cast[name] for name in ("李承办", "赵科长", "钱法制", "孙主任", "周编辑")))
    assert [seen(person) for person in others] == [404] * len(others)
    assert web(third).post(f"/incoming/{handed.pk}/refuse/", {"reason": "x"}).status_code == 404
    assert web(third).get(f"/cases/new/?incoming={handed.pk}").status_code == 404
    assert web(third).post(f"/cases/new/?incoming={handed.pk}", typed(third)).status_code == 404
    assert web(cast["李承办"]).get("/incoming/").status_code == 403
    assert not list(web(third).get("/incoming/?show=coming").context["page"])


def test_each_organ_does_its_own_part(
    web: Callable[[Staff], Client], entered: IncomingMail, clerk: Staff, theirs: Staff, cast: dict[str, Staff]
) -> None:
    given = {"handed_over_on": "2026-11-18", "hand_over_way": "post", "receiver": "周某"}
    address = f"/incoming/{entered.pk}/hand_over/"
    assert [web(person).post(address, given).status_code for person in (theirs, cast["督查员"])] == [403, 403]
    hand_over(clerk, entered)
    assert web(clerk).post(f"/incoming/{entered.pk}/refuse/", {"reason": "x"}).status_code == 403
    assert web(clerk).get(f"/cases/new/?incoming={entered.pk}").status_code == 409
    assert web(clerk).post(f"/cases/new/?incoming={entered.pk}", typed(clerk)).status_code == 403
    assert not Case.objects.exists()


def test_the_sender_is_masked_on_every_page_and_unreadable_in_the_database(
    web: Callable[[Staff], Client], handed: IncomingMail, clerk: Staff, theirs: Staff
) -> None:
    for person, page in ((clerk, "?show=away"), (theirs, "?show=coming"), (clerk, f"{handed.pk}/")):
        body = web(person).get(f"/incoming/{page}").content.decode()
        assert "欧**国" in body and SENDER not in body
    with connection.cursor() as cursor:
        cursor.execute("SELECT sender FROM casework_incomingmail")
        assert SENDER not in cursor.fetchone()[0]


# -- bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"arrived_on": "2026-11-21"}, "arrived_on"),
        ({"arrived_on": "昨天"}, "arrived_on"),
        ({"sender": " "}, "sender"),
        ({"title": ""}, "title"),
        ({"channel": "pigeon"}, "channel"),
        ({"addressed_to": ""}, "addressed_to"),
        ({"addressed_name": "天桥区人民政府"}, "addressed_name"),
        ({"addressed_to": "LC01"}, "addressed_to"),
    ],
)
def test_a_bad_entry_is_told_at_its_field(
    web: Callable[[Staff], Client], clerk: Staff, organs: dict[str, Organ], changes: dict[str, str], field: str
) -> None:
    said: dict[str, Any] = {
        "organ": organs["LC01"].pk, "addressed_to": "LC13", "addressed_name": "", "sender": SENDER, "title": "一件",
        "channel": "mail_signed", "arrived_on": "2026-11-10",
    } | changes  # fmt: skip
    if said["addressed_to"]:
        said["addressed_to"] = organs[said["addressed_to"]].pk
    answer = web(clerk).post("/incoming/misdirected/", said)
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert not IncomingMail.objects.exists() and not events()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"handed_over_on": "2026-11-09"}, "handed_over_on"),
        ({"handed_over_on": "2026-11-21"}, "handed_over_on"),
        ({"handed_over_on": ""}, "handed_over_on"),
        ({"receiver": " "}, "receiver"),
    ],
)
def test_a_bad_hand_over_is_told_and_nothing_moves(
    web: Callable[[Staff], Client], entered: IncomingMail, clerk: Staff, changes: dict[str, str], field: str
) -> None:
    given = {"handed_over_on": "2026-11-18", "hand_over_way": "post", "receiver": "周某"} | changes
    answer = web(clerk).post(f"/incoming/{entered.pk}/hand_over/", given)
    assert (answer.status_code, field in answer.context["hand_over"].errors) == (422, True)
    entered.refresh_from_db()
    assert (entered.state, entered.handed_over_on) == ("waiting", None)


@pytest.mark.parametrize(
    "changes",
    [{"first_signed_on": "2026-11-12"}, {"channel": "in_person", "submitted_on": "2026-11-18"}],
    ids=["a later first day", "another channel"],
)
def test_a_registration_that_counts_from_later_writes_nothing(
    web: Callable[[Staff], Client], handed: IncomingMail, theirs: Staff, changes: dict[str, str]
) -> None:
    answer = web(theirs).post(f"/cases/new/?incoming={handed.pk}", typed(theirs, **changes))
    assert answer.status_code == 422 and "2026" in str(answer.context["form"].errors)
    handed.refresh_from_db()
    assert handed.state == "handed" and not Case.objects.exists()


def test_it_is_registered_once(web: Callable[[Staff], Client], handed: IncomingMail, theirs: Staff) -> None:
    """The same form twice gives the same case; another form for the same mail is refused and opens nothing."""
    address, other = f"/cases/new/?incoming={handed.pk}", web(theirs)
    first, second = (other.post(address, typed(theirs)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert other.post(address, typed(theirs, submit_key="c3d4")).status_code == 409
    assert other.get(address).status_code == 409
    assert Case.objects.count() == 1 and events().count("incoming_register") == 1


def test_it_is_handed_over_once(handed: IncomingMail, web: Callable[[Staff], Client], clerk: Staff) -> None:
    given = {"handed_over_on": "2026-11-19", "hand_over_way": "post", "receiver": "吴某"}
    assert web(clerk).post(f"/incoming/{handed.pk}/hand_over/", given).status_code == 409
    handed.refresh_from_db()
    assert handed.handed_over_on == HANDED


def test_the_acts_refuse_what_no_page_offers(
    handed: IncomingMail, clerk: Staff, third: Staff, organs: dict[str, Organ]
) -> None:
    with pytest.raises(BadValue):
        enter(clerk, organs, channel="pigeon")
    with pytest.raises(NotFound):
        misdirected.refuse(actor=third, at=NOON, today=TODAY, mail_id=handed.pk, reason="x")


# -- pages -------------------------------------------------------------------------------------------------------------


def test_the_list_takes_as_many_statements_for_many_rows(
    web: Callable[[Staff], Client], clerk: Staff, organs: dict[str, Organ]
) -> None:
    client = web(clerk)

    def statements() -> int:
        client.get("/incoming/?show=waiting")
        with CaptureQueriesContext(connection) as captured:
            client.get("/incoming/?show=waiting")
        return len(captured)

    enter(clerk, organs)
    few = statements()
    for back in range(12):
        enter(clerk, organs, arrived_on=FIRST - timedelta(days=back), addressed_to=organs[f"LC{20 + back}"])
    assert statements() == few
    assert len(client.get("/incoming/?show=waiting").context["page"]) == 13


def test_bad_addresses_are_not_found(web: Callable[[Staff], Client], clerk: Staff) -> None:
    client = web(clerk)
    for address in ("/incoming/999/", "/cases/new/?incoming=abc", "/cases/new/?incoming=" + "9" * 40):
        assert client.get(address).status_code == 404
    assert client.get("/incoming/?show=nothing&page=x").status_code == 200
