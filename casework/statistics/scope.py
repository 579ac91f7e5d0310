"""Whose figures a person may see: district supervision all, posts for an organ their organ's."""

from __future__ import annotations

from casework.errors import NotAllowed
from casework.models import Organ, Staff
from casework.permissions import DISTRICT_ROLES, ORGAN_ROLES


def organs_of(actor: Staff) -> tuple[list[Organ], bool]:
    """The organs whose figures this person may see, and whether the district's too."""
    if any(post.role in DISTRICT_ROLES for post in actor.posts):
        return list(Organ.objects.all()), True
    own = {post.organ_id for post in actor.posts if post.role in ORGAN_ROLES}
    return list(Organ.objects.filter(pk__in=own)), False


def chosen(actor: Staff, code: str) -> tuple[Organ | None, list[Organ], bool]:
    """The organ asked for (None: the district), and what else could be chosen.

    :raises NotAllowed: figures this person may not see, told alike whether the organ exists or not.
    """
    organs, district = organs_of(actor)
    if not organs:
        raise NotAllowed("统计由登记、法制审核、公开工作机构负责人和督查人员查看，您没有此项权限。")
    if not code:
        return (None if district else organs[0]), organs, district
    found = next((organ for organ in organs if organ.code == code), None)
    if found is None:
        raise NotAllowed("您不能查看该机关的统计。")
    return found, organs, district
