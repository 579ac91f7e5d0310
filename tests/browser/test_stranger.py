"""外人, the editor and the administrator: for them the case does not exist, by whatever address they try."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from casework.models import Case
from letters import adapter
from letters.models import Letter
from tests.browser.visitor import Join, Visitor
from tests.conftest import TODAY
from tests.roads import Road
from workflow.forms import FORMS

NOBODY = ("外人", "周编辑", "系统管理员")
TITLE = "某村征收补偿方案"
SCAN = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def answered(road: Road) -> Case:
    """A case that has everything: attachment, draft, issued letter."""
    road.day = TODAY
    road.act("attach", "clerk", upload=io.BytesIO(SCAN), name="申请表.pdf", kind="application")
    road.to("awaiting_service")
    return road.case


def addresses(case: Case) -> Iterator[str]:
    page = f"/cases/{case.pk}/"
    yield from (page, f"{page}deadline/", f"{page}draft/", f"{page}draft/slots/?outcome_code=G1", f"{page}history/")
    yield from (f"{page}history/export/", f"{page}chart/")
    yield f"{page}applicants/{case.applicants.get().pk}/reveal/?field=name"
    yield from (f"{page}act/{verb}/" for verb in FORMS)
    attachment, letter = case.attachments.get(), Letter.objects.get(case=case)
    yield from (
        f"/attachments/{attachment.pk}/",
        f"/attachments/{attachment.pk}/?inline=1",
        f"/letters/{letter.pk}.pdf",
    )
    assert case.decision is not None
    yield f"{page}letters/{adapter.kind_of_reply(case.decision).key}/draft.pdf"


@pytest.mark.parametrize("name", NOBODY)
def test_every_address_of_the_case_is_404(name: str, answered: Case, join: Join) -> None:
    stranger = join(name).expect(404)
    told = {path: stranger.status_of(path) for path in addresses(answered)}
    assert {path: status for path, status in told.items() if status != 404} == {}
    stranger.go(f"/cases/{answered.pk}/")
    assert stranger.page.locator("[data-fault='404']").count() == 1
    assert "没有找到该办件，或者您无权查看" in stranger.text
    assert traces(stranger.page.content(), answered) == []


@pytest.mark.parametrize("name", NOBODY)
def test_search_lists_and_exports_contain_nothing_of_it(name: str, answered: Case, join: Join) -> None:
    stranger = join(name)
    number, person = answered.case_number, answered.applicants.get()
    for word in (number, number[-3:], TITLE, person.name, person.document_number, person.phone, "1"):
        stranger.go("/")
        stranger.page.fill("#global-search", word)
        with stranger.moved():
            stranger.page.press("#global-search", "Enter")
        shown = stranger.page.content().replace(f'value="{word}"', "")
        assert f"/cases/{answered.pk}/" not in shown and traces(shown, answered) == [], word
    for path in ("/", "/?tab=done", "/?tab=to_claim", "/cases/", "/notices/"):
        stranger.go(path)
        assert traces(stranger.page.content(), answered) == [], path
    assert exported(stranger, answered) == []


def test_the_people_of_the_case_see_it(answered: Case, join: Join) -> None:
    """The same questions do find it for those who may: the tests above are not blind."""
    head = join("孙主任")
    head.go("/cases/")
    assert traces(head.page.content(), answered) != []
    assert exported(head, answered) != []
    assert head.status_of(f"/letters/{Letter.objects.get(case=answered).pk}.pdf") == 200


def traces(shown: str, case: Case) -> list[str]:
    """What of the case stands in a text."""
    person = case.applicants.get()
    secrets = (case.case_number, case.title, person.name, person.masked_name, person.document_number, person.phone)
    return [secret for secret in secrets if secret and secret in shown]


def exported(visitor: Visitor, case: Case) -> list[str]:
    answer = visitor.context.request.get(f"{visitor.server.url}/cases/export/")
    assert answer.status == 200
    cells = [
        str(cell) for row in load_workbook(io.BytesIO(answer.body())).active.iter_rows(values_only=True) for cell in row
    ]
    return traces("\n".join(cells), case)
