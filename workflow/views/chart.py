"""办理流程图: the route with the case's live status, drawn by the flow engine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from viewflow.workflow import chart

from workflow.flows import DisclosureFlow
from workflow.models import Round
from workflow.views.common import visible_case


def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The chart with its legend."""
    return render(request, "pages/chart.html", {"case": visible_case(request, case_id)})


def svg(request: HttpRequest, case_id: int) -> HttpResponse:
    """The drawing itself, shown as an image of this server."""
    case = visible_case(request, case_id)
    route = Round.objects.filter(case=case).order_by("-number").first()
    grid = chart.calc_layout_data(DisclosureFlow)
    if route is not None:
        chart.calc_cell_status(DisclosureFlow, grid, route.pk)
    return HttpResponse(chart.grid_to_svg(grid), content_type="image/svg+xml")
