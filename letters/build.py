"""Facts to document: wording, remedy, signature. The same code for drafts and for issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from casework.law.remedies import remedy_class
from casework.law.settings import DEFAULTS, LawSettings
from letters import forms, remedy_text, sanitize, wording
from letters.blocks import Block, Document, Paragraph, Record, Signature
from letters.catalogue import Kind, kind
from letters.errors import LetterError
from letters.facts import REQUEST, Common, Remediable, RemedyPrinted, Reply, labels, values
from letters.kinds.procedure import Erratum
from letters.kinds.replies import Partial
from letters.settings import DEFAULT, LetterSettings


def build(
    code: str, facts: Common, *, settings: LetterSettings = DEFAULT, draft: bool = False, text: str | None = None
) -> Document:
    """Compose document `code` (a catalogue key such as F21 or F24-D4) from `facts`.

    `text` is an approved wording that replaces the shipped one. A draft carries neither number nor seal. Missing
    facts leave a visible {slot}; `lint` tells which, and issuing refuses. Raises LetterError, CharacterRefused,
    WordingError.
    """
    row = kind(code)
    if not isinstance(facts, row.facts):
        raise LetterError(f"{row.name}需要“{row.facts.__name__}”的事实，得到的是“{type(facts).__name__}”。")
    facts = cleaned(facts)
    if row.style == "form":
        return _form(row, facts, draft=draft)
    words = sanitize.clean(text, where=row.name) if text else wording.stored(row.key)
    source = wording.parse(words, allowed=placeholders(row), name=row.name)
    remedy = printed_remedy(row, facts, settings.law)
    return Document(
        key=row.key,
        name=row.name,
        style=row.style,
        title=_title(row, facts),
        mark=facts.organ_mark_name or facts.organ_name,
        number="" if draft else facts.document_number or "",
        blocks=(*_body(row, facts, source, remedy), *_attachments(facts)),
        facts=facts,
        signature=Signature(facts.organ_name, facts.signed_on, facts.seal_mm if row.sealed and not draft else 0.0),
        note=f"（联系人：{facts.contact_name}，联系电话：{facts.contact_phone}）" if facts.contact_name else "",
        record=_record(row, facts),
        draft=draft,
        outcome=row.outcome,
        remedy=remedy,
        wording_sha256=source.sha256,
    )


def _title(row: Kind, facts: Common) -> tuple[str, ...]:
    """The title, which calls the application what it is."""
    return tuple(line.replace(REQUEST, facts.request_kind) for line in row.title)


def _form(row: Kind, facts: Common, *, draft: bool) -> Document:
    """A ruled form: no head, no seal; signatures are part of the table."""
    return Document(
        key=row.key,
        name=row.name,
        style="form",
        title=_title(row, facts),
        mark="",
        number="" if draft else facts.document_number or "",
        blocks=forms.blocks(row.key, facts),
        facts=facts,
        draft=draft,
    )


def placeholders(row: Kind) -> frozenset[str]:
    """What a wording of this kind may ask for; a third party is not told who applied (个人信息保护法 Art. 6)."""
    return labels(row.facts) - ({"申请人"} if row.recipient == "third_party" else frozenset())


def cleaned(facts: Common) -> Any:
    """The facts with every text made printable or refused, naming the field."""
    changes: dict[str, Any] = {}
    for field in fields(facts):
        value, where = getattr(facts, field.name), field.metadata["label"]
        if isinstance(value, str):
            changes[field.name] = sanitize.clean(value, where=where)
        elif isinstance(value, tuple) and value and all(isinstance(v, str) for v in value):
            changes[field.name] = tuple(sanitize.clean(v, where=where) for v in value)
    return replace(facts, **changes)


def printed_remedy(row: Kind, facts: Common, law: LawSettings = DEFAULTS) -> RemedyPrinted:
    """Which remedy text the document must carry; casework.law decides per outcome."""
    if isinstance(facts, Erratum):
        return facts.original_remedy if facts.rerun else "none"
    return remedy_told(row, [item.outcome for item in facts.withheld] if isinstance(facts, Partial) else [], law)


def remedy_told(row: Kind, withheld: Sequence[str], law: LawSettings = DEFAULTS) -> RemedyPrinted:
    """The remedy of a kind of document; ``withheld`` are the outcomes of the parts a partial disclosure keeps back."""
    if row.remedy != "outcome":
        return row.remedy
    if row.outcome != "P":
        return remedy_class(row.outcome, law)
    parts = [outcome for outcome in withheld if outcome]
    if withheld and not parts:
        return "partial" if law.remedy_partial_other == "RECON_FIRST" else "either"
    return "partial" if remedy_class(row.outcome, law, withheld=parts) == "recon_first" else "either"


def _body(row: Kind, facts: Common, source: wording.Wording, remedy: RemedyPrinted) -> tuple[Block, ...]:
    known = values(facts)
    addressee = getattr(facts, "addressee", "") or facts.applicant_name
    parts: list[Block] = [Paragraph(f"{addressee}：", "addressee")]
    if row.opening:
        opening = wording.parse(
            wording.stored("opening-again" if facts.order else "opening"), allowed=labels(Reply), name="引述段"
        )
        parts += wording.fill(opening, known)
    parts += wording.fill(source, known)
    if remedy != "none":
        if not isinstance(facts, Remediable):
            raise LetterError(f"{row.name}应当告知救济途径，但缺少复议机关和法院。")
        told = remedy_text.paragraphs(remedy, facts, paper=row.paper, against=row.contested)
        parts += [Paragraph(text, "remedy") for text in told]
    return tuple(parts)


def _record(row: Kind, facts: Common) -> Record | None:
    """版记: copies, and in the document format who printed it and when; a letter has no printing line (10.1)."""
    if row.style == "doc":
        return Record(facts.copies_to, facts.organ_name, facts.signed_on)
    return Record(facts.copies_to) if facts.copies_to else None


def _attachments(facts: Common) -> list[Paragraph]:
    """附件说明: one plain, several numbered, no mark after the names (7.3.4)."""
    names = [name.rstrip("。；") for name in facts.attachments]
    if len(names) == 1:
        return [Paragraph(f"附件：{names[0]}", "attachment")]
    return [Paragraph(("附件：" if n == 1 else "") + f"{n}.{name}", "attachment") for n, name in enumerate(names, 1)]
