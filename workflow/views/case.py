"""The case page: where it stands, by when, why, and the one thing to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.acts.clock import standing
from casework.now import now, today
from workflow import desk, ownership
from workflow.pages import case as case_page
from workflow.views import what_if
from workflow.views.common import actor_of, visible_case


def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show a case; whoever it lies with has then opened it, and it can no longer be taken back."""
    actor, case = actor_of(request), visible_case(request, case_id)
    step = desk.open_step(case)
    if step is not None:
        ownership.opened(actor=actor, step=step, at=now())
    context = case_page.whole(case, step, actor, today())
    return render(request, "pages/case.html", context | {"what_if": what_if.of(case, context["deadline"])})


def deadline(request: HttpRequest, case_id: int) -> HttpResponse:
    """计算说明, as a part for the sheet of a list."""
    case = visible_case(request, case_id)
    return render(request, "components/deadline_steps.html", {"deadline": standing(case, today=today())})
