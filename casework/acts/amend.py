"""拆分、更正收到日期: what was registered is put right, openly and with a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.acts import checks, numbers
from casework.acts.move import move
from casework.acts.record import record
from casework.acts.register import receipt_dates
from casework.errors import BadValue, MissingFact
from casework.law.states import Status
from casework.models import Agent, Applicant, Case, CaseLink, Staff

MAX_PARTS = 20


def split(*, case: Case, actor: Staff, at: datetime, today: date, matters: list[str]) -> list[Case]:
    """一事一申请: the first matter stays here, each other becomes a case of its own with the same day of receipt.

    The new cases carry the applicants, the evidence and the form of the original and stay linked to it.

    :raises MissingFact: fewer than two matters. :raises BadValue: more than 20.
    :returns: the new cases, registered and not yet on a desk.
    """
    parts = [" ".join(matter.split()) for matter in matters if matter.strip()]
    if len(parts) < 2:
        raise MissingFact("拆分至少需要两项，请每行填写一项。", field="matters")
    if len(parts) > MAX_PARTS:
        raise BadValue(f"一次最多拆分为 {MAX_PARTS} 项，现有 {len(parts)} 项。", field="matters")
    new = [_sibling(case, part, actor, at, today) for part in parts[1:]]
    before = case.description
    case.title, case.description = parts[0][:200], parts[0]
    data = {"parts": len(parts), "numbers": [row.case_number for row in new], "before": before}
    move(case, "split", actor=actor, at=at, on=today, status=False, changed=("title", "description"), data=data)
    return new


def _sibling(case: Case, matter: str, actor: Staff, at: datetime, today: date) -> Case:
    serial = numbers.take(organ=case.organ, year=today.year, kind="case")
    kept = (
        "organ", "matter", "channel", "evidence", "received_on", "safe_received_on", "topic", "carrier", "delivery",
        "recipient", "reading_help", "note",
    )  # fmt: skip
    new = Case.objects.create(
        **{name: getattr(case, name) for name in kept},
        year=today.year,
        serial=serial,
        case_number=f"{case.organ.number_word}申〔{today.year}〕{serial}号",
        registered_at=at,
        registered_by=actor,
        title=matter[:200],
        description=matter,
    )
    for model in (Applicant, Agent):
        for row in model._default_manager.filter(case=case):
            row.pk, row.case, row._state.adding = None, new, True
            row.save(force_insert=True)
    CaseLink.objects.create(case=new, other=case, kind=CaseLink.Kind.SPLIT, recorded_by=actor, recorded_at=at)
    data: dict[str, Any] = {
        "channel": new.channel, "evidence": new.evidence, "safe": new.safe_received_on, "number": new.case_number,
        "split_from": case.case_number,
    }  # fmt: skip
    record(case=new, verb="register", actor=actor, at=at, on=new.received_on, target=Status.REGISTERED.value, data=data)
    return new


def amend_receipt(
    *, case: Case, actor: Staff, at: datetime, today: date, channel: str, evidence: dict[str, Any], reason: str
) -> None:
    """更正收到日期: the evidence was entered wrongly; the day of receipt follows from the right one (Art. 31).

    :raises MissingFact: no reason. :raises BadValue: evidence the channel does not bear, or nothing changed.
    """
    why = checks.reason(reason, "更正收到日期", field="reason")
    received = receipt_dates(channel, evidence, today)
    before = {"channel": case.channel, "evidence": case.evidence, "received_on": case.received_on}
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in evidence.items() if value}
    if channel == case.channel and "records" in case.evidence:  # who took it in and how stays as noted
        kept.setdefault("records", case.evidence["records"])
    if channel == case.channel and kept == case.evidence:
        raise BadValue("申请渠道和日期依据没有变化，不需要更正。", field="channel")
    case.channel, case.evidence = channel, kept
    case.received_on, case.safe_received_on = received.on, received.safe_on
    move(
        case, "amend_receipt", actor=actor, at=at, on=received.on, status=False,
        changed=("channel", "evidence", "received_on", "safe_received_on"),
        data={"reason": why, "before": before, "channel": channel, "evidence": kept, "received_on": received.on},
    )  # fmt: skip
