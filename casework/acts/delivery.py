"""补登送达、送达结果、再次送达: when a paper reached its reader, entered when it becomes known."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import IO, Any

from casework.acts import checks, files, service, told
from casework.acts.move import move
from casework.errors import MissingFact, WrongState
from casework.models import Case, Consultation, Correction, FeeCharge, Service, Staff

_GONE = (Service.Result.RETURNED, Service.Result.REFUSED)


def enter_delivery(*, case: Case, actor: Staff, at: datetime, today: date, paper: str, delivered_on: date) -> None:
    """Enter the day a notice for correction, a fee notice or a letter of consultation arrived.

    :param paper: ``correction``, ``fee``, or ``consultation:<id>``.
    :raises WrongState: nothing of the kind waits for an answer. :raises BadValue: before it was sent, or to come.
    """
    name, _, ref = paper.partition(":")
    here = {"case": case, "round_no": case.round_no}
    row: Correction | FeeCharge | Consultation | None
    if name == "correction":
        row, column = Correction.objects.filter(**here, corrected_on=None).last(), "delivered_on"
    elif name == "fee":
        row, column = FeeCharge.objects.filter(**here, paid_on=None).last(), "received_on"
    else:
        open_rows = Consultation.objects.filter(**here, closed_on=None)
        row, column = open_rows.filter(pk=int(ref) if ref.isdigit() else 0).first(), "received_on"
    if row is None:
        raise WrongState("没有等待答复的文书，请刷新页面。")
    before = getattr(row, column)
    setattr(row, column, checks.past_date(delivered_on, today=today, not_before=row.sent_on, field="delivered_on"))
    row.save(update_fields=[column])
    told.delivered(case=case, row=row, on=delivered_on)
    data = {"paper": name, "delivered_on": delivered_on, "before": before}
    move(case, "enter_delivery", actor=actor, at=at, on=delivered_on, status=False, data=data)


def follow_service(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    service_id: int,
    result: str,
    on: date,
    receiver: str = "",
    witnesses: str = "",
    note: str = "",
    proof_id: int | None = None,
    proof_file: IO[bytes] | None = None,
) -> None:
    """Enter what became of a service: signed for, returned by the post, refused. The day that counts stays (CNT-9).

    :raises MissingFact: a return or a refusal without its reason, a refusal without witnesses.
    """
    row = Service.objects.select_for_update().filter(case=case, pk=service_id).first()
    if row is None:
        raise WrongState("没有这次送达的记录，请刷新页面。")
    if result in _GONE and not note.strip():
        raise MissingFact("退回、拒收请写明原因，如“查无此人”“收件人拒收”。", field="note")
    if result == Service.Result.REFUSED and not witnesses.strip():
        raise MissingFact("拒收请填写见证人。", field="witnesses")
    row.result, row.note = result, note.strip()[:200]
    row.delivered_on = checks.past_date(on, today=today, not_before=row.served_on, field="on")
    row.receiver = receiver.strip() or row.receiver
    row.witnesses = witnesses.strip() or row.witnesses
    proof = files.proof(case=case, actor=actor, at=at, today=today, proof_id=proof_id, proof_file=proof_file)
    row.proof = proof or row.proof
    row.save(update_fields=["result", "note", "delivered_on", "receiver", "witnesses", "proof"])
    told.arrived(case=case, service=row)
    data = {"service": row.pk, "result": result, "note": row.note, "tracking": row.tracking_number}
    move(case, "follow_service", actor=actor, at=at, on=on, status=False, data=data)


def serve_again(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    service_id: int | None = None,
    proof_id: int | None = None,
    proof_file: IO[bytes] | None = None,
    **said: Any,
) -> Service:
    """再次送达 after a return or a refusal, or to the next of several applicants.

    Whether the paper went out in time stays with the first service.

    :param service_id: the service that failed, where several papers came back; the last one where None.
    :raises WrongState: the last service of the paper has not failed. :raises BadValue, MissingFact: as at the first.
    """
    rows = failed(case)
    last = next((row for row in rows if service_id in (None, row.pk)), None)
    if last is None:
        raise WrongState("上一次送达没有退回或者拒收，也没有其他申请人等待送达，不需要再次送达。")
    row = service.enter(
        case=case, actor=actor, at=at, today=today,
        paper=service.Paper(
            last.document_code, last.document_number, last.served_on, last.about, to_applicant=last.about is None
        ),
        not_before=last.delivered_on, **said,
        proof=files.proof(case=case, actor=actor, at=at, today=today, proof_id=proof_id, proof_file=proof_file),
    )  # fmt: skip
    told.arrived(case=case, service=row)
    data = {"way": row.way, "tracking": row.tracking_number, "document": row.document_number}
    move(case, "serve_again", actor=actor, at=at, on=row.served_on, status=False, data=data)
    return row


def failed(case: Case) -> list[Service]:
    """The last service of each paper, where it came back or was refused, or another applicant still waits for it.

    The latest first. Applicants who take the letters themselves are each served the reply.
    """
    rows = list(case.services.all())
    last = {row.document_number: row for row in rows}
    sent = Counter(row.document_number for row in rows if row.result not in _GONE)
    each = case.applicants.count() if case.recipient == Case.Recipient.APPLICANT else 1

    def waits(row: Service) -> bool:
        return row.result in _GONE or (row.about is None and sent[row.document_number] < each)

    return sorted((row for row in last.values() if waits(row)), key=lambda row: -row.pk)
