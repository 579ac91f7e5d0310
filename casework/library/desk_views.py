"""Pages of the editor's desk."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from casework.errors import BadValue, Fault, MissingFact, NotFound
from casework.law.outcomes import OUTCOMES
from casework.library import desk, editions, importers, selectors
from casework.library.deidentify import diff
from casework.library.desk_forms import NewEdition, NewEntries
from casework.library.models import (
    EntryRevision,
    Fate,
    Kind,
    LibraryDocument,
    LibraryEntry,
    SearchAlias,
    Slot,
)
from casework.models import Case
from casework.now import now, today
from casework.views.reading import readable

PER_PAGE = 25
State = LibraryDocument.State
REVISIONS_SHOWN = 20
DETAILS = {
    "fate": "复议、诉讼结果", "slot": "插入文书的位置", "outcomes": "适用的答复结果", "keywords": "关键词",
    "year": "年份", "decided_by": "裁决机关",
}  # fmt: skip


def overview(request: HttpRequest) -> HttpResponse:
    """What waits on the desk, and what the library lacks."""
    desk.require_role(request.user, *desk.READERS)  # type: ignore[arg-type]
    readable = desk.readable_by(request.user)  # type: ignore[arg-type]
    state, kind, wanted = (request.GET.get(name, "").strip()[:30] for name in ("state", "kind", "q"))
    rows = _documents(request).select_related("edited_by", "checked_by").order_by("-edited_at", "-pk")
    counts = dict(readable.order_by().values_list("state").annotate(Count("pk")))
    if state in LibraryDocument.State.values:
        rows = rows.filter(state=state)
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    if wanted:
        rows = rows.filter(title__icontains=wanted)
    address = {"kind": kind, "q": wanted}
    tabs = [("", "全部", sum(counts.values())), *((*choice, counts.get(choice[0], 0)) for choice in State.choices)]
    context = {
        "documents": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "kind": kind,
        "wanted": wanted,
        "kinds": Kind.choices,
        "tabs": [
            {
                "label": label,
                "count": count,
                "active": value == state,
                "url": f"?{urlencode({'state': value, **address})}",
            }
            for value, label, count in tabs
        ],
        "address": urlencode({"state": state, **address}),
        "verbs": [(verb, desk.LABELS[verb]) for verb in _together(request, state)],
        "revisions": EntryRevision.objects.filter(state="review", entry__document__in=readable).select_related(
            "entry", "edited_by"
        ),
        "gaps": selectors.gaps(today(), readable),
        "editor": request.user.holds(desk.EDITOR),  # type: ignore[union-attr]
    }
    return render(request, "library/desk.html", context)


def _together(request: HttpRequest, state: str) -> list[str]:
    """What may be done with several documents of one state at once."""
    if state == State.DRAFT and request.user.holds(desk.EDITOR):  # type: ignore[union-attr]
        return ["submit"]
    return ["publish", "return_to"] if state == State.REVIEW else []


@require_POST
def move_several(request: HttpRequest, verb: str) -> HttpResponse:
    """The ticked documents, one by one; what could not be done is told by name."""
    desk.require_role(request.user, *desk.READERS)  # type: ignore[arg-type]
    typed = request.POST.getlist("document")[:PER_PAGE]
    ids = [int(value) for value in typed if value.isascii() and value.isdecimal() and len(value) < 19]
    if verb not in ("submit", "publish", "return_to"):
        raise NotFound("没有这种办理方式。")
    if not ids:
        raise MissingFact("请先勾选文献。", field="document")
    done = 0
    for document_id in ids:
        try:
            desk.move(document_id=document_id, verb=verb, actor=request.user, at=now())  # type: ignore[arg-type]
            done += 1
        except Fault as fault:
            readable = desk.readable_by(request.user).filter(pk=document_id)  # type: ignore[arg-type]
            title = readable.values_list("title", flat=True).first()
            messages.warning(
                request, f"《{title}》没有{desk.LABELS[verb]}：{fault.message}" if title else fault.message
            )
    if done:
        messages.success(request, f"已{desk.LABELS[verb]} {done} 份文献。")
    return redirect(f"{reverse('library_desk')}?state={'draft' if verb == 'submit' else 'review'}")


def add(request: HttpRequest) -> HttpResponse:
    """新增、导入: texts become drafts; lines at fault are listed and nothing is kept."""
    desk.require_role(request.user, desk.EDITOR)  # type: ignore[arg-type]
    form = NewEntries(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        only_check = request.POST.get("only") == "check"
        try:
            report = desk.bring_in(lines=form.lines(), actor=request.user, at=now(), dry_run=only_check)  # type: ignore[arg-type]
        except BadValue as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            if not report.errors and not only_check:
                messages.success(request, f"已存为草稿，共 {report.accepted} 条。请核对后提交复核，由第二人发布。")
                return redirect(f"{reverse('library_desk')}?state=draft")
    context = {"form": form, "report": report, "parts": importers.PARTS}
    return render(request, "library/add.html", context)


def document(request: HttpRequest, document_id: int) -> HttpResponse:
    desk.require_role(request.user, *desk.READERS)  # type: ignore[arg-type]
    row = _documents(request).select_related("edited_by", "checked_by", "from_case").filter(pk=document_id).first()
    if row is None:
        raise NotFound("没有找到该文献，可能已被删除。")
    context = {
        "document": row,
        "entries": Paginator(row.entries.order_by("position", "pk"), PER_PAGE).get_page(request.GET.get("page")),
        "steps": desk.steps(request.user, row),  # type: ignore[arg-type]
        "fates": Fate.choices,
        "outcomes": OUTCOMES.values() if row.kind != Kind.POLICY else [],
        "slots": Slot.choices if row.kind == Kind.STANDARD_TEXT else [],
        "revisions": _revisions(row),
        "compared": _compared(request, row),
        "edition": editions.compare(row),
        "may_revise": _may_revise(request, row),
        "editor": request.user.holds(desk.EDITOR),  # type: ignore[union-attr]
    }
    return render(request, "library/document.html", context)


def _documents(request: HttpRequest) -> QuerySet[LibraryDocument]:
    """Documents as the desk shows them: a precedent that was overturned says so here too."""
    corrected = LibraryEntry.objects.filter(document=OuterRef("pk"), fate=Fate.CORRECTED)
    return desk.readable_by(request.user).annotate(overturned=Exists(corrected))  # type: ignore[arg-type]


def _may_revise(request: HttpRequest, document: LibraryDocument) -> bool:
    """A new edition is made of rules that are published and have none yet."""
    editor = request.user.holds(desk.EDITOR)  # type: ignore[union-attr]
    published = document.kind == Kind.POLICY and document.state == LibraryDocument.State.PUBLISHED
    return editor and published and not document.successors.exists()


def new_edition(request: HttpRequest, document_id: int) -> HttpResponse:
    """新版本: a rule revised comes as a file or as text, is compared article by article, and waits as a draft."""
    desk.require_role(request.user, desk.EDITOR)  # type: ignore[arg-type]
    document = LibraryDocument.objects.filter(pk=document_id, kind=Kind.POLICY).first()
    if document is None:
        raise NotFound("没有找到该文献，或者它不是政策文件。")
    form = NewEdition(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = editions.begin(
                document_id=document.pk,
                lines=form.lines(document.title),
                in_force_on=form.cleaned_data["in_force_on"],
                number=form.cleaned_data["number"],
                actor=request.user,  # type: ignore[arg-type]
                at=now(),
            )
        except (BadValue, MissingFact) as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            messages.success(
                request, f"《{new.title}》第 {new.edition} 版已存为草稿。请核对与上一版的对照，再提交复核。"
            )
            return redirect("library_document", new.pk)
    return render(request, "library/new_edition.html", {"document": document, "form": form})


def _revisions(document: LibraryDocument) -> list[dict[str, Any]]:
    """The changes that wait and those that were decided, each with what it replaces."""
    rows = EntryRevision.objects.filter(entry__document=document).select_related("entry", "edited_by", "checked_by")
    return [
        {
            "row": row,
            "title": diff(row.before["title"], row.after["title"]),
            "text": diff(row.before["text"], row.after["text"]),
            "told": [
                (label, _told(name, row.before.get(name)), _told(name, row.after.get(name)))
                for name, label in DETAILS.items()
                if row.after.get(name) != row.before.get(name)
            ],
        }
        for row in rows[:REVISIONS_SHOWN]
    ]


def _told(name: str, value: Any) -> str:
    """How a detail of an entry is read."""
    if name == "fate":
        return str(Fate(value).label) if value else "没有复议、诉讼"
    if name == "slot":
        return str(Slot(value).label) if value else "未定"
    if name == "outcomes":
        return "、".join(OUTCOMES[code].label for code in value or [] if code in OUTCOMES) or "未定"
    return "、".join(value) if isinstance(value, list) else str(value or "空")


def _compared(request: HttpRequest, document: LibraryDocument) -> list[tuple[str, str]]:
    """A precedent not yet published beside the file it was made of, for readers who may see the case."""
    if document.from_case_id is None or document.state == LibraryDocument.State.PUBLISHED:
        return []
    case = Case.objects.visible_to(request.user).filter(pk=document.from_case_id).first()  # type: ignore[arg-type]
    entry = document.entries.first()
    return diff(desk.propose(case).before, entry.text) if case is not None and entry is not None else []


@require_POST
def move(request: HttpRequest, document_id: int, verb: str) -> HttpResponse:
    row = desk.move(document_id=document_id, verb=verb, actor=request.user, at=now())  # type: ignore[arg-type]
    messages.success(request, f"《{row.title}》已{desk.LABELS[verb]}，现为“{row.get_state_display()}”。")
    return redirect("library_document", document_id)


@require_POST
def save_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    row = desk.save_entry(entry_id=entry_id, content=_content(request.POST), actor=request.user, at=now())  # type: ignore[arg-type]
    if row is None:
        messages.success(request, "已保存为草稿，须提交复核并由第二人发布。")
    else:
        messages.success(request, "修订已送复核。第二人发布之前，读者看到的仍是原内容。")
    return redirect("library_document", LibraryEntry.objects.values_list("document", flat=True).get(pk=entry_id))


def _content(typed: QueryDict) -> desk.Content:
    """What was typed; what an entry is for only where the form asked it. :raises BadValue: a year that is none."""
    title, text, fate, slot = (typed.get(name, "") for name in ("title", "text", "fate", "slot"))
    content = desk.Content(title, text, fate, slot)
    if "details" not in typed:
        return content
    year = typed.get("year", "").strip()
    if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise BadValue("年份请填写四位数字，如 2026。", field="year")
    return replace(
        content,
        outcomes=typed.getlist("outcomes"),
        keywords=[word for word in re.split(r"[\s，、；;,]+", typed.get("keywords", "")) if word],
        year=int(year) if year else None,
        decided_by=typed.get("decided_by"),
    )


@require_POST
def check_revision(request: HttpRequest, revision_id: int, verb: str) -> HttpResponse:
    row = desk.check_revision(revision_id=revision_id, verb=verb, actor=request.user, at=now())  # type: ignore[arg-type]
    messages.success(request, f"《{row.entry.title}》的修订{row.get_state_display()}。")
    return redirect("library_document", row.entry.document_id)


def aliases(request: HttpRequest) -> HttpResponse:
    """同义词: the editor's own table."""
    desk.require_role(request.user, desk.EDITOR)  # type: ignore[arg-type]
    rows = SearchAlias.objects.filter(active=True)
    wanted = request.GET.get("q", "").strip()[:30]
    if wanted:
        rows = rows.filter(lay__contains=wanted) | rows.filter(official__contains=wanted)
    context = {
        "aliases": Paginator(rows.select_related("author"), PER_PAGE * 2).get_page(request.GET.get("page")),
        "wanted": wanted,
        "lay": request.GET.get("lay", "")[:60],
    }
    return render(request, "library/aliases.html", context)


