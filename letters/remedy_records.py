"""The decision that orders a reply to be given again, as the letters of the new round tell it."""

from __future__ import annotations

from typing import Any

from casework.models import Case, Remedy
from casework.selectors.facts import order_of
from letters.blocks import chinese_date
from letters.models import Letter

Values = dict[str, Any]
_ORDERED: dict[str, str] = {
    Remedy.Ruling.REVOKE: "撤销{reply}，并责令本机关重新答复",
    Remedy.Ruling.UNLAWFUL: "确认{reply}违法，并责令本机关重新答复",
    Remedy.Ruling.INVALID: "确认{reply}无效，并责令本机关重新答复",
    Remedy.Ruling.PERFORM: "责令本机关对该申请重新作出答复",
}


def order(case: Case) -> Values:
    """The decision a reply given again follows: by whom, when, its number, what it says of the earlier reply."""
    row = order_of(case)
    if row is None or row.decided_on is None:
        return {}
    ordered = "责令本机关对该申请作出答复"
    if row.against != Remedy.Against.SILENCE:
        ordered = _ORDERED[row.ruling].format(reply=_contested(_reply(case, case.round_no - 1)))
    number = row.decision_number or row.reference
    said = f"{row.body}于{chinese_date(row.decided_on)}作出{row.decision_name}（{number}），{ordered}"
    return {"order": said, "order_received_on": row.decision_received_on}


def _reply(case: Case, round_no: int) -> Letter | None:
    return Letter.objects.filter(case=case, round_no=round_no, outcome__gt="", state=Letter.State.ISSUED).last()


def _contested(letter: Letter | None) -> str:
    if letter is None:
        return "本机关的答复"
    return f"本机关于{chinese_date(letter.issued_on)}作出的{letter.name}（{letter.number}）"
