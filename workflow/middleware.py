"""One handler turns every fault into an honest page: who, what, what to do; what was typed is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casework.errors import Fault, WrongState
from casework.law.errors import LawError

TEMPLATES = {403: "errors/403.html", 404: "errors/404.html", 409: "errors/409.html", 422: "errors/422.html"}
HIDDEN = {"csrfmiddlewaretoken", "password", "version", "submit_key"}


class FaultPagesMiddleware:
    """Faults of the acts and of the law become 403, 404, 409 and 422 pages; nothing was written by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, LawError):
            error = Fault(error.message, article=error.article)
        if not isinstance(error, Fault):
            return None
        return fault_page(request, error)


def fault_page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Render the page of a fault with its status; the message is the fault's own sentence."""
    message = f"{fault.message}（{fault.article}）" if fault.article else fault.message
    context = {
        "title": "现在不能办理这一步" if isinstance(fault, WrongState) else "",
        "message": message,
        "typed": typed(request),
        "retry_url": _back(request),
        "request_id": getattr(request, "request_id", ""),
    }
    return render(request, TEMPLATES.get(fault.status, "errors/422.html"), context, status=fault.status)


def typed(request: HttpRequest) -> list[dict[str, Any]]:
    """What the person had typed, so that nothing is lost with the page."""
    names = _labels(request)
    return [
        {"label": names.get(name, name), "value": value}
        for name, values in request.POST.lists()
        if name not in HIDDEN
        for value in values
        if isinstance(value, str) and value.strip()
    ]


def _labels(request: HttpRequest) -> dict[str, str]:
    """The fields of the act's form by name, as its page calls them."""
    from workflow.forms import FORMS

    match = request.resolver_match
    form = FORMS.get(match.kwargs["verb"]) if match is not None and match.url_name == "act" else None
    return {name: str(field.label or name) for name, field in form.base_fields.items()} if form else {}


def _back(request: HttpRequest) -> str:
    """The page of the same case, if the address names one."""
    match = request.resolver_match
    if match is None or "case_id" not in match.kwargs:
        return ""
    from django.urls import reverse

    return reverse("case", args=[match.kwargs["case_id"]])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 404 page for addresses that do not exist."""
    return render(request, "errors/404.html", {"request_id": getattr(request, "request_id", "")}, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The 403 page for what the framework itself refuses."""
    return render(request, "errors/403.html", {"request_id": getattr(request, "request_id", "")}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """The 500 page; the id ties the report to the log."""
    return render(request, "errors/500.html", {"request_id": getattr(request, "request_id", "")}, status=500)
