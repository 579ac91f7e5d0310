"""办理记录: who, when, from → to, file hash, and whether the chain holds."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.acts.record import record
from casework.now import now
from casework.selectors import history
from casework.spreadsheet import download, workbook
from casework.views.reading import readable

HEADER = ("序号", "时间", "人员", "科室", "事项", "原状态", "新状态", "生效日期", "内容", "文件校验值", "记录校验值")


def case_history(request: HttpRequest, case_id: int) -> HttpResponse:
    case = readable(request, case_id)
    verb, person = request.GET.get("verb", ""), request.GET.get("person", "")
    verbs, people = history.choices(case)
    context = {
        "case": case,
        "lines": history.lines(case, verb=verb, person=person),
        "fault": history.chain_fault(case),
        "verbs": verbs,
        "people": people,
        "verb": verb,
        "person": person,
    }
    return render(request, "pages/history.html", context)


@transaction.atomic
def history_export(request: HttpRequest, case_id: int) -> HttpResponse:
    """The same lines as a workbook; the export is itself recorded."""
    case = readable(request, case_id)
    lines = history.lines(case, verb=request.GET.get("verb", ""), person=request.GET.get("person", ""))
    rows = [
        (line.seq, line.at, line.who, line.unit, line.what, line.from_label, line.to_label, line.effective_on,
         line.note, line.sha256, line.hash)
        for line in lines
    ]  # fmt: skip
    data = {"what": "history", "scope": "办理记录", "rows": len(rows)}
    record(case=case, verb="export", actor=request.user, at=now(), data=data)  # type: ignore[arg-type]
    return download(workbook("办理记录", HEADER, rows), f"办理记录_{case.case_number}.xlsx")
