"""假设推算 on the case page: what a step taken today would do to the reply date. Nothing is saved."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.acts.clock import standing
from casework.law.clock import Deadline
from casework.law.facts import MAX_EXTENSION_WD
from casework.law.states import Status
from casework.law.whatif import WhatIf, answers
from casework.lawbook import law_settings, working_calendar
from casework.models import Case
from casework.now import today
from casework.plain_forms import Form
from workflow.views.common import visible_case


class Steps(Form):
    """The numbers of the steps that have one."""

    days = forms.IntegerField(label="延期工作日", min_value=1, max_value=MAX_EXTENSION_WD)
    period = forms.IntegerField(label="补正期限工作日", min_value=1, max_value=60)


def of(case: Case, reading: Deadline, **numbers: object) -> list[WhatIf]:
    """The answers for a case that is still open."""
    if not case.is_open:
        return []
    return answers(
        reading, Status(case.status), working_calendar(), on=today(), settings=law_settings(), **numbers  # type: ignore[arg-type]
    )  # fmt: skip


def page(request: HttpRequest, case_id: int) -> HttpResponse:
    """The table of answers; alone for a script, as a page of its own without one."""
    case = visible_case(request, case_id)
    given = {"days": "10", "period": str(law_settings().correction_period_wd)} | request.GET.dict()
    form, reading = Steps(given), standing(case, today=today())
    found: list[WhatIf] = []
    if form.is_valid():
        found = of(
            case, reading, extension_days=(form.cleaned_data["days"],), correction_wd=form.cleaned_data["period"]
        )
    template = "components/what_if.html" if request.headers.get("HX-Request") else "pages/what_if.html"
    status = 200 if form.is_valid() else 422
    context = {"case": case, "what_if": found, "form": form, "deadline": reading}
    return render(request, template, context, status=status)
