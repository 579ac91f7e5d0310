"""The one writer of the event table: every event is chained to the one before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from casework.law.states import VERBS
from casework.library import outbox
from casework.models import Case, CaseEvent, EventStream, NumberSeries, Organ, Staff

SYSTEM = "system"
GENESIS = "0" * 64
COUNTED = "count_numbers"


def digest(event: CaseEvent) -> str:
    """Return the HMAC-SHA256 (hex) of an event's row and of the hash before it."""
    content = json.dumps(
        {
            "stream": event.stream_id,
            "seq": event.seq,
            "case": event.case_id,
            "verb": event.verb,
            "actor": event.actor_id,
            "at": event.at.timestamp(),
            "on": event.effective_on.isoformat() if event.effective_on else None,
            "source": event.source,
            "target": event.target,
            "data": event.data,
            "previous": event.previous_hash,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(bytes.fromhex(settings.AUDIT_KEY), content.encode(), hashlib.sha256).hexdigest()


def seal(key: str, seq: int, last_hash: str) -> str:
    """Return the HMAC (hex) of a chain's head: without the key nobody puts the head back to an earlier event."""
    content = f"head:{key}:{seq}:{last_hash}"
    return hmac.new(bytes.fromhex(settings.AUDIT_KEY), content.encode(), hashlib.sha256).hexdigest()


def record_many(
    *, cases: Sequence[Case], verb: str, actor: Staff | None, at: datetime, data: Mapping[int, dict[str, Any]]
) -> None:
    """Append one event to the chain of each case, as ``record`` would, in a few statements; the cases are locked.

    :param data: what to say, by the case's key, as plain JSON. The verb is none of the law, so status and library are
        not concerned.
    """
    keys = [f"case:{case.pk}" for case in cases]
    there = EventStream.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    last = {key: (seq, hash_) for key, seq, hash_ in there.values_list("pk", "last_seq", "last_hash")}
    events, heads = [], []
    actor_id = actor.pk if actor is not None else None
    for key, case in zip(keys, cases, strict=True):
        seq, previous = last.get(key, (0, GENESIS))
        event = CaseEvent(
            stream_id=key, seq=seq + 1, case_id=case.pk, verb=verb, actor_id=actor_id, at=at, data=data[case.pk],
            previous_hash=previous,
        )  # fmt: skip
        event.hash = digest(event)
        sealed = seal(key, event.seq, event.hash)
        heads.append(EventStream(key=key, last_seq=event.seq, last_hash=event.hash, seal=sealed))
        events.append(event)
    CaseEvent.objects.bulk_create(events)
    EventStream.objects.bulk_create(
        heads, update_conflicts=True, unique_fields=["key"], update_fields=["last_seq", "last_hash", "seal"]
    )


def record(
    *,
    case: Case | None,
    verb: str,
    actor: Staff | None,
    at: datetime,
    on: date | None = None,
    source: str = "",
    target: str = "",
    data: dict[str, Any] | None = None,
) -> CaseEvent:
    """Append one event to the case's chain, or to the system's where ``case`` is None.

    :param at: the moment of the act; ``on`` the civil date it takes legal effect.
    :param data: codes and values, JSON; never wording, never a full personal number.
    """
    key = f"case:{case.pk}" if case is not None else SYSTEM
    stream = EventStream.objects.select_for_update().filter(pk=key).first()
    if stream is None:
        stream, _ = EventStream.objects.get_or_create(pk=key)
        stream = EventStream.objects.select_for_update().get(pk=key)
    event = CaseEvent(
        stream=stream,
        seq=stream.last_seq + 1,
        case=case,
        verb=verb,
        actor=actor,
        at=at,
        effective_on=on,
        source=source,
        target=target,
        data=json.loads(json.dumps(data or {}, default=_plain)),
        previous_hash=stream.last_hash,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    sealed = seal(key, event.seq, event.hash)
    EventStream.objects.filter(pk=key).update(last_seq=event.seq, last_hash=event.hash, seal=sealed)
    if case is not None and verb in VERBS:
        outbox.touch(outbox.CASE, [case.pk], at=at)
    return event


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an event")


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not fit."""

    stream: str
    seq: int
    event_id: int | None
    reason: str


def verify(stream_key: str | None = None) -> Iterator[Break]:
    """Walk the chains and yield, per chain, the first row that does not fit.

    A changed row, a missing row, a row added by hand and a cut tail are all found: hashes, sequence numbers and the
    head of the chain must agree. So is a whole case that is gone with its chain, by its number; the last case of a
    series whose counter was put back with it, once the counters have been noted (``note_counters``, every hour).
    """
    streams = EventStream.objects.all() if stream_key is None else EventStream.objects.filter(pk=stream_key)
    for key in streams.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=500):
        fault = _first_break(key)
        if fault:
            yield fault
    if stream_key is None:
        for event in CaseEvent.objects.exclude(stream__in=EventStream.objects.all()):
            yield Break(event.stream_id, event.seq, event.pk, "事件所属的链不存在")
        orphans = Case.objects.exclude(events__isnull=False).values_list("pk", flat=True)
        for case_id in orphans.iterator():
            yield Break(f"case:{case_id}", 0, None, "办件没有任何办理记录")
        yield from _missing_cases()


def _missing_cases() -> Iterator[Break]:
    """Case numbers have no gaps: a number that was given and has no case is a case deleted with its whole chain.

    A register that was imported keeps its own numbers, gaps and all: only the numbers given after it are looked at.
    """
    yield from _counters_put_back()
    for series in NumberSeries.objects.filter(kind="case").select_related("organ").order_by("pk"):
        cases = Case.objects.filter(organ=series.organ, year=series.year)
        there = set(cases.values_list("serial", flat=True))
        imported = cases.filter(events__verb="import").aggregate(last=Max("serial"))["last"] or 0
        for serial in range(imported + 1, series.last + 1):
            if serial not in there and not cases.filter(serial=serial).exists():  # given since ``there`` was read
                number = f"{series.organ.number_word}申〔{series.year}〕{serial}号"
                yield Break(number, 0, None, "受理编号已经使用，办件却不存在，可能连同办理记录一起被删除")
        if there and max(there) > series.last:
            series.refresh_from_db()
        if there and max(there) > series.last:
            number = f"{series.organ.number_word}申〔{series.year}〕"
            yield Break(number, series.last, None, "编号记录少于现有办件，可能被改回")


@transaction.atomic
def note_counters(at: datetime) -> bool:
    """Put into the system's chain how far the case numbers of each series have come; False where nothing has moved.

    What is noted there cannot be taken back without every later event of that chain: a counter that is behind it later
    has been put back, and the cases above it are gone.
    """
    counters = _counters()
    last = CaseEvent.objects.filter(case=None, verb=COUNTED).order_by("-id").first()
    if not counters or (last is not None and last.data["series"] == counters):
        return False
    record(case=None, verb=COUNTED, actor=None, at=at, data={"series": counters})
    return True


def _counters() -> dict[str, int]:
    """Organ and year → the last case number given."""
    rows = NumberSeries.objects.filter(kind="case").order_by("organ", "year")
    return {f"{organ}:{year}": last for organ, year, last in rows.values_list("organ", "year", "last")}


def _counters_put_back() -> Iterator[Break]:
    noted = CaseEvent.objects.filter(case=None, verb=COUNTED).order_by("-id").first()
    now = _counters() if noted is not None else {}
    for key, last in noted.data["series"].items() if noted is not None else ():
        if now.get(key, 0) < last:
            organ, year = key.split(":")
            word = Organ.objects.filter(pk=organ).values_list("number_word", flat=True).first() or f"机关{organ}"
            reason = f"编号曾经用到 {last} 号，现在的记录较小，其后的办件可能连同编号一起被删除"
            yield Break(f"{word}申〔{year}〕", last, None, reason)


def _first_break(key: str) -> Break | None:
    """Walk one chain. The head is read after the events, and what was added meanwhile is walked too: people work on."""
    events = fresh = CaseEvent.objects.filter(stream=key).order_by("seq")
    previous, seq = GENESIS, 0
    while True:
        walked = seq
        for event in fresh.iterator(chunk_size=1000):
            if event.seq != seq + 1:
                return Break(key, seq + 1, None, f"缺少第 {seq + 1} 条")
            if event.previous_hash != previous:
                return Break(key, event.seq, event.pk, "与上一条不衔接")
            if not hmac.compare_digest(digest(event), event.hash):
                return Break(key, event.seq, event.pk, "内容被改动")
            previous, seq = event.hash, event.seq
        head = EventStream.objects.get(pk=key)
        if head.last_seq <= seq or seq == walked:
            break
        fresh = events.filter(seq__gt=seq)
    if (head.last_seq, head.last_hash, head.seal) != (seq, previous, seal(key, seq, previous)):
        return Break(key, seq + 1, None, "链尾与链头记录不符，末尾的记录可能被删除")
    return None
