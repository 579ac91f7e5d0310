"""告知文书的送达: a notice goes out the day it is issued, or later; that day is told the clock (law.md CNT-9)."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import IO, Any

from django.db.models import Exists, OuterRef, QuerySet

from casework.acts import files, service, told
from casework.acts.move import move
from casework.acts.tell_due import tell_due
from casework.errors import WrongState
from casework.models import Case, Service, Staff
from letters.catalogue import CATALOGUE, Kind, kind
from letters.models import Letter

# The field of each document that names the last day of the reply period to the applicant.
NAMES_DUE = {"F03": "due_on", "F12": "new_due_on"}
_REPLIES = {row.key for row in CATALOGUE if row.by_decision}


def usual_way(case: Case, row: Kind) -> str:
    """How a notice goes out on the day of its issue; "" where it waits for the applicant to fetch it."""
    if row.recipient != "applicant":
        return Service.Way.POST.value
    if case.delivery in service.ELECTRONIC_CHOSEN:
        return Service.Way.ELECTRONIC.value
    return "" if case.delivery == Case.Delivery.PICK_UP else Service.Way.POST.value


def unsent(case: Case) -> list[Letter]:
    """The notices in force whose service is not on record; a reply is served by an act of its own."""
    letters: QuerySet[Letter] = Letter.objects.filter(case=case, state=Letter.State.ISSUED).exclude(series="none")
    served = Service.objects.filter(case=case, document_number=OuterRef("number"))
    rows = letters.filter(~Exists(served)).order_by("id")
    return [letter for letter in rows if letter.key not in _REPLIES]


def send_notice(
    *, case: Case, actor: Staff, at: datetime, today: date, letter_id: int, way: str, served_on: date | None = None,
    proof_id: int | None = None, proof_file: IO[bytes] | None = None, **said: Any,
) -> Service:  # fmt: skip
    """登记告知送达 of a notice issued before: what it tells counts from the day it went out, not from its date.

    :raises WrongState: void, served already, or a reply. :raises MissingFact, BadValue: as ``service.enter``.
    """
    letter = next((row for row in unsent(case) if row.pk == letter_id), None)
    if letter is None:
        raise WrongState("这份文书的送达已经登记，或者文书已经作废，请刷新页面。")
    said["proof"] = files.proof(case=case, actor=actor, at=at, today=today, proof_id=proof_id, proof_file=proof_file)
    row = send(letter, case=case, actor=actor, at=at, today=today, way=way, served_on=served_on or today, **said)
    data = {"way": row.way, "tracking": row.tracking_number, "document": row.document_number, "letter": letter.pk}
    move(case, "send_notice", actor=actor, at=at, on=row.served_on, status=False, data=data)
    return row


def send(letter: Letter, *, case: Case, actor: Staff, at: datetime, today: date, way: str, **said: Any) -> Service:
    """Enter the service of a notice and what follows from its day."""
    carrier = said.pop("carrier", service.POSTAL_ENTERPRISE if way == Service.Way.POST else "")
    paper = service.Paper(
        letter.code, letter.number, letter.issued_on, letter.about,
        to_applicant=kind(letter.key).recipient == "applicant", registered=False,
    )  # fmt: skip
    row = service.enter(case=case, actor=actor, at=at, today=today, paper=paper, way=way, carrier=carrier, **said)
    told.went_out(case=case, service=row)
    named = json.loads(letter.source).get(NAMES_DUE.get(letter.code, ""))
    if named:
        until = date.fromisoformat(named)
        tell_due(case=case, document=letter.name, number=letter.number, on=row.served_on, until=until)
    return row
