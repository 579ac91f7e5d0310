"""周报、月报、季报、年报: a few tables of one period and the sentences whose numbers are theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.statistics.boards.flow import flow
from casework.statistics.boards.mix import mix
from casework.statistics.boards.ranking import ranking
from casework.statistics.boards.speed import speed
from casework.statistics.figure import Figure, Value
from casework.statistics.frame import Frame
from casework.statistics.span import Span, month_end, year_of

KINDS = {"week": "周报", "month": "月报", "quarter": "季报", "year": "年报"}
_NAMED = 3


def span_of(kind: str, day: date) -> Span:
    """The week from Monday, month, quarter or year that a day lies in."""
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=6))
    if kind == "year":
        return year_of(day.year)
    if kind == "quarter":
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        return Span(first, month_end(first + timedelta(days=62)))
    return Span(day.replace(day=1), month_end(day))


def widths(figure: Figure) -> tuple[float, ...]:
    """The columns of a table on paper in per cent: where there are few, the labels have more room."""
    others = len(figure.head) - 1
    first = 40.0 if others < 5 else 20.0
    return (first, *[(100 - first) / others] * others)


@dataclass(frozen=True)
class Report:
    """What every form of the report is made of."""

    title: str
    whose: str
    period: str
    paragraphs: list[str]
    figures: list[Figure]


def report(kind: str, frame: Frame) -> Report:
    """The report of a scope and period; ``kind`` is a key of KINDS."""
    found = {figure.code: figure for make in (flow, mix, speed, ranking) for figure in make(frame).figures}
    wanted = ["compared", "topic", "channel", "category", "result", "ages", "ranking"]
    if len(frame.span.months) > 1 and kind != "week":
        wanted[1:1] = ["months", "punctual"]
    found["ranking"] = _answering(found["ranking"])
    figures = [found[code] for code in wanted]
    whose = frame.organ.name if frame.organ else "全区"
    title = f"{whose}依申请公开工作{KINDS[kind]}"
    return Report(title, whose, frame.span.label, _text(whose, frame.span.label, found), figures)


def _answering(ranking: Figure) -> Figure:
    """The organs that answered something; how many did not is said below."""
    rows = tuple(row for row in ranking.rows if row.cells[1].value)
    idle = len(ranking.rows) - len(rows)
    return (
        replace(ranking, rows=rows, note=f"{ranking.note}另有 {idle} 个机关本期没有办结，未列出。") if idle else ranking
    )


def _text(whose: str, period: str, found: dict[str, Figure]) -> list[str]:
    """The sentences; each number is read from a cell of the tables below."""
    compared = {row.label: [cell.value for cell in row.cells] for row in found["compared"].rows}

    def both(label: str) -> str:
        changes = zip(found["compared"].head[3::2], compared[label][2::2], strict=True)
        return f"{compared[label][0]} 件（{'，'.join(_against(name, change) for name, change in changes)}）"

    first = f"{period}，{whose}新收政府信息公开申请 {both('新收')}，办结 {both('办结')}，期末结转 {both('期末结转')}。"
    shares = compared["按期率（法定期限）"][0]
    rated = f"，按期率 {shares}" if str(shares).endswith("%") else "（办结不足 30 件，不计按期率）"
    second = f"按期答复 {compared['按期答复'][0]} 件，逾期答复 {compared['逾期答复'][0]} 件{rated}。"
    middle = compared["办理用时中位数（工作日）"][0]
    if middle != "—":
        second += (
            f"办理用时中位数 {middle} 个工作日，九成件在 {compared['办理用时九成分位（工作日）'][0]} 个工作日以内。"
        )
    paragraphs = [first, second]
    for code, lead in (("topic", "新收申请主要涉及"), ("channel", "申请渠道主要是"), ("result", "办结件的结果主要是")):
        rows = [row for row in found[code].rows if row.cells[0].value][:_NAMED]
        if rows:
            paragraphs.append(
                lead + "、".join(f"{_plain(code, row.label)} {row.cells[0].value} 件" for row in rows) + "。"
            )
    late = sum(_number(row.cells[0].value) for row in found["ages"].rows[-2:])
    total = sum(_number(row.cells[0].value) for row in found["ages"].rows)
    paragraphs.append(f"现在在办 {total} 件，其中收到已超过 20 个工作日的 {late} 件。")
    return paragraphs


def _plain(code: str, label: str) -> str:
    """A label without the code of the reply catalogue, which nobody outside the house knows."""
    return label.partition(" ")[2] if code == "result" else label


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _against(name: str, change: Value) -> str:
    """比上期增加 3 件, 同比持平."""
    text = str(change)
    if text.startswith("+"):
        return f"{name}增加 {text[1:]} 件"
    return f"{name}减少 {text[1:]} 件" if text.startswith("-") else f"{name}持平"
