"""The answer of the clock: dates, state, flags, the limits that run, and the days one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .findings import findings
from .flags import Flag
from .runs import correction_limit, correction_period_end, payment_end
from .spans import consultation_cap, consultation_end, consultation_spans, is_capped
from .steps import Leave, Step, walk, walk_stopped
from .trace import Trace

_A41 = "条例第四十一条"


class ClockState(StrEnum):
    """What the reply clock is doing."""

    RUNNING = "running"
    AWAITING_CORRECTION = "awaiting_correction"
    SUSPENDED = "suspended"
    AWAITING_PAYMENT = "awaiting_payment"
    DELAYED = "delayed"
    CLOSED = "closed"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    ClockState.RUNNING: "计时中",
    ClockState.AWAITING_CORRECTION: "待补正，停止计时",
    ClockState.SUSPENDED: "征求意见，暂停计时",
    ClockState.AWAITING_PAYMENT: "待缴费，停止计时",
    ClockState.DELAYED: "延迟答复",
    ClockState.CLOSED: "已答复",
    ClockState.ABANDONED: "视为放弃",
    ClockState.WITHDRAWN: "已撤回",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """The reply date and all that goes with it. Dates are whole days; the last day is included.

    While the applicant's correction or payment is awaited nothing runs: ``first_counted_day``, ``base``, ``due``,
    ``strict``, ``warn_on`` and the days left are None and ``old_due`` keeps the date that stood before.

    ``base`` is the 20th counted working day, ``due`` the last day with the extension (or the day set under Art. 35),
    ``strict`` the same counting only days strictly inside consultations as excluded. ``alternative_due`` and
    ``alternative_strict`` follow the other provisional policy, None unless ``provisional``; ``safe_due`` counts from an
    earlier receipt date a court might take; ``promised`` is the last day a letter named to the applicant. ``warn_on``
    is the earliest of them all: alarms follow it.
    ``days_left`` counts the working days after ``on`` that still count, up to ``due`` (0 = last day, negative =
    overdue), ``warn_days_left`` up to ``warn_on``; for a closed clock both are frozen at its end.
    """

    state: ClockState
    received: date
    start: date
    on: date | None
    trace: Trace = field(repr=False, compare=False)
    first_counted_day: date | None = None
    base: date | None = None
    due: date | None = None
    strict: date | None = None
    provisional: bool = False
    alternative_due: date | None = None
    alternative_strict: date | None = None
    safe_due: date | None = None
    promised: date | None = None
    warn_on: date | None = None
    days_left: int | None = None
    warn_days_left: int | None = None
    on_time: bool | None = None
    excluded_working_days: int = 0
    extension_days: int = 0
    old_due: date | None = None

    @property
    def running(self) -> bool:
        """Whether a reply date is running."""
        return self.due is not None and self.trace.recorded.closing is None

    @property
    def overdue(self) -> bool:
        """Whether the reply date has passed without a reply, or the reply came after it."""
        return self.on_time is False or (self.running and self.days_left is not None and self.days_left < 0)

    @property
    def calendar_version(self) -> str:
        """The calendar the dates were computed with; to be stored beside every cached date."""
        return self.trace.calendar.version

    @property
    def statutory_days(self) -> int:
        """How many working days the period has: 20 and the extension, or the internal limit of ``record_request``."""
        return self.trace.count.period + self.extension_days

    @property
    def record_request(self) -> bool:
        """Whether a record about the applicant is to be corrected: an internal limit, no statutory one (T13)."""
        return self.trace.recorded.received.limit == "T13"

    @property
    def limits(self) -> dict[str, date]:
        """The last day of every limit that runs now, by its ID in ``limits.py`` ("T06 ref" for a consultation)."""
        return running_limits(self)

    @property
    def risk_date(self) -> date | None:
        """The earliest fallback end of a consultation whose delivery is not known: 15 working days from sending."""
        unknown = [f.sent_on for f in self.trace.recorded.consulted if f.opinion_on is None and f.received_on is None]
        if not unknown or self.due is None:
            return None
        return self.trace.calendar.nth_working_day_after(min(unknown), self.trace.settings.suspension_cap_wd)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Everything the clock has to say about the facts as seen on ``on``, sorted by code."""
        return findings(self.trace, self.on)

    def flag(self, code: str) -> Flag | None:
        """The first flag with this code."""
        return next((flag for flag in self.flags if flag.code == code), None)

    def steps(self) -> list[Step]:
        """Every day from receipt to ``due``; the numbered ones are the statutory days."""
        return day_by_day(self)


def running_limits(deadline: Deadline) -> dict[str, date]:
    """The limits of §1.3 that run for this case: T01 to T04, T06, T07, T09, T11; T13 for a record to be corrected."""
    trace = deadline.trace
    runs, calendar, settings = trace.runs, trace.calendar, trace.settings
    if trace.recorded.closing is not None:
        return {}
    limits: dict[str, date] = {}
    if runs.correction is not None:
        limits["T02"] = correction_period_end(runs.correction, calendar, settings)
    if runs.fee is not None:
        limits["T11"] = payment_end(runs.fee, calendar, settings)
    if deadline.record_request and deadline.due is not None:
        limits["T13"] = deadline.due
    elif deadline.base is not None and deadline.due is not None:
        if not trace.recorded.notices:
            limits["T01"] = correction_limit(deadline.start, calendar)
        limits["T03"] = deadline.base if trace.delayed is None or not trace.delayed.ordered else deadline.due
        if deadline.extension_days:
            limits["T04"] = deadline.due
        if trace.delayed is not None and not trace.delayed.ordered:
            limits["T09"] = deadline.due
    for fact in trace.recorded.consulted:
        if fact.opinion_on is None and is_capped(fact, settings):
            name = "T06" if fact.kind == "third_party" else "T07"
            limits[f"{name} {fact.ref}"] = consultation_cap(fact, calendar, settings)
    return limits


def day_by_day(deadline: Deadline) -> list[Step]:
    """The rows behind ``deadline``."""
    trace = deadline.trace
    calendar, runs = trace.calendar, trace.runs
    if deadline.due is None or deadline.base is None:
        waiting, label = (runs.correction.sent_on, "待补正") if runs.correction else (deadline.start, "待缴费")
        if runs.correction is None and runs.fee is not None:
            waiting = runs.fee.first_on
        return list(walk_stopped(deadline.received, deadline.start, waiting, label, calendar))
    until = deadline.base if trace.delayed is not None else None
    article = f"{_A41}，内部时限" if deadline.record_request else "条例第三十三条"
    steps = walk(
        deadline.received, deadline.start, deadline.due, _leaves(trace), calendar, until, trace.delayed,
        article=article,
    )  # fmt: skip
    return list(steps)


def _leaves(trace: Trace) -> list[Leave]:
    leaves = []
    for fact in sorted(trace.recorded.consulted, key=lambda f: (f.sent_on, f.ref)):
        (lo, hi), _ = consultation_spans(fact, trace.calendar, trace.settings)
        open_end = consultation_end(fact, trace.calendar, trace.settings) is None
        label = f"{fact.label}{f'（{fact.ref}）' if fact.ref else ''}{'尚无回音，暂' if open_end else ''}"
        leaves.append(Leave(lo, hi, label, fact.article))
    for (lo, hi), _ in trace.runs.pauses:
        leaves.append(Leave(lo, hi, "待缴费", "国办函〔2020〕109号第六条"))
    return leaves
