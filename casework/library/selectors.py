"""What the pages of the library read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from casework.law.outcomes import CATALOGUE, FACTS, OUTCOMES, Outcome
from casework.law.states import STATUS_LABELS
from casework.library import editions
from casework.library.articles import REGULATION, chinese, references, title_of
from casework.library.deidentify import deidentify, may_be_a_name
from casework.library.models import Fate, Force, Kind, LibraryDocument, LibraryEntry, SearchLog
from casework.library.search import Answer
from casework.library.similar import Like, similar
from casework.library.text import normalise
from casework.library.words import words
from casework.models import Applicant, Case, Remedy, Staff
from casework.personal import blind_index

USUAL_SHARE = 0.6
USUAL_LEAST = 3
CITING_SHOWN = 200
SHOWN_BESIDE, LOOKED_AT_BESIDE = 5, 8
SAME_OUTCOME = 1.25
FAR_OFF = 0.3  # share of the best score below which a precedent is about something else
YEARS_UNREAD = 3
NAME_LENGTHS = (2, 3, 4)
_PERSONAL = re.compile(r"\d{6,}")
_WORDS_ONLY = re.compile(r"[\w\s《》〈〉“”、，。？·（）()〔〕-]+")
_CASE_STATUSES = {status.value: label for status, label in STATUS_LABELS.items()}
FACET_LABELS = {
    "kind": "类别",
    "topic": "主题",
    "outcome": "答复结果",
    "organ": "机关",
    "year": "年份",
    "article": "条款",
    "fate": "复议、诉讼结果",
    "status": "效力",
}


@dataclass(frozen=True)
class OutcomePage:
    """Everything about one outcome: what the reply must say, what it needs, and precedents for and against.

    ``cases``: how many cases the reader may see were answered so; ``cases_corrected``: of these overturned.
    """

    outcome: Outcome
    needs: list[str]
    articles: list[LibraryEntry]
    standing: list[LibraryEntry]
    overturned: list[LibraryEntry]
    texts: list[LibraryEntry]
    cases: int
    cases_corrected: int


@dataclass(frozen=True)
class Beside:
    """What stands beside a draft.

    ``precedents`` and ``cases`` are like the case; ``own``: ids of the cases of an applicant of this one, which come
    first; ``texts`` are standard wording of the chosen outcome, ``articles`` what it rests on; ``warning`` says where
    the draft departs from how like cases were decided.
    """

    precedents: list[Like]
    cases: list[Like]
    warning: str
    texts: list[LibraryEntry]
    articles: list[LibraryEntry]
    fates: dict[int, str]
    own: set[int]


def choice_label(facet: str, value: str) -> str:
    """Return how a facet's value is read."""
    tables: dict[str, dict[str, str]] = {
        "kind": {**dict(Kind.choices), "case": "本区办件"},
        "fate": dict(Fate.choices),
        "status": {**dict(Force.choices), **_CASE_STATUSES},
        "outcome": {code: row.label for code, row in OUTCOMES.items()},
    }
    if facet == "article":
        law, _, number = value.partition("#")
        return title_of(law, int(number)) if number.isdecimal() and len(number) < 5 else value
    return tables.get(facet, {}).get(value, value)


def facet_groups(facets: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, str, dict[str, int]]]:
    """Name, heading and counts of what narrows the results; whether a rule holds and where a case stands are two."""
    for name, label in FACET_LABELS.items():
        counts = dict(facets.get(name, {}))
        groups = [(label, counts)]
        if name == "kind":
            continue  # the tabs over the results say it
        if name == "status":
            cases = {value: counts.pop(value) for value in list(counts) if value in _CASE_STATUSES}
            groups.append(("办理状态", cases))
        yield from ((name, heading, values) for heading, values in groups if values)


def beside_the_point(answer: Answer) -> bool:
    """Whether the results share nothing with the query but single characters: nobody would call that a hit."""
    meaning = answer.meaning
    if not answer.results or meaning is None or meaning.articles:
        return False
    words = [token for token in meaning.tokens if len(token) > 1]
    return bool(words) and not any(
        "<mark>" in found.snippet or any(word in normalise(found.row.title) for word in words)
        for found in answer.results
    )


