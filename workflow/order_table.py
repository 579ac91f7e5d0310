"""The states of a supervision order and every step between them, as data; nothing is closed without an answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where an order stands; the value is stored, ``label`` is shown."""

    PROPOSED = "proposed"
    ISSUED = "issued"
    SIGNED = "signed"
    ANSWERED = "answered"
    RETURNED = "returned"
    CLOSED = "closed"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]


STATE_LABELS: dict[State, str] = {
    State.PROPOSED: "待下达",
    State.ISSUED: "待签收",
    State.SIGNED: "待回复",
    State.ANSWERED: "已回复待审核",
    State.RETURNED: "退回重报",
    State.CLOSED: "已办结",
    State.DISMISSED: "不予采用",
}
# The order lies with the unit: it runs, it stands in their 督办 tab and as a banner on the case.
AWAITING = (State.ISSUED, State.SIGNED, State.RETURNED)
OPEN = (*AWAITING, State.ANSWERED)

VERBS: dict[str, str] = {
    "issue": "下达",
    "dismiss": "不予采用",
    "sign": "签收",
    "answer": "回复",
    "return_to": "退回重报",
    "close": "办结",
    "escalate": "升级",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One permitted step: ``verb`` takes an order from ``source`` to ``target``; people with one of ``roles`` may."""

    source: State
    verb: str
    target: State
    roles: tuple[str, ...]


_OFFICE = ("supervisor",)
_ADDRESSED = ("intake", "handler", "unit_head", "head")
_ANSWERING = ("handler", "unit_head", "head")

TABLE: tuple[Row, ...] = (
    Row(State.PROPOSED, "issue", State.ISSUED, _OFFICE),
    Row(State.PROPOSED, "dismiss", State.DISMISSED, _OFFICE),
    Row(State.ISSUED, "sign", State.SIGNED, _ADDRESSED),
    Row(State.SIGNED, "answer", State.ANSWERED, _ANSWERING),
    Row(State.RETURNED, "answer", State.ANSWERED, _ANSWERING),
    Row(State.ANSWERED, "return_to", State.RETURNED, _OFFICE),
    Row(State.ANSWERED, "close", State.CLOSED, _OFFICE),
    *(Row(state, "escalate", state, ("system",)) for state in AWAITING),
)
_BY_STEP = {(row.source, row.verb): row for row in TABLE}


def step(source: State, verb: str) -> Row | None:
    """The row for ``verb`` in ``source``, or None where there is no such step."""
    return _BY_STEP.get((source, verb))


def roles_of(verb: str) -> frozenset[str]:
    return frozenset(role for row in TABLE if row.verb == verb for role in row.roles)


def permitted(role: str, state: State) -> tuple[str, ...]:
    """The verbs ``role`` may do in ``state``, in the order of the table."""
    return tuple(row.verb for row in TABLE if row.source is state and role in row.roles)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of order: its paper, whether it is about one case, and the usual working days for the answer."""

    label: str
    letter: str
    about_case: bool
    answer_wd: int
    article: str = ""


KINDS: dict[str, Kind] = {
    "urge": Kind("催办单", "F37", True, 1),
    "order": Kind("督办单", "F38", True, 2, "条例第四十七条"),
    "rectify": Kind("整改通知书", "F45-A", False, 10, "条例第四十七条第一款"),
    "advise": Kind("工作建议书", "F45-B", False, 10, "条例第四十七条"),
    "talk": Kind("约谈提醒", "F45-D", False, 5, "条例第四十七条"),
    "circular": Kind("通报", "F45-C", False, 10, "条例第四十七条第一款"),
}
LEVELS: dict[str, str] = {"plain": "一般", "yellow": "黄牌", "red": "红牌"}
# Unanswered so many working days past its date, an order rises a step: who is told then, and the card it gets.
# A red order rises to the second step at once.
RISING: tuple[tuple[int, tuple[str, ...], str], ...] = (
    (1, ("unit_head", "head"), "yellow"),
    (3, ("unit_head", "head", "supervisor", "office_head"), "red"),
)
