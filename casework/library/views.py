"""Pages of the case library: search, entry, look-up by outcome, article and topic; what stands beside a draft."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casework.errors import BadValue, NotFound, WrongState
from casework.library import front, selectors
from casework.library.index import IndexUnavailable
from casework.library.models import EntryUse, Kind, LibraryEntry, SavedSearch, SearchLog, Slot
from casework.library.search import FACETS, Answer, search
from casework.library.similar import TERMS_WHILE_TYPING, similar
from casework.library.snippet import highlighted
from casework.library.suggest import suggest
from casework.library.words import words
from casework.models import Case
from casework.now import now, today
from casework.views.reading import readable

PER_PAGE, PER_BROWSED_PAGE = 10, 25
LAST_PAGE = 50
SHOWN_VALUES = 8
SEARCHES_KEPT = 20
CITING_SHOWN = 10


def page(request: HttpRequest) -> HttpResponse:
    """案例库检索; without a query the ways to look things up."""
    query = request.GET.get("q", "").strip()
    number = _page_number(request)
    filters = {name: request.GET.getlist(name) for name in FACETS if request.GET.getlist(name)}
    context: dict[str, Any] = {
        "query": query,
        "saved": SavedSearch.objects.filter(staff=request.user.pk),
        "address": _address(request.GET, page=None).removeprefix("?"),
    }
    if not query:
        context["front"] = front.front(request.user, today())  # type: ignore[arg-type]
    if query:
        answer = _answer(request, query, filters, size=PER_PAGE, after=(number - 1) * PER_PAGE)
        beside_the_point = selectors.beside_the_point(answer)
        if number == 1 and not filters:
            selectors.note_search(query, answer, now())
        fates = selectors.fates_of([found.row.pk for found in answer.results if found.is_case])
        context |= {"answer": answer, "facets": _facets(request, answer), "chips": _chips(request), "fates": fates}
        context |= {"beside_the_point": beside_the_point, "tabs": _tabs(request, query, filters, answer)}
        context |= {"clear_url": f"{reverse('library')}?{urlencode({'q': query})}", **_pages(request, answer, number)}
    return render(request, "library/search.html", context)


def _answer(request: HttpRequest, query: str, filters: dict[str, list[str]], **how: Any) -> Answer:
    exact = request.GET.get("exact") == "1"
    return search(query, actor=request.user, filters=filters, cases=True, exact=exact, **how)  # type: ignore[arg-type]


def _tabs(request: HttpRequest, query: str, filters: dict[str, list[str]], answer: Answer) -> list[dict[str, Any]]:
    """One tab for each kind of thing found, with how many of it there are."""
    counts, total = answer.facets.get("kind", {}), answer.total
    if "kind" in filters:  # the counts of the other kinds are those without this filter
        others = {name: values for name, values in filters.items() if name != "kind"}
        whole = _answer(request, query, others, size=1, facets=("kind",))
        counts, total = whole.facets.get("kind", {}), whole.total
    chosen = request.GET.get("kind", "")
    tabs = [{"label": "全部", "count": total, "url": _address(request.GET, page=None, kind=None), "active": not chosen}]
    for value in (*Kind.values, "case"):
        if counts.get(value) or value == chosen:
            url = _address(request.GET, page=None, kind=value)
            label = selectors.choice_label("kind", value)
            tabs.append({"label": label, "count": counts.get(value, 0), "url": url, "active": value == chosen})
    return tabs if chosen or len(tabs) > 2 else []


def _page_number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    return min(max(int(typed), 1), LAST_PAGE) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 1


def _address(query: QueryDict, **changes: str | None) -> str:
    """Return the query string with parameters replaced (None = left out)."""
    kept = query.copy()
    for name, value in changes.items():
        if value is None:
            kept.pop(name, None)
        else:
            kept[name] = value
    return f"?{kept.urlencode()}"


def _facets(request: HttpRequest, answer: Answer) -> list[dict[str, Any]]:
    """The counts beside the results; each value is a link that narrows, the chosen one a link that widens again."""
    shown = []
    for name, label, counts in selectors.facet_groups(answer.facets):
        values = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN_VALUES]
        chosen = request.GET.getlist(name)
        rows = [
            {
                "label": selectors.choice_label(name, value),
                "count": count,
                "url": _address(request.GET, page=None, **{name: None if value in chosen else value}),
                "active": value in chosen,
            }
            for value, count in values
        ]
        shown.append({"label": label, "rows": rows})
    return shown


def _chips(request: HttpRequest) -> list[dict[str, str]]:
    return [
        {
            "label": selectors.FACET_LABELS[name],
            "value": selectors.choice_label(name, value),
            "remove_url": _address(request.GET, page=None, **{name: None}),
        }
        for name in FACETS
        if name != "kind"  # the tabs say the kind
        for value in request.GET.getlist(name)[:1]
    ]


def _pages(request: HttpRequest, answer: Answer, number: int) -> dict[str, Any]:
    more = number * PER_PAGE < answer.total and number < LAST_PAGE
    return {
        "number": number,
        "previous_url": _address(request.GET, page=str(number - 1)) if number > 1 else "",
        "next_url": _address(request.GET, page=str(number + 1)) if more else "",
        "typed_url": _address(request.GET, exact="1", page=None),
    }


def suggestions(request: HttpRequest) -> HttpResponse:
    """Words while typing."""
    return JsonResponse({"suggestions": suggest(request.GET.get("q", ""), words())})


def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One article, precedent or text, with its neighbours and what is like it."""
    row = _visible(request, entry_id)
    query = request.GET.get("q", "")
    if query:
        SearchLog.objects.filter(query=query.lower()[:40]).update(opened_times=F("opened_times") + 1)
    around = list(LibraryEntry.objects.filter(document=row.document).order_by("position", "pk").values("pk", "title"))
    place = next(at for at, other in enumerate(around) if other["pk"] == row.pk)
    context = {
        "entry": row,
        "before": around[place - 1] if place else None,
        "after": around[place + 1] if place + 1 < len(around) else None,
        "times": row.uses.count(),
        "text": highlighted(row.text, query) if query else "",
        "query": query,
        "references": [(selectors.choice_label("article", name.partition(".")[0]), name) for name in row.articles],
        "editions": selectors.other_editions(row, request.user),  # type: ignore[arg-type]
        "siblings": around if len(around) > 1 else [],
        "alike": _alike(row, request),
        "citing": selectors.citing_article(f"{row.document.title}#{row.article}", request.user)[:CITING_SHOWN]  # type: ignore[arg-type]
        if row.article
        else [],
        "editor": request.user.holds("editor"),  # type: ignore[union-attr]
    }
    number = request.GET.get("case", "")
    if number.isdecimal() and len(number) < 19:
        _note_use(request, readable(request, int(number)), row, EntryUse.Act.OPENED)
    inside = request.headers.get("HX-Request") == "true"  # beside a draft it opens in a dialog
    return render(request, "library/entry_body.html" if inside else "library/entry.html", context)


