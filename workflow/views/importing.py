"""导入台账: a trial first, the faults back in the same file, then the cases; the same file again adds nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from casework.acts.record import record
from casework.errors import BadValue, NotAllowed, NotFound
from casework.exchange import sheets
from casework.exchange import template as blank_register
from casework.models import Organ, RegisterImport, Staff
from casework.now import now, today
from casework.plain_forms import Form
from casework.spreadsheet import download
from casework.statistics.board_views import tabs
from workflow.jobs import register as register_jobs
from workflow.views.common import actor_of

LARGEST_MB = 50
IMPORTERS = frozenset({"intake", "head"})
_NO_FILE = "没有有误的行可以下载：文件没有错误，或者已经超过保存期限。请重新上传文件试导入。"


class RegisterFile(Form):
    """The file and whose cases it holds."""

    register = forms.FileField(label="台账文件", help_text=f"CSV 或者 .xlsx，不超过 {LARGEST_MB} MB；可以有十万行")
    organ = forms.ModelChoiceField(
        label="答复机关", queryset=Organ.objects.none(), to_field_name="code", empty_label="请选择"
    )

    def __init__(self, *args: Any, organs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs  # type: ignore[attr-defined]
        if len(organs) == 1:
            self.fields["organ"].initial = organs[0].code

    def clean_register(self) -> Any:
        file = self.cleaned_data["register"]
        if file.size > LARGEST_MB * 1024 * 1024:
            raise forms.ValidationError(f"文件超过 {LARGEST_MB} MB，请分成几个文件，或者由管理员用命令导入。")
        return file


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Send a file to be tried; below, the files sent before."""
    actor = actor_of(request)
    organs = _organs(actor)
    form = RegisterFile(request.POST or None, request.FILES or None, organs=organs)
    if request.method == "POST" and form.is_valid():
        sent, organ = form.cleaned_data["register"], form.cleaned_data["organ"]
        try:
            job = register_jobs.ask(
                actor=actor, name=sent.name, content=sent.read(), organ=organ, at=now(), today=today()
            )
        except (sheets.Unreadable, BadValue) as error:
            form.add_error("register", str(error))
        else:
            return redirect("import_job", job.pk)
    before = RegisterImport.objects.filter(organ__in=organs).select_related("organ", "asked_by")
    context = {"form": form, "tabs": tabs("import_register"), "jobs": before.defer("content", "faults", "told")[:10]}
    return render(request, "statistics/import.html", context, status=422 if form.is_bound and form.errors else 200)


def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Where an import stands: its progress, what the trial found, or the result."""
    found = _job(request, job_id)
    context = {"job": found, "tabs": tabs("import_register"), "back_url": reverse("import_register")}
    return render(request, "statistics/import_job.html", context)


def progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """The same as a part of the page, asked for every second while there is work."""
    return render(request, "statistics/import_job_body.html", {"job": _job(request, job_id)})


@require_POST
@transaction.atomic
def confirm(request: HttpRequest, job_id: int) -> HttpResponse:
    """Bring in what the trial accepted."""
    register_jobs.confirm(_job(request, job_id), actor=actor_of(request), at=now(), today=today())
    return redirect("import_job", job_id)


@require_POST
def drop(request: HttpRequest, job_id: int) -> HttpResponse:
    """Give a trial up."""
    register_jobs.drop(_job(request, job_id), at=now())
    return redirect("import_register")


def refused(request: HttpRequest, job_id: int) -> HttpResponse:
    """The refused rows with their reasons, to be put right and sent again; recorded."""
    found = _job(request, job_id)
    content = register_jobs.refused_rows(found)
    if not content:
        raise NotFound(_NO_FILE)
    data = {"what": "register_faults", "scope": found.name, "rows": found.refused}
    record(case=None, verb="export", actor=actor_of(request), at=now(), data=data)
    return download(content, f"{found.name.rpartition('.')[0] or found.name}（未导入的行）.xlsx")


def template(request: HttpRequest) -> HttpResponse:
    """The empty register."""
    _organs(actor_of(request))
    return download(blank_register.blank(), "依申请公开台账导入模板.xlsx")


def _job(request: HttpRequest, job_id: int) -> RegisterImport:
    organs = _organs(actor_of(request))
    found = RegisterImport.objects.filter(pk=job_id, organ__in=organs).select_related("organ", "asked_by")
    if (one := found.defer("content").first()) is None:
        raise NotFound("没有这次导入，请从导入台账页面进入。")
    return one


def _organs(actor: Staff) -> Any:
    """The organs whose old cases this person may bring in. :raises NotAllowed: none."""
    if any(post.role == "supervisor" for post in actor.posts):
        return Organ.objects.filter(active=True)
    own = {post.organ_id for post in actor.posts if post.role in IMPORTERS}
    if not own:
        raise NotAllowed("导入台账由登记人员、政府信息公开工作机构负责人和督查人员办理，您没有此项权限。")
    return Organ.objects.filter(pk__in=own)
