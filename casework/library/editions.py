"""A rule revised: its new edition beside the old one, article by article, and what changes when it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from casework.acts.record import record
from casework.errors import BadValue, MissingFact, NotFound, WrongState
from casework.jsonl import read_object
from casework.law.errors import InvalidFact
from casework.library import outbox
from casework.library.articles import title_of
from casework.library.deidentify import diff
from casework.library.importers import Line, LineFault, understood
from casework.library.models import AskedWording, Force, LibraryDocument, LibraryEntry
from casework.library.similar import pieces_of
from casework.models import Staff

State = LibraryDocument.State
SAME_ARTICLE = 0.3  # share of common pieces from which an article is the old one revised


@dataclass(frozen=True)
class Change:
    """One article beside the one it replaces. ``kind``: changed 修改 · moved 条号变动 · added 新增 · dropped 删去."""

    kind: str
    title: str
    before_title: str
    pieces: list[tuple[str, str]]


@dataclass(frozen=True)
class Comparison:
    """The articles that differ, and how many read as before."""

    changes: list[Change]
    unchanged: int

    @property
    def changed(self) -> int:
        return self._count("changed")

    @property
    def moved(self) -> int:
        return self._count("moved")

    @property
    def added(self) -> int:
        return self._count("added")

    @property
    def dropped(self) -> int:
        return self._count("dropped")

    def _count(self, kind: str) -> int:
        return sum(change.kind == kind for change in self.changes)


@transaction.atomic
def begin(
    *, document_id: int, lines: Iterable[bytes], in_force_on: date | None, number: str, actor: Staff, at: datetime
) -> LibraryDocument:
    """Put the new edition of a published document on the desk as a draft; readers keep the old one meanwhile.

    :param lines: JSON Lines of the import, one an article.
    :raises NotFound, WrongState: no such document; not published, or a new edition is on the desk already.
    :raises MissingFact, BadValue: no day; a day before the old edition's; lines that cannot be read.
    """
    old = LibraryDocument.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
    if old is None:
        raise NotFound("没有找到该文献，可能已被删除。")
    if old.state != State.PUBLISHED or old.successors.exists():
        raise WrongState("只能为已发布的最新版本提交新版本；已有新版本的，请先处理编辑台上的新版本。")
    if in_force_on is None:
        raise MissingFact("请填写新版本的施行日期。", field="in_force_on")
    if old.in_force_on and in_force_on <= old.in_force_on:
        raise BadValue(f"施行日期应当晚于现有版本的施行日期 {old.in_force_on:%Y-%m-%d}。", field="in_force_on")
    read = _read(lines)
    new = LibraryDocument.objects.create(
        kind=old.kind, title=old.title, number=number.strip()[:80], issuing_organ=old.issuing_organ, region=old.region,
        organ=old.organ, weight=old.weight, force=Force.PENDING, in_force_on=in_force_on, edition=old.edition + 1,
        supersedes=old, edited_by=actor, edited_at=at,
    )  # fmt: skip
    entries = [_entry(new, line, place) for place, line in enumerate(read, start=1)]
    LibraryEntry.objects.bulk_create(entries, batch_size=300)
    data = {"document": new.pk, "verb": "new_edition", "entries": len(entries)}
    record(case=None, verb="library", actor=actor, at=at, data=data)
    return new


def _read(lines: Iterable[bytes]) -> list[Line]:
    found: list[Line] = []
    for place, raw in enumerate(lines, start=1):
        try:
            found += [understood(read_object(raw))] if raw.strip() else []
        except (InvalidFact, LineFault) as error:
            raise BadValue(f"第 {place} 行：{error}", field="file") from None
    articles = [line.values["article"] for line in found if line.values["article"]]
    if not articles:
        raise BadValue("没有读出条文：每一条应另起一段，以“第…条”开头。", field="file")
    twice = next((article for article in articles if articles.count(article) > 1), None)
    if twice:
        raise BadValue(f"第 {twice} 条出现了两次，请核对文件。", field="file")
    return found


def _entry(document: LibraryDocument, line: Line, place: int) -> LibraryEntry:
    article = line.values["article"]
    values = line.values | {"title": title_of(document.title, article)} if article else line.values
    values["position"] = place
    return LibraryEntry(document=document, external_id=f"edition-{document.pk}-{place:04d}", **values)


def compare(new: LibraryDocument) -> Comparison | None:
    """Return what a new edition changes; None where there is no edition before it."""
    if new.supersedes is None:
        return None
    before = list(new.supersedes.entries.order_by("position", "pk"))
    after = list(new.entries.order_by("position", "pk"))
    pairs = matched(before, after)
    changes, unchanged = [], 0
    for entry in after:
        old = pairs.get(entry.pk)
        same = old is not None and "".join(old.text.split()) == "".join(entry.text.split())  # lines may be cut anew
        if old is not None and same and old.article == entry.article:
            unchanged += 1
        elif old is not None and same:
            changes.append(Change("moved", entry.title, old.title, []))
        elif old is not None:
            changes.append(Change("changed", entry.title, old.title, diff(old.text, entry.text)))
        else:
            changes.append(Change("added", entry.title, "", [("added", entry.text)]))
    kept = {old.pk for old in pairs.values()}
    gone = [Change("dropped", "", old.title, [("removed", old.text)]) for old in before if old.pk not in kept]
    return Comparison([*changes, *gone], unchanged)


def matched(before: list[LibraryEntry], after: list[LibraryEntry]) -> dict[int, LibraryEntry]:
    """Return the old article of each new one by id: the likest by its words; each old one serves once."""
    pieces = {entry.pk: pieces_of(entry.text) for entry in (*before, *after)}
    scored = sorted(
        ((_shared(pieces[new.pk], pieces[old.pk]), -abs((new.article or 0) - (old.article or 0)), new.pk, old.pk)
         for new in after for old in before),
        reverse=True,
    )  # fmt: skip
    by_pk = {old.pk: old for old in before}
    found: dict[int, LibraryEntry] = {}
    for share, _, new_pk, old_pk in scored:
        if share >= SAME_ARTICLE and new_pk not in found and old_pk in by_pk:
            found[new_pk] = by_pk.pop(old_pk)
    return found


def _shared(one: set[str], other: set[str]) -> float:
    """The share of all pieces that both hold: 1 where they are the same."""
    return len(one & other) / max(len(one | other), 1)


def take_over(new: LibraryDocument, *, at: datetime, today: date) -> None:
    """On publication: the old edition ends on the day the new one begins, and its wording of questions goes along.

    Inside the transaction of the publication. Before that day the old edition stays in force and is found first.
    """
    old = new.supersedes
    if old is None or new.in_force_on is None:
        return
    begun = new.in_force_on <= today
    new.force = Force.IN_FORCE if begun else Force.PENDING
    new.save(update_fields=["force"])
    old.repealed_on = new.in_force_on
    old.force = Force.REPEALED if begun else old.force
    old.save(update_fields=["force", "repealed_on"])
    pairs = matched(list(old.entries.all()), list(new.entries.all()))
    was = {entry.pk: new_pk for new_pk, entry in pairs.items()}
    wording = AskedWording.objects.filter(entry__in=was)
    AskedWording.objects.bulk_create(
        [
            AskedWording(entry_id=was[row.entry_id], text=row.text, digest=row.digest, source=row.source)
            for row in wording
        ],
        ignore_conflicts=True,
    )
    old.entries.update(version=F("version") + 1)
    outbox.touch(outbox.ENTRY, old.entries.values_list("pk", flat=True), at=at)


def begin_and_end(today: date) -> list[int]:
    """Turn over what the day has brought: rules that begin, rules that have ended; return the documents' ids."""
    begins = LibraryDocument.objects.filter(in_force_on__lte=today, force=Force.PENDING, state=State.PUBLISHED)
    ends = LibraryDocument.objects.filter(repealed_on__lte=today, force=Force.IN_FORCE)
    changed = []
    for rows, force in ((begins, Force.IN_FORCE), (ends, Force.REPEALED)):
        ids = list(rows.select_for_update().values_list("pk", flat=True))
        LibraryDocument.objects.filter(pk__in=ids).update(force=force)
        changed += ids
    return changed
