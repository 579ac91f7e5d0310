"""Rows of a case to the facts of notices and forms: what was corrected, consulted, extended, charged, served, filed.

Beside `adapter`, which knows the case itself and its decision. Only the rows a document needs are read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from casework.acts.extend import until
from casework.law.identity import CATEGORIES
from casework.law.limits import limit
from casework.law.outcomes import OUTCOMES
from casework.law.receipt import ORAL_RECORDS
from casework.lawbook import law_settings, working_calendar
from casework.models import (
    Case,
    CaseEvent,
    Consultation,
    Correction,
    Extension,
    FeeCharge,
    Review,
    SearchRecord,
    Service,
    Staff,
)
from letters import road_records
from letters.blocks import chinese_date
from letters.catalogue import kinds_for_outcome
from letters.kinds.forms import FileItem, Opinion, SearchStep
from letters.road_records import lines

Values = dict[str, Any]
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


def values(case: Case, key: str, about: int | None = None) -> Values:
    """What the rows of `case` say for document `key`; empty where the document needs none of them.

    :param about: the row meant where there may be several; the last one where None.
    """
    if key in road_records.READERS:
        found = road_records.READERS[key](case, salutation(case))
    elif key in ABOUT:
        found = ABOUT[key](case, about)
    else:
        found = READERS[key](case) if key in READERS else {}
    return {name: value for name, value in found.items() if value not in (None, "", ())}


def salutation(case: Case) -> str:
    """How a letter speaks to who filed; joint applicants are all meant."""
    people = case.applicants.all()
    if len(people) > 1:
        return "各申请人"
    return "您" if people and people[0].is_person else "贵单位"


def _last(rows: Any) -> Any:
    return rows.last()


def _round(model: Any, case: Case, **more: Any) -> Any:
    return model.objects.filter(case=case, round_no=case.round_no, **more)


def _name(staff: Staff | None) -> str:
    return str(staff) if staff else ""


def _event(case: Case, verb: str) -> CaseEvent | None:
    return case.events.filter(verb=verb).select_related("actor").last()


def _desk(case: Case) -> Values:
    return {"unit": case.unit.name if case.unit else "", "handler": _name(case.handler)}


def _correction(case: Case) -> Values:
    """F06."""
    row = _last(_round(Correction, case))
    if row is None:
        return {}
    guidance, matters = lines(row.guidance), lines(row.matters)
    told = {"unclear": lines(row.unclear), "submit_to": case.organ.address}
    return told | {"matters": matters, "guidance": guidance, "period_wd": row.period_wd}


def _abandoned(case: Case) -> Values:
    """F07: the day the applicant's period ended (Art. 30)."""
    row = _last(_round(Correction, case, corrected_on=None))
    if row is None:
        return {}
    start = row.sent_on if law_settings().correction_period_from == "sent" else row.delivered_on
    if start is None:
        return {}
    ended = limit("T02", start, working_calendar(), law_settings(), length=row.period_wd)
    expired = max(ended.due, row.prolonged_to or ended.due)
    return {"served_on": row.delivered_on, "expired_on": expired, "prolonged_to": row.prolonged_to}


def _unpaid(case: Case) -> Values:
    """F20: the fee notice and the day the payment period ended (国办函〔2020〕109号 Art. 6)."""
    row = _last(_round(FeeCharge, case, paid_on=None))
    if row is None or row.received_on is None:
        return {}
    notice = case.letters.filter(code="F19", state="issued").last()
    ended = limit("T11", row.received_on, working_calendar(), law_settings())
    return {
        "notice_number": notice.number if notice else "",
        "notice_on": notice.issued_on if notice else row.sent_on,
        "amount": f"人民币{row.amount_cny}元",
        "expired_on": ended.due,
    }


def _fee(case: Case) -> Values:
    """F19."""
    row = _last(_round(FeeCharge, case))
    if row is None:
        return {}
    by_item, filed = row.mode == FeeCharge.Mode.ITEMS, case.received_on
    whose = f"{salutation(case)}{filed.year}年{filed.month}月向本机关提出"
    desk = case.organ.disclosure_office or case.organ.name
    return {
        "standard": row.get_mode_display(),
        "counted": f"本件为{whose}的第{row.quantity}件申请" if by_item else f"本件提供的材料共{row.quantity}页",
        "steps": tuple(row.steps),
        "amount": f"人民币{row.amount_cny}元",
        "pay_way": f"到{desk}（{case.organ.address}）领取非税收入缴款书，按缴款书载明的方式缴纳",
    }


def _extension(case: Case) -> Values:
    """F11, F12."""
    row = _last(_round(Extension, case, refused_reason=""))
    if row is None:
        return {}
    opinions: tuple[Opinion, ...] = (
        Opinion("承办科室意见", f"拟延长{row.days}个工作日。", _name(row.recorded_by), _day(row.recorded_at)),
    )
    if row.approved_by:
        opinions += (Opinion("政府信息公开工作机构负责人意见", "同意。", _name(row.approved_by), row.approved_on),)
    return _desk(case) | {
        "reason": row.reason,
        "days": row.days,
        "base_due_on": case.base_on,
        "new_due_on": until(case) if row.approved_on else None,
        "approved_on": row.approved_on,
        "approver": _name(row.approved_by),
        "opinions": opinions,
    }


