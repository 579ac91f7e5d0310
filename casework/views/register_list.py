"""办件台账: filters in the address, chips, columns, saved filters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from casework import tables
from casework.errors import BadValue
from casework.filters import CaseFilter, cleared, without
from casework.models import SavedFilter
from casework.now import today
from casework.selectors.register import listed

PER_PAGE = 25
FILTERS_KEPT = 20


def seen(request: HttpRequest) -> tuple[CaseFilter, tables.CaseTable]:
    """The rows and columns this address shows this person; the page and the export both start here."""
    chosen = tables.chosen(request.GET.getlist("columns"))
    found = CaseFilter(request.GET, listed(request.user).order_by("-received_on", "-id"), today=today())  # type: ignore[arg-type]
    return found, tables.CaseTable(found.qs, columns=chosen, today=today())


def register_list(request: HttpRequest) -> HttpResponse:
    found, table = seen(request)
    RequestConfig(request, paginate=False).configure(table)  # sorting; how long a page is, no address may say
    table.paginate(per_page=PER_PAGE)
    table.page = table.paginator.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "filter": found,
        "table": table,
        "chips": found.chips(request.path),
        "clear_url": cleared(request.GET, request.path),
        "export_url": without(request.GET, reverse("register_export"), "page"),
        "columns": tables.choices([column.name for column in table.columns]),
        "kept": [(name, value) for name, values in request.GET.lists() for value in values if name != "columns"],
        "saved": SavedFilter.objects.filter(staff=request.user.pk),
        "query": without(request.GET, "", "page").removeprefix("?"),
    }
    return render(request, "pages/register_list.html", context)


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """存为常用筛选; the same name replaces the earlier one.

    :raises BadValue: no name, or too many filters.
    """
    name, query = request.POST.get("name", "").strip()[:30], request.POST.get("query", "")[:1000]
    if not name:
        raise BadValue("请填写常用筛选的名称。", field="name")
    own = SavedFilter.objects.filter(staff=request.user.pk)
    if own.exclude(name=name).count() >= FILTERS_KEPT:
        raise BadValue(f"常用筛选最多保存 {FILTERS_KEPT} 个，请先删除不用的。", field="name")
    kept = without(QueryDict(query), "", "page").removeprefix("?")
    SavedFilter.objects.update_or_create(staff_id=request.user.pk or 0, name=name, defaults={"query": kept})
    messages.success(request, f"已保存常用筛选“{name}”。")
    return redirect(f"{reverse('register_list')}?{query}")


@require_POST
def delete_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    row = get_object_or_404(SavedFilter, pk=filter_id, staff=request.user.pk)
    row.delete()
    messages.success(request, f"已删除常用筛选“{row.name}”。")
    return redirect("register_list")
