"""办理记录 of a case for its page and its export: every event as people read it, and whether the chain holds."""

from __future__ import annotations

from casework import wording
from casework.acts.record import verify
from casework.models import Case, CaseEvent


def lines(case: Case, *, verb: str = "", person: str = "") -> list[wording.Entry]:
    """Return the events of a case in their order, all or those of one verb or one person (by key)."""
    events = wording.events_of(case)
    if verb:
        events = events.filter(verb=verb)
    if person.isdecimal():
        events = events.filter(actor=int(person)) if len(person) < 19 else events.none()
    return [wording.entry(event) for event in events]


def choices(case: Case) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The verbs and the people that occur in the history, for its filter."""
    rows = list(CaseEvent.objects.filter(case=case).order_by("seq").values_list("verb", "actor", "actor__name"))
    verbs = dict.fromkeys((verb, wording.verb(verb)) for verb, _, _ in rows)
    people = dict.fromkeys((str(pk), name or "系统") for _, pk, name in rows if pk)
    return list(verbs), list(people)


def chain_fault(case: Case) -> str:
    """Return '' where the chain of the case holds, otherwise which entry fails and why."""
    fault = next(verify(f"case:{case.pk}"), None)
    if fault is None:
        return "" if CaseEvent.objects.filter(case=case).exists() else "没有任何办理记录"
    return f"第 {fault.seq} 条，{fault.reason}"
