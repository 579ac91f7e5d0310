"""导入旧件: cases of an older register enter as they stand there, finished or still open, many in one act.

An old case has no letters and no reviews in this system: its whole history is one event that says where it comes from.
A finished one lies in the archive; an open one is registered and starts on the first desk (the caller opens it).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.acts import deadlines, facts
from casework.acts.people import Person, applicant_of
from casework.acts.record import GENESIS, digest, seal
from casework.law import clock
from casework.law.states import Status
from casework.lawbook import law_settings, working_calendar
from casework.models import Applicant, Case, CaseEvent, Deadline, EventStream, NumberSeries, Organ, Staff, Unit

VERB = "import"
# How an old case ended, by its result; whatever else there is was a reply (law.md §2.1).
_ENDED = {"X1": "deem_abandoned", "X2": "deem_abandoned", "X3": "withdraw"}
_ENDINGS: dict[str, Callable[[date], clock.Fact]] = {
    "serve": clock.Replied,
    "withdraw": clock.Withdrawn,
    "deem_abandoned": clock.Abandoned,
}


@dataclass(frozen=True)
class OldCase:
    """One case as an older register states it. ``key`` makes it the same case when the register is sent again."""

    line: int
    key: str
    organ: Organ
    received_on: date
    title: str
    description: str
    closed_on: date | None = None
    outcome: str = ""
    unit: Unit | None = None
    channel: str = "other"
    category: str = "natural_person"
    name: str = ""
    phone: str = ""
    address: str = ""
    topic: str = ""
    case_number: str = ""
    note: str = ""


def import_cases(*, actor: Staff, at: datetime, today: date, batch: Sequence[OldCase], source: str) -> list[Case]:
    """Write a batch of old cases with their applicants, events and limits; return them in the order given.

    The caller holds the transaction and has left out what is already here. Limits that ran out before the import are
    recorded as dealt with: nobody is warned of the past.

    :param source: the name of the file, for the log.
    """
    numbers = _numbers(batch)
    cases, readings = [], []
    for old, (serial, number) in zip(batch, numbers, strict=True):
        case, reading = _case(old, serial, number, actor=actor, at=at, today=today)
        cases.append(case)
        readings.append(reading)
    Case.objects.bulk_create(cases)
    Applicant.objects.bulk_create(
        [
            applicant_of(case=case, position=1, person=_person(old))
            for old, case in zip(batch, cases, strict=True)
        ]
    )  # fmt: skip
    _record(zip(batch, cases, strict=True), actor=actor, at=at, source=source)
    rows = [row for case, reading in zip(cases, readings, strict=True) for row in _limits(case, reading, at, today)]
    Deadline.objects.bulk_create(rows)
    facts.add(cases)
    return cases


def _case(
    old: OldCase, serial: int, number: str, *, actor: Staff, at: datetime, today: date
) -> tuple[Case, clock.Deadline]:
    closed_as = _ENDED.get(old.outcome, "serve") if old.closed_on else ""
    facts: list[clock.Fact] = [clock.Received(on=old.received_on, safe_on=old.received_on)]
    if old.closed_on:
        facts.append(_ENDINGS[closed_as](old.closed_on))
    calendar = working_calendar()
    reading = clock.replay(facts, calendar, on=today, settings=law_settings())
    case = Case(
        organ=old.organ,
        unit=old.unit,
        year=old.received_on.year,
        serial=serial,
        case_number=number,
        submit_key=old.key,
        status=(Status.ARCHIVED if old.closed_on else Status.REGISTERED).value,
        channel=old.channel,
        evidence={},
        received_on=old.received_on,
        safe_received_on=old.received_on,
        registered_at=at,
        registered_by=actor,
        title=old.title,
        description=old.description,
        topic=old.topic,
        note=old.note,
        clock_state=reading.state.value,
        base_on=reading.base,
        due_on=reading.due,
        warn_on=reading.warn_on,
        provisional=reading.provisional,
        calendar_version=calendar.version,
        late=None if reading.on_time is None else not reading.on_time,
        outcome=old.outcome,
        closed_on=old.closed_on,
        first_closed_on=old.closed_on,
        first_outcome=old.outcome if old.closed_on else "",
        closed_as=closed_as,
        archived_on=today if old.closed_on else None,
    )
    return case, reading


def _person(old: OldCase) -> Person:
    return Person(name=old.name, category=old.category, phone=old.phone, address=old.address, identity_proof=False)


def _record(pairs: Iterable[tuple[OldCase, Case]], *, actor: Staff, at: datetime, source: str) -> None:
    """One event a case, the first of its chain, hashed as every other (acts/record.py)."""
    streams, events = [], []
    for old, case in pairs:
        stream = EventStream(key=f"case:{case.pk}", last_seq=1)
        event = CaseEvent(
            stream_id=stream.key,
            seq=1,
            case=case,
            verb=VERB,
            actor=actor,
            at=at,
            effective_on=old.received_on,
            target=case.status,
            data={
                "number": case.case_number,
                "channel": case.channel,
                "closed_on": old.closed_on.isoformat() if old.closed_on else None,
                "outcome": old.outcome,
                "file": source,
                "line": old.line,
            },
            previous_hash=GENESIS,
        )
        event.hash = stream.last_hash = digest(event)
        stream.seal = seal(stream.key, stream.last_seq, stream.last_hash)
        streams.append(stream)
        events.append(event)
    EventStream.objects.bulk_create(streams)
    CaseEvent.objects.bulk_create(events)


def _limits(case: Case, reading: clock.Deadline, at: datetime, today: date) -> list[Deadline]:
    if not case.is_open:
        return []
    rows = []
    for kind, ref, due in deadlines.running(reading):
        past = due < today
        state = Deadline.State.FIRED if past else Deadline.State.WAITING
        rows.append(Deadline(case=case, kind=kind, ref=ref, due_on=due, state=state, fired_at=at if past else None))
    return rows


def _numbers(batch: Sequence[OldCase]) -> list[tuple[int, str]]:
    """A serial and a number for each: the register's own number where it has one, otherwise the next of the series.

    A number in our own form keeps its serial, and the series goes on behind it, so that no number is given twice.
    """
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, old in enumerate(batch):
        groups[old.organ.pk, old.received_on.year].append(at)
    numbers: dict[int, tuple[int, str]] = {}
    for (organ_id, year), places in groups.items():
        NumberSeries.objects.get_or_create(organ_id=organ_id, year=year, kind="case")
        series = NumberSeries.objects.select_for_update().get(organ_id=organ_id, year=year, kind="case")
        own = {at: _own_serial(batch[at]) for at in places}
        wanted = {serial for serial in own.values() if serial}
        taken = set(Case.objects.filter(organ=organ_id, year=year, serial__in=wanted).values_list("serial", flat=True))
        last = max([series.last, *wanted])
        for at in places:
            old, serial = batch[at], own[at]
            if serial is None or serial in taken:
                last = serial = last + 1
            taken.add(serial)
            numbers[at] = serial, old.case_number or f"{old.organ.number_word}申〔{year}〕{serial}号"
        NumberSeries.objects.filter(pk=series.pk).update(last=last)
    return [numbers[at] for at in range(len(batch))]


def _own_serial(old: OldCase) -> int | None:
    form = rf"{re.escape(old.organ.number_word)}申〔{old.received_on.year}〕([1-9]\d{{0,6}})号"
    match = re.fullmatch(form, old.case_number)
    return int(match[1]) if match else None
