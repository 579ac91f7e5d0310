"""Markup to PDF/A, in a process of its own: no network, embedded fonts, same input = same bytes.

Only ``press`` runs this module. It knows neither Django nor a case: what it is given is
markup, a style and pictures, and its address space is bounded.
"""

from __future__ import annotations

import gc
import logging
import os
import resource
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from letters import fontkit
from letters.errors import RenderingFailed

LAYOUT = Path(__file__).resolve().parent / "layout"
ADDRESS_SPACE = 2 * 1024**3
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
_COLLECT_EVERY = 20


@dataclass(frozen=True)
class Job:
    """One thing to paint."""

    html: str
    style: str
    variant: str
    fast_zlib: bool
    pictures: Pictures = field(default_factory=dict)


@dataclass(frozen=True)
class Painted:
    """A finished file and everything its bytes depend on, by name."""

    pdf: bytes
    pages: int
    versions: dict[str, str]


def paint(job: Job) -> Painted:
    """:raises RenderingFailed: a missing glyph, an address outside the job, or more memory than there is."""
    _weasyprint()
    _use_fast_zlib(job.fast_zlib)
    from weasyprint.urls import FatalURLFetchingError

    with _MissingGlyphs() as missing:
        try:
            pdf, pages = _lay_out(job)
        except FatalURLFetchingError as fault:
            raise RenderingFailed("文书中出现外部地址引用，已停止生成，请联系管理员。") from fault
        except (MemoryError, RecursionError) as fault:
            raise RenderingFailed("生成文书超出了允许的内存，已停止，请压缩正文后重试。") from fault
    if missing.messages:
        raise RenderingFailed("生成的文书缺少字形，已停止：" + "；".join(missing.messages))
    return Painted(pdf, pages, versions())


@cache
def versions() -> dict[str, str]:
    """Everything the bytes depend on, by name."""
    from weasyprint.text.ffi import pango

    found = {name: version(name) for name in _RECORDED}
    return found | {"pango": str(pango.pango_version()), "font_kit": fontkit.checksum()}


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


def _lay_out(job: Job) -> tuple[bytes, int]:
    page = _weasyprint().HTML(string=job.html, url_fetcher=_fetcher(job.pictures), base_url="letters:page")
    laid_out = page.render(
        font_config=_font_configuration(),
        stylesheets=list(_stylesheets(job.style)),
        pdf_variant=job.variant,
        cache={},
    )
    return laid_out.write_pdf(pdf_variant=job.variant), len(laid_out.pages)


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


def serve(jobs: Connection) -> None:
    """Paint what comes until the other side closes; a fault is sent back as such, never half a file.

    The collector runs between jobs, not within them: a letter is 20 ms faster, and nothing piles up.
    """
    gc.disable()
    done = 0
    while True:
        try:
            job = jobs.recv()
        except EOFError:
            return
        try:
            jobs.send(paint(job))
        except RenderingFailed as fault:
            jobs.send(fault)
        except Exception as fault:
            logging.getLogger(__name__).exception("painting failed")
            jobs.send(RenderingFailed(f"生成文书失败（{type(fault).__name__}），请联系管理员。"))
        done += 1
        if done == 1:
            gc.collect()
            gc.freeze()
        elif done % _COLLECT_EVERY == 0:
            gc.collect()


def main(handle: str, extra_fonts: str) -> None:
    """The painter's whole life; ``handle`` is the file number of its end of the line."""
    line = Connection(int(handle))
    os.set_inheritable(int(handle), False)
    fontkit.use_extra_folder(extra_fonts)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    serve(line)
