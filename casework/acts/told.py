"""告知之日: what a notice sets going when it goes out, and when it reaches its reader (law.md CNT-9).

The day that counts is the one of the service, never the date on the paper. A document with such an effect is one row.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.acts import consult, excess, extend
from casework.models import Case, Consultation, Correction, FeeCharge, ReasonRequest, Service

# Documents that wait for an answer: their rows while they wait, and the column of the day the reader got the paper.
_WAITING: dict[str, tuple[Any, dict[str, Any], str]] = {
    "F06": (Correction, {"corrected_on": None}, "delivered_on"),
    "F08": (ReasonRequest, {"reasonable": None}, "delivered_on"),
    "F13": (Consultation, {"closed_on": None}, "received_on"),
    "F17": (Consultation, {"closed_on": None}, "received_on"),
    "F19": (FeeCharge, {"paid_on": None}, "received_on"),
    "F42": (Consultation, {"closed_on": None}, "received_on"),
}


def went_out(*, case: Case, service: Service) -> None:
    """The paper of this service has left the office on ``service.served_on``."""
    code, on = service.document_code, service.served_on
    if code == "F10":
        excess.told(case=case, on=on)
    elif code == "F12":
        extend.told(case=case, on=on)
    elif code == "F15":
        consult.applicant_told(case=case, on=on)
    elif code == "F16":
        consult.told(case=case, on=on, about=service.about or 0)
    row = _waiting(case, service)
    if row is not None and getattr(row, _WAITING[code][2]) is None:
        row.sent_on = on
        row.save(update_fields=["sent_on"])
    arrived(case=case, service=service)


def arrived(*, case: Case, service: Service) -> None:
    """The paper of this service has reached its reader, if it has; a day entered before stays."""
    on = service.delivered_on if service.way == Service.Way.POST else service.delivered_on or service.served_on
    row = _waiting(case, service)
    if row is None or service.result != Service.Result.DELIVERED or on is None:
        return
    column = _WAITING[service.document_code][2]
    if getattr(row, column) is None:
        setattr(row, column, on)
        row.save(update_fields=[column])


def starts_period(service: Service) -> bool:
    """Whether somebody's period to answer counts from this service."""
    return service.document_code in _WAITING


def awaits_answer(*, case: Case, service: Service) -> bool:
    """Whether the answer to the paper of this service is still awaited."""
    return case.is_open and _waiting(case, service) is not None


def taken_back(*, case: Case, service: Service) -> None:
    """The paper of this service never left: what ``went_out`` told is untold, as far as it was told by this service.

    ``sent_on`` of a row that awaits an answer stays until the paper that takes its place goes out.
    """
    code, on = service.document_code, service.served_on
    if code == "F10":
        excess.untold(case=case, on=on)
    elif code == "F12":
        extend.untold(case=case, on=on)
    elif code == "F15":
        consult.applicant_untold(case=case, on=on)
    elif code == "F16":
        consult.untold(case=case, on=on, about=service.about or 0)
    if (row := _waiting(case, service)) is not None and getattr(row, _WAITING[code][2]) == on:
        setattr(row, _WAITING[code][2], None)
        row.save(update_fields=[_WAITING[code][2]])


def delivered(*, case: Case, row: Correction | FeeCharge | Consultation, on: date) -> None:
    """The day the reader got the paper of ``row`` was entered beside its service: the mail is no longer on its way."""
    codes = [code for code, (model, _, _) in _WAITING.items() if isinstance(row, model)]
    mail = case.services.filter(round_no=case.round_no, document_code__in=codes, result=Service.Result.ON_WAY)
    if isinstance(row, Consultation):
        mail = mail.filter(about=row.pk)
    mail.filter(served_on__lte=on).update(result=Service.Result.DELIVERED, delivered_on=on)


def _waiting(case: Case, service: Service) -> Any:
    if service.document_code not in _WAITING:
        return None
    model, waits, _ = _WAITING[service.document_code]
    rows = model.objects.filter(case=case, round_no=service.round_no, **waits)
    return (rows.filter(pk=service.about) if service.about else rows).last()
