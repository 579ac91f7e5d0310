"""作废: a letter in force is taken back with its reason; its number stays used and its file is kept.

What has reached its reader stands, and what is wrong with it is told openly (F47). What never left, though its sending
is on record, is voided with that record: the day it would have told counts no more (law.md CNT-9).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from casework.acts import checks, close, decide, told
from casework.acts.move import move
from casework.acts.tell_due import take_back
from casework.errors import MissingFact, WrongState
from casework.law.states import Status
from casework.models import Case, Service, Staff
from letters import adapter, sending
from letters.acts import issue_document, told_of
from letters.blocks import chinese_date
from letters.catalogue import kind
from letters.models import Letter

_CORRECT = "有差错的请制发更正（补充）告知书"
_POSTING = "国办公开办函〔2016〕235号"


def void_letter(
    *, case: Case, actor: Staff, at: datetime, today: date, letter_id: int, reason: str, reissue: bool = False,
    not_sent: bool = False,
) -> None:  # fmt: skip
    """作废 a letter with its reason; the number stays used and the file is kept (law.md §5.1: every change is logged).

    :param reissue: issue the same document at once under a new number: a reply that waits for service, or a notice,
        which then goes out today the way the void one was to go.
    :param not_sent: the sending on record is an error, the paper has not left the office.
    :raises WrongState: no such letter, void already, or one that has gone out. :raises MissingFact: what must be said
        besides, as ``_never_left`` tells.
    """
    letter = Letter.objects.select_for_update().filter(case=case, pk=letter_id).first()
    if letter is None or letter.state == Letter.State.VOID:
        raise WrongState("没有这份文书，或者已经作废，请刷新页面。")
    by_decision = kind(letter.key).by_decision
    if by_decision and _services(letter):
        raise WrongState("答复文书已经送达，不能作废；有笔误的请制发更正（补充）告知书。")
    if letter.outcome and case.status == Status.AWAITING_SERVICE and not reissue:
        raise WrongState("待送达的答复作废后应当重新制发；内容需要修改的，请由负责人“退回”，原文书随之作废。")
    letter.case = case
    services = _never_left(letter, not_sent=not_sent, reissue=reissue)
    given = {} if by_decision else _typed(letter)
    reason = checks.reason(reason, "作废文书", field="reason")
    _void(letter, reason, actor=actor, at=at, today=today, services=services)
    if reissue and (not by_decision or case.status == Status.AWAITING_SERVICE):
        _again(letter, given, services, actor=actor, at=at, today=today)


def _services(letter: Letter) -> list[Service]:
    return list(Service.objects.filter(case=letter.case_id, document_number=letter.number)) if letter.number else []


def _never_left(letter: Letter, *, not_sent: bool, reissue: bool) -> list[Service]:
    """The sendings on record of a letter that has not really left.

    :raises WrongState: it has left, or it was acted upon. :raises MissingFact: nobody says that it has not left; a
        period counts from it and nothing takes its place.
    """
    services = _services(letter)
    for row in services:
        sent = f"{chinese_date(row.served_on)}{row.get_way_display()}"
        if _proven(row):
            raise WrongState(f"该文书已于{sent}，不能作废；{_CORRECT}。", article=_POSTING)
        if not not_sent:
            text = f"该文书登记为已于{sent}，不能作废；{_CORRECT}。实际没有送出的，请勾选“登记有误，文书没有送出”。"
            raise MissingFact(text, article=_POSTING, field="not_sent")
    if services and told.starts_period(services[-1]):
        if not told.awaits_answer(case=letter.case, service=services[-1]):
            raise WrongState(f"已经依照该文书补正、缴费、提出意见或者办结，不能作废；{_CORRECT}。")
        if not reissue:
            text = "期限从该文书的告知之日起算，作废后没有告知就没有期限，请同时勾选“重新制发”。"
            raise MissingFact(text, field="reissue")
    return services


def _proven(row: Service) -> bool:
    """Whether there is more than an entry to show that the paper left: a signature, a return, a refusal, a proof."""
    signed = row.way not in (Service.Way.POST, Service.Way.ELECTRONIC)
    came_back = row.result in (Service.Result.RETURNED, Service.Result.REFUSED)
    return signed or came_back or bool(row.delivered_on or row.receiver or row.proof_id)


def _typed(letter: Letter) -> dict[str, Any]:
    """What was said with the act and is kept nowhere but in the letter, for the one that takes its place."""
    source = json.loads(letter.source)
    kept = {name: source[name] for name in adapter.open_slots(letter.case, letter.key, letter.about) if source[name]}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}


def _again(
    letter: Letter, given: dict[str, Any], services: list[Service], *, actor: Staff, at: datetime, today: date
) -> None:
    case = letter.case
    when: dict[str, Any] = {"actor": actor, "at": at}
    again = issue_document(
        case=case, key=letter.key, today=today, about=letter.about, corrects=letter.corrects, given=given, **when
    )
    way = services[-1].way if services else ""
    if way:
        sending.send(again, case=case, today=today, way=way, served_on=today, **when)
    move(case, "issue_notice", on=today, status=False, data=told_of(again) | {"way": way}, **when)


def return_to(*, case: Case, actor: Staff, at: datetime, today: date, opinion: str = "") -> None:
    """退回 to the drafter; a reply issued but not yet served is void with it."""
    issued = case.status == Status.AWAITING_SERVICE
    decide.return_to(case=case, actor=actor, at=at, today=today, opinion=opinion)
    if issued:
        _void_unserved(case, f"退回重新办理：{opinion.strip()}", actor=actor, at=at, today=today)
        case.outcome = ""
        case.save(update_fields=["outcome"])


def withdraw(*, case: Case, actor: Staff, at: datetime, today: date, **facts: Any) -> None:
    """撤回: the application is taken back, and a reply that was issued but not yet served is void with it."""
    _void_unserved(case, "申请人撤回申请，答复尚未送达。", actor=actor, at=at, today=today)  # while the case is open
    close.withdraw(case=case, actor=actor, at=at, today=today, **facts)


def _void_unserved(case: Case, reason: str, *, actor: Staff, at: datetime, today: date) -> None:
    for letter in Letter.objects.filter(case=case, round_no=case.round_no, state=Letter.State.ISSUED, outcome__gt=""):
        letter.case = case  # one version of the case, so that its counter goes on
        if not _services(letter):
            _void(letter, reason, actor=actor, at=at, today=today)


def _void(
    letter: Letter, reason: str, *, actor: Staff, at: datetime, today: date, services: list[Service] | None = None
) -> None:
    letter.state, letter.voided_at, letter.voided_by = Letter.State.VOID, at, actor
    letter.void_reason = reason[:200]
    letter.save(update_fields=["state", "voided_at", "voided_by", "void_reason"])
    data = told_of(letter) | {"reason": letter.void_reason}
    for row in services or ():
        told.taken_back(case=letter.case, service=row)
        row.delete()
        data["unsent"] = {"way": row.way, "on": row.served_on}
    if letter.code in sending.NAMES_DUE:
        take_back(case=letter.case, document=letter.name, number=letter.number)
    move(letter.case, "void_letter", actor=actor, at=at, on=today, status=False, data=data)