def _alike(row: LibraryEntry, request: HttpRequest) -> list[Any]:
    """What is like it among its own kind; a rule has what cites it instead."""
    if row.document.kind == Kind.POLICY:
        return []
    among = {"kinds": [row.document.kind], "without": ("entry", row.pk), "most": TERMS_WHILE_TYPING}
    try:
        return similar(row.text, actor=request.user, size=5, **among)  # type: ignore[arg-type]
    except IndexUnavailable:
        return []


def _visible(request: HttpRequest, entry_id: int) -> LibraryEntry:
    """:raises NotFound: told alike whether it does not exist or may not be read."""
    rows = LibraryEntry.objects.visible_to(request.user)  # type: ignore[arg-type]
    row = rows.select_related("document", "document__checked_by", "document__supersedes").filter(pk=entry_id).first()
    if row is None:
        raise NotFound("没有找到该条目，或者您无权查看。")
    return row


def outcomes(request: HttpRequest) -> HttpResponse:
    return render(request, "library/outcomes.html", {"sections": front.sections()})


def browse(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything of one kind, the newest first, for those who do not know what to look for."""
    if kind not in (Kind.PRECEDENT, Kind.STANDARD_TEXT):
        raise NotFound("没有这一类别。")
    rows = front.of_kind(kind, request.user)  # type: ignore[arg-type]
    entries = Paginator(rows, PER_BROWSED_PAGE).get_page(request.GET.get("page"))
    context = {"entries": entries, "kind": kind, "label": selectors.choice_label("kind", kind)}
    return render(request, "library/browse.html", context)


def outcome(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "library/outcome.html", {"shown": selectors.outcome_page(code, request.user)})  # type: ignore[arg-type]


def laws(request: HttpRequest) -> HttpResponse:
    context = {"laws": selectors.laws(request.user), "topics": selectors.topics(request.user)}  # type: ignore[arg-type]
    return render(request, "library/laws.html", context)


def law(request: HttpRequest, document_id: int) -> HttpResponse:
    """One document whole, by chapter; an address ending in #a36 opens it at that article."""
    shown = front.law(document_id, request.user)  # type: ignore[arg-type]
    if shown is None:
        raise NotFound("没有找到该文件，或者您无权查看。")
    return render(request, "library/law.html", {"shown": shown})


def article(request: HttpRequest, law: str, number: int) -> HttpResponse:
    """One article and everything in the library that cites it."""
    own, citing = selectors.by_article(law, number, request.user)  # type: ignore[arg-type]
    if own is None and not citing:
        raise NotFound("案例库中没有该条文，也没有引用它的内容。")
    title = selectors.choice_label("article", f"{law}#{number}")
    return render(request, "library/article.html", {"title": title, "own": own, "citing": citing})


def beside(request: HttpRequest, case_id: int) -> HttpResponse:
    """The panel beside a draft: similar precedents and cases, and a warning where the draft departs from them."""
    case = readable(request, case_id)
    try:
        found = selectors.beside(case, request.user, request.GET.get("outcome_code", ""))  # type: ignore[arg-type]
    except IndexUnavailable:
        found = None
    return render(request, "library/beside.html", {"case": case, "beside": found})


@require_POST
def use(request: HttpRequest, case_id: int, entry_id: int, act: str) -> HttpResponse:
    """A handler cites or inserts an entry while drafting: the page is told what to put where, and it is noted.

    :raises WrongState: the entry must not be relied upon.
    """
    case, row = readable(request, case_id), _visible(request, entry_id)
    if act not in EntryUse.Act.values:
        raise NotFound("没有这种使用方式。")
    if row.do_not_follow:
        raise WrongState(f"《{row.title}》{row.do_not_follow}。")
    _note_use(request, case, row, act)
    said = {"slot": row.slot or Slot.GROUND, "text": selectors.wording_of(row), "title": row.title}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"insert-text": said})})


