"""拟稿: the outcome, its facts and the paper side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework import permissions
from casework.errors import BadValue, MissingFact, NotFound, WrongState
from casework.law.outcomes import OUTCOMES
from casework.models import Case, Decision, Review
from casework.now import now, today
from casework.selectors.facts import answered
from letters import adapter, versions
from letters.acts import draft_document, findings
from letters.catalogue import Kind
from letters.errors import LetterError
from letters.lint import Finding
from letters.models import DraftVersion
from letters.preview import preview_html
from workflow import desk
from workflow.forms.draft import DraftForm
from workflow.pages import case as case_page
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


@require_POST
def preview(request: HttpRequest, case_id: int) -> HttpResponse:
    """The paper with what is typed so far, nothing saved; nothing at all where the draft has just been sent on."""
    case = visible_case(request, case_id)
    try:
        permissions.check(actor_of(request), "draft", case)
    except WrongState:
        return HttpResponse(status=204)
    form = DraftForm(request.POST, case=case, today=today())
    return render(request, "pages/paper_live.html", _live(case, form) if form.is_valid() else {})


def _live(case: Case, form: DraftForm) -> dict[str, Any]:
    said = form.facts()
    filled = {key: value for key, value in said["facts"].items() if value not in ("", None, False, [])}
    decision = Decision(case=case, outcome=said["outcome_code"], ground=said["ground"], facts=filled)
    key = adapter.kind_of_reply(decision).key
    try:
        paper = preview_html(draft_document(case, key, today=today(), decision=decision))
        return {"paper": paper, "findings": findings(case, key, today=today(), decision=decision)}
    except LetterError as fault:
        return {"paper": "", "findings": [Finding("text", fault.message)]}


@require_GET
def compare(request: HttpRequest, case_id: int) -> HttpResponse:
    """Two saved versions of the draft side by side, the last two unless others are chosen."""
    case = visible_case(request, case_id)
    rows = list(DraftVersion.objects.filter(case=case, round_no=case.round_no).select_related("saved_by"))
    if not rows:
        raise NotFound("还没有保存过拟稿。")
    old = _chosen(rows, request.GET.get("old", ""), rows[-2] if len(rows) > 1 else rows[-1])
    new = _chosen(rows, request.GET.get("new", ""), rows[-1])
    context = {"case": case, "versions": rows, "old": old, "new": new, "rows": versions.compare(old.text, new.text)}
    return render(request, "pages/draft_versions.html", context)


def _chosen(rows: list[DraftVersion], raw: str, usual: DraftVersion) -> DraftVersion:
    return next((row for row in rows if str(row.number) == raw), usual)


def _submit(request: HttpRequest, case: Case, form: DraftForm) -> bool:
    """Send the saved draft to review; the law's objections come back above the form."""
    try:
        desk.act(
            "submit", case_id=case.pk, actor=actor_of(request), at=now(), today=today(), version=case.version,
            opinion=request.POST.get("opinion", ""),
        )  # fmt: skip
    except (LetterError, BadValue, MissingFact) as fault:
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
        "paper": _paper(case, row),
        "several": DraftVersion.objects.filter(case=case, round_no=case.round_no).count() > 1,
        "answered": answered(case),
        "searches": case.searches.filter(round_no=case.round_no),
        "phrases": [phrase.text for phrase in actor_of(request).phrases.all()],
        "overview": case_page.overview(case, actor_of(request), today()),
        "returned": _returned(decision),
        "may_submit": case.status == "in_progress",
    }


def _paper(case: Case, row: Kind | None) -> str:
    """The saved draft as a picture; "" where there is none, or a character of it cannot be printed."""
    try:
        return preview_html(draft_document(case, row.key, today=today())) if row else ""
    except LetterError:
        return ""


def _returned(decision: Decision | None) -> Review | None:
    """Why the draft came back, as long as it has not been sent again."""
    if decision is None or decision.submitted_at is not None:
        return None
    last = decision.reviews.select_related("reviewer").last()
    return last if last is not None and last.verdict == Review.Verdict.RETURN else None
