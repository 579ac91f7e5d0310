"""The public check of an issued letter: a code on the paper, a page that tells number, date, hash and state.

Nothing personal is told, and without a public address in the settings no code is printed at all.
"""

from __future__ import annotations

import secrets
from functools import lru_cache

from django.core.cache import cache

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I: the code can also be read out."""
LENGTH = 12
PER_MINUTE = 30


def new_code() -> str:
    """Sixty random bits: a code that was never printed is not found by trying."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def address(base: str, code: str) -> str:
    """The address the paper carries; "" without a public address."""
    return f"{base.rstrip('/')}/v/{code}" if base else ""


@lru_cache(maxsize=64)
def qr_svg(text: str) -> bytes:
    """The code as one path of a vector image, quiet zone included, medium error correction (ISO/IEC 18004)."""
    import segno

    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    size = len(matrix) + 8
    strokes = "".join(f"M{x},{y}h{width}v1h-{width}z" for y, row in enumerate(matrix, 4) for x, width in _runs(row))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{strokes}"/></svg>'.encode()


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """Where the dark modules of a row begin, and how many stand side by side."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row, 4):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs


def too_often(visitor: str) -> bool:
    """Whether this visitor has asked more than ``PER_MINUTE`` times within a minute."""
    key = f"letter-verification:{visitor}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:  # the minute ended between the two calls
        return False
