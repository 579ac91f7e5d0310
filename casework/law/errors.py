"""What the law refuses: facts that are missing, impossible, contradictory, or beyond the known calendar."""

from __future__ import annotations


class LawError(Exception):
    """A refusal by a rule of law.

    ``message`` is a Chinese sentence that says what to do; ``article`` names the rule ("" where arithmetic decides).
    """

    def __init__(self, message: str, article: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.article = article

    def __str__(self) -> str:
        return f"{self.message}（{self.article}）" if self.article else self.message


class OutsideCalendar(LawError):
    """A date lies before the first or after the last year the calendar can answer for."""


class InvalidFact(LawError):
    """A single fact has a value the law does not allow (an extension of 21 days, a date that is not one)."""


class ContradictoryFacts(LawError):
    """Two facts cannot both be true (a correction received before the application)."""


class MissingFact(LawError):
    """A date cannot be found because a fact it depends on has not been recorded."""


class UnreadableNotice(LawError):
    """A sentence of a holiday notice could not be read in full; ``sentence`` is that sentence."""

    def __init__(self, message: str, sentence: str) -> None:
        super().__init__(message)
        self.sentence = sentence
