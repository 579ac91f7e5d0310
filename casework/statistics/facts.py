"""What the fact row of a case must be, from the case alone; and where the kept rows and totals say otherwise."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Choice
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from casework.law.calendar import WorkingCalendar
from casework.law.clock import replay
from casework.law.states import OPEN
from casework.lawbook import law_settings, working_calendar
from casework.models import (
    Applicant,
    Case,
    CaseFact,
    Consultation,
    Correction,
    Extension,
    MonthTotal,
    Remedy,
    StaleMonth,
)
from casework.models.fact import BUCKET, STREETS
from casework.selectors.duplicates import normal
from casework.selectors.facts import facts_of

CHUNK = 5000
_KEPT = "kept_"
MARKS = ("asked_again", "asks_often")
FIELDS = tuple(field.attname for field in CaseFact._meta.concrete_fields if field.attname not in MARKS)
# Neither number is in the Regulation: two applicants make "several" (law.md §5.4), ten requests are worth a look.
SEVERAL, MANY = 2, 10
_OPEN = frozenset(status.value for status in OPEN)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to divide the cases of a family: the fields whose values, joined by ``|``, name a total.

    ``only`` leaves out the facts without a value, so that they stand in no total of this dimension.
    """

    code: str
    fields: tuple[str, ...]
    only: Q = Q()


IN, OUT = "in", "out"
_BOTH = (
    Dimension("all", ()),
    Dimension("channel", ("channel",)),
    Dimension("category", ("category",)),
    Dimension("topic", ("topic",)),
    Dimension("unit", ("unit_id",)),
)
DIMENSIONS: dict[str, dict[str, Dimension]] = {
    IN: {
        row.code: row
        for row in (*_BOTH, Dimension("street", ("street_id",)), Dimension("topic_street", ("topic", "street_id")))
    },
    OUT: {
        row.code: row
        for row in (
            *_BOTH,
            Dimension("result", ("result",)),
            Dimension("topic_result", ("topic", "result")),
            Dimension("late", ("late",), Q(late__isnull=False)),
            Dimension("topic_late", ("topic", "late"), Q(late__isnull=False)),
            Dimension("days", ("days",), Q(days__isnull=False)),
            Dimension("extended", (), Q(extended=True)),
            Dimension("corrected", (), Q(corrected=True)),
            Dimension("consulted", (), Q(consulted=True)),
            Dimension("reviewed", (), Q(reviewed=True)),
            Dimension("overturned", (), Q(overturned=True)),
        )
    },
}
DISTRICT = 0  # the key of an organ is never nought
BUCKETS = {IN: "in_bucket", OUT: "out_bucket"}
DAYS = {IN: "received_on", OUT: "ended_on"}


def month_of(day: date) -> int:
    """Months since the year nought: neighbours differ by one."""
    return day.year * 12 + day.month - 1


def bucket(day: date, organ_id: int) -> int:
    return month_of(day) * BUCKET + organ_id


def value_of(dimension: Dimension) -> Any:
    """The value of a total as an expression: fields joined by ``|``, yes 1, no 0, nothing ''."""
    parts: list[Any] = []
    for name in dimension.fields:
        parts += [Value("|"), _word(name)] if parts else [_word(name)]
    return Concat(*parts, output_field=CharField()) if len(parts) > 1 else (parts or [Value("", CharField())])[0]


def _word(name: str) -> Any:
    if name == "late":
        return Choice(When(late=True, then=Value("1")), default=Value("0"), output_field=CharField())
    field = CaseFact._meta.get_field(name)
    if isinstance(field, CharField):
        return F(name)
    return Coalesce(Cast(name, CharField()), Value(""), output_field=CharField())


def expected(cases: QuerySet[Case]) -> Iterator[tuple[Any, ...]]:
    """Yield what the fact row of each case must hold, in the order of ``FIELDS``; one statement for all of them."""
    calendar = working_calendar()
    for row in _rows_of(cases, kept=False):
        yield _values(row, calendar)


def compared(cases: QuerySet[Case]) -> Iterator[tuple[CaseFact, CaseFact | None]]:
    """Yield the fact row each case must have beside the one that is kept, None where there is none; one statement."""
    calendar = working_calendar()
    for row in _rows_of(cases, kept=True):
        yield CaseFact(*_values(row, calendar)), _kept(row)  # type: ignore[misc]


