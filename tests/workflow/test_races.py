"""Every verb that moves the route, pressed by two at once on real threads: one event, one Stale."""

from __future__ import annotations

from typing import Any

import pytest

from casework.acts.record import verify
from casework.errors import Stale
from casework.models import Case
from tests.roads import DAY, FACTS, Road, application, build_cast, moment, start
from tests.workflow.test_concurrency import together
from workflow import desk
from workflow.drift import drifts
from workflow.route import JUMPS, MOVES

pytestmark = pytest.mark.usefixtures("real_db")


def pressed_twice(road: Road, verb: str, who: str, **facts: Any) -> None:
    actor, version = getattr(road.cast, who), Case.objects.get(pk=road.case.pk).version
    before = road.case.events.filter(verb=verb).count()

    def press() -> Case:
        return desk.act(
            verb, case_id=road.case.pk, actor=actor, at=moment(DAY, 11), today=DAY, version=version, **facts
        )

    results = together(press, 2)
    assert sorted(type(result).__name__ for result in results) == ["Case", Stale.__name__], (verb, results)
    assert road.case.events.filter(verb=verb).count() == before + 1, verb
    assert not list(drifts(DAY)), verb
    road.case = Case.objects.get(pk=road.case.pk)


def test_two_at_once_leave_one_event_and_one_honest_answer(real_db: None) -> None:
    cast = build_cast()
    street, bureau = cast.handler.unit, cast.stranger.unit
    said: list[tuple[str, str, dict[str, Any]]] = [
        ("examine", "clerk", {}),
        ("request_correction", "clerk", {"matters": "请写明文件名称", "delivered_on": DAY}),
        ("receive_correction", "clerk", {"corrected_on": DAY}),
        ("charge", "clerk", {"mode": "items", "quantity": 31, "count_reason": "另有", "received_on": DAY}),
        ("receive_payment", "clerk", {"paid_on": DAY}),
        ("assign", "clerk", {"unit": bureau}),
        ("decline", "stranger", {"reason": "不属于本局"}),
        ("assign", "clerk", {"unit": street}),
        ("sign_for", "handler", {}),
        ("raise_dispute", "handler", {"reason": "不属于本街道"}),
        ("settle_dispute", "supervisor", {"unit": street, "reason": "属街道", "handler": cast.handler}),
        ("draft", "handler", {"outcome_code": "D5", "ground": "经查属实。", "facts": FACTS["D5"]}),
        ("submit", "handler", {}),
        ("recall", "handler", {}),
        ("submit", "handler", {}),
        ("return_to", "unit_head", {"opinion": "补充"}),
        ("submit", "handler", {}),
        ("approve_secrecy", "unit_head", {}),
        ("approve_legal", "legal", {}),
        ("sign_off", "head", {}),
        ("issue", "clerk", {}),
        ("serve", "clerk", {"way": "direct", "served_on": DAY, "receiver": "张建国"}),
        ("archive", "clerk", {}),
    ]
    road = start(cast, application())
    for verb, who, facts in said:
        pressed_twice(road, verb, who, **facts)
    other = start(cast, application(channel="in_person", evidence={"submitted_on": DAY}))
    pressed_twice(other, "examine", "clerk")
    pressed_twice(other, "answer_on_spot", "clerk", outcome_code="G1", ground="", facts=FACTS["G1"])
    pressed_twice(other, "withdraw", "clerk", reason="自愿撤回")
    third = start(cast, application()).to("in_progress")
    pressed_twice(third, "transfer", "handler", unit=bureau, reason="属住建职责")
    assert not list(verify())
    moving = {verb for verbs in MOVES.values() for verb in verbs} | set(JUMPS)
    elsewhere = {"deem_abandoned", "remand"}  # the timer's race is in test_concurrency; a new round follows a ruling
    assert moving - elsewhere <= {verb for verb, _, _ in said} | {"answer_on_spot", "withdraw", "transfer"}
