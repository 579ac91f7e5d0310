"""The reply clock, case by case, as a reader of the Regulation would put it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from casework.law.calendar import WorkingCalendar
from casework.law.clock import (
    Abandoned,
    ClockState,
    Consulted,
    Corrected,
    CorrectionNoticed,
    Deadline,
    Delayed,
    Extended,
    Fact,
    FeeNoticed,
    Paid,
    Received,
    Replied,
    Withdrawn,
    replay,
)
from casework.law.errors import ContradictoryFacts, InvalidFact, LawError, MissingFact, OutsideCalendar


def d(text: str) -> date:
    """2025 unless the year is written: 03-03 or 2026-03-03."""
    return date.fromisoformat(text if len(text) == 10 else f"2025-{text}")


RECEIVED = Received(d("03-03"))  # base: 03-31


def codes(deadline: Deadline) -> list[str]:
    return [flag.code for flag in deadline.flags]


def party(sent: str, got: str | None = None, opinion: str | None = None, kind: Any = "third_party") -> Consulted:
    return Consulted("甲", kind, d(sent), got and d(got), opinion and d(opinion))


# -- days left -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "left"),
    [
        ("03-01", 20),  # before it came
        ("03-03", 20),
        ("03-04", 19),
        ("03-28", 1),
        ("03-30", 1),  # Sunday
        ("03-31", 0),  # last day
        ("04-01", -1),
        ("04-07", -4),  # 04-04 is a holiday
    ],
)
def test_days_left(calendar: WorkingCalendar, on: str, left: int) -> None:
    deadline = replay([RECEIVED], calendar, d(on))
    assert (deadline.due, deadline.days_left) == (d("03-31"), left)
    assert deadline.overdue == (left < 0)
    assert deadline.state is ClockState.RUNNING


def test_overdue_on_the_weekend_after_the_last_day(calendar: WorkingCalendar) -> None:
    deadline = replay([Received(d("03-07"))], calendar, d("04-05"))
    assert deadline.due == d("04-07")
    friday = replay([Received(d("03-06"))], calendar, d("04-04"))
    assert (friday.due, friday.days_left, friday.overdue) == (d("04-03"), -1, True)


def test_without_a_day_there_are_no_days_left(calendar: WorkingCalendar) -> None:
    deadline = replay([RECEIVED], calendar)
    assert (deadline.days_left, deadline.warn_days_left, deadline.overdue) == (None, None, False)


# -- correction ------------------------------------------------------------------------------------------------------


def test_nothing_runs_while_the_correction_is_awaited(calendar: WorkingCalendar) -> None:
    deadline = replay([RECEIVED, CorrectionNoticed(d("03-10"), d("03-12"))], calendar, d("03-14"))
    assert deadline.state is ClockState.AWAITING_CORRECTION
    assert (deadline.due, deadline.base, deadline.strict, deadline.warn_on, deadline.days_left) == (None,) * 5
    assert deadline.old_due == d("03-31")
    assert deadline.limits == {"T02": d("04-02")}
    assert not deadline.running
    assert [step.kind for step in deadline.steps()] == ["stopped"] * 8


def test_the_correction_starts_from_zero(calendar: WorkingCalendar) -> None:
    facts = [RECEIVED, CorrectionNoticed(d("03-10")), Corrected(d("03-20"))]
    deadline = replay(facts, calendar)
    assert (deadline.start, deadline.due, deadline.old_due) == (d("03-20"), d("04-18"), None)
    kinds = [step.kind for step in deadline.steps()]
    assert kinds[:18] == ["before"] * 17 + ["start"]


def test_a_late_notice_restarts_but_is_flagged_with_the_old_date(calendar: WorkingCalendar) -> None:
    deadline = replay([RECEIVED, CorrectionNoticed(d("03-13")), Corrected(d("03-20"))], calendar)
    assert (deadline.due, deadline.old_due) == (d("04-18"), d("03-31"))
    flag = deadline.flag("correction_notice_late")
    assert flag is not None
    assert flag.on == d("03-12")
    assert deadline.flag("nothing") is None


def test_a_second_notice_needs_a_reason(calendar: WorkingCalendar) -> None:
    first = [RECEIVED, CorrectionNoticed(d("03-10")), Corrected(d("03-20"))]
    bare = replay([*first, CorrectionNoticed(d("03-24")), Corrected(d("04-10"))], calendar)
    assert bare.start == d("03-20")
    assert codes(bare) == ["second_correction_notice"]
    reasoned = replay(
        [*first, CorrectionNoticed(d("03-24"), override_reason="补正后新增事项"), Corrected(d("04-10"))], calendar
    )
    assert reasoned.start == d("04-10")
    assert codes(reasoned) == ["second_correction_notice"]


def test_a_supplement_nobody_asked_for_changes_nothing(calendar: WorkingCalendar) -> None:
    facts = [RECEIVED, CorrectionNoticed(d("03-10")), Corrected(d("03-20")), Corrected(d("03-25"))]
    deadline = replay(facts, calendar)
    assert deadline.start == d("03-20")
    assert codes(deadline) == ["correction_unsolicited"]


def test_a_correction_without_a_recorded_notice_counts_and_asks_for_it(calendar: WorkingCalendar) -> None:
    deadline = replay([RECEIVED, Corrected(d("03-20"))], calendar)
    assert deadline.start == d("03-20")
    assert codes(deadline) == ["correction_without_notice"]


def test_an_expired_and_a_late_correction(calendar: WorkingCalendar) -> None:
    notice = CorrectionNoticed(d("03-10"), d("03-12"), period_wd=5)
    assert codes(replay([RECEIVED, notice], calendar, d("03-19"))) == []
    assert codes(replay([RECEIVED, notice], calendar, d("03-20"))) == ["correction_expired"]
    late = replay([RECEIVED, notice, Corrected(d("03-25"))], calendar)
    assert (late.start, codes(late)) == (d("03-25"), ["correction_late"])


# -- fee -------------------------------------------------------------------------------------------------------------


def test_the_fee_stops_and_restarts(calendar: WorkingCalendar) -> None:
    waiting = replay([RECEIVED, FeeNoticed(d("03-10"), d("03-11"))], calendar, d("03-20"))
    assert (waiting.state, waiting.due, waiting.old_due) == (ClockState.AWAITING_PAYMENT, None, d("03-31"))
    assert waiting.limits == {"T11": d("04-09")}
    assert waiting.steps()[-1].on == d("03-10")
    paid = replay([RECEIVED, FeeNoticed(d("03-10"), d("03-11")), Paid(d("03-20"))], calendar)
    assert (paid.start, paid.due) == (d("03-20"), d("04-18"))


def test_fee_after_correction(calendar: WorkingCalendar) -> None:
    corrected = [RECEIVED, CorrectionNoticed(d("03-10")), Corrected(d("03-20"))]
    deadline = replay([*corrected, FeeNoticed(d("04-18"), d("04-18")), Paid(d("04-21"))], calendar)
    assert (deadline.start, codes(deadline)) == (d("04-21"), [])
    late = replay([*corrected, FeeNoticed(d("04-21")), Paid(d("04-22"))], calendar)
    assert (late.start, late.old_due, codes(late)) == (d("04-22"), d("04-18"), ["fee_notice_late"])


def test_payment_late_expired_or_unannounced(calendar: WorkingCalendar) -> None:
    notice = FeeNoticed(d("03-10"), d("03-11"))  # last day 04-09
    assert codes(replay([RECEIVED, notice, Paid(d("04-10"))], calendar)) == ["payment_late"]
    assert codes(replay([RECEIVED, notice], calendar, d("04-10"))) == ["payment_expired"]
    assert codes(replay([RECEIVED, Paid(d("03-20"))], calendar)) == ["payment_without_notice"]


# -- extension -------------------------------------------------------------------------------------------------------


def test_extension(calendar: WorkingCalendar) -> None:
    deadline = replay([RECEIVED, Extended(10, d("03-30"), d("03-31"))], calendar)
    assert (deadline.base, deadline.due, deadline.statutory_days) == (d("03-31"), d("04-15"), 30)
    assert deadline.limits["T04"] == d("04-15")


@pytest.mark.parametrize(
    ("extension", "flags", "due"),
    [
        (Extended(10, d("04-01"), d("04-01")), ["extension_after_base", "extension_notified_late"], "03-31"),
        (Extended(10, d("03-31"), d("04-01")), ["extension_notified_late"], "03-31"),
        (Extended(10, d("03-31")), ["extension_not_notified"], "03-31"),
        (Extended(10), [], "04-15"),
    ],
)
def test_an_extension_after_the_base_date_has_no_effect(
    calendar: WorkingCalendar, extension: Extended, flags: list[str], due: str
) -> None:
    deadline = replay([RECEIVED, extension], calendar)
    assert (codes(deadline), deadline.due) == (flags, d(due))


@pytest.mark.parametrize("untold", [Extended(10, d("03-31")), Delayed(d("06-16"), d("03-28"))])
def test_a_case_that_has_ended_asks_for_no_notice_any_more(calendar: WorkingCalendar, untold: Fact) -> None:
    assert codes(replay([RECEIVED, untold, Replied(d("03-31"))], calendar)) == []
    late = replay([RECEIVED, untold, Replied(d("04-01"))], calendar)
    assert (late.on_time, late.due) == (False, d("03-31"))


def test_one_extension_for_each_running_clock(calendar: WorkingCalendar) -> None:
    before = Extended(20, d("03-10"), d("03-10"))
    restarted = [RECEIVED, before, CorrectionNoticed(d("03-11")), Corrected(d("03-20"))]
    dropped = replay(restarted, calendar)
    assert (dropped.extension_days, codes(dropped)) == (0, ["extension_before_restart"])
    again = replay([*restarted, Extended(5, d("04-01"), d("04-02"))], calendar)
    assert (again.extension_days, again.due) == (5, d("04-25"))
    with pytest.raises(ContradictoryFacts, match="只能延长一次"):
        replay([RECEIVED, Extended(5), Extended(5, d("03-10"))], calendar)


# -- consultation ----------------------------------------------------------------------------------------------------


def test_state_while_an_opinion_is_awaited(calendar: WorkingCalendar) -> None:
    facts = [RECEIVED, party("03-10", "03-12")]  # silent, cap 04-02
    assert replay(facts, calendar, d("03-09")).state is ClockState.RUNNING
    assert replay(facts, calendar, d("03-10")).state is ClockState.SUSPENDED
    assert replay(facts, calendar, d("04-02")).state is ClockState.SUSPENDED
    assert replay(facts, calendar, d("04-03")).state is ClockState.RUNNING
    assert replay([RECEIVED, party("03-10", "03-12", "03-20")], calendar, d("03-20")).state is ClockState.RUNNING
    assert replay([RECEIVED, party("03-10", "03-12", "03-20")], calendar, d("03-19")).state is ClockState.SUSPENDED
    assert replay(facts, calendar).state is ClockState.SUSPENDED


def test_days_left_stand_still_while_suspended(calendar: WorkingCalendar) -> None:
    facts = [RECEIVED, party("03-10", "03-12", "03-20")]
    left = [replay(facts, calendar, d(f"03-{n}")).days_left for n in (10, 11, 14, 20, 21)]
    assert left == [15, 15, 15, 15, 14]


def test_what_silence_means(calendar: WorkingCalendar) -> None:
    after = d("04-03")
    assert codes(replay([RECEIVED, party("03-10", "03-12")], calendar, after)) == ["silence_decide"]
    assert codes(replay([RECEIVED, party("03-10", "03-12", kind="co_issuer")], calendar, after)) == [
        "silence_is_consent"
    ]
    assert codes(replay([RECEIVED, party("03-10", "03-12", kind="organ")], calendar, after)) == ["silence_decide"]
    limits = replay([RECEIVED, party("03-10", "03-12"), party("03-10", "03-11", kind="co_issuer")], calendar).limits
    assert (limits["T06 甲"], limits["T07 甲"]) == (d("04-02"), d("04-01"))


def test_unknown_delivery_leaves_the_end_open(calendar: WorkingCalendar) -> None:
    deadline = replay([RECEIVED, party("03-10")], calendar, d("06-30"))
    assert deadline.state is ClockState.SUSPENDED
    assert deadline.risk_date == d("03-31")
    assert codes(deadline) == ["consultation_delivery_unknown"]
    known = replay([RECEIVED, party("03-10", "03-12")], calendar)
    assert deadline.due is not None
    assert known.due is not None
    assert deadline.due < known.due
    assert known.risk_date is None


def test_a_letter_on_the_last_day_or_later_does_not_help(calendar: WorkingCalendar) -> None:
    for sent in ("03-31", "04-01"):
        deadline = replay([RECEIVED, party(sent, sent)], calendar, d("04-01"))
        assert (deadline.due, deadline.state) == (d("03-31"), ClockState.RUNNING)
        assert codes(deadline) == ["consultation_too_late"]


def test_a_late_opinion_is_flagged(calendar: WorkingCalendar) -> None:
    assert codes(replay([RECEIVED, party("03-10", "03-11", "04-10")], calendar)) == ["opinion_late"]


def test_a_consultation_across_a_restart_counts_only_after_it(calendar: WorkingCalendar) -> None:
    facts = [RECEIVED, party("03-10", "03-12", "03-26"), CorrectionNoticed(d("03-11")), Corrected(d("03-20"))]
    deadline = replay(facts, calendar)
    assert deadline.excluded_working_days == 4  # 03-21, 24, 25, 26
    assert deadline.first_counted_day == d("03-27")
    assert [step.text for step in deadline.steps() if step.kind == "excluded"] == [
        "征求第三方意见（甲）期间，不计入"
    ] * 4


# -- Art. 35, endings ------------------------------------------------------------------------------------------------


def test_a_reasonable_delay_replaces_the_date(calendar: WorkingCalendar) -> None:
    deadline = replay([RECEIVED, Delayed(d("06-16"), d("03-28"), d("03-31"))], calendar, d("06-12"))
    assert (deadline.state, deadline.base, deadline.due) == (ClockState.DELAYED, d("03-31"), d("06-16"))
    assert (deadline.days_left, deadline.limits["T09"]) == (2, d("06-16"))
    assert deadline.steps()[-1].kind == "delayed"
    fixed = replay([RECEIVED, Delayed(d("2027-06-16"))], calendar)
    assert (fixed.due, fixed.provisional, fixed.alternative_due) == (d("2027-06-16"), False, None)
    early = replay([RECEIVED, Delayed(d("03-20"))], calendar)
    assert codes(early) == ["delay_before_base"]
    restarted = [CorrectionNoticed(d("03-11")), Corrected(d("04-01"))]
    gone = replay([RECEIVED, Delayed(d("06-16"), d("03-28")), *restarted], calendar)
    assert (gone.state, codes(gone)) == (ClockState.RUNNING, ["delay_before_restart"])


@pytest.mark.parametrize(
    ("notified", "flags", "due"),
    [(None, ["delay_not_notified"], "03-31"), ("04-01", ["delay_notified_late"], "03-31"), ("03-31", [], "06-16")],
)
def test_a_delay_has_effect_once_the_applicant_is_told_in_time(
    calendar: WorkingCalendar, notified: str | None, flags: list[str], due: str
) -> None:
    deadline = replay([RECEIVED, Delayed(d("06-16"), d("03-28"), notified and d(notified))], calendar)
    assert (codes(deadline), deadline.due) == (flags, d(due))


@pytest.mark.parametrize(("on", "on_time", "left", "flags"), [
    ("03-31", True, 0, []), ("03-20", True, 7, []), ("04-01", False, -1, ["replied_late"]),
])  # fmt: skip
def test_a_reply_freezes_the_clock(
    calendar: WorkingCalendar, on: str, on_time: bool, left: int, flags: list[str]
) -> None:
    deadline = replay([RECEIVED, Replied(d(on))], calendar, d("12-01"))
    assert (deadline.state, deadline.on_time, deadline.days_left) == (ClockState.CLOSED, on_time, left)
    assert codes(deadline) == flags
    assert deadline.limits == {}
    assert deadline.overdue == (not on_time)


def test_a_reply_while_the_correction_is_awaited_is_in_time(calendar: WorkingCalendar) -> None:
    assert replay([RECEIVED, CorrectionNoticed(d("03-10")), Replied(d("05-06"))], calendar).on_time is True


def test_abandoned_and_withdrawn(calendar: WorkingCalendar) -> None:
    notice = CorrectionNoticed(d("03-10"), d("03-10"))
    gone = replay([RECEIVED, notice, Abandoned(d("04-01"))], calendar, d("05-06"))
    assert (gone.state, gone.due, gone.on_time, codes(gone)) == (ClockState.ABANDONED, None, None, [])
    back = replay([RECEIVED, Withdrawn(d("03-05"))], calendar, d("05-06"))
    assert (back.state, back.days_left, back.running, back.overdue) == (ClockState.WITHDRAWN, 18, False, False)


# -- warnings --------------------------------------------------------------------------------------------------------


def test_warnings_follow_the_earliest_of_all_dates(calendar: WorkingCalendar) -> None:
    plain = replay([RECEIVED], calendar, d("03-10"))
    assert (plain.warn_on, plain.warn_days_left, plain.provisional) == (d("03-31"), 15, False)
    strict = replay([RECEIVED, party("03-10", "03-12", "03-26")], calendar, d("03-10"))
    assert (strict.due, strict.warn_on) == (d("04-17"), d("04-16"))
    assert (strict.days_left, strict.warn_days_left) == (15, 14)
    safe = replay([Received(d("03-03"), "email", d("02-28"))], calendar)
    assert (safe.due, safe.safe_due, safe.warn_on) == (d("03-31"), d("03-28"), d("03-28"))
    restarted = [CorrectionNoticed(d("03-10")), Corrected(d("03-20"))]
    assert replay([Received(d("03-03"), "email", d("02-28")), *restarted], calendar).safe_due is None


def test_beyond_the_published_years(calendar: WorkingCalendar) -> None:
    deadline = replay([Received(d("2026-12-21")), Extended(20)], calendar)
    assert deadline.provisional
    assert (deadline.due, deadline.alternative_due, deadline.warn_on) == (
        d("2027-02-22"), d("2027-02-15"), d("2027-02-15"))  # fmt: skip
    assert deadline.calendar_version == calendar.version
    weekends = replay([Received(d("2026-12-21")), Extended(20)], calendar.alternative)
    assert (weekends.due, weekends.alternative_due) == (d("2027-02-15"), d("2027-02-22"))


# -- what is refused -------------------------------------------------------------------------------------------------

R = RECEIVED
REFUSED: list[tuple[Sequence[Fact], type[LawError], str]] = [
    ([], MissingFact, "先登记收到申请之日"),
    ([Extended(5)], MissingFact, "先登记收到申请之日"),
    ([R, Received(d("03-04"))], ContradictoryFacts, "收到申请之日只能登记一次"),
    ([R, Replied(d("03-04")), Withdrawn(d("03-04"))], ContradictoryFacts, "办结只能登记一次"),
    ([R, Delayed(d("05-06")), Delayed(d("06-06"))], ContradictoryFacts, "延迟答复只能登记一次"),
    ([R, Corrected(d("03-01"))], ContradictoryFacts, "收到补正之日 2025-03-01 早于收到申请之日"),
    ([R, CorrectionNoticed(d("03-01"))], ContradictoryFacts, "早于收到申请之日"),
    ([R, FeeNoticed(d("03-01"))], ContradictoryFacts, "早于收到申请之日"),
    ([R, Paid(d("03-01"))], ContradictoryFacts, "早于收到申请之日"),
    ([R, Consulted("", "organ", d("03-01"))], ContradictoryFacts, "早于收到申请之日"),
    ([R, Extended(5, d("03-01"))], ContradictoryFacts, "早于收到申请之日"),
    ([R, Replied(d("03-01"))], ContradictoryFacts, "早于收到申请之日"),
    ([R, CorrectionNoticed(d("03-10")), Corrected(d("03-05"))], ContradictoryFacts, "早于补正告知书"),
    ([R, FeeNoticed(d("03-10")), Paid(d("03-05"))], ContradictoryFacts, "早于收费通知"),
    ([R, CorrectionNoticed(d("03-10")), Corrected(d("03-20")), Replied(d("03-12"))], ContradictoryFacts, "起算日"),
    ([Received(d("2006-05-08"))], OutsideCalendar, "超出工作日历"),
    ([Received(d("2035-05-08"))], OutsideCalendar, "超出工作日历"),
    ([R, "reply"], InvalidFact, "不认识"),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("facts", "error", "words"), REFUSED)
def test_facts_that_cannot_be(
    calendar: WorkingCalendar, facts: Sequence[Fact], error: type[LawError], words: str
) -> None:
    with pytest.raises(error, match=words):
        replay(facts, calendar)


@pytest.mark.parametrize("days", [0, -1, 21, True, 1.0, "5", None])
def test_extension_lengths(days: Any) -> None:
    with pytest.raises(InvalidFact, match="延期应为 1 至 20 个工作日"):
        Extended(days)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Received("2025-03-03"),
        lambda: Received(datetime(2025, 3, 3)),
        lambda: Consulted("", "friend", d("03-03")),
        lambda: CorrectionNoticed(d("03-03"), period_wd=0),
        lambda: CorrectionNoticed(d("03-03"), period_wd=True),
        lambda: FeeNoticed(None),
        lambda: Delayed(None),
    ],
)
def test_values_that_are_no_facts(make: Any) -> None:
    with pytest.raises(InvalidFact):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Consulted("", "organ", d("03-10"), d("03-09")),
        lambda: Consulted("", "organ", d("03-10"), None, d("03-09")),
        lambda: Consulted("", "organ", d("03-10"), d("03-12"), d("03-11")),
        lambda: Received(d("03-03"), "", d("03-04")),
        lambda: CorrectionNoticed(d("03-03"), d("03-02")),
        lambda: FeeNoticed(d("03-03"), d("03-02")),
        lambda: Extended(5, d("03-03"), d("03-02")),
        lambda: Delayed(d("03-03"), d("03-04")),
        lambda: Delayed(d("05-03"), d("03-04"), d("03-03")),
    ],
)
def test_dates_in_the_wrong_order(make: Any) -> None:
    with pytest.raises(ContradictoryFacts, match="请核对这两个日期"):
        make()


def test_an_error_names_its_article() -> None:
    with pytest.raises(InvalidFact) as refusal:
        Extended(21)
    assert refusal.value.article == "条例第三十三条第二款"
    assert str(refusal.value) == f"{refusal.value.message}（条例第三十三条第二款）"


def test_states_have_labels() -> None:
    assert len({state.label for state in ClockState}) == len(ClockState)
