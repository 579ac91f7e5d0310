"""Import of JSON Lines: laws by article, notices, precedents, standard texts, past requests.

All or nothing: with one line at fault nothing is written. A line whose id is already in the library replaces it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from casework.jsonl import read_object
from casework.law.errors import InvalidFact
from casework.law.outcomes import CATALOGUE
from casework.library import outbox
from casework.library.articles import REGULATION, Reference, number, references
from casework.library.models import AskedWording, Fate, Force, Kind, LibraryDocument, LibraryEntry, SearchOutbox, Slot
from casework.library.terms import rebuild_terms
from casework.library.wording import asked, attach_editor_wording, seed_aliases
from casework.models import Staff
from casework.now import SHANGHAI

KINDS: dict[str, Kind] = {
    "law_article": Kind.POLICY,
    "guideline": Kind.POLICY,
    "case": Kind.PRECEDENT,
    "letter_template_old_rules": Kind.STANDARD_TEXT,
    "letter_template": Kind.STANDARD_TEXT,
    "request": Kind.REQUEST,
    **{kind.value: kind for kind in Kind},
}
_ARTICLE_TITLE = re.compile(r"^(?P<law>.+?)[\s·]+第(?P<number>[零一二三四五六七八九十百0-9]{1,9})条")
_OPENS_WITH_ARTICLE = re.compile(r"^第(?P<number>[零一二三四五六七八九十百0-9]{1,9})条[\s\u3000]")
_HEADING = re.compile(r"^【(?P<heading>[^】]{1,40})】")
_DOCUMENT_NUMBER = re.compile(r"(?:国办公开办函|国办函|法释|国令|国发|国办发|鲁\S{1,4}|济\S{1,4})〔\d{4}〕\d+号")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CORRECTED = re.compile(r"撤销|确认违法|责令|变更|不予支持|重作|纠正|判决公开")
_UPHELD = re.compile(r"维持|驳回")
_WEIGHTS = {REGULATION: 1.25, "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释": 1.1}
_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_NEVER_KEPT = re.compile("[\x00\ud800-\udfff]")
LONGEST_TEXT = 200_000
MOST_ARTICLE, LAST_YEAR = 9_999, 9_999
State = LibraryDocument.State
# How the parts of a line are called where an editor reads of them.
PARTS = {
    "id": "编号", "kind": "类别", "title": "标题", "text": "正文", "article": "条号", "asked": "问法", "line": "整行",
    "year": "年份", "in_force_on": "施行日期", "repealed_on": "废止日期",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line, read and understood; not yet written."""

    external_id: str
    source_kind: str
    kind: Kind
    law: str
    values: dict[str, Any]
    document: dict[str, Any]
    asked: tuple[str, ...] = ()


@dataclass
class Report:
    """What an import did. ``errors``: line (1 = the first), field and reason."""

    read: int = 0
    accepted: int = 0
    refused: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, line: int, where: str, reason: str) -> None:
        self.refused += 1
        self.errors.append({"line": line, "field": where, "reason": reason})


class LineFault(Exception):
    def __init__(self, where: str, reason: str) -> None:
        super().__init__(reason)
        self.where, self.reason = where, reason


def import_lines(
    lines: Iterable[bytes], *, at: datetime, actor: Staff | None = None, dry_run: bool = False, drafts: bool = False
) -> Report:
    """Read JSON Lines and write them, published; return what was read, accepted and refused.

    :param drafts: put them on the editor's desk for a second reader; then nothing that is there may be replaced.
    """
    report = Report()
    good: list[Line] = []
    seen: dict[str, int] = {}
    for place, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        report.read += 1
        try:
            line = understood(read_object(raw))
            if line.external_id in seen:
                raise LineFault("id", f"编号“{line.external_id}”与第 {seen[line.external_id]} 行重复，请改正。")
            seen[line.external_id] = place
            if drafts:
                _new(line)
            good.append(line)
        except InvalidFact as error:
            report.refuse(place, "line", str(error))
        except LineFault as error:
            report.refuse(place, error.where, error.reason)
    if not report.errors:
        report.accepted = len(good)
        if good and not dry_run:
            write(good, at=at, actor=actor, state=State.DRAFT if drafts else State.PUBLISHED)
    return report


def _new(line: Line) -> None:
    """:raises LineFault: the library holds the entry or its document already."""
    if LibraryEntry.objects.filter(external_id=line.external_id).exists():
        raise LineFault("id", f"编号“{line.external_id}”已在案例库中，请在编辑台修改原条目，或者换一个编号。")
    if LibraryDocument.objects.filter(kind=line.kind, title=line.law[:300]).exists():
        how = "请在该文献页面提交“新版本”" if line.kind == Kind.POLICY else "请在编辑台修改，或者换一个标题"
        raise LineFault("title", f"《{line.law[:60]}》已在案例库中，{how}。")


