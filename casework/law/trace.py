"""What a deadline is computed from: the facts, the runs, and one count of the run that matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .calendar import WorkingCalendar
from .facts import Delayed
from .recorded import Recorded
from .runs import Runs
from .settings import LawSettings
from .spans import Spans


@dataclass(slots=True)
class Count:
    """One count of the current run, as ranks, over ``period`` working days; ``spans`` sorted by their lower end."""

    start: int
    base: int
    due: int
    strict: int
    extension_days: int
    spans: Spans
    period: int


@dataclass(slots=True)
class Trace:
    """What a deadline was computed from."""

    recorded: Recorded
    runs: Runs
    count: Count
    delayed: Delayed | None
    calendar: WorkingCalendar
    settings: LawSettings

    @property
    def due(self) -> date:
        """The last day as it stands, or would stand if the clock were not stopped."""
        return self.calendar.at_rank(self.count.due) if self.delayed is None else self.delayed.until

    @property
    def stopped(self) -> bool:
        """Whether the clock waits for the applicant and will start again from zero; a date that was ordered stands."""
        if self.delayed is not None and self.delayed.ordered:
            return False
        return self.runs.correction is not None or (self.runs.fee is not None and self.settings.fee_clock == "restart")
