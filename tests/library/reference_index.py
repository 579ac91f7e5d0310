"""A second engine, as plain as can be: BM25 over dictionaries. The contract holds for it as for the real one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from casework.library.index import Doc, Health, Hit, Hits

K1, B = 1.2, 0.75


class ReferenceIndex:
    def __init__(self) -> None:
        self.docs: dict[int, Doc] = {}

    def upsert(self, docs: Iterable[Doc]) -> None:
        self.docs |= {doc.key: doc for doc in docs}

    def delete(self, keys: Iterable[int]) -> None:
        for key in keys:
            self.docs.pop(key, None)

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
        found = []
        for doc in self.docs.values():
            if tokens and not set(core or tokens) & set(doc.body):
                continue
            if all(set(values) & set(doc.labels.get(name, ())) for name, values in filters.items()):
                score = self._bm25(doc, tokens, "body") + title_boost * self._bm25(doc, tokens, "title")
                found.append(Hit(doc.key, score))
        found.sort(key=lambda hit: -hit.score)
        counts = {
            name: dict(Counter(value for hit in found for value in set(self.docs[hit.key].labels.get(name, ()))))
            for name in facets
        }
        return Hits(tuple(found[after : after + size]), len(found), counts)

    def _bm25(self, doc: Doc, tokens: Mapping[str, float], field: str) -> float:
        texts = {key: getattr(other, field) for key, other in self.docs.items()}
        average = sum(map(len, texts.values())) / len(texts)
        own = Counter(texts[doc.key])
        score = 0.0
        for token, weight in tokens.items():
            df = sum(1 for text in texts.values() if token in text)
            tf = own[token]
            if tf:
                idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
                score += weight * idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * len(texts[doc.key]) / average))
        return score

    def df(self, tokens: Collection[str]) -> dict[str, int]:
        return {token: sum(1 for doc in self.docs.values() if token in doc.body) for token in tokens}

    def count(self) -> int:
        return len(self.docs)

    def versions(self) -> Iterator[tuple[int, int]]:
        return iter([(doc.key, doc.version) for doc in self.docs.values()])

    def health(self) -> Health:
        return Health(len(self.docs), 1, 0)
