"""The traffic light: how near the reply date is, in one colour and one word.

Thresholds are ``lights_green_above_wd`` and ``lights_red_at_wd`` of the settings; no norm sets them.
"""

from __future__ import annotations

from dataclasses import dataclass

from .clock import ClockState
from .settings import DEFAULTS, LawSettings


@dataclass(frozen=True, slots=True)
class Light:
    """``code`` for queries, ``word`` for people, ``colour`` a style key (never a raw colour)."""

    code: str
    word: str
    colour: str


GREEN = Light("green", "正常", "green")
YELLOW = Light("yellow", "临期", "yellow")
RED = Light("red", "紧急", "red")
OVERDUE = Light("overdue", "逾期", "black")
STOPPED = Light("stopped", "不计时", "grey")
ON_TIME = Light("on_time", "按期办结", "blue")
LATE = Light("late", "逾期办结", "black")
ENDED = Light("ended", "已终结", "grey")

LIGHTS: tuple[Light, ...] = (GREEN, YELLOW, RED, OVERDUE, STOPPED, ON_TIME, LATE, ENDED)

_STOPPED = (ClockState.AWAITING_CORRECTION, ClockState.AWAITING_PAYMENT)
_ENDED = (ClockState.ABANDONED, ClockState.WITHDRAWN)


def light(
    days_left: int | None, state: ClockState, settings: LawSettings = DEFAULTS, *, on_time: bool | None = None
) -> Light:
    """The light for ``days_left`` counted working days (0 = today is the last day, negative = overdue).

    A stopped clock has no colour of urgency; a closed one says whether the reply was in time. Give the days left to
    the warning date (``Deadline.warn_days_left``) where alarms should follow it.
    """
    if state in _ENDED:
        return ENDED
    if state in _STOPPED:
        return STOPPED
    if state is ClockState.CLOSED:
        return LATE if on_time is False else ON_TIME
    if days_left is None:
        return STOPPED
    if days_left < 0:
        return OVERDUE
    if days_left <= settings.lights_red_at_wd:
        return RED
    return YELLOW if days_left <= settings.lights_green_above_wd else GREEN