def _note_use(request: HttpRequest, case: Case, row: LibraryEntry, act: str) -> None:
    EntryUse.objects.get_or_create(entry=row, case=case, act=act, defaults={"staff_id": request.user.pk, "at": now()})  # type: ignore[misc]


@require_POST
def save_search(request: HttpRequest) -> HttpResponse:
    """存为常用检索; the same name replaces the earlier one. :raises BadValue: no name, or too many."""
    name, query = request.POST.get("name", "").strip()[:30], request.POST.get("query", "")[:1000]
    if not name:
        raise BadValue("请填写常用检索的名称。", field="name")
    own = SavedSearch.objects.filter(staff=request.user.pk)
    if own.exclude(name=name).count() >= SEARCHES_KEPT:
        raise BadValue(f"常用检索最多保存 {SEARCHES_KEPT} 个，请先删除不用的。", field="name")
    SavedSearch.objects.update_or_create(staff_id=request.user.pk, name=name, defaults={"query": query})  # type: ignore[misc]
    messages.success(request, f"已保存常用检索“{name}”。")
    return redirect(f"{reverse('library')}?{query}")


@require_POST
def delete_search(request: HttpRequest, search_id: int) -> HttpResponse:
    SavedSearch.objects.filter(pk=search_id, staff=request.user.pk).delete()
    return redirect("library")
