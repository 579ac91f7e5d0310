"""登记 with its scanned papers, in one go: either the case and all its files are there afterwards, or nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.conf import settings
from django.db import IntegrityError, transaction

from casework.acts import files, incoming
from casework.acts.register import Application
from casework.models import Case, Organ, Staff
from workflow import desk


@dataclass(frozen=True)
class Paper:
    """One file handed in with the application."""

    upload: IO[bytes]
    name: str
    kind: str


def judged(papers: Sequence[Paper]) -> list[Paper]:
    """Look at every file before anything is written. :raises BadValue: naming the first that cannot be taken."""
    found = []
    for paper in papers:
        content = paper.upload.read(settings.ATTACHMENT_MAX_BYTES + 1)
        files.judge(content, files.clean_name(paper.name))
        found.append(Paper(io.BytesIO(content), paper.name, paper.kind))
    return found


def take_in(
    *,
    actor: Staff,
    at: datetime,
    today: date,
    organ: Organ,
    application: Application,
    submit_key: str,
    papers: Sequence[Paper] = (),
    mail_id: int | None = None,
) -> Case:
    """Register the application and store its papers; a form sent twice gives the first case again.

    :param mail_id: what came in and this is, which is then linked with the case.

    :raises casework.errors.Fault: whatever keeps the application or a file from being taken; nothing is written then.
    """
    ready = judged(papers)
    try:
        with transaction.atomic():
            if (earlier := _sent_before(submit_key, actor)) is not None:
                return earlier
            case = desk.start(
                actor=actor, at=at, today=today, organ=organ, application=application, submit_key=submit_key
            )
            if mail_id is not None:
                incoming.registered(actor=actor, at=at, mail_id=mail_id, case=case)
            return _attach(case, actor, at, today, ready)
    except IntegrityError:
        earlier = _sent_before(submit_key, actor)
        if earlier is None:
            raise
        return earlier


def _sent_before(submit_key: str, actor: Staff) -> Case | None:
    return Case.objects.filter(submit_key=submit_key, registered_by=actor).first()


def _attach(case: Case, actor: Staff, at: datetime, today: date, papers: Sequence[Paper]) -> Case:
    for paper in papers:
        case = desk.act(
            "attach", case_id=case.pk, actor=actor, at=at, today=today, upload=paper.upload,
            name=paper.name, kind=paper.kind,
        )  # fmt: skip
    return case
