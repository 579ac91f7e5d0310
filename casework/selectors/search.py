"""全局搜索: by number, applicant or words, always among the cases a person may see."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Q

from casework.models import Applicant, Case, Staff
from casework.personal import blind_index
from casework.selectors.register import listed

SHOWN = 50
TAIL = 4
_BRACKETS = str.maketrans({"[": "〔", "]": "〕", "(": "〔", ")": "〕", "【": "〔", "】": "〕"})


@dataclass(frozen=True)
class Found:
    """``by`` says what matched; ``certain`` that the one case is meant (a number was given)."""

    cases: list[Case]
    by: str = ""
    certain: bool = False


def search(actor: Staff, query: str) -> Found:
    """Find cases: case number or its last digits first, then the applicant, then words of title and description."""
    text = unicodedata.normalize("NFKC", query).strip()
    if not text:
        return Found([])
    for condition, by in ((_by_number(text), "受理编号"), (_by_applicant(text), "申请人"), (_by_words(text), "内容")):
        cases = list(listed(actor).filter(condition).order_by("-id")[:SHOWN]) if condition is not None else []
        if cases:
            return Found(cases, by, certain=by == "受理编号" and len(cases) == 1)
    return Found([])


def numbered(actor: Staff, typed: str) -> Case | None:
    """The one case this person may see under a number as people type it: any brackets, 号 left out, the serial alone.

    None where there is none, or more than one.
    """
    condition = _by_number(unicodedata.normalize("NFKC", typed).strip())
    found = list(Case.objects.visible_to(actor).filter(condition)[:2]) if condition is not None else []
    return found[0] if len(found) == 1 else None


def _by_number(text: str) -> Q | None:
    number = "".join(text.split()).translate(_BRACKETS)
    if number.isdecimal() and len(number) <= TAIL + 2:
        found = Q(serial=int(number))
        return found | Q(case_number__endswith=f"{number}号") if len(number) == TAIL else found
    whole = number if number.endswith("号") else f"{number}号"
    return Q(case_number=whole) if re.search(r"〔\d{4}〕\d+号$", whole) else None


def _by_applicant(text: str) -> Q:
    """Exact only: the columns are encrypted and found by blind index."""
    same = (
        Q(name_index=blind_index(text, "name"))
        | Q(document_index=blind_index(text, "document"))
        | Q(phone_index=blind_index(text, "phone"))
    )
    return Q(pk__in=Applicant.objects.filter(same).values("case"))


def _by_words(text: str) -> Q:
    condition = Q()
    for word in text.split()[:5]:
        condition &= Q(title__icontains=word) | Q(description__icontains=word)
    return condition
