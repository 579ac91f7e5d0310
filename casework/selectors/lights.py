"""The light of each case of a list, from the cached dates; the case page tells the same from the facts themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from django.db.models import Q

from casework.among import Among
from casework.law import clock
from casework.law.clock import ClockState
from casework.law.lights import OVERDUE, RED, Light, light
from casework.law.spans import Span, Spans, consultation_spans, counted_between
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, Consultation

STOPPED_STATES = (ClockState.AWAITING_CORRECTION.value, ClockState.AWAITING_PAYMENT.value)
RUNNING_STATES = (ClockState.RUNNING.value, ClockState.SUSPENDED.value, ClockState.DELAYED.value)
CHOICES = (
    ("green", "绿 · 正常"),
    ("yellow", "黄 · 临期"),
    ("red", "红 · 紧急"),
    ("overdue", "黑 · 逾期"),
    ("stopped", "停 · 不计时"),
)


class Dated(NamedTuple):
    """What the light of a case is told by: a case, or these of its columns where many are read at once."""

    pk: int
    clock_state: str
    round_no: int
    due_on: date | None
    warn_on: date | None
    late: bool | None


@dataclass(frozen=True)
class Standing:
    """``days_left`` counts working days to the reply date (0 = today is the last, negative = overdue)."""

    light: Light
    days_left: int | None


def standings(cases: Iterable[Case], *, today: date) -> dict[int, Standing]:
    """Return the standing of each case by its key; one statement at most, for consultations that hold the clock."""
    return {key: standing for key, (standing, _) in with_warning(cases, today=today).items()}


def with_warning(cases: Iterable[Case | Dated], *, today: date) -> dict[int, tuple[Standing, int | None]]:
    """Return the standing of each case, and beside it the working days left to its warning date (None: stopped)."""
    cases = list(cases)
    calendar, settings = working_calendar(), law_settings()  # first: as many statements whatever the cases are
    spans = _spans(case for case in cases if case.clock_state == ClockState.SUSPENDED.value)

    @cache  # many cases share their days
    def left(last: date, left_out: Spans) -> int:
        if today > last:
            return -max(1, calendar.working_days_between(last, today))
        return counted_between(calendar.rank(today), calendar.rank(last), left_out)

    def told(case: Case | Dated) -> tuple[Standing, int | None]:
        """The colour follows the warning date, the number the reply date: what is said can be checked on a calendar."""
        state, left_out = ClockState(case.clock_state), spans.get(case.pk, ())
        if case.due_on is None or case.warn_on is None or state.value not in RUNNING_STATES:
            on_time = None if case.late is None else not case.late
            return Standing(light(None, state, settings, on_time=on_time), None), None
        days, warned = left(case.due_on, left_out), left(case.warn_on, left_out)
        if days < 0:
            return Standing(OVERDUE, days), warned
        return Standing(RED if warned < 0 else light(warned, state, settings), days), warned

    return {case.pk: told(case) for case in cases}


def _spans(suspended: Iterable[Case | Dated]) -> dict[int, tuple[Span, ...]]:
    """The working days each suspended case leaves out, as the clock counts them (Art. 33(3))."""
    rounds = {case.pk: case.round_no for case in suspended}
    found: dict[int, list[Span]] = {}
    if not rounds:
        return {}
    calendar, settings = working_calendar(), law_settings()

    @cache  # many consultations share their days
    def left_out(kind: str, sent: date, received: date | None, opinion: date | None) -> Span:
        fact = clock.Consulted("", kind, sent, received_on=received, opinion_on=opinion)  # type: ignore[arg-type]
        return consultation_spans(fact, calendar, settings)[0]

    fields = ("case_id", "round_no", "kind", "sent_on", "received_on", "opinion_on")
    for case_id, round_no, *days in Consultation.objects.filter(Among("case_id", rounds)).values_list(*fields):
        if round_no == rounds[case_id]:
            found.setdefault(case_id, []).append(left_out(*days))
    return {case_id: tuple(sorted(spans)) for case_id, spans in found.items()}


def lit(code: str, *, today: date) -> Q:
    """The condition of a colour in the database; equal to ``standings`` for every case."""
    if code == "stopped":
        return Q(clock_state__in=STOPPED_STATES)
    running = Q(clock_state__in=[state for state in RUNNING_STATES if state != ClockState.SUSPENDED.value])
    suspended = Case.objects.filter(clock_state=ClockState.SUSPENDED.value).order_by().values_list(*Dated._fields)
    lit = with_warning((Dated(*row) for row in suspended), today=today)
    held = [pk for pk, (standing, _) in lit.items() if standing.light.code == code]
    return (running & _between(code, today)) | Q(pk__in=held)


def _between(code: str, today: date) -> Q:
    """The warning dates of a colour: a working-day distance becomes a span of dates."""
    settings, calendar = law_settings(), working_calendar()
    not_red = calendar.nth_working_day_after(today, settings.lights_red_at_wd + 1)
    not_yellow = calendar.nth_working_day_after(today, settings.lights_green_above_wd + 1)
    conditions = {
        "overdue": Q(due_on__lt=today),
        "red": Q(due_on__gte=today, warn_on__lt=not_red),
        "yellow": Q(due_on__gte=today, warn_on__gte=not_red, warn_on__lt=not_yellow),
        "green": Q(due_on__gte=today, warn_on__gte=not_yellow),
    }
    return conditions[code]
