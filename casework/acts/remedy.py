"""行政复议、行政诉讼: received, answered in time, decided; and the reply that has to be given again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from casework.acts import checks, remedy_deadlines
from casework.acts.move import move
from casework.errors import BadValue, MissingFact, WrongState
from casework.law.limits import limit
from casework.lawbook import law_settings, working_calendar
from casework.library.desk import mark_fate
from casework.models import Case, Decision, Remedy, Staff
from casework.selectors.facts import followed, new_reply_limit

_R = Remedy.Ruling
# Which class of table four a ruling belongs to (law.md §2.5).
CLASS_OF: dict[str, str] = {
    **dict.fromkeys((_R.REVOKE, _R.CHANGE, _R.UNLAWFUL, _R.INVALID, _R.PERFORM), Remedy.Result.CORRECTED),
    **dict.fromkeys((_R.REJECT, _R.NOT_ACCEPTED, _R.TERMINATED, _R.WITHDRAWN), Remedy.Result.OTHER),
    _R.UPHOLD: Remedy.Result.UPHELD,
}
# Rulings that may order the organ to act again: 行政复议法 64, 66; 行政诉讼法 70, 72, 76. A change is itself the reply.
MAY_ORDER = frozenset({_R.REVOKE, _R.PERFORM, _R.UNLAWFUL, _R.INVALID})
MAX_DAYS = 90


def file_remedy(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    kind: str,
    body: str,
    received_on: date,
    reference: str = "",
    procedure: str = Remedy.Procedure.ORDINARY.value,
    against: str = Remedy.Against.REPLY.value,
) -> Remedy:
    """Enter that a copy of the application (or complaint) has come; the organ's own limit to answer starts (T23, T25).

    :raises BadValue: a day to come or before the receipt of the application; against a reply not given yet.
    """
    day = checks.past_date(received_on, today=today, not_before=case.received_on, field="received_on")
    earlier = (
        case.is_open and against == Remedy.Against.REPLY
    )  # a reply is being worked out: it is against the last one
    if earlier and case.round_no == 1:
        raise BadValue("办件尚未答复，请选择针对逾期未答复或者程序性行为。", field="against")
    of_suit = kind != Remedy.Kind.RECONSIDERATION
    row = Remedy.objects.create(
        case=case,
        round_no=case.round_no - 1 if earlier else case.round_no,
        kind=kind,
        against=against,
        body=checks.reason(body, "复议机关或者法院", field="body"),
        reference=reference.strip(),
        procedure=Remedy.Procedure.ORDINARY.value if of_suit else procedure,
        received_on=day,
        answer_by=answer_limit(kind, procedure, day),
        recorded_by=actor,
        recorded_at=at,
    )
    data = {"remedy": row.pk, "kind": kind, "body": row.body, "reference": row.reference, "answer_by": row.answer_by}
    move(case, "file_remedy", actor=actor, at=at, on=day, status=False, data=data)
    remedy_deadlines.refresh(case)
    return row


def answer_limit(kind: str, procedure: str, received_on: date) -> date:
    """The organ's last day to answer and prove: T23 (10 or 5 working days), T25 (15 natural days)."""
    name = "T25"
    if kind == Remedy.Kind.RECONSIDERATION:
        name = "T23s" if procedure == Remedy.Procedure.SIMPLIFIED else "T23"
    return limit(name, received_on, working_calendar(), law_settings()).due


def answer_remedy(*, case: Case, actor: Staff, at: datetime, today: date, remedy_id: int, answered_on: date) -> None:
    """The answer and the evidence were handed in on this day.

    :raises WrongState: decided already, or answered already.
    """
    row = _open(case, remedy_id)
    if row.answered_on is not None:
        raise WrongState(f"已登记于 {row.answered_on} 提交答复和证据，请刷新页面。")
    row.answered_on = checks.past_date(answered_on, today=today, not_before=row.received_on, field="answered_on")
    row.save(update_fields=["answered_on"])
    data = {"remedy": row.pk, "kind": row.kind, "late": answered_on > row.answer_by, "answer_by": row.answer_by}
    move(case, "answer_remedy", actor=actor, at=at, on=answered_on, status=False, data=data)
    remedy_deadlines.refresh(case)