def _day(moment: Any) -> date:
    return localtime(moment).date()


def _consulted(case: Case, about: int | None, *kinds: str) -> Consultation | None:
    rows = _round(Consultation, case, kind__in=kinds)
    found: Consultation | None = _last(rows if about is None else rows.filter(pk=about))
    return found


def _asked(case: Case, row: Consultation) -> Values:
    return {"addressee": row.party, "information": lines(row.subject), "reply_to": case.organ.address}


def _third_party(case: Case, about: int | None) -> Values:
    """F13, F14, F16: the party is not told who applied."""
    row = _consulted(case, about, Consultation.Kind.THIRD_PARTY)
    if row is None:
        return {}
    found = _asked(case, row) | {
        "salutation": "贵方",
        "inquiry_number": _number_of(case, "F13", row.pk),
        "interest": row.interest,
        "attachments": ("第三方意见回执", "拟公开政府信息的复制件或者摘录"),
        "reasons": lines(row.override_reason),
        "disclose_on": row.disclose_after,
    }
    return found | {"opinion": _opinion(row, "贵方")} if row.opinion else found


def _opinion(row: Consultation, party: str = "第三方") -> str:
    """第三方于…书面答复不同意公开，理由为… as one clause without a full stop."""
    if row.opinion == Consultation.Opinion.SILENT or row.opinion_on is None:
        return f"{party}逾期未提出意见"
    said = f"{party}于{chinese_date(row.opinion_on)}书面答复{row.get_opinion_display()}"
    return f"{said}，理由为：{row.opinion_text.rstrip('。')}" if row.opinion_text else said


_REFUSING = (Consultation.Opinion.REFUSE, Consultation.Opinion.PARTLY)
_STEMS = "甲乙丙丁戊己庚辛壬癸"


def refusal_sentence(case: Case) -> str:
    """What a refusal under Art. 15 says of the closed consultations (D4), each; "" where nobody refused well."""
    rows = list(_round(Consultation, case, kind=Consultation.Kind.THIRD_PARTY).exclude(opinion=""))
    if not any(row.opinion in _REFUSING and row.grounds_reasonable for row in rows):
        return ""
    days = "、".join(dict.fromkeys(chinese_date(row.sent_on) for row in rows))
    if len(rows) == 1:
        return f"本机关于{days}书面征求第三方意见，{_judged(rows[0], '第三方')}"
    told = "；".join(_judged(row, _party(number)) for number, row in enumerate(rows))
    return f"本机关于{days}书面征求{len(rows)}个第三方的意见。{told}"


def _party(number: int) -> str:
    """第三方甲, 第三方乙 …: told apart without being named."""
    return f"第三方{_STEMS[number]}" if number < len(_STEMS) else f"第三方之{number + 1}"


def _judged(row: Consultation, party: str) -> str:
    """The opinion, and for a refusal what the organ found of its grounds."""
    if row.opinion not in _REFUSING:
        return _opinion(row, party)
    return f"{_opinion(row, party)}，经审查，其理由{'合理' if row.grounds_reasonable else '不合理'}"


def consulted_sentence(case: Case) -> str:
    """Whom the organ consulted and when, for the opening of a reply; "" where nobody was."""
    rows = list(_round(Consultation, case))
    if not rows:
        return ""
    days = "、".join(dict.fromkeys(chinese_date(row.sent_on) for row in rows))
    return f"本机关于{days}书面征求{_parties(rows)}的意见"


def _parties(rows: list[Consultation]) -> str:
    """第三方 and 其他机关, each once, in the order of the model."""
    kinds = {row.kind for row in rows}
    return "和".join(label for kind, label in Consultation.Kind.choices if kind in kinds)


def _number_of(case: Case, code: str, about: int | None = None) -> str:
    rows = case.letters.filter(code=code, state="issued")
    letter = (rows if about is None else rows.filter(about__in=[about])).last()
    return letter.number if letter else ""


def _consultation_notice(case: Case) -> Values:
    """F15: everybody who was asked."""
    rows = list(_round(Consultation, case))
    days = "、".join(dict.fromkeys(chinese_date(row.sent_on) for row in rows))
    return {"party": _parties(rows), "sent_on": days} if rows else {}


def _co_issuer(case: Case, about: int | None) -> Values:
    """F17, Art. 34."""
    row = _consulted(case, about, Consultation.Kind.CO_ISSUER)
    questions = ("是否同意公开上述政府信息", "不同意公开或者只同意部分公开的，说明理由和依据")
    return _asked(case, row) | {"questions": questions, "salutation": "贵单位"} if row else {}


def _other_organ(case: Case, about: int | None) -> Values:
    """F17-X, Art. 11(1)."""
    row = _consulted(case, about, Consultation.Kind.ORGAN)
    questions = ("上述政府信息的内容是否准确、一致", "公开上述政府信息的意见和理由")
    return _asked(case, row) | {"questions": questions, "salutation": "贵单位"} if row else {}


