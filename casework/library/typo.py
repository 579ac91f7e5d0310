"""Wrong characters in short queries: 政府信息公幵 → 政府信息公开.

Only queries of at most twelve characters are touched, only where a pair of neighbours occurs nowhere in the library,
and only into something that contains a known term. Long questions are left alone: they barely suffer, and correcting
harms them (bigrams forgive one wrong character).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING

from casework.library.chartables import by_sound, lookalikes, readings
from casework.library.text import IS_HAN, bigrams, normalise

if TYPE_CHECKING:
    from casework.library.words import Words

LONGEST = 12
LEAST_GAIN = 2.0
DocumentFrequency = Callable[[Collection[str]], dict[str, int]]
# Initials and finals that speakers mix up.
_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h"))
_FUZZY_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def correct(query: str, df: DocumentFrequency, words: Words) -> str | None:
    """Return the query with wrong characters replaced, or None where nothing is to be corrected."""
    text = normalise(query).strip()
    if not 2 <= len(text) <= LONGEST or not all(IS_HAN.match(char) for char in text) or text in words.terms:
        return None
    corrected = text
    for _ in range(2):
        better = _one(corrected, df, words)
        if better is None:
            break
        corrected = better
    return corrected if corrected != text else None


def _one(text: str, df: DocumentFrequency, words: Words) -> str | None:
    """Return the text with one character replaced by the best candidate, or None."""
    counts = df(bigrams(text))
    unseen = [at for at in range(len(text) - 1) if not counts[text[at : at + 2]] and not _said(text, at, words)]
    if not unseen:
        return None
    places = sorted({*unseen, *(at + 1 for at in unseen)})
    candidates = {at: [char for char in candidates_for(text, at, words) if char != text[at]] for at in places}
    pairs = {pair for at, chars in candidates.items() for char in chars for pair in _around(text, at, char)}
    counts |= df(pairs)
    best, best_gain = None, LEAST_GAIN
    for at, chars in candidates.items():
        before = sum(_log(counts[pair]) for pair in _around(text, at, text[at]))
        for char in chars:
            around = _around(text, at, char)
            changed = text[:at] + char + text[at + 1 :]
            alike = char in lookalikes().get(text[at], "") or char in _alike_in_sound(text[at])
            # 复印费 is not 复印件: another word altogether is meant only where the whole query becomes a known term.
            known = known_term(changed, at, words) if alike else changed in words.terms
            if not known or not all(counts[pair] for pair in around):
                continue
            gain = (sum(_log(counts[pair]) for pair in around) - before) / len(around) + 1.5 * alike
            if gain > best_gain:
                best, best_gain = changed, gain
    return best


def candidates_for(text: str, at: int, words: Words) -> set[str]:
    """Return what the character may have been meant to be: by sound, by shape, or because a known term says so."""
    found = set(lookalikes().get(text[at], "")) | _alike_in_sound(text[at])
    for length in range(3, min(8, len(text)) + 1):
        for start in range(max(0, at - length + 1), min(at, len(text) - length) + 1):
            window = text[start : start + length]
            pattern = f"{window[: at - start]}?{window[at - start + 1 :]}"
            found |= {term[at - start] for term in words.wildcards.get(pattern, ())}
    return found


def known_term(text: str, at: int, words: Words) -> bool:
    """Whether a known term, or its beginning, covers the place."""
    for length in range(2, len(text) + 1):
        for start in range(max(0, at - length + 1), min(at, len(text) - length) + 1):
            if text[start : start + length] in words.terms:
                return True
    return False


def _said(text: str, at: int, words: Words) -> bool:
    """Whether an alias or a term holds the pair at this place: people do say it."""
    longest = max(words.longest_alias, 8)
    for start in range(max(0, at - longest), at + 1):
        for end in range(at + 2, min(len(text), start + longest) + 1):
            if text[start:end] in words.aliases or text[start:end] in words.terms:
                return True
    return False


def _around(text: str, at: int, char: str) -> list[str]:
    pairs = [text[at - 1] + char] if at else []
    return [*pairs, char + text[at + 1]] if at + 1 < len(text) else pairs


def _log(count: int) -> float:
    return math.log(count + 0.2)


@lru_cache(maxsize=4096)
def _alike_in_sound(char: str) -> set[str]:
    found: set[str] = set()
    for syllable in readings().get(char, ()):
        for other in {syllable, *_mixed_up(syllable)}:
            found.update(by_sound().get(other, ""))
    return found - {char}


def _mixed_up(syllable: str) -> set[str]:
    """Return the syllables this one is mixed up with: zh/z, n/l, ang/an."""
    found = set()
    for one, other in (*_FUZZY, *(pair[::-1] for pair in _FUZZY)):
        if syllable.startswith(one) and not (len(one) == 1 and syllable[1:2] == "h"):
            found.add(other + syllable[len(one) :])
    for one, other in (*_FUZZY_ENDS, *(pair[::-1] for pair in _FUZZY_ENDS)):
        if syllable.endswith(one):
            found.add(syllable[: -len(one)] + other)
    return found - {syllable}
