"""The import of a register in the background: a trial, the consent of a person, then the cases batch by batch.

With a broker a worker does it; an installation of one process does it in a thread. Whoever dies in the middle leaves
work that the next sweep takes up (``carry_on``): what came in before is not brought in twice.
"""

from __future__ import annotations

import logging
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from casework.acts.record import record
from casework.errors import Fault, Stale, WrongState
from casework.exchange import faults, importing, mapping, sheets
from casework.lawbook import working_calendar
from casework.models import Organ, RegisterImport, Staff
from casework.now import now
from casework.personal import ring
from workflow.imported import open_rounds

log = logging.getLogger(__name__)
State = RegisterImport.State
SHOWN = 200  # faults and remarks the page lists
SILENT = timedelta(minutes=3)  # after this a run has died
KEPT = timedelta(days=30)  # the refused rows may be fetched so long
_BUSY = (State.TRYING, State.RUNNING)


def ask(*, actor: Staff, name: str, content: bytes, organ: Organ, at: datetime, today: date) -> RegisterImport:
    """Take a file and have it tried. :raises sheets.Unreadable, BadValue: no register; nothing is kept then."""
    with _file(content) as path:
        importing.check_head(path, mapping.find("register"))
    job = RegisterImport.objects.create(
        organ=organ, name=name[:200], content=ring().encrypt(content), asked_by=actor, asked_at=at, beat_at=at
    )
    transaction.on_commit(lambda: launch(job.pk, at, today))
    return job


def confirm(job: RegisterImport, *, actor: Staff, at: datetime, today: date) -> None:
    """Bring in what the trial accepted. :raises WrongState: begun, given up or over already."""
    ready = RegisterImport.objects.filter(pk=job.pk, state=State.READY)
    begun = ready.update(
        state=State.RUNNING, asked_by=actor, beat_at=at, runner="", rows=job.read, read=0, accepted=0, refused=0,
        unchanged=0,
    )  # fmt: skip
    if not begun:
        raise WrongState("这个文件已经开始导入或者已经放弃，请刷新页面。")
    transaction.on_commit(lambda: launch(job.pk, at, today))


def drop(job: RegisterImport, *, at: datetime) -> None:
    """Give up a trial; nothing has been written."""
    RegisterImport.objects.filter(pk=job.pk, state=State.READY).update(
        state=State.DROPPED, finished_at=at, content=b"", faults=b""
    )


def refused_rows(job: RegisterImport) -> bytes:
    """The refused rows with their reasons as .xlsx, b'' where there are none or their time is over."""
    return ring().decrypt(bytes(job.faults)) if job.faults else b""


def launch(job_id: int, at: datetime, today: date) -> None:
    """Hand the work to a worker where there is a broker, otherwise to a thread of this process."""
    if not settings.BROKER_URL.startswith("memory://"):
        from workflow.tasks import register_job

        register_job.delay(job_id, at.isoformat(), today.isoformat())
        return
    threading.Thread(target=_alone, args=(job_id, at, today), name=f"register-{job_id}", daemon=True).start()


def _alone(job_id: int, at: datetime, today: date) -> None:
    try:
        run(job_id, at=at, today=today)
    finally:
        connection.close()


def run(job_id: int, *, at: datetime, today: date) -> None:
    """Do what the job is at; nothing where somebody else does it, or it is over. A refusal is told on its page."""
    job = _claimed(job_id)
    if job is None:
        return
    try:
        _work(job, at, today)
    except Stale:
        log.warning("register import %s was taken over", job_id)
    except (sheets.Unreadable, Fault) as refusal:
        _fail(job, str(refusal), at)
    except Exception:
        log.exception("register import %s", job_id)
        _fail(job, "处理中断。已经导入的办件都是完整的；请重新上传同一文件继续，不会重复建件。", at)


