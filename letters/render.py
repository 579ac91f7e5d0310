"""Document to PDF/A: no network, embedded fonts, same input = same bytes.

The renderer is imported on first use, behind a lock: it shares one font configuration and its text engine is not
safe for threads.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import threading
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any

from letters import fontkit, sanitize, seal, verification
from letters.blocks import Document
from letters.errors import RenderingFailed, TooLong
from letters.page import LAYOUT, markup
from letters.settings import DEFAULT, LetterSettings

_LOCK = threading.Lock()
_STYLESHEETS = {
    "letter": ("gbt9704.css", "letter.css"),
    "doc": ("gbt9704.css",),
    "form": ("form.css",),
    "folio": ("folio.css",),
    "envelope-dl": ("envelope.css", "envelope-dl.css"),
    "envelope-c5": ("envelope.css", "envelope-c5.css"),
    "labels": ("labels.css",),
}
Pictures = dict[str, tuple[bytes, str]]
"""Internal name to content and media type."""
_RECORDED = ("weasyprint", "pydyf", "fonttools", "pillow", "isal", "segno")


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
    pictures = {"letters:seal": (image, "image/jpeg")} if image else {}
    if document.verify_url:
        pictures["letters:qr"] = (verification.qr_svg(document.verify_url), "image/svg+xml")
    with _LOCK:
        pdf, pages = _paint(html, document.style, settings, pictures)
    if pages > settings.max_pages:
        raise TooLong(f"文书共{pages}页，超过{settings.max_pages}页的上限，请压缩正文或改用附件。")
    return Rendered(pdf, hashlib.sha256(pdf).hexdigest(), pages, versions())


def render_markup(html: str, style: str) -> bytes:
    """PDF of the program's own markup under one of its stylesheets; text of users never comes this way."""
    with _LOCK:
        return _paint(html, style, DEFAULT, {})[0]


def require_length(document: Document, settings: LetterSettings) -> None:
    """Refuse what no office letter is: it would also keep a worker busy for minutes."""
    if (count := len(document.text)) > settings.max_characters:
        raise TooLong(f"文书共{count}字，超过{settings.max_characters}字的上限，请压缩正文或改用附件。")
    if (count := len(document.blocks)) > settings.max_blocks:
        raise TooLong(f"文书共{count}段，超过{settings.max_blocks}段的上限，请合并段落或改用附件。")


@cache
def versions() -> dict[str, str]:
    """Everything the bytes depend on, by name."""
    from weasyprint.text.ffi import pango

    found = {name: version(name) for name in _RECORDED}
    return found | {"pango": str(pango.pango_version()), "font_kit": fontkit.checksum()}


def warm_up() -> None:
    """Load renderer, fonts and stylesheets, paint one letter, and take it all out of the collector's sight."""
    from letters.build import build
    from letters.samples import sample

    with _LOCK:
        for style in ("letter", "doc", "form"):
            _stylesheets(style)
    render(build("F03", sample("F03")))
    gc.collect()
    gc.freeze()


def warm_up_in_background() -> threading.Thread:
    """The same beside the start of a process, so that nobody's first letter is the slow one."""
    thread = threading.Thread(target=warm_up, name="letters", daemon=True)
    thread.start()
    return thread


def _seal_image(document: Document, settings: LetterSettings, given: bytes | None) -> bytes | None:
    if document.draft or document.signature is None or not document.signature.seal_mm:
        return None
    if given is not None:
        return given
    return seal.placeholder() if settings.placeholder_seal else None


@cache
def _weasyprint() -> Any:
    fontkit.configure()
    import weasyprint

    return weasyprint


@cache
def _font_configuration() -> Any:
    _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _stylesheets(style: str) -> tuple[Any, ...]:
    css = _weasyprint().CSS
    return tuple(
        css(
            string=(LAYOUT / name).read_text(encoding="utf-8"),
            font_config=_font_configuration(),
            url_fetcher=_fetcher({}),
        )
        for name in _STYLESHEETS[style]
    )


def _fetcher(images: Pictures) -> Any:
    """A fetcher that knows `letters:` names only; anything else stops the rendering."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OnlyInternal(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in images:
                raise FatalURLFetchingError(f"refused: {url}")
            content, media_type = images[url]
            return URLFetcherResponse(url, content, headers={"Content-Type": media_type})

    return OnlyInternal()


def _paint(html: str, style: str, settings: LetterSettings, images: Pictures) -> tuple[bytes, int]:
    weasyprint = _weasyprint()
    _use_fast_zlib(settings.fast_zlib)
    from weasyprint.urls import FatalURLFetchingError

    with _MissingGlyphs() as missing:
        try:
            pdf, pages = _lay_out(weasyprint, html, style, settings, images)
        except FatalURLFetchingError as fault:
            raise RenderingFailed("文书中出现外部地址引用，已停止生成，请联系管理员。") from fault
        except (MemoryError, RecursionError) as fault:
            raise RenderingFailed("生成文书超出了允许的时间或者内存，已停止，请压缩正文后重试。") from fault
    if missing.messages:
        raise RenderingFailed("生成的文书缺少字形，已停止：" + "；".join(missing.messages))
    return pdf, pages


def _lay_out(weasyprint: Any, html: str, style: str, settings: LetterSettings, images: Pictures) -> tuple[bytes, int]:
    page = weasyprint.HTML(string=html, url_fetcher=_fetcher(images), base_url="letters:page")
    laid_out = page.render(
        font_config=_font_configuration(),
        stylesheets=list(_stylesheets(style)),
        pdf_variant=settings.pdf_variant,
        cache={},
    )
    return laid_out.write_pdf(pdf_variant=settings.pdf_variant), len(laid_out.pages)


class _MissingGlyphs(logging.Handler):
    """Turns the renderer's .notdef warnings into something that can stop a document."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if ".notdef" in (message := record.getMessage()):
            self.messages.append(message)

    def __enter__(self) -> _MissingGlyphs:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *exc: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)


class _FastZlib:
    """Stands in for zlib inside the PDF writer: isal's level 2 instead of zlib's level 9."""

    @staticmethod
    def compressobj(level: int = 2) -> Any:
        from isal import isal_zlib

        return isal_zlib.compressobj(level=2)

    @staticmethod
    def compress(data: bytes) -> bytes:
        from isal import isal_zlib

        return isal_zlib.compress(data, level=2)


def _use_fast_zlib(wanted: bool) -> None:
    import zlib

    import pydyf

    pydyf.zlib = _FastZlib if wanted else zlib
