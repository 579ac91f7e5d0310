"""Random sequences of all verbs by the right people over a moving day, with the sweep in between, against the model."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from casework.acts.record import verify
from casework.errors import Fault
from casework.law.errors import LawError
from casework.law.states import TRANSITIONS
from casework.models import Case, CaseEvent, Deadline, Posting, Staff
from casework.permissions import permitted_verbs, roles_of
from tests.roads import Cast, application, build_cast, moment, start
from tests.workflow.any_sequence import Said, broken
from workflow import desk
from workflow.drift import drifts
from workflow.route import MOVES
from workflow.timers import sweep

pytestmark = pytest.mark.django_db

# 2,000 sequences in eight parts, so that two workers share them.
PARTS, SEQUENCES, STEPS = 8, 250, 6
VERBS = tuple(dict.fromkeys(row.verb for row in TRANSITIONS))
# Paper is drawn slowly, and what it says is proved elsewhere: these verbs are tried less often than the others.
PAPER = frozenset({"issue", "issue_notice", "issue_correction"})
LAST = date(2026, 9, 30)  # so that every date lies in a year whose arrangement is known
BEGINNINGS = ("registered", "examining", "in_progress", "in_review")
MATTERS = ("disclosure", "disclosure", "disclosure", "record_correction")
GOING_ON = 5  # how many of ten steps take the case on along its way


class AnySequence(RuleBasedStateMachine):
    """One case; ``people`` are all who may have to do with it."""

    cast: Cast
    people: tuple[Staff, ...]
    told = 0

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.day = date(2026, 3, 2)

    @initialize(
        day=st.dates(date(2026, 1, 26), date(2026, 5, 15)), status=st.sampled_from(BEGINNINGS), counter=st.booleans(),
        matter=st.sampled_from(MATTERS),
    )  # fmt: skip
    def begin(self, day: date, status: str, counter: bool, matter: str) -> None:
        """A case of the counter or of the post, taken some way along the straight road; now and then a wrong record."""
        given: dict[str, Any] = {"channel": "in_person", "evidence": {"submitted_on": day}} if counter else {}
        self.road = start(self.cast, application(day, matter=matter, **given), day)
        self.day = day
        record = matter == "record_correction"
        self.road.to(status, "C2" if record else "D5" if counter else "G1")

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.road.case.pk)

    @rule(data=st.data(), acts=st.integers(1, 3))
    def act(self, data: st.DataObject, acts: int) -> None:
        """Those who may do something do it; a refusal leaves nothing behind."""
        for _ in range(acts):
            self.one_act(data)

    def one_act(self, data: st.DataObject) -> None:
        case = self.case
        able = [(verb, who) for who in self.people for verb in permitted_verbs(who, case)]
        verbs = list(dict.fromkeys(verb for verb, _ in able))
        step = desk.open_step(case)
        onward = [verb for verb in verbs if step is not None and verb in MOVES[step.flow_task.name]]
        if onward and data.draw(st.integers(0, 9)) < GOING_ON:
            verbs = onward
        verb = data.draw(st.sampled_from(verbs))
        if verb in PAPER and data.draw(st.integers(0, 3)):
            return
        who = data.draw(st.sampled_from([person for able_verb, person in able if able_verb == verb]))
        self.attempt(verb, who, Said(data.draw, case, self.cast, self.day).facts(verb))

    @rule(verb=st.sampled_from(VERBS), data=st.data())
    def act_of_the_wrong_person(self, verb: str, data: st.DataObject) -> None:
        """Somebody whose post does not let them: always refused."""
        case = self.case
        unable = [who for who in self.people if verb not in permitted_verbs(who, case)]
        if unable:
            who = data.draw(st.sampled_from(unable))
            assert not self.attempt(verb, who, Said(data.draw, case, self.cast, self.day).facts(verb)), verb

    def attempt(self, verb: str, who: Staff, facts: dict[str, Any]) -> bool:
        before = self.written()
        try:
            desk.act(verb, case_id=self.road.case.pk, actor=who, at=moment(self.day), today=self.day, **facts)
        except (Fault, LawError) as refused:
            assert (
                refused.message
                and (CaseEvent.objects.count(), Case.objects.values().get(pk=self.road.case.pk)) == before
            )
            return False
        assert CaseEvent.objects.count() > before[0]
        self.hold()
        return True

    def written(self) -> tuple[int, dict[str, Any]]:
        return CaseEvent.objects.count(), Case.objects.values().get(pk=self.road.case.pk)

    @rule(days=st.sampled_from((1, 1, 3, 7, 20)))
    def sleep(self, days: int) -> None:
        self.day = min(self.day + timedelta(days), LAST)

    @rule()
    def timers(self) -> None:
        """Twice is the same as once."""
        sweep(moment(self.day, 11), self.day)
        events = CaseEvent.objects.count()
        assert sweep(moment(self.day, 11), self.day) == 0 or not Deadline.objects.filter(state="firing").exists()
        assert CaseEvent.objects.count() == events
        self.hold()

    def hold(self) -> None:
        case = self.case
        faults = list(broken(case, self.day))
        assert not faults, (faults, [(event.verb, str(event.effective_on)) for event in case.events.order_by("seq")])

    def teardown(self) -> None:
        try:
            assert not list(verify())
            type(self).told += 1
            if type(self).told % 25 == 0:  # the figures of all cases, which take longer to add up
                assert not list(drifts(self.day))
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_done_in_whatever_order(part: int, db: None) -> None:
    cast = build_cast()
    others = [Staff.objects.get(postings__role="handler", postings__unit__organ__code="LC20")]
    others.append(
        Staff.objects.create(username="tongshi", name="张同事", organ=cast.handler.organ, unit=cast.handler.unit)
    )
    Posting.objects.create(staff=others[-1], role="handler", organ=cast.handler.organ, unit=cast.handler.unit)
    people = (cast.clerk, cast.handler, cast.unit_head, cast.legal, cast.head, cast.supervisor, cast.stranger, *others)
    machine = type(f"AnySequence{part}", (AnySequence,), {"cast": cast, "people": people})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=SEQUENCES, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck), print_blob=False,
            phases=(Phase.explicit, Phase.generate),  # sequences are short: what failed is told at once
        ),
    )  # fmt: skip


def test_every_verb_that_takes_facts_has_them_drawn() -> None:
    silent = {"examine", "sign_for", "recall", "issue"}
    assert {verb for verb in VERBS if not hasattr(Said, verb)} == silent
    assert all(roles_of(verb) for verb in VERBS)