def understood(row: dict[str, Any]) -> Line:
    """Check one line and say what it is. :raises LineFault: what is missing or cannot be right."""
    row = _storable(row)
    external_id, title, text = (_text(row, name) for name in ("id", "title", "text"))
    source_kind = _text(row, "kind")
    kind = KINDS.get(source_kind, Kind.REFERENCE)
    if len(external_id) > 120:
        raise LineFault("id", "编号超过 120 个字符，请缩短。")
    law, article = _article_of(row, source_kind, title, text)
    status, warning = str(row.get("status") or ""), str(row.get("warning") or "")
    heading = _HEADING.match(text)
    cited = _cited(row, source_kind, text)
    articles = list(dict.fromkeys(reference.canonical() for reference in cited))[:40]
    outcome_note = str(row.get("outcome") or "")
    values = {
        "source_kind": source_kind[:40],
        "position": _number(row, "article", MOST_ARTICLE) or 0,
        "article": article,
        "chapter": str(row.get("chapter") or (heading["heading"] if heading else ""))[:100],
        "title": title[:300],
        "text": text,
        "keywords": _keywords(row),
        "articles": articles,
        "outcomes": _outcomes(row, cited),
        "slot": row["slot"] if row.get("slot") in Slot.values else "",
        "topic": str(row.get("topic") or "")[:30],
        "year": _number(row, "year", LAST_YEAR),
        "decided_by": str(row.get("decided_by") or "")[:120],
        "fate": fate_of(outcome_note) if kind == Kind.PRECEDENT else "",
        "fate_note": outcome_note[:200] if outcome_note not in {"", "—"} else "",
        "warning": (warning or str(row.get("certainty") or ""))[:300],
    }
    found = _DOCUMENT_NUMBER.search(f"{title} {status}")
    document = {
        "number": str(row.get("number") or (found[0] if found else ""))[:80],
        "force": force_of(source_kind, kind, title, status),
        "force_note": status[:200],
        "source": str(row.get("source") or "")[:300],
        "issuing_organ": str(row.get("organ") or "")[:120],
        "region": str(row.get("region") or "")[:40],
        "weight": _WEIGHTS.get(law, 1.0),
        **_days(row, status),
    }
    asked = row.get("asked") or []
    if not isinstance(asked, list) or not all(isinstance(line, str) for line in asked):
        raise LineFault("asked", "问法（asked）应为文字的列表，请改正。")
    return Line(external_id, source_kind, kind, law, values, document, tuple(asked))


def _storable(value: Any) -> Any:
    """The same without the characters no database keeps: NUL and halves of a surrogate pair."""
    if isinstance(value, dict):
        return {name: _storable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_storable(part) for part in value]
    return _NEVER_KEPT.sub("", value) if isinstance(value, str) else value


def _number(row: dict[str, Any], name: str, most: int) -> int | None:
    """The number of that name, None where there is none. :raises LineFault: negative, or larger than any can be."""
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    if not 0 <= value <= most:
        raise LineFault(name, f"{PARTS[name]}（{name}）应在 0 至 {most} 之间，请改正。")
    return value


def _days(row: dict[str, Any], status: str) -> dict[str, date]:
    """The days a rule began and ended: as given, or as its status tells them. :raises LineFault: no such day."""
    told = _DAY.search(status)
    ended = told is not None and (status.upper().startswith("REPEALED") or "废止" in status)
    found = {"repealed_on" if ended else "in_force_on": told[0]} if told else {}
    found |= {name: row[name] for name in ("in_force_on", "repealed_on") if row.get(name)}
    days = {}
    for name, text in found.items():
        try:
            days[name] = date.fromisoformat(str(text))
        except ValueError:
            raise LineFault(name, f"“{str(text)[:20]}”不是日期，请写成 2026-01-31 的样子。") from None
    return days


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise LineFault(name, f"缺少{PARTS[name]}（{name}），或者不是文字，请补全。")
    if len(value) > LONGEST_TEXT:
        raise LineFault(name, f"{PARTS[name]}（{name}）超过 {LONGEST_TEXT} 个字符，请按条拆分。")
    return value.strip()


def _article_of(row: dict[str, Any], source_kind: str, title: str, text: str) -> tuple[str, int | None]:
    """Return the title of the document and the number of the article, if it is one.

    :raises LineFault: a law's article without its number.
    """
    named = _ARTICLE_TITLE.match(title)
    law = named["law"] if named else title
    if source_kind == "law_article":
        given = row.get("article")
        article = given if isinstance(given, int) and not isinstance(given, bool) and given > 0 else None
        article = article or (number(named["number"]) if named else None)
        if article is None:
            raise LineFault("article", "法律条文没有条号：请填写条号（article），或者在标题中写明“第…条”。")
        return law, article
    if named:
        return law, number(named["number"])
    opened = _OPENS_WITH_ARTICLE.match(text) if KINDS.get(source_kind) == Kind.POLICY else None
    return law, number(opened["number"]) if opened else None


def _cited(row: dict[str, Any], source_kind: str, text: str) -> list[Reference]:
    """Return the articles cited; a law's own text cites by 本法, which only its readers resolve."""
    given = row.get("articles")
    if isinstance(given, list):
        text = "；".join(str(part) for part in given)
    elif source_kind == "law_article":
        return []
    return references(text)


