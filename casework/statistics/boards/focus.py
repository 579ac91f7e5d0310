"""The three fields most applications are about: land and demolition, house expropriation, social security."""

from __future__ import annotations

from casework.law.outcomes import OUTCOMES
from casework.statistics.facts import IN, OUT
from casework.statistics.figure import FOCUS, Board, Figure, Row, shaded
from casework.statistics.frame import Frame, by_value


def focus(frame: Frame) -> Board:
    months = frame.tally.count(IN, ["topic"], frame.span, by="month")["topic"]
    rows = []
    for part in frame.span.months:
        key = part.first.year * 12 + part.first.month - 1
        rows.append(Row(part.label, tuple(frame.cell(months[topic, key], IN, part, topic=topic) for topic in FOCUS)))
    received = frame.tally.count(IN, ["topic_street"], frame.span)["topic_street"]
    by_street = by_value(received)
    places = [
        Row(
            street.short_name,
            tuple(
                frame.cell(by_street[f"{topic}|{street.pk}"], IN, frame.span, topic=topic, street=str(street.pk))
                for topic in FOCUS
            ),
        )
        for street in frame.streets
    ]
    ended = frame.tally.count(OUT, ["topic_result", "topic_late"], frame.span)
    results, late = by_value(ended["topic_result"]), by_value(ended["topic_late"])
    used = [code for code in OUTCOMES if any(results[f"{topic}|{code}"] for topic in FOCUS)]
    outcome_rows = [
        Row(
            frame.label("result", code),
            tuple(frame.cell(results[f"{topic}|{code}"], OUT, frame.span, topic=topic, result=code) for topic in FOCUS),
        )
        for code in used
    ]
    punctual = [
        Row(
            label,
            tuple(frame.cell(late[f"{topic}|{value}"], OUT, frame.span, topic=topic, late=word) for topic in FOCUS),
        )
        for label, value, word in (("按期答复", "0", "no"), ("逾期答复", "1", "yes"))
    ]
    head = FOCUS
    return Board(
        [
            Figure("focus_months", "按月新收", ("月份", *head), tuple(rows), chart="bar"),
            Figure("focus_streets", "各街道新收", ("街道", *head), shaded(places), chart="heat"),
            Figure("focus_results", "答复结果", ("结果", *head), tuple(outcome_rows), chart="bar"),
            Figure("focus_late", "是否按期", ("答复", *head), tuple(punctual)),
        ],
        "征地拆迁、房屋征收、社会保障是申请最集中的三类，单独列出。",
    )
