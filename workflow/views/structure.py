"""机关科室, for the administrator alone: organs and units, entered, renamed, closed and opened again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework import wording
from casework.acts import staffing, structure
from casework.errors import BadValue, Fault, MissingFact, NotFound
from casework.models import Organ, Unit
from casework.now import now
from workflow.forms.structure import NewUnit, OrganForm, UnitForm
from workflow.views.common import actor_of


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The organs in their order, with units and people. :raises NotAllowed: not an administrator."""
    staffing.check_may_administer(actor_of(request))
    here = Q(postings__staff__is_active=True) & ~Q(postings__role="system")
    people = Count("postings__staff", filter=here, distinct=True)
    rows = Organ.objects.annotate(people=people).prefetch_related("units")
    return render(request, "organs/list.html", {"organs": rows.order_by("-active", "sort", "code")})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """新设机关."""
    actor = actor_of(request)
    staffing.check_may_administer(actor)
    form = OrganForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organ = structure.create_organ(actor=actor, at=now(), **form.cleaned_data)
        except (MissingFact, BadValue) as fault:
            _tell(form, fault)
        else:
            messages.success(request, f"已建立{organ.name}，请接着建立承办科室。")
            return redirect("organ_one", organ_id=organ.pk)
    return render(request, "organs/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, organ_id: int) -> HttpResponse:
    """One organ: its fields to change, its units, what was done to it."""
    organ = _organ(request, organ_id)
    form = OrganForm(request.POST or None, instance=_organ(request, organ_id))
    if request.method == "POST" and form.is_valid():
        try:
            structure.change_organ(actor=actor_of(request), at=now(), organ_id=organ_id, **form.cleaned_data)
        except (MissingFact, BadValue) as fault:
            _tell(form, fault)
        else:
            messages.success(request, "已保存。此前的办件编号和已制发的文书不变。")
            return redirect("organ_one", organ_id=organ_id)
    return _page(request, organ, form=form)


@require_POST
def add_unit(request: HttpRequest, organ_id: int) -> HttpResponse:
    organ, form = _organ(request, organ_id), NewUnit(request.POST)
    if form.is_valid():
        try:
            unit = structure.create_unit(actor=actor_of(request), at=now(), organ=organ, **form.cleaned_data)
        except (MissingFact, BadValue) as fault:
            _tell(form, fault)
        else:
            messages.success(request, f"已建立{unit}。")
            return redirect("organ_one", organ_id=organ_id)
    return _page(request, organ, unit_form=form)


@require_http_methods(["GET", "POST"])
def change_unit(request: HttpRequest, organ_id: int, unit_id: int) -> HttpResponse:
    """Rename a unit, close it or open it again; the open cases that lie with it are told first."""
    organ = _organ(request, organ_id)
    unit = Unit.objects.filter(pk=unit_id, organ=organ).first()
    if unit is None:
        raise NotFound("没有找到该科室。")
    name, count = str(unit), structure.open_cases(unit=unit)
    form = UnitForm(request.POST or None, instance=unit)
    if request.method == "POST" and form.is_valid():
        try:
            structure.change_unit(
                actor=actor_of(request), at=now(), organ_id=organ_id, unit_id=unit_id, **form.cleaned_data
            )
        except (MissingFact, BadValue) as fault:
            _tell(form, fault)
        else:
            messages.success(request, "已保存，已有办件和历史记录不变。")
            return redirect("organ_one", organ_id=organ_id)
    context = {"organ": organ, "name": name, "form": form, "count": count}
    return render(request, "organs/unit.html", context, status=422 if form.errors else 200)


def _organ(request: HttpRequest, organ_id: int) -> Organ:
    staffing.check_may_administer(actor_of(request))
    organ = Organ.objects.filter(pk=organ_id).first()
    if organ is None:
        raise NotFound("没有找到该机关。")
    return organ


def _page(request: HttpRequest, organ: Organ, **bound: Any) -> HttpResponse:
    form = bound.get("form") or OrganForm(instance=organ)
    unit_form = bound.get("unit_form") or NewUnit(auto_id="unit_%s")
    context = {
        "organ": organ, "form": form, "unit_form": unit_form, "units": organ.units.order_by("-active", "id"),
        "count": structure.open_cases(organ=organ),
        "entries": [wording.entry(event) for event in structure.history(organ)],
    }  # fmt: skip
    failed = bool(form.errors or unit_form.errors)
    return render(request, "organs/one.html", context, status=422 if failed else 200)


def _tell(form: forms.ModelForm, fault: Fault) -> None:  # type: ignore[type-arg]
    message = f"{fault.message}（{fault.article}）" if fault.article else fault.message
    form.add_error(fault.field if fault.field in form.fields else None, message)
