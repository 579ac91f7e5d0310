"""What the case page shows beside the route: who held the case, what moved its dates, who helped, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.lawbook import working_calendar
from casework.models import Case, CaseLink
from casework.now import SHANGHAI, now


@dataclass(frozen=True)
class Holder:
    """One unit's time with the case, in working days."""

    way: str
    unit: str
    state: str
    since: datetime
    until: datetime | None
    working_days: int
    reason: str
    declined: str


def panels(case: Case, today: date) -> dict[str, Any]:
    """The rows of every panel; an empty one is not shown."""
    here = {"round_no": case.round_no}
    return {
        "holders": holders(case),
        "corrections": case.corrections.filter(**here),
        "consultations": case.consultations.filter(**here).select_related("overridden_by"),
        "extensions": case.extensions.filter(**here).select_related("approved_by", "recorded_by"),
        "fees": case.feecharges.filter(**here),
        "reasons_asked": case.reasonrequests.filter(**here),
        "delays": case.artdelays.filter(**here),
        "assistances": case.assistances.select_related("unit__organ", "answered_by"),
        "meetings": case.meetings.all(),
        "guidances": case.guidances.select_related("recorded_by"),
        "talks": case.talks.select_related("recorded_by"),
        "links": links(case),
        "remedies": case.remedies.all(),
        "today": today,
    }


def holders(case: Case) -> list[Holder]:
    """Which unit had the case from when to when, the present round last; nothing of it stopped the clock."""
    calendar, rows = working_calendar(), []
    for row in case.handovers.select_related("to_unit__organ"):
        until = row.ended_at or now()
        days = calendar.working_days_between(_day(row.sent_at), _day(until))
        rows.append(
            Holder(
                row.get_way_display(), str(row.to_unit), row.get_state_display(), row.sent_at, row.ended_at, days,
                row.reason, row.declined_reason,
            )
        )  # fmt: skip
    return rows


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def links(case: Case) -> list[dict[str, Any]]:
    """The cases tied to this one, from either side."""
    there = CaseLink.objects.filter(case=case).select_related("other")
    back = CaseLink.objects.filter(other=case).select_related("case")
    rows = [(row, row.other) for row in there] + [(row, row.case) for row in back]
    return [
        {"pk": other.pk, "number": other.case_number, "title": other.title, "kind": row.get_kind_display(),
         "status": other.get_status_display(), "reason": row.reason}
        for row, other in rows
    ]  # fmt: skip
