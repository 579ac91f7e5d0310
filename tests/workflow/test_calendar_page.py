"""工作日历 page: who may look and who may import, preview before anything changes, consent to a broken promise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.models import CalendarImport, Case, HolidayNotice, Staff
from casework.now import pinned
from tests.roads import Cast, Road, application, moment, start
from tests.workflow.test_calendar_import import NEXT_YEAR
from workflow.jobs import calendar as calendar_jobs

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 13)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Iterator[Callable[..., Any]]:
    """The background work is done before the request ends; the day is pinned."""

    def launch(what: str, job_id: int, at: datetime, today: date) -> None:
        calendar_jobs.run(what, job_id, at=at, today=today)

    monkeypatch.setattr(calendar_jobs, "launch", launch)
    with pinned(moment(DAY)):
        yield lambda: django_capture_on_commit_callbacks(execute=True)


def web(person: Staff) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def promised(people: Cast) -> Road:
    day = date(2027, 1, 12)
    road = start(people, application(day), day)
    road.act("issue_notice", "clerk", key="F03")
    return road


def test_who_may_look_and_who_may_import(people: Cast, at_once: Any) -> None:
    looks = {"admin": 200, "supervisor": 200, "head": 200, "unit_head": 200, "clerk": 403, "handler": 403}
    assert {who: web(getattr(people, who)).get("/calendar/").status_code for who in looks} == looks
    assert web(people.admin).get("/calendar/import/").status_code == 200
    for who in ("supervisor", "head", "clerk"):
        assert web(getattr(people, who)).get("/calendar/import/").status_code == 403
        posted = web(getattr(people, who)).post("/calendar/import/", {"year": 2027, "text": NEXT_YEAR})
        assert posted.status_code == 403
    assert not CalendarImport.objects.exists()


def test_the_year_shows_its_special_days_with_reasons(people: Cast, at_once: Any) -> None:
    page = web(people.supervisor).get("/calendar/?year=2026").content.decode()
    assert 'title="2026年10月10日 调休上班"' in page
    assert 'title="2026年2月14日 调休上班"' in page
    assert page.count('<span class="day-mark">休</span>') == 33
    assert page.count('<span class="day-mark">班</span>') == 6
    assert "国办发明电〔2025〕7号" in page
    assert "暂定" in web(people.supervisor).get("/calendar/?year=2027").content.decode()
    assert web(people.supervisor).get("/calendar/?year=1999").status_code == 422


def test_preview_consent_and_import(people: Cast, at_once: Any) -> None:
    road, admin = promised(people), web(people.admin)
    with at_once():
        page = admin.post("/calendar/import/", {"year": 2027, "text": NEXT_YEAR})
    body = admin.get(page["Location"]).content.decode()
    assert "待确认" in body
    assert road.case.case_number in body
    assert road.case.title not in body, "an administrator sees no content of cases"
    assert "早于已告知申请人的期限" in body
    assert not HolidayNotice.objects.exists()
    job = CalendarImport.objects.get()
    refused = admin.post(f"/calendar/import/{job.pk}/confirm/")
    assert refused.status_code == 422
    assert "勾选同意" in refused.content.decode()
    assert not HolidayNotice.objects.exists()
    with at_once():
        admin.post(f"/calendar/import/{job.pk}/confirm/", {"allow_shorten": "on"})
    assert "导入完成" in admin.get(f"/calendar/import/{job.pk}/").content.decode()
    notice = HolidayNotice.objects.get()
    assert (notice.imported_by, notice.source) == (people.admin, NEXT_YEAR)
    case = Case.objects.get(pk=road.case.pk)
    assert case.due_on < case.promised_on
    assert case.warn_on == case.due_on
    body = web(people.clerk).get(f"/cases/{case.pk}/").content.decode()
    assert "已告知申请人的期限" in body
    assert "法定期限提前" in body
    again = admin.post(f"/calendar/import/{job.pk}/confirm/", {"allow_shorten": "on"})
    assert again.status_code == 409
    assert "国办发明电〔2026〕9号" in admin.get("/calendar/?year=2027").content.decode()


def test_a_promise_made_after_the_preview_is_asked_about(people: Cast, at_once: Any) -> None:
    admin = web(people.admin)
    with at_once():
        admin.post("/calendar/import/", {"year": 2027, "text": NEXT_YEAR})
    promised(people)
    job = CalendarImport.objects.get()
    assert job.summary["shortened"] == 0
    assert admin.post(f"/calendar/import/{job.pk}/confirm/").status_code == 422
    assert not HolidayNotice.objects.exists()


def test_an_unread_sentence_is_named_and_the_text_kept(people: Cast, at_once: Any) -> None:
    text = NEXT_YEAR.replace("6月9日（周三）放假。", "6月9日（周四）放假。")
    page = web(people.admin).post("/calendar/import/", {"year": 2027, "text": text})
    assert page.status_code == 422
    assert "五、端午节：6月9日（周四）放假" in page.content.decode()
    assert "一、元旦：1月1日" in page.content.decode()
    assert not CalendarImport.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"x" * 300_000])
def test_files_that_are_no_notice(people: Cast, at_once: Any, content: bytes) -> None:
    file = SimpleUploadedFile("notice.txt", content)
    assert web(people.admin).post("/calendar/import/", {"year": 2027, "file": file}).status_code == 422
    assert not CalendarImport.objects.exists()


def test_a_preview_can_be_given_up(people: Cast, at_once: Any) -> None:
    admin = web(people.admin)
    with at_once():
        admin.post("/calendar/import/", {"year": 2027, "text": NEXT_YEAR})
    job = CalendarImport.objects.get()
    assert web(people.head).post(f"/calendar/import/{job.pk}/drop/").status_code == 403
    admin.post(f"/calendar/import/{job.pk}/drop/")
    assert admin.post(f"/calendar/import/{job.pk}/confirm/").status_code == 409
    assert not HolidayNotice.objects.exists()
    assert "已放弃" in admin.get(f"/calendar/import/{job.pk}/progress/").content.decode()
