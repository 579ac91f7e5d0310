"""送达的登记: one service of one paper, with the proof its way asks for (国办公开办函〔2016〕235号)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from casework.acts import checks
from casework.errors import BadValue, MissingFact
from casework.law.errors import LawError
from casework.law.service import service_dates
from casework.lawbook import law_settings
from casework.models import Attachment, Case, Service, Staff

# 邮政法 Art. 55; 国办公开办函〔2016〕235号 二: documents of state organs go by the postal enterprise only.
POSTAL_ENTERPRISE = "中国邮政"
TRACKING = re.compile(r"^[A-Z0-9]{8,20}$")
ELECTRONIC_CHOSEN = frozenset({Case.Delivery.EMAIL.value, Case.Delivery.ONLINE.value})


@dataclass(frozen=True)
class Paper:
    """What is served: its code and number in the catalogue, and the row it is about.

    ``registered``: it must travel with a postal number, as a reply does; a notice may go as an ordinary letter.
    """

    code: str
    number: str
    issued_on: date
    about: int | None = None
    to_applicant: bool = True
    registered: bool = True


def enter(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    paper: Paper,
    way: str,
    served_on: date,
    not_before: date | None = None,
    carrier: str = "",
    tracking_number: str = "",
    receiver: str = "",
    delivered_on: date | None = None,
    witnesses: str = "",
    note: str = "",
    proof: Attachment | None = None,
) -> Service:
    """Enter one service; ``served_on`` is the day posted, signed for or entered the reader's system (CNT-9).

    :param not_before: where it cannot lie before a day later than the date of the paper.
    :raises MissingFact: the proof its way asks for. :raises BadValue: not by the postal enterprise, electronic where
        nobody asked for it, or a date before the paper was issued.
    """
    day = checks.past_date(served_on, today=today, not_before=not_before or paper.issued_on, field="served_on")
    tracking = tracking_number.strip().upper()
    _require_proof(case, paper, way, carrier, tracking, receiver.strip(), witnesses.strip(), note.strip())
    arrived = checks.past_date(delivered_on, today=today, not_before=day, field="delivered_on")
    try:
        dates = service_dates(way, day, arrived, law_settings())
    except LawError as error:  # the setting counts the opening, and it is not known
        raise MissingFact(error.message, article=error.article, field="delivered_on") from error
    return Service.objects.create(
        case=case,
        round_no=case.round_no,
        document_code=paper.code,
        document_number=paper.number,
        about=paper.about,
        way=way,
        served_on=dates.served_on,
        carrier=carrier,
        tracking_number=tracking,
        receiver=receiver.strip(),
        delivered_on=arrived,
        witnesses=witnesses.strip(),
        note=note.strip()[:200],
        result=Service.Result.ON_WAY if way == Service.Way.POST and not arrived else Service.Result.DELIVERED,
        proof=proof,
        recorded_by=actor,
        recorded_at=at,
    )


def _require_proof(
    case: Case, paper: Paper, way: str, carrier: str, tracking: str, receiver: str, witnesses: str, note: str
) -> None:
    if way == Service.Way.POST:
        if carrier != POSTAL_ENTERPRISE:
            raise BadValue(
                "邮寄送达应当通过邮政企业，不得使用其他快递企业。", article="国办公开办函〔2016〕235号", field="carrier"
            )
        if (paper.registered or tracking) and not TRACKING.match(tracking):
            raise MissingFact("邮寄送达请填写邮件号码（8 至 20 位字母和数字）。", field="tracking_number")
    if way in (Service.Way.DIRECT, Service.Way.ENTRUSTED) and not receiver:
        raise MissingFact("直接送达、委托送达请填写签收人。", field="receiver")
    if way == Service.Way.PUBLIC and not note:
        raise MissingFact("公告送达请写明为何无法以其他方式送达，以及公告的载体和日期。", field="note")
    if way == Service.Way.LEFT and not witnesses:
        raise MissingFact("留置送达请填写见证人。", field="witnesses")
    if way == Service.Way.ELECTRONIC and paper.to_applicant and case.delivery not in ELECTRONIC_CHOSEN:
        raise BadValue("申请人没有选择电子方式获取，不能电子送达。", article="条例第二十九条、第四十条", field="way")
