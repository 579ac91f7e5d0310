"""Rows of the limits of remedies: the answers owed to reconsideration organs and courts, the replies ordered."""

from __future__ import annotations

from datetime import date

from casework.acts.deadlines import REMEDIES, Row
from casework.lawbook import law_settings, working_calendar
from casework.models import Case, Deadline, Remedy
from casework.selectors.facts import new_reply_limit

_WAITING, _CANCELLED = Deadline.State.WAITING, Deadline.State.CANCELLED


def refresh(case: Case) -> None:
    """Cancel the rows that no longer run and add those that do; rows that have fired stay as they are."""
    wanted = {row for remedy in case.remedies.all() for row in owed(remedy)}
    rows = Deadline.objects.filter(case=case, kind__in=REMEDIES)
    existing = {(row.kind, row.ref, row.due_on): row for row in rows}
    gone = [row.pk for key, row in existing.items() if key not in wanted and row.state == _WAITING]
    back = [row.pk for key, row in existing.items() if key in wanted and row.state == _CANCELLED]
    rows.filter(pk__in=gone, state=_WAITING).update(state=_CANCELLED)
    rows.filter(pk__in=back, state=_CANCELLED).update(state=_WAITING)
    Deadline.objects.bulk_create(
        [Deadline(case=case, kind=kind, ref=ref, due_on=due) for kind, ref, due in sorted(wanted - set(existing))]
    )


def owed(remedy: Remedy) -> list[Row]:
    """What the organ still owes for one reconsideration or suit: its answer; then the new reply, until it is begun."""
    if remedy.awaits_answer:
        return _with_warning(Deadline.Kind.REMEDY_SOON, Deadline.Kind.REMEDY, remedy.pk, remedy.answer_by)
    if remedy.orders_new_reply and remedy.opened_round is None:
        return _with_warning(Deadline.Kind.ORDER_SOON, Deadline.Kind.ORDER, remedy.pk, new_reply_limit(remedy))
    return []


def _with_warning(soon: Deadline.Kind, last: Deadline.Kind, key: int, due: date) -> list[Row]:
    ahead = working_calendar().nth_working_day_before(due, law_settings().remedy_warn_wd)
    return [(soon.value, str(key), ahead), (last.value, str(key), due)]
