"""The restricted format in which the office keeps its wording.

One paragraph a line. A line beginning 一、 or （一） is a heading. `{申请人}` puts a value in; the names are the labels
of the document's facts and nothing else. `[如果 补正日期]` at the start of a line prints the line only when that
fact is known, `[没有 补正日期]` only when it is not. A list standing alone on its line becomes numbered paragraphs.
Anything else with a brace is refused with its line number. Values are put in once and never read again: a brace in a
name stays a brace.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from letters.blocks import Paragraph, ParagraphKind
from letters.errors import WordingError

FOLDER = Path(__file__).resolve().parent / "wording"
Value = str | tuple[str, ...]

_CONDITION = re.compile(r"^\[(如果|没有) ([^\[\]{}\s]+)\]")
_SLOT = re.compile(r"\{([^{}]+)\}")
_HEADING1 = re.compile(r"^[一二三四五六七八九十]+、")
_HEADING2 = re.compile(r"^（[一二三四五六七八九十]+）")
_ENDINGS = "。；：！？"


@dataclass(frozen=True)
class WordingLine:
    number: int
    condition: str
    text: str
    unless: bool = False

    def prints(self, values: Mapping[str, Value]) -> bool:
        """Whether the line belongs on paper with these values."""
        return not self.condition or bool(values.get(self.condition)) is not self.unless

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(_SLOT.findall(self.text))


@dataclass(frozen=True)
class Wording:
    """A parsed wording; `sha256` identifies its text in the record of an issued document."""

    lines: tuple[WordingLine, ...]
    sha256: str

    @property
    def names(self) -> frozenset[str]:
        """Every fact the wording asks for, as a value or as a condition."""
        return frozenset(n for line in self.lines for n in (*line.slots, line.condition) if n)


def parse(text: str, *, allowed: frozenset[str], name: str = "文书措辞") -> Wording:
    """Read a wording; raises WordingError with the number of the first line that breaks the format."""
    lines = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if raw.strip():
            lines.append(_parse_line(raw.strip(), number, allowed, name))
    if not lines:
        raise WordingError(f"{name}没有内容，请填写正文。")
    return Wording(tuple(lines), hashlib.sha256(text.encode("utf-8")).hexdigest())


def _parse_line(raw: str, number: int, allowed: frozenset[str], name: str) -> WordingLine:
    match = _CONDITION.match(raw)
    condition = match[2] if match else ""
    text = raw[match.end() :] if match else raw
    line = WordingLine(number, condition, text, unless=match is not None and match[1] == "没有")
    for slot in (*line.slots, *([condition] if condition else [])):
        if slot not in allowed:
            raise WordingError(f"{name}第{number}行：“{slot}”不是本文书可以填写的项目，请从项目列表中选择。")
    if set("{}") & set(_SLOT.sub("", text)):
        raise WordingError(f"{name}第{number}行：花括号只能用于“{{项目名称}}”，请删除多余的花括号。")
    if not condition and text.startswith(("[如果", "[没有")):
        raise WordingError(f"{name}第{number}行：条件应写作“[如果 项目名称]”或者“[没有 项目名称]”，并放在行首。")
    return line


@cache
def stored(code: str) -> str:
    """The shipped text of a document; raises WordingError where there is none."""
    path = FOLDER / f"{code}.txt"
    if not path.is_file():
        raise WordingError(f"没有文书{code}的措辞，请联系管理员。")
    return path.read_text(encoding="utf-8")


def fill(wording: Wording, values: Mapping[str, Value]) -> tuple[Paragraph, ...]:
    """Put the values in. A slot without a value stays visible as {名称}; lint refuses such a document."""
    return tuple(p for line in wording.lines if line.prints(values) for p in _paragraphs(line, values))


def _paragraphs(line: WordingLine, values: Mapping[str, Value]) -> list[Paragraph]:
    alone = _SLOT.fullmatch(line.text)
    if alone and (value := values.get(alone[1])):
        return [Paragraph(text) for text in numbered(value if isinstance(value, tuple) else tuple(value.split("\n")))]
    return [Paragraph(_substitute(line.text, values), _kind(line.text))]


def _kind(text: str) -> ParagraphKind:
    if _HEADING1.match(text):
        return "heading1"
    return "heading2" if _HEADING2.match(text) else "body"


def numbered(items: tuple[str, ...]) -> list[str]:
    """One item as it is, several as 1. 2. 3., each with a closing mark."""
    items = tuple(i.strip() for i in items if i.strip())
    result = []
    for n, item in enumerate(items, start=1):
        mark = "" if item[-1] in _ENDINGS else ("。" if n == len(items) else "；")
        result.append((f"{n}." if len(items) > 1 else "") + item + mark)
    return result


def _substitute(text: str, values: Mapping[str, Value]) -> str:
    parts: list[str] = []
    at = 0
    for match in _SLOT.finditer(text):
        value = values.get(match[1]) or match[0]
        flat = "、".join(value) if isinstance(value, tuple) else value.replace("\n", " ")
        follower = text[match.end() : match.end() + 1]
        parts += [text[at : match.start()], flat.rstrip("。；") if follower in set("。，；、”）的") else flat]
        at = match.end()
    return "".join([*parts, text[at:]])
