"""Queries typed in Latin letters: full pinyin, initials, or pinyin of words the table does not hold.

A known term answers at once; otherwise the letters, and characters among them, are read as known terms and pairs of
characters the library itself holds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.library.chartables import by_sound, readings
from casework.library.text import HAN

if TYPE_CHECKING:
    from casework.library.words import Term, Words

LONGEST = 120
BEAM = 12
PER_SYLLABLE = 14
SEAM = -4.0  # what a pair that occurs nowhere costs, as a logarithm
WORD_SEAM = -1.0  # the same between words
CHARACTER = -4.5  # what each character costs, so that fewer and longer syllables are read
RARE = -2.5  # what a reading costs that is not the usual one of its character
WORD, PER_CHARACTER = -1.0, 1.0  # what a known term is worth
LONGEST_TERM = 48  # letters
SENTENCE = 5  # syllables from which such pairs are let through
DocumentFrequency = Callable[[Collection[str]], dict[str, int]]
_WORDS = re.compile(r"[a-z]+(?:\s+[a-z]+)*")
_LETTERS = re.compile("[a-z]+")
_RUN = re.compile(f"[{HAN}a-z]+")
_APOSTROPHES = re.compile(r"(?<=[a-z])['’](?=[a-z])")


def read(text: str, df: DocumentFrequency, words: Words) -> str | None:
    """Return the text with its pinyin written in characters, or None where it holds none that can be read.

    :param text: normalised; Latin words the library itself holds are left as they are.
    """
    plain = _APOSTROPHES.sub("", text[: LONGEST * 4])
    found = False

    def latin(letters: str) -> bool:
        return len(letters) < 2 or len(letters) > LONGEST or bool(df([letters])[letters])

    def heard(stretch: str) -> str | None:
        known = latin(stretch.replace(" ", ""))
        return None if known else next(iter(candidates(stretch, df, words)), None)

    def joined(match: re.Match[str]) -> str:
        """Letters among characters are read with them: 补zheng, guojia秘密."""
        nonlocal found
        groups = _LETTERS.findall(match[0])
        mixed = groups and groups != [match[0]] and not any(map(latin, groups))
        said = decoded(match[0], df, words) if mixed else None
        found = found or bool(said)
        return said or match[0]

    def replaced(match: re.Match[str]) -> str:
        """Syllables typed apart are one word; initials beside a word are not: zfxxgk shenqing."""
        nonlocal found
        parts = match[0].split()
        whole = heard(" ".join(parts))
        read = [whole] if whole else [heard(part) for part in parts]
        found = found or any(read)
        return whole or "".join(said or f" {part} " for said, part in zip(read, parts, strict=True)).strip()

    result = _WORDS.sub(replaced, _RUN.sub(joined, plain))
    return result if found else None


def candidates(stretch: str, df: DocumentFrequency, words: Words) -> list[str]:
    """Return readings of the letters, the likeliest first: known terms, then what the beam finds."""
    letters = stretch.replace(" ", "")
    exact = [term for term in words.sounded(letters) if term.pinyin == letters]
    short = [term for term in words.abbreviated(letters) if term.initials == letters]
    begun = words.sounded(letters) if len(letters) >= 4 else []
    ranked = [*_by_weight(exact), *_by_weight(short)]
    if not ranked:
        ranked += _by_weight([term for term in words.mixed_up(letters) if len(term.text) > 1])
    if not ranked and (said := decoded(stretch, df, words)):
        ranked.append(said)
    longer = words.abbreviated(letters) if len(letters) >= 3 else []
    ranked += [*_by_weight(begun)[:5], *_by_weight(longer)[:5]]
    return list(dict.fromkeys(ranked))


def _by_weight(terms: list[Term]) -> list[str]:
    return [term.text for term in sorted(terms, key=lambda term: (-term.weight, len(term.text), term.text))]


@dataclass(frozen=True)
class _Line:
    """A stretch of letters and characters as one line of letters.

    ``kept``: where a character stands that was typed as such, and where its letters end; ``cuts``: where a syllable
    must end because a space was typed.
    """

    letters: str
    kept: Mapping[int, tuple[str, int]]
    cuts: frozenset[int]

    def ends(self, char: str, start: int) -> Iterator[int]:
        """Yield where the character ends, if it can stand here."""
        if start in self.kept:
            if self.kept[start][0] == char:
                yield self.kept[start][1]
            return
        for syllable in readings().get(char, ()):
            end = start + len(syllable)
            if self.letters.startswith(syllable, start) and not any(
                at in self.kept or at in self.cuts for at in range(start + 1, end)
            ):
                yield end

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether these letters can be this text."""
        places = {start}
        for char in text:
            places = {after for place in places for after in self.ends(char, place)}
        return end in places

    def typed(self, start: int, end: int) -> bool:
        """Whether any of it was typed in letters."""
        return sum(after - at for at, (_, after) in self.kept.items() if start <= at < end) < end - start


