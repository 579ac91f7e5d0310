"""恢复办理: what was told of the end of an application is taken back before the application goes on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from casework.acts import charge, correct
from casework.errors import WrongState
from casework.models import Case, Staff
from letters.models import Letter

_ENDS = ("F07", "F20")  # deemed given up: not corrected, not paid


def receive_correction(*, case: Case, actor: Staff, at: datetime, today: date, **facts: Any) -> None:
    """登记补正材料, as ``correct.receive_correction``; not while a letter in force says that the case is given up."""
    _no_end_told(case)
    correct.receive_correction(case=case, actor=actor, at=at, today=today, **facts)


def receive_payment(*, case: Case, actor: Staff, at: datetime, today: date, **facts: Any) -> None:
    """登记缴费, as ``charge.receive_payment``; not while a letter in force says that the case is given up."""
    _no_end_told(case)
    charge.receive_payment(case=case, actor=actor, at=at, today=today, **facts)


def _no_end_told(case: Case) -> None:
    """A letter that never left is void, one that has gone out is corrected (F47): the applicant knows it goes on."""
    issued = Letter.objects.filter(case=case, round_no=case.round_no, state=Letter.State.ISSUED)
    corrected = issued.filter(code="F47").values("corrects")
    if (told := issued.filter(code__in=_ENDS).exclude(pk__in=corrected).first()) is not None:
        text = f"《{told.name}》{told.number}已经制发：没有送出的，请先由负责人“作废文书”；"
        text += "已经送出的，请先“更正文书”，告知申请人恢复办理。"
        raise WrongState(text, article="条例第三十条、国办函〔2020〕109号第六条")
