"""工作日历: the year, its notices, and the import of a new one: preview, confirm, progress, result."""

from __future__ import annotations

import re

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from casework.acts.calendar import check_may_import
from casework.errors import BadValue, MissingFact, NotFound, WrongState
from casework.law.errors import UnreadableNotice
from casework.lawbook import working_calendar
from casework.models import CalendarImport
from casework.now import now, today
from casework.plain_forms import Form
from workflow.jobs import calendar as calendar_jobs
from workflow.pages import calendar as calendar_page
from workflow.views.common import actor_of

State = CalendarImport.State
MOST_BYTES = 200_000
BUSY = (State.READING, State.RUNNING)


class Upload(Form):
    """A notice as a file or as pasted text, and the year it arranges."""

    year = forms.IntegerField(label="通知安排的年份", min_value=2000, max_value=2100)
    text = forms.CharField(
        label="通知全文", required=False, max_length=MOST_BYTES, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="粘贴通知全文，或者选择文件，二者选一。有一句读不懂就不导入，并指出是哪一句。",
    )  # fmt: skip
    file = forms.FileField(
        label="通知文件", required=False, help_text="纯文本（UTF-8）或者 JSON，不超过 200 KB", allow_empty_file=True
    )

    def clean_file(self) -> str:
        file = self.cleaned_data.get("file")
        if not file:
            return ""
        if file.size > MOST_BYTES:
            raise forms.ValidationError("文件超过 200 KB，请核对是否选错了文件。")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("文件不是 UTF-8 编码的文本，请改为粘贴通知全文。") from None

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        given = [data[name] for name in ("text", "file") if str(data.get(name) or "").strip()]
        if not self.errors and len(given) != 1:
            self.add_error("text", "请粘贴通知全文，或者选择一个文件，二者选一。")
        data["notice"] = given[0] if given else ""
        return data


def page(request: HttpRequest) -> HttpResponse:
    """One year of the calendar with every notice behind it."""
    actor, calendar = actor_of(request), working_calendar()
    calendar_page.check_may_look(actor)
    offered, asked = calendar_page.years(calendar), request.GET.get("year", str(today().year))
    if not re.fullmatch("[0-9]{4}", asked) or int(asked) not in offered:
        raise BadValue(f"工作日历只有 {offered[-1]} 至 {offered[0]} 年，请从列表中选择。", field="year")
    year = int(asked)
    context = {
        "year": year,
        "years": offered,
        "months": calendar_page.months(calendar, year),
        "sources": calendar_page.sources(calendar, year),
        "provisional": year > calendar.published_until.year,
        "version": calendar.version,
        "may_import": actor.holds("sysadmin"),
        "jobs": CalendarImport.objects.select_related("asked_by").defer("source", "summary")[:5],
    }
    return render(request, "calendar/page.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Paste or choose a notice; what cannot be read in full is told with its sentence and nothing is kept."""
    actor = actor_of(request)
    check_may_import(actor)
    form = Upload(request.POST or None, request.FILES or None, initial={"year": today().year + 1})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            asked = calendar_jobs.ask(actor=actor, text=data["notice"], year=data["year"], at=now(), today=today())
        except UnreadableNotice as fault:
            form.add_error("text", str(fault))
        else:
            return redirect("calendar_job", asked.pk)
    return render(request, "calendar/upload.html", {"form": form}, status=422 if form.errors else 200)


def _job(request: HttpRequest, job_id: int) -> CalendarImport:
    calendar_page.check_may_look(actor_of(request))
    found = CalendarImport.objects.select_related("asked_by", "notice").filter(pk=job_id).first()
    if found is None:
        raise NotFound("没有这次导入，请从工作日历页面进入。")
    return calendar_jobs.looked_at(found, at=now())


def _context(request: HttpRequest, job: CalendarImport) -> dict[str, object]:
    return {"job": job, "busy": job.state in BUSY, "may_import": actor_of(request).holds("sysadmin")}


def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Where an import stands: its preview, its progress or its result."""
    return render(request, "calendar/job.html", _context(request, _job(request, job_id)))


def progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """The same as a part of the page, asked for every second while there is work."""
    return render(request, "calendar/job_body.html", _context(request, _job(request, job_id)))


@require_POST
def confirm(request: HttpRequest, job_id: int) -> HttpResponse:
    """Let the notice take effect."""
    found = _job(request, job_id)
    if found.state != State.READY:
        raise WrongState("这份通知已经开始导入或者已经放弃，请刷新页面。")
    allow = request.POST.get("allow_shorten") == "on"
    try:
        calendar_jobs.confirm(found, actor=actor_of(request), at=now(), today=today(), allow_shorten=allow)
    except MissingFact as fault:
        return render(
            request, "calendar/job.html", _context(request, found) | {"fault": fault.message}, status=422
        )  # fmt: skip
    return redirect("calendar_job", found.pk)


@require_POST
def drop(request: HttpRequest, job_id: int) -> HttpResponse:
    """Give a preview up."""
    calendar_jobs.drop(_job(request, job_id), actor=actor_of(request), at=now())
    messages.success(request, "已放弃，没有导入。")
    return redirect("calendar")
