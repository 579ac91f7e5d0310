"""What every answer carries: a strict content policy and an id that ties a user's report to the log."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from casework.lawbook import calendar_held
from casework.now import clock_held

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    ]
)

Handler = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Give each request a short id; error pages show it and the log line carries it.

    An address with a NUL is refused here: no person types one, and PostgreSQL takes none.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(4)  # type: ignore[attr-defined]
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            return HttpResponse(
                "地址中有不能使用的字符，请返回后重新操作。", status=400, content_type="text/plain; charset=utf-8"
            )
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class ContentSecurityPolicyMiddleware:
    """Everything from this server only; no inline script or style, no frame of strangers."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class CalendarMiddleware:
    """Each request looks up once which calendar is in force and which day is practised, and only if it needs them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock_held(), calendar_held():
            return self.get_response(request)
