"""Blocks to page markup: composed lines for official letters, ruled tables for forms.

All text reaches the markup through autoescape; templates belong to the program, never to a user.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.template import Context, Engine, Template

from letters import fontkit, geometry
from letters.blocks import Document, Paragraph, Record, chinese_date
from letters.compose import CELL_POINTS, TRACKING, Advance, Line, cells, compose
from letters.form_page import form_views

LAYOUT = Path(__file__).resolve().parent / "layout"
POINTS_PER_LINE = 28.99
_FONT = {"heading1": fontkit.HEADING, "heading2": fontkit.SUBHEADING}
_TAG = {"heading1": "h2", "heading2": "h3"}
_ATTACHMENT = re.compile(r"(附件：)?(\d+\.)?")
_ATTACHMENT_INDENT = 5.0
_RECORD_LINE_POINTS = 22


@cache
def template(name: str) -> Template:
    """A page template of the program; standalone engine, autoescape, no access to settings or models."""
    return Engine(dirs=[str(LAYOUT)], autoescape=True).get_template(name)


def markup(document: Document, *, with_seal: bool) -> str:
    """The document as HTML for the PDF renderer."""
    if document.style == "form":
        fields = _frame(document) | {
            "key": document.key,
            "title_lines": document.title,
            "blocks": form_views(document.blocks),
        }
        return template("form.html").render(Context(fields, use_l10n=False))
    context = (
        _frame(document)
        | _head(document)
        | {
            "title_lines": document.title,
            "paragraphs": _views(composed(document)),
            "signature": _signature(document, with_seal=with_seal),
            "notes": [{"lines": compose(document.note, advance=_advance("body"))}] if document.note else [],
            "record": _record(document.record, ruled=document.style == "doc"),
        }
    )
    return template("official.html").render(Context(context, use_l10n=False))


@dataclass(frozen=True)
class ComposedParagraph:
    """A paragraph with its lines; indents are in cells, `opening` marks the first of the attachments."""

    kind: str
    lines: tuple[Line, ...]
    hanging: float
    opening: bool


def composed(document: Document) -> list[ComposedParagraph]:
    """The paragraphs of an official letter as lines of 28 cells, the same for PDF and preview."""
    result: list[ComposedParagraph] = []
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            raise TypeError(f"{type(block).__name__} does not belong in a document of style {document.style}")
        indent, hanging = _indents(block)
        lines = compose(block.text, advance=_advance(block.kind), indent=indent, hanging=hanging)
        opening = block.kind == "attachment" and block.text.startswith("附件：")
        result.append(ComposedParagraph(block.kind, lines, hanging, opening))
    return result


def _indents(block: Paragraph) -> tuple[float, float]:
    """(first line, other lines) in cells; an attachment's turn-over stands under its name's first character."""
    if block.kind == "attachment":
        head = (_ATTACHMENT.match(block.text) or [""])[0]
        number = head.removeprefix("附件：")
        return (2 if head.startswith("附件：") else _ATTACHMENT_INDENT), _ATTACHMENT_INDENT + cells(
            number, fontkit.advance
        )
    return (0, 0) if block.kind == "addressee" else (2, 0)


def _advance(kind: str) -> Advance:
    return partial(fontkit.advance, font=_FONT.get(kind, fontkit.BODY))


def _frame(document: Document) -> dict[str, Any]:
    day = document.facts.signed_on
    return {
        "title": "".join(document.title),
        "author": document.facts.organ_name,
        "created": f"{day.isoformat()}T00:00:00+08:00" if day else "2000-01-01T00:00:00+08:00",
        "style": document.style,
        "draft": document.draft,
    }


def _head(document: Document) -> dict[str, Any]:
    letter = document.style == "letter"
    head = geometry.letter_head(document.mark) if letter else geometry.doc_head(document.mark)
    return {
        "head_height": round(head.lines * POINTS_PER_LINE, 2),
        "mark": document.mark,
        "mark_top": _mm(head.mark_top),
        "mark_points": head.mark_points,
        "rules": _letter_rules(head) if letter else [_rule(0, geometry.WIDTH, head.rule_top, 0.5)],
        "number": document.number,
        "number_top": _mm(head.number_top),
        "number_place": "" if letter else "; left: 0; text-align: center",
        "urgency": document.urgency,
    }


def _letter_rules(head: geometry.Head) -> list[dict[str, float]]:
    left = (geometry.WIDTH - geometry.RULE_LENGTH) / 2
    thick, gap, thin = geometry.THICK, geometry.GAP, geometry.THIN
    return [
        _rule(left, geometry.RULE_LENGTH, head.rule_top, thick),
        _rule(left, geometry.RULE_LENGTH, head.rule_top + thick + gap, thin),
        _rule(left, geometry.RULE_LENGTH, head.foot_rule_top, thin),
        _rule(left, geometry.RULE_LENGTH, head.foot_rule_top + thin + gap, thick),
    ]


def _rule(left: float, width: float, top: float, height: float) -> dict[str, float]:
    return {"left": _mm(left), "width": _mm(width), "top": _mm(top), "height": _mm(height)}


def _views(paragraphs: list[ComposedParagraph]) -> list[dict[str, Any]]:
    """The paragraphs for the template; the last of the text is marked, the signature may draw it to its page."""
    views = [_view(paragraph) for paragraph in paragraphs]
    last = next((at for at in range(len(views) - 1, -1, -1) if paragraphs[at].kind != "attachment"), None)
    if last is not None:
        views[last]["classes"] += " last"
    return views


def _view(paragraph: ComposedParagraph) -> dict[str, Any]:
    kind, first = paragraph.kind, paragraph.lines[0].indent
    hang = round(paragraph.hanging * CELL_POINTS, 3)
    return {
        "tag": _TAG.get(kind, "p"),
        "classes": f"{kind} {'i2' if first == 2 else 'i0'}" + (" opening" if paragraph.opening else ""),
        "style": f"padding-left: {hang}pt; text-indent: {first * CELL_POINTS - hang:.3f}pt" if hang else "",
        "lines": [{"text": line.text, "spacing": _spacing(line)} for line in paragraph.lines],
    }


def _spacing(line: Line) -> str:
    """Letter spacing of an adjusted line in em, chosen for what the renderer will make of it."""
    if not line.spacing:
        return ""
    wanted = (line.spacing + TRACKING) * 1000
    best = min((wanted + step / 10 for step in range(-15, 16)), key=lambda s: abs(_painted(s) - wanted))
    return f"{best / 1000:.4f}"


def _painted(spacing: float) -> float:
    """Thousandths of an em that reach the page: half is an offset in 1/1024, the rest is cut to an integer."""
    half = spacing / 2 * 1.024
    return half + math.trunc(spacing - half)


def _signature(document: Document, *, with_seal: bool) -> dict[str, Any] | None:
    sign = document.signature
    if sign is None:
        return None
    day = chinese_date(sign.day) if sign.day else "    年  月  日"
    place = geometry.signing(sign.organ, day, sign.seal_mm if with_seal else 0)
    return {
        "names": [{"text": text, "left": _mm(left), "top": _mm(top)} for text, left, top in place.names],
        "day": {"text": day, "left": _mm(place.date_left), "top": _mm(place.date_top)},
        "seal": tuple(_mm(v) for v in place.seal) if place.seal else None,
        "seal_alt": f"{sign.organ}（印章位置）",
        "qr": bool(document.verify_url),
        "qr_alt": f"核验二维码：{document.verify_url}",
        "qr_code": document.verify_url.rpartition("/")[2],
    }


def _record(record: Record | None, *, ruled: bool) -> dict[str, Any] | None:
    if record is None or not (record.copies_to or record.printer):
        return None
    count = bool(record.copies_to) + bool(record.printer)
    return {
        "copies": "，".join(record.copies_to),
        "printer": record.printer if ruled else "",
        "printed_on": chinese_date(record.printed_on) if record.printed_on else "",
        "ruled": ruled,
        "height": count * _RECORD_LINE_POINTS + 6,
    }


def _mm(value: float) -> float:
    return round(value, 3)