def _keywords(row: dict[str, Any]) -> list[str]:
    words: list[str] = []
    for name in ("keywords", "issue", "likely", "purpose"):
        value = row.get(name)
        words += (
            [str(part) for part in value]
            if isinstance(value, list)
            else re.split(r"[\s，、；;／/]+", _REMARK.sub(" ", str(value or "")))
        )
    return [word for word in dict.fromkeys(words) if word][:20]


def _outcomes(row: dict[str, Any], cited: list[Reference]) -> list[str]:
    given = row.get("outcomes")
    if isinstance(given, list):
        known = {outcome.code for outcome in CATALOGUE}
        return [code for code in given if isinstance(code, str) and code in known]
    return [code for code, rests_on in _BY_ARTICLE.items() if any(_same(one, own) for one in cited for own in rests_on)]


def _same(cited: Reference, own: Reference) -> bool:
    """Whether a citation means this article; where both name a paragraph (第十六条第二款), it is the same one."""
    paragraphs = {cited.paragraph, own.paragraph} - {None}
    return cited.canonical() == own.canonical() and len(paragraphs) < 2


def _outcome_articles() -> dict[str, list[Reference]]:
    """The articles that give an outcome away: its own, without Art. 36(3), which every refusal cites."""
    shared = {f"{REGULATION}#36.3", f"{REGULATION}#36", f"{REGULATION}#40", f"{REGULATION}#10"}
    return {
        outcome.code: [
            reference
            for text in outcome.articles
            if "〔" not in text
            for reference in references(text)
            if reference.canonical() not in shared
        ]
        for outcome in CATALOGUE
    }


_BY_ARTICLE = _outcome_articles()


def fate_of(note: str) -> str:
    """Read 维持 / 纠正 / 其他 from how an outcome is described; '' where nothing is said."""
    if not note or note == "—":
        return ""
    if _CORRECTED.search(note):
        return Fate.CORRECTED
    return Fate.UPHELD if _UPHELD.search(note) else Fate.OTHER


def force_of(source_kind: str, kind: Kind, title: str, status: str) -> Force:
    if "old_rules" in source_kind:
        return Force.OLD_FORM
    if status.upper().startswith("REPEALED") or "废止" in status or "废止）" in title:
        return Force.REPEALED
    return Force.REFERENCE if kind == Kind.REFERENCE else Force.IN_FORCE


@transaction.atomic
def write(lines: list[Line], *, at: datetime, actor: Staff | None, state: str = State.PUBLISHED) -> None:
    """Write the lines with their documents, wording and outbox rows in one transaction."""
    documents = _documents(lines, at, actor, state)
    versions = dict(
        LibraryEntry.objects.filter(external_id__in=[line.external_id for line in lines]).values_list(
            "external_id", "version"
        )
    )
    rows = [
        LibraryEntry(
            external_id=line.external_id,
            document=documents[line.kind, line.law],
            version=versions.get(line.external_id, 0) + 1,
            **line.values,
        )
        for line in lines
    ]
    fields = [*lines[0].values, "document", "version"]
    LibraryEntry.objects.bulk_create(
        rows, batch_size=300, update_conflicts=True, unique_fields=["external_id"], update_fields=fields
    )
    ids = dict(
        LibraryEntry.objects.filter(external_id__in=[line.external_id for line in lines]).values_list(
            "external_id", "pk"
        )
    )
    _asked(lines, ids)
    seed_aliases()
    attach_editor_wording(list(ids.values()))
    rebuild_terms()
    outbox.touch(SearchOutbox.Of.ENTRY, ids.values(), at=at)


def _documents(
    lines: list[Line], at: datetime, actor: Staff | None, state: str
) -> dict[tuple[Kind, str], LibraryDocument]:
    """Return the documents of the lines, made or brought up to date; the first line of a document describes it."""
    found: dict[tuple[Kind, str], LibraryDocument] = {}
    for line in lines:
        key = (line.kind, line.law)
        if key in found:
            continue
        begins, day = line.document.get("in_force_on"), at.astimezone(SHANGHAI).date()
        force = Force.PENDING if begins and begins > day else line.document["force"]
        defaults = {**line.document, "force": force, "state": state, "edited_by": actor, "edited_at": at}
        same = LibraryDocument.objects.filter(kind=line.kind, title=line.law[:300])
        # A new edition that still waits on the desk is not what is imported again.
        waiting = Q(supersedes__isnull=False, state__in=(LibraryDocument.State.DRAFT, LibraryDocument.State.REVIEW))
        latest = same.exclude(waiting).order_by("-edition").first()
        if latest is None:
            latest = LibraryDocument.objects.create(kind=line.kind, title=line.law[:300], **defaults)
        else:
            told = {name: value for name, value in defaults.items() if value != ""}  # what is not said stays
            LibraryDocument.objects.filter(pk=latest.pk).update(**told)
            LibraryEntry.objects.filter(document=latest).update(version=F("version") + 1)
        found[key] = latest
    return found


def _asked(lines: list[Line], ids: dict[str, int]) -> None:
    rows = [asked(ids[line.external_id], text, AskedWording.Source.EDITOR) for line in lines for text in line.asked]
    AskedWording.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
