"""放假安排导入: read a notice, say what it changes, let it take effect, bring the open cases after it.

Reading is all or nothing: a text of which one sentence is not understood changes nothing. The notice takes effect in
one transaction together with its event; few cases follow in the same one, many in chunks of short ones, so that the
desks stay usable. A case is done when its dates were counted with the calendar in force, so work that was interrupted
goes on where it stopped, and every act brings its own case along first (``recount.catch_up``).
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction

from casework.acts import filing, incoming, remedy
from casework.acts.record import SYSTEM, record
from casework.acts.recount import (
    NEEDED,
    Recounted,
    Stages,
    Uncountable,
    recount,
    rows_of,
    touched,
    write,
)
from casework.among import Among
from casework.errors import MissingFact, NotAllowed, Stale, WrongState
from casework.law.calendar import WorkingCalendar
from casework.law.calendar_change import CalendarChange
from casework.law.notice_json import parse_notice_json
from casework.law.notice_text import parse_notice_text
from casework.law.notices import Notice
from casework.lawbook import working_calendar
from casework.models import Case, EventStream, HolidayNotice, Staff

IMPORTED = "import_calendar"
CHUNK = 1000
HANDS = 2
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Reading:
    """A notice as it was read, and the calendar that would be in force with it."""

    row: HolidayNotice
    notice: Notice
    change: CalendarChange

    @property
    def changes_nothing(self) -> bool:
        """Whether the days and the published years stay as they are."""
        return not self.change.days and self.change.published_from is None

    def days_of_year(self) -> tuple[list[date], list[date]]:
        """The days off and the make-up days of the whole civil year as they will be in force."""
        new, year = self.change.new, self.notice.year
        named = [(day, new.why(day)) for day in new.days(date(year, 1, 1), date(year, 12, 31))]
        off = [day for day, reason in named if reason.kind == "holiday"]
        return off, [day for day, reason in named if reason.kind == "makeup"]


@dataclass
class Plan:
    """What an import would do to the open cases."""

    reading: Reading
    total: int = 0
    moved: list[Recounted] = field(default_factory=list)
    confirmed: int = 0
    failed: list[Uncountable] = field(default_factory=list)

    @property
    def shortened(self) -> list[Recounted]:
        return [one for one in self.moved if one.shortens]


def read_notice(text: str, *, year: int | None, today: date) -> Reading:
    """Read the text of a notice, or its days as JSON; nothing is written.

    :raises casework.law.errors.UnreadableNotice: what cannot be read in full, with the sentence.
    """
    old = working_calendar(check=True)
    parse = parse_notice_json if text.lstrip().startswith("{") else parse_notice_text
    notice = parse(text, year=year, known=old.notices)
    digest = hashlib.sha256(text.encode()).hexdigest()
    row = HolidayNotice.of(notice, source=text, sha256=digest, in_force_on=_place(notice, old, today))
    new = WorkingCalendar([*old.notices, row.as_notice()], old.policy)
    return Reading(row, notice, CalendarChange(old, new))


def _place(notice: Notice, calendar: WorkingCalendar, today: date) -> date:
    """Where a notice stands among those of its year: by publication; unknown, a change comes last and a whole
    arrangement in the place of the one it replaces, below the changes made to that.
    """
    if notice.issued_on is not None:
        return notice.issued_on
    known = [n for n in calendar.notices if n.year == notice.year and (notice.amends or not n.amends)]
    dates = [day for n in known if (day := n.issued_on or n.placed_on) is not None]
    return max(dates, default=date(notice.year - 1, 1, 1) if known else today)


def plan(
    reading: Reading,
    *,
    today: date,
    keys: Sequence[int] | None = None,
    progress: Progress = lambda done, total: None,
) -> Plan:
    """Count every open case the change can touch on the new calendar (of ``keys`` only, if given); writes nothing."""
    if keys is None:
        keys = list(Case.objects.open().order_by("received_on", "pk").values_list("pk", flat=True))
    found = Plan(reading, total=len(keys))
    for number, part in enumerate(_parts(keys), start=1):
        cases = list(Case.objects.open().filter(Among("pk", part)).only(*NEEDED))
        rows = rows_of(part)
        feel = [case for case in cases if touched(case, rows[case.pk], reading.change)]
        felt = [row for case in feel for row in rows[case.pk]]
        counted, failed = recount(feel, felt, reading.change.new, today=today)
        found.moved += [one for one in counted if one.moves]
        found.confirmed += sum(one.confirmed for one in counted)
        found.failed += failed
        progress(min(number * CHUNK, len(keys)), len(keys))
    return found


def check_may_import(actor: Staff) -> None:
    """:raises NotAllowed: the calendar of all is the administrator's to change."""
    if not actor.is_active or not actor.holds("sysadmin"):
        raise NotAllowed("放假安排由系统管理员导入，您没有此项权限。")


