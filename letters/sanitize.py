"""Text from outside, made printable or refused with a reason.

Applicants paste names from anywhere: presentation forms, invisible marks, marks that turn text round. What can be
repaired without changing the reading is repaired; the rest is an error before a document exists, never a box or a
blank on paper. The raw value stays in the case record.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from letters import fontkit
from letters.errors import CharacterRefused

_INVISIBLE = frozenset(
    [0xFEFF, 0x00AD, 0x2060, *range(0x200B, 0x2010), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
)
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_TURNING = frozenset([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_COMPATIBILITY = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
_RADICALS_UNMAPPED = dict(zip("⺟⻓⻔⻚⻋⻅⻉⻛⻜⻢⻥⻦⻨⻩⻬⻰", "母长门页车见贝风飞马鱼鸟麦黄齐龙", strict=True))
_REASONS = {
    "Cc": "控制字符",
    "Cs": "残缺的编码",
    "Co": "私用区字符，含义因电脑而异",
    "Cn": "未定义的字符",
    "Cf": "不可见的格式字符",
}


def describe(char: str) -> str:
    """A character as a person can report it: itself and its code point."""
    shown = char if char.isprintable() else "不可见"
    return f"“{shown}”（U+{ord(char):04X}）"


def clean(text: str, *, where: str = "文本") -> str:
    """`text` in composed form, compatibility characters unified, invisible marks dropped.

    Raises CharacterRefused for controls (except the line feed), private-use and unassigned code points and marks
    that reverse the direction of text.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    for char in text:
        _refuse(char, where)
    kept = "".join(_unify(c) for c in text if ord(c) not in _INVISIBLE)
    return unicodedata.normalize("NFC", kept).replace("\u00a0", " ").replace("\u3000", " ").strip()


def _refuse(char: str, where: str) -> None:
    code = ord(char)
    if code in _TURNING:
        raise CharacterRefused(f"{where}中有改变文字方向的字符{describe(char)}，会使印出的文字与内容不符，请删除。")
    category = unicodedata.category(char)
    if category in _REASONS and char != "\n" and code not in _INVISIBLE:
        raise CharacterRefused(f"{where}中有{_REASONS[category]}{describe(char)}，不能印入文书，请更正。")


def _unify(char: str) -> str:
    if char in _RADICALS_UNMAPPED:
        return _RADICALS_UNMAPPED[char]
    if any(ord(char) in block for block in _COMPATIBILITY):
        return unicodedata.normalize("NFKC", char)
    return char


def unprintable(text: str) -> tuple[str, ...]:
    """Characters of `text` that no font at hand can print, each once, in order."""
    return tuple(dict.fromkeys(c for c in text if c != "\n" and not fontkit.prints(c)))


def require_printable(texts: Iterable[tuple[str, str]]) -> None:
    """Raise CharacterRefused naming every character without a glyph; `texts` are (where, text)."""
    faults = [f"{where}中的{describe(c)}" for where, text in texts for c in unprintable(text)]
    if faults:
        raise CharacterRefused(
            "、".join(faults) + "：此字无字形，不能印出。请核对用字；确为姓名用字的，请管理员安装含此字的字库后再制发。"
        )
