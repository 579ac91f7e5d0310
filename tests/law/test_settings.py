"""Every open point: the default, and that each alternative really changes the answer."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from casework.law.calendar import WorkingCalendar, current_calendar
from casework.law.clock import (
    ClockState,
    Consulted,
    Corrected,
    CorrectionNoticed,
    Extended,
    Fact,
    FeeNoticed,
    Paid,
    Received,
    replay,
)
from casework.law.errors import ContradictoryFacts, InvalidFact
from casework.law.fees import items_in_month
from casework.law.identity import applicant_category
from casework.law.lights import light
from casework.law.limits import limit, natural_days
from casework.law.receipt import Evidence, confirm_by, receipt_date
from casework.law.remedies import organ_and_court, remedy_class
from casework.law.settings import DEFAULTS, STAGE_LIMITS, LawSettings


def d(text: str) -> date:
    return date.fromisoformat(f"2025-{text}")


RECEIVED = Received(d("03-03"))  # base 03-31
ASKED = Consulted("甲", "third_party", d("03-10"), d("03-12"), d("03-26"))
LATE_OPINION = Consulted("甲", "third_party", d("03-10"), d("03-11"), d("04-10"))
ORGAN_LATE = replace(LATE_OPINION, kind="organ")
LATE_NOTICE = [CorrectionNoticed(d("03-13")), Corrected(d("03-20"))]
LATE_FEE = [FeeNoticed(d("04-01"), d("04-01")), Paid(d("04-07"))]
FEE = [FeeNoticed(d("03-10"), d("03-11")), Paid(d("03-20"))]
TWICE = [
    CorrectionNoticed(d("03-10")),
    Corrected(d("03-20")),
    CorrectionNoticed(d("03-24")),
    Corrected(d("04-10")),
]


@pytest.mark.parametrize(
    ("key", "value", "facts", "by_default", "changed"),
    [
        ("suspension_convention", "SUS-FROM-SENT", [ASKED], "2025-04-17", "2025-04-17"),
        ("suspension_convention", "SUS-BOTH", [ASKED], "2025-04-17", "2025-04-18"),
        ("suspension_convention", "SUS-STRICT", [ASKED], "2025-04-17", "2025-04-16"),
        ("suspension_cap_wd", 10, [LATE_OPINION], "2025-04-23", "2025-04-16"),
        ("suspension_cap_organ", "uncapped", [ORGAN_LATE], "2025-04-23", "2025-04-30"),
        ("suspension_third_party_late", "opinion", [LATE_OPINION], "2025-04-23", "2025-04-30"),
        ("correction_late_notice", "no_restart", LATE_NOTICE, "2025-04-18", "2025-03-31"),
        ("correction_max_notices", 2, TWICE, "2025-04-18", "2025-05-12"),
        ("fee_clock", "suspend", FEE, "2025-04-18", "2025-04-11"),
        ("fee_late_notice", "no_restart", LATE_FEE, "2025-05-07", "2025-03-31"),
        ("extension_late", "effective", [Extended(5, d("04-01"), d("04-01"))], "2025-03-31", "2025-04-08"),
    ],
)
def test_alternatives_of_the_clock(
    calendar: WorkingCalendar, key: str, value: Any, facts: list[Fact], by_default: str, changed: str
) -> None:
    case = [RECEIVED, *facts]
    assert str(replay(case, calendar).due) == by_default
    assert str(replay(case, calendar, settings=replace(DEFAULTS, **{key: value})).due) == changed


def test_from_sent_leaves_out_the_day_of_sending_and_counts_the_day_of_the_opinion(calendar: WorkingCalendar) -> None:
    settings = replace(DEFAULTS, suspension_convention="SUS-FROM-SENT")
    steps = {step.on: step.kind for step in replay([RECEIVED, ASKED], calendar, settings=settings).steps()}
    assert (steps[d("03-10")], steps[d("03-26")]) == ("excluded", "counted")
    steps = {step.on: step.kind for step in replay([RECEIVED, ASKED], calendar).steps()}
    assert (steps[d("03-10")], steps[d("03-26")]) == ("counted", "excluded")


def test_an_unpaid_fee_that_only_suspends(calendar: WorkingCalendar) -> None:
    settings = replace(DEFAULTS, fee_clock="suspend")
    waiting = replay([RECEIVED, FEE[0]], calendar, d("03-14"), settings)
    assert (waiting.state, waiting.days_left) == (ClockState.AWAITING_PAYMENT, 15)
    assert str(waiting.due) == "2025-04-29"  # the fallback: payment on its last day, 04-09
    assert waiting.excluded_working_days == 21
    assert any(step.text == "待缴费期间，不计入" for step in waiting.steps())


def test_an_uncapped_silent_organ_stays_open(calendar: WorkingCalendar) -> None:
    settings = replace(DEFAULTS, suspension_cap_organ="uncapped")
    silent = Consulted("甲", "organ", d("03-10"), d("03-12"))
    assert replay([RECEIVED, silent], calendar, d("06-30"), settings).state is ClockState.SUSPENDED
    assert replay([RECEIVED, silent], calendar, d("06-30")).state is ClockState.RUNNING


def test_one_extension_for_the_whole_case(calendar: WorkingCalendar) -> None:
    case = [
        RECEIVED,
        Extended(5, d("03-10"), d("03-10")),
        CorrectionNoticed(d("03-11")),
        Corrected(d("03-20")),
        Extended(5, d("04-01"), d("04-01")),
    ]
    assert replay(case, calendar).extension_days == 5
    with pytest.raises(ContradictoryFacts, match="只能延长一次"):
        replay(case, calendar, settings=replace(DEFAULTS, extension_after_restart="per_case"))


@pytest.mark.parametrize(
    ("key", "value", "by_default", "changed"),
    [
        ("correction_period_wd", 10, "2025-04-03", "2025-03-27"),
        ("correction_period_from", "sent", "2025-04-03", "2025-04-01"),
    ],
)
def test_alternatives_of_the_correction_period(
    calendar: WorkingCalendar, key: str, value: Any, by_default: str, changed: str
) -> None:
    case = [RECEIVED, CorrectionNoticed(d("03-11"), d("03-13"))]
    assert str(replay(case, calendar).limits["T02"]) == by_default
    assert str(replay(case, calendar, settings=replace(DEFAULTS, **{key: value})).limits["T02"]) == changed


def test_the_payment_period(calendar: WorkingCalendar) -> None:
    case = [RECEIVED, FEE[0]]
    assert str(replay(case, calendar).limits["T11"]) == "2025-04-09"
    assert str(replay(case, calendar, settings=replace(DEFAULTS, fee_payment_wd=5)).limits["T11"]) == "2025-03-18"


def test_alternatives_of_receipt() -> None:
    portal = Evidence("portal", submitted_on=d("03-01"), system_notice_on=d("03-01"), confirmed_on=d("03-04"))
    email = Evidence("email", server_on=d("03-01"), confirmed_on=d("03-04"))
    strayed = Evidence("mail_misdirected", first_signed_on=d("03-01"), arrived_on=d("03-03"), confirmed_on=d("03-04"))
    manual = replace(
        DEFAULTS, receipt_portal="manual_confirm", receipt_email="server_time", receipt_misdirected="confirmation"
    )
    assert [receipt_date(e).on for e in (portal, email, strayed)] == [d("03-01"), d("03-04"), d("03-01")]
    assert [receipt_date(e, manual).on for e in (portal, email, strayed)] == [d("03-04"), d("03-01"), d("03-04")]
    assert all(receipt_date(e, manual).safe_on == d("03-01") for e in (portal, email, strayed))


def test_the_day_to_confirm_what_came_without_a_signature(calendar: WorkingCalendar) -> None:
    due = [confirm_by("fax", d("03-07"), calendar, replace(DEFAULTS, receipt_confirm_wd=days))[0] for days in (1, 3, 0)]
    assert due == [d("03-10"), d("03-12"), d("03-07")]


@pytest.mark.parametrize(("key", "code", "withheld"), [
    ("remedy_D8", "D8", ()), ("remedy_partial_other", "P", ("R3",)), ("remedy_silence", "silence", ()),
])  # fmt: skip
def test_alternatives_of_remedies(key: str, code: str, withheld: tuple[str, ...]) -> None:
    assert remedy_class(code, withheld=withheld) == "either"
    assert remedy_class(code, replace(DEFAULTS, **{key: "RECON_FIRST"}), withheld=withheld) == "recon_first"


def test_organ_and_court_come_from_the_table_only() -> None:
    settings = replace(DEFAULTS, remedy_org=(("A1", "甲机关"),), remedy_court=(("A1", "乙法院"),))
    assert organ_and_court("A1", settings) == ("甲机关", "乙法院")
    assert organ_and_court("A2", settings) == ("", "")


@pytest.mark.parametrize(
    ("key", "limit_id"),
    [
        ("correction_of_records_limit_wd", "T13"),
        ("proactive_review_limit_wd", "T15"),
        ("filing_limit_wd", "T26"),
        ("internal_answer_limit_wd", "T27"),
        ("draft_lead_wd", "T28"),
    ],
)
def test_configurable_limits(calendar: WorkingCalendar, key: str, limit_id: str) -> None:
    one_day = limit(limit_id, d("03-12"), calendar, replace(DEFAULTS, **{key: 1})).due
    assert one_day == (d("03-11") if limit_id == "T28" else d("03-13"))
    assert limit(limit_id, d("03-12"), calendar).due != one_day
    assert limit(limit_id, d("03-12"), calendar, replace(DEFAULTS, **{key: 0})).due == d("03-12")


def test_a_period_ending_on_a_makeup_day(calendar: WorkingCalendar) -> None:
    start = date(2025, 7, 30)
    assert str(natural_days(start, 60, calendar).due) == "2025-09-28"
    moving = replace(DEFAULTS, calendar_makeup_rollover="moves")
    assert str(natural_days(start, 60, calendar, moving).due) == "2025-09-29"


def test_lights_and_categories() -> None:
    wide = replace(DEFAULTS, lights_green_above_wd=10, lights_red_at_wd=4)
    assert [light(n, ClockState.RUNNING).code for n in (6, 5, 3, 2)] == ["green", "yellow", "yellow", "red"]
    assert [light(n, ClockState.RUNNING, wide).code for n in (11, 6, 5, 4)] == ["green", "yellow", "yellow", "red"]
    mapped = replace(DEFAULTS, applicant_category_map=(("person", "natural_person"), ("union", "public_interest")))
    assert applicant_category("union") == "other"
    assert applicant_category("union", settings=mapped) == "public_interest"


def test_the_scope_of_fees() -> None:
    requests = [(d("03-03"), "A"), (d("03-28"), "B"), (d("04-01"), "A"), (date(2024, 3, 3), "A")]
    assert items_in_month(requests, d("03-15"), "A") == 1
    assert items_in_month(requests, d("03-15"), "A", replace(DEFAULTS, fee_month_scope="district")) == 2


def test_the_provisional_policy_builds_the_calendar() -> None:
    case = [Received(date(2026, 12, 10))]
    weekends = replace(DEFAULTS, calendar_provisional="weekend_only")
    assert str(replay(case, current_calendar(DEFAULTS.calendar_provisional)).due) == "2027-01-08"
    assert str(replay(case, current_calendar(weekends.calendar_provisional)).due) == "2027-01-07"


def test_the_internal_stages_fit_into_the_period() -> None:
    assert sum(days for _, days in DEFAULTS.stage_limits) == 15 < 20


@pytest.mark.parametrize(("key", "value"), [
    ("fee_clock", "stop"), ("suspension_convention", ""), ("correction_period_wd", -1),
    ("correction_period_wd", 1.5), ("correction_max_notices", True), ("lights_red_at_wd", 9),
    ("stage_limits", (("draft", 5),)), ("stage_limits", tuple({**dict(STAGE_LIMITS), "draft": 0}.items())),
    ("stage_limits", tuple({**dict(STAGE_LIMITS), "draft": 10}.items())),
])  # fmt: skip
def test_values_that_are_no_setting(key: str, value: Any) -> None:
    with pytest.raises(InvalidFact, match="请改正后重试"):
        replace(DEFAULTS, **{key: value})


def test_every_key_is_explained() -> None:
    """A key without a comment above it would hide why it is open."""
    import inspect

    lines = inspect.getsource(LawSettings).splitlines()
    for name in (f.name for f in fields(LawSettings)):
        at = next(n for n, line in enumerate(lines) if line.strip().startswith(f"{name}:"))
        while lines[at - 1].strip() and not lines[at - 1].strip().startswith("#"):
            at -= 1
        assert lines[at - 1].strip().startswith("#"), name
