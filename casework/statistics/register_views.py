"""导出台账: the full register of a period as a workbook the import reads back."""

from __future__ import annotations

import tempfile
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from casework.acts.record import record
from casework.errors import BadValue
from casework.exchange.exporting import HEADER, export, received
from casework.models import Case
from casework.now import now
from casework.permissions import ORGAN_ROLES
from casework.spreadsheet import MEDIA_TYPE, disposition
from casework.statistics.board_views import asked, tabs
from casework.statistics.frame import Frame

# What one answer may hold; a register of more is exported by year.
MOST = 100_000


def page(request: HttpRequest) -> HttpResponse:
    """Choose scope and period, see how many cases that is."""
    frame, offered = asked(request)
    context = offered | {
        "tabs": tabs("export_register", offered["query"]), "number": _cases(request, frame).count(), "most": MOST,
        "columns": HEADER, "masked": not _own(request),
    }  # fmt: skip
    return render(request, "statistics/export.html", context)


def register(request: HttpRequest) -> FileResponse:
    """The register as .xlsx; the export is recorded. :raises BadValue: more cases than a file may hold."""
    frame, offered = asked(request)
    cases = _cases(request, frame)
    if cases.count() > MOST:
        raise BadValue(f"所选期间超过 {MOST} 件，请缩短期间，分几次导出。", field="to")
    file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    whose = f"{frame.organ.short_name if frame.organ else '全区'} {frame.span.first}—{frame.span.last}"
    with transaction.atomic():
        count, cut = export(file, cases, whole_in=_own(request))
        data: dict[str, Any] = {"what": "register", "scope": whose, "rows": count}
        record(case=None, verb="export", actor=request.user, at=now(), data=data | ({"cut": cut} if cut else {}))  # type: ignore[arg-type]
    file.seek(0)
    response = FileResponse(file, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = disposition(f"依申请公开台账（{whose}）.xlsx")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _own(request: HttpRequest) -> set[int]:
    """The organs whose applicants this person may know by name; who only supervises sees them masked, as on pages."""
    return {post.organ_id for post in request.user.posts if post.role in ORGAN_ROLES}  # type: ignore[union-attr]


def _cases(request: HttpRequest, frame: Frame) -> QuerySet[Case]:
    visible = Case.objects.visible_to(request.user).values("pk")  # type: ignore[arg-type]
    return received(frame.span.first, frame.span.last, frame.organ).filter(pk__in=visible)
