"""The editor's desk: draft, review, publish, retire; and from a closed case to a precedent in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from casework.acts.record import record
from casework.errors import BadValue, MissingFact, NotAllowed, NotFound, WrongState
from casework.law.outcomes import OUTCOMES
from casework.law.states import Status
from casework.library import outbox
from casework.library.articles import references
from casework.library.deidentify import Cleaned, deidentify
from casework.library.models import Fate, Kind, LibraryDocument, LibraryEntry, SearchAlias
from casework.library.text import normalise
from casework.library.words import changed
from casework.models import Case, Staff

State = LibraryDocument.State
EDITOR = "editor"
READERS = ("editor", "legal")
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
    document = LibraryDocument.objects.select_for_update(of=("self",)).filter(pk=document_id).first()
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
    _changed(document, at)
    data = {"document": document.pk, "verb": verb, "state": target}
    record(case=None, verb="library", actor=actor, at=at, data=data)
    return document


@transaction.atomic
def save_entry(*, entry_id: int, title: str, text: str, fate: str, actor: Staff, at: datetime) -> LibraryEntry:
    """Change an entry; a published document goes back to the desk as a draft until somebody else has read it."""
    require_role(actor, EDITOR)
    entry = LibraryEntry.objects.select_for_update(of=("self",)).select_related("document").filter(pk=entry_id).first()
    if entry is None:
        raise NotFound("没有找到该条目，可能已被删除。")
    if not title.strip() or not text.strip():
        raise MissingFact("标题和正文都要填写。", field="title" if not title.strip() else "text")
    if fate and fate not in Fate.values:
        raise BadValue("复议、诉讼结果应为维持、纠正或者其他。", field="fate")
    entry.title, entry.text, entry.fate = title.strip()[:300], text.strip(), fate
    entry.articles = list(dict.fromkeys(reference.canonical() for reference in references(text)))[:40] or entry.articles
    entry.version += 1
    entry.save()
    document = entry.document
    document.state, document.edited_by, document.edited_at = State.DRAFT, actor, at
    document.save(update_fields=["state", "edited_by", "edited_at"])
    _changed(document, at)
    record(case=None, verb="library", actor=actor, at=at, data={"document": document.pk, "verb": "edit"})
    return entry


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
    cleaned = deidentify(before, _known(case))
    return Proposal(before, cleaned, deidentify(case.title, _known(case)).text)


def _known(case: Case) -> list[str]:
    """What the file itself knows about people."""
    values: list[str] = []
    for person in case.applicants.all():
        values += [getattr(person, name, "") for name in ("name", "document_number", "phone", "address", "email")]
        values += [getattr(person, "contact_name", "")]
    for consultation in case.consultations.all():
        values.append(getattr(consultation, "party", "") or getattr(consultation, "party_name", ""))
    return [value for value in values if value]


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
    decision = case.decision
    document = LibraryDocument.objects.create(
        kind=Kind.PRECEDENT,
        title=title.strip()[:280],
        issuing_organ=case.organ.name,
        source="本区办件",
        from_case=case,
        edited_by=actor,
        edited_at=at,
    )
    LibraryEntry.objects.create(
        document=document,
        external_id=f"case-{case.case_number}",
        source_kind="own_case",
        title=document.title,
        text=deidentify(text, _known(case)).text,
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
