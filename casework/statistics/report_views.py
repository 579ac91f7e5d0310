"""定期报告: choose kind, day and scope; read the sentences and tables; take them along as a file."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casework.acts.record import record
from casework.errors import BadValue
from casework.models import Staff
from casework.now import now, today
from casework.spreadsheet import MEDIA_TYPE, disposition
from casework.statistics import scope
from casework.statistics.board_views import FIRST, tabs
from casework.statistics.frame import Frame
from casework.statistics.periodic import KINDS, Report, report, span_of
from casework.statistics.periodic_files import to_docx, to_xlsx

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = {"xlsx": (to_xlsx, MEDIA_TYPE), "docx": (to_docx, _DOCX)}


def reports(request: HttpRequest) -> HttpResponse:
    """The report as a page."""
    made, context = asked(request)
    return render(request, "statistics/report.html", context | {"report": made, "tabs": tabs("reports")})


@transaction.atomic
def report_file(request: HttpRequest, form: str) -> HttpResponse:
    """The report as a file; the export is recorded."""
    made, _ = asked(request)
    make, media = FORMS[form]
    return answer(request, made, make(made), form, media)


def answer(request: HttpRequest, made: Report, content: bytes, form: str, media: str) -> HttpResponse:
    """Hand a file of the report out, on record."""
    data = {"what": "statistics report", "scope": f"{made.title} {made.period}", "rows": len(made.figures)}
    record(case=None, verb="export", actor=request.user, at=now(), data=data)  # type: ignore[arg-type]
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = disposition(f"{made.title}（{made.period}）.{form}")
    return response


def asked(request: HttpRequest) -> tuple[Report, dict[str, Any]]:
    """The report of the address. :raises BadValue: no such kind, no date."""
    actor: Staff = request.user  # type: ignore[assignment]
    organ, organs, district = scope.chosen(actor, request.GET.get("organ", ""))
    kind = request.GET.get("kind", "month")
    if kind not in KINDS:
        raise BadValue("没有这种报告，请从列表中选择。", field="kind")
    day = today()
    if text := request.GET.get("day", ""):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise BadValue("日期请填成 2026-01-31 的样子。", field="day") from None
    if not FIRST <= day <= date(2099, 12, 31):
        raise BadValue("日期应在 1990 年至 2099 年之间。", field="day")
    made = report(kind, Frame(organ, span_of(kind, day), today(), reverse("register_list")))
    query = urlencode({"kind": kind, "day": day.isoformat(), "organ": organ.code if organ else ""})
    kinds = [{"code": code, "label": label, "chosen": code == kind} for code, label in KINDS.items()]
    context = {
        "kinds": kinds, "day": day, "organ": organ, "organs": organs, "district": district, "query": query,
    }  # fmt: skip
    return made, context
