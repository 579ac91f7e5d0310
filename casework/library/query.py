"""What a query means: its tokens with weights, after aliases, article numbers and pinyin; nothing of an engine.

Tokens of the query itself weigh 1, what an alias adds a little less, an article named by number much more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.library.articles import REGULATION, references
from casework.library.text import normalise, tokens

if TYPE_CHECKING:
    from casework.library.words import Words

LONGEST = 2000  # characters of a query that are read
CAP = 80
PRUNE_FROM = 80_000  # documents from which common tokens are left out for speed
COMMON = 0.1  # share of documents that makes a token common
ALWAYS_KEPT = 3
ALIAS_WEIGHT = 0.8
OWN_ARTICLE = 8.0
ALIAS_ARTICLE = 1.6
CITES_ARTICLE = 1.5
_NOT_WORDS = re.compile(r"[^0-9a-z\u3007\u3400-\u9fff\U00020000-\U000323af]+")

DocumentFrequency = Callable[[Collection[str]], dict[str, int]]


@dataclass
class Meaning:
    """The tokens to look for, and what of the query was understood."""

    tokens: dict[str, float]
    aliases: list[tuple[str, str]] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)


def understand(query: str, words: Words | None) -> Meaning:
    """Return the weighted tokens of a query; without ``words`` only its own."""
    text = normalise(query[:LONGEST])
    meaning = Meaning(dict.fromkeys(tokens(text), 1.0))
    _add_articles(meaning, text, OWN_ARTICLE, CITES_ARTICLE)
    if words is not None:
        for lay, official, weight in matched(text, words):
            meaning.aliases.append((lay, official))
            for token in tokens(_without_articles(official)):
                meaning.tokens[token] = max(meaning.tokens.get(token, 0.0), weight)
            _add_articles(meaning, official, ALIAS_ARTICLE * weight, 0.4 * weight)
    return meaning


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


def prune(weighted: dict[str, float], df: DocumentFrequency, documents: int) -> dict[str, float]:
    """Leave out tokens nobody has; in a large index also the commonest; never more than ``CAP`` remain.

    :returns: the tokens to send to the engine, the rarest first.
    """
    counts = df(weighted.keys())
    known = {token: weight for token, weight in weighted.items() if counts[token]}
    value = {token: weight * idf(counts[token], documents) for token, weight in known.items()}
    ranked = sorted(known, key=lambda token: (-value[token], token))
    if documents >= PRUNE_FROM:
        rare = [token for token in ranked if counts[token] <= COMMON * documents]
        ranked = rare if len(rare) >= ALWAYS_KEPT else sorted(ranked, key=lambda token: counts[token])[:ALWAYS_KEPT]
    return {token: known[token] for token in ranked[:CAP]}


def idf(count: int, documents: int) -> float:
    """Return the inverse document frequency BM25 uses (always positive)."""
    return math.log(1 + (documents - count + 0.5) / (count + 0.5))
