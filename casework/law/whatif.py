"""假设推算: the reply date if a step were taken today, folded from the facts and one that has not happened.

Each answer equals what the clock says once the step has really been taken; nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .calendar import WorkingCalendar
from .clock import replay
from .deadline import Deadline
from .errors import LawError
from .facts import (
    Consulted,
    Corrected,
    CorrectionNoticed,
    Extended,
    Fact,
    FeeNoticed,
    Paid,
)
from .recorded import Recorded
from .settings import DEFAULTS, LawSettings
from .states import Status, transition


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One step and what follows. ``verb`` is the act that would take it.

    ``deadline`` is the clock after it. Where the step waits for somebody, ``waits_until`` is that one's last day and
    ``after`` the clock if the answer comes on that day. ``refused``: why the step cannot be taken.
    """

    verb: str
    label: str
    deadline: Deadline | None = None
    waits_until: date | None = None
    after: Deadline | None = None
    refused: str = ""

    @property
    def due(self) -> date | None:
        """The reply date in the end."""
        last = self.after or self.deadline
        return last.due if last is not None else None


def facts_behind(deadline: Deadline) -> list[Fact]:
    """The facts a reading was folded from. A date told to the applicant is left out: the step gives another."""
    known: Recorded = deadline.trace.recorded
    single: list[Fact | None] = [known.received, known.delayed, known.closing]
    many: list[Fact] = [
        *known.notices, *known.corrected, *known.fees, *known.paid, *known.consulted, *known.extended,
    ]  # fmt: skip
    return [fact for fact in single if fact is not None] + many


def answers(
    reading: Deadline,
    status: Status,
    calendar: WorkingCalendar,
    *,
    on: date,
    extension_days: Iterable[int] = (5, 10, 15, 20),
    correction_wd: int | None = None,
    settings: LawSettings = DEFAULTS,
) -> list[WhatIf]:
    """What each step the law knows in this status would do to the reply date, taken on the day ``on``.

    Letters are taken to reach their addressee the same day.
    """
    facts = facts_behind(reading)
    period = correction_wd or settings.correction_period_wd
    notice, fee = CorrectionNoticed(on, delivered_on=on, period_wd=period), FeeNoticed(on, received_on=on)
    asked = Consulted("假设", "third_party", on, received_on=on)
    steps: list[tuple[str, str, Fact, str, type[Corrected] | type[Paid] | None]] = [
        ("consult", "今天征求第三方意见（对方当日收到，期满未答复）", asked, "T06 假设", None),
        *(
            ("request_extension", f"今天批准并告知延期 {days} 个工作日", Extended(days, on, on), "", None)
            for days in extension_days
        ),
        ("request_correction", f"今天告知补正（当日送达，期限 {period} 个工作日）", notice, "T02", Corrected),
        ("charge", "今天发出收费通知（当日送达）", fee, "T11", Paid),
    ]

    def fold(more: Sequence[Fact]) -> Deadline:
        return replay([*facts, *more], calendar, on=on, settings=settings)

    found = []
    for verb, label, fact, limit, answer in steps:
        if transition(status, verb) is None:
            continue
        try:
            deadline = fold([fact])
            until = deadline.limits.get(limit)
            after = fold([fact, answer(until)]) if answer is not None and until is not None else None
            found.append(WhatIf(verb, label, deadline, until, after))
        except LawError as error:
            found.append(WhatIf(verb, label, refused=str(error)))
    return found
