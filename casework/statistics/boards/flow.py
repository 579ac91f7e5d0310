"""What came, what was answered, what was carried over; the period before and the same one a year ago."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from casework.statistics.facts import IN, OUT
from casework.statistics.figure import PASSED, Board, Cell, Figure, Row, percentile, rate
from casework.statistics.frame import Frame, by_value
from casework.statistics.span import DAY, Span


def flow(frame: Frame) -> Board:
    return Board([_compared(frame), _by_month(frame)])


@dataclass(frozen=True)
class _Totals:
    """What one period comes to."""

    span: Span
    received: int
    ended: int
    carried: int
    on_time: int
    late: int
    days: Counter[str]
    passed: dict[str, int]

    @property
    def timed(self) -> int:
        return self.on_time + self.late


def _totals(frame: Frame, span: Span) -> _Totals:
    codes = [*(code for code, _ in PASSED), "reviewed", "overturned"]
    counts = frame.tally.count(OUT, ["all", "late", "days", *codes], span)
    late = by_value(counts["late"])
    return _Totals(
        span, frame.tally.all(IN, span), counts["all"].total(), frame.tally.open_at_end_of(span.last),
        late["0"], late["1"], by_value(counts["days"]), {code: counts[code].total() for code in codes},
    )  # fmt: skip


def _compared(frame: Frame) -> Figure:
    """This period beside the one before and the same one a year ago, where that is another."""
    others = list(dict.fromkeys((frame.span.before, frame.span.year_ago)))
    now, *then = (_totals(frame, span) for span in (frame.span, *others))

    def beside(label: str, cell: Callable[[_Totals], Cell], change: Callable[[_Totals], str]) -> Row:
        return Row(label, (cell(now), *(each for past in then for each in (cell(past), Cell(change(past))))))

    def numbers(label: str, of: Callable[[_Totals], int], family: str, **query: str) -> Row:
        return beside(
            label,
            lambda totals: frame.cell(of(totals), family, totals.span, **query),
            lambda past: _change(of(now), of(past)),
        )

    def told(label: str, of: Callable[[_Totals], str | int | None]) -> Row:
        def value(totals: _Totals) -> str | int:
            return "—" if (found := of(totals)) is None else found

        return beside(label, lambda totals: Cell(value(totals)), lambda past: _difference(value(now), value(past)))

    def carried(totals: _Totals) -> Cell:
        return Cell(totals.carried, frame.link(open_on=totals.span.last.isoformat()) if totals.carried else "")

    rows = [
        numbers("新收", lambda totals: totals.received, IN),
        numbers("办结", lambda totals: totals.ended, OUT),
        beside("期末结转", carried, lambda past: _change(now.carried, past.carried)),
        numbers("按期答复", lambda totals: totals.on_time, OUT, late="no"),
        numbers("逾期答复", lambda totals: totals.late, OUT, late="yes"),
        told("按期率（法定期限）", lambda totals: rate(totals.on_time, totals.timed)),
        told("办理用时中位数（工作日）", lambda totals: percentile(totals.days, 0.5)),
        told("办理用时九成分位（工作日）", lambda totals: percentile(totals.days, 0.9)),
    ]
    for code, label in PASSED:
        rows.append(numbers(f"经{label}", _number_passed(code), OUT, passed=code))
        rows.append(told(f"{label}率", _share_passed(code)))
    rows += [
        numbers("复议诉讼已有结果", _number_passed("reviewed"), OUT, passed="reviewed"),
        numbers("结果纠正", _number_passed("overturned"), OUT, passed="overturned"),
        told("复议诉讼纠正率", lambda totals: rate(totals.passed["overturned"], totals.passed["reviewed"])),
    ]
    changes = ("比上期", "同比") if len(others) > 1 else ("同比",)
    beside_it = [text for span, change in zip(others, changes, strict=True) for text in (span.label, change)]
    head = ("指标", frame.span.label, *beside_it)
    note = (
        "各率以本期办结件为分母，纠正率以复议诉讼已有结果的件为分母；用时自收到次日起算工作日，"
        "含补正、征求意见的时间；按期与否以法定期限计。"
    )
    return Figure("compared", "本期、上期与上年同期", head, tuple(rows), note=note)


def _number_passed(code: str) -> Callable[[_Totals], int]:
    return lambda totals: totals.passed[code]


def _share_passed(code: str) -> Callable[[_Totals], str]:
    return lambda totals: rate(totals.passed[code], totals.ended)


def _change(now: int, before: int) -> str:
    return f"{now - before:+d}" if now != before else "持平"


def _difference(now: str | int, before: str | int) -> str:
    """The difference of two numbers of days, or of two shares in points; '' where one of them is none."""
    if isinstance(now, int) and isinstance(before, int):
        return _change(now, before)
    shares = [str(value) for value in (now, before)]
    if not all(share.endswith("%") for share in shares):
        return ""
    points = float(shares[0][:-1]) - float(shares[1][:-1])
    return f"{points:+.1f} 个百分点" if round(points, 1) else "持平"


def _by_month(frame: Frame) -> Figure:
    received = frame.tally.count(IN, ["all"], frame.span, by="month")["all"]
    ended = frame.tally.count(OUT, ["all"], frame.span, by="month")["all"]
    carried = frame.tally.open_at_end_of(frame.span.first - DAY)
    rows = []
    for part in frame.span.months:
        key = part.first.year * 12 + part.first.month - 1
        carried += received["", key] - ended["", key]
        left = Cell(carried, frame.link(open_on=part.last.isoformat()) if carried else "")
        cells = (frame.cell(received["", key], IN, part), frame.cell(ended["", key], OUT, part), left)
        rows.append(Row(part.label, cells))
    return Figure("months", "按月收办与结转", ("月份", "新收", "办结", "期末结转"), tuple(rows), chart="mixed")
