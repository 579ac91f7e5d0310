"""From text to tokens: one spelling, then every Chinese character and every pair of neighbours.

Documents and queries go through the same two functions, whatever engine stands behind ``SearchIndex``. A change here
must raise ``TOKENS_VERSION``, so that every index is made anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from operator import add

from casework.library.chartables import simplified

TOKENS_VERSION = 3
LONGEST_WORD = 40
MANY, LEAST_WORDINGS = 0.2, 50
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUNS = re.compile(f"[{HAN}]+|[0-9a-z]+")
# Texts of nothing but these come out of NFKC as they are, but for signs that separate: most, and a third of the work.
_PLAIN = re.compile("[\t\n\r -~\u3007\u4e00-\u9fff\u3000，。、；：！？（）《》〈〉“”‘’—…·〔〕【】]*")
_FIRST_HAN = "\u3007"
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b-\x1f]")
IS_HAN = re.compile(f"[{HAN}]")


def normalise(text: str) -> str:
    """Return the text in one spelling: NFKC, lower case, simplified characters, without invisible signs.

    The Chinese corner brackets of document numbers survive; the length may change by NFKC only.
    """
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower().translate(simplified())


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, simplified()))}]")


def tokens(text: str) -> list[str]:
    """Return the tokens of a text in order: characters and bigrams of Chinese runs, whole Latin or digit words."""
    found: list[str] = []
    for run in runs(text):
        if run[0] >= _FIRST_HAN:
            found += run
            found += map(add, run, run[1:])
        else:
            found.append(run[:LONGEST_WORD])
    return found


def runs(text: str) -> list[str]:
    """Return the Chinese runs and the Latin or digit words of a text, normalised."""
    plain = _PLAIN.fullmatch(text) and not _traditional().search(text)
    return _RUNS.findall(text.lower() if plain else normalise(text))


def bigrams(run: str) -> list[str]:
    """Return the pairs of neighbouring characters."""
    return [run[at : at + 2] for at in range(len(run) - 1)]


def said_by_many(wordings: Iterable[str]) -> frozenset[str]:
    """Return the tokens that every fifth wording of a request holds (申请, 公开, 请问): they tell none from another.

    Of fewer than fifty wordings nothing can be said.
    """
    held, count = Counter[str](), 0
    for wording in wordings:
        held.update(set(tokens(wording)))
        count += 1
    return (
        frozenset(token for token, times in held.items() if times > MANY * count)
        if count >= LEAST_WORDINGS
        else frozenset()
    )
