"""Internal limits: counted in working days, never part of the statutory clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.law.calendar import current_calendar
from casework.law.errors import InvalidFact
from casework.law.settings import DEFAULTS, STAGE_LIMITS
from casework.law.stages import ORDER, STAGE_LABELS, ahead, allowed_wd, parsed, stage_due

CALENDAR = current_calendar()


@pytest.mark.parametrize(
    ("stages", "since", "due"),
    [
        (("register",), "2026-03-02", "2026-03-03"),
        (("draft",), "2026-02-11", "2026-02-25"),  # 2/12, 13, 14 (make-up Saturday), 24, 25 around Spring Festival
        (("examine", "assign"), "2026-09-18", "2026-09-23"),  # 9/20 is a make-up Sunday
        (("sign",), "2026-09-30", "2026-10-09"),
    ],
)
def test_the_last_day_of_a_stage(stages: tuple[str, ...], since: str, due: str) -> None:
    assert str(stage_due(date.fromisoformat(since), stages, CALENDAR)) == due


def test_a_consultation_leaves_its_days_out() -> None:
    since = date(2026, 3, 2)
    span = (CALENDAR.rank(date(2026, 3, 3)), CALENDAR.rank(date(2026, 3, 13)))
    assert str(stage_due(since, ("draft",), CALENDAR)) == "2026-03-09"
    assert str(stage_due(since, ("draft",), CALENDAR, left_out=[span])) == "2026-03-19"


def test_what_lies_ahead_is_the_rest_of_the_road() -> None:
    assert allowed_wd(ahead(("register",))) == sum(days for _, days in STAGE_LIMITS) == 15
    assert ahead(("draft",)) == ("draft", "legal", "sign", "serve") and allowed_wd(ahead(("draft",))) == 10
    assert allowed_wd(ahead(("serve",))) == 1
    assert set(ORDER) == set(STAGE_LABELS) == set(dict(STAGE_LIMITS))


def test_limits_are_read_from_one_line() -> None:
    changed = replace(DEFAULTS, stage_limits=parsed("draft=6, legal=1"))
    assert dict(changed.stage_limits) == dict(STAGE_LIMITS) | {"draft": 6, "legal": 1}
    assert stage_due(date(2026, 3, 2), ("draft",), CALENDAR, changed) == date(2026, 3, 10)
    for text in ("unit=5", "draft", "draft=five", "draft=-1"):
        with pytest.raises(InvalidFact, match="draft=5"):
            parsed(text)