def imported_before(reading: Reading) -> bool:
    """Whether exactly this text has been imported already and nothing would change."""
    return reading.changes_nothing and HolidayNotice.objects.filter(sha256=reading.row.sha256).exists()


def check(found: Plan, *, allow_shorten: bool) -> None:
    """Refuse what may not happen unasked.

    :raises WrongState: the new calendar cannot count a case that the old one could.
    :raises MissingFact: a date told to an applicant would come earlier, and nobody has agreed to that.
    """
    version = found.reading.change.old.version
    newly = [one for one in found.failed if one.case.calendar_version == version]
    if newly:
        raise WrongState(f"有 {len(newly)} 件办件的期限无法按新的日历计算：{newly[0].why}请先更正这些办件，再导入。")
    if found.shortened and not allow_shorten:
        numbers = "、".join(one.case.case_number for one in found.shortened[:5])
        raise MissingFact(
            f"导入后有 {len(found.shortened)} 件办件的答复期限早于已经告知申请人的日期（{numbers}"
            f"{'等' if len(found.shortened) > 5 else ''}）。请核对后明确同意，再导入。",
            field="allow_shorten",
        )


def take_effect(reading: Reading, *, actor: Staff | None, at: datetime, moved: int, shortened: int) -> HolidayNotice:
    """Let the notice take effect from this moment, and say so in the system's chain. The caller holds the transaction.

    :raises Stale: another notice has been imported since this one was read.
    """
    EventStream.objects.get_or_create(pk=SYSTEM)
    EventStream.objects.select_for_update().get(pk=SYSTEM)  # one import after the other
    if working_calendar(check=True).version != reading.change.old.version:
        raise Stale("在您核对期间，工作日历已被他人更新。请重新核对后再导入。")
    row = reading.row
    row.imported_by, row.imported_at = actor, at
    row.save(force_insert=True)
    if working_calendar(check=True).version != reading.change.new.version:
        raise WrongState("导入后的工作日历与预览不一致，请重新核对。")
    data = {
        "notice": row.pk, "year": row.year, "number": row.number, "sha256": row.sha256,
        "days": len(reading.change.days), "moved": moved, "shortened": shortened,
        "calendar": reading.change.new.version,
    }  # fmt: skip
    record(case=None, verb=IMPORTED, actor=actor, at=at, on=row.in_force_on, data=data)
    for beside in (remedy, filing, incoming):  # limits beside the reply clock: few, and all done at once
        beside.recount_all()
    return row


def remaining() -> list[int]:
    """The open cases whose dates were not counted with the calendar in force, the oldest first."""
    version = working_calendar(check=True).version
    cases = Case.objects.open().exclude(calendar_version=version)
    return list(cases.order_by("received_on", "pk").values_list("pk", flat=True))


