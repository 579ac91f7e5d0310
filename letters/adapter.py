"""The only place where paper reads a case: rows in, a frozen dataclass of plain values out."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from casework.acts.clock import standing
from casework.law.outcomes import OUTCOMES
from casework.law.receipt import CHANNELS, required
from casework.law.remedies import organ_and_court
from casework.lawbook import law_settings
from casework.models import Case, Correction, Decision, FeeCharge, Organ, SearchRecord
from casework.selectors import month
from casework.selectors.facts import clock_moved
from letters import records, remedy_records
from letters.catalogue import Kind, kind, kinds_for_outcome
from letters.errors import LetterError
from letters.facts import REQUEST, Common, Reply
from letters.kinds.replies import WithheldItem
from letters.lint import articles_due
from letters.models import Letter

WAYS = {"post": "邮寄", "pick_up": "当面领取", "email": "电子邮件", "online": "网上获取", "fax": "传真"}


def kind_of_reply(decision: Decision) -> Kind:
    """The document that announces this decision. :raises LetterError: the catalogue has none for the outcome."""
    found = kinds_for_outcome(decision.outcome)
    if not found:
        raise LetterError(f"“{OUTCOMES[decision.outcome].label}”没有对应的答复文书。")
    return found[0]


def facts_for(
    case: Case, key: str, *, number: str | None, signed_on: date | None, about: int | None = None,
    decision: Decision | None = None, **given: Any,
) -> Common:  # fmt: skip
    """Return the facts of document ``key`` for this case, as far as they are on record.

    :param about: the row the document is about where a case may have several of them (a consultation, a request for
        assistance); the last one where None. ``given`` are facts said by the person who issues it.
    :param decision: a draft that is not saved yet, in place of the one on record.

    What is missing stays empty: ``letters.facts.missing`` lists it with the place where it is entered.
    """
    known = _values(case, kind(key), about, decision)
    known |= {"document_number": number, "signed_on": signed_on} | given
    fields = kind(key).facts
    return fields(**{field.name: known[field.name] for field in dataclasses.fields(fields) if field.name in known})


def _values(case: Case, row: Kind, about: int | None, decision: Decision | None) -> dict[str, Any]:
    prefetch_related_objects([case], "applicants", "decisions")
    moved = clock_moved(case)
    values = _common(case) | _remedy(case) | _dates(case, moved=moved)
    if "search_places" in {field.name for field in dataclasses.fields(row.facts)}:
        values |= _searches(case)
    values |= remedy_records.order(case)
    if moved:
        values |= _corrections(case) | _fees(case) | _consultation(case)
    values |= records.values(case, row.key, about)
    decision = decision or case.decision
    if decision is not None:
        entered = _decision(decision, values.get("consultation", ""))
        values |= entered if row.key != "F09" else entered | records.values(case, row.key)  # rows before what was typed
    if row.outcome:
        values["outcome"] = row.outcome
    return values


def open_slots(case: Case, key: str, about: int | None = None) -> frozenset[str]:
    """The slots of a document that neither the record nor the settings answer: who issues it says them."""
    facts = facts_for(case, key, number=None, signed_on=None, about=about)
    answered = derived_names(case) | {field.name for field in dataclasses.fields(Reply)} | {"provisional"}
    return frozenset(
        field.name
        for field in dataclasses.fields(facts)
        if (field.name not in answered or field.name in _TYPED.get(key, ())) and not getattr(facts, field.name)
    )


# What is typed on the way for these alone, though other documents read it from rows.
_TYPED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("F45-A", "F45-B", "F45-C", "F45-D"), ("document_number", "copies_to")),
    "F19": ("attachments",),
    "F33-E": ("attachments",),
    "F42": ("attachments",),
    "F46": ("attachments",),
}


def derived_names(case: Case) -> frozenset[str]:
    """The slots the case itself answers, so that no form asks for them."""
    return frozenset(_common(case) | _remedy(case)) | FROM_ROWS


# Slots filled from rows and settings that may not exist yet; the drafter enters the row, never the slot.
FROM_ROWS = frozenset(
    {"search_record", "searched_on", "search_places", "search_words", "search_period", "found"}
    | {
        "document_number",
        "signed_on",
        "seal_mm",
        "attachments",
        "copies_to",
        "consultation",
        "due_on",
        "extended_until",
        "paid_on",
        "consulted",
        "postponed_until",
        "order",
        "order_received_on",
        "asked_number",
        "asked_on",
        "counts",
        "reasons_given",
        "reasonable",
        "asked_served_on",
        "silent_since",
        "earlier_found",
    }
    | {"notice_number", "notice_on", "served_on", "asked", "corrected_on", "amount", "expired_on"}
)


def _common(case: Case) -> dict[str, Any]:
    organ = case.organ
    return {
        "organ_name": organ.name,
        "organ_mark_name": organ.name,
        "applicant_name": "、".join(person.name for person in case.applicants.all()),
        "salutation": records.salutation(case),
        "received_on": case.received_on,
        "two_sided": CHANNELS[case.channel].two_sided and "confirmed_on" in required(case.channel, law_settings()),
        "confirmed_on": _evidence_date(case, "confirmed_on"),
        "channel_label": CHANNELS[case.channel].in_forms,
        "filed": CHANNELS[case.channel].filed,
        "case_number": case.case_number,
        "request_summary": case.title,
        **_request(case),
        "contact_name": organ.disclosure_office,
        "contact_phone": organ.phone,
        "organ_address": organ.address,
        "query_code": query_code(case),
        "seal_mm": 45.0 if organ.kind == Organ.Kind.GOVERNMENT else 42.0,  # 国务院关于国家行政机关印章的规定
        "form_label": case.get_carrier_display(),
        "way_label": WAYS[case.delivery],
        "attachments": (),
    }


def _request(case: Case) -> dict[str, Any]:
    """How letters speak of what was filed."""
    if case.matter != Case.Matter.RECORD_CORRECTION:
        return {"request_kind": REQUEST, "wanted": "申请公开的内容", "correcting": False}
    return {"request_kind": "政府信息更正申请", "wanted": "要求更正的内容", "correcting": True}


def query_code(case: Case) -> str:
    """Eight digits the applicant quotes when asking by telephone; they tell nothing about the case."""
    digest = hmac.new(bytes.fromhex(settings.BLIND_INDEX_KEY), f"query:{case.case_number}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest.digest()[:8], 'big') % 10**8:08d}"


def _evidence_date(case: Case, key: str) -> date | None:
    raw = case.evidence.get(key)
    return date.fromisoformat(raw) if raw else None


def _remedy(case: Case) -> dict[str, Any]:
    organ, court = organ_and_court(case.organ.code, law_settings())  # where the organ's own settings are empty
    return {
        "remedy_organ": case.organ.reconsideration_organ or organ,
        "remedy_court": case.organ.court or court,
        "remedy_online": case.organ.reconsideration_online,
        "electronic": case.delivery in {Case.Delivery.EMAIL, Case.Delivery.ONLINE},
    }


def _decision(decision: Decision, consultation: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in decision.facts.items()
        if name not in FROM_ROWS  # what the record answers is never taken from what was typed
    }
    for name in ("earlier_on", "asked_on", "forwarded_on"):
        if isinstance(values.get(name), str):
            values[name] = date.fromisoformat(values[name])
    if "withheld" in values:
        values["withheld"] = tuple(_part(part, consultation) for part in values["withheld"])
    values |= _earlier(decision, str(values.get("earlier_number", "")))
    values["grounds"] = tuple(line.strip() for line in decision.ground.splitlines() if line.strip())
    return values


def _earlier(decision: Decision, number: str) -> dict[str, Any]:
    """The reply of this organ to the same applicant that R2 and R5 rest on: its day and subject are on record."""
    if not number:
        return {}
    before = month.of_same_applicant(decision.case).exclude(pk=decision.case_id)
    letter = Letter.objects.filter(
        case__in=before, organ=decision.case.organ_id, number=number.strip(), state=Letter.State.ISSUED, outcome__gt=""
    ).first()
    if letter is None:
        return {}
    return {"earlier_found": True, "earlier_on": letter.issued_on, "earlier_subject": letter.case.title}


def _part(part: dict[str, Any], consultation: str) -> WithheldItem:
    """A withheld part with what is on record of the third party's refusal, where it rests on one."""
    code = part["outcome"]
    told = consultation if code == "D4" else ""
    return WithheldItem(
        item=part["item"],
        outcome=code,
        articles=articles_due(code, consulted=bool(told)),
        reason=part["reason"],
        basis=part.get("basis", ""),
        consulted=told,
        no_exception=bool(part.get("no_exception")),
    )


