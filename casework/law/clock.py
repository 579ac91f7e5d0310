"""The reply clock: a pure fold over dated facts and a calendar. Arts 30, 32 to 35, 42.

``replay(facts, calendar)`` gives the same answer for the facts in any order; a fact left out was never entered, and
``replay([*facts, fact], calendar)`` answers "what if". How it counts: every date becomes the *rank* of a working day
(how many working days lie on or before it) and every consultation a span of ranks that do not count, so a deadline is
one addition and one pass over the spans.

``facts.py`` holds what may be recorded, ``recorded.py`` checks the facts against one another, ``runs.py`` decides where
the count starts again, ``spans.py`` what is left out, ``findings.py`` what to say about it, ``deadline.py`` is the
answer and ``steps.py`` the answer day by day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .calendar import WorkingCalendar
from .deadline import ClockState, Deadline
from .errors import ContradictoryFacts
from .facts import (
    Abandoned,
    Consulted,
    Corrected,
    CorrectionNoticed,
    Delayed,
    Extended,
    Fact,
    FeeNoticed,
    Paid,
    Promised,
    Received,
    Replied,
    Withdrawn,
)
from .findings import delay_stands, extension_stands
from .flags import Flag
from .recorded import Recorded, sort_facts
from .runs import Runs, extension_of_last_run, period_wd, replay_runs
from .settings import DEFAULTS, LawSettings
from .spans import Span, Spans, consultation_end, consultation_spans, counted_between, nth_counted
from .steps import Step
from .trace import Count, Trace

__all__ = [
    "Abandoned",
    "ClockState",
    "Consulted",
    "Corrected",
    "CorrectionNoticed",
    "Deadline",
    "Delayed",
    "Extended",
    "Fact",
    "FeeNoticed",
    "Flag",
    "Paid",
    "Promised",
    "Received",
    "Replied",
    "Step",
    "Withdrawn",
    "consultation_end",
    "replay",
]

_CLOSING_STATE: dict[type, ClockState] = {
    Replied: ClockState.CLOSED,
    Abandoned: ClockState.ABANDONED,
    Withdrawn: ClockState.WITHDRAWN,
}


def replay(
    facts: Iterable[Fact], calendar: WorkingCalendar, on: date | None = None, settings: LawSettings = DEFAULTS
) -> Deadline:
    """The deadline that follows from ``facts`` on ``calendar``, as seen on the day ``on``.

    Without ``on`` there are no days left to tell, and the state is that of the last recorded date. Beyond the
    published years ``calendar`` counts by its own policy. Raises MissingFact (no receipt), ContradictoryFacts,
    InvalidFact, OutsideCalendar.
    """
    recorded = sort_facts(facts)
    trace = _trace(recorded, calendar, settings)
    due = trace.due
    open_year = trace.delayed is None and due > calendar.published_until
    other = _trace(recorded, calendar.alternative, settings) if open_year else None
    return _deadline(trace, other, due, on)


# -- counting --------------------------------------------------------------------------------------------------------


def _trace(recorded: Recorded, calendar: WorkingCalendar, settings: LawSettings) -> Trace:
    """Count everything once on ``calendar``."""
    plain, strict = _spans(recorded, calendar, settings)
    if recorded.plain:
        runs = Runs([recorded.received.on])
    else:
        runs = replay_runs(recorded, plain, calendar, settings)
        plain = sorted([*plain, *(span for span, _ in runs.pauses)])
        strict = sorted([*strict, *(span for _, span in runs.pauses)])
    extension = extension_of_last_run(runs.starts, recorded.extended, settings) if recorded.extended else None
    period = period_wd(recorded.received, settings)
    count = _count(runs.start, extension, plain, strict, calendar, settings, period)
    return Trace(
        recorded, runs, count, _delay(recorded.delayed, runs, calendar.at_rank(count.due), settings), calendar, settings
    )


def _spans(recorded: Recorded, calendar: WorkingCalendar, settings: LawSettings) -> tuple[list[Span], list[Span]]:
    if not recorded.consulted:
        return [], []
    pairs = [consultation_spans(fact, calendar, settings) for fact in recorded.consulted]
    return sorted(plain for plain, _ in pairs), sorted(strict for _, strict in pairs)


def _count(
    started: date,
    extension: Extended | None,
    plain: list[Span],
    strict_spans: list[Span],
    calendar: WorkingCalendar,
    settings: LawSettings,
    period: int,
) -> Count:
    start = calendar.rank(started)
    base = nth_counted(start, period, plain)
    days = 0
    if extension is not None and extension_stands(extension, calendar.at_rank(base), settings):
        days = extension.days
    due = nth_counted(start, period + days, plain) if days else base
    strict = nth_counted(start, period + days, strict_spans) if strict_spans else due
    return Count(start, base, due, strict, days, plain, period)


def _delay(delayed: Delayed | None, runs: Runs, due: date, settings: LawSettings) -> Delayed | None:
    """The Art. 35 delay, unless the clock has started again since or it was not told in time; an order stands."""
    if delayed is None or delayed.ordered:
        return delayed
    if delayed.decided_on is not None and delayed.decided_on < runs.start:
        return None
    return delayed if delay_stands(delayed, due, settings) else None


# -- the answer ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Warnings:
    """The other last days a careful office looks at."""

    alternative_due: date | None
    alternative_strict: date | None
    safe_due: date | None

    def earliest(self, strict: date) -> date:
        if self is _NO_WARNINGS:
            return strict
        others = (self.alternative_strict, self.alternative_due, self.safe_due)
        return min([strict, *(day for day in others if day is not None)])


_NO_WARNINGS = _Warnings(None, None, None)


def _deadline(trace: Trace, other: Trace | None, due: date, on: date | None) -> Deadline:
    recorded, runs, count, calendar = trace.recorded, trace.runs, trace.count, trace.calendar
    closing = recorded.closing
    if closing is not None and closing.on < runs.start:
        raise ContradictoryFacts(f"办结日期 {closing.on} 早于重新计算的起算日 {runs.start}，请核对这两个日期。")
    state = _state(trace, due, on)
    on_time = closing.on <= due or trace.stopped if isinstance(closing, Replied) else None
    received, start = recorded.received.on, runs.start
    if trace.stopped:
        return Deadline(state, received, start, on, trace, on_time=on_time, old_due=runs.old_due)
    strict = due if trace.delayed is not None else calendar.at_rank(count.strict)
    warnings = _warnings(trace, other)
    promised = recorded.promised.until if recorded.promised is not None else None
    warn_on = min(warnings.earliest(strict), promised or date.max)
    left, warn_left = _days_left(trace, due, warn_on, closing.on if closing is not None else on)
    return Deadline(
        state=state,
        received=received,
        start=start,
        on=on,
        trace=trace,
        first_counted_day=calendar.at_rank(nth_counted(count.start, 1, count.spans)),
        base=calendar.at_rank(count.base),
        due=due,
        strict=strict,
        provisional=other is not None,
        alternative_due=warnings.alternative_due,
        alternative_strict=warnings.alternative_strict,
        safe_due=warnings.safe_due,
        promised=promised,
        warn_on=warn_on,
        days_left=left,
        warn_days_left=warn_left,
        on_time=on_time,
        excluded_working_days=count.due - count.start - count.period - count.extension_days,
        extension_days=count.extension_days,
        old_due=runs.old_due,
    )


def _warnings(trace: Trace, other: Trace | None) -> _Warnings:
    safe = trace.recorded.received.safe_on
    counts_from_receipt = trace.runs.start == trace.recorded.received.on
    if trace.delayed is not None or (other is None and safe is None):
        return _NO_WARNINGS
    safe_due = None
    if safe is not None and counts_from_receipt:
        count = trace.count
        from_safe = nth_counted(trace.calendar.rank(safe), count.period + count.extension_days, count.spans)
        safe_due = trace.calendar.at_rank(from_safe)
    if other is None:
        return _Warnings(None, None, safe_due)
    return _Warnings(other.calendar.at_rank(other.count.due), other.calendar.at_rank(other.count.strict), safe_due)


def _days_left(trace: Trace, due: date, warn_on: date, seen: date | None) -> tuple[int | None, int | None]:
    if seen is None:
        return None, None
    start, calendar = trace.runs.start, trace.calendar
    spans: Spans = () if trace.delayed is not None else trace.count.spans
    left = _left(seen, due, start, spans, calendar)
    return left, left if warn_on == due else _left(seen, warn_on, start, spans, calendar)


def _left(seen: date, last: date, start: date, spans: Spans, calendar: WorkingCalendar) -> int:
    """Counted working days after ``seen`` up to ``last``; negative once ``last`` has passed, even on a rest day."""
    if seen > last:
        return -max(1, calendar.working_days_between(last, seen))
    return counted_between(calendar.rank(max(seen, start)), calendar.rank(last), spans)


def _state(trace: Trace, due: date, on: date | None) -> ClockState:
    recorded, runs = trace.recorded, trace.runs
    if recorded.closing is not None:
        return _CLOSING_STATE[type(recorded.closing)]
    if runs.correction is not None:
        return ClockState.AWAITING_CORRECTION
    if runs.fee is not None:
        return ClockState.AWAITING_PAYMENT
    if trace.delayed is not None:
        return ClockState.RUNNING if trace.delayed.ordered else ClockState.DELAYED
    seen = on or recorded.last_on
    if any(fact.sent_on < due and _holds(fact, seen, trace) for fact in recorded.consulted):
        return ClockState.SUSPENDED
    return ClockState.RUNNING


def _holds(fact: Consulted, seen: date, trace: Trace) -> bool:
    """Whether a consultation still holds the clock on the day ``seen``."""
    if fact.sent_on > seen:
        return False
    end = consultation_end(fact, trace.calendar, trace.settings)
    if end is None:
        return True
    return seen < end if fact.opinion_on is not None else seen <= end