def _withdrawn(case: Case) -> Values:
    """F34."""
    event = _event(case, "withdraw")
    way = event.data.get("way", "") if event else ""
    return {"withdrawn_on": event.effective_on, "withdrawn_way": way} if event else {}


def _registration(case: Case) -> Values:
    """F05."""
    first = case.applicant
    contact = "，".join(part for part in (first.phone, first.email, first.address) if part) if first else ""
    return _desk(case) | {
        "applicant_kind": CATEGORIES.get(first.category, "") if first else "",
        "applicant_contact": contact or "未留联系方式",
        "form_wanted": case.get_carrier_display(),
        "way_wanted": case.get_delivery_display(),
        "registered_at": f"{localtime(case.registered_at):%Y年%m月%d日%H时%M分}",
        "registered_by": _name(case.registered_by),
        "materials": tuple(case.attachments.filter(kind="application").values_list("name", flat=True)),
    }


def _confirmation(case: Case) -> Values:
    """F04."""
    days = [case.evidence.get(name) for name in ("arrived_on", "server_on", "submitted_on")]
    arrived = next((date.fromisoformat(day) for day in days if day), case.safe_received_on)
    return {"arrived_on": arrived, "confirmed_by": _name(case.registered_by)}


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
        "applicant_address": first.address,
        "postcode": first.postcode,
        "applicant_phone": first.phone,
        "applicant_email": first.email,
        "form_wanted": case.get_carrier_display(),
        "way_wanted": case.get_delivery_display(),
        "taken_by": case.evidence.get("records", {}).get(ORAL_RECORDS[0]) or _name(case.registered_by),
        "request_summary": case.description,
    }


def _service(case: Case, about: int | None) -> Values:
    """F35: for one letter; the service that is on record for it, if it has been served."""
    issued = case.letters.filter(state="issued").exclude(series="none")
    letter = _last(issued.filter(round_no=case.round_no) if about is None else issued.filter(pk=about))
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
        "server": _name(row.recorded_by),
        "refusal": row.note if row.result in (Service.Result.RETURNED, Service.Result.REFUSED) else "",
        "witnesses": row.witnesses,
        "tracking": row.tracking_number,
    }


def _assignment(case: Case) -> Values:
    """F36."""
    event = _event(case, "assign")
    return _desk(case) | {
        "to_unit": str(case.unit) if case.unit else "",
        "assigned_by": _name(event.actor) if event else "",
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
        "承办科室意见", f"拟办结果：{outcome.label}。", _name(decision.drafted_by), _day(decision.drafted_at)
    )
    return _desk(case) | {
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
        latest[review.step] = Opinion(step, text, _name(review.reviewer), _day(review.at))
    return tuple(latest.values())


def _review(case: Case) -> Values:
    """F40: the questions with room for the answers."""
    decision = case.decision
    given = decision.facts if decision else {}
    found = _desk(case) | {
        "information": (case.title,),
        "questions": tuple((question, "") for question in _REVIEW_QUESTIONS),
        "separation": given.get("separation_reason") or given.get("separation_note") or "",
    }
    review = decision.reviews.filter(step=Review.Step.SECRECY).last() if decision else None
    if review:
        opinion = Opinion("审查人", review.opinion, _name(review.reviewer), _day(review.at))
        found |= {"conclusion": review.opinion or review.get_verdict_display(), "opinions": (opinion,)}
    return found


def _search(case: Case) -> Values:
    """F41."""
    rows = list(_round(SearchRecord, case))
    if not rows:
        return {}
    steps = tuple(SearchStep(r.places, r.keywords, r.persons, r.searched_on, r.result) for r in rows)
    found = any(row.found for row in rows)
    ending = "检索到相关政府信息，见上列结果。" if found else "没有检索到申请人申请公开的政府信息。"
    return _desk(case) | {
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
    return _desk(case) | {
        "file_number": case.case_number,
        "outcome_label": OUTCOMES[case.outcome].label if case.outcome else "",
        "closed_on": case.closed_on,
        "retention": case.retention,
        "items": tuple(items),
        "page_total": page - 1,
        "handed_by": _name(case.handler),
    }


READERS: dict[str, Callable[[Case], Values]] = {
    "F01": _application,
    "F02": _application,
    "F04": _confirmation,
    "F05": _registration,
    "F06": _correction,
    "F07": _abandoned,
    "F11": _extension,
    "F12": _extension,
    "F15": _consultation_notice,
    "F19": _fee,
    "F20": _unpaid,
    "F34": _withdrawn,
    "F36": _assignment,
    "F39": _approval,
    "F40": _review,
    "F41": _search,
    "F44-A": _file,
    "F44-B": _file,
    "F44-C": _file,
}
ABOUT: dict[str, Callable[[Case, int | None], Values]] = {
    "F13": _third_party,
    "F14": _third_party,
    "F16": _third_party,
    "F17": _co_issuer,
    "F17-X": _other_organ,
    "F35": _service,
} | road_records.ABOUT
"""Documents of which a case may need one for each row: every party asked gets its own."""
