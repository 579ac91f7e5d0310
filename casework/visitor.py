"""Which computer asks: the address by which wrong passwords and questions of strangers are counted."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def visitor(request: HttpRequest) -> str:
    """Behind the production proxy the last address it passes on, which nobody can invent; otherwise the peer's."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.PRODUCTION else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
