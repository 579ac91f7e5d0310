"""The seal's place. A real seal is stamped on paper or set by the provider of electronic seals, never drawn here.

The placeholder is a pale ring with the words 此处盖章: it shows where the seal belongs and can be taken for none. An
office may put a picture of its own in its place, one file for each organ. Either becomes an opaque JPEG, because the
renderer embeds it as it is.
"""

from __future__ import annotations

import io
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from letters import fontkit
from letters.errors import RenderingFailed

PIXELS = 744
_LEAST, _MOST = 300, 4000
_PALE_RED, _WHITE = (240, 150, 150), (255, 255, 255)


@cache
def placeholder() -> bytes:
    """JPEG of 744 x 744 pixels; the words stand high, where the organ's name and the date do not run."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (PIXELS, PIXELS), _WHITE)
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 10, PIXELS - 10, PIXELS - 10), outline=_PALE_RED, width=12)
    font = ImageFont.truetype(str(fontkit.KIT / f"{fontkit.HEADING}.ttf"), 72)
    draw.text((PIXELS / 2, 112), "此处盖章", font=font, fill=_PALE_RED, anchor="mm")
    return _jpeg(image, quality=80)


def _jpeg(image: Any, *, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling=0, dpi=(450, 450))
    return buffer.getvalue()


def of_organ(folder: str, code: str) -> bytes | None:
    """The picture the office keeps for an organ, ready to embed; None where it keeps none.

    :raises RenderingFailed: the file is no picture, not square, too small or too large.
    """
    path = Path(folder) / f"{code}.png"
    return _picture(path, path.stat().st_mtime_ns) if folder and path.is_file() else None


@lru_cache(maxsize=64)
def _picture(path: Path, changed: int) -> bytes:
    from PIL import Image

    try:
        with Image.open(path) as opened:
            if opened.format != "PNG" or max(opened.size) > _MOST:
                raise RenderingFailed(f"印章图片 {path.name} 应为 PNG 格式，边长不超过{_MOST}像素，请更换。")
            image = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise RenderingFailed(f"印章图片 {path.name} 无法读取，请管理员更换为完好的 PNG 图片。") from fault
    width, height = image.size
    if min(width, height) < _LEAST or abs(width - height) > max(width, height) * 0.02:
        raise RenderingFailed(f"印章图片 {path.name} 应为正方形，边长不小于{_LEAST}像素，请更换。")
    flat = Image.new("RGB", image.size, _WHITE)
    flat.paste(image, mask=image.getchannel("A"))
    return _jpeg(flat.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS), quality=90)


def faults(folder: str) -> list[str]:
    """What is wrong with the pictures of a folder, as sentences; for the start-up check."""
    if not folder:
        return []
    if not Path(folder).is_dir():
        return [f"印章图片文件夹 {folder} 不存在。"]
    found = []
    for path in sorted(Path(folder).glob("*.png")):
        try:
            of_organ(folder, path.stem)
        except RenderingFailed as fault:
            found.append(fault.message)
    return found
