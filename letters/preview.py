"""The document as a fragment for the screen: the same composed lines, no inline styles, no scripts.

The style sheet is `letters/preview.css` among the static files; it justifies the lines the paper will justify.
"""

from __future__ import annotations

from typing import Any

from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from letters import fontkit, sanitize
from letters.blocks import Document, chinese_date
from letters.compose import Line, compose
from letters.form_page import form_views
from letters.page import ComposedParagraph, composed, template


def preview_html(document: Document) -> SafeString:
    """Markup of the document inside one <article>; all text escaped."""
    context: dict[str, Any] = {
        "document": document,
        "missing": [sanitize.describe(c) for c in sanitize.unprintable(document.text)],
    }
    if document.style == "form":
        context["blocks"] = form_views(document.blocks)
    else:
        context["paragraphs"] = [_paragraph(p) for p in composed(document)]
        context["notes"] = _lines(compose(document.note, advance=fontkit.advance)) if document.note else []
    signature = document.signature
    if signature and document.style != "form":
        context["day"] = chinese_date(signature.day) if signature.day else "　年　月　日"
    return mark_safe(template("preview.html").render(Context(context, use_l10n=False)))  # noqa: S308


def _paragraph(paragraph: ComposedParagraph) -> dict[str, Any]:
    first = paragraph.lines[0].indent
    indent = "attached" if paragraph.kind == "attachment" else ("indented" if first == 2 else "flush")
    return {"kind": paragraph.kind, "indent": indent, "lines": _lines(paragraph.lines)}


def _lines(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [{"text": line.text, "running": line is not lines[-1]} for line in lines]
