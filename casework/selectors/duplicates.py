"""查重 at registration: the same applicant, the same or nearly the same text (Arts 36(6), 44; law.md §5.4).

A warning for the clerk, never a verdict: whether a request is a repetition is decided by a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from casework.lawbook import law_settings
from casework.library.index import IndexUnavailable
from casework.library.similar import TERMS_WHILE_TYPING, similar
from casework.models import Applicant, Case, Organ, Staff
from casework.personal import blind_index

SAME_APPLICANT_DAYS = 3 * 366
ANY_APPLICANT_DAYS = 366
LOOKED_AT = 500
NEAR = 30
SHOWN = 5
ALIKE = 0.5
# Words every application has; they say nothing about what is asked.
_COMMON = re.compile(r"申请公开|请求公开|申请人|政府信息|请提供|请公开|关于|有关|相关")


@dataclass(frozen=True)
class Alike:
    """An earlier case that resembles the one being registered. ``score``: 1 = the same text, 0.5 = half of it."""

    case: Case
    same_applicant: bool
    score: float

    @property
    def identical(self) -> bool:
        return self.score >= 1


@dataclass(frozen=True)
class Who:
    """The applicant as far as typed: known again by document number, or by name and telephone together."""

    name: str = ""
    document_number: str = ""
    phone: str = ""

    def condition(self) -> Q | None:
        found = Q(pk__in=[])
        if self.document_number.strip():
            found |= Q(document_index=blind_index(self.document_number, "document"))
        if self.name.strip() and self.phone.strip():
            found |= Q(name_index=blind_index(self.name, "name"), phone_index=blind_index(self.phone, "phone"))
        return found if found != Q(pk__in=[]) else None


def normal(text: str) -> str:
    """The text without width, spaces, punctuation and the words every application has."""
    plain = _COMMON.sub("", unicodedata.normalize("NFKC", text))
    return "".join(char for char in plain if unicodedata.category(char)[0] in "LN").upper()


def likeness(first: str, second: str) -> float:
    """How much of the shorter text's character pairs the longer one contains, 0 to 1; 1 only for equal texts.

    :param first, second: as ``normal`` returns them.
    """
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    one, two = _pairs(first), _pairs(second)
    shorter = min(len(one), len(two))
    return min(len(one & two) / shorter, 0.99) if shorter else 0.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def anyone(people: Iterable[Who]) -> Q | None:
    """The condition for rows of any of these applicants; None while none of them is known."""
    known = [condition for who in people if (condition := who.condition()) is not None]
    return reduce(or_, known) if known else None


def alike(*, actor: Staff, organ: Organ, who: Sequence[Who], text: str, today: date) -> list[Alike]:
    """Return the most similar earlier cases, at most five, those of any of the applicants first.

    Looks at the applicant's cases of three years, and at those of the organ's of one year that the library's index
    finds most like the text, however many there are; while the index is being made, at the latest of them.
    """
    wanted = normal(text)
    if not wanted:
        return []
    visible = Case.objects.visible_to(actor).filter(organ=organ)
    own = set(_of(who, visible, since=today - timedelta(days=SAME_APPLICANT_DAYS)))
    recent = visible.filter(received_on__gte=today - timedelta(days=ANY_APPLICANT_DAYS))
    near = _found_like(text, actor)
    if near is None:
        near = list(recent.order_by("-id").values_list("pk", flat=True)[:LOOKED_AT])
    looked_at = visible.filter(Q(pk__in=own) | Q(pk__in=recent.filter(pk__in=near).values("pk")))
    scores = {
        pk: max(likeness(wanted, normal(description)), likeness(wanted, normal(title)) * 0.99)
        for pk, title, description in looked_at.values_list("pk", "title", "description")
    }
    best = sorted(
        (pk for pk in scores if scores[pk] >= ALIKE), key=lambda pk: (pk in own, scores[pk], pk), reverse=True
    )
    cases = Case.objects.select_related("organ").in_bulk(best[:SHOWN])
    return [Alike(cases[pk], pk in own, scores[pk]) for pk in best[:SHOWN]]


def _found_like(text: str, actor: Staff) -> list[int] | None:
    """The cases the index finds most like the text; None while it is being made."""
    try:
        found = similar(text, actor=actor, kinds=["case"], size=NEAR, most=TERMS_WHILE_TYPING)
    except IndexUnavailable:
        return None
    return [like.row.pk for like in found]


def _of(who: Sequence[Who], cases: QuerySet[Case], *, since: date) -> list[int]:
    condition = anyone(who)
    if condition is None:
        return []
    rows = Applicant.objects.filter(condition, case__in=cases, case__received_on__gte=since)
    return list(rows.values_list("case", flat=True)[:LOOKED_AT])


def number_this_month(*, organ: Organ, who: Who, today: date) -> int | None:
    """第 n 件 of this applicant in the calendar month, the one being registered included; None while unknown.

    Counted per organ or over the district, as ``fee_month_scope`` says (law.md §1.6). Only a number leaves here.
    """
    condition = who.condition()
    if condition is None:
        return None
    rows = Applicant.objects.filter(
        condition, case__registered_at__year=today.year, case__registered_at__month=today.month
    )
    if law_settings().fee_month_scope == "agency":
        rows = rows.filter(case__organ=organ)
    return rows.values("case").distinct().count() + 1