def _consultation(case: Case) -> dict[str, Any]:
    told = {"consultation": records.refusal_sentence(case), "consulted": records.consulted_sentence(case)}
    return {name: sentence for name, sentence in told.items() if sentence}


def _searches(case: Case) -> dict[str, Any]:
    rows = list(SearchRecord.objects.filter(case=case, round_no=case.round_no))
    if not rows:
        return {}
    return {
        "search_record": "、".join(f"{case.case_number}检{number}" for number in range(1, len(rows) + 1)),
        "searched_on": rows[-1].searched_on,
        "found": rows[-1].found,
        "search_places": tuple(row.places for row in rows),
        "search_words": tuple(
            dict.fromkeys(word for row in rows for word in row.keywords.replace("，", "、").split("、"))
        ),
    }


def _corrections(case: Case) -> dict[str, Any]:
    row = Correction.objects.filter(case=case, round_no=case.round_no).last()
    if row is None:
        return {}
    notice = case.letters.filter(code="F06", state="issued").last()
    return {
        "notice_number": notice.number if notice else "",
        "notice_on": notice.issued_on if notice else row.sent_on,
        "served_on": row.delivered_on,
        "asked": tuple(line.strip() for line in row.matters.splitlines() if line.strip()),
        "corrected_on": row.corrected_on,
    }


def _fees(case: Case) -> dict[str, Any]:
    row = FeeCharge.objects.filter(case=case, round_no=case.round_no).last()
    return {"amount": f"{row.amount_cny}元", "paid_on": row.paid_on} if row else {}


def _dates(case: Case, *, moved: bool) -> dict[str, Any]:
    reading = standing(case, today=None, moved=moved)
    delayed = case.artdelays.filter(round_no=case.round_no, notified_on__isnull=False).last() if moved else None
    extended = moved and reading.extension_days > 0
    return {
        "due_on": reading.due,
        "extended_until": reading.due if extended and delayed is None else None,
        "postponed_until": delayed.until if delayed else None,
        "provisional": reading.provisional,
    }
