"""查看全文: the full value of a masked field, for a reason, on record (个人信息保护法 6, 28)."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.acts.record import record
from casework.errors import NotAllowed, NotFound
from casework.models import Agent, Applicant, Case
from casework.now import now
from casework.permissions import ORGAN_ROLES, UNIT_ROLES, roles_on
from casework.plain_forms import Form
from casework.views.reading import readable
from casework.wording import PERSONAL_FIELDS

REASONS = ("核对申请人身份", "与申请人联系", "制作文书", "送达文书", "复议、诉讼应对", "其他")


class RevealForm(Form):
    reason = forms.ChoiceField(label="查看理由", choices=[(reason, reason) for reason in REASONS])
    detail = forms.CharField(label="补充说明", max_length=100, required=False, help_text="选择“其他”的，请写明理由。")

    def clean(self) -> None:
        if self.cleaned_data.get("reason") == REASONS[-1] and not self.cleaned_data.get("detail", "").strip():
            self.add_error("detail", "请写明理由。")

    def said(self) -> str:
        reason, detail = self.cleaned_data["reason"], self.cleaned_data["detail"].strip()
        return detail if reason == REASONS[-1] else f"{reason}（{detail}）" if detail else reason


def reveal(request: HttpRequest, case_id: int, applicant_id: int) -> HttpResponse:
    """GET asks for the reason; POST records who saw what and why, and shows the value once.

    :raises NotAllowed: the person only supervises, or only worked on the case before.
    """
    case = readable(request, case_id)
    return _reveal(request, case, Applicant.objects.filter(case=case, pk=applicant_id).first(), "applicant")


def reveal_agent(request: HttpRequest, case_id: int) -> HttpResponse:
    """The same for the agent of the case."""
    case = readable(request, case_id)
    return _reveal(request, case, Agent.objects.filter(case=case).first(), "agent")


def _reveal(request: HttpRequest, case: Case, person: Applicant | Agent | None, role: str) -> HttpResponse:
    if person is None:
        raise NotFound()
    if not roles_on(request.user, case) & (UNIT_ROLES | ORGAN_ROLES):  # type: ignore[arg-type]
        raise NotAllowed("只有正在办理本办件的人员可以查看个人信息全文。")
    field = request.GET.get("field", "document_number")
    if field not in PERSONAL_FIELDS or not hasattr(person, field):
        raise NotFound()
    form = RevealForm(request.POST or None)
    context = {"case": case, "applicant": person, "label": PERSONAL_FIELDS[field], "form": form}
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            data = {role: person.pk, "field": field, "reason": form.said()}
            record(case=case, verb="reveal", actor=request.user, at=now(), data=data)  # type: ignore[arg-type]
        context["value"] = getattr(person, field)
    template = "pages/reveal_fragment.html" if request.htmx else "pages/reveal.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=422 if form.errors else 200)
