"""Whoever writes to the database directly, triggers dropped, is found by the walk along the chains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from casework.acts import record as walk
from casework.acts.record import note_counters, record, verify
from casework.append_only import HISTORY
from casework.models import Case, CaseEvent, EventStream, NumberSeries, Staff
from casework.now import SHANGHAI

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 15, tzinfo=SHANGHAI)


@pytest.fixture
def key(open_case: Callable[..., Case], clerk: Staff) -> str:
    """A chain of three events whose table has lost its triggers."""
    case = open_case()
    for text in ("一", "二"):
        record(case=case, verb="note", actor=clerk, at=AT, data={"text": text})
    assert not list(verify())
    with connection.cursor() as cursor:
        for _, drop in reversed(HISTORY.statements(connection.vendor)):
            cursor.execute(drop)
    return f"case:{case.pk}"


def test_a_walk_while_people_work_finds_no_fault(
    key: str, clerk: Staff, monkeypatch: pytest.MonkeyPatch, open_case: Callable[..., Case]
) -> None:
    later, real, seen = open_case(), walk.digest, set[str]()

    def meanwhile(event: CaseEvent) -> str:
        if event.stream_id not in seen:  # whenever a chain begins to be walked, the last one grows by an event
            seen.add(event.stream_id)
            with monkeypatch.context() as plain:
                plain.setattr(walk, "digest", real)
                record(case=later, verb="note", actor=clerk, at=AT, data={"text": event.stream_id})
        return real(event)

    monkeypatch.setattr(walk, "digest", meanwhile)
    assert not list(verify())
    assert CaseEvent.objects.filter(case=later).count() == 1 + len(seen) == 3


def test_a_cut_tail_is_found_though_the_head_was_put_back(key: str) -> None:
    last = CaseEvent.objects.filter(stream=key).latest("seq")
    last.delete()
    before = CaseEvent.objects.filter(stream=key).latest("seq")
    EventStream.objects.filter(pk=key).update(last_seq=before.seq, last_hash=before.hash)
    assert [fault.stream for fault in verify()] == [key]


def test_an_event_of_no_chain_is_found_whatever_its_number(key: str) -> None:
    row = CaseEvent.objects.filter(stream=key).latest("seq")
    row.pk, row.stream_id, row.seq = None, "case:none", 7
    row.save(force_insert=True)  # the foreign key is only looked at when a transaction ends
    assert "case:none" in {fault.stream for fault in verify()}
    CaseEvent.objects.filter(stream="case:none").delete()


def test_a_case_deleted_with_its_whole_chain_is_found_by_its_number(key: str, open_case: Callable[..., Case]) -> None:
    open_case()
    first = Case.objects.earliest("pk")
    CaseEvent.objects.filter(case=first).delete()
    EventStream.objects.filter(pk=key).delete()
    number = first.case_number
    for relation in Case._meta.related_objects:
        relation.related_model._base_manager.filter(**{relation.field.name: first}).delete()
    Case.objects.filter(pk=first.pk).delete()
    assert [fault.stream for fault in verify()] == [number]


def test_a_counter_put_back_is_found(key: str) -> None:
    NumberSeries.objects.update(last=0)
    assert [fault.reason for fault in verify()] == ["编号记录少于现有办件，可能被改回"]


def test_the_last_case_gone_with_its_number_is_found_once_the_counters_were_noted(
    key: str, open_case: Callable[..., Case]
) -> None:
    last = open_case(title="另一件")
    assert note_counters(AT)
    assert not note_counters(AT)
    assert not list(verify())
    CaseEvent.objects.filter(case=last).delete()
    EventStream.objects.filter(pk=f"case:{last.pk}").delete()
    for relation in Case._meta.related_objects:
        relation.related_model._base_manager.filter(**{relation.field.name: last}).delete()
    Case.objects.filter(pk=last.pk).delete()
    NumberSeries.objects.filter(kind="case").update(last=1)
    assert [(fault.stream, fault.seq) for fault in verify()] == [("历政公申〔2026〕", 2)]
    NumberSeries.objects.filter(kind="case").delete()  # the counter itself gone with it
    assert ("历政公申〔2026〕", 2) in [(fault.stream, fault.seq) for fault in verify()]
