"""年度报告的办理: figures with their sources, the worksheet of the year's end, freezing."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from casework.acts.annual import enter_figure, freeze
from casework.errors import Fault
from casework.models import AnnualFigure, Case, Organ, Staff
from casework.now import now, today
from casework.statistics import annual, worksheet
from casework.statistics.tables import BLOCK_COLUMNS, BLOCKS, TABLE_2
from casework.statistics.views import asked

Cell = dict[str, Any]


def _lines() -> list[tuple[str, str, tuple[str, ...]]]:
    """Table, row and columns of all cells that are entered: table two, and what table four counts elsewhere."""
    stock = [("表二　主动公开", row.key, row.columns) for row in TABLE_2]
    return stock + [("表四　本系统以外的复议、诉讼", block, BLOCK_COLUMNS[:-1]) for block in BLOCKS]


@require_http_methods(["GET", "POST"])
def figures(request: HttpRequest) -> HttpResponse:
    """填报: the numbers that do not arise from cases, row by row with their source; a fault keeps what was typed."""
    year, organ, context = asked(request)
    if organ is None:
        return render(request, "statistics/figures.html", context | {"lines": None})
    lines = _shown(request, year, organ)
    if request.method == "POST":
        if _save(request, year, organ, lines):
            messages.success(request, "已保存填报数。")
            return redirect(f"{reverse('annual_figures')}?{urlencode({'year': year, 'organ': organ.code})}")
        return render(request, "statistics/figures.html", context | {"lines": lines}, status=422)
    return render(request, "statistics/figures.html", context | {"lines": lines})


def _shown(request: HttpRequest, year: int, organ: Organ) -> list[dict[str, Any]]:
    """The rows of the form, from what was typed or from what is kept."""
    kept = {(row.row, row.column): row for row in AnnualFigure.objects.filter(year=year, organ=organ)}
    lines = []
    for at, (table, row, columns) in enumerate(_lines()):
        known = [kept.get((row, column)) for column in columns]
        cells = [
            {
                "column": column, "name": f"c{at}_{place}", "kept": _plain(figure.value) if figure else "",
                "value": request.POST.get(f"c{at}_{place}", _plain(figure.value) if figure else "").strip(),
            }
            for place, (column, figure) in enumerate(zip(columns, known, strict=True))
        ]  # fmt: skip
        source = next((figure.source for figure in known if figure), "")
        typed = request.POST.get(f"s{at}", source).strip()
        lines.append({"table": table, "row": row, "cells": cells, "name": f"s{at}", "kept": source, "source": typed})
    return lines


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _save(request: HttpRequest, year: int, organ: Organ, lines: list[dict[str, Any]]) -> bool:
    """Enter every cell that differs; all of them or none. Faults are written beside their rows."""
    actor: Staff = request.user  # type: ignore[assignment]
    with transaction.atomic():
        for line in lines:
            for cell in line["cells"]:
                changed = cell["value"] != cell["kept"] or (cell["value"] and line["source"] != line["kept"])
                if changed and (error := _enter(actor, year, organ, line, cell)):
                    line["error"] = cell["error"] = error
        failed = any("error" in line for line in lines)
        if failed:
            transaction.set_rollback(True)
    return not failed


def _enter(actor: Staff, year: int, organ: Organ, line: dict[str, Any], cell: Cell) -> str:
    """Enter one cell; return what is wrong with it, '' where nothing is. A cell that is emptied counts nought."""
    try:
        value = Decimal(cell["value"] or "0")
    except InvalidOperation:
        return f"“{line['row']}·{cell['column']}”不是数字，请改正。"
    try:
        enter_figure(
            actor=actor, at=now(), organ=organ, year=year, row=line["row"], column=cell["column"], value=value,
            source=line["source"],
        )  # fmt: skip
    except Fault as fault:
        if fault.status == 403:
            raise
        return fault.message
    return ""


def doubts(request: HttpRequest) -> HttpResponse:
    """年末核对清单."""
    year, organ, context = asked(request)
    visible = Case.objects.visible_to(request.user)  # type: ignore[arg-type]
    found = worksheet.doubts(year, organ, visible, today())
    return render(request, "statistics/worksheet.html", context | {"doubts": found})


@require_POST
def freeze_report(request: HttpRequest) -> HttpResponse:
    """定稿: the report is kept as published. :raises annual.Unbalanced, WrongState, NotAllowed: as the act."""
    year, organ, _ = asked(request)
    freeze(actor=request.user, at=now(), year=year, organ=organ)  # type: ignore[arg-type]
    messages.success(request, f"{organ.short_name if organ else '全区'} {year} 年度报告已定稿。")
    return redirect(f"{reverse('annual_report')}?{urlencode({'year': year, 'organ': organ.code if organ else ''})}")


def remedies(request: HttpRequest) -> HttpResponse:
    """The reconsiderations and suits behind a cell of table four, of cases this person may see."""
    year, organ, context = asked(request)
    block, column = request.GET.get("row", ""), request.GET.get("column", "")
    found = annual.remedies_behind(block, column, year, organ)
    visible = Case.objects.visible_to(request.user).values("pk")  # type: ignore[arg-type]
    rows = list(found.filter(case__in=visible).select_related("case__organ"))
    entered = AnnualFigure.objects.filter(year=year, row=block, value__gt=0)
    entered = entered.filter(organ=organ) if organ else entered
    if column != BLOCK_COLUMNS[-1]:
        entered = entered.filter(column=column)
    cell = {"row": block, "column": column, "remedies": rows, "entered": list(entered.select_related("organ"))}
    return render(request, "statistics/remedies.html", context | cell)
