"""What a query means: its tokens with weights, after aliases, article numbers and pinyin; nothing of an engine.

Tokens of the query itself weigh 1 and more where they are repeated: who tells a long story comes back to the matter.
What an alias adds weighs less, the longer the question and the commoner its lay wording in the library is: a short
query in words no document holds needs the official ones, a long one in known words is only led astray by them. An
article named by number weighs much more.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.library.articles import REGULATION, completed, of_other_law, references, without_other_laws
from casework.library.index import Hits, SearchIndex
from casework.library.text import bigrams, normalise, tokens

if TYPE_CHECKING:
    from casework.library.words import Words

LONGEST = 2000  # characters of a query that are read
CAP, LARGE_CAP = 200, 80  # tokens sent at most; fewer from ``PRUNE_FROM``
PRUNE_FROM = 80_000  # documents from which common tokens are left out for speed
COMMON = 0.1  # share of documents that makes a token common
ALWAYS_KEPT = 3
CORE_SHARE = 0.9  # share of all rarity that the core makes up: who holds none of it holds too little to be counted
LARGE_CORE_SHARE = 0.7  # the same from ``PRUNE_FROM``, where less is looked through
REPEATED = 0.5  # what a token gains for each e-fold of times it is said
ALIAS_FULL = 70  # different tokens of a query up to which an alias has its whole weight
LEAST_LIBRARY = 1_000
OWN_ARTICLE = 8.0
ALIAS_ARTICLE = 1.6
CITES_ARTICLE = 1.5
_NOT_WORDS = re.compile(r"[^0-9a-z\u3007\u3400-\u9fff\U00020000-\U000323af]+")

TITLE_BOOST, SHORT = 0.2, 12  # titles count for more in queries of so many characters; longer questions name none
ENOUGH = 10  # hits below which any token of the query will do, not only the telling ones

DocumentFrequency = Callable[[Collection[str]], dict[str, int]]
Rareness = Callable[[str], float]


@dataclass
class Meaning:
    """The tokens to look for, and what of the query was understood.

    ``other_laws``: articles named of laws this program does not know; an editor may have added them.
    """

    tokens: dict[str, float]
    aliases: list[tuple[str, str]] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    title_boost: float = 0.0
    other_laws: list[str] = field(default_factory=list)


def understand(query: str, words: Words | None, rareness: Rareness = lambda wording: 1.0) -> Meaning:
    """Return the weighted tokens of a query; without ``words`` only its own.

    :param rareness: how rare a wording is in the library, from 0 to 1; see ``rareness_in``.
    """
    text = completed(normalise(query[:LONGEST]))
    said = Counter(tokens(without_other_laws(text)))
    meaning = Meaning({token: 1.0 + REPEATED * math.log(times) for token, times in said.items()})
    _add_articles(meaning, text, OWN_ARTICLE, CITES_ARTICLE)
    meaning.other_laws = [reference.canonical() for reference in references(text) if of_other_law(reference.law)]
    if meaning.articles or "《" in text or len(_NOT_WORDS.sub("", text)) <= SHORT:
        meaning.title_boost = TITLE_BOOST
    if words is not None:
        share = min(1.0, ALIAS_FULL / max(len(said), 1))
        for lay, official, full in matched(text, words):
            weight = full * share * rareness(lay) ** 2
            meaning.aliases.append((lay, official))
            for token in tokens(_without_articles(official)):
                meaning.tokens[token] = max(meaning.tokens.get(token, 0.0), weight)
            _add_articles(meaning, official, ALIAS_ARTICLE * weight, 0.4 * weight)
    return meaning


def rareness_in(df: DocumentFrequency, documents: int) -> Rareness:
    """Return how rare the rarest pair of a wording is in a library: 1 where no document holds it.

    Counted as in a library of a thousand documents at least: in a handful every word is common.
    """
    documents = max(documents, LEAST_LIBRARY)
    most = idf(0, documents)

    def rareness(wording: str) -> float:
        return idf(min(df(bigrams(wording) or [wording]).values()), documents) / most

    return rareness


def _without_articles(official: str) -> str:
    return " ".join(part for part in official.split() if not references(part))


def _add_articles(meaning: Meaning, text: str, own: float, cites: float) -> None:
    for reference in references(text):
        canonical = reference.canonical(REGULATION)
        whole = canonical.partition(".")[0]
        meaning.articles.append(canonical)
        for token, weight in ((f"§{whole}", own), (f"¶{whole}", cites), (f"¶{canonical}", cites)):
            meaning.tokens[token] = max(meaning.tokens.get(token, 0.0), weight)


def matched(text: str, words: Words) -> list[tuple[str, str, float]]:
    """Return the aliases whose lay wording stands in the text, the longest first; shorter ones inside are left out."""
    plain = _NOT_WORDS.sub("", text)
    found: list[tuple[str, str, float]] = []
    at = 0
    while at < len(plain):
        lay = next(
            (
                plain[at : at + length]
                for length in range(min(words.longest_alias, len(plain) - at), 1, -1)
                if plain[at : at + length] in words.aliases
            ),
            "",
        )
        for official, weight in words.aliases.get(lay, ()):
            found.append((lay, official, weight))
        at += len(lay) or 1
    return found


@dataclass(frozen=True)
class Wanted:
    """What is sent to the engine: the weighted tokens, the most telling first, and those of which one must be held."""

    tokens: dict[str, float]
    core: list[str]


def wanted(weighted: dict[str, float], df: DocumentFrequency, documents: int) -> Wanted:
    """Leave out tokens nobody has; in a large index also the commonest; never more than the cap remain."""
    counts = df(weighted.keys())
    rarity = {token: idf(counts[token], documents) for token in weighted if counts[token]}
    ranked = sorted(rarity, key=lambda token: (-weighted[token] * rarity[token], token))
    if documents >= PRUNE_FROM:
        rare = [token for token in ranked if counts[token] <= COMMON * documents]
        ranked = rare if len(rare) >= ALWAYS_KEPT else sorted(ranked, key=lambda token: counts[token])[:ALWAYS_KEPT]
    most, share = (LARGE_CAP, LARGE_CORE_SHARE) if documents >= PRUNE_FROM else (CAP, CORE_SHARE)
    kept = {token: weighted[token] for token in ranked[:most]}
    return Wanted(kept, telling({token: min(weight, 1.0) * rarity[token] for token, weight in kept.items()}, share))


def telling(value: Mapping[str, float], share: float) -> list[str]:
    """Return the tokens of most value that together make up this share of all of it."""
    needed, core = share * sum(value.values()), []
    for token in sorted(value, key=lambda token: (-value[token], token)):
        core.append(token)
        needed -= value[token]
        if needed <= 0:
            break
    return core


def rank(
    index: SearchIndex,
    asked: Wanted,
    filters: Mapping[str, Collection[str]],
    facets: Sequence[str] = (),
    size: int = 10,
    after: int = 0,
    *,
    title_boost: float = 0.0,
) -> Hits:
    """Ask the engine for what holds the telling tokens, and where that is too little for what holds any."""
    if not asked.tokens:
        return Hits((), 0, {})
    for core in (asked.core, ()):
        hits = index.search(asked.tokens, filters, facets, size, after, core=core, title_boost=title_boost)
        if hits.total >= ENOUGH:
            break
    return hits


def idf(count: int, documents: int) -> float:
    """Return the inverse document frequency BM25 uses (always positive)."""
    return math.log(1 + (documents - count + 0.5) / (count + 0.5))
