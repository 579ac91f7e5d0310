"""The seal's place. A real seal is stamped on paper or set by the provider of electronic seals, never drawn here.

The placeholder is a pale ring with the words 此处盖章: it shows where the seal belongs and can be taken for none. An
opaque JPEG, because the renderer embeds it as it is.
"""

from __future__ import annotations

import io
from functools import cache

from letters import fontkit

PIXELS = 744
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
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80, subsampling=0, dpi=(450, 450))
    return buffer.getvalue()
