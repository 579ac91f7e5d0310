"""The day an application counts as received, channel by channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from casework.law.calendar import WorkingCalendar
from casework.law.errors import ContradictoryFacts, InvalidFact, MissingFact
from casework.law.limits import limit
from casework.law.receipt import (
    _RULES,
    CHANNELS,
    EVIDENCE_LABELS,
    Evidence,
    confirm_by,
    receipt_date,
    required,
    to_confirm,
    tried_in_time,
)
from casework.law.settings import DEFAULTS


def d(day: int) -> date:
    return date(2025, 3, day)


@pytest.mark.parametrize(
    ("evidence", "on", "safe"),
    [
        (Evidence("in_person", submitted_on=d(8)), 8, 8),
        (Evidence("mail_signed", signed_on=d(8)), 8, 8),
        (Evidence("mail_ordinary", arrived_on=d(7), confirmed_on=d(7)), 7, 7),
        (Evidence("mail_ordinary", arrived_on=d(7), confirmed_on=d(12)), 12, 7),
        (Evidence("mail_ordinary", arrived_on=d(7), confirmed_on=d(12), unreachable=True), 12, 12),
        (Evidence("mail_misdirected", first_signed_on=d(3), arrived_on=d(7), confirmed_on=d(7)), 3, 3),
        (Evidence("portal", submitted_on=d(1)), 1, 1),
        (Evidence("portal", submitted_on=d(1), system_notice_on=d(2)), 2, 2),
        (Evidence("email", server_on=d(1), confirmed_on=d(4)), 4, 1),
        (Evidence("fax", arrived_on=d(4), confirmed_on=d(6)), 6, 6),
        (Evidence("oral", completed_on=d(6)), 6, 6),
        (Evidence("forwarded", arrived_on=d(6)), 6, 6),
        (Evidence("other", confirmed_on=d(6)), 6, 6),
    ],
)
def test_receipt_dates(evidence: Evidence, on: int, safe: int) -> None:
    receipt = receipt_date(evidence, today=d(20))
    assert (receipt.on, receipt.safe_on) == (d(on), d(safe))
    assert receipt.disputed == (safe < on)
    assert receipt.why
    assert receipt.article.startswith("条例第")


def test_each_channel_has_its_rule_and_its_words_in_letters() -> None:
    assert _RULES.keys() == CHANNELS.keys()
    assert all(channel.filed and channel.in_forms for channel in CHANNELS.values())
    assert {code for code, channel in CHANNELS.items() if channel.two_sided} == {"email", "fax", "other"}


@pytest.mark.parametrize("code", CHANNELS)
def test_each_channel_asks_for_its_evidence(code: str) -> None:
    channel = CHANNELS[code]
    assert channel.label
    assert channel.records
    with pytest.raises(MissingFact, match=EVIDENCE_LABELS[channel.requires[0]]):
        receipt_date(Evidence(code))


def test_a_portal_that_confirms_by_hand_asks_for_the_confirmation() -> None:
    with pytest.raises(MissingFact, match="与申请人确认日期"):
        receipt_date(Evidence("portal", submitted_on=d(1)), replace(DEFAULTS, receipt_portal="manual_confirm"))


@pytest.mark.parametrize(
    ("evidence", "error", "words"),
    [
        (Evidence("pigeon"), InvalidFact, "没有“pigeon”这种申请渠道"),
        (Evidence("in_person", submitted_on=d(21)), InvalidFact, "晚于今天"),
        (Evidence("fax", arrived_on=d(6), confirmed_on=d(5)), ContradictoryFacts, "早于送到日期"),
        (Evidence("email", server_on=d(6), confirmed_on=d(5)), ContradictoryFacts, "早于邮件到达系统日期"),
        (Evidence("portal", submitted_on=d(6), system_notice_on=d(5)), ContradictoryFacts, "早于提交日期"),
    ],
)
def test_evidence_that_cannot_be(evidence: Evidence, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        receipt_date(evidence, today=d(20))


@pytest.mark.parametrize("value", ["2025-03-01", datetime(2025, 3, 1), 3])
def test_evidence_that_is_no_date(value: Any) -> None:
    with pytest.raises(InvalidFact, match="应为日期"):
        receipt_date(Evidence("in_person", submitted_on=value))


# -- confirming with the applicant ------------------------------------------------------------------------------------


def test_which_channels_wait_for_the_confirmation() -> None:
    assert to_confirm() == ("mail_ordinary", "email", "fax", "other")
    other = replace(DEFAULTS, receipt_portal="manual_confirm", receipt_email="server_time")
    assert to_confirm(other) == ("mail_ordinary", "portal", "fax", "other")


def test_where_the_period_runs_from_another_day_nobody_waits_for_the_confirmation() -> None:
    """A sender who cannot be reached must not keep a case from being opened while its period runs."""
    strayed = Evidence("mail_misdirected", first_signed_on=d(3), arrived_on=d(7))
    assert (receipt_date(strayed).on, required("mail_misdirected")) == (d(3), ("first_signed_on", "arrived_on"))
    by_confirmation = replace(DEFAULTS, receipt_misdirected="confirmation")
    with pytest.raises(MissingFact, match="与申请人确认日期"):
        receipt_date(strayed, by_confirmation)
    email = Evidence("email", server_on=d(3))
    assert receipt_date(email, replace(DEFAULTS, receipt_email="server_time")).on == d(3)
    with pytest.raises(MissingFact, match="与申请人确认日期"):
        receipt_date(email)


@pytest.mark.parametrize(
    ("code", "arrived", "due"),
    [
        ("mail_ordinary", 7, 7),  # T12: the day it arrives
        ("mail_ordinary", 8, 8),  # a Saturday: the law knows no other day
        ("mail_misdirected", 7, 7),
        ("email", 7, 10),  # T12e: a working day, over a weekend
        ("fax", 8, 10),
        ("other", 6, 7),
    ],
)
def test_until_when_to_confirm(calendar: WorkingCalendar, code: str, arrived: int, due: int) -> None:
    assert confirm_by(code, d(arrived), calendar) == (d(due), CHANNELS[code].article)


def test_wk_2_nobody_was_reached_on_the_day(calendar: WorkingCalendar) -> None:
    """law.md WK-2: looked for on the day it came, found on the Wednesday: the period starts there."""
    due, _ = confirm_by("mail_ordinary", d(7), calendar)
    assert tried_in_time(due, [d(10), d(7)])
    assert not tried_in_time(due, [d(10)])
    found = Evidence("mail_ordinary", arrived_on=d(7), confirmed_on=d(12), unreachable=tried_in_time(due, [d(7)]))
    receipt = receipt_date(found)
    assert (receipt.on, receipt.safe_on, limit("T03", receipt.on, calendar).due) == (d(12), d(12), date(2025, 4, 10))
