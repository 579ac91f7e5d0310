"""The library tells nobody what they may not find: no reading, no suggestion, no list gives it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from casework.acts.people import AgentFacts, Person
from casework.errors import NotFound
from casework.library import desk
from casework.library.importers import import_lines
from casework.library.models import EntryRevision, LibraryDocument, LibraryEntry, SearchLog
from casework.library.search import search
from casework.library.terms import rebuild_terms
from casework.models import Case, Organ, Staff
from tests.conftest import NOON
from tests.library.conftest import SMALL, jsonl
from tests.roads import application, build_cast, start

pytestmark = pytest.mark.django_db
KEPT = {"id": "kept", "kind": "letter_template", "title": "隐秘街道口径", "text": "不对外。", "keywords": ["绝密答法"]}


@pytest.fixture
def kept(cast: dict[str, Staff], organs: dict[str, Organ]) -> LibraryDocument:
    """A standard text that is kept to another organ than that of the fixed cast."""
    import_lines(jsonl([*SMALL, KEPT]), at=NOON)
    document = LibraryDocument.objects.get(title=KEPT["title"])
    document.organ = organs["LC21"]
    document.save()
    rebuild_terms()
    return document


def test_pinyin_is_not_read_into_a_name_that_stands_only_in_anothers_case(
    cast: dict[str, Staff], open_case: Callable[..., Case], kept: LibraryDocument
) -> None:
    open_case(title="欧阳翠柏低保信息", description="申请公开欧阳翠柏的低保信息。")
    assert search("ouyangcuibai", actor=cast["王登记"], cases=True).searched == "欧阳翠柏"
    for who in ("外人", "周编辑"):
        assert search("ouyangcuibai", actor=cast[who], cases=True).searched == "ouyangcuibai"


def test_what_is_kept_to_one_organ_is_not_suggested_to_others(
    cast: dict[str, Staff], kept: LibraryDocument, signed_in: Callable[[Staff], Client]
) -> None:
    for typed in ("隐秘", "绝密", "yinmi"):
        told = signed_in(cast["外人"]).get("/library/suggest/", {"q": typed, "format": "json"}).json()
        assert told == {"suggestions": []}
    answer = search("yinmijiedao", actor=cast["外人"])
    assert "隐秘街道" not in f"{answer.searched}{answer.suggestions}"


def test_the_desk_of_another_organs_legal_reviewer_does_not_show_it(
    cast: dict[str, Staff], kept: LibraryDocument, signed_in: Callable[[Staff], Client]
) -> None:
    legal, editor = cast["钱法制"], cast["周编辑"]
    entry: LibraryEntry = kept.entries.get()
    change = desk.Content(entry.title, "改过。")
    desk.save_entry(entry_id=entry.pk, content=change, actor=editor, at=NOON)
    assert "隐秘街道" in signed_in(editor).get("/library/desk/").content.decode()
    assert "隐秘街道" not in signed_in(legal).get("/library/desk/").content.decode()
    assert signed_in(legal).get(f"/library/desk/{kept.pk}/").status_code == 404
    said: dict[str, Any] = {"actor": legal, "at": NOON, "verb": "publish"}
    with pytest.raises(NotFound):
        desk.check_revision(revision_id=EntryRevision.objects.get().pk, **said)
    with pytest.raises(NotFound):
        desk.move(document_id=kept.pk, **said)


@pytest.mark.parametrize(
    "typed", ["张建国", "欧阳翠柏 低保", "翠柏老人低保", "历城区花园路12号", "138-1234-5678", "低保 王秀英"]
)
def test_the_list_of_searches_keeps_no_name(
    typed: str, cast: dict[str, Staff], open_case: Callable[..., Case], signed_in: Callable[[Staff], Client]
) -> None:
    import_lines(jsonl(SMALL), at=NOON)
    open_case(applicants=(Person(name="翠柏", document_number="", phone="13812345678", address="花园路1号"),))
    signed_in(cast["外人"]).get("/library/", {"q": typed})
    assert not SearchLog.objects.exists()
    signed_in(cast["外人"]).get("/library/", {"q": "拆迁补偿标准"})
    assert SearchLog.objects.get().query == "拆迁补偿标准"


def test_a_precedent_names_nobody_in_its_title_nor_the_agent() -> None:
    cast = build_cast()
    agent = AgentFacts(name="钱多多", document_number="", phone="", organisation="", scope="见授权委托书")
    road = start(cast, application(agent=agent)).to("replied")
    said: dict[str, Any] = {"actor": cast.handler, "at": NOON}
    document = desk.precedent_from(case=road.case, title="张建国拆迁案", text="钱多多代张建国申请。", **said)
    assert "张建国" not in document.title
    assert not any(name in document.entries.get().text for name in ("张建国", "钱多多"))
