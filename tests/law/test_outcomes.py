"""The reply catalogue and the remedies it carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework.law.calendar import WorkingCalendar
from casework.law.errors import InvalidFact
from casework.law.outcomes import CATALOGUE, CORRECTIONS, FACTS, OF_MATTER, OUTCOMES, ROWS, missing_facts, outcome
from casework.law.remedies import (
    ACTS,
    remedies,
    remedy_class,
)

Load = Callable[[str], Any]
CODES = [
    *("G1", "G2", "P"),
    *(f"D{n}" for n in range(1, 9)),
    *("N1a", "N1b", "N2", "N3"),
    *(f"R{n}" for n in range(1, 6)),
    *("X1", "X2", "X3"),
]
RECON_FIRST = ("P", "D1", "D2", "D3", "D4", "D5", "D6", "D7")
_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True))


def test_the_catalogue() -> None:
    assert [row.code for row in CATALOGUE] == CODES
    assert [row.code for row in CORRECTIONS] == ["C1", "C2", "C3", "C4"]
    assert list(OUTCOMES.values()) == [*CATALOGUE, *CORRECTIONS]
    assert OF_MATTER == {"disclosure": CATALOGUE, "record_correction": CORRECTIONS}
    assert len(ROWS) == 21
    assert {row.row for row in CORRECTIONS} == {""}  # table three counts requests for information only
    for row in OUTCOMES.values():
        assert row.requires
        assert set(row.requires) <= set(FACTS)
        assert re.fullmatch(r"F\d\d", row.letter)
        assert row.says
    assert set(FACTS) == {key for row in OUTCOMES.values() for key in row.requires}


def test_rows_are_those_of_the_annual_report(shared_data: Load) -> None:
    labels = shared_data("annual_reports/huaian-2024.json")["row_labels"]
    leaves = [key for key in labels if key not in ("new", "carry_in", "total", "carry_out")]
    assert list(ROWS) == leaves
    for row in CATALOGUE:
        assert row.section[:3] in labels[row.row]
        if row.section[:3] not in ("（一）", "（二）") and row.code not in ("N1a", "N1b"):
            assert labels[row.row].endswith(row.label)


def _number(chinese: str) -> int:
    if "十" not in chinese:
        return _DIGITS[chinese]
    tens, ones = chinese.split("十")
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


def _articles(texts: list[str]) -> set[int]:
    found = set()
    for text in texts:
        if match := re.match(r"(\d+)条", text):
            found.add(int(match[1]))
        if match := re.match(r"第([一二三四五六七八九十]+)条", text):
            found.add(_number(match[1]))
    return found


def test_articles_and_remedies_agree_with_the_shared_map(shared_data: Load) -> None:
    for shared in shared_data("vectors/outcome_map.json")["rows"]:
        ours = [row for row in CATALOGUE if row.row == shared["table3_row"]]
        assert ours, shared
        assert _articles(shared["articles"]) <= _articles([a for row in ours for a in row.articles]), shared
        if shared["review_first"] in ("yes", "for the refused part"):
            assert {row.remedy for row in ours} == {"recon_first"}, shared
        else:
            assert "recon_first" not in {row.remedy for row in ours}, shared


def test_what_is_missing_before_issue() -> None:
    assert missing_facts("N1a", set()) == ("search_record",)
    assert missing_facts("N1a", {"search_record"}) == ()
    assert missing_facts("D4", {"ground"}) == ("consultation_or_own_judgement", "separation_considered")
    assert "earlier_case" in outcome("R2").requires
    assert "reasons_requested" in outcome("R4").requires
    with pytest.raises(InvalidFact, match="没有代码为“Z9”的答复结果"):
        outcome("Z9")


# -- remedies --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_the_class_of_each_outcome(code: str) -> None:
    expected = (
        "none"
        if code == "X3"
        else "recon_first"
        if code in ["P", "D1", "D2", "D3", "D4", "D5", "D6", "D7"]
        else "either"
    )
    assert remedy_class(code) == outcome(code).remedy == expected


def test_a_refused_or_passed_on_correction_of_records_can_be_contested() -> None:
    assert [row.remedy for row in CORRECTIONS] == ["none", "either", "either", "either"]


def test_partial_disclosure_depends_on_what_is_withheld() -> None:
    assert remedy_class("P", withheld=("D4", "R3")) == "recon_first"
    assert remedy_class("P", withheld=("R3",)) == "either"


def test_acts_that_are_no_reply() -> None:
    assert [remedy_class(act) for act in ("correction_notice", "extension_notice", "fee_notice")] == ["none"] * 3
    assert remedy_class("third_party_disclosure") == remedy_class("other_closing") == "either"
    assert not set(ACTS) & set(OUTCOMES)


def test_the_dates_told(calendar: WorkingCalendar) -> None:
    served = date(2025, 8, 5)
    first = remedies("D4", served_on=served, calendar=calendar)
    assert (first.kind, first.suit, first.label) == ("recon_first", None, "应当先申请行政复议")
    assert str(first.reconsideration and first.reconsideration.due) == "2025-10-09"
    either = remedies("G2", served_on=served, calendar=calendar)
    assert (str(either.reconsideration.due), str(either.suit.due)) == ("2025-10-09", "2026-02-05")
    assert remedies("X3", served_on=served, calendar=calendar).reconsideration is None
    assert remedies("D4").reconsideration is None
