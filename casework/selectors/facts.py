"""A case's rows as facts of the statutory clock; the clock folds them, whatever their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Literal, cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.among import Among
from casework.law import clock
from casework.law.facts import ConsultationKind
from casework.law.limits import limit, natural_days, working_days
from casework.law.receipt import Receipt
from casework.lawbook import law_settings, working_calendar
from casework.models import ArtDelay, Case, Consultation, Correction, Extension, FeeCharge, Remedy

# Asking the competent authority to determine (Art. 17(3)) is a consultation of another organ for the clock.
_CLOCK_KIND = {Consultation.Kind.DETERMINE.value: "organ"}


def facts_of(case: Case, *, moved: bool | None = None) -> list[clock.Fact]:
    """Return the facts of the present round (law.md §1.4).

    :param moved: what ``clock_moved`` said just now, where the caller has asked already.
    """
    facts = _beginning(case, _order(case) if case.round_no > 1 else None)
    if clock_moved(case) if moved is None else moved:
        for model, read in READERS:
            for row in model.objects.filter(case=case, round_no=case.round_no):
                facts += read(row)
    return facts + _ending(case)


def facts_of_many(cases: Iterable[Case]) -> dict[int, list[clock.Fact]]:
    """Return the facts of each case by its key, equal to ``facts_of``: one statement for each kind of row."""
    by_key = {case.pk: case for case in cases}
    again = [case.pk for case in by_key.values() if case.round_no > 1]
    orders = {(row.case_id, row.opened_round): row for row in Remedy.objects.filter(case__in=again)} if again else {}
    moved: dict[int, list[clock.Fact]] = defaultdict(list)
    for model, read in READERS:
        for row in model.objects.filter(Among("case_id", by_key)):
            if row.round_no == by_key[row.case_id].round_no:
                moved[row.case_id] += read(row)
    return {
        pk: _beginning(case, orders.get((pk, case.round_no))) + moved[pk] + _ending(case)
        for pk, case in by_key.items()
    }  # fmt: skip


def _order(case: Case) -> Remedy:
    """The decision that opened the present round."""
    return Remedy.objects.get(case=case, opened_round=case.round_no)


def _beginning(case: Case, order: Remedy | None) -> list[clock.Fact]:
    """Receipt of the application; of the decision that orders a new reply, with its own limit, in a later round.

    Beside it stands the last day the applicant was told, as far as no later fact has overtaken it.
    """
    if order is None:
        begun: list[clock.Fact] = [
            clock.Received(on=case.received_on, safe_on=case.safe_received_on, limit=limit_of(case))
        ]
    else:
        assert order.decision_received_on is not None  # acts.remedy.remand sees to it
        begun = [clock.Received(on=order.decision_received_on, limit=limit_of(case))]
        if (by := ordered_by(order)) is not None:
            begun.append(clock.Delayed(by, decided_on=order.decision_received_on, ordered=True))
    return begun if case.promised_on is None else [*begun, clock.Promised(case.promised_on)]


def limit_of(case: Case) -> Literal["T03", "T13"]:
    """The limit the receipt starts: the reply period, or the internal one to correct a record (Art. 41)."""
    return "T13" if case.matter == Case.Matter.RECORD_CORRECTION else "T03"


def first_reading(received: Receipt, today: date, matter: str = "") -> clock.Deadline:
    """The dates an application leads to as far as its receipt goes, before there is a case."""
    facts = [clock.Received(on=received.on, safe_on=received.safe_on, limit=limit_of(Case(matter=matter)))]
    return clock.replay(facts, working_calendar(), on=today, settings=law_settings())


def _correction(row: Correction) -> Iterator[clock.Fact]:
    yield clock.CorrectionNoticed(
        row.sent_on,
        delivered_on=row.delivered_on,
        period_wd=row.period_wd,
        override_reason=row.override_reason,
        prolonged_to=row.prolonged_to,
    )
    if row.corrected_on:
        yield clock.Corrected(row.corrected_on)


def _fee(row: FeeCharge) -> Iterator[clock.Fact]:
    yield clock.FeeNoticed(row.sent_on, received_on=row.received_on)
    if row.paid_on:
        yield clock.Paid(row.paid_on)


def _consultation(row: Consultation) -> Iterator[clock.Fact]:
    kind = cast(ConsultationKind, _CLOCK_KIND.get(row.kind, row.kind))
    yield clock.Consulted(str(row.pk), kind, row.sent_on, received_on=row.received_on, opinion_on=row.opinion_on)


def _extension(row: Extension) -> Iterator[clock.Fact]:
    if row.approved_on:
        yield clock.Extended(row.days, approved_on=row.approved_on, notified_on=row.notified_on)


def _delay(row: ArtDelay) -> Iterator[clock.Fact]:
    yield clock.Delayed(row.until, decided_on=row.decided_on, notified_on=row.notified_on)


# Every kind of row that moves the clock, and the facts one row states.
READERS: tuple[tuple[Any, Any], ...] = (
    (Correction, _correction),
    (FeeCharge, _fee),
    (Consultation, _consultation),
    (Extension, _extension),
    (ArtDelay, _delay),
)


def order_of(case: Case) -> Remedy | None:
    """The decision the present reply follows: the one that opened the round, or, against silence, one come since."""
    if case.round_no > 1:
        return Remedy.objects.filter(case=case, opened_round=case.round_no).first()
    return Remedy.objects.filter(case=case, orders_new_reply=True, opened_round=None, round_no=1).last()


def followed(case: Case, order: Remedy) -> bool:
    """Whether the case was answered after the decision came: what silence was ordered to end has ended."""
    assert order.decision_received_on is not None
    if order.against == Remedy.Against.REPLY:
        return False
    return case.closed_as == "serve" and case.closed_on is not None and case.closed_on >= order.decision_received_on


def orders_waiting(case: Case) -> list[Remedy]:
    """The decisions that want a new reply nobody has begun."""
    rows = case.remedies.filter(orders_new_reply=True, opened_round=None, decision_received_on__isnull=False)
    return [row for row in rows if not followed(case, row)]


def ordered_by(order: Remedy) -> date | None:
    """The last day the decision itself sets for the new reply, from its receipt; None where it names none."""
    if order.new_reply_by is not None or order.new_reply_days is None:
        return order.new_reply_by
    assert order.decision_received_on is not None
    count = working_days if order.new_reply_unit == Remedy.Unit.WORKING else natural_days
    return count(order.decision_received_on, order.new_reply_days, working_calendar()).due


def new_reply_limit(order: Remedy) -> date:
    """The last day for the new reply: the one ordered, or the ordinary period from the receipt of the decision."""
    assert order.decision_received_on is not None
    return (
        ordered_by(order)
        or limit(limit_of(order.case), order.decision_received_on, working_calendar(), law_settings()).due
    )


def clock_moved(case: Case) -> bool:
    """Whether anything but receipt and ending moves the clock: one statement instead of five for most cases."""
    there = [Exists(model.objects.filter(case=OuterRef("pk"), round_no=case.round_no)) for model, _ in READERS]
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


def answered(case: Case) -> QuerySet[Correction]:
    """The corrections the applicant answered in words, the earliest first: they belong to what was asked for."""
    return case.corrections.exclude(corrected_text="").order_by("corrected_on", "pk")