def outcome_page(code: str, actor: Staff) -> OutcomePage:
    """:raises casework.law.errors.InvalidFact: no such outcome."""
    from casework.law.outcomes import outcome

    row = outcome(code)
    entries = LibraryEntry.objects.visible_to(actor).select_related("document")
    precedents = [entry for entry in entries.filter(document__kind=Kind.PRECEDENT) if code in entry.outcomes]
    wording = entries.filter(document__kind=Kind.STANDARD_TEXT, document__force=Force.IN_FORCE).order_by(
        "slot", "title"
    )
    cases = Case.objects.visible_to(actor).filter(outcome=code).values_list("pk", flat=True)
    return OutcomePage(
        row,
        [FACTS[key] for key in row.requires],
        list(entries.filter(_cited_by(row), document__kind=Kind.POLICY, document__force=Force.IN_FORCE)),
        [entry for entry in precedents if entry.fate != Fate.CORRECTED],
        [entry for entry in precedents if entry.fate == Fate.CORRECTED],
        [entry for entry in wording if code in entry.outcomes],
        cases.count(),
        sum(fate == Fate.CORRECTED for fate in fates_of(cases).values()),
    )


def by_article(law: str, article: int, actor: Staff) -> tuple[LibraryEntry | None, list[LibraryEntry]]:
    """Return the article itself, and what cites it."""
    entries = LibraryEntry.objects.visible_to(actor).select_related("document")
    named = entries.filter(document__title=law, article=article).order_by("-document__edition")
    own = named.filter(document__force=Force.IN_FORCE).first() or named.first()
    return own, citing_article(f"{law}#{article}", actor)


def citing_article(canonical: str, actor: Staff) -> list[LibraryEntry]:
    """Return what cites an article ("政府信息公开条例#36"), precedents first; its items count as the article."""
    entries = LibraryEntry.objects.visible_to(actor).exclude(articles=[])
    cited = [
        pk
        for pk, references in entries.values_list("pk", "articles")
        if any(reference.partition(".")[0] == canonical for reference in references)
    ]
    rows = LibraryEntry.objects.visible_to(actor).filter(pk__in=cited[:CITING_SHOWN]).select_related("document")
    return sorted(rows, key=lambda row: (row.document.kind != Kind.PRECEDENT, -(row.year or 0), row.pk))


def other_editions(entry: LibraryEntry, actor: Staff) -> list[LibraryEntry]:
    """Return the same article in the editions before and after; an article renumbered is found by its words."""
    document = entry.document
    found = []
    for other in (document.supersedes, *document.successors.all()):
        rows = list(LibraryEntry.objects.visible_to(actor).filter(document=other)) if other else []
        found += [row for row in [editions.matched(rows, [entry]).get(entry.pk)] if row is not None]
    return found


def laws(actor: Staff) -> list[LibraryDocument]:
    ids = LibraryEntry.objects.visible_to(actor).filter(document__kind=Kind.POLICY).values("document")
    return list(LibraryDocument.objects.filter(pk__in=ids).annotate(size=Count("entries")).order_by("-weight", "title"))


def topics(actor: Staff) -> list[tuple[str, int]]:
    """Return topics and keywords of precedents and how often they occur."""
    counts: Counter[str] = Counter()
    precedents = LibraryEntry.objects.visible_to(actor).filter(document__kind=Kind.PRECEDENT)
    for topic, keywords in precedents.values_list("topic", "keywords"):
        counts.update({word for word in [topic, *keywords] if 2 <= len(word) <= 12})
    return counts.most_common(60)


def beside(case: Case, actor: Staff, outcome_code: str = "") -> Beside:
    """Return what helps while drafting. :raises casework.library.index.IndexUnavailable: the index is being made."""
    ground = case.decision.ground if case.decision else ""
    asked = f"{case.title} {case.description}"
    precedents = similar(f"{asked} {ground}", actor=actor, kinds=[Kind.PRECEDENT], size=2 * SHOWN_BESIDE)
    worth = {like.row.pk: like.score * _same_outcome(like.row, outcome_code) for like in precedents}
    precedents = [like for like in precedents if worth[like.row.pk] >= FAR_OFF * max(worth.values())]
    precedents.sort(key=lambda like: -worth[like.row.pk])
    cases = similar(asked, actor=actor, kinds=["case"], size=LOOKED_AT_BESIDE, without=("case", case.pk))
    fates = fates_of([like.row.pk for like in cases if isinstance(like.row, Case)])
    upright = [like for like in cases if fates.get(like.row.pk) != Fate.CORRECTED]
    texts, articles = _for_outcome(outcome_code, actor)
    warning = departure(upright, outcome_code)
    own = same_applicant(case, [like.row.pk for like in cases])
    cases.sort(key=lambda like: like.row.pk not in own)
    return Beside(precedents[:SHOWN_BESIDE], cases[:SHOWN_BESIDE], warning, texts, articles, fates, own)


