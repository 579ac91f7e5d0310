"""Reads single values out of plain data (decoded JSON): each reader returns a checked value or says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from .errors import InvalidFact, MissingFact

Data = Mapping[str, Any]
MOST = 100_000  # beyond any real number of days

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: object, name: str) -> date:
    """A date written 2026-01-31; InvalidFact otherwise."""
    if not isinstance(text, str) or not _ISO.fullmatch(text):
        raise InvalidFact(f"{name} 应为形如 2026-01-31 的日期，现为“{_shown(text)}”，请改正。")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidFact(f"{name} 写的 {text} 不是真实存在的日期，请改正。") from None


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, (str, int, float, bool)) or value is None else type(value).__name__
    return text if len(text) <= 40 else f"{text[:40]}…"


def day(given: Data, name: str) -> date:
    if given.get(name) is None:
        raise MissingFact(f"缺少 {name}，请补充日期。")
    return parse_day(given[name], name)


def maybe_day(given: Data, name: str) -> date | None:
    return None if given.get(name) is None else parse_day(given[name], name)


def whole(given: Data, name: str) -> int:
    value = maybe_whole(given, name)
    if value is None:
        raise MissingFact(f"缺少 {name}，请补充。")
    return value


def maybe_whole(given: Data, name: str) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if type(value) is not int or abs(value) > MOST:
        raise InvalidFact(f"{name} 应为合理的整数，现为“{_shown(value)}”，请改正。")
    return value


def yes(given: Data, name: str) -> bool:
    value = given.get(name)
    if value is not None and not isinstance(value, bool):
        raise InvalidFact(f"{name} 应为 true 或者 false，请改正。")
    return bool(value)


def maybe_object(given: Data, name: str) -> Data | None:
    value = given.get(name)
    if value is not None and not isinstance(value, dict):
        raise InvalidFact(f"{name} 应为对象，请改正。")
    return value
