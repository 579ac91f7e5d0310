"""检索: what a person types becomes tokens, the engine ranks, the database has the last word on who sees what."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from django.db.models import Count, Q

from casework.library import documents, outbox, store
from casework.library.articles import title_of
from casework.library.index import Hits, IndexUnavailable
from casework.library.models import EntryUse, Force, LibraryEntry
from casework.library.pinyin import read
from casework.library.query import LONGEST, Meaning, rank, rareness_in, understand, wanted
from casework.library.snippet import snippet
from casework.library.suggest import related
from casework.library.tantivy_index import TantivyIndex
from casework.library.text import bigrams, normalise, runs
from casework.library.typo import correct
from casework.library.words import Words, words
from casework.models import Case, Staff

FACETS = ("kind", "topic", "outcome", "organ", "year", "article", "fate", "status")
LOOKED_AT = 60  # hits weighed again by the editor's weight before the page is cut
USE_WEIGHT, MOST_BY_USE = 0.05, 1.25  # five uses are worth 13 per cent, never more than a quarter
TRIES = 5
PATIENCE = 0.5  # seconds a search waits for another process that is just carrying the latest changes over
SMALL = 30_000  # entries up to which a lost index is made anew within the search
NAMED = 1.6  # what it is worth when the query says the title of the document
LEAST_TITLE = 6  # characters of a title from which a part of it will do
_FORCE = {Force.IN_FORCE: 1.0, Force.PENDING: 0.7, Force.REPEALED: 0.6, Force.OLD_FORM: 0.72, Force.REFERENCE: 0.8}
_PAPER_WORDS = (
    "告知书",
    "答复书",
    "通知书",
    "文书",
    "范本",
    "模板",
    "格式",
    "样式",
    "回执",
    "征询",
    "表格",
    "怎么写",
    "哪份",
    "哪张",
    "单子",
    "收据",
    "发什么",
    "开什么",
    "申请表",
    "旧",
)
_ANSWERED = re.compile("(?<=[答回函批])覆")  # 答覆 is 答复 outside the mainland, 覆盖 is not 复盖
_QUOTED = re.compile(r"《([^《》]{2,})》")
log = logging.getLogger(__name__)
Given = TypeVar("Given")


@dataclass(frozen=True)
class Found:
    """One result. ``row`` is the entry or the case; ``mark`` why it should not be followed, '' otherwise."""

    row: LibraryEntry | Case
    score: float
    snippet: str
    mark: str = ""

    @property
    def is_case(self) -> bool:
        return isinstance(self.row, Case)


@dataclass
class Answer:
    """What the page shows. ``searched`` differs from the query where it was corrected or read as pinyin."""

    results: list[Found] = field(default_factory=list)
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    searched: str = ""
    corrected: str | None = None
    suggestions: list[str] = field(default_factory=list)
    notice: str = ""
    meaning: Meaning | None = None


def ready(*, catch_up: bool = True) -> TantivyIndex:
    """Return the index, up to date with the database; a lost one of moderate size is made anew first.

    :raises IndexUnavailable: it is lost and too large to be made within a search.
    """
    try:
        index = store.current()
    except IndexUnavailable:
        if LibraryEntry.objects.count() + Case.objects.count() > SMALL:
            raise
        log.warning("library index is missing or foreign; making it anew")
        rebuild_if_needed()
        index = store.current()
    if catch_up and outbox.pending():
        try:
            outbox.drain(patience=PATIENCE, present=True)
        except IndexUnavailable as error:
            log.warning("library index cannot be written now, the search goes on without the latest: %s", error)
        index.refresh()
    return index


def with_index(work: Callable[[TantivyIndex], Given]) -> Given:
    """Do the work with the index; where it is lost in the middle, it is made anew and the work begins again.

    :raises IndexUnavailable: it is lost and too large to be made within a search, or lost again and again.
    """
    for _ in range(TRIES - 1):
        with suppress(IndexUnavailable):
            return work(ready())
    return work(ready())


def rebuild_if_needed() -> int:
    """Make the index anew unless another process has just done it; return how many documents were written."""
    with suppress(IndexUnavailable), store.writing(wait=True):
        store.current()
        return 0
    return store.rebuild(documents.everything)


def search(
    query: str,
    *,
    actor: Staff | None,
    size: int = 10,
    after: int = 0,
    filters: Mapping[str, Collection[str]] | None = None,
    facets: Sequence[str] = FACETS,
    cases: bool = False,
    exact: bool = False,
) -> Answer:
    """Search the library, and the cases the person may see where ``cases`` is on.

    :param actor: whose rights apply; None only for administrators at the shell, who see what is published to all.
    :param exact: take the query as typed, without correction ("仍搜").
    """
    typed = _ANSWERED.sub("复", normalise(query[:LONGEST])).strip()
    if not typed:
        return Answer(notice="请输入检索词。")
    if not runs(typed):
        return Answer(notice="检索词只有符号，请输入文字、拼音或者条款号。")
    within = {**(filters or {}), **_permitted(actor, cases)}
    known = words()

    def ask(index: TantivyIndex) -> tuple[str, Meaning, Hits, str]:
        text = typed if exact else _as_meant(typed, index, known, within["scope"])
        meaning = understand(text, known, rareness_in(index.df, index.count()))
        return text, meaning, _ranked(index, meaning, within, facets, size, after), _not_kept(index, meaning)

    try:
        text, meaning, hits, not_kept = with_index(ask)
    except IndexUnavailable:
        return _from_titles(typed, actor, size)
    answer = Answer(searched=text, corrected=text if text != typed else None, meaning=meaning)
    answer.total, answer.facets = hits.total, hits.facets
    first = after if after + size <= LOOKED_AT else 0
    answer.results = _hydrated(hits, meaning, actor, text, slice(first, first + size))
    keywords = [word for found in answer.results if isinstance(found.row, LibraryEntry) for word in found.row.keywords]
    answer.suggestions = related(text, keywords, known)
    if len(query) > LONGEST:
        answer.notice = f"检索词超过 {LONGEST} 字，只按前 {LONGEST} 字检索。"
    elif not_kept:
        answer.notice = f"案例库没有收录{not_kept}，以下是内容相近的结果。"
    elif not answer.results:
        answer.notice = "没有找到相符的内容，请换一种说法，或者减少检索词。"
    return answer


def _as_meant(typed: str, index: TantivyIndex, known: Words, scopes: Collection[str]) -> str:
    """Return the query with pinyin read and, in short queries, wrong characters replaced.

    The reading is found by what the whole index holds, other organs' cases among it: it is told only where each pair
    of it stands in a known term or in something this person may find, else it would give a name in a case away.
    """
    text = read(typed, index.df, known) or typed
    text = correct(text, index.df, known) or text
    told = {pair for run in runs(typed) for pair in bigrams(run)}
    new = {pair for run in runs(text) for pair in bigrams(run) if pair not in told and not known.hold(pair)}
    held = index.df(new)
    secret = any(held[pair] and not index.search({pair: 1.0}, {"scope": scopes}, size=1).total for pair in new)
    return typed if secret else text


def _not_kept(index: TantivyIndex, meaning: Meaning) -> str:
    """Return the articles the query names of laws the library does not hold, '' where it holds them all."""
    held = index.df([f"§{article}" for article in meaning.other_laws])
    missing = [article for article in meaning.other_laws if not held[f"§{article}"]]
    return "、".join(
        title_of(law, int(number)) for law, number in (item.partition(".")[0].split("#") for item in missing)
    )


def _permitted(actor: Staff | None, cases: bool) -> dict[str, Collection[str]]:
    """The scopes the engine filters by: before it counts, so that no count gives anything away."""
    scopes = documents.scopes_of(actor) if actor is not None else [documents.EVERYONE]
    if not cases:
        scopes = [scope for scope in scopes if "cases" not in scope]
    return {"scope": scopes}


def _ranked(
    index: TantivyIndex,
    meaning: Meaning,
    filters: Mapping[str, Collection[str]],
    facets: Sequence[str],
    size: int,
    after: int,
) -> Hits:
    """Ask the engine; the first pages come whole, so that they can be weighed again."""
    asked = wanted(meaning.tokens, index.df, index.count())
    if after + size <= LOOKED_AT:
        return rank(index, asked, filters, facets, LOOKED_AT, title_boost=meaning.title_boost)
    return rank(index, asked, filters, facets, size, after, title_boost=meaning.title_boost)


def _hydrated(hits: Hits, meaning: Meaning, actor: Staff | None, text: str, page: slice) -> list[Found]:
    """Fetch the rows, drop what is gone or may not be seen, weigh again, cut the page out and snippets for it."""
    found = []
    rows = fetch([hit.key for hit in hits.hits], actor)
    used = uses(rows.values())
    for hit in hits.hits:
        row = rows.get(hit.key)
        if row is not None:
            said = isinstance(row, LibraryEntry) and named(row.document.title, text)
            found.append((hit.score * weight_of(row, text, used) * (NAMED if said else 1.0), row))
    found.sort(key=lambda pair: -pair[0])
    return [Found(row, round(score, 3), _snippet(row, meaning), _mark(row)) for score, row in found[page]]


def uses(rows: Iterable[LibraryEntry | Case]) -> Mapping[int, int]:
    """Return in how many cases each entry was cited, inserted or opened while drafting; each way counts once a case."""
    ids = [row.pk for row in rows if isinstance(row, LibraryEntry)]
    counted = EntryUse.objects.filter(entry__in=ids).values_list("entry").annotate(times=Count("pk"))
    return dict(counted.values_list("entry", "times"))


def weight_of(row: LibraryEntry | Case, text: str, used: Mapping[int, int]) -> float:
    """The editor's weight; less for what is no longer in force, more for what handlers used, old forms for paper."""
    if isinstance(row, Case):
        return 0.9
    document = row.document
    weight = document.weight * min(1 + USE_WEIGHT * math.log2(1 + used.get(row.pk, 0)), MOST_BY_USE)
    if document.force == Force.OLD_FORM and any(word in text for word in _PAPER_WORDS):
        return weight * 1.1
    return weight * _FORCE[Force(document.force)]


