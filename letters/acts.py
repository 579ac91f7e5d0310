"""制发: a document leaves the office once, numbered, dated, frozen."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from casework.acts import close, decide, excess, files, numbers
from casework.acts.move import move
from casework.acts.service import Paper
from casework.errors import BadValue, MissingFact, WrongState
from casework.lawbook import law_settings
from casework.models import Case, Consultation, Decision, Service, Staff
from letters import adapter, lint, offered, seal, sending, sign, verification, versions
from letters.blocks import Document
from letters.build import build, remedy_told
from letters.catalogue import Kind, kind
from letters.errors import LetterError, NotIssuable
from letters.facts import Common
from letters.models import Letter
from letters.render import render
from letters.settings import LetterSettings

DISCLOSING = frozenset({"G1", "G2", "P"})
"""Outcomes by which something of what third parties objected to may leave the office."""


def draft(*, case: Case, actor: Staff, at: datetime, today: date, **facts: Any) -> None:
    """拟稿: keep the draft, and keep what the paper said, so that the next reader sees what has changed."""
    decide.draft(case=case, actor=actor, at=at, today=today, **facts)
    decision = Decision.objects.get(case=case, round_no=case.round_no)
    try:
        document = draft_document(case, adapter.kind_of_reply(decision).key, today=today, decision=decision)
    except LetterError:  # a character that cannot be printed: saved all the same, the paper says so
        return
    versions.keep(case, decision, document, actor=actor, at=at)


def submit(*, case: Case, actor: Staff, at: datetime, today: date, opinion: str = "") -> None:
    """送审: only a draft whose paper the law would bear goes to the reviewers.

    :raises NotIssuable: what is missing or does not fit, one sentence each.
    """
    found = findings(case, adapter.kind_of_reply(decide.current(case)).key, today=today)
    if found:
        raise NotIssuable(found)
    _no_objection(case)
    decide.submit(case=case, actor=actor, at=at, today=today, opinion=opinion)


def answer_on_spot(
    *, case: Case, actor: Staff, at: datetime, today: date, outcome_code: str, ground: str, facts: dict[str, Any]
) -> None:
    """当场答复: the same paper as any reply, so the same questions are asked of it before it goes to signature.

    :raises NotIssuable: what is missing or does not fit, one sentence each.
    """
    decide.answer_on_spot(
        case=case, actor=actor, at=at, today=today, outcome_code=outcome_code, ground=ground, facts=facts
    )
    found = findings(case, adapter.kind_of_reply(decide.current(case)).key, today=today)
    if found:
        raise NotIssuable(found)


def issue_reply(*, case: Case, actor: Staff, at: datetime, today: date) -> Letter:
    """制发 the signed reply: number, date, PDF, hash; the case then waits for service.

    :raises MissingFact: not signed yet. :raises NotIssuable: the law would not bear the document, with the reasons.
    """
    decision = decide.current(case)
    if decision.signed_by_id is None:
        raise MissingFact("答复尚未签发，不能制发。")
    if decision.outcome in DISCLOSING:
        _no_objection(case)
        _third_parties_told(case, today)
    letter = issue_document(case=case, key=adapter.kind_of_reply(decision).key, actor=actor, at=at, today=today)
    case.outcome = decision.outcome
    move(case, "issue", actor=actor, at=at, on=today, changed=("outcome",), data=told_of(letter))
    return letter


def _no_objection(case: Case) -> None:
    """What a third party objects to with good grounds is disclosed only once the head has decided so (Art. 32).

    A part withheld under Art. 15 meets the objection.

    :raises WrongState: an objection stands against what the decision gives.
    """
    decision = decide.current(case)
    withheld = {part["outcome"] for part in decision.facts.get("withheld", ())}
    if decision.outcome not in {"G2", "P"} or "D4" in withheld:
        return
    objected = Consultation.objects.filter(
        case=case, round_no=case.round_no, kind=Consultation.Kind.THIRD_PARTY, grounds_reasonable=True,
        overridden_on=None, opinion__in=(Consultation.Opinion.REFUSE, Consultation.Opinion.PARTLY),
    ).first()  # fmt: skip
    if objected is not None:
        text = (
            f"第三方{objected.party}不同意公开，且已认定其理由合理，不得公开。"
            "不公开可能对公共利益造成重大影响的，请先由负责人决定公开并告知第三方。"
        )
        raise WrongState(text, article="条例第十五条、第三十二条")


def _third_parties_told(case: Case, today: date) -> None:
    """A third party whose objection is overridden is told, and has its time, before anything is disclosed (Art. 32).

    :raises WrongState: the notice has not gone out, or the time left to the third party still runs.
    """
    for row in Consultation.objects.filter(case=case, round_no=case.round_no, overridden_on__isnull=False):
        here = {"case": case, "code": "F16", "state": Letter.State.ISSUED}
        if not Letter.objects.filter(**here, about=row.pk).exists():
            raise WrongState(f"尚未向{row.party}制发决定公开的告知书（F16），不能制发答复。", article="条例第三十二条")
        if row.party_told_on is None:
            raise WrongState(f"给{row.party}的决定公开告知书尚未登记送达，不能制发答复。", article="条例第三十二条")
        if row.disclose_after is not None and today < row.disclose_after:
            text = f"已告知{row.party}不早于 {row.disclose_after} 公开，在此之前不能制发答复。"
            raise WrongState(text, article="条例第三十二条")


def issue_notice(
    *, case: Case, actor: Staff, at: datetime, today: date, key: str, about: int | None = None,
    given: Mapping[str, Any] | None = None, way: str | None = None, **sent: Any,
) -> Letter:  # fmt: skip
    """制发 a document that is not the reply (登记回执 and the notices on the way).

    :param about: the consultation, the request for help, the remedy it is for, where the case has several.
    :param given: the slots the record does not answer, as ``adapter.open_slots`` names them.
    :param way: how it goes out today, with what ``service.enter`` asks for that way; the way of its reader where
        None, "" where it goes out later (``sending.send_notice``).
    :raises WrongState: the case does not call for the document. :raises BadValue: a fact the record answers.
    """
    if kind(key).by_decision:
        raise WrongState("答复文书须经审核签发后制发，不能单独制发。")
    offered.require(case, actor, key, about)
    given = dict(given or {})
    if strange := given.keys() - adapter.open_slots(case, key, about):
        raise BadValue(f"这些内容取自登记的事实，不能另行填写：{'、'.join(sorted(strange))}。")
    if key == "F10":
        excess.require_open(case, today)
    letter = issue_document(case=case, key=key, actor=actor, at=at, today=today, about=about, given=given)
    way = sending.usual_way(case, kind(key)) if way is None else way
    if way and letter.number:
        sending.send(letter, case=case, actor=actor, at=at, today=today, way=way, served_on=today, **sent)
    move(case, "issue_notice", actor=actor, at=at, on=today, status=False, data=told_of(letter) | {"way": way})
    return letter


def issue_correction(
    *, case: Case, actor: Staff, at: datetime, today: date, letter_id: int, changes: list[str],
    additions: list[str] | None = None, rerun: bool = False,
) -> Letter:  # fmt: skip
    """更正（补充）告知书 (F47) for what is wrong or missing in a document that has left the office.

    :param rerun: the change touches the applicant's rights: the remedy of the original is told again and its periods
        run from this notice; otherwise they are unaffected.
    :raises WrongState: no such letter, or a void one. :raises MissingFact: nothing to change or to add.
    """
    wrong = Letter.objects.filter(case=case, pk=letter_id, state=Letter.State.ISSUED).first()
    if wrong is None:
        raise WrongState("没有这份文书，或者已经作废，请刷新页面。")
    told, added = _lines(changes), _lines(additions or [])
    if not told and not added:
        raise MissingFact("请写明更正或者补充的内容，每行一项。", field="changes")
    given = {
        "original_name": wrong.name, "original_number": wrong.number, "original_on": wrong.issued_on,
        "changes": told, "additions": added, "rerun": rerun, "original_remedy": _remedy_of(wrong),
    }  # fmt: skip
    letter = issue_document(case=case, key="F47", actor=actor, at=at, today=today, corrects=wrong, given=given)
    data = told_of(letter) | {"corrects": wrong.pk, "rerun": rerun}
    move(case, "issue_correction", actor=actor, at=at, on=today, status=False, data=data)
    return letter


def _lines(items: list[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in items if line.strip())


def _remedy_of(letter: Letter) -> str:
    """The remedy the issued letter told, from the facts it was made of."""
    row = kind(letter.key)
    withheld = [part["outcome"] for part in json.loads(letter.source).get("withheld", ())]
    return remedy_told(row, withheld, law_settings())


def serve_reply(*, case: Case, actor: Staff, at: datetime, today: date, **facts: Any) -> Service:
    """登记送达 of the reply that was issued last."""
    letter = Letter.objects.filter(case=case, round_no=case.round_no, state=Letter.State.ISSUED, outcome__gt="").last()
    if letter is None:
        raise WrongState("答复文书尚未制发，不能登记送达。")
    chosen, sent = facts.pop("proof_id", None), facts.pop("proof_file", None)
    proof = files.proof(case=case, actor=actor, at=at, today=today, proof_id=chosen, proof_file=sent)
    return close.serve(
        case=case, actor=actor, at=at, today=today, paper=Paper(letter.code, letter.number, letter.issued_on),
        proof=proof, **facts,
    )  # fmt: skip


def findings(case: Case, key: str, *, today: date, about: int | None = None, **given: Any) -> tuple[lint.Finding, ...]:
    """What would keep this document from going to review today; number and date are looked at when it is issued."""
    return lint.lint(draft_document(case, key, today=today, about=about, **given), law=law_settings())


def draft_document(
    case: Case, key: str, *, today: date, about: int | None = None, stamped: bool = True, **given: Any
) -> Document:
    """The paper as it would be today: without number and seal, what is missing in braces, 稿 across it.

    :param stamped: False for a form that is printed to be filled in and signed by hand.
    """
    facts = adapter.facts_for(case, key, number=None, signed_on=today, about=about, **given)
    return dataclasses.replace(build(key, facts, settings=_settings(), draft=True), draft=stamped)


def draft_pdf(
    case: Case, key: str, *, today: date, about: int | None = None, stamped: bool = True, **given: Any
) -> bytes:
    """The same paper as PDF."""
    document = draft_document(case, key, today=today, about=about, stamped=stamped, **given)
    return render(document, settings=_settings()).pdf


def issue_document(
    *, case: Case, key: str, actor: Staff, at: datetime, today: date, about: int | None = None,
    corrects: Letter | None = None, given: Mapping[str, Any] | None = None,
) -> Letter:  # fmt: skip
    """Number, lint, render, sign and freeze one document; any failure gives the number back.

    :param about: the row it is for, where the case has several.
    :param given: facts that are said with the act and kept nowhere but in the letter.
    """
    row = kind(key)
    serial = None if row.series == "none" else numbers.take(organ=case.organ, year=today.year, kind=row.series)
    number = _number(case, row, today.year, serial) if serial else ""
    facts = adapter.facts_for(case, key, number=number or None, signed_on=today, about=about, **(given or {}))
    document = build(key, facts, settings=_settings())
    found = lint.lint(document, today=today, law=law_settings())
    if found:
        raise NotIssuable(found)
    code = verification.new_code() if settings.LETTERS_VERIFY_URL and row.style == "letter" else None
    document = dataclasses.replace(document, verify_url=_address(code))
    picture = seal.of_organ(settings.LETTERS_SEAL_DIR, case.organ.code)
    rendered = render(document, settings=_settings(), seal_image=picture)
    pdf = _signed(rendered.pdf, case.organ.code) if row.sealed else rendered.pdf
    source = _canonical(facts)
    letter = Letter(
        case=case, round_no=case.round_no, code=row.code, name=row.name, organ=case.organ, series=row.series,
        year=today.year, serial=serial, number=number, outcome=row.outcome, issued_on=today, issued_at=at,
        issued_by=actor, template_version=f"{row.key}/{row.version}", source=source,
        source_sha256=hashlib.sha256(source.encode()).hexdigest(), made_with=rendered.versions,
        stored=f"{case.pk // 1000:04d}/{case.pk}/{secrets.token_hex(12)}.pdf", pages=rendered.pages,
        sha256=hashlib.sha256(pdf).hexdigest(), unsigned_sha256=rendered.sha256 if pdf != rendered.pdf else "",
        verify_code=code, about=about, corrects=corrects,
    )  # fmt: skip
    _store(letter, pdf)
    letter.save(force_insert=True)
    return letter


def _address(code: str | None) -> str:
    return verification.address(settings.LETTERS_VERIFY_URL, code) if code else ""


def _signed(pdf: bytes, organ: str) -> bytes:
    sign_it = sign.of_organ(
        organ, dotted_path=settings.LETTERS_SIGNER, folder=settings.LETTERS_CERTIFICATE_DIR,
        passphrase=settings.LETTERS_CERTIFICATE_PASSPHRASE,
    )  # fmt: skip
    return sign_it(pdf)


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


def told_of(letter: Letter) -> dict[str, Any]:
    """What the history keeps of a letter."""
    return {"letter": letter.pk, "name": letter.name, "number": letter.number, "sha256": letter.sha256}


def _canonical(facts: Common) -> str:
    """The facts as JSON with sorted keys and no spaces: the same facts give the same text, and the same hash."""
    return json.dumps(dataclasses.asdict(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def _settings() -> LetterSettings:
    """The paper of this installation: compression and the disputed remedies of its law settings."""
    return LetterSettings(fast_zlib=settings.LETTERS_FAST_ZLIB, law=law_settings())
