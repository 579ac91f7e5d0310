"""Who may know that a case exists: one condition for list, search, export, letters and attachments alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from casework.models.staff import Staff

UNIT_ROLES = frozenset({"handler", "unit_head"})
ORGAN_ROLES = frozenset({"intake", "legal", "head"})
DISTRICT_ROLES = frozenset({"supervisor", "system"})


def visible_cases(actor: Staff) -> Q:
    """The condition a case must meet for this person to know that it exists.

    District supervision sees every case; posts for an organ see the organ's cases; posts in a unit see the cases
    on the unit's desk now or before. Administrators and editors see no case content (law.md §5.1).
    """
    posts = actor.posts if actor.is_active else ()
    if any(post.role in DISTRICT_ROLES for post in posts):
        return Q()
    organs = {post.organ_id for post in posts if post.role in ORGAN_ROLES}
    units = {post.unit_id for post in posts if post.role in UNIT_ROLES and post.unit_id}
    from casework.models.case import CaseInvolvement

    seen = Q(pk__in=[])
    if organs:
        seen |= Q(organ_id__in=organs)
    if units:
        seen |= Q(unit_id__in=units)
        seen |= Q(pk__in=CaseInvolvement.objects.filter(unit_id__in=units).values("case_id"))
    return seen
