"""办件台账 as a queryset: the cases a person may see, with the first applicant beside each."""

from __future__ import annotations

from django.db.models import CharField, Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from casework.models import Applicant, Case, Staff
from casework.models.applicant import PERSON, shown_name
from casework.models.case import CaseQuerySet
from casework.personal import EncryptedTextField


def listed(actor: Staff) -> CaseQuerySet:
    """Return the visible cases with the first applicant (``first_…``) and ``applicant_count``, in one statement.

    Only the columns of the list are fetched; long texts stay in the database.
    """
    first = Applicant.objects.filter(case=OuterRef("pk"), position=1)
    many = Applicant.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(number=Count("pk"))
    return (
        Case.objects.visible_to(actor)
        .select_related("organ", "unit", "unit__organ", "handler")
        .defer("description", "note", "evidence")
        .annotate(
            first_name=Subquery(first.values("name")[:1], output_field=EncryptedTextField()),
            first_category=Subquery(first.values("category")[:1], output_field=CharField()),
            first_document=Subquery(first.values("document_number")[:1], output_field=EncryptedTextField()),
            applicant_count=Coalesce(Subquery(many.values("number")[:1]), 0),
        )
    )


def applicant_shown(case: Case) -> str:
    """The masked first applicant of a listed case: 张*明, or 张*明等 3 人; organisations by their name."""
    name: str = getattr(case, "first_name", None) or ""
    shown = shown_name(name, getattr(case, "first_category", None) or PERSON, getattr(case, "first_document", "") or "")
    count: int = getattr(case, "applicant_count", 1)
    return f"{shown}等 {count} 人" if count > 1 else shown