def _rows_of(cases: QuerySet[Case], *, kept: bool) -> Iterator[Any]:
    """What the facts are made of, a named row a case; with the kept fact beside it where that is asked for."""
    first = Applicant.objects.filter(case=OuterRef("pk"), position=1).values("category")[:1]
    person = Applicant.objects.filter(case=OuterRef("pk"), position=1).values(
        known=Choice(When(document_index="", then=F("name_index")), default=F("document_index"))
    )[:1]
    decided = Remedy.objects.filter(case=OuterRef("pk"), decided_on__isnull=False)
    rows = (
        cases.filter(matter=Case.Matter.DISCLOSURE)
        .order_by()
        .annotate(
            category=Coalesce(Subquery(first, output_field=CharField()), Value("")),
            person=Coalesce(Subquery(person, output_field=CharField()), Value("")),
            organ_kind=F("organ__kind"),
            unit_organ=F("unit__organ_id"),
            unit_kind=F("unit__organ__kind"),
            extended=Exists(Extension.objects.filter(case=OuterRef("pk"), approved_on__isnull=False)),
            corrected=Exists(Correction.objects.filter(case=OuterRef("pk"))),
            consulted=Exists(Consultation.objects.filter(case=OuterRef("pk"))),
            reviewed=Exists(decided),
            overturned=Exists(decided.filter(result=Remedy.Result.CORRECTED)),
        )
    )
    names = [
        "pk", "organ_id", "unit_id", "channel", "category", "topic", "status", "received_on",
        "first_closed_on", "first_outcome", "round_no", "title", "late", "organ_kind", "unit_organ", "unit_kind",
        "extended", "corrected", "consulted", "reviewed", "overturned", "person",
    ]  # fmt: skip
    if kept:
        beside = {f"{_KEPT}{name}": F(f"fact__{name}") for name in FIELDS if name != "case_id"}
        rows, names = rows.annotate(**beside), names + list(beside)
    yield from rows.values_list(*names, named=True).iterator(chunk_size=CHUNK)


def _kept(row: Any) -> CaseFact | None:
    if row.kept_in_bucket is None:
        return None
    return CaseFact(case_id=row.pk, **{name: getattr(row, _KEPT + name) for name in FIELDS if name != "case_id"})


def _values(row: Any, calendar: WorkingCalendar) -> tuple[Any, ...]:
    ended = row.first_closed_on
    values = {
        "case_id": row.pk,
        "organ_id": row.organ_id,
        "unit_id": row.unit_id,
        "street_id": _street(row),
        "channel": row.channel,
        "category": row.category,
        "topic": row.topic,
        "is_open": row.status in _OPEN,
        "received_on": row.received_on,
        "ended_on": ended,
        "result": row.first_outcome if ended else "",
        "late": row.late if row.round_no == 1 or not ended else _first_late(row.pk),
        "days": _working_days(calendar, row.received_on, ended),
        "extended": row.extended,
        "corrected": row.corrected,
        "consulted": row.consulted,
        "reviewed": row.reviewed,
        "overturned": row.overturned,
        "subject": fingerprint(row.title),
        "person": row.person,
        "in_bucket": bucket(row.received_on, row.organ_id),
        "out_bucket": bucket(ended, row.organ_id) if ended else None,
    }
    return tuple(map(values.__getitem__, FIELDS))


def _first_late(case_id: int) -> bool | None:
    """Whether the first reply of a case that is answered again was late: its first round folded alone."""
    case = Case.objects.get(pk=case_id)
    case.round_no, case.closed_on, case.closed_as = 1, case.first_closed_on, "serve"
    reading = replay(facts_of(case), working_calendar(), settings=law_settings())
    return None if reading.on_time is None else not reading.on_time


def fingerprint(title: str) -> str:
    """What two requests for the same information share: their words without form, width and punctuation."""
    plain = normal(title)
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest() if plain else ""


def _street(row: Any) -> int | None:
    """The street or town the case is about: the one whose unit works on it, or the one that answers."""
    if row.unit_kind in STREETS:
        return int(row.unit_organ)
    return row.organ_id if row.organ_kind in STREETS else None


def _working_days(calendar: WorkingCalendar, received: date, ended: date | None) -> int | None:
    """Working days from the day after receipt to the reply; None where the calendar does not reach, or it runs back."""
    if ended is None or ended < received or received < calendar.first_day or ended > calendar.last_day:
        return None
    return calendar.working_days_between(received, ended)


def same(one: CaseFact, other: CaseFact) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in FIELDS)


