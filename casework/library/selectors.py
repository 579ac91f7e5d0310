"""What the pages of the library read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from casework.law.outcomes import CATALOGUE, FACTS, OUTCOMES, Outcome
from casework.library.articles import REGULATION, references, title_of
from casework.library.models import Fate, Force, Kind, LibraryDocument, LibraryEntry, SearchLog
from casework.library.search import Answer
from casework.library.similar import Like, similar
from casework.library.text import normalise
from casework.models import Case, Staff

USUAL_SHARE = 0.6
USUAL_LEAST = 3
_PERSONAL = re.compile(r"\d{6,}")
FACET_LABELS = {
    "kind": "类别",
    "topic": "主题",
    "outcome": "答复结果",
    "organ": "机关",
    "year": "年份",
    "article": "条款",
    "fate": "复议、诉讼结果",
    "status": "效力",
}


@dataclass(frozen=True)
class OutcomePage:
    """Everything about one outcome: what the reply must say, what it needs, and precedents for and against."""

    outcome: Outcome
    needs: list[str]
    articles: list[LibraryEntry]
    standing: list[LibraryEntry]
    overturned: list[LibraryEntry]
    texts: list[LibraryEntry]


@dataclass(frozen=True)
class Beside:
    """What stands beside a draft: precedents, cases of one's own district, and a warning where the draft departs."""

    precedents: list[Like]
    cases: list[Like]
    warning: str


def choice_label(facet: str, value: str) -> str:
    """Return how a facet's value is read."""
    tables: dict[str, dict[str, str]] = {
        "kind": {**dict(Kind.choices), "case": "本区办件"},
        "fate": dict(Fate.choices),
        "status": dict(Force.choices),
        "outcome": {code: row.label for code, row in OUTCOMES.items()},
    }
    if facet == "article":
        law, _, number = value.partition("#")
        return title_of(law, int(number)) if number.isdecimal() else value
    return tables.get(facet, {}).get(value, value)


def outcome_page(code: str, actor: Staff) -> OutcomePage:
    """:raises casework.law.errors.InvalidFact: no such outcome."""
    from casework.law.outcomes import outcome

    row = outcome(code)
    entries = LibraryEntry.objects.visible_to(actor).select_related("document")
    cited = Q(pk__in=[])
    for reference in (ref for text in row.articles for ref in references(text)):
        cited |= Q(document__title=reference.law or REGULATION, article=reference.article)
    precedents = [entry for entry in entries.filter(document__kind=Kind.PRECEDENT) if code in entry.outcomes]
    words = [word for word in re.split(r"[，（）、]", row.label) if len(word) >= 4]
    texts = Q(pk__in=[])
    for word in words:
        texts |= Q(title__contains=word[:6])
    return OutcomePage(
        row,
        [FACTS[key] for key in row.requires],
        list(entries.filter(cited).filter(document__kind=Kind.POLICY)),
        [entry for entry in precedents if entry.fate != Fate.CORRECTED],
        [entry for entry in precedents if entry.fate == Fate.CORRECTED],
        list(entries.filter(texts, document__kind=Kind.STANDARD_TEXT)[:10]),
    )


def by_article(law: str, article: int, actor: Staff) -> tuple[LibraryEntry | None, list[LibraryEntry]]:
    """Return the article itself, and what cites it."""
    entries = LibraryEntry.objects.visible_to(actor).select_related("document")
    own = entries.filter(document__title=law, article=article).first()
    canonical = f"{law}#{article}"
    citing = [
        entry
        for entry in entries.exclude(articles=[])
        if any(reference.partition(".")[0] == canonical for reference in entry.articles)
    ]
    return own, citing


def laws(actor: Staff) -> list[LibraryDocument]:
    ids = LibraryEntry.objects.visible_to(actor).filter(document__kind=Kind.POLICY).values("document")
    return list(LibraryDocument.objects.filter(pk__in=ids).annotate(size=Count("entries")).order_by("-weight", "title"))


def topics(actor: Staff) -> list[tuple[str, int]]:
    """Return topics and keywords of precedents and how often they occur."""
    counts: Counter[str] = Counter()
    for topic, keywords in LibraryEntry.objects.visible_to(actor).values_list("topic", "keywords"):
        counts.update({word for word in [topic, *keywords] if 2 <= len(word) <= 12})
    return counts.most_common(60)


def beside(case: Case, actor: Staff, outcome_code: str = "") -> Beside:
    """Return what helps while drafting. :raises casework.library.index.IndexUnavailable: the index is being made."""
    text = f"{case.title} {case.description}"
    precedents = similar(text, actor=actor, kinds=[Kind.PRECEDENT], size=5)
    cases = similar(text, actor=actor, kinds=["case"], size=8, without=("case", case.pk))
    return Beside(precedents, cases[:5], departure(cases, outcome_code))


def departure(cases: Iterable[Like], outcome_code: str) -> str:
    """Return a warning where like cases were decided otherwise, '' where they were not, or are too few."""
    decided = [like.row.outcome for like in cases if isinstance(like.row, Case) and like.row.outcome]
    if not outcome_code or len(decided) < USUAL_LEAST:
        return ""
    usual, times = Counter(decided).most_common(1)[0]
    if usual == outcome_code or times / len(decided) < USUAL_SHARE:
        return ""
    label = OUTCOMES[usual].label
    return f"相似的 {len(decided)} 件办件中有 {times} 件答复为“{label}”，与本稿不同。请核对，确需不同的，在理由中说明。"


def note_search(query: str, answer: Answer, at: datetime) -> None:
    """Count a search for the editor; nothing that may name a person is kept, and never who searched."""
    text = normalise(query).strip()
    if not 2 <= len(text) <= 20 or _PERSONAL.search(text):
        return
    SearchLog.objects.get_or_create(query=text, defaults={"last_at": at})
    empty = 0 if answer.results else 1
    SearchLog.objects.filter(query=text).update(times=F("times") + 1, empty_times=F("empty_times") + empty, last_at=at)


@dataclass(frozen=True)
class Gaps:
    """What the library lacks: searches without a hit, entries whose rule is no longer in force, bare outcomes."""

    empty: list[SearchLog]
    stale: list[LibraryEntry]
    bare: list[Outcome]


def gaps() -> Gaps:
    precedents = LibraryEntry.objects.published().filter(document__kind=Kind.PRECEDENT)
    covered = {code for codes in precedents.values_list("outcomes", flat=True) for code in codes}
    old = LibraryEntry.objects.published().filter(document__kind=Kind.PRECEDENT).select_related("document")
    return Gaps(
        list(SearchLog.objects.filter(empty_times__gt=0).order_by("-empty_times", "-last_at")[:50]),
        [entry for entry in old if any("（2007）" in reference for reference in entry.articles)],
        [outcome for outcome in CATALOGUE if outcome.code not in covered],
    )
