"""What a document consists of, before any question of fonts and pages.

A document is a tuple of blocks with a head and a signature. The PDF, the preview and the word-processor export are
three readings of the same blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from letters.facts import Common

Style = Literal["letter", "doc", "form"]
"""信函格式, 文件格式 (both GB/T 9704-2012) and ruled internal forms."""

ParagraphKind = Literal["addressee", "body", "heading1", "heading2", "remedy", "attachment", "blank"]


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: ParagraphKind = "body"


@dataclass(frozen=True)
class Cell:
    """One cell of a form.

    `signature` leaves room for an opinion with a signature and a date under it; `signed_by` and `signed_on` fill
    them in. `choices` are (label, chosen). `height_mm` is a minimum.
    """

    text: str = ""
    label: bool = False
    colspan: int = 1
    rowspan: int = 1
    signature: bool = False
    signed_by: str = ""
    signed_on: date | None = None
    centred: bool = False
    height_mm: float = 0.0
    choices: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Table:
    """A ruled table. `widths` are in per cent; the first `head_rows` rows repeat on every page."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    head_rows: int = 0


@dataclass(frozen=True)
class FormLine:
    """A line over a table: number on the left, date or unit on the right."""

    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class FormNote:
    """Small print under a table: how to fill it in, what it rests on."""

    text: str


@dataclass(frozen=True)
class FormTitle:
    """A second title inside a form: a detachable slip or a further sheet."""

    text: str
    new_page: bool = False


Block = Paragraph | Table | FormLine | FormTitle | FormNote


@dataclass(frozen=True)
class Signature:
    """署名, 成文日期 and the seal's place. `seal_mm` is 0 where no seal belongs."""

    organ: str
    day: date | None
    seal_mm: float = 42.0


@dataclass(frozen=True)
class Record:
    """版记: 抄送 and, in the document format, 印发机关 and 印发日期."""

    copies_to: tuple[str, ...] = ()
    printer: str = ""
    printed_on: date | None = None


@dataclass(frozen=True)
class Document:
    """A composed document, not yet painted. `key` is the catalogue key, such as F21 or F24-D4.

    ``verify_url`` is the public page of the issued letter; printed as a code beside the signature.
    """

    key: str
    name: str
    style: Style
    title: tuple[str, ...]
    mark: str
    number: str
    blocks: tuple[Block, ...]
    facts: Common
    signature: Signature | None = None
    note: str = ""
    record: Record | None = None
    draft: bool = False
    outcome: str = ""
    remedy: str = "none"
    wording_sha256: str = ""
    urgency: str = ""
    verify_url: str = ""

    @property
    def text(self) -> str:
        """Everything that will print, one block a line; for lint and for the character check."""
        return "\n".join(part for part in _texts(self) if part)


def chinese_date(day: date) -> str:
    """2026年3月5日: Arabic digits without leading zeros (GB/T 9704-2012)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _texts(document: Document) -> list[str]:
    parts = [document.mark, document.number, document.urgency, *document.title]
    for block in document.blocks:
        parts += _block_texts(block)
    if document.signature:
        parts.append(document.signature.organ)
        if document.signature.day:
            parts.append(chinese_date(document.signature.day))
    parts.append(document.note)
    if document.record:
        parts += [*document.record.copies_to, document.record.printer]
    return parts


def _block_texts(block: Block) -> list[str]:
    if isinstance(block, Paragraph | FormTitle | FormNote):
        return [block.text]
    if isinstance(block, FormLine):
        return [block.left, block.right]
    return [
        text
        for row in block.rows
        for cell in row
        for text in (cell.text, cell.signed_by, *(label for label, _ in cell.choices))
    ]
