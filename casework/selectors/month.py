"""One applicant's requests of a calendar month, as the fee counts them (国办函〔2020〕109号 Arts 4, 5; law.md §1.6)."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum

from casework.law.fees import items_in_month
from casework.lawbook import law_settings
from casework.models import Applicant, Case, FeeCharge


def of_same_applicant(case: Case) -> QuerySet[Case]:
    """Every request for information of the case's first applicant, in the district, the case itself included.

    Known again by document number, or by name and telephone together.
    """
    first = case.applicant
    same = Q(case=case)
    if first is not None and first.document_index:
        same |= Q(document_index=first.document_index)
    if first is not None and first.name_index and first.phone_index:
        same |= Q(name_index=first.name_index, phone_index=first.phone_index)
    found = Applicant.objects.filter(same).values("case")
    return Case.objects.filter(pk__in=found, matter=Case.Matter.DISCLOSURE)


def item_number(case: Case) -> int:
    """Which request of the month of its receipt this is, per agency or district as ``fee_month_scope`` says."""
    before = of_same_applicant(case).filter(
        Q(received_on__lt=case.received_on) | Q(received_on=case.received_on, pk__lte=case.pk)
    )
    requests = before.values_list("received_on", "organ__code")
    return items_in_month(requests, case.received_on, case.organ.code, law_settings())


def pages_before(case: Case) -> int:
    """The pages charged for the applicant's other requests to the same organ in the month of its receipt."""
    month = {"received_on__year": case.received_on.year, "received_on__month": case.received_on.month}
    others = of_same_applicant(case).filter(**month, organ=case.organ_id).exclude(pk=case.pk)
    rows = FeeCharge.objects.filter(case__in=others, mode=FeeCharge.Mode.PAGES)
    return int(rows.aggregate(pages=Sum("quantity"))["pages"] or 0)
