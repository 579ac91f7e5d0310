"""Document to PDF/A: what may not be painted is refused here, the rest is painted by the press."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field

from letters import sanitize, seal, verification
from letters.blocks import Document
from letters.errors import TooLong
from letters.page import markup
from letters.paint import Job, Pictures
from letters.press import PRESS
from letters.settings import DEFAULT, LetterSettings


@dataclass(frozen=True)
class Rendered:
    """A finished file. `versions` is stored with it: the bytes depend on every one of them."""

    pdf: bytes
    sha256: str
    pages: int
    versions: dict[str, str] = field(hash=False)


def render(document: Document, *, settings: LetterSettings = DEFAULT, seal_image: bytes | None = None) -> Rendered:
    """Paint `document`; `seal_image` (opaque square JPEG) replaces the placeholder of the seal.

    Raises CharacterRefused, TooLong, RenderingFailed; the caller keeps the file and never renders an issued
    document again.
    """
    require_length(document, settings)
    sanitize.require_printable([("文书", document.text)])
    image = _seal_image(document, settings, seal_image)
    html = markup(document, with_seal=image is not None)
    pictures: Pictures = {"letters:seal": (image, "image/jpeg")} if image else {}
    if document.verify_url:
        pictures["letters:qr"] = (verification.qr_svg(document.verify_url), "image/svg+xml")
    job = Job(html, document.style, settings.pdf_variant, settings.fast_zlib, pictures)
    painted = PRESS.paint(job, settings.max_seconds)
    if painted.pages > settings.max_pages:
        raise TooLong(f"文书共{painted.pages}页，超过{settings.max_pages}页的上限，请压缩正文或改用附件。")
    return Rendered(painted.pdf, hashlib.sha256(painted.pdf).hexdigest(), painted.pages, painted.versions)


def render_markup(html: str, style: str) -> bytes:
    """PDF of the program's own markup under one of its stylesheets; text of users never comes this way."""
    return PRESS.paint(Job(html, style, DEFAULT.pdf_variant, DEFAULT.fast_zlib), DEFAULT.max_seconds).pdf


def require_length(document: Document, settings: LetterSettings) -> None:
    """Refuse what no office letter is: it would also keep a worker busy for minutes."""
    if (count := len(document.text)) > settings.max_characters:
        raise TooLong(f"文书共{count}字，超过{settings.max_characters}字的上限，请压缩正文或改用附件。")
    if (count := len(document.blocks)) > settings.max_blocks:
        raise TooLong(f"文书共{count}段，超过{settings.max_blocks}段的上限，请合并段落或改用附件。")


def warm_up() -> None:
    """Start the painter and paint one letter of each page style, so that nobody's first letter is the slow one."""
    from letters.build import build
    from letters.samples import sample

    for key in ("F03", "F45-A", "F05"):
        render(build(key, sample(key)))


def warm_up_in_background() -> threading.Thread:
    """The same beside the start of a process."""
    thread = threading.Thread(target=warm_up, name="letters", daemon=True)
    thread.start()
    return thread


def _seal_image(document: Document, settings: LetterSettings, given: bytes | None) -> bytes | None:
    if document.draft or document.signature is None or not document.signature.seal_mm:
        return None
    if given is not None:
        return given
    return seal.placeholder() if settings.placeholder_seal else None
