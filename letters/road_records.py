"""Rows of the less usual paths to the facts of their documents: Art. 35, help, determination, remedies, publication.

Beside `records`, which reads the straight road.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from casework.acts import excess
from casework.models import Assistance, Case, CaseLink, Consultation, ReasonRequest, Remedy
from letters.blocks import chinese_date
from letters.rows import Values, lines


def _reason_request(case: Case) -> ReasonRequest | None:
    found: ReasonRequest | None = case.reasonrequests.filter(round_no=case.round_no).last()
    return found


def _counts(row: ReasonRequest, case: Case, speaks_to: str) -> str:
    detail = row.evidence.strip().rstrip("。")
    return f"{row.period}，{speaks_to}向{case.organ.name}提出政府信息公开申请{row.count}件，{detail}"


def _ask_reasons(case: Case, speaks_to: str) -> Values:
    """F08."""
    row = _reason_request(case)
    if row is None:
        return {}
    return {
        "counts": _counts(row, case, speaks_to),
        "matters": ("大量、频繁提出申请的原因", "所申请的各项政府信息之间的联系和获取的必要性"),
        "period_wd": row.period_wd,
    }


def _refuse_excess(case: Case, speaks_to: str) -> Values:
    """F09: nothing is refused under Art. 35 that was not asked about (F08)."""
    row = _reason_request(case)
    if row is None:
        return {}
    letter = _reasons_letter(case)
    silent = row.reasonable is not None and not row.answer
    return {
        "asked_number": letter.number if letter else "",
        "asked_on": letter.issued_on if letter else row.sent_on,
        "counts": _counts(row, case, speaks_to),
        "reasons_given": row.answer or ("逾期未作说明" if row.reasonable is not None else ""),
        "reasonable": bool(row.reasonable),
        "asked_served_on": row.delivered_on,
        "silent_since": excess.answer_limit(row) if silent else None,
    }


def _reasons_letter(case: Case) -> Any:
    return case.letters.filter(code="F08", state="issued").last()


def _delay(case: Case, speaks_to: str) -> Values:
    """F10."""
    row, asked = case.artdelays.filter(round_no=case.round_no).last(), _reason_request(case)
    if row is None:
        return {}
    letter = _reasons_letter(case)
    return {
        "asked_number": letter.number if letter else "",
        "asked_on": letter.issued_on if letter else None,
        "reasons_given": asked.answer if asked else "",
        "why_not_in_time": row.reason,
        "delayed_until": row.until,
    }


def _matching(case: Case, speaks_to: str) -> Values:
    """F43: the cases linked as the same matter."""
    rows = CaseLink.objects.filter(case=case).select_related("other") | CaseLink.objects.filter(
        other=case
    ).select_related("case")
    numbers = [link.other.case_number if link.case_id == case.pk else link.case.case_number for link in rows]
    return {
        "information": (case.title,),
        "matching": tuple(dict.fromkeys((case.case_number, *numbers))),
        "unit": case.unit.name if case.unit else "",
        "handler": str(case.handler) if case.handler else "",
    }


def _urging(case: Case, speaks_to: str) -> Values:
    """F37."""
    return {
        "to_unit": str(case.unit) if case.unit else "",
        "handler": str(case.handler) if case.handler else "",
        "unit": case.unit.name if case.unit else "",
    }


def _forwarding(case: Case, speaks_to: str) -> Values:
    """F33-E: to the organ the reply names (Art. 41)."""
    if case.decision is None:
        return {}
    return {"addressee": case.decision.facts.get("competent_organ", ""), "salutation": "贵单位"}


READERS: dict[str, Callable[[Case, str], Values]] = {
    "F08": _ask_reasons,
    "F09": _refuse_excess,
    "F10": _delay,
    "F33-E": _forwarding,
    "F37": _urging,
    "F43": _matching,
}


def _one(rows: Any, about: int | None) -> Any:
    return (rows if about is None else rows.filter(pk=about)).last()


def _assistance(case: Case, about: int | None) -> Values:
    """F18."""
    row: Assistance | None = _one(case.assistances.select_related("unit__organ"), about)
    if row is None:
        return {}
    return {"addressee": row.unit.organ.name, "matters": lines(row.subject), "answer_by": row.due_on}


def _determination(case: Case, about: int | None) -> Values:
    """F42, Art. 17(3)."""
    asked = case.consultations.filter(round_no=case.round_no, kind=Consultation.Kind.DETERMINE)
    row: Consultation | None = _one(asked, about)
    if row is None:
        return {}
    background = f"{chinese_date(case.received_on)}，本机关收到申请，要求公开“{case.title}”"
    return {"addressee": row.party, "information": lines(row.subject), "background": (background,)}


def _remedy(case: Case, about: int | None) -> Values:
    """F46, F46-B: against the reply of the round, or against silence."""
    row: Remedy | None = _one(case.remedies, about)
    if row is None:
        return {}
    reply = case.letters.filter(round_no=row.round_no, state="issued", outcome__gt="").last()
    served = case.services.filter(document_number=reply.number).first() if reply else None
    simplified = row.procedure == Remedy.Procedure.SIMPLIFIED
    happened = [f"本机关于{chinese_date(case.received_on)}收到{case.applicant.name}的政府信息公开申请"]
    if reply:
        happened.append(f"本机关于{chinese_date(reply.issued_on)}作出{reply.name}（{reply.number}）")
    if served:
        happened.append(f"上述文书于{chinese_date(served.served_on)}{served.get_way_display()}")
    return {
        "addressee": row.body,
        "claimant": case.applicant.name,
        "act": reply.name if reply else "逾期未答复",
        "act_number": reply.number if reply else "",
        "served_on": row.received_on,
        "article": "第五十四条" if simplified else "第四十八条",
        "history": tuple(happened),
        "dispute_kind": row.get_kind_display(),
        "body": row.body,
        "dispute_number": row.reference or "未立案号",
        "answer_by": row.answer_by,
        "answered_on": row.answered_on,
        "result": row.get_ruling_display() if row.ruling else "",
        "report_cell": f"{row.get_kind_display()}：{row.get_result_display()}" if row.result else "",
        "events": tuple(_events(row)),
    }


def _events(row: Remedy) -> list[tuple[str, str, str]]:
    who = str(row.recorded_by)
    told = [(row.received_on, "收到副本")]
    told += [(row.answered_on, "提交答复和证据")] if row.answered_on else []
    told += [(row.decided_on, f"{row.body}作出：{row.get_ruling_display()}")] if row.decided_on else []
    told += [(row.decision_received_on, "收到决定书（裁判文书）")] if row.decision_received_on else []
    return [(chinese_date(day), text, who) for day, text in told]


ABOUT: dict[str, Callable[[Case, int | None], Values]] = {
    "F18": _assistance,
    "F42": _determination,
    "F46": _remedy,
    "F46-B": _remedy,
}
