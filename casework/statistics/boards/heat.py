"""Shaded tables: a trait by month, topic by street, and the calendar of due dates."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count

from casework.law.states import OPEN
from casework.lawbook import working_calendar
from casework.models import Case, CaseFact
from casework.models.fact import BUCKET
from casework.statistics.facts import IN, OUT
from casework.statistics.figure import Board, Cell, Figure, Row, shaded
from casework.statistics.frame import Frame, by_value, parameter
from casework.statistics.span import DAY, Span

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

TRAITS: dict[str, tuple[str, str]] = {
    "organ": ("答复机关", IN),
    "unit": ("承办科室", IN),
    "channel": ("申请渠道", IN),
    "category": ("申请人类别", IN),
    "topic": ("主题", IN),
    "street": ("街道", IN),
    "result": ("答复结果", OUT),
}


def heat(frame: Frame, trait: str = "unit") -> Board:
    return Board([_trait_by_month(frame, trait), _topic_by_street(frame), due_calendar(frame)])


def _trait_by_month(frame: Frame, trait: str) -> Figure:
    title, family = TRAITS[trait]
    code, by = ("all", "bucket") if trait == "organ" else (trait, "month")
    counts = frame.tally.count(family, [code], frame.span, by=by)[code]  # type: ignore[arg-type]
    lines: dict[str, Counter[int]] = {}
    for (value, key), number in counts.items():
        name, month = (str(key % BUCKET), key // BUCKET) if trait == "organ" else (value, key)
        lines.setdefault(name, Counter())[month] += number
    months = frame.span.months
    sums: Counter[int] = sum(lines.values(), Counter())
    ordered = sorted(lines, key=lambda value: (-lines[value].total(), value))

    def line(label: str, numbers: Counter[int], **query: str) -> Row:
        cells = [
            frame.cell(numbers[part.first.year * 12 + part.first.month - 1], family, part, **query) for part in months
        ]
        return Row(label, (*cells, frame.cell(numbers.total(), family, frame.span, **query)))

    rows = [line(frame.label(trait, value), lines[value], **{trait: parameter(value)}) for value in ordered]
    head = (title, *(_short(part) for part in months), "合计")
    return Figure(
        "trait", f"{title} × 月份（{'新收' if family == IN else '办结'}）", head, _shaded_but_last(rows), chart="heat",
        sums=line("合计", sums), note="" if all(part.is_month for part in months) else "带 * 的月份只计所选的几天。",
    )  # fmt: skip


def _shaded_but_last(rows: list[Row]) -> tuple[Row, ...]:
    """Shade the months, not the sum beside them."""
    inner = shaded([Row(row.label, row.cells[:-1]) for row in rows])
    return tuple(Row(row.label, (*row.cells, whole.cells[-1])) for row, whole in zip(inner, rows, strict=True))


def _short(part: Span) -> str:
    return f"{part.first:%y}年{part.first.month}月" + ("" if part.is_month else "*")


def _topic_by_street(frame: Frame) -> Figure:
    counts = by_value(frame.tally.count(IN, ["topic_street"], frame.span)["topic_street"])
    lines: dict[str, Counter[str]] = {}
    for value, number in counts.items():
        topic, street = value.split("|")
        lines.setdefault(topic, Counter())[street] += number
    columns = [(str(street.pk), street.short_name.removesuffix("街道")) for street in frame.streets]
    if any(numbers[""] for numbers in lines.values()):
        columns.append(("", "不属街道"))
    ordered = sorted(lines, key=lambda topic: (-lines[topic].total(), topic))
    rows = [
        Row(
            frame.label("topic", topic),
            tuple(
                frame.cell(lines[topic][key], IN, frame.span, topic=parameter(topic), street=parameter(key))
                for key, _ in columns
            ),
        )
        for topic in ordered
    ]
    head = ("主题", *(name for _, name in columns))
    note = "街道以承办科室所在街道计，没有交街道承办的以答复机关计。"
    return Figure("topic_street", "主题 × 街道（新收）", head, shaded(rows), chart="heat", note=note)


def due_calendar(frame: Frame) -> Figure:
    """Open cases by the day their reply is due: two weeks back, ten ahead; what lies outside has a cell of its own."""
    monday = frame.today - timedelta(days=frame.today.weekday() + 14)
    weeks = [monday + timedelta(days=7 * at) for at in range(13)]
    end = weeks[-1] + timedelta(days=6)
    cases = Case.objects.filter(matter=Case.Matter.DISCLOSURE, due_on__isnull=False).order_by()
    if connection.vendor == "sqlite":  # which cannot tell from bound values that a partial index serves
        cases = cases.filter(pk__in=CaseFact.objects.filter(is_open=True).values("pk"))
    else:
        cases = cases.filter(status__in=[status.value for status in OPEN])
    if frame.organ:
        cases = cases.filter(organ=frame.organ)
    found = dict(cases.values_list("due_on").annotate(number=Count("*")))
    calendar = working_calendar()

    def cell(day: date) -> Cell:
        number = found.get(day, 0)
        query = {"status": "open", "due_from": day.isoformat(), "due_to": day.isoformat()}
        return Cell(number, frame.link(**query) if number else "", None, calendar.why(day).text)

    rows = [
        Row(f"{week.month}月{week.day}日起", tuple(cell(week + timedelta(days=at)) for at in range(7)))
        for week in weeks
    ]
    outer = [
        ("更早到期", sum(found[day] for day in found if day < monday), {"due_to": (monday - DAY).isoformat()}),
        ("更晚到期", sum(found[day] for day in found if day > end), {"due_from": (end + DAY).isoformat()}),
    ]
    sums = Row(
        "更早、更晚",
        tuple(
            Cell(number, frame.link(status="open", **query) if number else "", None, label)
            for label, number, query in outer
        ),
    )
    note = "在办件的答复期限，今天前两周至后十周；不随所选期间变化。"
    return Figure("due", "答复期限日历", ("周", *WEEKDAYS), shaded(rows), chart="heat", note=note, sums=sums)
