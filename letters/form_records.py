"""Rows of a case to the facts of the office's own forms: registered, assigned, searched, reviewed, served, filed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from casework.law.identity import CATEGORIES
from casework.law.outcomes import OUTCOMES
from casework.law.receipt import ORAL_RECORDS
from casework.models import Case, Review, SearchRecord, Service
from letters.catalogue import kinds_for_outcome
from letters.kinds.forms import FileItem, Opinion, SearchStep
from letters.rows import Values, day_of, desk_of, last, last_event, name_of, of_round

_STEPS = {"secrecy": "公开（保密）审查", "legal": "法制审核", "sign_off": "签发"}
_REVIEW_QUESTIONS = (
    "是否属于国家秘密，或者法律、行政法规禁止公开（第十四条）",
    "公开后是否危及国家安全、公共安全、经济安全、社会稳定（第十四条）",
    "是否涉及商业秘密、个人隐私等，第三方是否同意公开（第十五条）",
    "是否属于人事管理、后勤管理、内部工作流程信息（第十六条第一款）",
    "是否属于过程性信息或者行政执法案卷信息（第十六条第二款）",
    "法律、法规、规章是否规定应当公开（第十六条第二款）",
    "能否作区分处理（第三十七条）",
)


def _registration(case: Case) -> Values:
    """F05."""
    first = case.applicant
    contact = "，".join(part for part in (first.phone, first.email, first.address) if part) if first else ""
    return desk_of(case) | {
        "applicant_kind": CATEGORIES.get(first.category, "") if first else "",
        "applicant_contact": contact or "未留联系方式",
        "form_wanted": case.get_carrier_display(),
        "way_wanted": case.get_delivery_display(),
        "registered_at": f"{localtime(case.registered_at):%Y年%m月%d日%H时%M分}",
        "registered_by": name_of(case.registered_by),
        "materials": tuple(case.attachments.filter(kind="application").values_list("name", flat=True)),
    }


def _confirmation(case: Case) -> Values:
    """F04."""
    days = [case.evidence.get(name) for name in ("arrived_on", "server_on", "submitted_on")]
    arrived = next((date.fromisoformat(day) for day in days if day), case.safe_received_on)
    return {"arrived_on": arrived, "confirmed_by": name_of(case.registered_by)}


def _application(case: Case) -> Values:
    """F01, F02."""
    first = case.applicant
    if first is None:
        return {}
    return {
        "organisation": not first.is_person,
        "id_kind": first.document_kind,
        "id_number": first.document_number,
        "legal_person": first.representative,
        "contact_person": first.contact_name,
        "applicant_address": first.address,
        "postcode": first.postcode,
        "applicant_phone": first.phone,
        "applicant_email": first.email,
        "form_wanted": case.get_carrier_display(),
        "way_wanted": case.get_delivery_display(),
        "taken_by": case.evidence.get("records", {}).get(ORAL_RECORDS[0]) or name_of(case.registered_by),
        "request_summary": case.description,
    }


def _service(case: Case, about: int | None) -> Values:
    """F35: for one letter; the service that is on record for it, if it has been served."""
    issued = case.letters.filter(state="issued").exclude(series="none")
    letter = last(issued.filter(round_no=case.round_no) if about is None else issued.filter(pk=about))
    if letter is None:
        return {}
    names = (f"{letter.name}（{letter.number}）" if letter.number else letter.name,)
    row = case.services.filter(document_number=letter.number).select_related("recorded_by").last()
    if row is None:
        return {"document_names": names, "way": "直接送达", "place": case.organ.address}
    direct = row.way == Service.Way.DIRECT
    return {
        "document_names": names,
        "way": row.get_way_display(),
        "place": case.organ.address if direct else (case.applicant.address or "申请人提供的地址"),
        "served_on": row.served_on,
        "received_by": row.receiver,
        "server": name_of(row.recorded_by),
        "refusal": row.note if row.result in (Service.Result.RETURNED, Service.Result.REFUSED) else "",
        "witnesses": row.witnesses,
        "tracking": row.tracking_number,
    }


def _assignment(case: Case) -> Values:
    """F36."""
    event = last_event(case, "assign")
    return desk_of(case) | {
        "to_unit": str(case.unit) if case.unit else "",
        "assigned_by": name_of(event.actor) if event else "",
        "attachments": tuple(case.attachments.values_list("name", flat=True)),
    }


def _approval(case: Case) -> Values:
    """F39."""
    decision = case.decision
    if decision is None:
        return {}
    outcome = OUTCOMES[decision.outcome]
    basis = (
        f"《中华人民共和国政府信息公开条例》{'、'.join(outcome.articles)}"
        if outcome.articles
        else "年度报告格式所列情形"
    )
    drafted = Opinion(
        "承办科室意见", f"拟办结果：{outcome.label}。", name_of(decision.drafted_by), day_of(decision.drafted_at)
    )
    return desk_of(case) | {
        "letter_name": kinds_for_outcome(decision.outcome)[0].title[0],
        "outcome_label": outcome.label,
        "legal_basis": basis,
        "summary": decision.ground,
        "opinions": (drafted, *_reviews(decision)),
    }


def _reviews(decision: Any) -> tuple[Opinion, ...]:
    """The last verdict of each step."""
    latest: dict[str, Opinion] = {}
    for review in decision.reviews.select_related("reviewer"):
        text = review.opinion or review.get_verdict_display()
        step = _STEPS[review.step]
        latest[review.step] = Opinion(step, text, name_of(review.reviewer), day_of(review.at))
    return tuple(latest.values())


def _review(case: Case) -> Values:
    """F40: the questions with room for the answers."""
    decision = case.decision
    given = decision.facts if decision else {}
    found = desk_of(case) | {
        "information": (case.title,),
        "questions": tuple((question, "") for question in _REVIEW_QUESTIONS),
        "separation": given.get("separation_reason") or given.get("separation_note") or "",
    }
    review = decision.reviews.filter(step=Review.Step.SECRECY).last() if decision else None
    if review:
        opinion = Opinion("审查人", review.opinion, name_of(review.reviewer), day_of(review.at))
        found |= {"conclusion": review.opinion or review.get_verdict_display(), "opinions": (opinion,)}
    return found


def _search(case: Case) -> Values:
    """F41."""
    rows = list(of_round(SearchRecord, case))
    if not rows:
        return {}
    steps = tuple(SearchStep(r.places, r.keywords, r.persons, r.searched_on, r.result) for r in rows)
    found = any(row.found for row in rows)
    ending = "检索到相关政府信息，见上列结果。" if found else "没有检索到申请人申请公开的政府信息。"
    return desk_of(case) | {
        "record_number": f"{case.case_number}检",
        "steps": steps,
        "conclusion": f"经对上列{len(rows)}处进行检索，{ending}",
    }


def _file(case: Case) -> Values:
    """F44: what is on record as issued documents; scans are added when the file is bound."""
    page, items = 1, []
    for letter in case.letters.filter(state="issued"):
        last = page + letter.pages - 1
        folio = f"{page}" if last == page else f"{page}—{last}"
        items.append(FileItem(case.organ.name, letter.number, letter.name, letter.issued_on, folio))
        page = last + 1
    return desk_of(case) | {
        "file_number": case.case_number,
        "outcome_label": OUTCOMES[case.outcome].label if case.outcome else "",
        "closed_on": case.closed_on,
        "retention": case.retention,
        "items": tuple(items),
        "page_total": page - 1,
        "handed_by": name_of(case.handler),
    }


READERS: dict[str, Callable[[Case], Values]] = {
    "F01": _application,
    "F02": _application,
    "F04": _confirmation,
    "F05": _registration,
    "F36": _assignment,
    "F39": _approval,
    "F40": _review,
    "F41": _search,
    "F44-A": _file,
    "F44-B": _file,
    "F44-C": _file,
}
ABOUT: dict[str, Callable[[Case, int | None], Values]] = {"F35": _service}
