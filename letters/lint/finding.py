"""A reason not to issue, and the shape of a rule that finds one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from letters.blocks import Document
from letters.catalogue import Kind
from letters.facts import Common


@dataclass(frozen=True)
class Finding:
    """A reason not to issue: a stable code, a sentence, the article behind it, the place to put it right."""

    code: str
    text: str
    article: str = ""
    where: str = ""

    def __str__(self) -> str:
        return self.text


Findings = Iterator[Finding]


Rule = Callable[[Document, Kind, Common], Findings]