def close_remedy(*, case: Case, actor: Staff, at: datetime, today: date, remedy_id: int, **result: Any) -> None:
    """Enter the decision in the classes of table four; what became of the reply is marked on its precedents.

    :param result: what the decision says, as ``_enter`` takes it.
    :raises BadValue: dates in the wrong order; an order in a decision that gives none, or a period said twice.
    :raises MissingFact: an order whose decision has no number, which the new reply must name.
    """
    row = _open(case, remedy_id)
    _enter(row, today, **result)
    _decided(case, row, "close_remedy", _result(row), actor, at)


def amend_remedy(
    *, case: Case, actor: Staff, at: datetime, today: date, remedy_id: int, reason: str, **result: Any
) -> None:
    """更正 a result that was entered wrongly, with a reason; what stood before stays in the history.

    :param result: the whole result, as ``_enter`` takes it.
    :raises WrongState: no result to amend, or a new reply has begun on an order that would be gone.
    :raises BadValue, MissingFact: as ``close_remedy``; nothing changed.
    """
    row = Remedy.objects.select_for_update().filter(case=case, pk=remedy_id).exclude(decided_on=None).first()
    if row is None:
        raise WrongState("这件复议（诉讼）还没有登记结果，请先登记结果。")
    before = {name: getattr(row, name) for name in _RESULT}
    why = checks.reason(reason, "更正", field="reason")
    _enter(row, today, **result)
    if row.opened_round is not None and not row.orders_new_reply:
        raise WrongState(f"第 {row.opened_round} 轮答复已按该决定开始，不能更正为不责令重新答复。")
    changed = {name: old for name, old in before.items() if getattr(row, name) != old}
    if not changed:
        raise BadValue("与原登记的结果相同，没有需要更正的内容。", field="ruling")
    data = _result(row) | {"before": {name: str(old or "") for name, old in changed.items()}, "reason": why}
    _decided(case, row, "amend_remedy", data, actor, at)


# What a decision says, as it is entered and amended.
_RESULT = (
    "ruling", "decided_on", "decision_received_on", "decision_number", "orders_new_reply", "procedural",
    "new_reply_days", "new_reply_unit", "new_reply_by", "note",
)  # fmt: skip


def _enter(
    row: Remedy,
    today: date,
    *,
    ruling: str,
    decided_on: date,
    decision_received_on: date,
    decision_number: str = "",
    orders_new_reply: bool = False,
    procedural: bool = False,
    new_reply_days: int | None = None,
    new_reply_unit: str = Remedy.Unit.WORKING.value,
    new_reply_by: date | None = None,
    note: str = "",
) -> None:
    """Put the result into the row, unsaved, and check it.

    :param procedural: revoked for a fault of procedure, so that the same reply may be given again (行政复议法 64(2)).
    :param new_reply_days: the period the decision gives, from its receipt, in ``new_reply_unit``; or the day itself,
        ``new_reply_by``; neither where it sets none.
    """
    row.decided_on = checks.past_date(decided_on, today=today, not_before=row.received_on, field="decided_on")
    row.decision_received_on = checks.past_date(
        decision_received_on, today=today, not_before=decided_on, field="decision_received_on"
    )
    row.ruling, row.result, row.note = ruling, CLASS_OF[ruling], note.strip()
    row.decision_number, row.procedural = decision_number.strip(), procedural
    row.orders_new_reply = orders_new_reply
    row.new_reply_days = row.new_reply_by = None
    if orders_new_reply:
        row.new_reply_days, row.new_reply_unit, row.new_reply_by = new_reply_days, new_reply_unit, new_reply_by
        _check_order(row)


def _result(row: Remedy) -> dict[str, Any]:
    by = new_reply_limit(row) if row.orders_new_reply else None
    return {
        "remedy": row.pk, "kind": row.kind, "ruling": row.ruling, "result": row.result,
        "number": row.decision_number, "again": row.orders_new_reply, "by": by,
    }  # fmt: skip


def _decided(case: Case, row: Remedy, verb: str, data: dict[str, Any], actor: Staff, at: datetime) -> None:
    """Keep the result, tell it, and mark what became of the reply on its precedents."""
    row.save()
    move(case, verb, actor=actor, at=at, on=row.decision_received_on, status=False, data=data)
    remedy_deadlines.refresh(case)
    if row.against == Remedy.Against.REPLY:
        decided = case.remedies.filter(against=Remedy.Against.REPLY).exclude(decided_on=None)
        last = decided.order_by("decided_on", "pk").last() or row
        mark_fate(case=case, result=last.result, actor=actor, at=at, note=last.verdict)


