"""Files and full personal values leave only by permission, with safe headers, and leave a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from casework.models import Attachment, Case, Staff
from casework.models.case import CaseInvolvement
from casework.models.joint import Assistance
from tests.conftest import NOON, TODAY

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
NUMBER = "11010519491231002X"


@pytest.fixture
def web(clerk: Staff, signed_in: SignIn, today: object) -> Client:
    return signed_in(clerk)


def test_a_file_is_saved_under_its_own_name_with_safe_headers(stored: Attachment, web: Client) -> None:
    answer = web.get(f"/attachments/{stored.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename=\"file.pdf\"; filename*=UTF-8''%E7%94%B3")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_only_what_a_browser_shows_safely_is_shown_inline(
    open_case: Callable[..., Case], add: Callable[..., Attachment], web: Client
) -> None:
    stored = add(open_case(), "说明".encode(), "说明.txt")
    answer = web.get(f"/attachments/{stored.pk}/?inline=1")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"].endswith("sandbox")


def test_preview_and_download_are_recorded_apart(stored: Attachment, web: Client) -> None:
    web.get(f"/attachments/{stored.pk}/?inline=1")
    web.get(f"/attachments/{stored.pk}/")
    events = list(stored.case.events.filter(verb__in=["preview", "download"]).order_by("id"))
    assert [event.verb for event in events] == ["preview", "download"]
    assert all(event.data["sha256"] == stored.sha256 for event in events)


def test_a_stranger_gets_no_file(stored: Attachment, outsider: Staff, signed_in: SignIn) -> None:
    assert signed_in(outsider).get(f"/attachments/{stored.pk}/").status_code == 404
    assert Client().get(f"/attachments/{stored.pk}/").status_code == 302


def test_a_unit_asked_for_help_gets_papers_but_no_proof_of_identity(
    stored: Attachment, cast: dict[str, Staff], signed_in: SignIn, today: object
) -> None:
    """It looks for documents; the number it may not have read to it must not come as a scan either."""
    helper, case = cast["外人"], stored.case
    Assistance.objects.create(
        case=case, unit=helper.unit, subject="请查找", due_on=TODAY, recorded_by=cast["李承办"], recorded_at=NOON
    )
    CaseInvolvement.objects.create(case=case, unit=helper.unit, since=NOON)
    web = signed_in(helper)
    assert web.get(f"/attachments/{stored.pk}/").status_code == 200
    Attachment.objects.filter(pk=stored.pk).update(kind=Attachment.Kind.IDENTITY)
    assert web.get(f"/attachments/{stored.pk}/").status_code == 403
    assert signed_in(cast["王登记"]).get(f"/attachments/{stored.pk}/").status_code == 200


@pytest.fixture
def case(open_case: Callable[..., Case]) -> Case:
    return open_case()


def address(case: Case, field: str = "document_number") -> str:
    return f"/cases/{case.pk}/applicants/{case.applicants.get().pk}/reveal/?field={field}"


def test_the_question_for_a_reason_shows_no_value(case: Case, web: Client) -> None:
    page = web.get(address(case)).content.decode()
    assert "查看理由" in page and NUMBER not in page
    assert not case.events.filter(verb="reveal").exists()


def test_the_value_is_shown_once_a_reason_is_on_record(case: Case, web: Client, clerk: Staff) -> None:
    page = web.post(address(case), {"reason": "核对申请人身份", "detail": ""}).content.decode()
    assert NUMBER in page
    event = case.events.get(verb="reveal")
    assert (event.actor, event.data["field"], event.data["reason"]) == (clerk, "document_number", "核对申请人身份")
    assert NUMBER not in str(event.data)


def test_other_reasons_must_be_said(case: Case, web: Client) -> None:
    answer = web.post(address(case), {"reason": "其他", "detail": " "})
    assert answer.status_code == 422
    assert NUMBER not in answer.content.decode()


@pytest.mark.parametrize("field", ["name_index", "password", ""])
def test_nothing_else_can_be_asked_for(case: Case, web: Client, field: str) -> None:
    assert web.get(address(case, field)).status_code == 404


def test_supervision_sees_the_case_but_not_the_person(case: Case, cast: dict[str, Staff], signed_in: SignIn) -> None:
    answer = signed_in(cast["督查员"]).post(address(case), {"reason": "核对申请人身份"})
    assert answer.status_code == 403
    assert not case.events.filter(verb="reveal").exists()
