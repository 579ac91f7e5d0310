"""Dashboards: the pages, and each of their tables as a workbook."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casework.acts.record import record
from casework.errors import BadValue
from casework.models import Staff
from casework.now import now, today
from casework.spreadsheet import download, workbook
from casework.statistics import scope
from casework.statistics.boards import BOARDS
from casework.statistics.boards.heat import TRAITS, heat
from casework.statistics.figure import Board
from casework.statistics.frame import Frame
from casework.statistics.span import DAY, Span, month_end

FIRST = date(1990, 1, 1)
LONGEST_YEARS = 10
MORE = (
    ("repeats", "集中与重复"),
    ("reports", "定期报告"),
    ("annual_report", "年度报告"),
    ("check_report", "核对报告文件"),
    ("import_register", "导入台账"),
    ("export_register", "导出台账"),
)
_IN_PERIOD = ("repeats", "export_register")


def board(request: HttpRequest, name: str) -> HttpResponse:
    """One dashboard of the scope and period in the address."""
    frame, offered = asked(request)
    shown = _made(request, name, frame)
    context = offered | {
        "board": shown, "name": name, "title": BOARDS[name][0], "tabs": tabs(name, offered["query"]),
        "traits": _traits(request) if name == "heat" else None,
    }  # fmt: skip
    return render(request, "statistics/board.html", context)


@transaction.atomic
def board_file(request: HttpRequest, name: str, code: str) -> HttpResponse:
    """One table of a dashboard as .xlsx; the export is recorded."""
    frame, offered = asked(request)
    shown = _made(request, name, frame)
    figure = next((figure for figure in shown.figures if figure.code == code), None)
    if figure is None:
        raise Http404
    rows = list(figure.table())
    whose = f"{frame.organ.code if frame.organ else '全区'} {frame.span.first}—{frame.span.last}"
    data = {"what": f"statistics {name} {code}", "scope": whose, "rows": len(rows)}
    record(case=None, verb="export", actor=request.user, at=now(), data=data)  # type: ignore[arg-type]
    return download(workbook(figure.title.replace("/", "、"), figure.head, rows), f"{figure.title}（{whose}）.xlsx")


def _made(request: HttpRequest, name: str, frame: Frame) -> Board:
    if name not in BOARDS:
        raise Http404
    if name == "heat":
        return heat(frame, _trait(request))
    return BOARDS[name][1](frame)


def _trait(request: HttpRequest) -> str:
    trait = request.GET.get("by", "unit")
    if trait not in TRAITS:
        raise BadValue("没有这种统计口径，请从列表中选择。", field="by")
    return trait


def _traits(request: HttpRequest) -> list[dict[str, Any]]:
    chosen = _trait(request)
    return [{"code": code, "label": label, "chosen": code == chosen} for code, (label, _) in TRAITS.items()]


def asked(request: HttpRequest) -> tuple[Frame, dict[str, Any]]:
    """The scope and the period of the address, and what the page offers to choose.

    :raises BadValue: no date, or a period that runs back or is too long.
    """
    actor: Staff = request.user  # type: ignore[assignment]
    organ, organs, district = scope.chosen(actor, request.GET.get("organ", ""))
    this_day = today()
    span = Span(
        parsed(request.GET.get("from", ""), "from", date(this_day.year, 1, 1)),
        parsed(request.GET.get("to", ""), "to", this_day),
    )
    if span.last < span.first:
        raise BadValue("期间的起始日不能晚于结束日。", field="from")
    if span.last.year - span.first.year > LONGEST_YEARS:
        raise BadValue(f"期间最长 {LONGEST_YEARS} 年，请缩短。", field="to")
    frame = Frame(organ, span, this_day, reverse("register_list"))
    query = {"from": span.first.isoformat(), "to": span.last.isoformat(), "organ": organ.code if organ else ""}
    offered = {
        "span": span, "organ": organ, "organs": organs, "district": district, "query": urlencode(query),
        "presets": _presets(this_day, organ.code if organ else ""),
    }  # fmt: skip
    return frame, offered


def parsed(text: str, name: str, usual: date) -> date:
    """A day of an address or a form, ``usual`` where it is blank. :raises BadValue: no day, or out of all bounds."""
    if not text:
        return usual
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadValue("日期请填成 2026-01-31 的样子。", field=name) from None
    if not FIRST <= day <= date(2099, 12, 31):
        raise BadValue("日期应在 1990 年至 2099 年之间。", field=name)
    return day


def _presets(this_day: date, organ: str) -> list[dict[str, str]]:
    """Periods people ask for again and again."""
    quarter = date(this_day.year, (this_day.month - 1) // 3 * 3 + 1, 1)
    month = this_day.replace(day=1)
    last_month = month - DAY
    spans = (
        ("本月", Span(month, this_day)),
        ("上月", Span(last_month.replace(day=1), month_end(last_month))),
        ("本季度", Span(quarter, this_day)),
        ("本年", Span(date(this_day.year, 1, 1), this_day)),
        ("上年", Span(date(this_day.year - 1, 1, 1), date(this_day.year - 1, 12, 31))),
    )
    return [
        {
            "label": label,
            "query": urlencode({"from": span.first.isoformat(), "to": span.last.isoformat(), "organ": organ}),
        }
        for label, span in spans
    ]


def tabs(active: str, query: str = "") -> list[dict[str, Any]]:
    """The pages of the statistics, the one shown marked; scope and period go with the person."""
    shown = [
        {"label": label, "url": f"{address(name)}?{query}", "active": name == active}
        for name, (label, _) in BOARDS.items()
    ]
    more = [
        {"label": label, "url": f"{reverse(name)}{f'?{query}' if name in _IN_PERIOD else ''}", "active": name == active}
        for name, label in MORE
    ]
    return shown + more


def address(name: str) -> str:
    return reverse("statistics") if name == "flow" else reverse("board", args=[name])
