"""拟稿: the outcome, its facts and the paper side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from casework import permissions
from casework.law.outcomes import OUTCOMES
from casework.models import Case
from casework.now import now, today
from letters import adapter
from letters.acts import findings
from letters.errors import LetterError
from workflow import casepage, desk
from workflow.draft_form import DraftForm
from workflow.views.common import actor_of, run, tell, visible_case


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """Save the draft, or save it and send it to review; what is missing is listed and nothing typed is lost."""
    case = visible_case(request, case_id)
    permissions.check(actor_of(request), "draft", case)
    form = DraftForm(request.POST or None, case=case, today=today())
    if request.method == "POST" and form.is_valid() and run(request, "draft", case, form):
        case = visible_case(request, case_id)
        if request.POST.get("then") != "submit":
            messages.success(request, f"{case.case_number} 拟稿已保存。")
            return redirect("draft", case_id=case.pk)
        if _submit(request, case, form):
            messages.success(request, f"{case.case_number} 已送审。")
            return redirect("case", case_id=case.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "pages/draft.html", _context(request, case, form), status=status)


@require_GET
def slots(request: HttpRequest, case_id: int) -> HttpResponse:
    """The fields of another outcome, keeping what was typed so far."""
    case = visible_case(request, case_id)
    permissions.check(actor_of(request), "draft", case)
    form = DraftForm(request.GET, case=case, today=today())
    return render(
        request, "pages/draft_slots.html", {"form": form, "outcome": OUTCOMES.get(request.GET.get("outcome_code", ""))}
    )


def _submit(request: HttpRequest, case: Case, form: DraftForm) -> bool:
    """Send the saved draft to review; the law's objections come back above the form."""
    try:
        desk.act(
            "submit", case_id=case.pk, actor=actor_of(request), at=now(), today=today(), version=case.version,
            opinion=request.POST.get("opinion", ""),
        )  # fmt: skip
    except LetterError as fault:
        tell(form, fault)
        return False
    return True


def _context(request: HttpRequest, case: Case, form: DraftForm) -> dict[str, Any]:
    decision = case.decision
    row = adapter.kind_of_reply(decision) if decision is not None else None
    return {
        "case": case,
        "form": form,
        "outcome": OUTCOMES.get(str(form["outcome_code"].value() or "")),
        "draft_key": row.key if row else "",
        "findings": findings(case, row.key, today=today()) if row else (),
        "searches": case.searches.filter(round_no=case.round_no),
        "phrases": [phrase.text for phrase in actor_of(request).phrases.all()],
        "overview": casepage.overview(case, actor_of(request), today()),
        "may_submit": case.status == "in_progress",
    }
