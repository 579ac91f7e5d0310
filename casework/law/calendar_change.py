"""What one calendar changes against another: which days, and which cases can tell the difference."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day that was working and no longer is, or the other way round; the words are those of the calendars."""

    on: date
    working: bool
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.on.month}月{self.on.day}日由{self.was}改为{self.now}"


@dataclass(frozen=True)
class CalendarChange:
    """The step from calendar ``old`` to calendar ``new``, both under the same policy for years not yet published."""

    old: WorkingCalendar
    new: WorkingCalendar

    @cached_property
    def days(self) -> tuple[ChangedDay, ...]:
        """Every day that changes, in order."""
        first = max(self.old.first_day, self.new.first_day)
        last = min(self.old.last_day, self.new.last_day)
        return tuple(
            ChangedDay(day, self.new.is_working(day), self.old.why(day).text, self.new.why(day).text)
            for day in self.new.days(first, last)
            if self.old.is_working(day) != self.new.is_working(day)
        )

    @cached_property
    def _ordinals(self) -> list[int]:
        return [day.on.toordinal() for day in self.days]

    @cached_property
    def published_from(self) -> date | None:
        """The last day on which both agree what is published; None where publication does not change."""
        if self.old.published_until == self.new.published_until:
            return None
        return min(self.old.published_until, self.new.published_until)

    def touches(self, after: date, until: date) -> bool:
        """Whether a count that looks at the days after ``after`` up to ``until`` can come out otherwise.

        A count is a difference of ranks, so a day outside its span cannot move it; beyond the published years it
        also tells whether its dates are provisional.
        """
        if self.published_from is not None and until > self.published_from:
            return True
        place = bisect_right(self._ordinals, after.toordinal())
        return place < len(self._ordinals) and self._ordinals[place] <= until.toordinal()

    def between(self, after: date, until: date) -> tuple[ChangedDay, ...]:
        """The changed days after ``after`` up to ``until``: why a date between them moved."""
        return tuple(day for day in self.days if after < day.on <= until)
