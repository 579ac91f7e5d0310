"""The state table, the methods, the acts, the desks and the forms say the same thing."""

from __future__ import annotations

from pathlib import Path

from casework.law.states import DISCLOSURE_ONLY, ROLES, TRANSITIONS, VERBS, Status, permitted
from casework.models import Case, Deadline
from workflow.drift import DESKS
from workflow.forms import FORMS
from workflow.pages.actions import KINDS, NEXT, REVIEWING, name_of
from workflow.route import MOVES
from workflow.timers import _FIRE
from workflow.verbs import VERBS as ACTS

GOLDEN = Path(__file__).parent / "golden_permissions.txt"
OUTSIDE_THE_TABLE = {"register", "claim"}  # before there is a case; and a desk changing hands, not the law


def test_transition_methods_equal_the_table() -> None:
    table = {(row.source.value, row.verb, row.target.value) for row in TRANSITIONS if not row.keeps_status}
    methods = {
        (str(move.source), move.name, str(move.target))
        for move in Case._meta.get_field("status").get_all_transitions(Case)
    }
    self_loops = {(row.source.value, row.verb, row.target.value) for row in TRANSITIONS if row.keeps_status}
    assert methods - self_loops == table


def test_every_verb_has_an_act_and_every_act_a_verb() -> None:
    in_table = {row.verb for row in TRANSITIONS}
    assert set(ACTS) == in_table | {"register"}
    assert set(VERBS) == in_table | OUTSIDE_THE_TABLE
    assert {verb for verbs in MOVES.values() for verb in verbs} <= in_table


def test_every_verb_can_be_done_from_a_page() -> None:
    assert set(FORMS) | {"draft"} == {row.verb for row in TRANSITIONS}


def test_every_verb_has_its_place_among_the_buttons() -> None:
    """A verb without a place in workflow/pages/actions.py would be permitted and never offered."""
    placed = {verb for _, verbs in KINDS for verb in verbs} | set(NEXT.values()) | REVIEWING
    assert {row.verb for row in TRANSITIONS} - placed == set()


def test_every_limit_that_is_watched_does_something_when_it_passes() -> None:
    """A kind of models/deadline.py that workflow/timers.py forgets would stop the sweep."""
    assert set(_FIRE) == set(Deadline.Kind)


def test_every_status_has_its_desks() -> None:
    assert set(DESKS) == set(Status)


def test_who_may_do_what_in_which_status() -> None:
    """A lawyer reads the committed file; a change of it is a change of somebody's rights."""
    lines = []
    for role, label in ROLES.items():
        lines.append(f"{role} {label}")
        lines += [
            f"  {status.label}：{'、'.join(VERBS[verb] for verb in permitted(role, status)) or '—'}"
            for status in Status
        ]
    lines.append("更正与自身相关的政府信息（第四十一条）不适用的事项")
    lines += [f"  {VERBS[verb]}：{sentence}" for verb, sentence in DISCLOSURE_ONLY.items()]
    text = "\n".join(lines) + "\n"
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_button_of_a_step_is_called_as_its_page_is() -> None:
    assert set(NEXT.values()) <= set(VERBS)
    assert {verb: name_of(verb) for verb in VERBS if name_of(verb) != VERBS[verb]} == {
        "approve_secrecy": "保密审查", "approve_legal": "法制审核",
    }  # fmt: skip
    assert "批准" not in VERBS["extend"]  # the same page refuses it