@require_POST
def save_alias(request: HttpRequest) -> HttpResponse:
    typed = request.POST
    row = desk.save_alias(
        lay=typed.get("lay", ""),
        official=typed.get("official", ""),
        actor=request.user,  # type: ignore[arg-type]
        at=now(),
    )
    messages.success(request, f"已保存同义词“{row}”，下一次检索即生效。")
    return redirect("library_aliases")


@require_POST
def drop_alias(request: HttpRequest, alias_id: int) -> HttpResponse:
    desk.drop_alias(alias_id=alias_id, actor=request.user, at=now())  # type: ignore[arg-type]
    messages.success(request, "已停用该同义词。")
    return redirect("library_aliases")


def from_case(request: HttpRequest, case_id: int) -> HttpResponse:
    """编成案例: GET shows the text de-identified beside what was there; POST puts it on the desk as a draft."""
    case = readable(request, case_id)
    if request.method == "POST":
        row = desk.precedent_from(
            case=case,
            title=request.POST.get("title", ""),
            text=request.POST.get("text", ""),
            actor=request.user,  # type: ignore[arg-type]
            at=now(),
        )
        messages.success(request, f"《{row.title}》已作为草稿送案例库，须经第二人复核后发布。")
        return redirect("case", case.pk)
    proposal = desk.propose(case)
    context = {"case": case, "proposal": proposal, "pieces": diff(proposal.before, proposal.cleaned.text)}
    return render(request, "library/from_case.html", context)
