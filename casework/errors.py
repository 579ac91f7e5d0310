"""Faults as facts: what went wrong, in the user's words; one handler turns them into pages (workflow/middleware.py)."""

from __future__ import annotations


class Fault(Exception):
    """A refusal the user is told in a Chinese sentence. ``status`` is the HTTP status of its page."""

    status = 422

    def __init__(self, message: str, *, article: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.article = article
        self.field = field


class NotFound(Fault):
    """No such case for this person: told alike whether it does not exist or may not be seen."""

    status = 404

    def __init__(self, message: str = "没有找到该办件，或者您无权查看。") -> None:
        super().__init__(message)


class NotAllowed(Fault):
    """The person sees the case but holds no role that may do this."""

    status = 403


class WrongState(Fault):
    """The act does not fit the legal status of the case."""

    status = 409


class Stale(Fault):
    """Somebody was faster: the page no longer shows the case as it is."""

    status = 409


class MissingFact(Fault):
    """The law asks for a fact that has not been entered."""


class BadValue(Fault):
    """A value that cannot be right; ``field`` names the form field."""
