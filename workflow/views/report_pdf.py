"""Reports of figures on paper: the renderer of the letters makes them."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from casework.statistics import annual, report_views, views
from casework.statistics.document import title
from casework.statistics.periodic import Report
from workflow.papers.annual import to_pdf
from workflow.papers.periodic import to_pdf as periodic_to_pdf

_PDF = "application/pdf"


@transaction.atomic
def report_pdf(request: HttpRequest) -> HttpResponse:
    """A periodic report; the export is recorded."""
    made, _ = report_views.asked(request)
    return report_views.answer(request, made, periodic_to_pdf(made), "pdf", _PDF)


@transaction.atomic
def annual_pdf(request: HttpRequest) -> HttpResponse:
    """The annual report, proven first. :raises annual.Unbalanced: it does not balance."""
    year, organ, _ = views.asked(request)
    content = annual.report(year, organ)
    name = Report(title(content), content["organ"], f"{year}年", [], [])
    return report_views.answer(request, name, to_pdf(content), "pdf", _PDF)
