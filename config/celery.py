"""The Celery application and the beat schedule, a literal."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("yishenqing")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["workflow"])


@worker_process_init.connect
def _warm_up(**kwargs: Any) -> None:
    """A worker process that paints letters loads the renderer before its first task needs it."""
    from letters.render import warm_up_in_background

    warm_up_in_background()
