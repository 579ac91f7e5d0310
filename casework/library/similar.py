"""相似: precedents and cases like a text, and requests that are the same over again.

The hundred weightiest tokens of the text are asked for; what comes back is compared text with text. A suspicion is
shown, never decided upon: whether a request is a repetition is decided by a person (Art. 36(6)).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from casework.library import documents
from casework.library.index import Hits, SearchIndex
from casework.library.models import LibraryEntry
from casework.library.query import PRUNE_FROM, Wanted, idf, telling
from casework.library.search import fetch, uses, weight_of, with_index
from casework.library.text import runs, tokens
from casework.models import Case, Staff

TERMS = 100
TERMS_WHILE_TYPING = 30
# From 80,000 documents: who shares only what every fiftieth document holds is not like it, and costs most of the time.
COMMON_IN_LARGE = 0.02
LARGE_CORE_SHARE = 0.5
SUSPECTED = 0.5
RELATED = 0.25
SHINGLE = 4
# Words every application has; they say nothing about what is asked.
_COMMON = ("申请公开", "请求公开", "申请人", "政府信息", "请提供", "请公开", "关于", "有关", "相关")


@dataclass(frozen=True)
class Like:
    """``containment``: share of the shorter text's four-character pieces found in the longer, 1 = the same text."""

    row: LibraryEntry | Case
    score: float
    containment: float
    identical: bool

    @property
    def verdict(self) -> str:
        """duplicate 疑似重复 · related 相关 · similar 相似."""
        if self.identical or self.containment >= SUSPECTED:
            return "duplicate"
        return "related" if self.containment >= RELATED else "similar"


def weighty(text: str, index: SearchIndex, most: int = TERMS) -> Wanted:
    """Return the tokens that tell this text from others: frequency times rarity, the best ``most`` of them."""
    counts: dict[str, int] = {}
    for token in tokens(text):
        counts[token] = counts.get(token, 0) + 1
    df = index.df(counts.keys())
    total = index.count()
    value = {token: count * idf(df[token], total) for token, count in counts.items() if df[token]}
    large = total >= PRUNE_FROM
    if large:
        value = {token: worth for token, worth in value.items() if df[token] <= COMMON_IN_LARGE * total} or value
    ranked = sorted(value, key=lambda token: (-value[token], token))[:most]
    core = telling({token: value[token] for token in ranked}, LARGE_CORE_SHARE) if large else []
    return Wanted({token: float(counts[token]) for token in ranked}, core)


def similar(
    text: str,
    *,
    actor: Staff | None,
    kinds: Collection[str] = (),
    size: int = 10,
    without: tuple[str, int] | None = None,
    most: int = TERMS,
    shell: bool = False,
) -> list[Like]:
    """Return entries and cases like the text, the likest first, among what the person may see.

    :param kinds: kinds of the library, and "case" for cases; empty means all.
    :param shell: no person but the administrator at the shell: everything published to all, and every case.
    :param without: kind and id of the row the text is taken from.
    :raises casework.library.index.IndexUnavailable: the index is being made.
    """
    filters: dict[str, Collection[str]] = {"scope": _scopes(actor, shell)}
    if kinds:
        filters["kind"] = kinds

    def ask(index: SearchIndex) -> Hits:
        asked = weighty(text, index, most)
        return index.search(asked.tokens, filters, (), size + 5, core=asked.core) if asked.tokens else Hits((), 0, {})

    hits = with_index(ask)
    own = documents.key_of(*without) if without else None
    rows = fetch([hit.key for hit in hits.hits], actor, shell=shell)
    used = uses(rows.values())
    found = [
        _compared(text, rows[hit.key], hit.score * weight_of(rows[hit.key], text, used))
        for hit in hits.hits
        if hit.key in rows and hit.key != own
    ]
    return sorted(found, key=lambda like: (-like.identical, -like.score))[:size]


def _scopes(actor: Staff | None, shell: bool) -> list[str]:
    if actor is not None:
        return documents.scopes_of(actor)
    return [documents.EVERYONE, documents.ALL_CASES] if shell else [documents.EVERYONE]


def _compared(text: str, row: LibraryEntry | Case, score: float) -> Like:
    other = row.text if isinstance(row, LibraryEntry) else row.description
    share = max(containment(text, other), containment(text, row.title))
    return Like(row, round(score, 3), round(share, 3), digest(text) in {digest(other), digest(row.title)})


def plain(text: str) -> str:
    """Return the text without punctuation and the words every application has."""
    joined = "".join(runs(text))
    for word in _COMMON:
        joined = joined.replace(word, "")
    return joined


def digest(text: str) -> str:
    """Return the SHA-256 of the text as ``plain`` leaves it: equal for exact repetitions."""
    return hashlib.sha256(plain(text).encode()).hexdigest()


def containment(first: str, second: str) -> float:
    """Return the share of the shorter text's four-character pieces that the longer one holds, 0 to 1."""
    one, two = pieces_of(plain(first)), pieces_of(plain(second))
    shorter = min(len(one), len(two))
    return len(one & two) / shorter if shorter else 0.0


def pieces_of(text: str) -> set[str]:
    """Return the four-character pieces of a text."""
    if len(text) < SHINGLE:
        return {text} if len(text) > 1 else set()
    return {text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)}
