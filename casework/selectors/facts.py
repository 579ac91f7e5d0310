"""A case's rows as facts of the statutory clock; the clock folds them, whatever their order."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import cast

from django.db.models import Exists, OuterRef, Q

from casework.law import clock
from casework.law.facts import ConsultationKind
from casework.models import ArtDelay, Case, Consultation, Correction, Extension, FeeCharge


def facts_of(case: Case) -> list[clock.Fact]:
    """Return the facts of the present round (law.md §1.4)."""
    here = {"case": case, "round_no": case.round_no}
    facts: list[clock.Fact] = [clock.Received(on=case.received_on, safe_on=case.safe_received_on)]
    if not clock_moved(case):
        return facts + _ending(case)
    for row in Correction.objects.filter(**here):
        facts.append(
            clock.CorrectionNoticed(
                row.sent_on,
                delivered_on=row.delivered_on,
                period_wd=row.period_wd,
                override_reason=row.override_reason,
            )
        )
        if row.corrected_on:
            facts.append(clock.Corrected(row.corrected_on))
    for fee in FeeCharge.objects.filter(**here):
        facts.append(clock.FeeNoticed(fee.sent_on, received_on=fee.received_on))
        if fee.paid_on:
            facts.append(clock.Paid(fee.paid_on))
    facts += [
        clock.Consulted(
            str(row.pk),
            cast(ConsultationKind, row.kind),
            row.sent_on,
            received_on=row.received_on,
            opinion_on=row.opinion_on,
        )
        for row in Consultation.objects.filter(**here)
    ]
    facts += [
        clock.Extended(row.days, approved_on=row.approved_on, notified_on=row.notified_on)
        for row in Extension.objects.filter(**here, approved_on__isnull=False)
    ]
    facts += [clock.Delayed(row.until) for row in ArtDelay.objects.filter(**here)]
    return facts + _ending(case)


def clock_moved(case: Case) -> bool:
    """Whether anything but receipt and ending moves the clock: one statement instead of five for most cases."""
    rows = (Correction, FeeCharge, Consultation, Extension, ArtDelay)
    there = [Exists(model.objects.filter(case=OuterRef("pk"), round_no=case.round_no)) for model in rows]
    return Case.objects.filter(reduce(or_, map(Q, there)), pk=case.pk).exists()


def _ending(case: Case) -> list[clock.Fact]:
    """The fact that closed the case, if it is closed. A reply served is dated by CNT-9."""
    if case.closed_on is None:
        return []
    ending: dict[str, type[clock.Withdrawn | clock.Abandoned | clock.Replied]] = {
        "withdraw": clock.Withdrawn,
        "deem_abandoned": clock.Abandoned,
        "serve": clock.Replied,
    }
    return [ending[case.closed_as](case.closed_on)]
