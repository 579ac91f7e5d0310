"""From rows of the database to what the index holds: one function per kind of row, and who may find it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice

from casework.library import store
from casework.library.articles import references
from casework.library.index import Doc
from casework.library.models import AskedWording, LibraryEntry, SearchOutbox
from casework.library.text import said_by_many, tokens
from casework.models import Case, Staff
from casework.permissions import DISTRICT_ROLES, ORGAN_ROLES, UNIT_ROLES

ENTRY, CASE = SearchOutbox.Of.ENTRY, SearchOutbox.Of.CASE
CASE_KIND = "case"
ASKED_AT_MOST = 20
PER_QUERY = 500
WORDINGS_READ = 1_000  # the latest, for what people say whatever they ask for
EVERYONE, ALL_CASES = "everyone", "all-cases"


def key_of(kind: str, object_id: int) -> int:
    """Return the number of a row in the index: even for entries, odd for cases."""
    return object_id * 2 + (kind == CASE)


def row_of(key: int) -> tuple[str, int]:
    """Return kind and id of a number in the index."""
    return (CASE if key % 2 else ENTRY), key // 2


def load(kind: str, ids: Iterable[int]) -> Iterator[Doc]:
    """Return the documents of those rows that shall be findable; the others are to leave the index."""
    return entries(ids) if kind == ENTRY else cases(ids)


def everything() -> Iterator[Doc]:
    """Return every document that shall be findable, a few hundred rows at a time."""
    _said_by_many.cache_clear()
    for model, build in ((LibraryEntry, entries), (Case, cases)):
        ids = model._default_manager.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5000)
        while part := list(islice(ids, PER_QUERY)):
            yield from build(part)


def entries(ids: Iterable[int]) -> Iterator[Doc]:
    rows = LibraryEntry.objects.published().filter(pk__in=list(ids)).select_related("document")
    said = _said_by_many(store.node().stamp)
    for row in rows.prefetch_related("asked").order_by("pk"):
        yield entry_doc(row, said)


@lru_cache(maxsize=1)
def _said_by_many(stamp: str) -> frozenset[str]:
    """The same for all documents a process adds to one build of the index."""
    return said_by_many(AskedWording.objects.order_by("-pk").values_list("text", flat=True)[:WORDINGS_READ])


def entry_doc(row: LibraryEntry, said_by_many: Collection[str] = ()) -> Doc:
    """Return what is searched of an entry: title, text, keywords, and how people have asked for it.

    :param said_by_many: tokens of requests that tell no document from another; they would only draw the other requests.
    """
    document = row.document
    asked = [line.text for line in row.asked.all()][:ASKED_AT_MOST]
    parts = [row.title, row.chapter, row.text, " ".join(row.keywords), document.number, row.decided_by]
    body = [token for part in parts for token in tokens(part)]
    body += [token for wording in asked for token in tokens(wording) if token not in said_by_many]
    body += [mark for reference in row.articles for mark in cited(reference)]
    own = [f"§{row.article}", f"§{document.title}#{row.article}"] if row.article else []
    labels = {
        "scope": [f"organ-{document.organ_id}" if document.organ_id else EVERYONE],
        "kind": [row.document.kind],
        "topic": [row.topic] if row.topic else [],
        "outcome": row.outcomes,
        "organ": [document.issuing_organ] if document.issuing_organ else [],
        "region": [document.region] if document.region else [],
        "year": [str(row.year)] if row.year else [],
        "article": articles_of(row),
        "fate": [row.fate] if row.fate else [],
        "status": [document.force],
    }
    return Doc(key_of(ENTRY, row.pk), row.version, tokens(row.title) + own, body + own, labels)


def articles_of(row: LibraryEntry) -> list[str]:
    """Return the articles an entry is about: its own, or those it cites."""
    own = {f"{row.document.title}#{row.article}"} if row.article else set()
    return sorted(own | {reference.partition(".")[0] for reference in row.articles})


def cited(reference: str) -> list[str]:
    """Return the marks of a cited article: the article, and its item if one is named."""
    whole = reference.partition(".")[0]
    return [f"¶{whole}"] if whole == reference else [f"¶{whole}", f"¶{reference}"]


def cases(ids: Iterable[int]) -> Iterator[Doc]:
    rows = Case.objects.filter(pk__in=list(ids)).select_related("organ").prefetch_related("involvements", "decisions")
    for row in rows.order_by("pk"):
        yield case_doc(row)


def case_doc(row: Case) -> Doc:
    """Return what is searched of a case: what was asked, and the grounds of the answer; no applicant."""
    decision = row.decision
    text = " ".join([row.title, row.description, decision.ground if decision else ""])
    units = {involvement.unit_id for involvement in row.involvements.all()} | ({row.unit_id} if row.unit_id else set())
    labels = {
        "scope": [ALL_CASES, f"organ-cases-{row.organ_id}", *(f"unit-cases-{unit}" for unit in sorted(units))],
        "kind": [CASE_KIND],
        "topic": [row.topic] if row.topic else [],
        "outcome": [row.outcome] if row.outcome else [],
        "organ": [row.organ.name],
        "year": [str(row.year)],
        "article": sorted({reference.canonical().partition(".")[0] for reference in references(text)}),
        "status": [row.status],
    }
    return Doc(key_of(CASE, row.pk), row.version, tokens(row.title), tokens(text), labels)


def scopes_of(actor: Staff) -> list[str]:
    """Return the scopes a person may find, as ``visible_to`` of entries and cases decides it in the database."""
    posts = actor.posts if actor.is_active else ()
    if not actor.is_active:
        return []
    scopes = {EVERYONE, *(f"organ-{post.organ_id}" for post in posts)}
    if any(post.role in DISTRICT_ROLES for post in posts):
        scopes.add(ALL_CASES)
    scopes |= {f"organ-cases-{post.organ_id}" for post in posts if post.role in ORGAN_ROLES}
    scopes |= {f"unit-cases-{post.unit_id}" for post in posts if post.role in UNIT_ROLES and post.unit_id}
    return sorted(scopes)
