"""The case library of the practice district: the Regulation, the standard texts and invented precedents."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from casework.library.chartables import DATA
from casework.library.importers import import_lines

FILES = (DATA / "regulation.jsonl", DATA / "standard_texts.jsonl", Path(__file__).with_name("precedents.jsonl"))


def seed(*, at: datetime) -> int:
    """Put them into the library, published; return how many."""
    lines = [line for path in FILES for line in path.read_bytes().splitlines()]
    return import_lines(lines, at=at).accepted
