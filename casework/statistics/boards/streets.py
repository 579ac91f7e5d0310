"""The streets as a schematic map with its table."""

from __future__ import annotations

from casework.statistics.facts import IN
from casework.statistics.figure import Board, Figure, Row
from casework.statistics.frame import Frame, by_value
from casework.statistics.places import tiles


def streets(frame: Frame) -> Board:
    counts = by_value(frame.tally.count(IN, ["street"], frame.span)["street"])
    before = by_value(frame.tally.count(IN, ["street"], frame.span.before)["street"])
    rows = []
    for street in frame.streets:
        key = str(street.pk)
        cells = (
            frame.cell(counts[key], IN, frame.span, street=key),
            frame.cell(before[key], IN, frame.span.before, street=key),
        )
        rows.append(Row(street.short_name, cells))
    known = {str(street.pk) for street in frame.streets}
    other = sum(number for key, number in counts.items() if key not in known)
    note = f"另有 {other} 件不属街道。" if other else ""
    table = Figure("streets", "各街道新收", ("街道", "本期", "上期"), tuple(rows), note=note)
    return Board([tiles(rows, frame.streets), table], "示意图：格子只表示大致方位，不代表实际边界和面积。")
