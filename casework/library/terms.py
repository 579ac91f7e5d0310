"""Which words go into the table of terms: what titles, keywords, aliases and the reply catalogue say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from django.db import transaction

from casework.law.outcomes import CATALOGUE, FACTS
from casework.library.chartables import DATA
from casework.library.models import LibraryEntry, SearchAlias, SearchTerm
from casework.library.text import normalise
from casework.library.words import MOST_TERMS, changed, sounds

LONGEST = 24
_SEPARATORS = re.compile(r"[\s,，。、:：;；“”\"'（）()《》〈〉〔〕\[\]【】/／·—－\-…!！?？0-9a-z]+")
_HAN = re.compile(r"^[\u3400-\u9fff]+$")
_ARTICLE = re.compile(r"第[零一二三四五六七八九十百]+[条章节].*$")


def pieces(text: str) -> list[str]:
    """Cut a text at its punctuation into phrases of 2 to 24 Chinese characters."""
    parts = (_ARTICLE.sub("", part) for part in _SEPARATORS.split(normalise(text)))
    return [part for part in parts if 2 <= len(part) <= LONGEST and _HAN.match(part)]


def gathered() -> Iterator[tuple[str, float, str]]:
    """Yield term, weight and source; the words of the trade first."""
    for line in (DATA / "words.txt").read_text(encoding="utf-8").split():
        yield normalise(line), 8.0, "trade"
    for row in CATALOGUE:
        for piece in pieces(row.label):
            yield piece, 5.0, "outcome"
    for label in FACTS.values():
        for piece in pieces(label):
            yield piece, 2.0, "outcome"
    for alias in SearchAlias.objects.filter(active=True):
        yield normalise(alias.lay), 3.0, "alias"
        for piece in pieces(alias.official):
            yield piece, 4.0, "alias"
    # Terms are proposed to everybody: what is kept to one organ gives none.
    rows = LibraryEntry.objects.published().filter(document__organ=None)
    told = rows.order_by("pk").values_list("article", "document__title", "title", "keywords")
    for article, law, title, keywords in told.iterator(chunk_size=5000):
        for piece in pieces(law if article else title):
            yield piece, 1.0, "title"
        for keyword in keywords:
            for piece in pieces(keyword):
                yield piece, 2.0, "keyword"


@transaction.atomic
def rebuild_terms() -> int:
    """Bring the table to what is published now; return its size.

    The weightiest ``MOST_TERMS`` stay, no process reads more. Only what differs is written, and what has been read
    aloud once keeps its sound: an import of one line into a library of a million must not write and read them all.
    """
    weights: Counter[str] = Counter()
    sources: dict[str, str] = {}
    for term, weight, source in gathered():
        if not 2 <= len(term) <= LONGEST:
            continue
        if weights[term] < 20:
            weights[term] += weight  # type: ignore[assignment]
        sources.setdefault(term, source)
    kept = sorted(weights, key=lambda term: (-weights[term], term))[:MOST_TERMS]
    before = {row.term: row for row in SearchTerm.objects.all()}
    heard = {term: (row.pinyin, row.initials) for term, row in before.items()}
    heard |= sounds(term for term in kept if term not in before)
    rows = []
    for term in kept:
        row, weight, source = before.get(term), weights[term], sources[term]
        if row is None or (row.weight, row.source) != (weight, source):
            pinyin, initials = heard[term]
            rows.append(SearchTerm(term=term, pinyin=pinyin, initials=initials, weight=weight, source=source))
    staying = set(kept)
    gone = [row.pk for term, row in before.items() if term not in staying]
    for start in range(0, len(gone), 500):
        SearchTerm.objects.filter(pk__in=gone[start : start + 500]).delete()
    SearchTerm.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["term"], update_fields=["weight", "source"]
    )
    if rows or gone:
        changed()
    return len(kept)
