"""Blocks of a form as the plain dictionaries its page template reads."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from letters.blocks import Block, Cell, FormLine, FormNote, FormTitle, Table, chinese_date

_PADDING, _SIGNATURE = 3.2, 6.4
"""Millimetres of a cell that its padding and the line to sign on take."""
_BLANK_SIGNATURE = "签名：　　　　　　　　年　　月　　日"


def form_views(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    """All blocks of a form; a table directly over another shares its line with it."""
    views = [_view(block) for block in blocks]
    for view, follower in pairwise(views):
        view["above"] = view["kind"] == follower["kind"] == "table"
    return views


def _view(block: Block) -> dict[str, Any]:
    if isinstance(block, FormTitle):
        return {"kind": "title", "text": block.text, "new_page": block.new_page}
    if isinstance(block, FormLine):
        return {"kind": "line", "left": block.left, "right": block.right}
    if isinstance(block, FormNote):
        return {"kind": "note", "text": block.text}
    if isinstance(block, Table):
        head, body = block.rows[: block.head_rows], block.rows[block.head_rows :]
        sections = [
            {"tag": "thead", "rows": [[_cell(c, head=True) for c in row] for row in head]},
            {"tag": "tbody", "rows": [[_cell(c, head=False) for c in row] for row in body]},
        ]
        return {"kind": "table", "widths": block.widths, "sections": sections}
    raise TypeError(f"{type(block).__name__} does not belong in a form")


def signature_line(cell: Cell) -> str:
    """签名 and date under an opinion: as recorded, or blanks to be filled in by hand."""
    if not cell.signature:
        return ""
    if not cell.signed_by:
        return _BLANK_SIGNATURE
    return f"签名：{cell.signed_by}　　{chinese_date(cell.signed_on) if cell.signed_on else '　　年　　月　　日'}"


def _cell(cell: Cell, *, head: bool) -> dict[str, Any]:
    classes = [name for name, on in (("label", cell.label), ("centred", cell.centred)) if on]
    return {
        "tag": "th" if head or cell.label else "td",
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "classes": " ".join(classes),
        "height": 0 if cell.signature else cell.height_mm,
        "room": max(cell.height_mm - _PADDING - _SIGNATURE, 4),
        "align": "middle" if cell.label or cell.centred else "top",
        "text": cell.text,
        "choices": cell.choices,
        "signed": signature_line(cell),
    }
