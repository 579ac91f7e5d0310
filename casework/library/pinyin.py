"""Queries typed in Latin letters: full pinyin, initials, or pinyin of words the table does not hold.

A known term answers at once; otherwise the letters are cut into syllables and decoded with the pairs of characters
the library itself holds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TYPE_CHECKING

from casework.library.chartables import by_sound

if TYPE_CHECKING:
    from casework.library.words import Term, Words

LONGEST = 60
BEAM = 12
PER_SYLLABLE = 14
SEAM = -4.0  # what a pair that occurs nowhere costs, as a logarithm
SENTENCE = 5  # syllables from which such pairs are let through
DocumentFrequency = Callable[[Collection[str]], dict[str, int]]
_WORDS = re.compile(r"[a-z]+(?:\s+[a-z]+)*")
_APOSTROPHES = re.compile(r"(?<=[a-z])['’](?=[a-z])")


def read(text: str, df: DocumentFrequency, words: Words) -> str | None:
    """Return the text with its pinyin written in characters, or None where it holds none that can be read.

    :param text: normalised; Latin words the library itself holds are left as they are.
    """
    plain = _APOSTROPHES.sub("", text[: LONGEST * 4])
    found = False

    def heard(letters: str) -> str | None:
        known = len(letters) < 2 or len(letters) > LONGEST or df([letters])[letters]
        return None if known else next(iter(candidates(letters, df, words)), None)

    def replaced(match: re.Match[str]) -> str:
        """Syllables typed apart are one word; initials beside a word are not: zfxxgk shenqing."""
        nonlocal found
        parts = match[0].split()
        whole = heard("".join(parts))
        read = [whole] if whole else [heard(part) for part in parts]
        found = found or any(read)
        return whole or "".join(said or f" {part} " for said, part in zip(read, parts, strict=True)).strip()

    result = _WORDS.sub(replaced, plain)
    return result if found else None


def candidates(letters: str, df: DocumentFrequency, words: Words) -> list[str]:
    """Return readings of the letters, the likeliest first: known terms, then what the beam finds."""
    exact = [term for term in words.sounded(letters) if term.pinyin == letters]
    short = [term for term in words.abbreviated(letters) if term.initials == letters]
    begun = words.sounded(letters) if len(letters) >= 4 else []
    ranked = [*_by_weight(exact), *_by_weight(short)]
    if not ranked:
        ranked += _by_weight([term for term in words.mixed_up(letters) if len(term.text) > 1])
    if not ranked:
        decoded = [text for cut in syllables(letters) for text in _decoded(cut, df)]
        ranked += decoded[:1]
    longer = words.abbreviated(letters) if len(letters) >= 3 else []
    ranked += [*_by_weight(begun)[:5], *_by_weight(longer)[:5]]
    return list(dict.fromkeys(ranked))


def _by_weight(terms: list[Term]) -> list[str]:
    return [term.text for term in sorted(terms, key=lambda term: (-term.weight, len(term.text), term.text))]


@lru_cache(maxsize=256)
def syllables(letters: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways to cut letters into syllables, the fewest syllables first; () where there is none."""
    table = by_sound()
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            if letters[start:end] in table:
                ways[end] += [(*way, letters[start:end]) for way in ways[start][:6]]
        ways[end].sort(key=len)
    return tuple(ways[-1][:3])


def _decoded(cut: tuple[str, ...], df: DocumentFrequency) -> list[str]:
    """Write syllables in characters by the pairs the library holds; [] where too many pairs never occur.

    Words of a sentence meet in pairs nobody has written: one such seam in every two pairs is let through.
    """
    if not cut:
        return []
    choices = [_commonest(syllable, df) for syllable in cut]
    beam = {char: (math.log(count + 1), 0) for char, count in choices[0].items()}
    for chars in choices[1:]:
        counts = df({text[-1] + char for text in beam for char in chars})
        grown = {
            text + char: (score + (math.log(pair) if (pair := counts[text[-1] + char]) else SEAM), seams + (not pair))
            for text, (score, seams) in beam.items()
            for char in chars
        }
        beam = dict(sorted(grown.items(), key=lambda kept: -kept[1][0])[:BEAM])
    most = (len(cut) - 1) // 2 if len(cut) >= SENTENCE else 0
    return sorted((text for text in beam if beam[text][1] <= most), key=lambda text: -beam[text][0])


def _commonest(syllable: str, df: DocumentFrequency) -> dict[str, int]:
    counts = df(by_sound()[syllable])
    chars = sorted((char for char in counts if counts[char]), key=lambda char: -counts[char])
    return {char: counts[char] for char in chars[:PER_SYLLABLE]}
