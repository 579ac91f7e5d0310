"""When a person is told: working days, outside their quiet hours, and one digest a day with the right counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from casework.acts import tell
from casework.lawbook import working_calendar
from casework.models import Case, Notice, NoticeWishes, Staff
from casework.now import SHANGHAI, pinned
from tests.roads import Cast, application, moment, start
from workflow import digest
from workflow.tasks import sweep
from workflow.views.preferences import WishesForm

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 22, 23))


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), SHANGHAI)


@pytest.mark.parametrize(
    ("said", "heard", "wishes"),
    [
        ("2026-11-20 12:00", "2026-11-20 12:00", {}),
        ("2026-11-20 18:00", "2026-11-23 08:30", {}),  # Friday evening: Monday morning
        ("2026-11-21 12:00", "2026-11-23 08:30", {}),
        ("2026-11-19 23:59", "2026-11-20 08:30", {}),
        ("2026-11-20 08:29", "2026-11-20 08:30", {}),
        ("2026-10-01 10:00", "2026-10-08 08:30", {}),  # National Day
        ("2026-10-10 10:00", "2026-10-10 10:00", {}),  # a make-up Saturday is a working day
        ("2026-11-21 12:00", "2026-11-21 12:00", {"working_days_only": False}),
        ("2026-11-20 12:30", "2026-11-20 13:30", {"quiet_from": time(12), "quiet_to": time(13, 30)}),
        ("2026-11-20 23:00", "2026-11-20 23:00", {"quiet_from": time(0), "quiet_to": time(0)}),
    ],
)
def test_the_first_moment_a_person_wants_to_be_told(said: str, heard: str, wishes: dict[str, Any]) -> None:
    row = NoticeWishes(**wishes)
    moment_said = datetime.fromisoformat(said).replace(tzinfo=SHANGHAI)
    found = tell.reaches(moment_said, row, working_calendar())
    assert f"{found:%Y-%m-%d %H:%M}" == heard


@pytest.fixture
def desk(people: Cast) -> Cast:
    """On 王登记's desk: three cases to examine, one of them due on Monday, one overdue, all three stages overdue."""
    for received in (date(2026, 10, 20), date(2026, 10, 26), date(2026, 11, 18)):
        with pinned(moment(received, 10)):
            start(people, application(received), received)
    Notice.objects.all().delete()
    return people


def run(day: date, clock: str) -> None:
    with pinned(at(day, clock)):
        sweep()


def heard(person: Staff, day: date, clock: str) -> list[Notice]:
    return list(tell.reached(person, at(day, clock)).order_by("created_at", "pk"))


def test_nothing_on_a_saturday_and_one_digest_on_monday_at_nine(desk: Cast) -> None:
    due = sorted(Case.objects.values_list("due_on", flat=True))
    assert due == [date(2026, 11, 17), MONDAY, date(2026, 12, 16)]
    for clock in ("00:01", "09:00", "12:00", "23:59"):
        run(SATURDAY, clock)
        run(SUNDAY, clock)
    assert heard(desk.clerk, SUNDAY, "23:59") == []
    for clock in ("00:01", "08:59"):
        run(MONDAY, clock)
    assert not [row for row in heard(desk.clerk, MONDAY, "08:59") if row.kind == "digest"]
    for clock in ("09:00", "09:01", "10:00"):
        run(MONDAY, clock)
    (one,) = Notice.objects.filter(staff=desk.clerk, kind="digest")
    assert one.text == "11月23日（星期一）摘要：待办 3 件，其中今天到期 1 件，已逾期 1 件，环节超时 3 件。"
    assert one.created_at == at(MONDAY, "09:00")
    (whole,) = Notice.objects.filter(staff=desk.supervisor, kind="digest")
    assert "全区逾期 1 件，全区环节超时 3 件" in whole.text
    assert not Notice.objects.filter(staff=desk.editor, kind="digest").exists()
    run(date(2026, 11, 24), "09:00")
    assert Notice.objects.filter(staff=desk.clerk, kind="digest").count() == 2


def test_the_bell_shows_only_what_has_reached_the_person(desk: Cast, signed_in: SignIn) -> None:
    run(SATURDAY, "12:00")
    assert Notice.objects.filter(staff=desk.clerk).exists()
    browser = signed_in(desk.clerk)
    with pinned(at(SATURDAY, "13:00")):
        assert "没有未读通知" in browser.get("/notices/").content.decode()
        browser.post("/notices/")
    with pinned(at(MONDAY, "09:00")):
        assert "没有未读通知" not in browser.get("/notices/").content.decode()


def test_wishes_are_kept_and_obeyed(desk: Cast, signed_in: SignIn) -> None:
    browser = signed_in(desk.clerk)
    with pinned(at(FRIDAY, "12:00")):
        page = browser.get("/notices/preferences/").content.decode()
        assert "防打扰时段自" in page and "电子邮箱" not in page
        answer = browser.post(
            "/notices/preferences/",
            {"working_days_only": "on", "quiet_from": "18:00", "quiet_to": "08:30", "digest_at": "09:00"},
        )
        assert answer.status_code == 302
        bad = browser.post("/notices/preferences/", {"quiet_from": "25:00", "quiet_to": "08:30", "digest_at": ""})
        assert bad.status_code == 422 and "25:00" in bad.content.decode()
    run(MONDAY, "09:00")
    assert not Notice.objects.filter(staff=desk.clerk, kind="digest").exists()
    assert Notice.objects.filter(staff=desk.head, kind="digest").count() == 1


def test_the_digest_goes_by_mail_where_there_is_a_server(
    desk: Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_HOST = "mail.example"
    assert "by_email" in WishesForm().fields
    desk.clerk.email = "clerk@example.org"
    desk.clerk.save()
    NoticeWishes.objects.create(staff=desk.clerk, by_email=True)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            digest.send(at(MONDAY, "09:00"), MONDAY)
    (sent,) = mail.outbox
    assert sent.to == ["clerk@example.org"] and "待办 3 件" in sent.body
