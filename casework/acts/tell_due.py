"""告知期限: a letter names the last day of the reply period to the applicant; the office keeps its word."""

from __future__ import annotations

from datetime import date

from casework.acts.clock import standing
from casework.law.promise import basis
from casework.models import Case, Promise


def tell_due(*, case: Case, document: str, number: str, on: date, until: date) -> Promise:
    """Keep what letter ``document`` told the applicant on day ``on``: the reply comes by ``until``.

    Whatever an import of holidays makes of the statutory date later, this day stays on the case page and warns
    (``clock.refresh``), until facts of the case itself give the applicant another.
    """
    reading = standing(case, today=on)
    _keep(case, until)
    return Promise.objects.create(
        case=case,
        round_no=case.round_no,
        document=document,
        number=number,
        told_on=on,
        until=until,
        provisional=reading.provisional,
        basis=basis(reading),
    )


def take_back(*, case: Case, document: str, number: str) -> None:
    """The letter is void: what it told is no promise any more."""
    told = Promise.objects.filter(case=case, round_no=case.round_no, document=document, number=number)
    if told.delete()[0]:
        _keep(case, None)


def _keep(case: Case, until: date | None) -> None:
    case.promised_on = until
    Case.objects.filter(pk=case.pk).update(promised_on=until)
