"""Celery shells: the queue is a hint, the database is the truth."""

from __future__ import annotations

from datetime import date, datetime

from celery import shared_task

from casework.acts import facts
from casework.acts.record import note_counters
from casework.lawbook import calendar_held
from casework.library import sweep as library
from casework.models import Staff
from casework.now import clock_held, now, today
from workflow import digest, proposals, publications, risk, supervision, timers
from workflow.jobs import calendar as calendar_jobs
from workflow.jobs import register as register_jobs


@shared_task(acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def sweep() -> int:
    """Fire what has fallen due; beat calls it every minute, a missed or doubled call changes nothing."""
    if not Staff.objects.exists():  # the first administrator is still to come, and with it the account of the timers
        return 0
    with clock_held(), calendar_held():
        at, day = now(), today()
        calendar_jobs.carry_on(at=at, today=day)
        fired = timers.sweep(at, day)
        supervision.chase(at, day, system=timers.system())
        digest.send(at, day)
    register_jobs.carry_on(at=at, today=day)
    return fired


@shared_task(acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def supervise() -> int:
    """Note how far the numbers have come, measure the usual work, remind, let the rules propose; twice is the same."""
    with clock_held(), calendar_held():
        day = today()
        note_counters(now())
        risk.measure(day)
        publications.remind(now(), day)
        return proposals.propose(day)


@shared_task(acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def add_up() -> int:
    """Add up the months whose cases have changed; what is not yet added up is counted from the facts meanwhile."""
    return facts.fold()


@shared_task(acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def calendar_job(what: str, job_id: int, at: str, on: str) -> None:
    """Preview or import a holiday notice; done twice it changes nothing the second time."""
    calendar_jobs.run(what, job_id, at=datetime.fromisoformat(at), today=date.fromisoformat(on))


@shared_task(acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def register_job(job_id: int, at: str, on: str) -> None:
    """Try or import a register; a second run of the same finds it taken or over."""
    register_jobs.run(job_id, at=datetime.fromisoformat(at), today=date.fromisoformat(on))


@shared_task(ignore_result=True)
def mend_library() -> int:
    """Compare the index of the case library with the database and mend what differs; beat calls it every hour."""
    with clock_held():
        return library.tend(at=now(), today=today())
