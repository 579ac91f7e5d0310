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
from casework.law.receipt import CHANNELS
from casework.models import Case, Correction, Decision, Extension, FeeCharge, Organ, SearchRecord
from casework.selectors.facts import clock_moved
from letters import records
from letters.catalogue import Kind, kind, kinds_for_outcome
from letters.errors import LetterError
from letters.facts import Common
from letters.kinds.replies import WithheldItem

# Channels whose receipt date is the day both sides confirmed (Art. 31(3)); the letter names that day too.
TWO_SIDED = frozenset({"email", "fax", "other"})
# How a letter names a channel whose label says more than how the applicant filed: 以…方式提出.
SPOKEN = {"mail_misdirected": "邮寄", "oral": "口头", "forwarded": "转送", "other": "本机关公布的其他"}
WAYS = {"post": "邮寄", "pick_up": "当面领取", "email": "电子邮件", "online": "网上获取", "fax": "传真"}


def kind_of_reply(decision: Decision) -> Kind:
    """The document that announces this decision. :raises LetterError: the catalogue has none for the outcome."""
    found = kinds_for_outcome(decision.outcome)
    if not found:
        raise LetterError(f"“{OUTCOMES[decision.outcome].label}”没有对应的答复文书。")
    return found[0]


def facts_for(case: Case, key: str, *, number: str | None, signed_on: date | None) -> Common:
    """Return the facts of document ``key`` for this case, as far as they are on record.

    What is missing stays empty: ``letters.facts.missing`` lists it with the place where it is entered.
    """
    known = _values(case, kind(key))
    known |= {"document_number": number, "signed_on": signed_on}
    fields = kind(key).facts
    return fields(**{field.name: known[field.name] for field in dataclasses.fields(fields) if field.name in known})


def _values(case: Case, row: Kind) -> dict[str, Any]:
    prefetch_related_objects([case], "applicants", "decisions")
    moved = clock_moved(case)
    values = _common(case) | _remedy(case) | _dates(case, moved=moved)
    if "search_places" in {field.name for field in dataclasses.fields(row.facts)}:
        values |= _searches(case)
    if moved:
        values |= _corrections(case) | _fees(case) | _consultation(case)
    values |= records.values(case, row.key)
    if case.decision is not None:
        values |= _decision(case.decision)
    if row.outcome:
        values["outcome"] = row.outcome
    return values


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
        "two_sided": case.channel in TWO_SIDED,
        "confirmed_on": _evidence_date(case, "confirmed_on"),
        "channel_label": SPOKEN.get(case.channel) or CHANNELS[case.channel].label.split("（")[0],
        "case_number": case.case_number,
        "request_summary": case.title,
        "contact_name": organ.disclosure_office,
        "contact_phone": organ.phone,
        "organ_address": organ.address,
        "query_code": query_code(case),
        "seal_mm": 45.0 if organ.kind == Organ.Kind.GOVERNMENT else 42.0,  # 国务院关于国家行政机关印章的规定
        "form_label": case.get_carrier_display(),
        "way_label": WAYS[case.delivery],
        "attachments": (),
    }


def query_code(case: Case) -> str:
    """Eight digits the applicant quotes when asking by telephone; they tell nothing about the case."""
    digest = hmac.new(bytes.fromhex(settings.BLIND_INDEX_KEY), f"query:{case.case_number}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest.digest()[:8], 'big') % 10**8:08d}"


def _evidence_date(case: Case, key: str) -> date | None:
    raw = case.evidence.get(key)
    return date.fromisoformat(raw) if raw else None


def _remedy(case: Case) -> dict[str, Any]:
    return {
        "remedy_organ": case.organ.reconsideration_organ,
        "remedy_court": case.organ.court,
        "remedy_online": case.organ.reconsideration_online,
        "electronic": case.delivery in {Case.Delivery.EMAIL, Case.Delivery.ONLINE},
    }


def _decision(decision: Decision) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in decision.facts.items()
    }
    for name in ("earlier_on", "asked_on"):
        if isinstance(values.get(name), str):
            values[name] = date.fromisoformat(values[name])
    if "withheld" in values:
        values["withheld"] = tuple(
            WithheldItem(
                item=part["item"],
                outcome=part["outcome"],
                articles=OUTCOMES[part["outcome"]].articles if part["outcome"] else (),
                reason=part["reason"],
            )
            for part in values["withheld"]
        )
    values["grounds"] = tuple(line.strip() for line in decision.ground.splitlines() if line.strip())
    return values


def _consultation(case: Case) -> dict[str, Any]:
    sentence = records.consultation_sentence(case)
    return {"consultation": sentence} if sentence else {}


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
    return {"amount": f"{row.amount_cny}元"} if row else {}


def _dates(case: Case, *, moved: bool) -> dict[str, Any]:
    reading = standing(case, today=None)
    extended = moved and Extension.objects.filter(case=case, round_no=case.round_no, approved_on__isnull=False).exists()
    return {
        "due_on": reading.due,
        "extended_until": reading.due if extended else None,
        "provisional": reading.provisional,
    }
