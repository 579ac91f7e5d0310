"""One page for every verb: the form, the act, and what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from casework import permissions
from casework.errors import NotFound, WrongState
from casework.law.states import VERBS as LABELS
from casework.now import now, today
from casework.selectors.facts import answered
from letters import adapter
from letters.acts import findings
from workflow import desk, ownership
from workflow.forms import FORMS
from workflow.pages import case as case_page
from workflow.pages.actions import REVIEWS, name_of
from workflow.views.common import actor_of, run, version_of, visible_case


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, case_id: int, verb: str) -> HttpResponse:
    """Show the form of a verb, or do it; a refusal comes back with the form and the typed text (422)."""
    if verb not in FORMS:
        raise Http404
    case = visible_case(request, case_id)
    if request.method == "POST":  # before the form: what it offers now need not be what the page offered
        permissions.current(case, version_of(request))
    try:
        permissions.check(actor_of(request), verb, case)
        step = desk.open_step(case)
        desk.check_here(verb, step)
    except WrongState:
        if request.method == "POST":  # somebody may have been faster since the lines above: then say who
            case.refresh_from_db(fields=["version"])
            permissions.current(case, version_of(request))
        raise
    if step is not None:
        ownership.opened(actor=actor_of(request), step=step, at=now())
    form = FORMS[verb](request.POST or None, request.FILES or None, case=case, today=today())
    if request.method == "POST" and form.is_valid() and run(request, verb, case, form):
        messages.success(request, f"{case.case_number} 已办理：{LABELS[verb]}。")
        return redirect("case", case_id=case.pk)
    context = {
        "case": case,
        "form": form,
        "verb": verb,
        "label": name_of(verb),
        "phrases": [phrase.text for phrase in actor_of(request).phrases.all()],
        "overview": case_page.overview(case, actor_of(request), today()),
    }
    if verb in REVIEWS or verb == "return_to":
        context |= _review(request, case)
    page = "pages/review.html" if verb in REVIEWS or verb == "return_to" else "pages/act.html"
    return render(request, page, context, status=422 if request.method == "POST" else 200)


def _review(request: HttpRequest, case: object) -> dict[str, object]:
    """What a reviewer needs beside the draft: its facts, its paper and what the law still finds."""
    from casework.models import Case

    assert isinstance(case, Case)
    decision = case.decision
    if decision is None:
        return {}
    row = adapter.kind_of_reply(decision)
    return {
        "decision": decision,
        "answered": answered(case),
        "draft_key": row.key,
        "findings": findings(case, row.key, today=today()),
        "reviews": decision.reviews.select_related("reviewer"),
        "return_form": FORMS["return_to"](case=case, today=today(), auto_id="return_%s"),
    }


@require_POST
def claim(request: HttpRequest, case_id: int) -> HttpResponse:
    """领取: an unclaimed desk becomes mine."""
    case = visible_case(request, case_id)
    step = desk.open_step(case)
    if step is None:
        raise NotFound()
    ownership.claim(actor=actor_of(request), case=case, step=step, at=now())
    messages.success(request, f"已领取 {case.case_number}。")
    return redirect("case", case_id=case.pk)
