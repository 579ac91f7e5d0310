"""Pages of the editor's desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casework.errors import BadValue, MissingFact, NotFound
from casework.library import desk, editions, selectors
from casework.library.deidentify import diff
from casework.library.desk_forms import NewEdition
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
REVISIONS_SHOWN = 20


def overview(request: HttpRequest) -> HttpResponse:
    """What waits on the desk, and what the library lacks."""
    desk.require_role(request.user, *desk.READERS)  # type: ignore[arg-type]
    state = request.GET.get("state", "")
    rows = _documents().select_related("edited_by", "checked_by").order_by("-edited_at", "-pk")
    if state in LibraryDocument.State.values:
        rows = rows.filter(state=state)
    documents = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "documents": documents,
        "state": state,
        "states": LibraryDocument.State.choices,
        "revisions": EntryRevision.objects.filter(state="review").select_related("entry", "edited_by"),
        "gaps": selectors.gaps(today()),
    }
    return render(request, "library/desk.html", context)


def document(request: HttpRequest, document_id: int) -> HttpResponse:
    desk.require_role(request.user, *desk.READERS)  # type: ignore[arg-type]
    row = _documents().select_related("edited_by", "checked_by", "from_case").filter(pk=document_id).first()
    if row is None:
        raise NotFound("没有找到该文献，可能已被删除。")
    context = {
        "document": row,
        "entries": Paginator(row.entries.order_by("position", "pk"), PER_PAGE).get_page(request.GET.get("page")),
        "steps": desk.steps(request.user, row),  # type: ignore[arg-type]
        "fates": Fate.choices,
        "slots": Slot.choices if row.kind == Kind.STANDARD_TEXT else [],
        "revisions": _revisions(row),
        "compared": _compared(request, row),
        "edition": editions.compare(row),
        "may_revise": _may_revise(request, row),
        "editor": request.user.holds(desk.EDITOR),  # type: ignore[union-attr]
    }
    return render(request, "library/document.html", context)


def _documents() -> QuerySet[LibraryDocument]:
    """Documents as the desk shows them: a precedent that was overturned says so here too."""
    corrected = LibraryEntry.objects.filter(document=OuterRef("pk"), fate=Fate.CORRECTED)
    return LibraryDocument.objects.annotate(overturned=Exists(corrected))


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
            "before_fate": _fate(row.before["fate"]),
            "after_fate": _fate(row.after["fate"]),
        }
        for row in rows[:REVISIONS_SHOWN]
    ]


def _fate(value: str) -> str:
    return str(Fate(value).label) if value else "没有复议、诉讼"


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
    typed = {name: request.POST.get(name, "") for name in ("title", "text", "fate", "slot")}
    row = desk.save_entry(entry_id=entry_id, content=desk.Content(**typed), actor=request.user, at=now())  # type: ignore[arg-type]
    if row is None:
        messages.success(request, "已保存为草稿，须提交复核并由第二人发布。")
    else:
        messages.success(request, "修订已送复核。第二人发布之前，读者看到的仍是原内容。")
    return redirect("library_document", LibraryEntry.objects.values_list("document", flat=True).get(pk=entry_id))


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
    context = {"aliases": Paginator(rows, PER_PAGE * 2).get_page(request.GET.get("page")), "wanted": wanted}
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
