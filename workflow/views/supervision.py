"""监督台 and 风险清单: numbers that open their lists, lists that open their cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from casework.errors import BadValue, NotAllowed
from casework.models import Case, Organ, Staff, Unit
from casework.now import today
from casework.selectors.lights import standings
from workflow import board, inbox, stages
from workflow.board import Traits
from workflow.models import Step, SupervisionOrder
from workflow.order_table import State
from workflow.views.common import actor_of

PER_PAGE, MOST_MARKS = 25, 100
DUE_FIRST = (F("case__warn_on").asc(nulls_last=True), "case_id")
ASKED: dict[str, tuple[str, Callable[[str], bool]]] = {
    "light": ("剩余期限", lambda value: value in board.LIGHTS),
    "left": ("剩余工作日", lambda value: value in board.LEFT_LABELS),
    "node": ("当前环节", lambda value: value in board.NODES),
    "unit": ("承办单位", lambda value: value[:1] in {"u", "o"} and value[1:].isdecimal() and len(value) < 12),
    "waiting": ("等待", lambda value: value in board.WAITING),
    "risk": ("有延误风险", lambda value: value == "1"),
    "stage": ("环节超时", lambda value: value == "1"),
    "bounced": ("多次流转", lambda value: value == "1"),
}
HEADS = (("all", "在办"), *((light, board.LIGHT_LABELS[light]) for light in board.LIGHTS))
HEADS += (("risk", "有延误风险"), ("stage", "环节超时"))
SHORT = {"risk": "风险", "stage": "超时"}


def _scope(request: HttpRequest) -> tuple[Staff, Any]:
    actor = actor_of(request)
    if not board.may_see(actor):
        raise NotAllowed("监督台由督查人员和各级负责人查看，您没有此项权限。")
    return actor, board.scope(actor)


def page(request: HttpRequest) -> HttpResponse:
    """The board: totals, by unit, by desk, by days left, and who is waited for; every number opens its list."""
    actor, desks = _scope(request)
    found = board.counted(desks, today())
    names = unit_names(traits.unit for traits in found)
    by_unit = board.by(found, lambda traits: traits.unit)
    units = sorted(by_unit, key=lambda key: (-by_unit[key]["overdue"], -by_unit[key]["red"], -by_unit[key]["all"], key))
    context = {
        "office": board.is_office(actor),
        "totals": _totals(found, desks, actor),
        "heads": [SHORT.get(code, label) for code, label in HEADS],
        "units": [_line(names[key], by_unit[key], unit=key) for key in units],
        "nodes": _lines(found, lambda traits: traits.node, {name: board.title(name) for name in board.NODES}, "node"),
        "waiting": _lines(found, lambda traits: traits.waiting, board.WAITING, "waiting"),
        "left": _lines(found, lambda traits: traits.left, board.LEFT_LABELS, "left"),
    }
    return render(request, "supervision/board.html", context)


def _address(**asked: str) -> str:
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"{reverse('supervised_cases')}?{query}" if query else reverse("supervised_cases")


def _totals(found: Counter[Traits], desks: Any, actor: Staff) -> list[dict[str, Any]]:
    sums = board.by(found, lambda traits: "")
    line = sums.get("", Counter())
    boxes = [
        {"label": label, "number": line[code], "url": _address(**_asked(code)), "colour": code} for code, label in HEADS
    ]
    bounced = desks.filter(case__in=board.bounced()).count()
    boxes.append({"label": "多次流转", "number": bounced, "url": _address(bounced="1"), "colour": "bounced"})
    orders = SupervisionOrder.objects.visible_to(actor)
    address = reverse("orders")
    boxes.append(_box("督办未回复", orders.unanswered(today()).count(), f"{address}?show=unanswered"))
    if board.is_office(actor):
        proposed = orders.filter(state=State.PROPOSED).count()
        boxes.append(_box("建议督办", proposed, f"{address}?show=proposed"))
    return boxes


def _box(label: str, number: int, url: str) -> dict[str, Any]:
    return {"label": label, "number": number, "url": url, "colour": "orders"}


def _asked(code: str) -> dict[str, str]:
    """What a column asks of the list."""
    if code == "all":
        return {}
    return {code: "1"} if code in {"risk", "stage"} else {"light": code}


def _lines(
    found: Counter[Traits], row: Callable[[Traits], str], labels: dict[str, str], name: str
) -> list[dict[str, Any]]:
    sums = board.by(found, row)
    return [_line(label, sums[key], **{name: key}) for key, label in labels.items() if key in sums]


def _line(label: str, sums: Counter[str], **asked: str) -> dict[str, Any]:
    cells = [
        {"number": sums[code], "url": _address(**asked, **_asked(code)) if sums[code] else "", "colour": code}
        for code, _ in HEADS
    ]
    return {"label": label, "cells": cells}


def unit_names(keys: Any) -> dict[str, str]:
    """The names of units and of organs whose cases no unit has yet."""
    keys = set(keys)
    units = Unit.objects.filter(pk__in=[int(key[1:]) for key in keys if key[0] == "u"]).select_related("organ")
    organs = Organ.objects.filter(pk__in=[int(key[1:]) for key in keys if key[0] == "o"])
    names = {f"u{unit.pk}": str(unit) for unit in units}
    return names | {f"o{organ.pk}": f"{organ.short_name or organ.name}（尚未交办）" for organ in organs}


def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind a number of the board, due first."""
    _, desks = _scope(request)
    return _listed(request, desks, _read(request), "监督台办件")


