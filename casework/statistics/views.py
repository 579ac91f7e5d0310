"""The annual tables with the cases behind them, and the check of a report file."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from casework.acts.record import record
from casework.errors import BadValue
from casework.models import Case, FrozenReport, Organ, Staff
from casework.now import now, today
from casework.spreadsheet import MEDIA_TYPE, disposition
from casework.statistics import annual, scope
from casework.statistics.board_views import tabs
from casework.statistics.check import Verdict, check
from casework.statistics.document import title, to_docx
from casework.statistics.files import report_of
from casework.statistics.forms import ReportFile
from casework.statistics.grid import grids
from casework.statistics.published import BadReport
from casework.statistics.tables import LABELS
from casework.statistics.workbook import to_xlsx

FIRST_YEAR, YEARS_BACK, PER_PAGE = 2008, 6, 50
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMS = {"xlsx": (to_xlsx, MEDIA_TYPE), "docx": (to_docx, _DOCX)}


def asked(request: HttpRequest) -> tuple[int, Organ | None, dict[str, Any]]:
    """The year and the organ of the address, and what the page offers to choose."""
    this_year = today().year
    text = request.GET.get("year", str(this_year))
    if not re.fullmatch("[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= this_year:
        raise BadValue(f"年度应在 {FIRST_YEAR} 至 {this_year} 之间。", field="year")
    actor: Staff = request.user  # type: ignore[assignment]
    organ, organs, district = scope.chosen(actor, request.GET.get("organ", ""))
    years = sorted({*range(this_year - YEARS_BACK + 1, this_year + 1), int(text)}, reverse=True)
    query = urlencode({"year": int(text), "organ": organ.code if organ else ""})
    offered = {
        "year": int(text), "years": years, "organ": organ, "organs": organs, "district": district, "scope_query": query,
    }  # fmt: skip
    return int(text), organ, offered


def annual_tables(request: HttpRequest) -> HttpResponse:
    """年度报告: the three tables, or what keeps them from being handed out."""
    year, organ, context = asked(request)
    try:
        content = annual.report(year, organ)
    except annual.Unbalanced as fault:
        return render(request, "statistics/unbalanced.html", context | {"fault": fault}, status=422)
    name = organ.code if organ else FrozenReport.DISTRICT
    frozen = FrozenReport.objects.filter(scope=name, year=year).first()
    told = {"grids": grids(content), "frozen": frozen, "over": today().year > year, "moved": moved(frozen, content)}
    return render(request, "statistics/annual.html", context | told | {"tabs": tabs("annual_report")})


def moved(frozen: FrozenReport | None, content: dict[str, Any]) -> list[str]:
    """Where the cases now say otherwise than the report that was published."""
    if frozen is None:
        return []
    return [
        f"{LABELS[row]}：定稿为 {then[-1]}，现为 {content['table3'][row][-1]}"
        for row, then in frozen.content["table3"].items()
        if row in content["table3"] and then != content["table3"][row]
    ]


def annual_file(request: HttpRequest, form: str) -> HttpResponse:
    """The report as a file; the export is recorded. :raises annual.Unbalanced: it does not balance."""
    year, organ, _ = asked(request)
    content = _published(year, organ) if request.GET.get("frozen") else annual.report(year, organ)
    make, media = _FORMS[form]
    scope_name = organ.code if organ else "全区"
    data = {"what": "annual_report", "scope": f"{scope_name} {year}", "rows": 1}
    record(case=None, verb="export", actor=request.user, at=now(), data=data)  # type: ignore[arg-type]
    response = HttpResponse(make(content), content_type=media)
    response["Content-Disposition"] = disposition(f"{title(content)}.{form}")
    return response


def _published(year: int, organ: Organ | None) -> dict[str, Any]:
    """The report as it was frozen. :raises BadValue: it has not been."""
    name = organ.code if organ else FrozenReport.DISTRICT
    frozen = FrozenReport.objects.filter(scope=name, year=year).first()
    if frozen is None:
        raise BadValue(f"{year} 年度报告还没有定稿。", field="frozen")
    content: dict[str, Any] = frozen.content
    return content


def annual_cases(request: HttpRequest) -> HttpResponse:
    """The cases behind one cell; as many as its number says, of those this person may see."""
    year, organ, context = asked(request)
    row, column = request.GET.get("row", ""), request.GET.get("column", "")
    visible = Case.objects.visible_to(request.user).values("pk")  # type: ignore[arg-type]
    cases = annual.cases_behind(row, column, year, organ).filter(pk__in=visible).select_related("organ", "unit__organ")
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    cell = {"row": LABELS[row], "column": column, "page": page, "query": _query(year, organ, row, column)}
    return render(request, "statistics/annual_cases.html", context | cell)


def _query(year: int, organ: Organ | None, row: str, column: str) -> str:
    """What the pager appends to its own page number."""
    return "&" + urlencode({"year": year, "organ": organ.code if organ else "", "row": row, "column": column})


@require_http_methods(["GET", "POST"])
def check_file(request: HttpRequest) -> HttpResponse:
    """核对年度报告: a unit drops its file and sees what does not balance. Nothing is kept."""
    scope.chosen(request.user, "")  # type: ignore[arg-type]
    form = ReportFile(request.POST or None, request.FILES or None)
    verdict: Verdict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            files = [form.cleaned_data[name] for name in ("report", "previous")]
            report, previous = (report_of(file.name, file.read()) if file else None for file in files)
            verdict = check(report, previous)
        except BadReport as fault:
            form.add_error("report", str(fault))
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "verdict": verdict, "tabs": tabs("check_report")}
    return render(request, "statistics/check.html", context, status=status)
