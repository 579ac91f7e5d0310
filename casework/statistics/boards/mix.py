"""Who asks for what, by which way, and how it ends."""

from __future__ import annotations

from collections import Counter

from casework.statistics.facts import IN, OUT
from casework.statistics.figure import Board, Cell, Figure, Row
from casework.statistics.frame import Frame, by_value, parameter

MOST_ROWS = 20


def mix(frame: Frame) -> Board:
    span, before = frame.span, frame.span.before
    traits = ("channel", "category", "topic", "unit")
    received = frame.tally.count(IN, traits, span), frame.tally.count(IN, traits, before)
    ended = frame.tally.count(OUT, ["result"], span), frame.tally.count(OUT, ["result"], before)
    titles = {"channel": "申请渠道", "category": "申请人类别", "topic": "主题", "unit": "承办科室"}
    figures = [
        _parts(frame, trait, title, IN, by_value(received[0][trait]), by_value(received[1][trait]))
        for trait, title in titles.items()
    ]
    figures.append(_parts(frame, "result", "答复结果", OUT, by_value(ended[0]["result"]), by_value(ended[1]["result"])))
    return Board(figures, "渠道、申请人、主题、科室按新收计，结果按办结计。")


def _parts(frame: Frame, trait: str, title: str, family: str, now: Counter[str], before: Counter[str]) -> Figure:
    whole = now.total()
    ordered = sorted({*now, *before}, key=lambda value: (-now[value], -before[value], value))
    rows = []
    for value in ordered[:MOST_ROWS]:
        query = {trait: parameter(value)}
        here = frame.cell(now[value], family, frame.span, **query)
        there = frame.cell(before[value], family, frame.span.before, **query)
        share = f"{now[value] / whole:.1%}" if whole else "—"
        rows.append(Row(frame.label(trait, value), (here, there, Cell(share))))
    rest = ordered[MOST_ROWS:]
    note = f"另有 {len(rest)} 项，本期共 {sum(now[value] for value in rest)} 件，未列出。" if rest else ""
    sums = Row("合计", (frame.cell(whole, family, frame.span), frame.cell(before.total(), family, frame.span.before),
                      Cell("100.0%" if whole else "—")))  # fmt: skip
    head = (title, "本期", "上期", "占比")
    return Figure(trait, f"按{title}", head, tuple(rows), chart="bar", note=note, drawn=2, sums=sums)
