"""The organs side by side: nobody is rated by fewer than thirty cases, and the mix of cases stands beside."""

from __future__ import annotations

from casework.law.outcomes import OUTCOMES
from casework.statistics.facts import OUT
from casework.statistics.figure import FEWEST, FOCUS, TOO_FEW, Board, Cell, Figure, Row, percentile, rate
from casework.statistics.frame import Frame, of_key

# Where a request was refused in whole or in part, or could not be met: such cases take more work (law.md §2.1).
_HARD = frozenset(code for code, outcome in OUTCOMES.items() if outcome.row.startswith(("deny", "partial")))


def ranking(frame: Frame) -> Board:
    counts = frame.tally.count(OUT, ["all", "late", "days", "result", "topic", "consulted"], frame.span, by="organ")
    names = {organ.pk: organ.short_name for organ in frame.organs}
    lines = []
    for pk, name in names.items():
        late, ended = of_key(counts["late"], pk), counts["all"]["", pk]
        lines.append((pk, name, ended, late))
    share = {pk: late["0"] / late.total() for pk, _, _, late in lines if late.total() >= FEWEST}
    places = {pk: 1 + sum(other > own for other in share.values()) for pk, own in share.items() if not frame.organ}
    rows = []
    for pk, name, ended, late in sorted(lines, key=lambda line: (places.get(line[0], 999), -line[2], line[0])):
        days, results, topics = (of_key(counts[code], pk) for code in ("days", "result", "topic"))
        hard = sum(number for code, number in results.items() if code in _HARD)
        land = sum(topics[topic] for topic in FOCUS[:2])
        query = {"organ": str(pk)}
        middle = percentile(days, 0.5)
        rows.append(
            Row(
                name,
                (
                    Cell(places.get(pk, "不排名") if ended else "—"),
                    frame.cell(ended, OUT, frame.span, **query),
                    frame.cell(late["0"], OUT, frame.span, late="no", **query),
                    Cell(rate(late["0"], late.total())),
                    Cell(middle if middle is not None and ended >= FEWEST else TOO_FEW),
                    Cell(_share(hard, ended)),
                    Cell(_share(land, ended)),
                    Cell(_share(counts["consulted"]["", pk], ended)),
                ),
            )
        )
    head = (
        "机关",
        "名次",
        "办结",
        "按期",
        "按期率",
        "用时中位数",
        "不予、部分公开占比",
        "征地征收占比",
        "征求意见占比",
    )
    note = (
        "名次只在办结满 30 件的机关之间按按期率排列，不足 30 件的不计率、不排名。后三列是案件构成："
        "不予公开、征地征收和需征求意见的件用时更长，比较按期率时请一并考虑。"
    )
    return Board([Figure("ranking", "各机关办理情况", head, tuple(rows), note=note)])


def _share(part: int, whole: int) -> str:
    """The mix of cases; of too few it would mislead as much as a rate."""
    return rate(part, whole) if whole >= FEWEST else "—"
