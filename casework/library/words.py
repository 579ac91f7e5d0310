"""The words this process knows: terms by spelling and by sound, and aliases, read once per change of the tables.

Sorted lists and bisection: a look-up takes microseconds on either database, and no collation comes between.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from casework.library import store
from casework.library.chartables import readings
from casework.library.models import SearchAlias, SearchNode, SearchTerm
from casework.library.text import IS_HAN, bigrams, normalise

MOST_TERMS = 60_000
LEAST_LETTERS = 4
_LAST = chr(0x10FFFF)
_RETROFLEX = re.compile("([zcs])h")
_NG = re.compile("(?<=[aei])ng")
_known: dict[tuple[str, int], Words] = {}


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    pinyin: str
    initials: str
    weight: float


@dataclass
class Words:
    """Everything the tables say, laid out for look-up."""

    terms: dict[str, Term]
    aliases: dict[str, list[tuple[str, float]]]
    _spelled: list[tuple[str, Term]] = field(default_factory=list)
    _sounded: list[tuple[str, Term]] = field(default_factory=list)
    _initials: list[tuple[str, Term]] = field(default_factory=list)
    _mixed_up: dict[str, list[Term]] = field(default_factory=dict)
    _sounding: dict[str, list[Term]] = field(default_factory=dict)
    _pairs: set[str] = field(default_factory=set)
    wildcards: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = self.terms.values()
        self._spelled = sorted(((term.text, term) for term in rows), key=lambda pair: pair[0])
        self._sounded = sorted(((term.pinyin, term) for term in rows if term.pinyin), key=lambda pair: pair[0])
        self._initials = sorted(((term.initials, term) for term in rows if term.initials), key=lambda pair: pair[0])
        for term in rows:
            self._pairs.update(bigrams(term.text))
            for letters in {term.pinyin, sound(term.text)[0]}:
                self._sounding.setdefault(letters, []).append(term)
            if len(term.pinyin) >= LEAST_LETTERS:
                self._mixed_up.setdefault(as_spoken(term.pinyin), []).append(term)
            if 3 <= len(term.text) <= 12:
                for at in range(len(term.text)):
                    self.wildcards.setdefault(f"{term.text[:at]}?{term.text[at + 1 :]}", []).append(term.text)
        self.longest_alias = max((len(lay) for lay in self.aliases), default=0)

    def hold(self, pair: str) -> bool:
        """Whether a term holds these two characters side by side."""
        return pair in self._pairs

    def spelled(self, prefix: str) -> list[Term]:
        return _beginning(self._spelled, prefix)

    def sounded(self, prefix: str) -> list[Term]:
        return _beginning(self._sounded, prefix)

    def sounding(self, letters: str) -> list[Term]:
        """Terms read exactly so, in context or character by character."""
        return self._sounding.get(letters, [])

    def mixed_up(self, letters: str) -> list[Term]:
        """Terms that sound like the letters to those who do not tell zh from z or ang from an."""
        return self._mixed_up.get(as_spoken(letters), []) if len(letters) >= LEAST_LETTERS else []

    def abbreviated(self, prefix: str) -> list[Term]:
        return _beginning(self._initials, prefix)


def as_spoken(letters: str) -> str:
    """Return pinyin without the sounds many speakers do not tell apart: zh/z, ch/c, sh/s, ing/in, eng/en, ang/an."""
    return _NG.sub("n", _RETROFLEX.sub(r"\1", letters))


def _beginning(rows: list[tuple[str, Term]], prefix: str) -> list[Term]:
    low = bisect_left(rows, prefix, key=lambda pair: pair[0])
    high = bisect_left(rows, prefix + _LAST, key=lambda pair: pair[0])
    return [term for _, term in rows[low:high]]


def words() -> Words:
    """Return the words as the tables stand now."""
    node = store.node()
    key = (str(node.database), node.words_version)
    found = _known.get(key)
    if found is None:
        found = _read()
        _known.clear()
        _known[key] = found
    return found


def _read() -> Words:
    rows = SearchTerm.objects.order_by("-weight", "term").values_list("term", "pinyin", "initials", "weight")
    terms = {row[0]: Term(*row) for row in rows[:MOST_TERMS]}
    aliases: dict[str, list[tuple[str, float]]] = {}
    for lay, official, weight in SearchAlias.objects.filter(active=True).values_list("lay", "official", "weight"):
        aliases.setdefault(normalise(lay), []).append((official, weight))
    return Words(terms, aliases)


def changed() -> None:
    """Say that aliases or terms have changed; every process reads them again at its next search."""
    from django.db.models import F

    store.node()
    SearchNode.objects.update(words_version=F("words_version") + 1)


def sound(text: str) -> tuple[str, str]:
    """Return full pinyin and initials of a text from the table of readings (first reading of each character)."""
    table = readings()
    full: list[str] = []
    for char in normalise(text):
        if IS_HAN.match(char):
            syllables = table.get(char)
            if not syllables:
                return "", ""
            full.append(syllables[0])
        elif char.isalnum():
            full.append(char)
    return "".join(full), "".join(syllable[0] for syllable in full)


def sounds(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return full pinyin and initials of terms, read in context where ``pypinyin`` is installed (重复 is chong)."""
    try:
        from pypinyin import Style, lazy_pinyin
    except ImportError:
        return {text: sound(text) for text in texts}
    found = {}
    for text in texts:
        syllables = [part.lower() for part in lazy_pinyin(text, style=Style.NORMAL, errors="ignore", v_to_u=False)]
        found[text] = ("".join(syllables), "".join(part[0] for part in syllables))
    return found
