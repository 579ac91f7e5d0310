"""One handler turns every fault into an honest page: who, what, what to do; what was typed is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from casework.errors import BadValue, Fault, WrongState
from casework.law.errors import LawError
from casework.models import Case, Staff
from casework.now import today

TEMPLATES = {403: "errors/403.html", 404: "errors/404.html", 409: "errors/409.html", 422: "errors/422.html"}
NO_LONGER = "（所选的一项现在已经不可选）"
PASSWORDS = {"password", "old_password", "new_password1", "new_password2"}
MOST_DIGITS = 18  # of a key; more than that no database takes
NEVER_TYPED = re.compile("[\0\ufffe\uffff]")
HIDDEN = {"csrfmiddlewaretoken", "version", "submit_key"} | PASSWORDS


class FaultPagesMiddleware:
    """Faults of the acts and of the law become 403, 404, 409 and 422 pages; nothing was written by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse what no person types: PostgreSQL takes no NUL, no Office file a noncharacter, no key is so large."""
        if any(isinstance(value, int) and value >= 10**MOST_DIGITS for value in kwargs.values()):
            return not_found(request)
        if any(NEVER_TYPED.search(value) for _, values in request.POST.lists() for value in values):
            return fault_page(request, BadValue("提交的内容中有不能使用的字符，没有保存。请返回删除后重新提交。"))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, LawError):
            error = Fault(error.message, article=error.article)
        if not isinstance(error, Fault):
            return None
        return fault_page(request, error)


class OneTimePasswordMiddleware:
    """Whoever signed in with a one-time password changes it before any other page opens."""

    REACHED = frozenset({"password", "sign_out"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(request.user, "must_change_password", False) or not getattr(view, "login_required", True):
            return None
        match = request.resolver_match
        return None if match is not None and match.url_name in self.REACHED else redirect("password")


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
    """What the person had typed, so that nothing is lost with the page; choices in the words of the page."""
    fields = _fields(request)
    return [
        {"label": _label(fields, name), "value": _said(fields.get(name), NEVER_TYPED.sub("", value))}
        for name, values in request.POST.lists()
        if name not in HIDDEN
        for value in values
        if isinstance(value, str) and value.strip()
    ]


def _fields(request: HttpRequest) -> dict[str, forms.Field]:
    """The fields of the form the page showed, by name."""
    from workflow.forms import FORMS
    from workflow.forms.draft import DraftForm
    from workflow.forms.register import RegisterForm

    match, actor = request.resolver_match, request.user
    if match is None or not isinstance(actor, Staff):
        return {}
    if match.url_name == "register_case":
        return RegisterForm(actor=actor, today=today()).fields
    form = {"act": FORMS.get(match.kwargs.get("verb", "")), "draft": DraftForm}.get(match.url_name or "")
    case = Case.objects.visible_to(actor).filter(pk=match.kwargs.get("case_id", 0)).first() if form else None
    if form is None or case is None:
        return dict(form.base_fields) if form else {}
    return form(request.POST, case=case, today=today()).fields


def _label(fields: dict[str, forms.Field], name: str) -> str:
    return str(fields[name].label or name) if name in fields else name


def _said(field: forms.Field | None, value: str) -> str:
    """The label of a choice, 是 for a tick; whatever else was written as it was written."""
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return "是"
    if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
        key = value if value.isdecimal() and len(value) <= MOST_DIGITS else 0
        row = field.queryset.model._default_manager.filter(pk=key).first()
        return field.label_from_instance(row) if row is not None else NO_LONGER
    offered = getattr(field.widget, "choices", None) if field is not None else None
    return dict(_flat(offered)).get(value, NO_LONGER) if offered is not None else value


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    """Value and label of every choice, the groups taken apart."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


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
