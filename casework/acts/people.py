"""The persons of a case: checked as the law's identity rules say, stored encrypted, found by blind index."""

from __future__ import annotations

from dataclasses import dataclass

from casework.errors import BadValue, MissingFact
from casework.law import identity
from casework.lawbook import law_settings
from casework.models import Agent, Applicant, Case, applicant
from casework.models.applicant import PERSON
from casework.personal import blind_index

RESIDENT_ID = "居民身份证"
USCC = applicant.USCC


@dataclass(frozen=True)
class Person:
    """An applicant as the form states it; ``name`` is the name of a person or the full name of an organisation."""

    name: str
    category: str = PERSON
    category_reason: str = ""
    document_kind: str = RESIDENT_ID
    document_number: str = ""
    representative: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    identity_proof: bool = True


@dataclass(frozen=True)
class AgentFacts:
    name: str
    document_number: str = ""
    phone: str = ""
    organisation: str = ""
    address: str = ""
    postcode: str = ""
    scope: str = ""
    has_authority: bool = False


def check(person: Person) -> None:
    """Refuse what cannot be right; what is merely missing may be corrected later (Art. 29, CLK-3).

    :raises MissingFact: no name. :raises BadValue: a broken identity number or credit code (GB 11643, GB 32100).
    """
    if not person.name.strip():
        raise MissingFact("请填写申请人姓名或者名称。", field="name")
    if not (person.phone or person.address or person.email):
        raise MissingFact("请至少填写一种联系方式（电话、通信地址或者电子邮箱）。", field="phone")
    number = person.document_number.strip()
    if not number:
        return
    if person.category != PERSON and person.document_kind == RESIDENT_ID:
        raise BadValue(f"单位申请人请选择“{USCC}”，并填写该单位的代码。", field="document_kind")
    checker = {RESIDENT_ID: identity.check_resident_id, USCC: identity.check_uscc}.get(person.document_kind)
    if checker is not None and not (verdict := checker(number)).valid:
        raise BadValue(verdict.reason, field="document_number")


def check_column(person: Person) -> None:
    """The column of the annual report follows the credit code unless a reason is given (law.md §7.4).

    :raises MissingFact: another column than the code's, without a reason.
    """
    number = person.document_number.strip()
    if person.document_kind != USCC or not number or person.category_reason.strip():
        return
    usual = identity.column_of_code(number, law_settings())
    if usual is not None and usual != person.category:
        label = identity.CATEGORIES[usual]
        text = f"按统一社会信用代码，该申请人一般计入“{label}”；确应计入“{identity.CATEGORIES[person.category]}”的，"
        raise MissingFact(f"{text}请写明理由。", field="category_reason")


def add_applicant(*, case: Case, person: Person, position: int) -> Applicant:
    applicant = applicant_of(case=case, person=person, position=position)
    applicant.save(force_insert=True)
    return applicant


def applicant_of(*, case: Case, person: Person, position: int) -> Applicant:
    """The applicant as a row not yet saved."""
    number = person.document_number.strip().upper()
    return Applicant(
        case=case,
        position=position,
        category=person.category,
        category_reason=person.category_reason.strip()[:200],
        name=person.name.strip(),
        document_kind=person.document_kind if number else "",
        document_number=number,
        representative=person.representative.strip(),
        contact_name=person.contact_name.strip(),
        phone=person.phone.strip(),
        email=person.email.strip(),
        address=person.address.strip(),
        postcode=person.postcode.strip(),
        identity_proof=person.identity_proof,
        name_index=blind_index(person.name, "name"),
        document_index=blind_index(number, "document"),
        phone_index=blind_index(person.phone, "phone"),
    )


def add_agent(*, case: Case, agent: AgentFacts) -> Agent:
    return Agent.objects.create(
        case=case,
        name=agent.name.strip(),
        document_number=agent.document_number.strip().upper(),
        phone=agent.phone.strip(),
        organisation=agent.organisation.strip(),
        address=agent.address.strip(),
        postcode=agent.postcode.strip(),
        scope=agent.scope.strip(),
        has_authority=agent.has_authority,
    )