def risks(request: HttpRequest) -> HttpResponse:
    """风险清单: what would be late if the rest takes as long as usual, each with its reason."""
    _, desks = _scope(request)
    return _listed(request, desks, _read(request) | {"risk": "1"}, "风险清单")


def marks(request: HttpRequest) -> HttpResponse:
    """Which of the cases of a list may be late, and why; of those this person may see."""
    keys = [int(key) for key in request.GET.getlist("case")[:MOST_MARKS] if key.isdecimal() and len(key) < 19]
    cases = Case.objects.visible_to(actor_of(request)).open().filter(pk__in=keys)
    steps = Step.objects.filter(inbox.OPEN, case__in=cases).select_related("case")
    found = [(step.case_id, why) for step, why in board.reasons(steps, today())]
    return render(request, "supervision/marks.html", {"marks": found})


def _read(request: HttpRequest) -> dict[str, str]:
    """What the address asks. :raises BadValue: a value outside the choices is told, never guessed."""
    asked = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    for name, value in asked.items():
        if not ASKED[name][1](value):
            raise BadValue(f"“{ASKED[name][0]}”没有这个选项，请从监督台重新进入。", field=name)
    return asked


def _listed(request: HttpRequest, desks: Any, asked: dict[str, str], title: str) -> HttpResponse:
    day = today()
    keys = board.chosen(desks, day, **asked).order_by(*DUE_FIRST).values_list("case_id", flat=True)
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    rows = desks.filter(case__in=list(page.object_list)).select_related("case__organ", "case__unit__organ", "owner")
    steps = list(rows.order_by(*DUE_FIRST))
    lit = standings([step.case for step in steps if step.case], today=day)
    why = {step.pk: why for step, why in board.reasons(steps, day)}
    context = {
        "title": title,
        "page": page,
        "chips": [{"label": ASKED[name][0], "value": _said(name, value)} for name, value in asked.items()],
        "query": "&" + urlencode(asked) if asked else "",
        "rows": [_row(step, lit, why, day) for step in steps],
        "office": board.is_office(actor_of(request)),
    }
    return render(request, "supervision/cases.html", context)


def _row(step: Any, lit: dict[int, Any], why: dict[int, str], day: date) -> dict[str, Any]:
    return {
        "step": step,
        "case": step.case,
        "standing": lit[step.case_id],
        "risk": why.get(step.pk, ""),
        "stage_overdue": stages.overdue(step, day),
    }


def _said(name: str, value: str) -> str:
    labels: dict[str, dict[str, str]] = {
        "light": board.LIGHT_LABELS,
        "left": board.LEFT_LABELS,
        "waiting": board.WAITING,
        "node": {value: board.title(value)} if name == "node" else {},
        "unit": unit_names([value]) if name == "unit" else {},
    }
    return labels.get(name, {}).get(value, "是")