def carry_on(*, at: datetime, today: date) -> int:
    """Take up what a dead run left and forget refused rows after their time; return how many runs were begun."""
    old = RegisterImport.objects.filter(finished_at__lt=at - KEPT).exclude(faults=b"")
    old.update(faults=b"")
    dead = RegisterImport.objects.filter(state__in=_BUSY, beat_at__lt=at - SILENT).values_list("pk", flat=True)
    for job_id in (keys := list(dead)):
        launch(job_id, at, today)
    return len(keys)


def _claimed(job_id: int) -> RegisterImport | None:
    """The job with this run as its only runner; None where another is at it."""
    at, me = _wall_clock(), str(uuid.uuid4())
    free = Q(runner="") | Q(beat_at__lt=at - SILENT)
    if not RegisterImport.objects.filter(free, pk=job_id, state__in=_BUSY).update(runner=me, beat_at=at):
        return None
    return RegisterImport.objects.select_related("organ", "asked_by").get(pk=job_id)


def _work(job: RegisterImport, at: datetime, today: date) -> None:
    trial, before = job.state == State.TRYING, job.accepted if job.state == State.RUNNING else 0

    def tell(result: importing.Result) -> None:
        """In the transaction of the batch: whoever was replaced writes nothing more."""
        known = {
            "read": result.read, "accepted": before + result.accepted, "refused": result.refused,
            "unchanged": max(0, result.unchanged - before), "beat_at": _wall_clock(),
        }  # fmt: skip
        if not RegisterImport.objects.filter(pk=job.pk, runner=job.runner, state=job.state).update(**known):
            raise Stale("已由另一进程接手。")

    with _file(ring().decrypt(bytes(job.content))) as path:
        result = importing.run(
            path, mapping=mapping.find("register"), organ=job.organ, actor=job.asked_by, at=at, today=today,
            first=working_calendar().first_day, dry_run=trial, open_rounds=open_rounds, progress=tell, source=job.name,
        )  # fmt: skip
        tell(result)
        faults.write(path.with_name("faults.xlsx"), result)
        refused = ring().encrypt(path.with_name("faults.xlsx").read_bytes()) if result.refused else b""
    _finish(job, result, refused, at)


@transaction.atomic
def _finish(job: RegisterImport, result: importing.Result, refused: bytes, at: datetime) -> None:
    told = {
        "errors": [[one.line, one.field, one.reason] for one in result.errors[:SHOWN]], "all": len(result.errors),
        "warnings": [[one.line, one.field, one.reason] for one in result.warnings[:SHOWN]],
        "all_warnings": len(result.warnings),
    }  # fmt: skip
    over: dict[str, Any] = {"state": State.READY, "runner": ""}
    if job.state == State.RUNNING:
        over = {"state": State.DONE, "finished_at": _wall_clock(), "content": b""}
    mine = RegisterImport.objects.filter(pk=job.pk, runner=job.runner, state=job.state)
    if not mine.update(told=told, faults=refused, **over) or job.state == State.TRYING:
        return
    done = RegisterImport.objects.get(pk=job.pk)
    data = {
        "file": job.name, "organ": job.organ.code, "read": done.read, "accepted": done.accepted,
        "refused": done.refused, "unchanged": done.unchanged,
    }  # fmt: skip
    record(case=None, verb="import_register", actor=job.asked_by, at=at, data=data)


def _fail(job: RegisterImport, fault: str, at: datetime) -> None:
    mine = RegisterImport.objects.filter(pk=job.pk, runner=job.runner, state=job.state)
    mine.update(state=State.FAILED, fault=fault, finished_at=at, content=b"")


@contextmanager
def _file(content: bytes) -> Iterator[Path]:
    """The file where a reader of spreadsheets wants it, for as long as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("register.xlsx" if content.startswith(b"PK") else "register.csv")
        path.write_bytes(content)
        yield path


def _wall_clock() -> datetime:
    """A beat is told by the clock on the wall, so that a dead run is known as such."""
    return now()
