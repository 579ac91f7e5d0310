"""One paper of a case: say what the record does not hold, see it as it will be, issue it or print it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework.acts.record import record
from casework.models import Case
from casework.now import now, today
from letters import acts, offered
from letters.catalogue import kind
from letters.kinds.forms import Application, Registration
from letters.preview import preview_html
from letters.views import pdf_response
from workflow.board import is_office
from workflow.forms.paper import PaperForm
from workflow.pages import case as case_page
from workflow.papers import orders
from workflow.views.common import actor_of, run, visible_case


@require_GET
def listing(request: HttpRequest, case_id: int) -> HttpResponse:
    """What the case calls for and this person may make or print, as a part of the case page."""
    case = visible_case(request, case_id)
    found = offered.offered(case, actor_of(request))
    papers = {way: [paper for paper in found if paper.way == way] for way in ("notice", "print")}
    return render(request, "components/papers.html", {"case": case, "papers": papers})


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, case_id: int, key: str, about: int = 0) -> HttpResponse:
    """Show the paper with its open slots; a notice is issued, a form of the office comes back as PDF."""
    case = visible_case(request, case_id)
    offer = offered.require(case, actor_of(request), key, about or None)
    if offer.way == "reply":
        return redirect("draft", case_id=case.pk)
    if offer.way == "correction":
        return redirect("act", case_id=case.pk, verb="issue_correction")
    if (order := _order(request, case, key)) is not None:
        return redirect(order)
    form = _form(request, case, key, about)
    if request.method == "POST" and form.is_valid():
        if offer.way == "print":
            return _printed(request, case, form)
        if run(request, "issue_notice", case, form):
            messages.success(request, f"{case.case_number} 已制发：{kind(key).name}。")
            return redirect("case", case_id=case.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "pages/paper.html", _context(request, case, form, offer), status=status)


@require_POST
def preview(request: HttpRequest, case_id: int, key: str, about: int = 0) -> HttpResponse:
    """The paper with what is typed so far, as a fragment for the page."""
    case = visible_case(request, case_id)
    offered.require(case, actor_of(request), key, about or None)
    form = _form(request, case, key, about)
    return render(request, "pages/paper_live.html", _live(case, form))


def _order(request: HttpRequest, case: Case, key: str) -> str | None:
    """Where the paper of an order is: the order in force, or for the supervision the form that issues one."""
    asked = orders.kind_of(key)
    if asked is None:
        return None
    if (standing := orders.standing_order(case, key)) is not None:
        return reverse("order", args=[standing.pk])
    about = urlencode({"kind": asked, "case": case.case_number})
    return f"{reverse('order_new')}?{about}" if is_office(actor_of(request)) else None


def _form(request: HttpRequest, case: Case, key: str, about: int) -> PaperForm:
    said = request.POST if request.method == "POST" else None
    known = orders.urging(case, actor_of(request), today()) if key == "F37" else {}
    return PaperForm(said, case=case, today=today(), key=key, about=about or None, known=known)


def _live(case: Case, form: PaperForm) -> dict[str, Any]:
    given = form.given
    if issubclass(kind(form.key).facts, Application | Registration):  # numbers in full: only on paper, and on record
        return {"paper": "", "findings": ()}
    document = acts.draft_document(case, form.key, today=today(), about=form.about, **given)
    return {
        "paper": preview_html(document),
        "findings": acts.findings(case, form.key, today=today(), about=form.about, **given),
    }


def _context(request: HttpRequest, case: Case, form: PaperForm, offer: offered.Offer) -> dict[str, Any]:
    row = kind(form.key)
    return _live(case, form) | {
        "case": case,
        "form": form,
        "row": row,
        "printed": offer.way == "print",
        "about": form.about or 0,
        "overview": case_page.overview(case, actor_of(request), today()),
    }


def _printed(request: HttpRequest, case: Case, form: PaperForm) -> HttpResponse:
    """Forms state numbers and telephones in full: each print is on record, as 查看全文 is."""
    row = kind(form.key)
    with transaction.atomic():
        record(case=case, verb="preview", actor=actor_of(request), at=now(), data={"name": row.name, "draft": False})
    content = acts.draft_pdf(case, form.key, today=today(), about=form.about, stamped=row.style != "form", **form.given)
    return pdf_response(content, f"{row.name}{case.case_number}.pdf")
