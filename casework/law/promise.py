"""What a date told to the applicant was told on: a later import of holidays keeps it, later facts overtake it.

The receipt (F03) and the notice of extension (F12) name the last day of the reply period. That day stays the office's
word as long as nothing but the calendar has changed since: the same run of the clock, the same extension, the same
consultations.
"""

from __future__ import annotations

from .deadline import Deadline


def basis(deadline: Deadline) -> str:
    """The facts a reply date rests on, without the calendar: equal texts, equal promises.

    Start of the run, extension approved for it, date set under Art. 35, and every consultation with its dates.
    """
    recorded, start = deadline.trace.recorded, deadline.start
    extended = sum(f.days for f in recorded.extended if f.decided_on is None or f.decided_on >= start)
    consulted = sorted(f"{f.sent_on}/{f.received_on or ''}/{f.opinion_on or ''}" for f in recorded.consulted)
    delayed = str(deadline.trace.delayed.until) if deadline.trace.delayed is not None else ""
    return "|".join((str(start), f"+{extended}", delayed, *consulted))