def unmarked() -> Iterator[tuple[str, QuerySet[CaseFact]]]:
    """Each mark with the facts that must bear it and do not: asked for not just once, or by one who asks often."""
    facts = CaseFact.objects.order_by()
    fellow = CaseFact.objects.filter(organ=OuterRef("organ"), subject=OuterRef("subject")).exclude(pk=OuterRef("pk"))
    yield "asked_again", facts.filter(Exists(fellow), asked_again=False).exclude(subject="")
    people = facts.exclude(person="").values("person").annotate(number=Count("pk")).filter(number__gte=MANY)
    yield "asks_often", facts.filter(asks_often=False, person__in=people.values("person"))


def differences() -> Iterator[tuple[str, str]]:
    """Yield (what, how it differs) for every fact row and every month total that is not what the cases say."""
    yield from _rows()
    yield from _totals()
    yield from _marks()


def _rows() -> Iterator[tuple[str, str]]:
    for fact, here in compared(Case.objects.all()):
        if here is None or not same(here, fact):
            yield _number(fact.case_id), _told(here, fact)
    foreign = CaseFact.objects.exclude(case__matter=Case.Matter.DISCLOSURE)
    for number in foreign.values_list("case__case_number", flat=True):
        yield number, "不是政府信息公开申请，不应有统计事实"


def _number(case_id: int) -> str:
    return str(Case.objects.values_list("case_number", flat=True).get(pk=case_id))


def _told(here: CaseFact | None, fact: CaseFact) -> str:
    if here is None:
        return "没有统计事实"
    names = [name for name in FIELDS if getattr(here, name) != getattr(fact, name)]
    return "；".join(f"{_label(name)}为 {getattr(here, name)}，按办件应为 {getattr(fact, name)}" for name in names)


def _label(name: str) -> str:
    return str(getattr(CaseFact._meta.get_field(name), "verbose_name", name))


def _totals() -> Iterator[tuple[str, str]]:
    """Month totals against the facts; months that wait to be folded are not yet compared."""
    stale = set(StaleMonth.objects.values_list("bucket", flat=True))
    stale |= {district(at) for at in stale}
    for family, code in dimensions():
        rows = MonthTotal.objects.filter(family=family, dimension=code)
        kept = {(at, value): number for at, value, number in rows.values_list("bucket", "value", "number")}
        counted = grouped(CaseFact.objects.all(), family, code)
        facts = {(at, value): number for at, value, number in counted.values_list("at", "value", "number")}
        whole: Counter[tuple[int, str]] = Counter()
        for (at, value), number in facts.items():
            whole[district(at), value] += number
        facts |= whole
        for key in sorted({*kept, *facts}):
            if key[0] not in stale and kept.get(key, 0) != facts.get(key, 0):
                what = f"月度合计 {_month(key[0])} {family}·{code}·{key[1]}"
                yield what, f"为 {kept.get(key, 0)}，按事实应为 {facts.get(key, 0)}"


def _marks() -> Iterator[tuple[str, str]]:
    """Facts without a mark they should bear; those with a fellow that waits to be folded are not yet compared."""
    waiting = CaseFact.objects.filter(in_bucket__in=StaleMonth.objects.values("bucket"))
    for (name, facts), key in zip(unmarked(), ("subject", "person"), strict=True):
        for fact in facts.exclude(**{f"{key}__in": waiting.values(key)}):
            yield _number(fact.case_id), f"缺少标记“{_label(name)}”"


def _month(at: int) -> str:
    year, month = divmod(at // BUCKET, 12)
    return f"{year}年{month + 1}月"


def dimensions() -> Iterator[tuple[str, str]]:
    """Every family with each of its dimensions."""
    for family, rows in DIMENSIONS.items():
        for code in rows:
            yield family, code


def district(at: int) -> int:
    """The bucket of the whole district in the month of a bucket."""
    return at - at % BUCKET + DISTRICT


def grouped(facts: QuerySet[CaseFact], family: str, code: str) -> QuerySet[Any]:
    """Rows with ``at`` (bucket), ``value`` and ``number``: what the totals of a dimension must be for each organ."""
    dimension = DIMENSIONS[family][code]
    return (
        facts.filter(dimension.only, **{f"{BUCKETS[family]}__isnull": False})
        .order_by()
        .annotate(at=F(BUCKETS[family]), value=value_of(dimension))
        .values("at", "value")
        .annotate(number=Count("pk"))
    )