def same_applicant(case: Case, others: list[int]) -> set[int]:
    """Return which of the other cases an applicant of this one made: known by document, or by name and telephone.

    Only such a case can make this one a 重复申请 (Art. 36(6)).
    """
    known = Q(pk__in=[])
    for document, name, phone in case.applicants.values_list("document_index", "name_index", "phone_index"):
        if document:
            known |= Q(document_index=document)
        if name and phone:
            known |= Q(name_index=name, phone_index=phone)
    return set(Applicant.objects.filter(known, case__in=others).values_list("case", flat=True))


def _same_outcome(row: LibraryEntry | Case, code: str) -> float:
    return SAME_OUTCOME if isinstance(row, LibraryEntry) and code in row.outcomes else 1.0


def fates_of(case_ids: Iterable[int]) -> dict[int, str]:
    """Return what became of the replies in reconsideration or court, by case; the latest decision holds."""
    rows = Remedy.objects.filter(case__in=case_ids, against="reply").exclude(result="")
    return dict(rows.order_by("decided_on", "pk").values_list("case", "result"))


def _for_outcome(code: str, actor: Staff) -> tuple[list[LibraryEntry], list[LibraryEntry]]:
    """The standard texts in force for an outcome, and the articles it rests on."""
    if code not in OUTCOMES:
        return [], []
    entries = LibraryEntry.objects.visible_to(actor).select_related("document")
    usable = entries.filter(document__kind=Kind.STANDARD_TEXT, document__force=Force.IN_FORCE)
    texts = [entry for entry in usable.order_by("slot", "title") if code in entry.outcomes]
    cited = entries.filter(_cited_by(OUTCOMES[code]), document__kind=Kind.POLICY, document__force=Force.IN_FORCE)
    return texts, list(cited)


def _cited_by(row: Outcome) -> Q:
    """The condition for the articles an outcome rests on."""
    cited = Q(pk__in=[])
    for law, article in articles_of(row):
        cited |= Q(document__title=law, article=article)
    return cited


def articles_of(row: Outcome) -> list[tuple[str, int]]:
    """Return law and number of the articles an outcome rests on; those of a notice named by its number are no law's."""
    found = (ref for text in row.articles if "〔" not in text for ref in references(text))
    return list(dict.fromkeys((ref.law or REGULATION, ref.article) for ref in found))


def wording_of(entry: LibraryEntry) -> str:
    """Return what a click puts into the draft: a standard text whole, anything else as a citation."""
    if entry.document.kind == Kind.STANDARD_TEXT:
        return entry.text
    if entry.article:
        return f"依据《{entry.document.title}》第{chinese(entry.article)}条的规定，"
    told = "，".join(part for part in (entry.decided_by, f"{entry.year}年" if entry.year else "") if part)
    return f"参照案例《{entry.title}》{f'（{told}）' if told else ''}。"


def departure(cases: Iterable[Like], outcome_code: str) -> str:
    """Return a warning where like cases were decided otherwise, '' where they were not, or are too few."""
    decided = [like.row.outcome for like in cases if isinstance(like.row, Case) and like.row.outcome]
    decided = [code for code in decided if _same_matter(code, outcome_code)]
    if not outcome_code or len(decided) < USUAL_LEAST:
        return ""
    usual, times = Counter(decided).most_common(1)[0]
    if usual == outcome_code or times / len(decided) < USUAL_SHARE:
        return ""
    label = OUTCOMES[usual].label
    return f"相似的 {len(decided)} 件办件中有 {times} 件答复为“{label}”，与本稿不同。请核对，确需不同的，在理由中说明。"


def _same_matter(*codes: str) -> bool:
    """Whether all of these end a request for information, or all a request to correct a record."""
    return len({OUTCOMES[code].row == "" for code in codes if code in OUTCOMES}) < 2


def note_search(query: str, answer: Answer, at: datetime) -> None:
    """Count a search for the editor; nothing that may name a person is kept, and never who searched."""
    text = normalise(query).strip()
    if not 2 <= len(text) <= 20 or _PERSONAL.search(text) or not _WORDS_ONLY.fullmatch(text) or _names_somebody(text):
        return
    SearchLog.objects.get_or_create(query=text, defaults={"last_at": at})
    empty = int(not answer.results or beside_the_point(answer))
    SearchLog.objects.filter(query=text).update(times=F("times") + 1, empty_times=F("empty_times") + empty, last_at=at)


def _names_somebody(text: str) -> bool:
    """Whether a name, number or address stands in it by its form, or the name of an applicant on file."""
    if may_be_a_name(text, words().terms) or deidentify(text).found:
        return True
    parts = {text[at : at + length] for length in NAME_LENGTHS for at in range(len(text) - length + 1)}
    return Applicant.objects.filter(name_index__in={blind_index(part, "name") for part in parts}).exists()


