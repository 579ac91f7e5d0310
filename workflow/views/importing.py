"""导入台账: a trial first, the faults back in the same file, then the cases; the same file again adds nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from casework.acts.record import record
from casework.errors import BadValue, NotAllowed
from casework.exchange import faults, importing, mapping, sheets
from casework.exchange import template as blank_register
from casework.lawbook import working_calendar
from casework.models import Organ, Staff
from casework.now import now, today
from casework.spreadsheet import download
from casework.statistics.board_views import tabs
from workflow.imported import open_rounds
from workflow.views.common import actor_of

LARGEST_MB = 20
SHOWN = 100
IMPORTERS = frozenset({"intake", "head"})


class RegisterFile(forms.Form):
    """The file and whose cases it holds."""

    register = forms.FileField(label="台账文件", help_text=f"CSV 或者 .xlsx，不超过 {LARGEST_MB} MB")
    organ = forms.ModelChoiceField(label="答复机关", queryset=Organ.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, organs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs  # type: ignore[attr-defined]

    def clean_register(self) -> Any:
        file = self.cleaned_data["register"]
        if file.size > LARGEST_MB * 1024 * 1024:
            raise forms.ValidationError(f"文件超过 {LARGEST_MB} MB，请分成几个文件，或者由管理员用命令导入。")
        return file


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """``does`` says what to do with the file: try, faults (the file with its faults beside the rows), or import."""
    actor = actor_of(request)
    form = RegisterFile(request.POST or None, request.FILES or None, organs=_organs(actor))
    context: dict[str, Any] = {"form": form, "tabs": tabs("import_register"), "shown": SHOWN}
    if request.method == "POST" and form.is_valid():
        does = request.POST.get("does", "try")
        try:
            result, told = _read(form, actor, dry_run=does != "import")
        except (sheets.Unreadable, BadValue) as error:
            form.add_error("register", str(error))
        else:
            if does == "faults" and result.refused:
                return download(told, f"{form.cleaned_data['register'].name.rpartition('.')[0]}（未导入的行）.xlsx")
            if does == "import":
                _log(actor, form, result)
            context |= {"result": result, "imported": does == "import", "errors": result.errors[:SHOWN]}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "statistics/import.html", context, status=status)


def template(request: HttpRequest) -> HttpResponse:
    """The empty register."""
    _organs(actor_of(request))
    return download(blank_register.blank(), "依申请公开台账导入模板.xlsx")


def _organs(actor: Staff) -> Any:
    """The organs whose old cases this person may bring in. :raises NotAllowed: none."""
    if any(post.role == "supervisor" for post in actor.posts):
        return Organ.objects.filter(active=True)
    own = {post.organ_id for post in actor.posts if post.role in IMPORTERS}
    if not own:
        raise NotAllowed("导入台账由登记人员、政府信息公开工作机构负责人和督查人员办理，您没有此项权限。")
    return Organ.objects.filter(pk__in=own)


def _read(form: RegisterFile, actor: Staff, *, dry_run: bool) -> tuple[importing.Result, bytes]:
    """Run the import of the sent file; return the result and the workbook of what was refused."""
    sent = form.cleaned_data["register"]
    with tempfile.TemporaryDirectory() as folder:
        content = sent.read()
        path = Path(folder) / ("register.xlsx" if content.startswith(b"PK") else "register.csv")
        path.write_bytes(content)
        result = importing.run(
            path, mapping=mapping.find("register"), organ=form.cleaned_data["organ"], actor=actor, at=now(),
            today=today(), first=working_calendar().first_day, dry_run=dry_run, open_rounds=open_rounds,
            progress=lambda read: None,
        )  # fmt: skip
        faults.write(Path(folder) / "faults.xlsx", result)
        return result, (Path(folder) / "faults.xlsx").read_bytes()


def _log(actor: Staff, form: RegisterFile, result: importing.Result) -> None:
    data = {
        "file": form.cleaned_data["register"].name[:200], "organ": form.cleaned_data["organ"].code, "read": result.read,
        "accepted": result.accepted, "refused": result.refused, "unchanged": result.unchanged,
    }  # fmt: skip
    record(case=None, verb="import_register", actor=actor, at=now(), data=data)
