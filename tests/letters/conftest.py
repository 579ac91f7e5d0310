"""Texts kept in the repository for people to read: a test compares, WRITE_GOLDEN=1 rewrites after a change meant."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with golden/<name>; the assertion shows the difference."""

    def check(name: str, text: str) -> None:
        path = FOLDER / name
        if os.environ.get("WRITE_GOLDEN") == "1":
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check
