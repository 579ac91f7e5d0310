"""Internal time of the stages inside the organ. No norm sets it, it never moves the statutory clock.

The last day of a stage is counted like the reply period: the day it begins does not count, make-up weekends do, and
working days left out because a party is being consulted are left out here too.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .calendar import WorkingCalendar
from .errors import InvalidFact
from .settings import DEFAULTS, STAGE_LIMITS, LawSettings
from .spans import Spans, nth_counted

STAGE_LABELS: dict[str, str] = {
    "register": "登记",
    "assign": "交办",
    "examine": "补正审查",
    "draft": "承办",
    "legal": "法制审核",
    "sign": "签发",
    "serve": "制发送达",
}
# The road from receipt to service, in the order of the work; the order of the settings says nothing.
ORDER: tuple[str, ...] = ("register", "examine", "assign", "draft", "legal", "sign", "serve")


def allowed_wd(stages: Iterable[str], settings: LawSettings = DEFAULTS) -> int:
    """Working days the settings allow for these stages together."""
    limits = dict(settings.stage_limits)
    return sum(limits[stage] for stage in stages)


def ahead(stages: tuple[str, ...]) -> tuple[str, ...]:
    """These stages and all that follow until the reply has been served."""
    return ORDER[min(ORDER.index(stage) for stage in stages) :]


def stage_due(
    since: date,
    stages: Iterable[str],
    calendar: WorkingCalendar,
    settings: LawSettings = DEFAULTS,
    *,
    left_out: Spans = (),
) -> date:
    """The last day of a stage that began on ``since``; ``left_out`` are the consultations as the clock counts them."""
    return calendar.at_rank(nth_counted(calendar.rank(since), allowed_wd(stages, settings), left_out))


def parsed(text: str) -> tuple[tuple[str, int], ...]:
    """Read ``draft=6,legal=1``; stages left out keep their default. Raises InvalidFact for anything else."""
    limits = dict(STAGE_LIMITS)
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, days = part.partition("=")
        if name.strip() not in limits or not days.strip().isdecimal():
            raise InvalidFact(f"环节时限“{part}”无法识别，请写成“draft=5”，环节为 {'、'.join(limits)} 之一。")
        limits[name.strip()] = int(days)
    return tuple(limits.items())
