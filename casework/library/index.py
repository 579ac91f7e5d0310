"""The boundary behind which an engine stands. It takes tokens, never text: what a query means is decided above it.

One suite of tests (tests/library/test_index_contract.py) holds for every engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

# What a document may be filtered and counted by. ``scope`` says who may find it.
LABELS = ("scope", "kind", "topic", "outcome", "organ", "region", "year", "article", "fate", "status")


@dataclass(frozen=True, slots=True)
class Doc:
    """One document as the engine keeps it.

    :ivar key: positive number, unique in the index.
    :ivar version: compared with the database by the sweep.
    :ivar title: tokens of the title. ``body`` holds them again, and everything else that is searched.
    :ivar labels: values by label of ``LABELS``; a label may have several.
    """

    key: int
    version: int
    title: Sequence[str]
    body: Sequence[str]
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    key: int
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """The page asked for, how many there are in all, and counts by label and value."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Health:
    documents: int
    segments: int
    bytes: int


class IndexUnavailable(Exception):
    """The index is gone, broken or locked; the database still holds everything."""


class SearchIndex(Protocol):
    """What an engine must do.

    Filters: every label named must hold one of its values; an empty collection of values finds nothing.
    """

    def upsert(self, docs: Iterable[Doc]) -> None:
        """Put documents in, replacing those with the same key, all at once."""

    def delete(self, keys: Iterable[int]) -> None:
        """Take documents out; keys that are not there do not matter."""

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
        """Rank by BM25 the documents that hold one of the ``core`` tokens, or any token where no core is named.

        The other tokens rank but find nothing by themselves. No tokens: every document the filters let through, in no
        order. ``after`` skips that many hits.
        """

    def df(self, tokens: Collection[str]) -> dict[str, int]:
        """In how many documents each token occurs."""

    def count(self) -> int:
        """How many documents it holds."""

    def versions(self) -> Iterator[tuple[int, int]]:
        """Key and version of every document."""

    def health(self) -> Health:
        """Size and shape. :raises IndexUnavailable: it cannot be read."""
