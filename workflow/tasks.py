"""Celery shells: the queue is a hint, the database is the truth."""

from __future__ import annotations

from celery import shared_task

from casework.now import now, today
from workflow import timers


@shared_task(acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def sweep() -> int:
    """Fire what has fallen due; beat calls it every minute, a missed or doubled call changes nothing."""
    return timers.sweep(now(), today())
