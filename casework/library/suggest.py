"""Words proposed while typing, and words beside the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.library.text import normalise

if TYPE_CHECKING:
    from casework.library.words import Term, Words

SHOWN = 8
_LATIN = set("abcdefghijklmnopqrstuvwxyz'’ ")


def suggest(typed: str, words: Words, limit: int = SHOWN) -> list[str]:
    """Return terms that continue what was typed: by spelling, by full pinyin, by initials; then terms that hold it."""
    text = normalise(typed)[:40].strip()
    if not text:
        return []
    if set(text) <= _LATIN:
        letters = "".join(char for char in text if char.isalpha())
        found = words.sounded(letters) + words.abbreviated(letters) if letters else []
    else:
        found = words.spelled(text)
        if len(found) < limit and len(text) >= 2:
            found = [*found, *_with_ending(text, words)]
    return _best(found, limit, without=text)


def _with_ending(text: str, words: Words) -> list[Term]:
    """A longer text: continue its last few characters (拆迁怎么补 → 补偿方案)."""
    for length in range(min(len(text) - 1, 6), 1, -1):
        found = words.spelled(text[-length:])
        if found:
            return found
    return []


def related(query: str, keywords: list[str], words: Words, limit: int = SHOWN) -> list[str]:
    """Return words to go on with: those of the hits, then terms around the query."""
    text = normalise(query)
    heard = [words.terms[word] for word in keywords if word in words.terms]
    around = [term for length in (4, 3, 2) if len(text) >= length for term in words.spelled(text[:length])]
    return _best([*heard, *around], limit, without=text)


def _best(terms: list[Term], limit: int, *, without: str) -> list[str]:
    unique = {term.text: term for term in terms if term.text != without}
    ranked = sorted(unique.values(), key=lambda term: (-term.weight, len(term.text), term.text))
    return [term.text for term in ranked[:limit]]
