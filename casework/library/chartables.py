"""Two tables of characters, made once by ``data/build_tables.py``: traditional to simplified, and readings."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def simplified() -> dict[int, str]:
    """Return the table for ``str.translate`` from traditional to simplified characters."""
    pairs: dict[str, str] = json.loads((DATA / "simplified.json").read_text(encoding="utf-8"))
    return {ord(char): other for char, other in pairs.items()}


@lru_cache(maxsize=1)
def readings() -> dict[str, tuple[str, ...]]:
    """Return the readings of a character without tones, the commonest first."""
    table: dict[str, str] = json.loads((DATA / "pinyin.json").read_text(encoding="utf-8"))
    return {char: tuple(syllables.split()) for char, syllables in table.items()}


@lru_cache(maxsize=1)
def by_sound() -> dict[str, str]:
    """Return the characters of each syllable."""
    sounds: dict[str, list[str]] = {}
    for char, syllables in readings().items():
        for syllable in syllables:
            sounds.setdefault(syllable, []).append(char)
    return {syllable: "".join(chars) for syllable, chars in sounds.items()}


@lru_cache(maxsize=1)
def lookalikes() -> dict[str, str]:
    """Return for a character those it is easily mistaken for by its shape."""
    table: dict[str, set[str]] = {}
    for group in (DATA / "lookalikes.txt").read_text(encoding="utf-8").split():
        for char in group:
            table.setdefault(char, set()).update(set(group) - {char})
    return {char: "".join(sorted(others)) for char, others in table.items()}
