"""The whole case as one PDF (卷宗): what is kept of it, in its order, for archive, reconsideration and court."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from django.utils.timezone import localtime

from casework.acts import files
from casework.models import Attachment, Case
from letters import acts, adapter
from letters.blocks import Cell, Document, FormNote, Table
from letters.dossier import Dossier, Part, bind
from letters.kinds.forms import CaseFile, CaseForm
from letters.models import Letter
from letters.render import render

_PICTURES = {"image/jpeg", "image/png"}
_BEFORE = ("F05",)
_AFTER = ("F41", "F40", "F39")


def bound(case: Case, *, today: date) -> Dossier:
    """Bind the file of a case: registration, what came in, the records of the work, every letter, void ones marked.

    :raises RenderingFailed: a part that cannot be read, by name. The same case gives the same bytes.
    """
    facts = cast(CaseFile, adapter.facts_for(case, "F44-A", number=None, signed_on=today))
    closed = facts.closed_on or today
    outcome = facts.outcome_label or "办理中"
    facts = replace(facts, closed_on=closed, outcome_label=outcome, retention=facts.retention or "未定")
    return bind(facts, list(_parts(case, today)))


def _parts(case: Case, today: date) -> Iterator[Part]:
    for key in _BEFORE:
        yield _form(case, key, today)
    for row in case.attachments.order_by("id"):
        yield _attachment(case, row)
    there: dict[str, Any] = {"F41": case.searches, "F40": case.decisions, "F39": case.decisions}
    for key in _AFTER:
        if there[key].filter(round_no=case.round_no).exists():
            yield _form(case, key, today)
    for letter in Letter.objects.filter(case=case).order_by("pk"):
        void = "（作废）" if letter.state == Letter.State.VOID else ""
        pdf = acts.path_of(letter).read_bytes()
        yield Part(f"{letter.name}{void}", pdf, letter.organ.name, letter.number, letter.issued_on)


def _form(case: Case, key: str, today: date) -> Part:
    document = acts.draft_document(case, key, today=today, stamped=False)
    return Part(document.name, render(document).pdf, case.organ.name, "", None)


def _attachment(case: Case, row: Attachment) -> Part:
    """A PDF as it is, a picture on a page of its own, anything else as a slip that tells what it is."""
    path, day = files.path_of(row.stored), localtime(row.uploaded_at).date()
    if row.media_type == "application/pdf" and path.exists():
        return Part(row.name, path.read_bytes(), "", "", day)
    if row.media_type in _PICTURES and path.exists():
        return Part(row.name, _picture(path), "", "", day)
    return Part(row.name, _slip(case, row), "", "", day)


def _picture(path: Path) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(path) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGB")
    width, height = 1654, 2339  # A4 at 200 dots an inch
    image.thumbnail((width - 200, height - 200))
    page = Image.new("RGB", (width, height), "white")
    page.paste(image, ((width - image.width) // 2, (height - image.height) // 2))
    buffer = io.BytesIO()
    page.save(buffer, "PDF", resolution=200.0, creationDate=None, modDate=None)
    return buffer.getvalue()


def _slip(case: Case, row: Attachment) -> bytes:
    rows = tuple(
        (Cell(label, label=True), Cell(value))
        for label, value in (
            ("文件名", row.name), ("材料种类", row.get_kind_display()), ("大小", f"{row.size}字节"),
            ("校验值（SHA-256）", row.sha256), ("上传时间", f"{localtime(row.uploaded_at):%Y年%m月%d日%H时%M分}"),
        )
    )  # fmt: skip
    document = Document(
        key="slip", name="电子文件说明", style="form", title=("电子文件说明",), mark="", number="",
        facts=CaseForm(organ_name=case.organ.name),
        blocks=(Table((26.0, 74.0), rows), FormNote("本文件不能装订成纸质页面，原件随电子卷宗保存。")),
    )  # fmt: skip
    return render(document).pdf
