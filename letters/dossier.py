"""卷宗: the documents of a case bound into one PDF with cover, list of contents, folio numbers and bookmarks.

Cover and list come from the same forms as F44 and carry no folio; the documents are numbered through from 1, the
number in the outer upper corner of each page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pikepdf

from letters.build import build
from letters.errors import RenderingFailed
from letters.kinds.forms import CaseFile, FileItem
from letters.render import render, render_markup
from letters.settings import DEFAULT, LetterSettings


@dataclass(frozen=True)
class Part:
    """One document of the file as it is kept: its entry in the list and its PDF."""

    title: str
    pdf: bytes
    author: str = ""
    number: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Dossier:
    """The bound file; `pages` counts the numbered pages, without cover and list."""

    pdf: bytes
    pages: int
    items: tuple[FileItem, ...]


def bind(facts: CaseFile, parts: Sequence[Part], *, settings: LetterSettings = DEFAULT) -> Dossier:
    """Bind `parts` in their order. Items and page total of `facts` are filled in from the parts.

    Raises RenderingFailed naming a part that is no readable PDF. The same input gives the same bytes.
    """
    opened = [_open(part) for part in parts]
    items, total = _items(parts, [len(pdf.pages) for pdf in opened])
    facts = replace(facts, items=items, page_total=total)
    roomy = replace(settings, max_pages=50)
    front = [render(build(key, facts), settings=roomy).pdf for key in ("F44-A", "F44-B")]
    bound = pikepdf.new()
    with bound.open_outline() as outline:
        for title, source in (("封面", front[0]), ("卷内目录", front[1])):
            outline.root.append(pikepdf.OutlineItem(title, len(bound.pages)))
            bound.pages.extend(pikepdf.open(io.BytesIO(source)).pages)
        first = len(bound.pages)
        for part, pdf in zip(parts, opened, strict=True):
            outline.root.append(pikepdf.OutlineItem(part.title, len(bound.pages)))
            bound.pages.extend(pdf.pages)
    _number(bound, first, total)
    return Dossier(_saved(bound), total, items)


def _open(part: Part) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(part.pdf))
    except pikepdf.PdfError as fault:
        raise RenderingFailed(f"“{part.title}”不是可以读取的 PDF 文件，请转换格式后再装订卷宗。") from fault


def _items(parts: Sequence[Part], lengths: Sequence[int]) -> tuple[tuple[FileItem, ...], int]:
    items, page = [], 1
    for part, length in zip(parts, lengths, strict=True):
        last = page + length - 1
        items.append(
            FileItem(part.author, part.number, part.title, part.day, f"{page}" if last == page else f"{page}—{last}")
        )
        page = last + 1
    return tuple(items), page - 1


def _number(bound: pikepdf.Pdf, first: int, total: int) -> None:
    """Lay the folio numbers over the pages from index `first` on."""
    if not total:
        return
    markup = "<html lang='zh-CN'><title>folio</title><body>" + "".join(f"<p>{n}</p>" for n in range(1, total + 1))
    folios = pikepdf.open(io.BytesIO(render_markup(markup, "folio")))
    for number, (page, folio) in enumerate(zip(list(bound.pages)[first:], folios.pages, strict=True), start=1):
        _stamp(bound, page, folio, number)


def _stamp(bound: pikepdf.Pdf, page: pikepdf.Page, folio: pikepdf.Page, number: int) -> None:
    """Paint `folio` over `page`, aligned with its upper right or left corner whatever the page's size.

    The name carries the number because the pages of one document share their resources.
    """
    name = page.add_resource(
        bound.copy_foreign(folio.as_form_xobject()), pikepdf.Name.XObject, pikepdf.Name(f"/Folio{number}")
    )
    left, _, right, top = (float(edge) for edge in page.mediabox)
    width, height = (float(folio.mediabox[n]) for n in (2, 3))
    across = right - width if number % 2 else left
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(f"\nQ\nq 1 0 0 1 {across:.3f} {top - height:.3f} cm {name} Do Q\n".encode())


def _saved(bound: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    bound.save(buffer, deterministic_id=True)
    return buffer.getvalue()
