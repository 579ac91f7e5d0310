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
from casework.library.words import changed, sounds

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
    rows = LibraryEntry.objects.published().select_related("document").order_by("pk")
    for entry in rows.iterator(chunk_size=1000):
        title = entry.document.title if entry.article else entry.title
        for piece in pieces(title):
            yield piece, 1.0, "title"
        for keyword in entry.keywords:
            for piece in pieces(keyword):
                yield piece, 2.0, "keyword"


@transaction.atomic
def rebuild_terms() -> int:
    """Write the table anew from what is published now; return its size."""
    weights: Counter[str] = Counter()
    sources: dict[str, str] = {}
    for term, weight, source in gathered():
        if not 2 <= len(term) <= LONGEST:
            continue
        if weights[term] < 20:
            weights[term] += weight  # type: ignore[assignment]
        sources.setdefault(term, source)
    heard = sounds(weights)
    SearchTerm.objects.all().delete()
    SearchTerm.objects.bulk_create(
        [
            SearchTerm(term=term, pinyin=heard[term][0], initials=heard[term][1], weight=weight, source=sources[term])
            for term, weight in weights.items()
        ],
        batch_size=1000,
    )
    changed()
    return len(weights)
