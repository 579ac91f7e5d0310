"""全局搜索; a number that can only mean one case opens it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from casework.now import today
from casework.selectors import search as finder
from casework.selectors.lights import standings
from casework.selectors.register import applicant_shown

LONGEST = 100


def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:LONGEST]
    found = finder.search(request.user, query)  # type: ignore[arg-type]
    if found.certain:
        return redirect("case", case_id=found.cases[0].pk)
    lit = standings(found.cases, today=today())
    rows = [{"case": case, "applicant": applicant_shown(case), "standing": lit[case.pk]} for case in found.cases]
    context = {"search_query": query, "found": found, "rows": rows, "most": finder.SHOWN}
    return render(request, "pages/search.html", context)
