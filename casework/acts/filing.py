"""答复备案: the final reply is filed with the district office within three working days (T26), a local practice.

Off unless the district asks for it (``filing``). It never moves a date of the case.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from casework.acts import checks, deadlines, tell
from casework.acts.move import move
from casework.errors import WrongState
from casework.law.limits import limit
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, Deadline, Filing, Organ, Staff

KINDS = (Deadline.Kind.FILING_SOON, Deadline.Kind.FILING)


def due(case: Case) -> date | None:
    """The last day to file the reply of this round: working days after it went out.

    None where the district asks for no filing, no reply has gone out, or the reply is the district's own.
    """
    if law_settings().filing != "required" or case.closed_as != "serve" or case.closed_on is None:
        return None
    if case.organ.is_district_office or case.organ.kind == Organ.Kind.GOVERNMENT:
        return None
    return limit("T26", case.closed_on, working_calendar(), law_settings()).due


def awaited(case: Case) -> date | None:
    """``due``, as long as the reply has not been filed."""
    last = due(case)
    return None if last is None or case.filings.filter(round_no=case.round_no).exists() else last


def watch(case: Case) -> None:
    """Let the timers run for a reply that has just gone out: a warning on the last day, a notice after it."""
    if (last := awaited(case)) is not None:
        new = [Deadline(case=case, kind=kind, ref=str(case.round_no), due_on=last) for kind in KINDS]
        deadlines.let_run(_rows(case), new, last)


def recount_all() -> None:
    """Put the timers of replies still to be filed on their new last day, after the calendar has changed."""
    waiting = Deadline.objects.filter(kind__in=KINDS, state=Deadline.State.WAITING)
    for case in Case.objects.filter(pk__in=waiting.values("case")).select_related("organ"):
        last = awaited(case)
        if last is None or _rows(case).filter(state=Deadline.State.WAITING).exclude(due_on=last).exists():
            deadlines.stop(_rows(case))
            watch(case)


def _rows(case: Case) -> QuerySet[Deadline]:
    return Deadline.objects.filter(case=case, kind__in=KINDS, ref=str(case.round_no))


def file_reply(
    *, case: Case, actor: Staff, at: datetime, today: date, filed_on: date | None = None, reference: str = ""
) -> Filing:
    """Enter that the reply has been filed; the district office is told.

    :raises WrongState: nothing to file here, or filed already. :raises BadValue: a day to come or before the reply.
    """
    last = due(case)
    if last is None:
        raise WrongState("本件没有需要向区政府办公室备案的答复（本地未要求备案，或者尚未答复）。")
    if awaited(case) is None:
        raise WrongState("该答复已经登记备案，请刷新页面。")
    row = Filing.objects.create(
        case=case,
        round_no=case.round_no,
        filed_on=checks.past_date(filed_on or today, today=today, not_before=case.closed_on, field="filed_on"),
        reference=reference.strip(),
        recorded_by=actor,
        recorded_at=at,
    )
    deadlines.stop(_rows(case))
    data = {"reference": row.reference, "late": row.filed_on > last}
    move(case, "file_reply", actor=actor, at=at, on=row.filed_on, status=False, data=data)
    text = f"{case.case_number} {case.organ.short_name}已报送答复备案"
    tell.tell(tell.people_of(roles=("supervisor",)), case, text, kind="filing", at=at, by=actor)
    return row