def _check_order(row: Remedy) -> None:
    assert row.decision_received_on is not None
    if row.ruling not in MAY_ORDER:
        raise BadValue("这种处理结果不会责令重新答复，请核对处理结果。", field="orders_new_reply")
    if not (row.decision_number or row.reference):
        raise MissingFact("重新答复须写明所依据的决定书（裁判文书）文号，请填写。", field="decision_number")
    if row.new_reply_days is not None and row.new_reply_by is not None:
        raise BadValue("重新答复的期限请只填天数或者日期之一。", field="new_reply_by")
    if row.new_reply_by is not None and row.new_reply_by <= row.decision_received_on:
        raise BadValue("重新答复的期限应当晚于收到决定书之日。", field="new_reply_by")
    if row.new_reply_days is not None and not 1 <= row.new_reply_days <= MAX_DAYS:
        raise BadValue(f"重新答复的期限请填 1 至 {MAX_DAYS} 日。", field="new_reply_days")


def remand(*, case: Case, actor: Staff, at: datetime, today: date, remedy_id: int) -> None:
    """重新答复: a new round with its own limit; the first result stays in its year (law.md §2.6).

    :raises WrongState: no decision orders a new reply, or it has been begun already.
    """
    row = Remedy.objects.select_for_update().filter(case=case, pk=remedy_id, orders_new_reply=True).first()
    if row is None or row.decision_received_on is None:
        raise WrongState("没有责令重新答复的复议决定或者裁判，请先登记结果。")
    if followed(case, row):
        raise WrongState("收到决定以后已经作出答复，不需要重新答复。")
    if row.opened_round is not None:
        raise WrongState(f"第 {row.opened_round} 轮答复已经开始，请刷新页面。")
    case.round_no += 1
    row.opened_round = case.round_no
    row.save(update_fields=["opened_round"])
    case.closed_on = case.archived_on = case.late = case.unit = case.handler = None
    case.closed_as = case.outcome = case.retention = ""
    changed = (
        "round_no", "closed_on", "closed_as", "outcome", "late", "archived_on", "retention", "unit",
        "handler",
    )  # fmt: skip
    data = {"remedy": row.pk, "kind": row.kind, "number": row.decision_number or row.reference, "round": case.round_no}
    move(case, "remand", actor=actor, at=at, on=row.decision_received_on, changed=changed, data=data)
    remedy_deadlines.refresh(case)


def check_new_reply(case: Case, decision: Decision) -> None:
    """A reply given again must not rest on the same facts and reasons (行政复议法 64(2); 行政诉讼法 71).

    :raises BadValue: the draft repeats what was revoked, and not for a fault of procedure.
    """
    order = Remedy.objects.filter(case=case, opened_round=case.round_no, ruling=_R.REVOKE, procedural=False).first()
    before = Decision.objects.filter(case=case, round_no=case.round_no - 1).first() if order else None
    if before is None or before.outcome != decision.outcome:
        return
    if _words(before.ground) == _words(decision.ground) and before.facts == decision.facts:
        raise BadValue(
            "重新答复不得以同一事实和理由作出与原答复相同或者基本相同的答复，请重新查明事实、说明理由。",
            article="行政复议法第六十四条第二款、行政诉讼法第七十一条", field="ground",
        )  # fmt: skip


def _words(text: str) -> str:
    return "".join(text.split())


def recount_all() -> None:
    """Work out anew every answer and every new reply still owed, after the calendar has changed."""
    owed = Remedy.objects.filter(Q(answered_on=None, decided_on=None) | Q(orders_new_reply=True, opened_round=None))
    for case in Case.objects.filter(pk__in=owed.values("case")):
        recount(case)


def recount(case: Case) -> None:
    """The same for one case."""
    for row in case.remedies.filter(answered_on=None, decided_on=None):
        by = answer_limit(row.kind, row.procedure, row.received_on)
        if by != row.answer_by:
            row.answer_by = by
            row.save(update_fields=["answer_by"])
    remedy_deadlines.refresh(case)


def _open(case: Case, remedy_id: int) -> Remedy:
    row = Remedy.objects.select_for_update().filter(case=case, pk=remedy_id).first()
    if row is None or row.decided_on is not None:
        raise WrongState("这件复议（诉讼）已有结果或者不存在，请刷新页面。")
    return row
