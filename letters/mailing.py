"""Papers of sending: posting list for the post office, envelopes DL and C5, sheets of address labels.

Addresses go to paper as escaped text of the program's own layout; a character that cannot be printed is refused.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.template import Context

from casework.models import Agent, Applicant, Case
from letters import sanitize
from letters.blocks import Cell, Document, FormLine, FormNote, Table
from letters.kinds.forms import CaseForm
from letters.models import Letter
from letters.page import template
from letters.render import render, render_markup
from letters.settings import DEFAULT, LetterSettings

Size = Literal["dl", "c5"]
PER_SHEET = 24


@dataclass(frozen=True)
class Mail:
    """One item to post. A recipient other than the applicant has no address on record: it is written by hand."""

    recipient: str
    address: str
    postcode: str
    document: str
    tracking: str = ""
    sender: str = ""
    sender_address: str = ""
    sender_postcode: str = ""


def takers(case: Case) -> list[tuple[str, Applicant | Agent]]:
    """Who takes the letters of a case, by the name on the envelope: each applicant, their first, or their agent."""
    people = list(case.applicants.all())
    if case.recipient == Case.Recipient.AGENT and (agent := Agent.objects.filter(case=case).first()) is not None:
        return [(f"{agent.name}（{'、'.join(person.name for person in people)}的代理人）", agent)]
    if case.recipient == Case.Recipient.REPRESENTATIVE and people:
        return [(f"{people[0].name}（申请人代表）", people[0])]
    return [(person.name, person) for person in people]


def mails_of(letter: Letter) -> list[Mail]:
    """Who a letter goes to, from the facts it was made of, and where, from the application: an item to post each."""
    source = json.loads(letter.source)
    other = source.get("addressee", "")
    served = letter.case.services.filter(document_number=letter.number).last()
    clean = sanitize.clean
    to: list[tuple[str, Applicant | Agent | None]] = [(other, None)] if other else [*takers(letter.case)]
    return [
        Mail(
            recipient=clean(name, where="收件人"),
            address=clean(person.address, where="通信地址") if person else "",
            postcode=person.postcode if person else "",
            document=f"{letter.name} {letter.number}".strip(),
            tracking=served.tracking_number if served else "",
            sender=letter.organ.name,
            sender_address=letter.organ.address,
            sender_postcode=letter.organ.postcode,
        )
        for name, person in to or [(source["applicant_name"], None)]
    ]


def posting_list(items: Sequence[Mail], *, organ: str, day: date, settings: LetterSettings = DEFAULT) -> bytes:
    """交邮清单: what is handed to the post office today; its day stamp is the proof of posting (CNT-9)."""
    heads = ("序号", "收件人", "收件地址", "邮编", "文书和文号", "邮件号码")
    rows = [tuple(Cell(head, label=True) for head in heads)]
    for number, item in enumerate(items, start=1):
        texts = (item.recipient, item.address, item.postcode, item.document, item.tracking)
        rows.append((Cell(str(number), centred=True), *(Cell(text) for text in texts)))
    document = Document(
        key="posting", name="交邮清单", style="form", title=("交邮清单",), mark="", number="",
        facts=CaseForm(organ_name=organ, signed_on=day),
        blocks=(
            FormLine(left=f"寄件单位：{organ}", right=f"共{len(items)}件"),
            Table((7.0, 16.0, 29.0, 10.0, 24.0, 14.0), tuple(rows), head_rows=1),
            FormLine(left="　"),
            Table((18.0, 32.0, 18.0, 32.0), ((
                Cell("交寄人", label=True), Cell(signature=True, height_mm=18),
                Cell("邮政企业收寄（日戳）", label=True), Cell(signature=True, height_mm=18),
            ),)),
            FormNote("文书应当通过邮政企业寄递（邮政法第五十五条）。以交邮之日为答复的时间节点，收寄凭证随卷归档。"),
        ),
    )  # fmt: skip
    return render(document, settings=settings).pdf


def envelopes(items: Sequence[Mail], size: Size) -> bytes:
    """One envelope a page: DL 220 × 110 mm or C5 229 × 162 mm, boxes for the postcode, sender at the lower right."""
    return _painted("envelope.html", f"envelope-{size}", {"items": items, "size": size})


def labels(items: Sequence[Mail], *, skip: int = 0) -> bytes:
    """A4 sheets of 24 labels (70 × 37 mm); ``skip`` leaves the labels already used on the first sheet."""
    places: list[Mail | None] = [None] * (skip % PER_SHEET) + list(items)
    sheets = [places[at : at + PER_SHEET] for at in range(0, len(places), PER_SHEET)]
    return _painted("labels.html", "labels", {"sheets": sheets, "items": items})


def _painted(name: str, style: str, context: dict[str, object]) -> bytes:
    items: Sequence[Mail] = context["items"]  # type: ignore[assignment]
    texts = [("收件人", item.recipient) for item in items] + [("通信地址", item.address) for item in items]
    sanitize.require_printable(texts)
    return render_markup(template(name).render(Context(context, use_l10n=False)), style)
