"""The editor's desk: draft, review, publish, retire; and from a closed case to a precedent in one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from casework.acts.record import record
from casework.errors import BadValue, MissingFact, NotAllowed, NotFound, WrongState
from casework.law.outcomes import OUTCOMES
from casework.law.states import Status
from casework.library import editions, importers, outbox
from casework.library.articles import references
from casework.library.deidentify import Cleaned, deidentify
from casework.library.models import EntryRevision, Fate, Kind, LibraryDocument, LibraryEntry, SearchAlias, Slot
from casework.library.text import normalise
from casework.library.wording import known_of
from casework.library.words import changed
from casework.models import Case, Staff
from casework.now import SHANGHAI

State, Revision = LibraryDocument.State, EntryRevision.State
EDITOR = "editor"
READERS = ("editor", "legal")
ALONE = (Kind.PRECEDENT, Kind.STANDARD_TEXT)
FIRST_YEAR, LAST_YEAR = 1990, 2100
# What the desk may do: (from, verb) -> to.
STEPS: dict[tuple[str, str], str] = {
    (State.DRAFT, "submit"): State.REVIEW,
    (State.REVIEW, "return_to"): State.DRAFT,
    (State.REVIEW, "publish"): State.PUBLISHED,
    (State.PUBLISHED, "retire"): State.RETIRED,
    (State.RETIRED, "reopen"): State.DRAFT,
}
LABELS = {"submit": "提交复核", "return_to": "退回", "publish": "发布", "retire": "下架", "reopen": "重新编辑"}


@dataclass(frozen=True)
class Proposal:
    """A precedent made of a case, before and after de-identification, for the second reader."""

    before: str
    cleaned: Cleaned
    title: str


def require_role(actor: Staff, *roles: str) -> None:
    if not any(actor.holds(role) for role in roles):
        raise NotAllowed("案例库由案例库编辑维护，您没有此项权限。")


def readable_by(actor: Staff) -> QuerySet[LibraryDocument]:
    """The documents the desk shows: to an editor all, to a second reader none that is kept to another organ."""
    rows = LibraryDocument.objects.all()
    if actor.holds(EDITOR):
        return rows
    return rows.filter(Q(organ=None) | Q(organ__in={post.organ_id for post in actor.posts}))


def steps(actor: Staff, document: LibraryDocument) -> list[tuple[str, str]]:
    """Return the verbs and labels this person may use on the document now."""
    allowed = [verb for (state, verb) in STEPS if state == document.state]
    if not actor.holds(EDITOR):
        allowed = [verb for verb in allowed if verb in {"publish", "return_to"} and actor.holds("legal")]
    if document.edited_by_id == actor.pk:
        allowed = [verb for verb in allowed if verb != "publish"]
    return [(verb, LABELS[verb]) for verb in allowed]


@transaction.atomic
def move(*, document_id: int, verb: str, actor: Staff, at: datetime) -> LibraryDocument:
    """Move a document on the desk. Publishing takes a second reader: not the one who edited it last.

    :raises NotFound, NotAllowed, WrongState: no such document; not this person; not in this state.
    """
    document = readable_by(actor).select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None:
        raise NotFound("没有找到该文献，可能已被删除。")
    require_role(actor, *(READERS if verb in {"publish", "return_to"} else (EDITOR,)))
    target = STEPS.get((document.state, verb))
    if target is None:
        raise WrongState(f"文献现为“{document.get_state_display()}”，不能“{LABELS.get(verb, verb)}”。")
    if verb == "publish":
        if document.edited_by_id == actor.pk:
            raise NotAllowed("发布须由编辑以外的第二人复核，请交另一位编辑或者法制审核人员发布。")
        document.checked_by, document.checked_at = actor, at
    document.state = target
    document.save(update_fields=["state", "checked_by", "checked_at"])
    if verb == "publish":
        editions.take_over(document, at=at, today=at.astimezone(SHANGHAI).date())
    _changed(document, at)
    data = {"document": document.pk, "verb": verb, "state": target}
    record(case=None, verb="library", actor=actor, at=at, data=data)
    return document


@transaction.atomic
def bring_in(*, lines: Iterable[bytes], actor: Staff, at: datetime, dry_run: bool = False) -> importers.Report:
    """Put what a file or a pasted text holds on the desk as drafts; with one line at fault nothing is kept.

    :raises NotAllowed: the person is no editor.
    """
    require_role(actor, EDITOR)
    report = importers.import_lines(lines, at=at, actor=actor, dry_run=dry_run, drafts=True)
    if not report.read:
        report.refuse(1, "line", "文件中没有内容，请核对。")
    if report.accepted and not report.errors and not dry_run:
        record(case=None, verb="library", actor=actor, at=at, data={"verb": "import", "entries": report.accepted})
    return report


@dataclass(frozen=True)
class Content:
    """What an editor may change of an entry; None stands for what is left as it is."""

    title: str
    text: str
    fate: str = ""
    slot: str = ""
    outcomes: list[str] | None = None
    keywords: list[str] | None = None
    year: int | None = None
    decided_by: str | None = None

    @classmethod
    def of(cls, entry: LibraryEntry) -> Content:
        return cls(**{field.name: getattr(entry, field.name) for field in fields(cls)})

    def over(self, entry: LibraryEntry) -> Content:
        """The whole content: this, and of the entry what is left as it is."""
        return replace(Content.of(entry), **{name: value for name, value in asdict(self).items() if value is not None})

    def checked(self) -> Content:
        """:raises MissingFact, BadValue: no title or text; a result, an outcome, a year or a place there is not."""
        if not self.title.strip() or not self.text.strip():
            raise MissingFact("标题和正文都要填写。", field="title" if not self.title.strip() else "text")
        if self.fate and self.fate not in Fate.values:
            raise BadValue("复议、诉讼结果应为维持、纠正或者其他。", field="fate")
        if self.slot and self.slot not in Slot.values:
            raise BadValue("请选择文书中的位置。", field="slot")
        if not set(self.outcomes or []) <= OUTCOMES.keys():
            raise BadValue("请选择适用的答复结果。", field="outcomes")
        if self.year is not None and not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise BadValue(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。", field="year")
        return replace(
            self,
            title=self.title.strip()[:300],
            text=self.text.strip(),
            keywords=[word[:30] for word in dict.fromkeys(self.keywords)][:20] if self.keywords is not None else None,
            decided_by=self.decided_by.strip()[:120] if self.decided_by is not None else None,
        )


@transaction.atomic
def save_entry(*, entry_id: int, content: Content, actor: Staff, at: datetime) -> EntryRevision | None:
    """Change an entry. What is published goes on reading as it did until a second reader has published the change.

    :returns: the change that waits for its second reader, None where the document is still a draft.
    """
    require_role(actor, EDITOR)
    entry = LibraryEntry.objects.select_for_update(of=("self",)).select_related("document").filter(pk=entry_id).first()
    if entry is None:
        raise NotFound("没有找到该条目，可能已被删除。")
    content, document, revision = content.checked().over(entry), entry.document, None
    if document.state == State.RETIRED:
        raise WrongState("该文献已下架，请先“重新编辑”。")
    if document.state == State.PUBLISHED:
        if content == Content.of(entry):
            raise BadValue("内容没有改动，不需要复核。", field="text")
        said = {"before": asdict(Content.of(entry)), "after": asdict(content), "edited_by": actor, "edited_at": at}
        revision, _ = EntryRevision.objects.update_or_create(entry=entry, state=Revision.REVIEW, defaults=said)
    else:
        _write(entry, content, at)
        document.state, document.edited_by, document.edited_at = State.DRAFT, actor, at
        document.save(update_fields=["state", "edited_by", "edited_at"])
    data = {"document": document.pk, "entry": entry.pk, "verb": "edit"}
    record(case=None, verb="library", actor=actor, at=at, data=data)
    return revision


def _write(entry: LibraryEntry, content: Content, at: datetime) -> None:
    for name, value in asdict(content).items():
        setattr(entry, name, value)
    if entry.source_kind != "law_article":  # a law's own text cites by 本法
        found = list(dict.fromkeys(reference.canonical() for reference in references(entry.text)))[:40]
        entry.articles = found or entry.articles
    entry.version += 1
    entry.save()
    document = entry.document
    if document.kind in ALONE and not document.entries.exclude(pk=entry.pk).exists():
        _rename(document, content.title)
    outbox.touch(outbox.ENTRY, [entry.pk], at=at)


def _rename(document: LibraryDocument, title: str) -> None:
    """A precedent or a standard text is called as its one entry is. :raises BadValue: another is called so."""
    same = LibraryDocument.objects.filter(kind=document.kind, title=title, edition=document.edition)
    if same.exclude(pk=document.pk).exists():
        raise BadValue(f"已有同名的{document.get_kind_display()}，请换一个标题。", field="title")
    document.title = title
    document.save(update_fields=["title"])


@transaction.atomic
def check_revision(*, revision_id: int, verb: str, actor: Staff, at: datetime) -> EntryRevision:
    """复核: the second reader publishes a change, or returns it; never the one who made it.

    :raises NotFound, NotAllowed, WrongState: no such change; not this person; already decided or overtaken.
    """
    require_role(actor, *READERS)
    rows = EntryRevision.objects.select_for_update(of=("self",)).filter(entry__document__in=readable_by(actor))
    revision = rows.filter(pk=revision_id).first()
    if revision is None or verb not in {"publish", "return_to"}:
        raise NotFound("没有找到该修订，可能已被处理。")
    if revision.state != Revision.REVIEW:
        raise WrongState(f"该修订{revision.get_state_display()}，不能再处理。")
    if verb == "publish":
        if revision.edited_by_id == actor.pk:
            raise NotAllowed("发布须由编辑以外的第二人复核，请交另一位编辑或者法制审核人员发布。")
        entry = (
            LibraryEntry.objects.select_for_update(of=("self",)).select_related("document").get(pk=revision.entry_id)
        )
        now = asdict(Content.of(entry))
        if any(now[name] != value for name, value in revision.before.items()):
            raise WrongState("该条目在修订提出后已被改动，请退回编辑重新提出。")
        _write(entry, Content(**revision.after).over(entry), at)
        LibraryDocument.objects.filter(pk=entry.document_id).update(checked_by=actor, checked_at=at)
    revision.state = Revision.PUBLISHED if verb == "publish" else Revision.RETURNED
    revision.checked_by, revision.checked_at = actor, at
    revision.save(update_fields=["state", "checked_by", "checked_at"])
    data = {"entry": revision.entry_id, "revision": revision.pk, "verb": f"{verb}_revision"}
    record(case=None, verb="library", actor=actor, at=at, data=data)
    return revision


def propose(case: Case) -> Proposal:
    """Return the precedent a closed case would make, de-identified with everything its file knows.

    :raises WrongState: the case is not closed with a reply.
    """
    decision = case.decision
    if case.status not in {Status.REPLIED.value, Status.ARCHIVED.value} or decision is None:
        raise WrongState("只有已经答复的办件可以编成案例。")
    outcome = OUTCOMES[decision.outcome]
    articles = "、".join(outcome.articles)
    before = (
        f"申请事项：{case.title}\n所需信息：{case.description}\n"
        f"处理结果：{outcome.label}（{articles}）\n理由：{decision.ground or outcome.says}"
    )
    known = known_of(case)
    cleaned = deidentify(before, known)
    return Proposal(before, cleaned, deidentify(case.title, known).text)


@transaction.atomic
def precedent_from(*, case: Case, title: str, text: str, actor: Staff, at: datetime) -> LibraryDocument:
    """Put a precedent on the desk as a draft; a second reader publishes it.

    :raises MissingFact: no title or text. :raises WrongState: there is one of this case already.
    """
    require_role(actor, EDITOR, "head", "legal", "handler")
    proposal = propose(case)
    if not title.strip() or not text.strip():
        raise MissingFact("标题和正文都要填写。")
    if LibraryDocument.objects.filter(from_case=case).exists():
        raise WrongState("该办件已经编成案例，请在案例库中修改。")
    decision, known = case.decision, known_of(case)
    document = LibraryDocument.objects.create(
        kind=Kind.PRECEDENT,
        title=deidentify(title.strip(), known).text[:280],
        issuing_organ=case.organ.name,
        source="本区办件",
        from_case=case,
        edited_by=actor,
        edited_at=at,
    )
    ended = case.remedies.filter(against="reply").exclude(result="").order_by("decided_on", "pk").last()
    LibraryEntry.objects.create(
        document=document,
        fate=ended.result if ended else "",
        fate_note=ended.verdict[:200] if ended else "",
        external_id=f"case-{case.case_number}",
        source_kind="own_case",
        title=document.title,
        text=deidentify(text, known).text,
        articles=[ref.canonical() for part in OUTCOMES[decision.outcome].articles for ref in references(part)],
        outcomes=[decision.outcome],
        topic=case.topic,
        year=case.year,
        decided_by=case.organ.name,
    )
    data = {"document": document.pk, "verb": "from_case", "replaced": len(proposal.cleaned.found)}
    record(case=case, verb="library", actor=actor, at=at, data=data)
    return document


@transaction.atomic
def mark_fate(*, case: Case, result: str, actor: Staff | None, at: datetime, note: str = "") -> int:
    """Say on every precedent made of the case what became of its reply; an overturned one reads 不宜参照 everywhere.

    For the act that records the result of a reconsideration or a judgment, in its transaction. The latest result
    holds: a reply upheld in reconsideration and corrected in court is corrected.

    :param result: "upheld" 维持, "corrected" 纠正 or "other" 其他 (``Fate``).
    :param note: how the result reads, e.g. "济南市人民政府复议决定：撤销，责令重新答复"; 200 characters are kept.
    :param actor: who recorded the result; None for the system.
    :returns: how many entries were marked.
    :raises BadValue: no such result.
    """
    if result not in Fate.values:
        raise BadValue("复议、诉讼结果应为维持、纠正或者其他。", field="result")
    entries = list(LibraryEntry.objects.select_for_update().filter(document__from_case=case))
    for entry in entries:
        entry.fate, entry.fate_note, entry.version = result, note[:200], entry.version + 1
        entry.save(update_fields=["fate", "fate_note", "version"])
        data = {"document": entry.document_id, "verb": "fate", "fate": result}
        record(case=None, verb="library", actor=actor, at=at, data=data)
    outbox.touch(outbox.ENTRY, [entry.pk for entry in entries], at=at)
    outbox.touch(outbox.CASE, [case.pk], at=at)
    return len(entries)


@transaction.atomic
def save_alias(*, lay: str, official: str, actor: Staff, at: datetime) -> SearchAlias:
    """Add or change a synonym; it works at the next search."""
    require_role(actor, EDITOR)
    lay, official = normalise(lay).strip()[:60], official.strip()[:120]
    if len(lay) < 2 or not official:
        raise MissingFact("通俗说法至少两个字，规范用语不能为空。", field="lay" if len(lay) < 2 else "official")
    row, _ = SearchAlias.objects.update_or_create(
        lay=lay, official=official, defaults={"author": actor, "active": True}
    )
    changed()
    record(case=None, verb="library", actor=actor, at=at, data={"verb": "alias", "alias": row.pk})
    return row


@transaction.atomic
def drop_alias(*, alias_id: int, actor: Staff, at: datetime) -> None:
    require_role(actor, EDITOR)
    if not SearchAlias.objects.filter(pk=alias_id).update(active=False, author=actor):
        raise NotFound("没有找到该同义词。")
    changed()
    record(case=None, verb="library", actor=actor, at=at, data={"verb": "drop_alias", "alias": alias_id})


def _changed(document: LibraryDocument, at: datetime) -> None:
    outbox.touch(outbox.ENTRY, document.entries.values_list("pk", flat=True), at=at)
