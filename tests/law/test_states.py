"""The table of statuses and steps: complete, connected, and as published."""

from __future__ import annotations

import pytest

from casework.law.states import (
    CLOSED,
    EXTENDABLE,
    OPEN,
    ROLES,
    STATUS_LABELS,
    TRANSITIONS,
    VERBS,
    Status,
    permitted,
    transition,
)


def test_twelve_statuses_with_labels() -> None:
    assert len(Status) == 12
    assert len(set(STATUS_LABELS.values())) == 12
    assert set(OPEN) | set(CLOSED) == set(Status)
    assert Status.IN_PROGRESS.label == "办理中"


def test_every_row_is_whole() -> None:
    assert len({(row.source, row.verb) for row in TRANSITIONS}) == len(TRANSITIONS)
    assert {row.verb for row in TRANSITIONS} <= set(VERBS)
    for row in TRANSITIONS:
        assert row.roles
        assert set(row.roles) <= set(ROLES)
        assert row.article
        assert row.label == VERBS[row.verb]


def test_every_status_can_be_reached_and_left() -> None:
    reached = {Status.REGISTERED}
    while True:
        more = {row.target for row in TRANSITIONS if row.source in reached} | reached
        if more == reached:
            break
        reached = more
    assert reached == set(Status)
    for status in OPEN:
        assert any(row.source is status and not row.keeps_status for row in TRANSITIONS)


@pytest.mark.parametrize(
    ("source", "verb", "target"),
    [
        ("registered", "examine", "examining"),
        ("examining", "request_correction", "awaiting_correction"),
        ("awaiting_correction", "receive_correction", "examining"),
        ("awaiting_correction", "deem_abandoned", "abandoned"),
        ("examining", "assign", "in_progress"),
        ("in_progress", "charge", "awaiting_payment"),
        ("awaiting_payment", "receive_payment", "in_progress"),
        ("consulting", "consult", "consulting"),
        ("consulting", "close_consultation", "in_progress"),
        ("in_review", "return_to", "in_progress"),
        ("in_review", "sign_off", "in_review"),
        ("in_review", "issue", "awaiting_service"),
        ("awaiting_service", "serve", "replied"),
        ("withdrawn", "archive", "archived"),
    ],
)
def test_the_way_of_a_case(source: str, verb: str, target: str) -> None:
    step = transition(Status(source), verb)
    assert step is not None
    assert step.target == target


def test_steps_the_law_does_not_know() -> None:
    assert transition(Status.REGISTERED, "issue") is None
    assert transition(Status.REPLIED, "withdraw") is None
    assert transition(Status.ARCHIVED, "archive") is None


def test_who_may() -> None:
    assert all(row.roles == ("head",) for row in TRANSITIONS if row.verb == "extend")
    assert {row.source for row in TRANSITIONS if row.verb == "extend"} == set(EXTENDABLE)
    assert permitted("sysadmin", Status.IN_PROGRESS) == ()
    assert permitted("supervisor", Status.IN_PROGRESS) == ("settle_dispute", "guide", "note")
    reviewers = {
        row.verb: row.roles for row in TRANSITIONS if row.verb in ("approve_secrecy", "approve_legal", "sign_off")
    }
    assert not any("handler" in roles for roles in reviewers.values())
