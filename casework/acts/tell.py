"""通知: one line to a person, at the first moment they want to be told. Nothing rings on a rest day or at night."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet

from casework.law.calendar import WorkingCalendar
from casework.lawbook import working_calendar
from casework.models import Case, IncomingMail, Notice, NoticeWishes, Organ, Staff, Unit
from casework.now import SHANGHAI


def tell(
    people: Iterable[Staff | int],
    case: Case | None,
    text: str,
    *,
    kind: str,
    at: datetime,
    by: Staff | None = None,
    mail: IncomingMail | None = None,
    once_key: str = "",
) -> None:
    """Leave each person one line; with ``once_key`` a person gets it once, however often it is sent.

    The line reaches them at ``at``, or where that is a time they do not want to be disturbed, at the next they do.

    :param by: whoever did the thing; they are not told of it. :param mail: what the line leads to, where it is no case.
    """
    told = list(people)
    keys = {person if isinstance(person, int) else person.pk for person in told} - {by.pk if by else None}
    wishes = _wishes(told)
    calendar = working_calendar()
    Notice.objects.bulk_create(
        [
            Notice(
                staff_id=key, case=case, mail=mail, kind=kind, text=text[:200], once_key=once_key,
                created_at=reaches(at, wishes.get(key) or NoticeWishes(), calendar),
            )
            for key in sorted(keys)
        ],
        ignore_conflicts=bool(once_key),
    )  # fmt: skip


def people_of(*, unit: Unit | None = None, organ: Organ | None = None, roles: tuple[str, ...]) -> list[Staff]:
    """The active staff who hold one of ``roles`` for the unit, for the organ, or (neither given) in the district."""
    scope = Q(postings__role__in=roles)
    if unit is not None:
        scope &= Q(postings__unit=unit)
    if organ is not None:
        scope &= Q(postings__organ=organ)
    return list(Staff.objects.filter(scope, is_active=True).distinct().order_by("pk"))


def _wishes(people: Iterable[Staff | int]) -> dict[int, NoticeWishes]:
    """The wishes of those who have stated any; read only for people who did not bring theirs along."""
    brought, unknown = {}, []
    for person in people:
        if isinstance(person, int) or "wishes" not in person._state.fields_cache:
            unknown.append(person if isinstance(person, int) else person.pk)
        elif (row := person._state.fields_cache["wishes"]) is not None:
            brought[person.pk] = row
    if unknown:
        brought |= {row.staff_id: row for row in NoticeWishes.objects.filter(staff__in=unknown)}
    return brought


def reached(person: Staff, at: datetime) -> QuerySet[Notice]:
    """The notices that have reached this person by ``at``."""
    return Notice.objects.filter(staff=person, created_at__lte=at)


def reaches(at: datetime, wishes: NoticeWishes, calendar: WorkingCalendar) -> datetime:
    """The first moment from ``at`` on that is neither in the quiet hours nor, where so wished, on a rest day."""
    moment = at.astimezone(SHANGHAI)
    while True:
        if wishes.working_days_only and not calendar.is_working(moment.date()):
            moment = datetime.combine(calendar.next_working_day(moment.date()), time(), SHANGHAI)
        if not _quiet(moment.time(), wishes):
            return moment
        night = wishes.quiet_from > wishes.quiet_to and moment.time() >= wishes.quiet_from
        moment = datetime.combine(moment.date() + timedelta(days=night), wishes.quiet_to, SHANGHAI)


def _quiet(clock: time, wishes: NoticeWishes) -> bool:
    begins, ends = wishes.quiet_from, wishes.quiet_to
    return begins <= clock < ends if begins <= ends else clock >= begins or clock < ends
