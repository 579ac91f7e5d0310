"""The work of an import in the background: preview, then confirm, then the cases in chunks, with progress to look at.

With a broker a worker does it; an installation of one process does it in a thread. Whoever dies in the middle leaves
work that the next sweep finishes (``carry_on``).
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Max

from casework.acts import calendar as acts
from casework.acts.recount import WHAT, Recounted, Stages
from casework.errors import Fault, MissingFact, Stale, WrongState
from casework.law.calendar_change import CalendarChange
from casework.law.errors import LawError
from casework.lawbook import calendar_held, working_calendar
from casework.models import CalendarImport, Case, HolidayNotice, Promise, Staff
from workflow import stages

log = logging.getLogger(__name__)
State = CalendarImport.State
SHOWN = 200  # cases a preview lists
SILENT = timedelta(minutes=2)  # after this a run has died
STAGES: Stages = stages.refresh_many


def ask(*, actor: Staff, text: str, year: int, at: datetime, today: date) -> CalendarImport:
    """Read a notice and have the open cases looked through; the page shows how far that is.

    :raises casework.law.errors.UnreadableNotice: nothing is kept then. :raises NotAllowed: not an administrator.
    """
    acts.check_may_import(actor)
    reading = acts.read_notice(text, year=year, today=today)
    job = CalendarImport.objects.create(
        year=reading.notice.year, source=text, asked_by=actor, asked_at=at, beat_at=at,
        calendar_before=reading.change.old.version,
    )  # fmt: skip
    transaction.on_commit(lambda: launch("preview", job.pk, at, today))
    return job


def confirm(job: CalendarImport, *, actor: Staff, at: datetime, today: date, allow_shorten: bool) -> None:
    """Begin what the preview showed. :raises WrongState: begun or given up already. :raises Stale: the calendar moved.

    Letters that named a date since the preview are looked at again, so that no promise is broken unasked.
    """
    acts.check_may_import(actor)
    reading = acts.read_notice(job.source, year=job.year, today=today)
    if reading.change.old.version != job.calendar_before:
        raise Stale("核对之后工作日历已被更新，请重新核对这份通知。")
    told = Promise.objects.filter(pk__gt=job.summary["newest_promise"]).values_list("case_id", flat=True)
    since = acts.plan(reading, today=today, keys=list(told))
    acts.check(since, allow_shorten=allow_shorten)
    if job.summary["shortened"] and not allow_shorten:
        text = "有办件的答复期限将早于已经告知申请人的日期，请逐件核对并勾选同意后再导入。"
        raise MissingFact(text, field="allow_shorten")
    begun = CalendarImport.objects.filter(pk=job.pk, state=State.READY)
    if not begun.update(state=State.RUNNING, allow_shorten=allow_shorten, asked_by=actor, beat_at=at, done=0):
        raise WrongState("这份通知已经开始导入或者已经放弃，请刷新页面。")
    transaction.on_commit(lambda: launch("import", job.pk, at, today))


def drop(job: CalendarImport, *, actor: Staff, at: datetime) -> None:
    """Give up a preview; nothing has happened yet."""
    acts.check_may_import(actor)
    CalendarImport.objects.filter(pk=job.pk, state=State.READY).update(state=State.DROPPED, finished_at=at)


def looked_at(job: CalendarImport, *, at: datetime) -> CalendarImport:
    """The row as somebody looks at it: a preview whose reader has died is over, and says so."""
    if job.state == State.READING and job.beat_at < at - SILENT:
        job.state, job.fault = State.FAILED, "核对中断，没有导入。请重新提交这份通知。"
        CalendarImport.objects.filter(pk=job.pk, state=State.READING).update(state=job.state, fault=job.fault)
    return job


def launch(what: str, job_id: int, at: datetime, today: date) -> None:
    """Hand the work to a worker where there is a broker, otherwise to a thread of this process."""
    if not settings.BROKER_URL.startswith("memory://"):
        from workflow.tasks import calendar_job

        calendar_job.delay(what, job_id, at.isoformat(), today.isoformat())
        return
    threading.Thread(target=_alone, args=(what, job_id, at, today), name=f"calendar-{job_id}", daemon=True).start()


def _alone(what: str, job_id: int, at: datetime, today: date) -> None:
    try:
        run(what, job_id, at=at, today=today)
    finally:
        connection.close()


def run(what: str, job_id: int, *, at: datetime, today: date) -> None:
    """Do one half of an import. What the law or an act refuses is told on the page of the import."""
    job = CalendarImport.objects.select_related("asked_by").get(pk=job_id)
    try:
        with calendar_held():
            {"preview": _preview, "import": _import}[what](job, at, today)
    except (Fault, LawError) as refusal:
        CalendarImport.objects.filter(pk=job_id).update(state=State.FAILED, fault=str(refusal), finished_at=at)
    except Exception:
        log.exception("calendar import %s: %s", job_id, what)
        fault = "处理中断，没有导入。请稍后重新提交。"
        CalendarImport.objects.filter(pk=job_id, notice=None).update(state=State.FAILED, fault=fault, finished_at=at)


def _preview(job: CalendarImport, at: datetime, today: date) -> None:
    newest = Promise.objects.aggregate(newest=Max("pk"))["newest"] or 0
    reading = acts.read_notice(job.source, year=job.year, today=today)
    found = acts.plan(reading, today=today, progress=_progress(job))
    summary = _summary(found) | {"newest_promise": newest}
    CalendarImport.objects.filter(pk=job.pk, state=State.READING).update(
        state=State.READY, summary=summary, moved=len(found.moved), calendar_before=reading.change.old.version
    )


def _import(job: CalendarImport, at: datetime, today: date) -> None:
    reading = acts.read_notice(job.source, year=job.year, today=today)
    if reading.change.old.version != job.calendar_before:
        raise Stale("核对之后工作日历已被更新，请重新核对这份通知。")
    total, shortened = job.summary["total"], job.summary["shortened"]

    def taken(notice: HolidayNotice) -> None:
        CalendarImport.objects.filter(pk=job.pk).update(notice=notice)

    _, moved = acts.import_notice(
        reading, total=total, moved=job.moved, shortened=shortened, actor=job.asked_by, at=at, today=today,
        stages=STAGES, progress=_progress(job), taken=taken,
    )  # fmt: skip
    _finish(job, moved, at)


def _finish(job: CalendarImport, moved: int, at: datetime) -> None:
    CalendarImport.objects.filter(pk=job.pk).update(
        state=State.DONE, done=F("total"), moved=moved, finished_at=at, beat_at=at
    )


def _progress(job: CalendarImport) -> Callable[[int, int], None]:
    """Tell the row how far the work is; the beat is the wall clock's, so that a dead run is known as such."""
    from casework.now import now

    def tell(done: int, total: int) -> None:
        CalendarImport.objects.filter(pk=job.pk).update(done=done, total=total, beat_at=now())

    return tell


