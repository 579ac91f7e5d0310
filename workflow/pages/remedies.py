"""The list of reconsiderations and suits: whose it is to see, its tabs, its rows."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from casework.models import Case, Remedy, Staff

ROLES = frozenset({"legal", "intake", "head", "supervisor"})
# The tabs, in the order of the work: the organ owes its answer, the decision is awaited, a reply is ordered, the rest.
TABS: dict[str, tuple[str, Q]] = {
    "answer": ("待答复举证", Q(answered_on=None, decided_on=None)),
    "decision": ("待审结", Q(answered_on__isnull=False, decided_on=None)),
    "again": ("待重新答复", Q(orders_new_reply=True, opened_round=None)),
    "ended": ("已审结", Q(decided_on__isnull=False)),
}


def may_see(actor: Staff) -> bool:
    return any(post.role in ROLES for post in actor.posts)


def visible(actor: Staff) -> QuerySet[Remedy]:
    """The remedies of the cases this person may see, with what a row shows."""
    rows = Remedy.objects.filter(case__in=Case.objects.visible_to(actor))
    return rows.select_related("case__organ").order_by(F("decided_on").desc(nulls_first=True), "answer_by", "pk")


def overdue(rows: QuerySet[Remedy], day: date) -> bool:
    """Whether an answer is owed whose last day has passed."""
    return rows.filter(TABS["answer"][1], answer_by__lt=day).exists()
