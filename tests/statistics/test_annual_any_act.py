"""Whatever is done with cases over a New Year, by every verb: the annual tables balance, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from casework.models import Case, Organ, Staff
from casework.permissions import permitted_verbs
from casework.statistics import annual
from casework.statistics.check import check
from casework.statistics.facts import differences
from casework.statistics.tables import BLOCKS, COLUMNS
from tests.roads import Road, application, build_cast, start
from tests.workflow.any_sequence import Said
from tests.workflow.test_any_sequence import AnySequence

pytestmark = pytest.mark.django_db
SEQUENCES, STEPS = 40, 8
YEARS = (2025, 2026)
OLD_YEAR, NEW_YEAR = date(2025, 12, 22), date(2026, 1, 8)
# The acts that move a case between rows, columns or years.
MOVING = {
    "split",
    "transfer",
    "withdraw",
    "serve",
    "request_correction",
    "extend",
    "file_remedy",
    "close_remedy",
    "remand",
    "archive",
    "assign",
    "consult",
}


class AnyYear(AnySequence):
    """A case begun before or after New Year, and what becomes of it; courts and reviewers have their say too."""

    @initialize(
        day=st.dates(date(2025, 11, 24), date(2026, 3, 15)),
        status=st.sampled_from(("registered", "examining", "in_progress", "in_review", "awaiting_service", "replied")),
        category=st.sampled_from(("natural_person", "business", "other")),
    )
    def begin(self, day: date, status: str, category: str) -> None:  # type: ignore[override]
        filed = application(day)
        person = filed.applicants[0]
        if category != person.category:
            filed = application(day, applicants=(type(person)(name="某公司", category=category, phone="0531-1"),))
        self.road = start(self.cast, filed, day)
        self.day = day
        self.road.to(status, "G1")

    @rule(ruling=st.sampled_from(("revoke", "uphold")), kind=st.sampled_from(("reconsideration", "suit_direct")))
    def on_review(self, ruling: str, kind: str) -> None:
        """Somebody has the reply reviewed, a decision comes, and where it says so the organ answers anew."""
        self.somebody("file_remedy", kind=kind, body="济南市人民政府", received_on=self.day, against="reply")
        self.day = min(self.day + timedelta(20), date(2026, 9, 30))
        remedy = self.case.remedies.filter(decided_on=None).last()
        if remedy is None:
            return
        orders = ruling == "revoke"
        self.somebody(
            "close_remedy", remedy_id=remedy.pk, ruling=ruling, decided_on=self.day, decision_received_on=self.day,
            orders_new_reply=orders, new_reply_days=10 if orders else None,
        )  # fmt: skip
        if orders:
            self.somebody("remand", remedy_id=remedy.pk)

    @rule(verb=st.sampled_from(sorted(MOVING)), data=st.data())
    def move(self, verb: str, data: st.DataObject) -> None:
        """An act that changes a figure, more often than chance would have it."""
        self.somebody(verb, **Said(data.draw, self.case, self.cast, self.day).facts(verb))

    def somebody(self, verb: str, **facts: Any) -> None:
        able = [who for who in self.people if verb in permitted_verbs(who, self.case)]
        if able:
            self.attempt(verb, able[0], facts)

    def teardown(self) -> None:
        try:
            prove()
        finally:
            super().teardown()


def prove() -> None:
    """Identities, organs against district, cell against cases, year against year, facts against cases."""
    organs = list(Organ.objects.filter(pk__in=Case.objects.values("organ")))
    for year in YEARS:
        whole = annual.report(year)
        parts = [annual.report(year, organ) for organ in organs]
        for content in (whole, *parts):
            verdict = check(content)
            assert verdict.clean, verdict
        for row, cells in whole["table3"].items():
            assert cells == [sum(numbers) for numbers in zip(*(part["table3"][row] for part in parts), strict=True)]
            for column, number in zip(COLUMNS, cells, strict=True):
                behind = annual.cases_behind(row, column, year)
                assert behind.count() == number, (year, row, column)
                assert sum(behind.filter(organ=organ).count() for organ in organs) == number
        for block in BLOCKS:
            sums = [sum(numbers) for numbers in zip(*(part["table4"][block] for part in parts), strict=True)]
            assert whole["table4"][block] == sums
    assert annual.table3(YEARS[1])["carry_in"] == annual.table3(YEARS[0])["carry_out"]
    assert list(differences()) == []


def test_any_acts_over_a_new_year_balance(db: None) -> None:
    cast = build_cast()
    others = [Staff.objects.get(postings__role="handler", postings__unit__organ__code="LC20")]
    people = (cast.clerk, cast.handler, cast.unit_head, cast.legal, cast.head, cast.supervisor, *others)
    machine = type("AnyYearOfTheCast", (AnyYear,), {"cast": cast, "people": people})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=SEQUENCES, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck), print_blob=False, phases=(Phase.explicit, Phase.generate),
        ),
    )  # fmt: skip


def later(road: Road) -> Road:
    """The same case in the new year."""
    road.day = NEW_YEAR
    return road


def reviewed(road: Road) -> Road:
    """A refusal of the old year is sent to reconsideration in the new one and ordered to be given again."""
    later(road.to("archived", "D5"))
    filed = {"kind": "reconsideration", "body": "济南市人民政府", "received_on": road.day, "against": "reply"}
    road.act("file_remedy", "legal", **filed)
    road.act(
        "close_remedy", "legal", remedy_id=road.case.remedies.get().pk, ruling="revoke", decided_on=road.day,
        decision_received_on=road.day, orders_new_reply=True, new_reply_days=10,
        decision_number="济政复决〔2026〕1号",
    )  # fmt: skip
    return road


def extended(road: Road) -> Road:
    road.to("in_progress").act("request_extension", "handler", days=10, reason="涉及多个部门")
    road.act("extend", "head", approve=True)
    return later(road)


# How a case comes to each act that moves it between rows, columns or years.
SCRIPTS: dict[str, Callable[[Road], Any]] = {
    "archive": lambda road: later(road.to("replied")).act("archive", "clerk"),
    "withdraw": lambda road: later(road).act("withdraw", "clerk", reason="不再需要"),
    "request_correction": lambda road: later(road.to("examining")).act(
        "request_correction", "clerk", matters="请写明文件名称", delivered_on=NEW_YEAR
    ),
    "consult": lambda road: later(road.to("in_progress")).act(
        "consult", "handler", kind="third_party", party="某公司", subject="合同"
    ),
    "extend": extended,
    "serve": lambda road: later(road.to("awaiting_service")).act(
        "serve", "clerk", way="post", served_on=NEW_YEAR, carrier="中国邮政", tracking_number="XA12345678937"
    ),
    "file_remedy": reviewed,
    "close_remedy": reviewed,
    "remand": lambda road: reviewed(road).act("remand", "head", remedy_id=road.case.remedies.get().pk),
}


@pytest.mark.parametrize("verb", sorted(SCRIPTS))
def test_each_act_that_moves_a_figure_balances(verb: str, db: None) -> None:
    road = start(build_cast(), application(OLD_YEAR), OLD_YEAR)
    SCRIPTS[verb](road)
    assert road.case.events.filter(verb=verb).exists()
    prove()
