"""On time by the statutory clock, working days taken, and how long open cases have been here."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from casework.lawbook import working_calendar
from casework.models import CaseFact
from casework.statistics.facts import OUT
from casework.statistics.figure import PASSED, Board, Cell, Figure, Row, percentile, rate
from casework.statistics.frame import Frame, by_value, of_key
from casework.statistics.span import DAY

AGES = ((0, 5), (6, 10), (11, 15), (16, 20), (21, 40), (41, None))
BANDS = ((0, 5), (6, 10), (11, 15), (16, 20), (21, 30), (31, 40), (41, None))


def speed(frame: Frame) -> Board:
    return Board([_punctual(frame), _taken(frame), _ages(frame), _passed(frame)])


def _punctual(frame: Frame) -> Figure:
    counts = frame.tally.count(OUT, ["late"], frame.span, by="month")["late"]
    rows = []
    for part in frame.span.months:
        values = of_key(counts, part.first.year * 12 + part.first.month - 1)
        share = rate(values["0"], values.total())
        on_time = frame.cell(values["0"], OUT, part, late="no")
        late = frame.cell(values["1"], OUT, part, late="yes")
        rows.append(Row(part.label, (on_time, late, Cell(share))))
    note = "以答复发出之日与法定期限比较（国办公开办函〔2016〕235号）；停计的时间不计。"
    return Figure(
        "punctual", "按期率", ("月份", "按期", "逾期", "按期率"), tuple(rows), chart="stack", note=note, drawn=2
    )  # fmt: skip


def _taken(frame: Frame) -> Figure:
    days = by_value(frame.tally.count(OUT, ["days"], frame.span)["days"])
    rows = []
    for low, high in BANDS:
        number = sum(days[value] for value in days if low <= int(value) and (high is None or int(value) <= high))
        query = {"days_from": low} | ({} if high is None else {"days_to": high})
        label = f"{low}—{high} 个工作日" if high is not None else f"{low} 个工作日以上"
        rows.append(Row(label, (frame.cell(number, OUT, frame.span, **query),)))
    middle, most = percentile(days, 0.5), percentile(days, 0.9)
    note = f"中位数 {middle} 个工作日，九成件在 {most} 个工作日以内。" if middle is not None else ""
    return Figure("taken", "办理用时", ("用时", "办结"), tuple(rows), chart="bar", note=note)


def _ages(frame: Frame) -> Figure:
    """Open cases by working days since receipt, whatever stopped their clock."""
    calendar = working_calendar()
    facts, now = _open_facts(frame), calendar.rank(frame.today)
    bounds = []
    for low, high in AGES:
        last = calendar.at_rank(now - low + 1) - DAY if low else frame.today
        first = calendar.at_rank(now - high) if high is not None else None
        bounds.append((first, last, f"{low}—{high} 个工作日" if high is not None else f"{low} 个工作日以上"))
    conditions = {
        f"band_{at}": Count(
            "received_on", filter=Q(received_on__lte=last) & (Q(received_on__gte=first) if first else Q())
        )
        for at, (first, last, _) in enumerate(bounds)
    }
    numbers = facts.aggregate(**conditions)
    rows = []
    for at, (first, last, label) in enumerate(bounds):
        number = numbers[f"band_{at}"]
        query = {"status": "open", "received_to": last.isoformat()}
        if first:
            query["received_from"] = first.isoformat()
        rows.append(Row(label, (Cell(number, frame.link(**query) if number else ""),)))
    note = "现在在办的件，自收到次日起算；不随所选期间变化。"
    return Figure("ages", "在办件已收到多久", ("已收到", "在办"), tuple(rows), chart="bar", note=note)


def _open_facts(frame: Frame) -> QuerySet[CaseFact]:
    facts = CaseFact.objects.filter(is_open=True).order_by()
    return facts.filter(organ=frame.organ) if frame.organ else facts


def _passed(frame: Frame) -> Figure:
    codes = [code for code, _ in PASSED]
    counts = frame.tally.count(OUT, ["all", *codes], frame.span, by="month")
    rows = []
    for part in frame.span.months:
        key = part.first.year * 12 + part.first.month - 1
        cells = [frame.cell(counts[code]["", key], OUT, part, passed=code) for code in codes]
        rows.append(Row(part.label, (*cells, frame.cell(counts["all"]["", key], OUT, part))))
    head = ("月份", *(label for _, label in PASSED), "办结")
    note = "按办结月份计；一件可以既延期又补正。"
    return Figure("passed", "延期、补正、征求意见", head, tuple(rows), chart="bar", note=note, drawn=3)
