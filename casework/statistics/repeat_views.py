"""集中与重复: who asks for what others asked for, and the short route to publishing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casework.acts import publish
from casework.errors import BadValue
from casework.models import Case, CaseFact, Staff
from casework.now import now, today
from casework.statistics import repeats
from casework.statistics.board_views import asked, parsed, tabs


def page(request: HttpRequest) -> HttpResponse:
    frame, context = asked(request)
    shown = {
        "wanted": repeats.wanted(frame), "frequent": repeats.frequent(frame), "proposals": repeats.proposals(frame),
        "tabs": tabs("repeats", context["query"]), "today": today(), "many": repeats.MANY,
    }  # fmt: skip
    return render(request, "statistics/repeats.html", context | shown)


@require_POST
def propose(request: HttpRequest, case_id: int) -> HttpResponse:
    """提出主动公开建议 for the information a case asks for."""
    visible = Case.objects.visible_to(request.user)  # type: ignore[arg-type]
    fact = get_object_or_404(CaseFact.objects.select_related("organ"), pk=case_id, case__in=visible)
    actor: Staff = request.user  # type: ignore[assignment]
    reason = request.POST.get("reason", "")
    made = publish.propose(actor=actor, at=now(), organ=fact.organ, case_id=case_id, reason=reason)
    messages.success(request, f"已提出主动公开建议：{made.title}。")
    return redirect(reverse("repeats"))


@require_POST
def review(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """审查建议."""
    verdict = request.POST.get("verdict")
    if verdict not in ("accept", "decline"):
        raise BadValue("请选择同意公开或者不予采纳。", field="verdict")
    made = publish.review(
        actor=request.user, at=now(), today=today(), proposal_id=proposal_id, accept=verdict == "accept",  # type: ignore[arg-type]
        opinion=request.POST.get("opinion", ""),
    )  # fmt: skip
    messages.success(request, f"已审查：{made}。")
    return redirect(reverse("repeats"))


@require_POST
def published(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """登记公开."""
    day = parsed(request.POST.get("published_on", ""), "published_on", today())
    made = publish.publish(
        actor=request.user, at=now(), today=today(), proposal_id=proposal_id, published_on=day,  # type: ignore[arg-type]
        column=request.POST.get("column", ""), address=request.POST.get("address", ""),
    )  # fmt: skip
    messages.success(request, f"已登记公开：{made.title}。")
    return redirect(reverse("repeats"))
