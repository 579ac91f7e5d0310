"""The paper of an order: F37, F38 and F45 of the catalogue from its facts, frozen with its hash."""

from __future__ import annotations

import dataclasses
import secrets
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from casework.acts.clock import standing
from casework.lawbook import law_settings
from casework.models import Case, Staff
from letters import adapter, lint
from letters.build import build
from letters.catalogue import kind
from letters.errors import NotIssuable
from letters.facts import Common
from letters.render import render
from letters.settings import LetterSettings
from workflow import desk
from workflow.models import SupervisionOrder
from workflow.order_table import KINDS, OPEN


def freeze(order: SupervisionOrder, *, today: date) -> tuple[str, str]:
    """Render the paper, write it below FILES_DIR and return where it lies and its sha256 (hex).

    :raises NotIssuable: what the paper lacks, one sentence each.
    """
    paper = LetterSettings(fast_zlib=settings.LETTERS_FAST_ZLIB, law=law_settings())
    document = build(KINDS[order.kind].letter, facts_of(order, today=today), settings=paper)
    found = lint.lint(document, today=today, law=law_settings())
    if found:
        raise NotIssuable(found)
    rendered = render(document, settings=paper)
    stored = f"{order.pk}/{secrets.token_hex(12)}.pdf"
    path = Path(settings.FILES_DIR) / "orders" / stored
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(rendered.pdf)
    return stored, rendered.sha256


def facts_of(order: SupervisionOrder, *, today: date) -> Common:
    """The facts of the paper. The applicant is named as masked: the order is about the work, not about the person."""
    row = kind(KINDS[order.kind].letter)
    assert order.issuer is not None and order.issued_by is not None
    own: dict[str, Any] = {
        "organ_name": order.issuer.name, "organ_mark_name": order.issuer.name, "document_number": order.number,
        "contact_name": order.issuer.disclosure_office, "contact_phone": order.issuer.phone,
        "organ_address": order.issuer.address, "signed_on": today, "salutation": "你单位",
        "demands": _lines(order.demands), "findings": _lines(order.findings), "issue": _lines(order.findings),
        "to_unit": order.addressee, "addressee": order.organ.name, "answer_by": order.answer_by,
        "report_by": order.answer_by, "supervisor": order.issued_by.name, "urged_by": order.issued_by.name,
    }  # fmt: skip
    known: dict[str, Any] = {}
    if order.case is not None:
        recorded = adapter.facts_for(order.case, row.key, number=order.number, signed_on=today)
        known = {field.name: getattr(recorded, field.name) for field in dataclasses.fields(recorded)}
        own |= _about(order.case, today)
    names = {field.name for field in dataclasses.fields(row.facts)}
    return row.facts(**{name: value for name, value in (known | own).items() if name in names})


def standing_order(case: Case, key: str) -> SupervisionOrder | None:
    """The order in force on this case whose paper ``key`` is: it is printed from the order, never typed again."""
    kinds = [name for name, row in KINDS.items() if row.letter == key]
    return SupervisionOrder.objects.filter(case=case, kind__in=kinds, state__in=OPEN).last()


def kind_of(key: str) -> str | None:
    """The kind of order a document of the catalogue is the paper of; None where it is no order."""
    return next((name for name, row in KINDS.items() if row.letter == key), None)


def urging(case: Case, actor: Staff, today: date) -> dict[str, Any]:
    """What is known of F37 where somebody inside the organ prints it without an order of the supervision."""
    return _about(case, today) | {"urged_by": actor.name}


def _about(case: Case, today: date) -> dict[str, Any]:
    reading, step = standing(case, today=today), desk.open_step(case)
    return {
        "stage": step.flow_task.task_title if step else case.get_status_display(),
        "days_left": _left(reading.days_left),
        "due_on": reading.due,
        "unit": str(case.unit or ""),
        "handler": case.handler.name if case.handler else "",
        "applicant_name": "、".join(person.masked_name for person in case.applicants.all()),
        "opinions": (),
    }


def _left(days: int | None) -> str:
    if days is None:
        return "停止计时"
    if days < 0:
        return f"已逾期{-days}个"
    return f"{days}个" if days else "今天届满"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
