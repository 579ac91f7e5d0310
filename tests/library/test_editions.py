"""A rule revised: upload, comparison, second reader, and which edition is found on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework.library import desk
from casework.library.importers import Report
from casework.library.models import AskedWording, LibraryDocument, LibraryEntry
from casework.library.search import search
from casework.library.selectors import outcome_page, stale
from casework.library.sweep import tend
from casework.models import Staff
from casework.now import SHANGHAI, pinned
from tests.conftest import NOON, TODAY

LAW = "政府信息公开条例"
REVISED = """第一章 总则
第一条 申请内容不明确的，十个工作日内一次性告知补正；逾期不补正的，视为放弃申请。
第二条 收到申请之日起二十个工作日内予以答复；需要延长答复期限的，经工作机构负责人同意。
第三条 申请人可以约定电子送达，鳄鱼饲养场除外。
"""
SignIn = Callable[[Staff], Client]


@pytest.fixture
def editor(signed_in: SignIn, cast: dict[str, Staff], small: Report, today: date) -> Client:
    return signed_in(cast["周编辑"])


@pytest.fixture
def law(small: Report) -> LibraryDocument:
    return LibraryDocument.objects.get(title=LAW)


def submit(editor: Client, law: LibraryDocument, begins: date, **changes: Any) -> Any:
    typed = {"in_force_on": begins.isoformat(), "number": "国令第900号", "text": REVISED} | changes
    return editor.post(reverse("library_new_edition", args=[law.pk]), typed, follow=True)


def publish(new: LibraryDocument, cast: dict[str, Staff], at: datetime = NOON) -> None:
    desk.move(document_id=new.pk, verb="submit", actor=cast["周编辑"], at=at)
    desk.move(document_id=new.pk, verb="publish", actor=cast["钱法制"], at=at)


def found(query: str) -> list[tuple[int, str]]:
    """Edition and mark of the first hits that belong to the law."""
    rows = [result.row for result in search(query, actor=None).results]
    return [(row.document.edition, row.document.force) for row in rows if row.document.title == LAW]  # type: ignore[union-attr]


def test_the_new_edition_is_compared_article_by_article(editor: Client, law: LibraryDocument) -> None:
    page = submit(editor, law, TODAY + timedelta(days=40)).content.decode()
    assert (
        '修改 <span class="num">1</span> 条，条号变动 <span class="num">1</span> 条，新增 <span class="num">1</span> 条'
        in page
    )
    assert f"原{LAW} 第三十条" in page, "an article with another number is known by its words"
    assert "<del>七</del><ins>十</ins>" in page
    new = law.successors.get()
    assert (new.edition, new.state, new.force) == (2, "draft", "pending")
    assert [entry.article for entry in new.entries.order_by("position")] == [1, 2, 3]


def test_until_its_day_the_old_edition_is_in_force(
    editor: Client, law: LibraryDocument, cast: dict[str, Staff]
) -> None:
    begins = TODAY + timedelta(days=40)
    AskedWording.objects.create(
        entry=LibraryEntry.objects.get(external_id="reg-33"), text="等多久", digest="x", source="editor"
    )
    submit(editor, law, begins)
    new = law.successors.get()
    assert "鳄鱼" not in str(search("鳄鱼饲养", actor=None).results), "a draft is not found"
    with pytest.raises(Exception, match="第二人"):
        desk.move(document_id=new.pk, verb="submit", actor=cast["周编辑"], at=NOON)
        desk.move(document_id=new.pk, verb="publish", actor=cast["周编辑"], at=NOON)
    desk.move(document_id=new.pk, verb="publish", actor=cast["钱法制"], at=NOON)
    assert found("内容不明确 告知补正")[:2] == [(1, "in_force"), (2, "pending")]
    law.refresh_from_db()
    assert (law.force, law.repealed_on) == ("in_force", begins)
    assert AskedWording.objects.filter(entry__document=new, text="等多久").exists()
    with pinned(datetime(begins.year, begins.month, begins.day, 9, tzinfo=SHANGHAI)):
        assert tend(at=NOON, today=begins) > 0
    assert found("内容不明确 告知补正")[:2] == [(2, "in_force"), (1, "repealed")]


def test_one_already_in_force_takes_over_at_once(editor: Client, law: LibraryDocument, cast: dict[str, Staff]) -> None:
    submit(editor, law, TODAY - timedelta(days=1))
    new = law.successors.get()
    publish(new, cast)
    law.refresh_from_db()
    assert (law.force, law.do_not_follow) == ("repealed", "已废止，不得引用")
    own = editor.get(reverse("library_article", args=[LAW, 1])).content.decode()
    assert "十个工作日内一次性告知" in own
    old = editor.get(reverse("library_entry", args=[LibraryEntry.objects.get(external_id="reg-30").pk]))
    assert "第 2 版" in old.content.decode()
    assert not [entry for entry in outcome_page("N1a", cast["李承办"]).articles if entry.document_id == law.pk]
    LibraryDocument.objects.filter(kind="precedent").update(edited_at=NOON - timedelta(days=30))
    found = stale(TODAY + timedelta(days=1), LibraryDocument.objects.all())
    assert "所引规定已有新版本，请核对条号和内容" in {why for _, why in found}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text": ""}, "二者选一"),
        ({"text": "没有条文的一段话"}, "没有读出条文"),
        ({"in_force_on": ""}, "必填"),
        ({"file": SimpleUploadedFile("a.exe", b"x")}, "DOCX、PDF"),
        ({"text": "", "file": SimpleUploadedFile("坏.docx", b"not a file")}, "坏.docx"),
        ({"text": "", "file": SimpleUploadedFile("a.jsonl", b"{\xff")}, "第 1 行"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_kept(
    editor: Client, law: LibraryDocument, changes: dict[str, Any], told: str
) -> None:
    answer = submit(editor, law, TODAY, **changes)
    assert told in answer.content.decode()
    assert not law.successors.exists()


def test_there_is_one_new_edition_at_a_time(editor: Client, law: LibraryDocument, reader_only: Client) -> None:
    submit(editor, law, TODAY)
    assert submit(editor, law, TODAY).status_code == 409
    assert reader_only.get(reverse("library_new_edition", args=[law.pk])).status_code == 403


@pytest.fixture
def reader_only(signed_in: SignIn, handler: Staff) -> Client:
    return signed_in(handler)
