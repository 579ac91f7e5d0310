"""复议诉讼: every reconsideration and suit of the cases this person may see, what is owed next first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casework.errors import NotAllowed
from casework.now import today
from workflow.pages.remedies import TABS, may_see, overdue, visible
from workflow.views.common import actor_of

A_PAGE = 50


def page(request: HttpRequest) -> HttpResponse:
    """One tab of the list. :raises NotAllowed: the person's posts have nothing to do with it."""
    actor, day = actor_of(request), today()
    if not may_see(actor):
        raise NotAllowed("复议诉讼由登记、法制审核人员和负责人查看，您没有此项权限。")
    chosen = request.GET.get("show", "")
    tab = chosen if chosen in TABS else "answer"
    rows = visible(actor)
    tabs = [
        {
            "label": label, "url": f"{reverse('remedies')}?show={name}", "active": name == tab,
            "count": rows.filter(condition).count(),
            "alert": name == "answer" and overdue(rows, day),
        }
        for name, (label, condition) in TABS.items()
    ]  # fmt: skip
    shown = Paginator(rows.filter(TABS[tab][1]), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/remedies.html", {"tabs": tabs, "tab": tab, "page": shown, "today": day})
