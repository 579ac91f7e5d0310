"""审查、受理、交办: the disclosure office takes the application up and gives it to a unit."""

from __future__ import annotations

from datetime import date, datetime

from casework.acts.move import move
from casework.errors import BadValue
from casework.models import Case, CaseInvolvement, Staff, Unit


def examine(*, case: Case, actor: Staff, at: datetime, today: date) -> None:
    """The disclosure office begins to examine the application (Arts 29, 30)."""
    move(case, "examine", actor=actor, at=at, on=today)


def assign(
    *, case: Case, actor: Staff, at: datetime, today: date, unit: Unit, handler: Staff | None = None, note: str = ""
) -> None:
    """Accept the application and give it to a unit; the statutory clock never stops for it (CLK-7).

    :raises BadValue: the unit is closed, or the handler does not work there.
    """
    if not unit.active:
        raise BadValue(f"{unit} 已停用，请另选承办科室。", field="unit")
    if handler is not None and not any(post.unit_id == unit.pk for post in handler.posts):
        raise BadValue(f"{handler.name} 不在 {unit}，请另选承办人。", field="handler")
    case.unit, case.handler = unit, handler
    CaseInvolvement.objects.get_or_create(case=case, unit=unit, defaults={"since": at})
    move(
        case,
        "assign",
        actor=actor,
        at=at,
        on=today,
        changed=("unit", "handler"),
        data={"unit": str(unit), "unit_id": unit.pk, "handler": handler.name if handler else "", "note": note},
    )
