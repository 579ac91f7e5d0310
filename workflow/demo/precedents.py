"""The case library of the practice district: what each article of the Regulation says, standard texts, precedents.

The articles are summed up in our own words; ``library import`` puts the text itself in their place (same ids).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from casework.library.chartables import DATA
from casework.library.importers import import_lines

HERE = Path(__file__).parent
FILES = (HERE / "regulation.jsonl", DATA / "standard_texts.jsonl", HERE / "precedents.jsonl")


def seed(*, at: datetime) -> int:
    """Put them into the library, published; return how many."""
    lines = [line for path in FILES for line in path.read_bytes().splitlines()]
    return import_lines(lines, at=at).accepted
