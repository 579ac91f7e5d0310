"""补登送达、送达结果、再次送达: when a paper reached its reader, entered when it becomes known."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO

from casework.acts import checks, close, files
from casework.acts.move import move
from casework.errors import MissingFact, WrongState
from casework.models import Case, Consultation, Correction, FeeCharge, Service, Staff


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
    if result in (Service.Result.RETURNED, Service.Result.REFUSED) and not note.strip():
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
    data = {"service": row.pk, "result": result, "note": row.note, "tracking": row.tracking_number}
    move(case, "follow_service", actor=actor, at=at, on=on, status=False, data=data)


def serve_again(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    way: str,
    served_on: date,
    carrier: str = "",
    tracking_number: str = "",
    receiver: str = "",
    witnesses: str = "",
    note: str = "",
    proof_id: int | None = None,
    proof_file: IO[bytes] | None = None,
) -> Service:
    """再次送达 after a return or a refusal; whether the reply was in time stays with the first service.

    :raises WrongState: the last service has not failed. :raises BadValue, MissingFact: as at the first service.
    """
    last = case.services.last()
    if last is None or last.result not in (Service.Result.RETURNED, Service.Result.REFUSED):
        raise WrongState("上一次送达没有退回或者拒收，不需要再次送达。")
    day = checks.past_date(served_on, today=today, not_before=last.delivered_on or last.served_on, field="served_on")
    close.check_way(case, way, carrier, tracking_number, receiver, witnesses, note)
    row = Service.objects.create(
        case=case,
        round_no=case.round_no,
        document_code=last.document_code,
        document_number=last.document_number,
        way=way,
        served_on=day,
        carrier=carrier,
        tracking_number=tracking_number.strip().upper(),
        receiver=receiver.strip(),
        witnesses=witnesses.strip(),
        note=note.strip()[:200],
        result=Service.Result.ON_WAY if way == Service.Way.POST else Service.Result.DELIVERED,
        proof=files.proof(case=case, actor=actor, at=at, today=today, proof_id=proof_id, proof_file=proof_file),
        recorded_by=actor,
        recorded_at=at,
    )
    data = {"way": way, "tracking": row.tracking_number, "document": row.document_number}
    move(case, "serve_again", actor=actor, at=at, on=day, status=False, data=data)
    return row
