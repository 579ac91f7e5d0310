"""Make simplified.json and pinyin.json; run by hand when the tables shall change, never by the product.

Needs the ``uconv`` program of ICU (Unicode's Traditional-Simplified transform) and the ``pypinyin`` package.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
UNIFIED = [chr(code) for code in range(0x3400, 0xA000)]


def simplified() -> dict[str, str]:
    """Return traditional character -> simplified character where they differ."""
    run = subprocess.run(
        ["uconv", "-x", "Traditional-Simplified"], input="\n".join(UNIFIED), capture_output=True, text=True, check=True
    )
    pairs = zip(UNIFIED, run.stdout.split("\n"), strict=True)
    return {char: other for char, other in pairs if len(other) == 1 and other != char}


def gb2312() -> list[str]:
    """Return the 6,763 characters of GB 2312 and the common ones outside it."""
    found = []
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.append(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def pinyin(extra: str = "幵囧") -> dict[str, str]:
    """Return character -> its readings without tones, the commonest first, ü written v."""
    from pypinyin import Style
    from pypinyin import pinyin as read

    table = {}
    for char in [*gb2312(), *extra]:
        syllables = read(char, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
        table[char] = " ".join(dict.fromkeys(syllables))
    return table


def write(name: str, table: dict[str, str]) -> None:
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (HERE / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write("simplified.json", simplified())
    write("pinyin.json", pinyin())
