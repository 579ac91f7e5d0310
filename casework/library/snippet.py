"""The part of a text that answers the query, with the words marked."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from casework.library.text import normalise, tokens

WIDTH = 110


def snippet(text: str, weighted: Mapping[str, float], width: int = WIDTH) -> str:
    """Return about ``width`` characters around the densest place; HTML-escaped, hits inside <mark>."""
    flat = " ".join(text.split())
    spots = _spots(flat, weighted)
    start = _densest(spots, len(flat), width)
    end = min(len(flat), start + width)
    parts, inside = [], False
    for at in range(start, end):
        marked = spots[at] > 0
        if marked != inside:
            parts.append("<mark>" if marked else "</mark>")
            inside = marked
        parts.append(escape(flat[at]))
    if inside:
        parts.append("</mark>")
    return ("…" if start else "") + "".join(parts) + ("…" if end < len(flat) else "")


def _spots(flat: str, weighted: Mapping[str, float]) -> list[float]:
    """Weight of each character: that of the pairs and words it belongs to; single characters do not count."""
    spots = [0.0] * len(flat)
    plain = normalise(flat)
    if len(plain) != len(flat):
        plain = flat.lower()
    at = 0
    while at < len(plain):
        pair = plain[at : at + 2]
        if len(pair) == 2 and weighted.get(pair, 0) > 0:
            spots[at] = max(spots[at], weighted[pair])
            spots[at + 1] = max(spots[at + 1], weighted[pair])
        elif plain[at].isascii() and plain[at].isalnum():
            end = at
            while end < len(plain) and plain[end].isascii() and plain[end].isalnum():
                end += 1
            if weighted.get(plain[at:end], 0) > 0:
                spots[at:end] = [1.0] * (end - at)
            at = end - 1
        at += 1
    return spots


def _densest(spots: list[float], length: int, width: int) -> int:
    if length <= width:
        return 0
    current = best = sum(spots[:width])
    place = 0
    for start in range(1, length - width + 1):
        current += spots[start + width - 1] - spots[start - 1]
        if current > best + 1e-9:
            best, place = current, start
    return max(0, place - 8) if place else 0


def highlighted(text: str, query: str) -> str:
    """Return a whole text, line by line as it was, with the pairs of the query marked."""
    weighted = dict.fromkeys(tokens(query), 1.0)
    return "\n".join(snippet(line, weighted, width=len(line) + 1) for line in text.splitlines())
