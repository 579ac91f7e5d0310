"""Concentration and repetition: many for one thing (Art. 44), one for many things (Art. 35)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from casework.models import Applicant, CaseFact, PublicationProposal, StaleMonth
from casework.statistics.facts import MANY, SEVERAL
from casework.statistics.frame import Frame

SHOWN = 50
# So many subjects or people may wait to be marked and still be asked for one by one; an import leaves more.
_FEW = 2000


@dataclass(frozen=True)
class Wanted:
    """One piece of information several applicants asked for; ``case_id`` is the latest request for it."""

    case_id: int
    title: str
    organ: str
    organ_id: int
    requests: int
    applicants: int
    url: str
    proposal: PublicationProposal | None


@dataclass(frozen=True)
class Frequent:
    """One applicant with many requests, and what they are evidence of."""

    name: str
    requests: int
    subjects: int
    organs: int
    repeated: int
    url: str


def wanted(frame: Frame) -> list[Wanted]:
    """The information asked for by several applicants in the period, most applicants first."""
    facts = _narrowed(_facts(frame).exclude(subject=""), "asked_again", "subject")
    rows = list(
        facts.values("organ_id", "subject")
        .annotate(requests=Count("pk"), applicants=Count("person", distinct=True), latest=Max("pk"))
        .filter(applicants__gte=SEVERAL)
        .order_by("-applicants", "-requests", "-latest")[:SHOWN]
    )
    titles = dict(CaseFact.objects.filter(pk__in=[row["latest"] for row in rows]).values_list("pk", "case__title"))
    proposals = _proposals(row["subject"] for row in rows)
    days = frame.days("in", frame.span)
    return [
        Wanted(
            row["latest"], titles[row["latest"]], frame.organ_names[str(row["organ_id"])], row["organ_id"],
            row["requests"], row["applicants"],
            frame.link(**days, organ=row["organ_id"], same_subject=row["latest"]),
            proposals.get((row["organ_id"], row["subject"])),
        )
        for row in rows
    ]  # fmt: skip


def frequent(frame: Frame) -> list[Frequent]:
    """The applicants with many requests in the period; a hint for a person, never a verdict (Art. 35)."""
    facts = _narrowed(_facts(frame).exclude(person=""), "asks_often", "person")
    rows = list(
        facts.values("person")
        .annotate(
            requests=Count("pk"), repeated=Count("pk", filter=Q(result__in=("R2", "R4"))), latest=Max("pk"),
        )
        .filter(requests__gte=MANY)
        .order_by("-requests", "-latest")[:SHOWN]
    )  # fmt: skip
    of_these = facts.filter(person__in=[row["person"] for row in rows]).values("person")
    spread = {
        row["person"]: row
        for row in of_these.annotate(subjects=Count("subject", distinct=True), organs=Count("organ", distinct=True))
    }
    people = {
        row.case_id: row
        for row in Applicant.objects.filter(case__in=[row["latest"] for row in rows], position=1)
    }  # fmt: skip
    days = frame.days("in", frame.span)
    return [
        Frequent(
            people[row["latest"]].masked_name, row["requests"], spread[row["person"]]["subjects"],
            spread[row["person"]]["organs"], row["repeated"],
            frame.link(**days, same_person=row["latest"]),
        )
        for row in rows
    ]  # fmt: skip


def proposals(frame: Frame) -> list[tuple[PublicationProposal, int, int]]:
    """The proposals of the scope, each with later requests for it, and how many were told where it is published (G1).

    The latter are the requests saved: nobody had to search or review again.
    """
    rows = PublicationProposal.objects.select_related("organ", "proposed_by", "reviewed_by")
    if frame.organ is not None:
        rows = rows.filter(organ=frame.organ)
    found = []
    for row in rows[:SHOWN]:
        since = row.published_on or frame.today
        later = CaseFact.objects.filter(organ=row.organ_id, subject=row.subject, received_on__gt=since)
        counts = later.aggregate(all=Count("pk"), told=Count("pk", filter=Q(result="G1")))
        found.append((row, counts["all"], counts["told"]))
    return found


def _facts(frame: Frame) -> QuerySet[CaseFact]:
    facts = CaseFact.objects.filter(received_on__range=(frame.span.first, frame.span.last)).order_by()
    return facts.filter(organ=frame.organ) if frame.organ else facts


def _narrowed(facts: QuerySet[CaseFact], mark: str, key: str) -> QuerySet[CaseFact]:
    """The facts that may have fellows: those marked, and those like a fact whose month waits to be folded."""
    buckets = list(StaleMonth.objects.values_list("bucket", flat=True).distinct())
    if not buckets:
        return facts.filter(**{mark: True})
    waiting = list(CaseFact.objects.filter(in_bucket__in=buckets).values_list(key, flat=True).distinct()[: _FEW + 1])
    if len(waiting) > _FEW:
        return facts
    return facts.filter(Q(**{mark: True}) | Q(**{f"{key}__in": waiting}))


def _proposals(subjects: Iterable[str]) -> dict[tuple[int, str], PublicationProposal]:
    rows = PublicationProposal.objects.filter(subject__in=list(subjects)).order_by("pk")
    return {(row.organ_id, row.subject): row for row in rows}