def decoded(stretch: str, df: DocumentFrequency, words: Words) -> str | None:
    """Write a stretch of pinyin, characters between it or not, in characters: 补zheng qixian → 补正期限.

    Known terms go before pairs of characters the library holds; words meet in pairs nobody has written, but of
    single characters only every other one may.
    """
    line = _line(stretch)
    if line is None:
        return None
    beams: list[dict[str, tuple[float, int]]] = [{} for _ in range(len(line.letters) + 1)]
    beams[0][""] = (0.0, 0)
    for start in range(len(line.letters)):
        beam = dict(sorted(beams[start].items(), key=lambda kept: -kept[1][0])[:BEAM])
        if not beam:
            continue
        pieces = list(_pieces(line, start, df, words))
        counts = df({text[-1] + piece[1][0] for text in beam if text for piece in pieces})
        for end, piece, worth, is_word in pieces:
            for text, (score, seams) in beam.items():
                pair = counts[text[-1] + piece[0]] if text else 0
                met = (0.0 if is_word else math.log(pair)) if pair else WORD_SEAM if is_word or not text else SEAM
                state = (score + worth + met, seams + (not pair and not is_word and bool(text)))
                if state[0] > beams[end].get(text + piece, (-math.inf, 0))[0]:
                    beams[end][text + piece] = state
    final = sorted(beams[-1].items(), key=lambda kept: -kept[1][0])
    return next((text for text, (_, seams) in final if seams <= (len(text) - 1) // 2 * (len(text) >= SENTENCE)), None)


def _line(stretch: str) -> _Line | None:
    """Return the stretch as a line of letters, None where a character has no reading."""
    letters, kept, cuts = "", {}, set()
    for part in re.findall(r"[a-z]+|\s+|.", stretch):
        if part.isspace():
            cuts.add(len(letters))
        elif part.isascii():
            letters += part
        elif syllables := readings().get(part):
            kept[len(letters)] = (part, len(letters) + len(syllables[0]))
            letters += syllables[0]
        else:
            return None
    return _Line(letters, kept, frozenset(cuts)) if len(letters) <= LONGEST else None


def _pieces(line: _Line, start: int, df: DocumentFrequency, words: Words) -> Iterator[tuple[int, str, float, bool]]:
    """Yield what may stand here: where it ends, the text, what it is worth, whether it is a known term."""
    if start in line.kept:
        char, end = line.kept[start]
        yield end, char, 0.0, True
    else:
        for end in range(start + 1, min(start + 6, len(line.letters)) + 1):
            if line.letters[start:end] in by_sound():
                for char, count in _commonest(line.letters[start:end], df).items():
                    if end in line.ends(char, start):
                        rare = readings()[char][0] != line.letters[start:end]
                        yield end, char, CHARACTER + 0.2 * math.log(count + 1) + rare * RARE, False
    for end in range(start + 2, min(start + LONGEST_TERM, len(line.letters)) + 1):
        for term in words.sounding(line.letters[start:end])[:8]:
            if len(term.text) > 1 and line.typed(start, end) and line.holds(term.text, start, end):
                yield end, term.text, WORD + PER_CHARACTER * len(term.text) + 0.1 * min(term.weight, 20), True


def _commonest(syllable: str, df: DocumentFrequency) -> dict[str, int]:
    counts = df(by_sound()[syllable])
    chars = sorted((char for char in counts if counts[char]), key=lambda char: -counts[char])
    return {char: counts[char] for char in chars[:PER_SYLLABLE]}