def carry_on(*, at: datetime, today: date) -> int:
    """Finish what a dead run left: bring the open cases to the calendar in force. Return how many moved.

    Cheap where there is nothing to do. It also serves a calendar that came with a new version of the program.
    """
    alive = CalendarImport.objects.filter(state=State.RUNNING, beat_at__gte=at - SILENT)
    calendar = working_calendar(check=True)
    if alive.exists() or not Case.objects.open().exclude(calendar_version=calendar.version).exists():
        return 0
    job = CalendarImport.objects.filter(state=State.RUNNING).exclude(notice=None).select_related("asked_by").first()
    notice = job.notice if job else HolidayNotice.objects.order_by("-pk").first()
    moved = acts.bring_all_along(
        CalendarChange(calendar, calendar), actor=job.asked_by if job else None, at=at, today=today, notice=notice,
        stages=STAGES, progress=_progress(job) if job else lambda done, total: None,
    )  # fmt: skip
    if job is not None:
        _finish(job, job.moved, at)
    return moved


def _summary(found: acts.Plan) -> dict[str, Any]:
    """The preview as JSON: sums, the days, the moves by their dates, and the first cases, broken promises first."""
    change = found.reading.change
    by_dates = Counter((one.moves[0].what, one.moves[0].old, one.moves[0].new) for one in found.moved)
    shown = sorted(found.moved, key=lambda one: not one.shortens)[:SHOWN]
    return {
        "total": found.total,
        "confirmed": found.confirmed,
        "shortened": len(found.shortened),
        "failed": [[one.case.case_number, one.why] for one in found.failed[:SHOWN]],
        "days": [[str(day.on), day.was, day.now] for day in change.days],
        "groups": [
            [WHAT[what], str(old or ""), str(new or ""), number]
            for (what, old, new), number in by_dates.most_common(30)
        ],
        "cases": [_line(one, change) for one in shown],
    }


def _line(one: Recounted, change: CalendarChange) -> dict[str, Any]:
    return {
        "number": one.case.case_number,
        "moves": [[WHAT[move.what], str(move.old or ""), str(move.new or "")] for move in one.moves],
        "why": acts.why_moved(one, change),
        "promised": str(one.case.promised_on or ""),
        "shortens": one.shortens,
    }
