"""办理流程图: the desks the case has passed, as a table, and the whole route with its live status."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from viewflow.workflow import chart

from casework.law.states import VERBS
from casework.models import Case
from casework.now import today
from workflow import stages
from workflow.flows import DisclosureFlow
from workflow.models import Round, Step
from workflow.views.common import visible_case

# The flow engine brings its own styles, which the content security policy forbids; components.css has the rules.
_STYLE = re.compile(r"<style.*?</style>|\bstyle=\"[^\"]*\"", re.DOTALL)


def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """What has been passed and by whom, above the drawing."""
    case = visible_case(request, case_id)
    return render(request, "pages/chart.html", {"case": case, "rows": _passed(case), "drawing": _drawing(case)})


def _passed(case: Case) -> list[dict[str, object]]:
    steps = case.steps.filter(flow_task_type="FUNCTION").select_related("owner", "done_by")
    return [
        {
            "step": step,
            "who": step.done_by or step.owner,
            "said": VERBS.get(step.done_verb, ""),
            "late": stages.overdue(step, today()) if step.finished is None else _finished_late(step),
        }
        for step in steps.order_by("id")
    ]


def _finished_late(step: Step) -> bool:
    return step.due_on is not None and step.finished is not None and step.finished.date() > step.due_on


def _drawing(case: Case) -> SafeString:
    """The route as the flow engine draws it; nothing in it was typed by a person."""
    grid = chart.calc_layout_data(DisclosureFlow)
    for route in Round.objects.filter(case=case).order_by("number"):  # a later round paints over an earlier one
        chart.calc_cell_status(DisclosureFlow, grid, route.pk)
    return mark_safe(_STYLE.sub("", chart.grid_to_svg(grid)))  # noqa: S308
