"""登记: an application becomes a case, with the receipt date its channel fixes (Art. 31)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework.acts import numbers, people
from casework.acts.record import record
from casework.errors import BadValue, MissingFact, NotAllowed, WrongState
from casework.law import receipt
from casework.law.errors import LawError
from casework.law.states import Status
from casework.lawbook import law_settings
from casework.models import Case, Organ, Staff


@dataclass(frozen=True)
class Application:
    """What the form of an application says (F01), as entered by the clerk."""

    channel: str
    evidence: dict[str, Any]
    title: str
    description: str
    applicants: tuple[people.Person, ...]
    carrier: str = Case.Carrier.PAPER.value
    delivery: str = Case.Delivery.POST.value
    topic: str = ""
    reading_help: bool = False
    note: str = ""
    matter: str = Case.Matter.DISCLOSURE.value
    agent: people.AgentFacts | None = None
    recipient: str = Case.Recipient.APPLICANT.value
    extra: dict[str, Any] = field(default_factory=dict)


def register(
    *, actor: Staff, at: datetime, today: date, organ: Organ, application: Application, submit_key: str | None = None
) -> Case:
    """Open the case file on the day the application is received; number it without gaps per organ and year.

    The receipt date follows from the channel's evidence (Art. 31); the earlier date that a court might take is kept
    beside it as the safe date. A form sent twice (same ``submit_key``) gives the first case again.

    :raises NotAllowed: the actor is not an intake clerk of the organ.
    :raises BadValue, MissingFact: evidence missing, a future date, a broken identity number.
    """
    if not any(post.role == "intake" and post.organ_id == organ.pk for post in actor.posts):
        raise NotAllowed(f"登记申请需由{organ.short_name}的登记员办理。")
    if not organ.active:
        raise WrongState(f"{organ.name}已停用，不能再登记新的申请；已有办件继续办理。")
    if submit_key and (earlier := Case.objects.filter(submit_key=submit_key, registered_by=actor).first()):
        return earlier
    _check(application)
    received = receipt_dates(application.channel, application.evidence, today)
    year = today.year
    serial = numbers.take(organ=organ, year=year, kind="case")
    case = Case.objects.create(
        organ=organ,
        year=year,
        serial=serial,
        case_number=f"{organ.number_word}申〔{year}〕{serial}号",
        submit_key=submit_key,
        channel=application.channel,
        evidence={key: _plain(value) for key, value in application.evidence.items() if value not in (None, "")},
        received_on=received.on,
        safe_received_on=received.safe_on,
        registered_at=at,
        registered_by=actor,
        title=_title(application),
        description=application.description.strip(),
        topic=application.topic,
        carrier=application.carrier,
        delivery=application.delivery,
        matter=application.matter,
        recipient=application.recipient,
        reading_help=application.reading_help,
        note=application.note.strip(),
        **application.extra,
    )
    for position, person in enumerate(application.applicants, start=1):
        people.add_applicant(case=case, person=person, position=position)
    if application.agent is not None:
        people.add_agent(case=case, agent=application.agent)
    record(
        case=case,
        verb="register",
        actor=actor,
        at=at,
        on=received.on,
        target=Status.REGISTERED.value,
        data={"channel": case.channel, "evidence": case.evidence, "safe": received.safe_on, "number": case.case_number},
    )
    return case


def receipt_dates(channel: str, evidence: dict[str, Any], today: date) -> receipt.Receipt:
    """Return the statutory and the safe receipt date, with the law's refusal told as a form error."""
    dates = {name: evidence.get(name) or None for name in receipt.EVIDENCE_FIELDS}
    try:
        stated = receipt.Evidence(channel=channel, unreachable=bool(evidence.get("unreachable")), **dates)
        return receipt.receipt_date(stated, law_settings(), today=today)
    except LawError as error:
        raise BadValue(error.message, article=error.article, field="channel") from error


LONGEST = 200  # characters of a summary
_ASKED = {
    Case.Matter.DISCLOSURE.value: "请填写所需政府信息的名称、文号或者便于查询的其他特征性描述。",
    Case.Matter.RECORD_CORRECTION.value: "请填写要求更正的政府信息记录、不准确之处和所附的证据（第四十一条）。",
}


def _check(application: Application) -> None:
    if not application.description.strip():
        raise MissingFact(_ASKED[application.matter], field="description")
    if not application.applicants:
        raise MissingFact("请填写申请人姓名或者名称。", field="name")
    for person in application.applicants:
        people.check(person)
    people.check_column(application.applicants[0])
    if application.channel == "oral":
        _check_oral(application.evidence.get("records", {}))
    _check_recipient(application)


def _check_oral(records: Mapping[str, str]) -> None:
    """The office wrote it down, read it back, and the applicant confirmed it with his own hand (Art. 29(1))."""
    taken_by, read_back, confirmed, _ = (records.get(label, "") for label in receipt.ORAL_RECORDS)
    if not taken_by:
        raise MissingFact("请填写代填申请表的工作人员。", field="oral_record0")
    if read_back != receipt.READ_BACK:
        raise MissingFact("请把代填的内容向申请人宣读，核对无误后勾选，再登记。", field="oral_record1")
    if confirmed not in receipt.CONFIRMATIONS:
        raise MissingFact("请选择申请人以签名还是捺指印确认；申请人确认之日才是收到申请之日。", field="oral_record2")


def _check_recipient(application: Application) -> None:
    """Letters go to whom the applicants named: themselves, the first of several, or the agent they authorised."""
    if application.recipient == Case.Recipient.REPRESENTATIVE and len(application.applicants) < 2:
        raise BadValue("只有一名申请人，文书直接送达申请人；请改选“文书送达”。", field="recipient")
    if application.recipient != Case.Recipient.AGENT:
        return
    if application.agent is None:
        raise MissingFact("没有登记代理人，不能由代理人代收文书；请填写代理人或者改选“文书送达”。", field="recipient")
    if application.delivery == Case.Delivery.POST and not application.agent.address.strip():
        raise MissingFact("文书邮寄给代理人的，请填写代理人的通信地址。", field="agent_address")


def _title(application: Application) -> str:
    """The summary, which letters quote; where the clerk leaves it empty, the first sentence of the description."""
    said = application.title if application.title.strip() else application.description.partition("。")[0]
    title = " ".join(said.split()).rstrip("；;")
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
