"""Time that does not count: consultations as spans of working-day ranks. Art. 33(3).

A span (lo, hi) leaves out the working days with rank lo+1 … hi. Overlapping spans leave a day out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .calendar import WorkingCalendar
from .facts import Consulted
from .settings import LawSettings

Span = tuple[int, int]
Spans = Sequence[Span]


def is_capped(fact: Consulted, settings: LawSettings) -> bool:
    """Whether a consultation ends by itself after ``suspension_cap_wd`` working days (Arts 32, 34)."""
    return fact.kind != "organ" or settings.suspension_cap_organ == "capped"


def cap_rank(fact: Consulted, calendar: WorkingCalendar, settings: LawSettings) -> int:
    """The rank of the party's last day, from its receipt; from the sending where receipt is unknown (SUS-2)."""
    return calendar.rank(fact.received_on or fact.sent_on) + settings.suspension_cap_wd


def consultation_cap(fact: Consulted, calendar: WorkingCalendar, settings: LawSettings) -> date:
    """The party's last day to answer."""
    return calendar.at_rank(cap_rank(fact, calendar, settings))


def _opinion_rules(fact: Consulted, settings: LawSettings) -> bool:
    """Whether the day of the opinion ends the span whatever the cap says."""
    if fact.opinion_on is None:
        return False
    if fact.kind == "third_party":
        return settings.suspension_third_party_late == "opinion"
    return not is_capped(fact, settings)


def consultation_end(fact: Consulted, calendar: WorkingCalendar, settings: LawSettings) -> date | None:
    """The last day of the consultation: the opinion, at the latest the cap. None while the end is open (SUS-2)."""
    if fact.opinion_on is None and (fact.received_on is None or not is_capped(fact, settings)):
        return None
    if _opinion_rules(fact, settings):
        return fact.opinion_on
    cap = consultation_cap(fact, calendar, settings)
    return cap if fact.opinion_on is None else min(fact.opinion_on, cap)


def consultation_spans(fact: Consulted, calendar: WorkingCalendar, settings: LawSettings) -> tuple[Span, Span]:
    """The span under the set convention, and the strict one that warns (only days strictly between).

    An open end is closed at the fallback: the cap from the day of sending, or from receipt for an uncapped organ.
    """
    sent = calendar.rank(fact.sent_on)
    if fact.opinion_on is None:
        end = cap_rank(fact, calendar, settings)
        strict_end = end - 1
    else:
        end, strict_end = calendar.rank(fact.opinion_on), calendar.rank_before(fact.opinion_on)
        if not _opinion_rules(fact, settings):
            cap = cap_rank(fact, calendar, settings)
            if cap <= strict_end:
                end, strict_end = cap, cap - 1
    strict = (sent, strict_end)
    match settings.suspension_convention:
        case "SUS-A":
            return (sent, end), strict
        case "SUS-FROM-SENT":
            return (calendar.rank_before(fact.sent_on), strict_end), strict
        case "SUS-BOTH":
            return (calendar.rank_before(fact.sent_on), end), strict
        case _:
            return strict, strict


def nth_counted(start: int, n: int, spans: Spans) -> int:
    """The rank of the ``n``-th counted working day after rank ``start``; ``spans`` sorted by their lower end."""
    target, reached = start + n, start
    for lo, hi in spans:
        lo = max(lo, reached)
        if lo >= target:
            break
        if hi > lo:
            target += hi - lo
            reached = hi
    return target


def counted_between(start: int, end: int, spans: Spans) -> int:
    """How many working days with start < rank <= end count."""
    counted, reached = end - start, start
    for lo, hi in spans:
        lo, hi = max(lo, reached), min(hi, end)
        if hi > lo:
            counted -= hi - lo
            reached = hi
    return counted
