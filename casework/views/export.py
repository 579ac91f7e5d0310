"""导出: the table as it is seen, masked alike, and recorded."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django_tables2 import RequestConfig

from casework.acts.record import record
from casework.now import now, today
from casework.spreadsheet import download, workbook
from casework.views.register_list import seen


@transaction.atomic
def register_export(request: HttpRequest) -> HttpResponse:
    """The same filter, sorting and columns as the page, all rows."""
    found, table = seen(request)
    RequestConfig(request, paginate=False).configure(table)
    header, *rows = table.as_values()
    chips = "，".join(f"{chip['label']}：{chip['value']}" for chip in found.chips(""))
    data = {"what": "register", "scope": f"办件台账（{chips or '全部'}）", "rows": len(rows)}
    record(case=None, verb="export", actor=request.user, at=now(), data=data)  # type: ignore[arg-type]
    return download(workbook("办件台账", header, rows), f"办件台账_{today():%Y%m%d}.xlsx")
