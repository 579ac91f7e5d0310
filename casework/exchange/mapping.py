"""Mapping files: which column of a foreign register is which field of ours, and what its words mean (TOML).

``[columns]`` names the column, or the columns to try, of each field; ``[values.<field>]`` translates words;
``[defaults]`` fills what the register does not know (``outcome``: the result of a row that has a closing date but a
word that means none); ``[organ]`` says whose cases they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MAPS = Path(__file__).resolve().parent / "maps"
FIELDS: dict[str, str] = {
    "external_id": "来源编号",
    "case_number": "受理编号",
    "organ": "答复机关",
    "unit": "承办科室",
    "received_on": "收到日期",
    "channel": "申请渠道",
    "category": "申请人类别",
    "name": "申请人",
    "phone": "联系电话",
    "address": "通信地址",
    "title": "申请事项",
    "description": "所需信息描述",
    "topic": "主题",
    "outcome": "答复结果",
    "closed_on": "办结日期",
    "note": "备注",
}
REQUIRED = ("received_on", "title")
_TABLES = {"name", "columns", "values", "defaults", "organ", "dates", "own"}


class BadMapping(ValueError):
    """The mapping file cannot be used: told in one Chinese sentence."""


@dataclass(frozen=True)
class Mapping:
    """One mapping file. ``own`` marks the register this product writes itself."""

    name: str
    columns: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    organ: dict[str, str] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    own: bool = False

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Where each field stands in a row under this header; fields without a column are left out."""
        places = {}
        for name, titles in self.columns.items():
            found = [at for at, title in enumerate(header) if title in titles]
            if found:
                places[name] = found[0]
        return places

    def missing(self, header: Sequence[str]) -> list[str]:
        """Required columns that the header lacks, by the first of their names."""
        places = self.places(header)
        return [self.columns[name][0] for name in REQUIRED if name not in places]


def load(path: Path) -> Mapping:
    """Read a mapping file. :raises BadMapping: it is no TOML, or names a field that does not exist."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadMapping(f"无法读取映射文件 {path}：{error.strerror}。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping(f"映射文件 {path.name} 不是合法的 TOML：{error}") from error
    except (ValueError, RecursionError) as error:
        raise BadMapping(f"映射文件 {path.name} 中有过长的数字或者过深的嵌套，请改正。") from error
    if unknown := set(data) - _TABLES:
        raise BadMapping(f"映射文件 {path.name} 中没有这些设置：{'、'.join(sorted(unknown))}。")
    tables = {name: _table(data.get(name, {}), name, path) for name in _TABLES - {"name", "own"}}
    columns = {name: _titles(value, path) for name, value in tables["columns"].items()}
    values = {name: _table(value, f"values.{name}", path) for name, value in tables["values"].items()}
    for name in (*columns, *values, *tables["defaults"]):
        if name not in FIELDS:
            raise BadMapping(f"映射文件 {path.name} 中没有“{name}”这个字段，可用：{'、'.join(FIELDS)}。")
    if absent := [name for name in REQUIRED if name not in columns]:
        raise BadMapping(f"映射文件 {path.name} 缺少字段：{'、'.join(absent)}。")
    return Mapping(
        name=str(data.get("name", path.stem)),
        columns=columns,
        values={name: {str(k).strip(): str(v) for k, v in table.items()} for name, table in values.items()},
        defaults={name: str(value) for name, value in tables["defaults"].items()},
        organ={name: str(value) for name, value in tables["organ"].items()},
        date_formats=_formats(tables["dates"].get("formats", []), path),
        own=bool(data.get("own", False)),
    )


def _table(value: Any, name: str, path: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadMapping(f"映射文件 {path.name} 中，[{name}] 应为一张表。")
    return value


def _formats(value: Any, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(format_, str) for format_ in value):
        raise BadMapping(f"映射文件 {path.name} 的 [dates] 中，formats 应为一组日期格式。")
    return tuple(value)


def _titles(value: Any, path: Path) -> tuple[str, ...]:
    titles = [value] if isinstance(value, str) else value
    if not isinstance(titles, list) or not titles or not all(isinstance(title, str) for title in titles):
        raise BadMapping(f"映射文件 {path.name} 的 [columns] 中，每个字段应为一个列名或者一组列名。")
    return tuple(titles)


def find(name: str) -> Mapping:
    """The mapping of a path, or the shipped one of that name. :raises BadMapping: there is none."""
    for path in (Path(name), MAPS / name, MAPS / f"{name}.toml"):
        if path.is_file():
            return load(path)
    raise BadMapping(f"没有映射文件“{name}”。随系统提供的有：{'、'.join(path.name for path in shipped())}。")


def shipped() -> Iterable[Path]:
    return sorted(MAPS.glob("*.toml"))


def fitting(header: Sequence[str]) -> Mapping | None:
    """The shipped mapping all of whose columns the header has; None where none or several do."""
    maps = [load(path) for path in shipped()]
    found = [mapping for mapping in maps if len(mapping.places(header)) == len(mapping.columns)]
    return found[0] if len(found) == 1 else None
