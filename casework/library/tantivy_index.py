"""The embedded engine: tantivy in this process, one folder on the local disk."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from casework.library.index import LABELS, Doc, Health, Hit, Hits, IndexUnavailable

HEAP = 32_000_000  # bytes the writer may hold before it cuts a segment
MERGES_YIELD = 5  # steps of priority
FACET_VALUES = 40
_WORDS = "whitespace"


def schema() -> tantivy.Schema:
    """Return the schema: numbers to find a document again, two fields of tokens, one raw field a label."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", stored=False, indexed=True, fast=True)
    builder.add_unsigned_field("version", stored=False, indexed=False, fast=True)
    builder.add_text_field("title", tokenizer_name=_WORDS, index_option="basic")
    builder.add_text_field("body", tokenizer_name=_WORDS, index_option="freq")
    for name in LABELS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


class TantivyIndex:
    """An index in ``folder``. Only one process may hold a writer; any number may read.

    :raises IndexUnavailable: the folder holds no index this version can read.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self.schema = schema()
        try:
            if create:
                folder.mkdir(parents=True, exist_ok=True)
                self.index = tantivy.Index(self.schema, path=str(folder))
            else:
                self.index = tantivy.Index.open(str(folder))
        except (ValueError, OSError) as error:
            raise IndexUnavailable(str(error)) from error
        self.searcher = self.index.searcher()
        self._seen = self._mark()

    # Reading

    def search(
        self,
        tokens: Mapping[str, float],
        filters: Mapping[str, Collection[str]],
        facets: Sequence[str] = (),
        size: int = 10,
        after: int = 0,
        *,
        core: Collection[str] = (),
        title_boost: float = 0.0,
    ) -> Hits:
        self.refresh()
        must = self._must(tokens, filters, core or tokens)
        query = Query.boolean_query(must + self._should(tokens, core, title_boost)) if must else Query.all_query()
        try:
            found = self.searcher.search(query, max(size, 1), True, offset=after)
            hits = found.hits[:size]
            keys = self.searcher.fast_field_values("key", [address for _, address in hits])
            # What only ranks need not be counted.
            counted = Query.boolean_query(must) if must else query
            counts = self._facets(counted, facets) if facets else {}
        except (ValueError, OSError) as error:
            raise IndexUnavailable(str(error)) from error
        ranked = tuple(Hit(int(key), float(score)) for key, (score, _) in zip(keys, hits, strict=True))  # type: ignore[arg-type]
        return Hits(ranked, int(found.count or 0), counts)  # type: ignore[attr-defined]

    def df(self, tokens: Collection[str]) -> dict[str, int]:
        self.refresh()
        return {token: self.searcher.doc_freq("body", token) for token in tokens}

    def versions(self) -> Iterator[tuple[int, int]]:
        self.refresh()
        found = self.searcher.search(Query.all_query(), max(self.searcher.num_docs, 1), False)
        addresses = [address for _, address in found.hits]
        for start in range(0, len(addresses), 10_000):
            part = addresses[start : start + 10_000]
            keys = self.searcher.fast_field_values("key", part)
            yield from zip(keys, self.searcher.fast_field_values("version", part), strict=True)

    def count(self) -> int:
        self.refresh()
        return int(self.searcher.num_docs)

    def health(self) -> Health:
        self.refresh()
        try:
            size = sum(path.stat().st_size for path in self.folder.iterdir() if path.is_file())
        except OSError as error:
            raise IndexUnavailable(str(error)) from error
        return Health(self.searcher.num_docs, self.searcher.num_segments, size)

    def refresh(self) -> None:
        """See what other processes have written since."""
        mark = self._mark()
        if mark != self._seen:
            try:
                self.index.reload()
            except ValueError as error:
                raise IndexUnavailable(str(error)) from error
            self.searcher = self.index.searcher()
            self._seen = mark

    # Writing

    def upsert(self, docs: Iterable[Doc]) -> None:
        with self.writer() as batch:
            for doc in docs:
                batch.put(doc)

    def delete(self, keys: Iterable[int]) -> None:
        with self.writer() as batch:
            for key in keys:
                batch.drop(key)

    def writer(self, heap: int = HEAP) -> Batch:
        """Begin one batch: everything in it becomes findable together, or nothing does.

        What a writer that died has left is taken away first: its files bear the names the next commit will use. Opened
        afresh, because an index reads only once which files there are to be taken away.

        :raises IndexUnavailable: another process is writing, or the folder is gone.
        """
        try:
            writer = tantivy.Index.open(str(self.folder)).writer(heap, 1)
            writer.garbage_collect_files()
            _let_merges_yield()
            return Batch(self, writer)
        except (ValueError, OSError) as error:
            raise IndexUnavailable(str(error)) from error

    # Inside

    def _mark(self) -> tuple[int, int]:
        try:
            stat = (self.folder / "meta.json").stat()
        except OSError as error:
            raise IndexUnavailable(f"no index in {self.folder.name}") from error
        return stat.st_mtime_ns, stat.st_ino

    def _must(
        self, tokens: Mapping[str, float], filters: Mapping[str, Collection[str]], core: Collection[str]
    ) -> list[tuple[Occur, Query]]:
        parts: list[tuple[Occur, Query]] = []
        if tokens:
            held = [(Occur.Should, self._term("body", token, tokens[token])) for token in core]
            parts.append((Occur.Must, Query.boolean_query(held)))
        for name, values in filters.items():
            parts.append((Occur.Must, Query.const_score_query(self._within(name, values), 0.0)))
        return parts

    def _within(self, name: str, values: Collection[str]) -> Query:
        """Any of the values. One term is walked along with the others; a set would be spread over all documents."""
        if len(values) == 1:
            return Query.term_query(self.schema, name, next(iter(values)), "basic")
        return Query.term_set_query(self.schema, name, sorted(values)) if values else Query.empty_query()

    def _should(
        self, tokens: Mapping[str, float], core: Collection[str], title_boost: float
    ) -> list[tuple[Occur, Query]]:
        rest = [token for token in tokens if token not in core] if core else []
        parts = [(Occur.Should, self._term("body", token, tokens[token])) for token in rest]
        if title_boost:
            parts += [(Occur.Should, self._term("title", token, tokens[token] * title_boost)) for token in tokens]
        return parts

    def _term(self, field: str, token: str, weight: float) -> Query:
        query = Query.term_query(self.schema, field, token, "freq" if field == "body" else "basic")
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def _facets(self, query: Query, names: Sequence[str]) -> dict[str, dict[str, int]]:
        if not names:
            return {}
        wanted = {name: {"terms": {"field": name, "size": FACET_VALUES}} for name in names}
        counted = self.searcher.aggregate(query, wanted)
        return {name: {row["key"]: int(row["doc_count"]) for row in counted[name]["buckets"]} for name in names}


def _let_merges_yield() -> None:
    """Put the engine's merging threads behind whoever waits for a change: half the work of small commits is theirs.

    Up to 10,000 documents every eighth commit makes the whole index anew. Where threads have no priority of their own
    nothing happens.
    """
    with suppress(OSError):
        for thread in Path("/proc/self/task").iterdir():
            with suppress(OSError):  # it has just ended
                if (thread / "comm").read_text().startswith("merge_thread"):
                    os.setpriority(os.PRIO_PROCESS, int(thread.name), MERGES_YIELD)


class Batch:
    """A writer for the length of a ``with`` block; an exception leaves the index as it was."""

    def __init__(self, index: TantivyIndex, writer: Any) -> None:
        self.index = index
        self.writer = writer
        self.changed = False

    def put(self, doc: Doc, *, fresh: bool = False) -> None:
        """Add a document; ``fresh`` promises that its key is not yet in the index."""
        if not fresh:
            self.drop(doc.key)
        row = tantivy.Document()
        row.add_integer("key", doc.key)
        row.add_unsigned("version", doc.version)
        row.add_text("title", " ".join(doc.title))
        row.add_text("body", " ".join(doc.body))
        for name, values in doc.labels.items():
            for value in values:
                row.add_text(name, value)
        self.changed = True
        try:
            self.writer.add_document(row)
        except ValueError as error:  # the writer's thread has died: the folder is gone or the disk full
            raise IndexUnavailable(str(error)) from error

    def drop(self, key: int) -> None:
        self.changed = True
        try:
            self.writer.delete_documents_by_term("key", key)
        except ValueError as error:
            raise IndexUnavailable(str(error)) from error

    def commit(self) -> None:
        """Make what was put so far findable and go on."""
        try:
            if self.changed:
                self.writer.commit()
                self.changed = False
        except (ValueError, OSError) as error:
            raise IndexUnavailable(str(error)) from error

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            if kind is None:
                self.commit()
            else:
                with suppress(ValueError, OSError):
                    self.writer.rollback()
        finally:
            writer, self.writer = self.writer, None
            with suppress(ValueError, OSError):
                writer.wait_merging_threads()
            del writer
        if kind is None:
            self.index.refresh()
