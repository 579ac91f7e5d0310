"""制发、作废: a document leaves the office once, numbered, dated, frozen."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import secrets
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from casework.acts import close, decide, extend, numbers
from casework.acts.move import move
from casework.errors import MissingFact, WrongState
from casework.lawbook import law_settings
from casework.models import Attachment, Case, Service, Staff
from letters import adapter, lint
from letters.build import build
from letters.catalogue import Kind, kind
from letters.errors import NotIssuable
from letters.facts import Common
from letters.models import Letter
from letters.render import render
from letters.settings import LetterSettings


def submit(*, case: Case, actor: Staff, at: datetime, today: date, opinion: str = "") -> None:
    """送审: only a draft whose paper the law would bear goes to the reviewers.

    :raises NotIssuable: what is missing or does not fit, one sentence each.
    """
    found = findings(case, adapter.kind_of_reply(decide.current(case)).key, today=today)
    if found:
        raise NotIssuable(found)
    decide.submit(case=case, actor=actor, at=at, today=today, opinion=opinion)


def issue_reply(*, case: Case, actor: Staff, at: datetime, today: date) -> Letter:
    """制发 the signed reply: number, date, PDF, hash; the case then waits for service.

    :raises MissingFact: not signed yet. :raises NotIssuable: the law would not bear the document, with the reasons.
    """
    decision = decide.current(case)
    if decision.signed_by_id is None:
        raise MissingFact("答复尚未签发，不能制发。")
    letter = issue_document(case=case, key=adapter.kind_of_reply(decision).key, actor=actor, at=at, today=today)
    case.outcome = decision.outcome
    move(case, "issue", actor=actor, at=at, on=today, changed=("outcome",), data=_told(letter))
    return letter


def issue_notice(*, case: Case, actor: Staff, at: datetime, today: date, key: str) -> Letter:
    """制发 a document that is not the reply (登记回执 and the notices on the way)."""
    if kind(key).by_decision:
        raise WrongState("答复文书须经审核签发后制发，不能单独制发。")
    letter = issue_document(case=case, key=key, actor=actor, at=at, today=today)
    if key == "F12":
        extend.told(case=case, on=today)
    move(case, "issue_notice", actor=actor, at=at, on=today, status=False, data=_told(letter))
    return letter


def serve_reply(*, case: Case, actor: Staff, at: datetime, today: date, **facts: Any) -> Service:
    """登记送达 of the reply that was issued last."""
    letter = Letter.objects.filter(case=case, round_no=case.round_no, state=Letter.State.ISSUED, outcome__gt="").last()
    if letter is None:
        raise WrongState("答复文书尚未制发，不能登记送达。")
    proof = facts.pop("proof_id", None)
    return close.serve(
        case=case, actor=actor, at=at, today=today, document_code=letter.code, document_number=letter.number,
        issued_on=letter.issued_on,
        proof=Attachment.objects.filter(case=case, pk=proof).first() if proof else None, **facts,
    )  # fmt: skip


def findings(case: Case, key: str, *, today: date) -> tuple[lint.Finding, ...]:
    """What would keep this document from going to review today; number and date are looked at when it is issued."""
    facts = adapter.facts_for(case, key, number=None, signed_on=today)
    return lint.lint(build(key, facts, settings=_settings(), draft=True), law=law_settings())


def draft_pdf(case: Case, key: str, *, today: date) -> bytes:
    """The same paper with 稿 across it, without number and seal; what is missing stands in braces."""
    facts = adapter.facts_for(case, key, number=None, signed_on=today)
    return render(build(key, facts, settings=_settings(), draft=True), settings=_settings()).pdf


def issue_document(*, case: Case, key: str, actor: Staff, at: datetime, today: date) -> Letter:
    """Number, lint, render and freeze one document; any failure gives the number back."""
    row = kind(key)
    serial = None if row.series == "none" else numbers.take(organ=case.organ, year=today.year, kind=row.series)
    number = _number(case, row, today.year, serial) if serial else ""
    facts = adapter.facts_for(case, key, number=number or None, signed_on=today)
    document = build(key, facts, settings=_settings())
    found = lint.lint(document, today=today, law=law_settings())
    if found:
        raise NotIssuable(found)
    rendered = render(document, settings=_settings())
    source = _canonical(facts)
    letter = Letter(
        case=case, round_no=case.round_no, code=row.code, name=row.name, organ=case.organ, series=row.series,
        year=today.year, serial=serial, number=number, outcome=row.outcome, issued_on=today, issued_at=at,
        issued_by=actor, template_version=f"{row.key}/{row.version}", source=source,
        source_sha256=hashlib.sha256(source.encode()).hexdigest(), made_with=rendered.versions,
        stored=f"{case.pk // 1000:04d}/{case.pk}/{secrets.token_hex(12)}.pdf", sha256=rendered.sha256,
        pages=rendered.pages,
    )  # fmt: skip
    _store(letter, rendered.pdf)
    letter.save(force_insert=True)
    return letter


def path_of(letter: Letter) -> Path:
    return Path(settings.FILES_DIR) / "letters" / letter.stored


def _store(letter: Letter, pdf: bytes) -> None:
    """Write the file before the row commits; a rollback leaves at most an orphan file, never a row without one."""
    path = path_of(letter)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pdf)
    assert transaction.get_connection().in_atomic_block, "a letter is issued in a transaction"


def _number(case: Case, row: Kind, year: int, serial: int) -> str:
    suffix = {"reply": "复", "notice": "告", "letter": "函"}[row.series]
    return f"{case.organ.number_word}{suffix}〔{year}〕{serial}号"


def _told(letter: Letter) -> dict[str, Any]:
    return {"letter": letter.pk, "name": letter.name, "number": letter.number, "sha256": letter.sha256}


def _canonical(facts: Common) -> str:
    """The facts as JSON with sorted keys and no spaces: the same facts give the same text, and the same hash."""
    return json.dumps(dataclasses.asdict(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def _settings() -> LetterSettings:
    """The paper of this installation: compression and the disputed remedies of its law settings."""
    return LetterSettings(fast_zlib=settings.LETTERS_FAST_ZLIB, law=law_settings())
