"""Rows of a case to the facts of notices: what was corrected, consulted, extended, charged, withdrawn.

Beside `adapter`, which knows the case itself and its decision; `form_records` reads the internal forms,
`road_records` the less usual paths. Only the rows a document needs are read.
"""

from __future__ import annotations

from collections.abc import Callable

from casework.acts.extend import until
from casework.law.limits import limit
from casework.lawbook import law_settings, working_calendar
from casework.models import (
    Case,
    Consultation,
    Correction,
    Extension,
    FeeCharge,
)
from letters import form_records, road_records
from letters.blocks import chinese_date
from letters.kinds.forms import Opinion
from letters.rows import Values, day_of, desk_of, last, last_event, lines, name_of, of_round


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


def _correction(case: Case) -> Values:
    """F06."""
    row = last(of_round(Correction, case))
    if row is None:
        return {}
    guidance, matters = lines(row.guidance), lines(row.matters)
    told = {"unclear": lines(row.unclear), "submit_to": case.organ.address}
    return told | {"matters": matters, "guidance": guidance, "period_wd": row.period_wd}


def _abandoned(case: Case) -> Values:
    """F07: the day the applicant's period ended (Art. 30)."""
    row = last(of_round(Correction, case, corrected_on=None))
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
    row = last(of_round(FeeCharge, case, paid_on=None))
    if row is None or row.received_on is None:
        return {}
    notice = case.letters.filter(code="F19", state="issued").last()
    ended = limit("T11", row.received_on, working_calendar(), law_settings())
    return {
        "notice_number": notice.number if notice else "",
        "notice_on": notice.issued_on if notice else row.sent_on,
        "served_on": row.received_on,
        "amount": f"人民币{row.amount_cny}元",
        "expired_on": ended.due,
    }


def _fee(case: Case) -> Values:
    """F19."""
    row = last(of_round(FeeCharge, case))
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
    row = last(of_round(Extension, case, refused_reason=""))
    if row is None:
        return {}
    opinions: tuple[Opinion, ...] = (
        Opinion("承办科室意见", f"拟延长{row.days}个工作日。", name_of(row.recorded_by), day_of(row.recorded_at)),
    )
    if row.approved_by:
        opinions += (Opinion("政府信息公开工作机构负责人意见", "同意。", name_of(row.approved_by), row.approved_on),)
    return desk_of(case) | {
        "reason": row.reason,
        "days": row.days,
        "base_due_on": case.base_on,
        "new_due_on": until(case) if row.approved_on else None,
        "approved_on": row.approved_on,
        "approver": name_of(row.approved_by),
        "opinions": opinions,
    }


def _consulted(case: Case, about: int | None, *kinds: str) -> Consultation | None:
    rows = of_round(Consultation, case, kind__in=kinds)
    found: Consultation | None = last(rows if about is None else rows.filter(pk=about))
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
    rows = list(of_round(Consultation, case, kind=Consultation.Kind.THIRD_PARTY).exclude(opinion=""))
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
    rows = list(of_round(Consultation, case))
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
    rows = list(of_round(Consultation, case))
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
    event = last_event(case, "withdraw")
    way = event.data.get("way", "") if event else ""
    return {"withdrawn_on": event.effective_on, "withdrawn_way": way} if event else {}


READERS: dict[str, Callable[[Case], Values]] = form_records.READERS | {
    "F06": _correction,
    "F07": _abandoned,
    "F11": _extension,
    "F12": _extension,
    "F15": _consultation_notice,
    "F19": _fee,
    "F20": _unpaid,
    "F34": _withdrawn,
}
ABOUT: dict[str, Callable[[Case, int | None], Values]] = (
    {
        "F13": _third_party,
        "F14": _third_party,
        "F16": _third_party,
        "F17": _co_issuer,
        "F17-X": _other_organ,
    }
    | form_records.ABOUT
    | road_records.ABOUT
)
"""Documents of which a case may need one for each row: every party asked gets its own."""
