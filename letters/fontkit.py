"""The font kit: where it lies, what it can print, how wide its characters are.

Nothing here imports the PDF renderer, so the web process may ask for coverage without paying for it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from letters.errors import RenderingFailed

KIT = Path(__file__).resolve().parent / "fonts"
BODY, TITLE, HEADING, SUBHEADING, RARE, NUMERALS = (
    "GWFangSong",
    "GWXiaoBiaoSong",
    "GWHei",
    "GWKai",
    "GWRare",
    "GWSongNum",
)
PRINTING = (BODY, RARE)
"""The fonts that set running text."""
SUPPLEMENT = ("GWRareA", "GWRareB")
"""Ideographs neither of them has, of names above all; every one is an em wide. Read only when one turns up."""


_extra: Path | None = None
# A font is read piece by piece from one open file: of two threads at it one would read the other's piece.
_reading = threading.RLock()


def use_extra_folder(folder: str) -> None:
    """Name the office's own font folder ("" for none); its fonts print what the kit cannot."""
    global _extra
    _extra = Path(folder) if folder else None
    for answer in (coverage, advance):
        answer.cache_clear()


def extra_folder() -> str:
    """The office's own font folder, "" for none."""
    return str(_extra) if _extra is not None else ""


def configure() -> None:
    """Point fontconfig at the kit alone. Must run before the renderer is first imported."""
    os.environ["FONTCONFIG_FILE"] = str(KIT / "fonts.conf" if _extra is None else _joint_configuration(_extra))


def _joint_configuration(extra: Path) -> Path:
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{escape(str(KIT))}</dir>\n  <dir>{escape(str(extra.resolve()))}</dir>\n"
        '  <cachedir prefix="xdg">fontconfig-letters</cachedir>\n</fontconfig>\n'
    )
    name = f"letters-fonts-{os.getuid()}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.conf"
    path = Path(tempfile.gettempdir()) / name
    path.write_text(text, encoding="utf-8")
    return path


@cache
def _open(path: Path) -> Any:
    from fontTools.ttLib import TTFont

    if not path.is_file():
        raise RenderingFailed(f"字库文件 {path.name} 缺失，不能生成文书，请管理员从发布包恢复。")
    return TTFont(path, lazy=True)


@cache
def _table(path: Path) -> tuple[dict[int, str], Any, int]:
    with _reading:
        font = _open(path)
        return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


def _extra_files() -> list[Path]:
    if _extra is None:
        return []
    return sorted(p for p in _extra.iterdir() if p.suffix.lower() in {".ttf", ".otf"})


@cache
def coverage() -> frozenset[int]:
    """Code points that running text can print without the supplement."""
    files = [KIT / f"{name}.ttf" for name in PRINTING] + _extra_files()
    return frozenset(code for path in files for code in _table(path)[0] if code >= 0x20)


@cache
def _supplement() -> frozenset[int]:
    with _reading:
        return frozenset(code for name in SUPPLEMENT for code in _open(KIT / f"{name}.ttf").getBestCmap())


def prints(char: str) -> bool:
    """Whether some font at hand has the character."""
    return ord(char) in coverage() or (ord(char) >= 0x3400 and ord(char) in _supplement())


@cache
def advance(char: str, font: str = BODY) -> float:
    """Width of one character in em, in `font` or in the fallback that will print it."""
    for path in [KIT / f"{name}.ttf" for name in (font, BODY, RARE)] + _extra_files():
        cmap, metrics, units = _table(path)
        if (name := cmap.get(ord(char))) is not None:
            return float(metrics[name][0]) / units
    return 1.0


@cache
def ink(text: str, font: str = TITLE) -> tuple[float, float]:
    """(top, bottom) of the ink of a line over its baseline, in em."""
    path = KIT / f"{font}.ttf"
    cmap, _, units = _table(path)
    with _reading:
        glyphs = _open(path)["glyf"]
        boxes = [glyphs[cmap[ord(c)]] for c in text if ord(c) in cmap]
        drawn = [b for b in boxes if b.numberOfContours]
    if not drawn:
        return 0.83, -0.08
    return max(b.yMax for b in drawn) / units, min(b.yMin for b in drawn) / units


def checksum_faults() -> list[str]:
    """Files of the kit that are missing or altered, as sentences; empty when all is well."""
    faults = []
    for line in (KIT / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        expected, name = line.split()
        path = KIT / name
        if not path.is_file():
            faults.append(f"字库文件 {name} 缺失。")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            faults.append(f"字库文件 {name} 与校验值不符。")
    return faults


@cache
def checksum() -> str:
    """One sha256 for the whole kit, stored with every issued document."""
    return hashlib.sha256((KIT / "SHA256SUMS").read_bytes()).hexdigest()
