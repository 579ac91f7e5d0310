"""Who gets what answer at every address: each role, each relation to the case, to look (GET) and to send (POST).

The committed file is read by whoever decides about rights; an address without a row of its own fails the test. What
is sent is an empty form, so 422 means the door was open; who may do what with a full one is the table of verbs.
``WRITE_GOLDEN=1`` writes the file anew: read the difference before it is committed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from casework.acts import misdirected
from casework.library.importers import import_lines
from casework.library.models import EntryRevision, LibraryEntry, SavedSearch, SearchAlias
from casework.models import CalendarImport, Case, Posting, RegisterImport, SavedFilter, Staff, Unit
from casework.models.case import CaseInvolvement
from casework.models.proposal import PublicationProposal
from casework.now import pinned
from letters.models import Letter
from tests.library.conftest import SMALL, jsonl
from tests.roads import Road, application, build_cast, moment, start
from workflow import supervision
from workflow.models import OrderFile
from workflow.supervision import Upload

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden_addresses.txt"
DAY = Road.day
WHO = ("未登录", "登记", "承办", "科长", "法制", "主任", "督查", "编辑", "管理", "协办", "曾办", "外人", "外机关")
"""Columns; the last two have nothing to do with the case, 协办 is asked to help, 曾办 had it before."""
STRANGERS = ("未登录", "编辑", "管理", "外人", "外机关")
TITLE, NAME, NUMBER, PHONE = "某村征收补偿方案", "张建国", "11010519491231002X", "13800001234"


class World:
    """One case with everything that can hang on it, and one of whatever else has an address of its own."""

    def __init__(self) -> None:
        self.cast = build_cast()
        road = start(self.cast, application(DAY))
        road.to("in_progress")
        self.case = road.case
        pdf = SimpleUploadedFile("身份证.pdf", b"%PDF-1.4\n%%EOF\n")
        road.act("attach", "clerk", upload=pdf, name="身份证.pdf", kind="identity")
        road.act("issue_notice", "clerk", key="F03", way="")
        road.act("request_assistance", "handler", units=[self._handler("lc15").unit], subject="请查找")
        CaseInvolvement.objects.create(case=self.case, unit=Unit.objects.get(organ__code="LC14"), since=moment(DAY))
        road.act("draft", "handler", outcome_code="G1", ground="经查属实。", facts={"public_places": ["政府网站"]})
        import_lines(jsonl(SMALL), at=moment(DAY))
        self.values = self._values(road)

    def people(self) -> dict[str, Staff | None]:
        cast = self.cast
        named = (cast.clerk, cast.handler, cast.unit_head, cast.legal, cast.head, cast.supervisor, cast.editor)
        related = (cast.admin, self._handler("lc15"), self._handler("lc14"), cast.stranger)
        return dict(zip(WHO, (None, *named, *related, Staff.objects.get(username="lc21-head")), strict=True))

    @staticmethod
    def _handler(code: str) -> Staff:
        return Staff.objects.select_related("unit").get(username=f"{code}-handler")

    def _values(self, road: Road) -> dict[str, Any]:
        """What stands for each part of an address, by its name."""
        cast, case, at = self.cast, self.case, moment(DAY)
        said: dict[str, Any] = {"actor": cast.supervisor, "at": at, "today": DAY}
        order = supervision.issue(
            kind="order", findings="催办", demands="报送", answer_by=DAY.replace(day=9), case_id=case.pk, **said
        )
        supervision.sign(order_id=order.pk, **(said | {"actor": cast.handler}))
        proof = Upload("说明.pdf", SimpleUploadedFile("说明.pdf", b"%PDF-1.4\n%%EOF\n"))
        supervision.answer(order_id=order.pk, text="已办", uploads=[proof], **(said | {"actor": cast.handler}))
        mail = misdirected.enter(
            actor=cast.clerk, at=at, today=DAY, organ=cast.organ, addressed_to=cast.organs["LC16"], sender=NAME,
            title=TITLE, channel="mail_signed", arrived_on=DAY,
        )  # fmt: skip
        entry = LibraryEntry.objects.get(external_id="form-old")
        content = {"title": entry.title, "text": entry.text, "fate": "", "slot": ""}
        revision = EntryRevision.objects.create(
            entry=entry, before=content, after=content, edited_by=cast.editor, edited_at=at
        )
        proposal = PublicationProposal.objects.create(
            organ=cast.organ, subject="0" * 32, title=TITLE, requests=3, applicants=2, reason="多人申请",
            proposed_by=cast.clerk, proposed_at=at,
        )  # fmt: skip
        work: dict[str, Any] = {"asked_by": cast.clerk, "asked_at": at, "beat_at": at}
        post = Posting.objects.get(staff=cast.stranger)
        return {
            "case_id": case.pk, "letter_id": Letter.objects.get(case=case, code="F03").pk, "order_id": order.pk,
            "attachment_id": case.attachments.get().pk, "applicant_id": case.applicants.get().pk,
            "file_id": OrderFile.objects.get().pk, "mail_id": mail.pk, "staff_id": cast.stranger.pk,
            "posting_id": post.pk, "organ_id": cast.stranger.organ_id, "unit_id": cast.stranger.unit_id,
            "entry_id": entry.pk, "document_id": entry.document_id, "revision_id": revision.pk,
            "alias_id": SearchAlias.objects.create(lay="拆迁款", official="征收补偿").pk, "proposal_id": proposal.pk,
            "filter_id": SavedFilter.objects.create(staff=cast.handler, name="我的", query="q=1").pk,
            "search_id": SavedSearch.objects.create(staff=cast.handler, name="我的", query="q=1").pk,
            "import_job": RegisterImport.objects.create(organ=cast.organ, name="台账.csv", state="tried", **work).pk,
            "calendar_job": CalendarImport.objects.create(year=2027, source="通知", state="failed", **work).pk,
            "key": "F01", "about": 0, "number": 30, "law": "reg", "code": "G1", "form": "xlsx", "name": "flow",
            "kind": "precedent",
        }  # fmt: skip


# Parts of an address whose value depends on the address; verbs stand for all verbs of their kind.
OWN: dict[str, dict[str, Any]] = {
    "act": {"verb": "note"}, "incoming_act": {"verb": "hand_over"}, "order_act": {"verb": "close"},
    "outbox_take": {"what": "merged"}, "library_use": {"act": "cited"}, "library_move": {"verb": "submit"},
    "library_move_several": {"verb": "submit"},
    "library_check_revision": {"verb": "publish"}, "verify_letter": {"code": "ABCD"}, "board_file": {"code": "flow"},
    "draft_pdf": {"key": "F01"}, "outbox_issue": {"key": "F01"},
}  # fmt: skip


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def address(pattern: URLPattern, values: dict[str, Any]) -> str:
    """The address with a value for each of its parts. :raises KeyError: a new part, to be added above."""
    name = str(pattern.name)
    own = OWN.get(name, {})
    job = "calendar_job" if name.startswith("calendar") else "import_job"
    known = values | {"job_id": values[job]} | own
    return reverse(name, kwargs={part: known[part] for part in pattern.pattern.regex.groupindex})


def session_of(who: Staff | None) -> str:
    """The key of a session of this person, "" for nobody."""
    if who is None:
        return ""
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def answers(session: str, path: str, version: int) -> tuple[int, int, str]:
    """The status of GET and of an empty POST, undone again, and what was shown."""
    found, shown = [], ""
    sent: tuple[tuple[str, dict[str, int]], ...] = (("get", {}), ("post", {"version": version}))
    for method, said in sent:
        client = Client(raise_request_exception=False)
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            answer = getattr(client, method)(path, said)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            shown += content.decode(errors="ignore")
            found.append(answer.status_code)
            transaction.set_rollback(True)
    return found[0], found[1], shown


def test_who_gets_what_answer_at_every_address() -> None:
    """Also: no stranger is shown a word of the case, and nobody a full number without asking for it on record."""
    lines = [f"{'':<24} " + " ".join(f"{who:　<3}" for who in WHO)]
    with pinned(moment(DAY, 15)):
        world = World()
        sessions, wrong = {name: session_of(who) for name, who in world.people().items()}, []
        version = Case.objects.get(pk=world.case.pk).version
        for pattern in patterns(get_resolver()):
            path, told = address(pattern, world.values), []
            for name, session in sessions.items():
                looked, sent, shown = answers(session, path, version)
                told.append(f"{looked}/{sent}")
                if 500 in (looked, sent):
                    wrong.append(f"{name} {path} {looked}/{sent}")
                hidden = (TITLE, NAME, NUMBER, PHONE) if name in STRANGERS else (NUMBER, PHONE)
                wrong += [f"{name} reads {word} at {path}" for word in hidden if word in shown]
            lines.append(f"{pattern.name!s:<24} " + " ".join(told))
    assert wrong == []
    text = "\n".join(lines) + "\n"
    if os.environ.get("WRITE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
