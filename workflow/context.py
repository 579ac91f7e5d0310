"""What every page of a signed-in person carries: navigation with counts, the office, the bell."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from casework.acts import incoming, staffing, tell
from casework.models import Staff
from casework.now import now, today
from casework.permissions import DISTRICT_ROLES, ORGAN_ROLES, UNIT_ROLES
from casework.selectors import incoming as arrivals
from workflow import board, inbox
from workflow.pages import calendar as calendar_page
from workflow.pages import guide, remedies


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html; empty for visitors."""
    actor = getattr(request, "user", None)
    if actor is None or not actor.is_authenticated:
        return {"demonstration": settings.DEMONSTRATION}
    _seat(actor)
    return {
        "nav": navigation(request),
        "organ_name": actor.organ.short_name if actor.organ else "",
        "unit_name": actor.unit.name if actor.unit else "",
        "unread_notices": tell.reached(actor, now()).filter(read_at=None).count(),
        "demonstration": settings.DEMONSTRATION,
        "practice_day": today() if settings.DEMONSTRATION else None,
        "help_url": help_url(request),
        "tour_url": tour_url(actor),
        "staff_links": [
            {"url": reverse("phrases"), "label": "常用意见", "icon": "review"},
            {"url": reverse("notice_wishes"), "label": "通知偏好", "icon": "bell"},
            {"url": reverse("password"), "label": "修改密码", "icon": "lock"},
        ],
    }


def _seat(actor: Staff) -> None:
    """Take the person's organ and unit from their posts, which are read already, where they are among them."""
    organs = {post.organ_id: post.organ for post in actor.posts}
    units = {post.unit_id: post.unit for post in actor.posts if post.unit}
    if actor.organ_id in organs:
        actor.organ = organs[actor.organ_id]
    if actor.unit_id in units:
        actor.unit = units[actor.unit_id]


def help_url(request: HttpRequest) -> str:
    """The help of this page: "?" knows where it was asked."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    return f"{reverse('help')}?page={name}" if name and name != "help" else reverse("help")


def tour_url(actor: Staff) -> str:
    """The first day at this person's post; "" for somebody without one."""
    tour = guide.tour_of(actor)
    return f"{reverse('help')}?page={tour}" if tour else ""


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The left navigation: what this person's posts can use."""
    actor = request.user
    items = []
    if not home(actor):  # type: ignore[arg-type]
        counts = getattr(request, "desk_counts", None) or inbox.counts(actor)  # type: ignore[arg-type]
        items.append(_item("workbench", "我的工作台", "desk", count=counts.to_do + counts.to_claim))
        items.append(_item("register_list", "办件台账", "list"))
    if any(post.role == "intake" for post in actor.posts):  # type: ignore[union-attr]
        items.append(_item("register_case", "登记申请", "register"))
    if incoming.may_see(actor):  # type: ignore[arg-type]
        items.append(_item("incoming", "待登记来件", "inbox", count=arrivals.count_for(actor)))  # type: ignore[arg-type]
    if any(post.role in ("intake", "handler") for post in actor.posts):  # type: ignore[union-attr]
        items.append(_item("outbox", "文书发送", "letter"))
    if remedies.may_see(actor):  # type: ignore[arg-type]
        items.append(_item("remedies", "复议诉讼", "review"))
    if board.may_see(actor):  # type: ignore[arg-type]
        items.append(_item("supervision", "监督台", "supervise"))
        items.append(_item("risks", "风险清单", "warning"))
    items.append(_item("library", "案例库", "library"))
    if any(post.role in ORGAN_ROLES | DISTRICT_ROLES for post in actor.posts):  # type: ignore[union-attr]
        items.append(_item("statistics", "统计年报", "chart"))
    if calendar_page.may_look(actor):  # type: ignore[arg-type]
        items.append(_item("calendar", "工作日历", "calendar"))
    if staffing.may_administer(actor):  # type: ignore[arg-type]
        items += [_item("staff", "人员管理", "person"), _item("organs", "机关科室", "settings")]
    return _marked(items, request.path)


def home(actor: Staff) -> str:
    """Where those begin whose posts deal with no case: the library's editor, the administrator; "" for all others."""
    roles = {post.role for post in actor.posts}
    if roles & (UNIT_ROLES | ORGAN_ROLES | DISTRICT_ROLES):
        return ""
    return "library_desk" if "editor" in roles else "staff" if "sysadmin" in roles else ""


def _marked(items: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
    """Mark where the page belongs: the item itself, or the nearest one above a subpage."""
    above = [item for item in items if path.startswith(item["url"]) and item["url"] != reverse("workbench")]
    nearest = max(above, key=lambda item: len(item["url"]), default=None)
    for item in items:
        item["current"] = "page" if item["url"] == path else "true" if item is nearest else ""
    return items


def _item(name: str, label: str, icon: str, count: int | None = None) -> dict[str, Any]:
    return {"url": reverse(name), "label": label, "icon": icon, "count": count}
