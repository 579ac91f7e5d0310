"""Fixtures of the law tests: the shared data beside the project, and the built-in calendar. No database."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casework.law.calendar import WorkingCalendar, current_calendar

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Any]:
    """Load a JSON file of the shared data by its path; says so plainly where the data is missing."""

    def load(name: str) -> Any:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"SHARED DATA MISSING: {path} does not exist, so nothing was checked against it")
        return json.loads(path.read_text(encoding="utf-8"))

    return load


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    return current_calendar()
