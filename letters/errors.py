"""What can be wrong with a document. Messages are Chinese sentences for the person at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casework.errors import Fault


class LetterError(Fault):
    """Base of everything this package raises on purpose."""


class CharacterRefused(LetterError):
    """A character that must not or cannot be printed."""


class WordingError(LetterError):
    """A wording file or stored wording that breaks the restricted format."""


class TooLong(LetterError):
    """The document is longer than an office letter may be."""


class NotIssuable(LetterError):
    """The document may not be issued; `findings` says why, one sentence each."""

    def __init__(self, findings: Sequence[Any]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(f) for f in self.findings))


class RenderingFailed(LetterError):
    """The renderer produced something that must not leave the house."""
