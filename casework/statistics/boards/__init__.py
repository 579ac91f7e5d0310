"""The dashboards: each a few figures of one scope and period. Every number is a filter of the register."""

from __future__ import annotations

from collections.abc import Callable

from casework.statistics.boards.flow import flow
from casework.statistics.boards.focus import focus
from casework.statistics.boards.heat import heat
from casework.statistics.boards.mix import mix
from casework.statistics.boards.ranking import ranking
from casework.statistics.boards.speed import speed
from casework.statistics.boards.streets import streets
from casework.statistics.figure import Board
from casework.statistics.frame import Frame

BOARDS: dict[str, tuple[str, Callable[[Frame], Board]]] = {
    "flow": ("收办", flow),
    "mix": ("构成", mix),
    "speed": ("时效", speed),
    "heat": ("热力图", heat),
    "streets": ("街道", streets),
    "ranking": ("机关比较", ranking),
    "focus": ("重点领域", focus),
}
