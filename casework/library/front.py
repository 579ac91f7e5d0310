"""The first page of the library, and a document read whole: what there is, what is new, and the ways in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, F, Q, QuerySet

from casework.law.outcomes import OUTCOMES, Outcome
from casework.library.articles import REGULATION
from casework.library.models import EntryQuerySet, EntryRevision, Fate, Force, Kind, LibraryDocument, LibraryEntry
from casework.library.selectors import articles_of
from casework.models import Staff

LATEST, LAWS_SHOWN = 6, 8
NEWS_DAYS = 365
COUNTED = (Kind.PRECEDENT, Kind.POLICY, Kind.STANDARD_TEXT)


@dataclass(frozen=True)
class Number:
    """How many of one kind a reader may find; ``voided``: of these not to be followed or no longer in force."""

    kind: str
    label: str
    entries: int
    voided: int


@dataclass(frozen=True)
class Front:
    """What the first page shows. ``articles``: those of the Regulation an outcome rests on, as far as they are held."""

    numbers: list[Number]
    latest: list[LibraryEntry]
    used: list[LibraryEntry]
    changed: list[LibraryDocument]
    laws: list[LibraryDocument]
    articles: list[LibraryEntry]
    outcomes: list[tuple[str, list[Outcome]]]
    waiting: int


def front(actor: Staff, today: date) -> Front:
    """Return the first page; seven queries, whatever the size of the library."""
    entries = LibraryEntry.objects.visible_to(actor)
    rows = entries.select_related("document")
    policies = LibraryDocument.objects.filter(pk__in=entries.filter(document__kind=Kind.POLICY).values("document"))
    used = rows.filter(document__kind__in=COUNTED, uses__isnull=False).annotate(times=Count("uses"))
    in_force = policies.filter(force=Force.IN_FORCE).annotate(size=Count("entries"))
    return Front(
        numbers=_numbers(entries.filter(document__kind__in=COUNTED)),
        latest=list(of_kind(Kind.PRECEDENT, actor)[:LATEST]),
        used=list(used.order_by("-times", "pk")[:LATEST]),
        changed=_changed(policies, today),
        laws=list(in_force.order_by("-weight", "title")[:LAWS_SHOWN]),
        articles=_of_the_regulation(rows),
        outcomes=sections(),
        waiting=_waiting() if any(actor.holds(role) for role in ("editor", "legal")) else 0,
    )


def _waiting() -> int:
    """How many documents and changes wait for a second reader."""
    documents = LibraryDocument.objects.filter(state=LibraryDocument.State.REVIEW)
    return documents.count() + EntryRevision.objects.filter(state=EntryRevision.State.REVIEW).count()


def of_kind(kind: str, actor: Staff) -> EntryQuerySet:
    """Return the entries of a kind, those last read by a second reader first, then the latest year."""
    rows = LibraryEntry.objects.visible_to(actor).filter(document__kind=kind).select_related("document")
    return rows.order_by(F("document__checked_at").desc(nulls_last=True), F("year").desc(nulls_last=True), "-pk")


def _numbers(entries: EntryQuerySet) -> list[Number]:
    void = Q(fate=Fate.CORRECTED) | Q(document__force__in=(Force.REPEALED, Force.OLD_FORM))
    counted = entries.values("document__kind").annotate(whole=Count("pk"), void=Count("pk", filter=void)).order_by()
    found = {str(row["document__kind"]): (int(row["whole"]), int(row["void"])) for row in counted}
    return [Number(kind.value, str(kind.label), *found.get(kind.value, (0, 0))) for kind in COUNTED]


def _changed(policies: QuerySet[LibraryDocument], today: date) -> list[LibraryDocument]:
    """The rules that began or ended within a year, or will; the latest day first."""
    since = today - timedelta(days=NEWS_DAYS)
    rows = policies.filter(Q(in_force_on__gt=since) | Q(repealed_on__gt=since))
    return sorted(rows, key=lambda row: row.repealed_on or row.in_force_on or since, reverse=True)[:LATEST]


def _of_the_regulation(rows: EntryQuerySet) -> list[LibraryEntry]:
    wanted = {number for outcome in OUTCOMES.values() for law, number in articles_of(outcome) if law == REGULATION}
    held = rows.filter(document__title=REGULATION, document__force=Force.IN_FORCE, article__in=wanted)
    return list(held.order_by("article"))


def sections() -> list[tuple[str, list[Outcome]]]:
    """The outcomes under the headings of the national table."""
    return [(name, list(rows)) for name, rows in groupby(OUTCOMES.values(), key=lambda row: row.section)]


@dataclass(frozen=True)
class Law:
    """A document whole: its entries by chapter, and the other editions that are published."""

    document: LibraryDocument
    chapters: list[tuple[str, list[LibraryEntry]]]
    editions: list[LibraryDocument]


def law(document_id: int, actor: Staff) -> Law | None:
    """Return the document with its entries in their order; None where the person may not read it."""
    rows = LibraryEntry.objects.visible_to(actor).filter(document=document_id).order_by("position", "article", "pk")
    entries = list(rows.select_related("document"))
    if not entries:
        return None
    document = entries[0].document
    published = LibraryDocument.objects.filter(state=LibraryDocument.State.PUBLISHED)
    same = published.filter(kind=document.kind, title=document.title).exclude(pk=document.pk).order_by("-edition")
    chapters = [(name, list(group)) for name, group in groupby(entries, key=lambda entry: entry.chapter)]
    return Law(document, chapters, list(same))