@dataclass(frozen=True)
class Coverage:
    """How well one outcome is covered: replies in the last year, precedents, those overturned, texts, and uses."""

    outcome: Outcome
    replies: int
    precedents: int
    overturned: int
    texts: int
    uses: int


@dataclass(frozen=True)
class Gaps:
    """What the library lacks: searches without a hit, what is out of date, outcomes little covered, what is used."""

    empty: list[SearchLog]
    stale: list[tuple[LibraryEntry, str]]
    coverage: list[Coverage]
    used: list[LibraryEntry]


def gaps(today: date, readable: QuerySet[LibraryDocument]) -> Gaps:
    """:param readable: the documents whose titles may be shown."""
    used = LibraryEntry.objects.published().filter(document__in=readable)
    used = used.annotate(times=Count("uses")).filter(times__gt=0)
    return Gaps(
        list(SearchLog.objects.filter(empty_times__gt=0).order_by("-empty_times", "-last_at")[:50]),
        stale(today, readable),
        coverage(today),
        list(used.select_related("document").order_by("-times", "pk")[:20]),
    )


def stale(today: date, readable: QuerySet[LibraryDocument]) -> list[tuple[LibraryEntry, str]]:
    """Return published precedents and texts that need an editor, and why."""
    published = LibraryDocument.objects.filter(state=LibraryDocument.State.PUBLISHED)
    in_force = set(published.filter(force=Force.IN_FORCE).values_list("title", flat=True))
    repealed = set(published.filter(force=Force.REPEALED).values_list("title", flat=True)) - in_force
    revised = dict(published.filter(force=Force.IN_FORCE, supersedes__isnull=False).values_list("title", "in_force_on"))
    old = today - timedelta(days=365 * YEARS_UNREAD)
    rows = LibraryEntry.objects.published().filter(document__in=readable).select_related("document").order_by("pk")
    found = []
    for entry in rows.filter(document__kind__in=(Kind.PRECEDENT, Kind.STANDARD_TEXT)):
        document = entry.document
        laws = {reference.partition("#")[0] for reference in entry.articles}
        if document.force == Force.IN_FORCE and (laws & repealed or any("（2007）" in law for law in laws)):
            found.append((entry, "引用已废止的规定"))
        elif document.force == Force.IN_FORCE and document.repealed_on and document.repealed_on <= today:
            found.append((entry, "已过废止日期，效力未改"))
        elif document.force == Force.IN_FORCE and _read_before(
            document, [revised[law] for law in laws & revised.keys()]
        ):
            found.append((entry, "所引规定已有新版本，请核对条号和内容"))
        elif document.checked_at and document.checked_at.date() < old:
            found.append((entry, f"{YEARS_UNREAD} 年以上未复核"))
    return found[:50]


def _read_before(document: LibraryDocument, days: list[date | None]) -> bool:
    """Whether nobody has looked at the document since one of the days."""
    read = max((moment for moment in (document.checked_at, document.edited_at) if moment), default=None)
    return any(day is not None and (read is None or read.date() < day) for day in days)


def coverage(today: date) -> list[Coverage]:
    """Return every outcome, those with many replies and little help first."""
    replies = Counter(
        Case.objects.filter(received_on__gt=today - timedelta(days=365))
        .exclude(outcome="")
        .values_list("outcome", flat=True)
    )
    counts: dict[str, Counter[str]] = {outcome.code: Counter() for outcome in CATALOGUE}
    rows = LibraryEntry.objects.published().exclude(outcomes=[]).annotate(times=Count("uses"))
    for kind, force, codes, fate, times in rows.values_list(
        "document__kind", "document__force", "outcomes", "fate", "times"
    ):
        what = "texts" if kind == Kind.STANDARD_TEXT and force == Force.IN_FORCE else kind
        for code in codes:
            if code in counts:
                counts[code].update(
                    {what: 1, "overturned": int(kind == Kind.PRECEDENT and fate == Fate.CORRECTED), "uses": times}
                )
    found = [
        Coverage(
            outcome,
            replies[outcome.code],
            counts[outcome.code][Kind.PRECEDENT],
            counts[outcome.code]["overturned"],
            counts[outcome.code]["texts"],
            counts[outcome.code]["uses"],
        )
        for outcome in CATALOGUE
    ]
    return sorted(found, key=lambda row: (row.precedents > row.overturned, row.texts > 0, -row.replies))
