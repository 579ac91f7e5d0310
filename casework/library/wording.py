"""How people ask: the editor's own wording that comes with the product, and the wording of past requests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q

from casework.law.outcomes import OUTCOMES
from casework.library import outbox
from casework.library.articles import REGULATION, references
from casework.library.chartables import DATA
from casework.library.deidentify import deidentify
from casework.library.models import AskedWording, Force, LibraryEntry, SearchAlias
from casework.library.text import normalise
from casework.library.words import changed
from casework.models import Agent, Applicant, Case


def seed_aliases() -> int:
    """Put the synonyms that come with the product into an empty table; the editor's changes are never overwritten."""
    if SearchAlias.objects.exists():
        return 0
    rows = [
        line.split("\t") for line in (DATA / "aliases.tsv").read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    SearchAlias.objects.bulk_create([SearchAlias(lay=lay, official=official) for lay, official in rows], batch_size=500)
    changed()
    return len(rows)


def editor_wording() -> Iterator[tuple[str, int, list[str]]]:
    """Yield part of a document's title, article (or position) and the ways it is asked for."""
    for line in (DATA / "asked.tsv").read_text(encoding="utf-8").splitlines():
        if line.strip():
            key, _, phrases = line.partition("\t")
            title, _, article = key.partition("#")
            yield title, int(article), phrases.split("|")


def attach_editor_wording(entry_ids: Iterable[int]) -> int:
    """Give entries that have just come in the wording the product knows for their article; return how many lines."""
    entries = LibraryEntry.objects.filter(pk__in=list(entry_ids), document__kind="policy").select_related("document")
    by_title: dict[str, dict[int, LibraryEntry]] = {}
    for entry in entries:
        by_title.setdefault(entry.document.title, {})[entry.article or entry.position] = entry
    rows = []
    for wanted, article, phrases in editor_wording():
        for title, articles in by_title.items():
            if _same(wanted, title) and article in articles:
                rows += [asked(articles[article].pk, phrase, AskedWording.Source.EDITOR) for phrase in phrases]
    AskedWording.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def _same(wanted: str, title: str) -> bool:
    """A law by its exact title; a notice, whose title carries number and remarks, by the part that names it."""
    plain = title.removeprefix("中华人民共和国")
    return plain == wanted or (len(wanted) > 10 and wanted in plain)


def asked(entry_id: int, text: str, source: AskedWording.Source) -> AskedWording:
    digest = hashlib.sha256(normalise(text).encode()).hexdigest()
    return AskedWording(entry_id=entry_id, text=text[:400], digest=digest, source=source)


def known_of(case: Case) -> list[str]:
    """What the file itself knows about people: applicants, the agent, third parties."""
    people: list[Applicant | Agent] = [*case.applicants.all(), *Agent.objects.filter(case=case)]
    names = ("name", "document_number", "phone", "address", "email", "contact_name", "representative")
    values = [getattr(person, name, "") for person in people for name in names]
    return [value for value in (*values, *case.consultations.values_list("party", flat=True)) if value]


def learn_from(case: Case, *, at: datetime) -> int:
    """Add what was asked in a case that has been answered to the articles its decision rests on; return how many lines.

    The wording is masked first. The same wording counts once; the index takes at most twenty of an entry.
    """
    decision = case.decision
    if decision is None or decision.outcome not in OUTCOMES:
        return 0
    articles = [reference for text in OUTCOMES[decision.outcome].articles for reference in references(text)]
    wanted = Q(pk__in=[])
    for reference in articles:
        wanted |= Q(document__title=reference.law or REGULATION, article=reference.article)
    entries = LibraryEntry.objects.published().filter(wanted, document__force=Force.IN_FORCE)
    masked = deidentify(case.title, known_of(case)).text
    rows = [asked(entry.pk, masked, AskedWording.Source.CASE) for entry in entries]
    new = [row for row in rows if not AskedWording.objects.filter(entry=row.entry_id, digest=row.digest).exists()]
    AskedWording.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        outbox.touch(outbox.ENTRY, [row.entry_id for row in new], at=at)
    return len(new)
