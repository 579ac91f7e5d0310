"""JSON Lines, from files and pipes: each line is answered on its own; a line at fault names its fault, no more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from casework.law.errors import InvalidFact, LawError

Answer = dict[str, Any]


def read_object(line: bytes) -> dict[str, Any]:
    """The JSON object on one line of UTF-8. Raises InvalidFact with a Chinese sentence."""
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFact("本行不是 UTF-8 编码，请转换编码后重试。") from None
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise InvalidFact(f"本行不是合法的 JSON（第 {error.colno} 个字符处），请改正。") from None
    except (ValueError, RecursionError):
        raise InvalidFact("本行的 JSON 数字过长或者嵌套过深，请改正。") from None
    if not isinstance(value, dict):
        raise InvalidFact("本行应为一个 JSON 对象，形如 {…}，请改正。")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidFact(f"“{twice}”在同一对象中出现两次，请只保留一个。")
    return result


def _refuse_constant(word: str) -> None:
    raise InvalidFact(f"“{word}”不是可以使用的数字，请改正。")


def answer_lines(lines: Iterable[bytes], answer: Callable[[dict[str, Any]], Answer]) -> Iterator[tuple[Answer, bool]]:
    """For every line that is not blank its answer, and whether it was in order.

    ``answer`` gets the object and returns what stands beside its id; a LawError becomes ``{"id", "error"}``.
    """
    for line in lines:
        if not line.strip():
            continue
        identifier = None
        try:
            item = read_object(line)
            identifier = item.get("id")
            yield {"id": identifier, **answer(item)}, True
        except LawError as error:
            yield {"id": identifier, "error": str(error)}, False


def dump(value: object) -> str:
    """One line of JSON as the commands print it: readable Chinese, keys in the order given."""
    return json.dumps(value, ensure_ascii=False)