def bring_along(
    keys: Sequence[int],
    change: CalendarChange,
    *,
    actor: Staff | None,
    at: datetime,
    today: date,
    notice: HolidayNotice | None,
    stages: Stages | None = None,
) -> int:
    """Bring these cases to the new calendar in one short transaction; return how many of them moved.

    Cases somebody else has brought along meanwhile are left alone; a case the calendar cannot count keeps its dates.
    """
    why = {"notice": notice.pk, "number": notice.number or notice.title} if notice else {}
    with transaction.atomic():
        waiting = Case.objects.open().filter(Among("pk", keys)).exclude(calendar_version=change.new.version)
        cases = list(waiting.select_for_update(of=("self",)).only(*NEEDED).order_by("pk"))
        if not cases:
            return 0
        rows = rows_of(case.pk for case in cases)
        feel = [case for case in cases if touched(case, rows[case.pk], change)]
        same = {case.pk for case in cases} - {case.pk for case in feel}
        if same:
            Case.objects.filter(Among("pk", same)).update(calendar_version=change.new.version)
        felt = [row for case in feel for row in rows[case.pk]]
        counted, _ = recount(feel, felt, change.new, today=today)
        return write(counted, felt, actor=actor, at=at, why=why, stages=stages)


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def bring_all_along(
    change: CalendarChange,
    *,
    actor: Staff | None,
    at: datetime,
    today: date,
    notice: HolidayNotice | None,
    stages: Stages | None = None,
    progress: Progress = lambda done, total: None,
) -> int:
    """Bring every open case along, in chunks of ``CHUNK``; return how many moved. Safe to call again, and by two."""
    keys = remaining()
    waiting, brought = deque(_parts(keys)), []

    def bring() -> None:
        while (part := _next(waiting)) is not None:
            moved = bring_along(part, change, actor=actor, at=at, today=today, notice=notice, stages=stages)
            brought.append((len(part), moved))
            progress(sum(done for done, _ in brought), len(keys))

    if len(waiting) > HANDS and connection.vendor == "postgresql" and not connection.in_atomic_block:
        _side_by_side(bring)
    else:
        bring()
    return sum(moved for _, moved in brought)


def _next(waiting: deque[Sequence[int]]) -> Sequence[int] | None:
    try:
        return waiting.popleft()
    except IndexError:  # the last part is taken
        return None


def _side_by_side(work: Callable[[], None]) -> None:
    """Do ``work`` with ``HANDS`` hands: while the database writes what one has counted, the other counts."""

    def hand() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS, "calendar") as pool:
        for done in [pool.submit(copy_context().run, hand) for _ in range(HANDS)]:
            done.result()


def import_notice(
    reading: Reading,
    *,
    total: int,
    moved: int,
    shortened: int,
    actor: Staff | None,
    at: datetime,
    today: date,
    stages: Stages | None = None,
    progress: Progress = lambda done, total: None,
    taken: Callable[[HolidayNotice], None] = lambda notice: None,
) -> tuple[HolidayNotice, int]:
    """Let the notice take effect and bring the open cases along; return its row and how many moved.

    Where one chunk holds them all, everything happens in one transaction. What the plan found is checked before
    (``check``).

    :param total: open cases of the plan. :param moved, shortened: what it found, for the event.
    :param taken: told in the transaction in which the notice takes effect.
    :raises Stale: the calendar has changed since the notice was read.
    """

    def follow(notice: HolidayNotice) -> int:
        return bring_all_along(
            reading.change, actor=actor, at=at, today=today, notice=notice, stages=stages, progress=progress
        )

    brought = 0
    with transaction.atomic():
        notice = take_effect(reading, actor=actor, at=at, moved=moved, shortened=shortened)
        taken(notice)
        if total <= CHUNK:
            brought = follow(notice)
    if total > CHUNK:
        brought = follow(notice)
    return notice, brought


def why_moved(one: Recounted, change: CalendarChange) -> str:
    """Which changed days lie in the period of a case, in words."""
    ends = [day for move in one.moves for day in (move.old, move.new) if day is not None]
    days = change.between(min(one.reading.received, one.case.safe_received_on), max(ends)) if ends else ()
    if days:
        return "；".join(str(day) for day in days)
    return "放假安排公布，暂定日期转为确定" if change.published_from else "按现行日历更正"
