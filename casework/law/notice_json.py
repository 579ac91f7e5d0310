"""Reads an arrangement written as JSON: the days of one civil year, as published calendars list them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from .errors import UnreadableNotice
from .notices import Notice

_NUMBER = re.compile(r"国(?:办)?发明电〔\d{4}〕\d+号")
_ISSUED = re.compile(r"issued (\d{4}-\d{2}-\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_notice_json(text: str, *, year: int | None = None, known: Iterable[Notice] = ()) -> Notice:
    """The arrangement in ``text``: ``{"year", "notice", "off_days", "makeup_workdays", "names"}``.

    The file speaks of the civil year only, so the days by which the ``known`` notice of that year reaches into the
    December before stay as they are. Raises UnreadableNotice.
    """
    data = _object(text)
    stated = data.get("year")
    if not isinstance(stated, int) or isinstance(stated, bool) or not 2000 <= stated <= 2100:
        raise UnreadableNotice("文件中没有写明年份（year），请核对。", "year")
    if year is not None and stated != year:
        raise UnreadableNotice(f"文件是{stated}年的安排，所选年份为{year}年，请核对。", "year")
    off, makeup = _days(data, "off_days", stated), _days(data, "makeup_workdays", stated)
    if not off:
        raise UnreadableNotice("文件中没有放假日期（off_days），请核对。", "off_days")
    if both := sorted(set(off) & set(makeup)):
        raise UnreadableNotice(f"{both[0]} 既列为放假又列为上班，请核对。", str(both[0]))
    names = _names(data, {*off, *makeup})
    for notice in known:
        if notice.year == stated:
            off |= {day: None for day in notice.off if day.year != stated}
            makeup |= {day: None for day in notice.makeup if day.year != stated}
            names |= {day: name for day, name in notice.names.items() if day.year != stated}
    return Notice(
        year=stated,
        number=_number(data.get("notice")),
        issued_on=_issued(data),
        off=tuple(sorted(off)),
        makeup=tuple(sorted(makeup)),
        names=names,
    )


def _object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f"（第 {error.lineno} 行）" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableNotice(f"文件不是合法的 JSON{place}，请核对。", text[:40]) from None
    if not isinstance(data, dict):
        raise UnreadableNotice("文件应为一个 JSON 对象，请核对。", text[:40])
    return data


def _days(data: dict[str, Any], key: str, year: int) -> dict[date, None]:
    listed = data.get(key, [])
    if not isinstance(listed, list):
        raise UnreadableNotice(f"“{key}”应为日期的列表，请核对。", key)
    days: dict[date, None] = {}
    for value in listed:
        day = _day(value, key)
        if day.year != year:
            raise UnreadableNotice(f"{day} 不在{year}年之内，请核对。", str(day))
        if day in days:
            raise UnreadableNotice(f"{day} 列了两次，请核对。", str(day))
        days[day] = None
    return days


def _day(value: Any, key: str) -> date:
    try:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        text = f"“{key}”中的“{value}”不是日期，请写成 2026-01-31 的形式。"
        raise UnreadableNotice(text, str(value)) from None


def _names(data: dict[str, Any], days: set[date]) -> dict[date, str]:
    listed = data.get("names", {})
    if not isinstance(listed, dict) or not all(isinstance(name, str) for name in listed.values()):
        raise UnreadableNotice("“names”应为日期和节日名称的对照，请核对。", "names")
    named = {_day(day, "names"): name[:40] for day, name in listed.items()}
    return {day: name for day, name in named.items() if day in days}


def _number(value: Any) -> str | None:
    """The document number; a later one that changed the arrangement is named behind it."""
    numbers = _NUMBER.findall(value) if isinstance(value, str) else []
    if not numbers:
        return None
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}（{'、'.join(numbers[1:])}调整）"


def _issued(data: dict[str, Any]) -> date | None:
    if data.get("issued_on"):
        return _day(data["issued_on"], "issued_on")
    found = _ISSUED.search(str(data.get("notice_status", "")))
    return _day(found[1], "notice_status") if found else None