@lru_cache(maxsize=1024)
def named(title: str, query: str) -> bool:
    """Whether the query says this title: inside 《》, or as the whole query."""
    said = ["".join(runs(part)) for part in _QUOTED.findall(query) or [query]]
    plain = "".join(runs(title))
    return any(
        _bare(name) == _bare(plain) or (len(_bare(name)) >= LEAST_TITLE and _bare(name) in plain) for name in said
    )


def _bare(name: str) -> str:
    return name.removeprefix("中华人民共和国")


def fetch(keys: Iterable[int], actor: Staff | None, *, shell: bool = False) -> dict[int, LibraryEntry | Case]:
    """Return the rows of index keys this person may see; ``shell`` is the administrator, who sees every case."""
    ids: dict[str, list[int]] = {documents.ENTRY: [], documents.CASE: []}
    for key in keys:
        kind, pk = documents.row_of(key)
        ids[kind].append(pk)
    entries = LibraryEntry.objects.visible_to(actor) if actor else LibraryEntry.objects.published()
    found: dict[int, LibraryEntry | Case] = {
        documents.key_of(documents.ENTRY, row.pk): row
        for row in entries.select_related("document").filter(pk__in=ids[documents.ENTRY])
    }
    if ids[documents.CASE] and (shell or actor is not None):
        visible = Case.objects.visible_to(actor) if actor is not None else Case.objects.all()
        for case in visible.select_related("organ").filter(pk__in=ids[documents.CASE]):
            found[documents.key_of(documents.CASE, case.pk)] = case
    return found


def _snippet(row: LibraryEntry | Case, meaning: Meaning) -> str:
    return snippet(row.text if isinstance(row, LibraryEntry) else row.description, meaning.tokens)


def _mark(row: LibraryEntry | Case) -> str:
    return row.do_not_follow if isinstance(row, LibraryEntry) else ""


def _from_titles(typed: str, actor: Staff | None, size: int) -> Answer:
    """The index is being made: search titles in the database and say so."""
    entries = LibraryEntry.objects.visible_to(actor) if actor else LibraryEntry.objects.published()
    condition = Q()
    for word in runs(typed)[:5]:
        condition &= Q(title__icontains=word)
    rows = entries.filter(condition).select_related("document")[:size]
    results = [Found(row, 0.0, snippet(row.text, {}), row.do_not_follow) for row in rows]
    return Answer(results=results, total=len(results), searched=typed, notice="全文索引正在重建，目前只按标题检索。")
