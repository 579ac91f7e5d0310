"""我的工作台, the bell and the help pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.acts import tell
from casework.models import Case, Notice, Staff
from casework.now import now, today
from casework.selectors.lights import standings
from casework.selectors.register import applicant_shown
from workflow import board, context, inbox, publications, stages
from workflow.models import Step
from workflow.pages import guide
from workflow.views import bulk
from workflow.views.common import actor_of

TABS = (("to_claim", "待领"), ("to_do", "待办"), ("under_way", "在办"), ("done", "已办"), ("supervised", "督办"))
PER_PAGE = 25
MANY_UNITS = frozenset({"legal", "head", "supervisor"})  # who, over a task, wants to know whose it is
NOTICES_PER_PAGE = 30


def workbench(request: HttpRequest) -> HttpResponse:
    """What lies on this person's desk, due first."""
    actor = actor_of(request)
    if home := context.home(actor):
        return redirect(home)
    counts = request.desk_counts = inbox.counts(actor)  # type: ignore[attr-defined]  # the navigation shows them too
    counts = replace(counts, supervised=inbox.orders(actor).count())
    name = _tab(request, counts)
    if name == "supervised":
        return _supervised(request, actor, counts)
    page = Paginator(inbox.tab(actor, name), PER_PAGE).get_page(request.GET.get("page"))
    cases = list(page.object_list)
    questions = inbox.questions(actor, [case.pk for case in cases]) if name == "to_do" and counts.asked else {}
    listed = rows(cases, today(), questions)
    for row in listed:
        row["bulk"] = bulk.verb_at(row["step"], actor) if name in ("to_claim", "to_do") else ""
    shown = {
        "tab": name,
        "tabs": _tabs(counts, name),
        "page": page,
        "rows": listed,
        "offers": bulk.offers(listed),
        "with_unit": name not in ("to_claim", "to_do") or any(post.role in MANY_UNITS for post in actor.posts),
        "due_today": inbox.due_by(actor, today()) if counts.to_do else 0,
        "counts": counts,
        "next_due": inbox.next_due(actor, today()),
    }
    return render(request, "pages/workbench.html", shown)


def _supervised(request: HttpRequest, actor: Staff, counts: inbox.Counts) -> HttpResponse:
    """督办: orders to sign for and to answer, the unanswered first; for the office also those to be judged."""
    found = inbox.orders(actor).select_related("case", "organ", "unit__organ").order_by("answer_by", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    late = inbox.orders(actor).unanswered(today()).count()
    context = {"tab": "supervised", "tabs": _tabs(counts, "supervised"), "page": page, "counts": counts, "late": late}
    return render(request, "pages/workbench_orders.html", context | {"today": today()})


def _tab(request: HttpRequest, counts: inbox.Counts) -> str:
    """The tab asked for; otherwise 待办, or 待领 where only that has something."""
    asked = request.GET.get("tab", "")
    if asked in dict(TABS):
        return asked
    return "to_claim" if counts.to_claim and not counts.to_do else "to_do"


def _tabs(counts: inbox.Counts, active: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": f"{reverse('workbench')}?tab={name}",
            "count": getattr(counts, name),
            "active": name == active,
        }
        for name, label in TABS
    ]


def rows(
    cases: Sequence[Case], day: date, questions: Mapping[int, inbox.Question] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """Each case with its light, the desk it lies on and who has it, or what it wants of the person who looks."""
    steps = Step.objects.filter(case__in=[case.pk for case in cases], finished=None, flow_task_type="FUNCTION")
    open_steps = {step.case_id: step for step in steps.select_related("owner")}
    for case in cases:
        if case.pk in open_steps:
            open_steps[case.pk].case = case
    lit = standings(cases, today=day)
    why = {step.case_id: why for step, why in board.reasons(open_steps.values(), day)}
    return [
        {
            "case": case,
            "applicant": applicant_shown(case),
            "standing": lit[case.pk],
            "step": open_steps.get(case.pk),
            "question": questions.get(case.pk),
            "risk": why.get(case.pk, ""),
            "stage_overdue": stages.overdue(open_steps.get(case.pk), day),
            "late_question": case.pk in questions and (questions[case.pk].due_on or day) < day,
        }
        for case in cases
    ]


@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """The bell: newest first; POST marks one (``notice``) or all as read, and opens the case of the one."""
    actor = actor_of(request)
    if request.method == "POST":
        return _read(request, actor)
    rows = tell.reached(actor, now()).select_related("case").order_by("-created_at", "-pk")
    page = Paginator(rows, NOTICES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/notices.html", {"page": page})


def _read(request: HttpRequest, actor: Staff) -> HttpResponse:
    unread = tell.reached(actor, now()).filter(read_at=None)
    chosen = request.POST.get("notice", "")
    if not chosen.isdecimal():
        messages.success(request, f"已将 {unread.update(read_at=now())} 条通知标为已读。")
        return redirect("notices")
    notice = Notice.objects.filter(staff=actor, pk=int(chosen)).first() if len(chosen) < 19 else None
    if notice is None:
        raise Http404
    unread.filter(pk=notice.pk).update(read_at=now())
    if notice.mail_id:
        return redirect("incoming_one", mail_id=notice.mail_id)
    if notice.kind == publications.KIND:
        return redirect("repeats")
    return redirect("case", case_id=notice.case_id) if notice.case_id else redirect("notices")


def help_page(request: HttpRequest) -> HttpResponse:
    """The help of the page one came from (``?page=``), or the first one."""
    topic = guide.topic_of(request.GET.get("page", ""))
    groups = {"系统使用": guide.TOPICS, "岗位导览": guide.TOURS, "给申请人看的说明": guide.FOR_APPLICANTS}
    context = {"groups": groups, "topic": topic, "body": guide.body(topic)}
    return render(request, "pages/help.html", context)
