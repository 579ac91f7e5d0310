"""批量办理: one step that needs nothing filled in, for many cases; each stands for itself and has its own answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.errors import Fault, NotFound
from casework.law.errors import LawError
from casework.law.states import VERBS
from casework.models import Case, Staff
from casework.now import now, today
from workflow import desk, inbox, ownership
from workflow.flows import node
from workflow.models import Step
from workflow.views.common import actor_of

MOST = 500  # cases at once; a request must not outlast the patience of a proxy
CLAIM = "claim"
DESKS = {"sign_for": "sign_for", "examine": "examine", "archive": "archive"}
"""The desk each verb finishes. Nothing is filled in: a file archived so is kept for ten years."""


class Offer(NamedTuple):
    verb: str
    label: str


def name_of(verb: str) -> str:
    return "领取" if verb == CLAIM else VERBS[verb]


def verb_at(step: Step | None, actor: Staff) -> str:
    """What can be done in bulk at this desk, by the person it lies with or who could take it; "" for nothing."""
    if step is None:
        return ""
    if step.owner_id is None:
        return CLAIM
    found = step.flow_task.name if step.owner_id == actor.pk else ""
    return next((verb for verb, desk_name in DESKS.items() if desk_name == found), "")


def offers(rows: Sequence[dict[str, Any]]) -> list[Offer]:
    """The buttons above a list of the workbench."""
    return [Offer(verb, name_of(verb)) for verb in dict.fromkeys(row["bulk"] for row in rows if row["bulk"])]


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Do it and tell, row by row, what came of it; read again (GET) it is told again, not done again."""
    actor = actor_of(request)
    if request.method == "GET":
        result = request.session.get("bulk")
        return render(request, "pages/bulk.html", result) if result else redirect("workbench")
    verb = request.POST.get("verb", "")
    if verb != CLAIM and verb not in DESKS:
        raise Http404
    chosen = _chosen(request, actor, verb)
    if not chosen:
        messages.warning(request, f"没有勾选办件，没有{name_of(verb)}。请先勾选，再点批量办理。")
        return redirect(f"{reverse('workbench')}?tab={'to_claim' if verb == CLAIM else 'to_do'}")
    request.session["bulk"] = _done(actor, verb, chosen)
    return redirect("bulk")


def _chosen(request: HttpRequest, actor: Staff, verb: str) -> list[int]:
    if not request.POST.get("all"):
        # Each row is ticked under the name of what can be done with it: the other rows are for other buttons.
        return [int(key) for key in request.POST.getlist(verb) if key.isdecimal() and len(key) < 19][:MOST]
    steps = Step.objects.filter(inbox.unclaimed(actor) if verb == CLAIM else inbox.mine(actor))
    if verb != CLAIM:
        steps = steps.filter(flow_task=node(DESKS[verb]))
    return list(steps.order_by("case__warn_on", "case").values_list("case", flat=True)[:MOST])


def _done(actor: Staff, verb: str, chosen: Iterable[int]) -> dict[str, Any]:
    cases = Case.objects.visible_to(actor).in_bulk(list(chosen))
    rows = []
    for key in chosen:
        fault = _do(actor, verb, key)
        if key in cases:
            rows.append({"pk": key, "number": cases[key].case_number, "title": cases[key].title, "fault": fault})
    failed = [row for row in rows if row["fault"]]
    done = [row for row in rows if not row["fault"]]
    return {"label": name_of(verb), "failed": failed, "done": done, "tab": "to_claim" if verb == CLAIM else "to_do"}


def _do(actor: Staff, verb: str, key: int) -> str:
    """One case in a transaction of its own; the sentence of the refusal, "" where it is done."""
    try:
        if verb != CLAIM:
            desk.act(verb, case_id=key, actor=actor, at=now(), today=today())
            return ""
        with transaction.atomic():
            case = Case.objects.visible_to(actor).filter(pk=key).first()
            step = desk.open_step(case) if case is not None else None
            if case is None or step is None:
                raise NotFound()
            ownership.claim(actor=actor, case=case, step=step, at=now())
    except (Fault, LawError) as refusal:  # a date the calendar does not reach stops this case, not those after it
        return refusal.message
    return ""
