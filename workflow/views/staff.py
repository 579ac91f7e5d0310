"""人员管理, for the administrator alone, and everybody's own password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework import wording
from casework.acts import staffing
from casework.errors import BadValue, Fault, MissingFact, NotFound
from casework.filters import without
from casework.models import Posting, Staff
from casework.now import now
from workflow import leaving
from workflow.forms.staff import STATES, Leaving, NewPerson, OwnPassword, PostForm, StaffFilter
from workflow.views.common import actor_of

PER_PAGE = 25
CASES_SHOWN = 100


def state_of(person: Staff) -> str:
    """The state of an account in a word."""
    return STATES["closed" if not person.is_active else "first" if person.must_change_password else "active"]


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Staff by organ and unit with their posts. :raises NotAllowed: not an administrator."""
    staffing.check_may_administer(actor_of(request))
    asked = StaffFilter(request.GET)
    page = Paginator(asked.rows(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": asked, "page": page, "rows": [(person, state_of(person)) for person in page],
        "query": without(request.GET, "", "page").replace("?", "&", 1),
    }  # fmt: skip
    return render(request, "staff/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """新建人员; the one-time password is on the answer to the form and nowhere else."""
    actor = actor_of(request)
    staffing.check_may_administer(actor)
    form = NewPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, password = staffing.create(actor=actor, at=now(), **form.cleaned_data)
        except (MissingFact, BadValue) as fault:
            _tell(form, fault)
        else:
            return _shown_once(request, person, password, f"已建立{person.name}的账号")
    return render(request, "staff/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def page(request: HttpRequest, staff_id: int) -> HttpResponse:
    """One person: posts, state, what lies with them, what was done to the account."""
    return _page(request, _person(request, staff_id))


@require_POST
def add_post(request: HttpRequest, staff_id: int) -> HttpResponse:
    person, form = _person(request, staff_id), PostForm(request.POST)
    if form.is_valid():
        try:
            staffing.add_post(actor=actor_of(request), at=now(), staff_id=staff_id, **form.cleaned_data)
        except (MissingFact, BadValue) as fault:
            _tell(form, fault)
        else:
            messages.success(request, f"已为{person.name}增加任职。")
            return redirect("staff_one", staff_id=staff_id)
    return _page(request, person, status=422, post_form=form)


@require_http_methods(["GET", "POST"])
def end_post(request: HttpRequest, staff_id: int, posting_id: int) -> HttpResponse:
    """结束任职: what lies with the person in this post is told first."""
    person = _person(request, staff_id)
    post = next((post for post in person.posts if post.pk == posting_id), None)
    if post is None:
        raise NotFound("没有找到该任职，可能已经结束。请刷新页面。")
    return _leave(request, person, post)


@require_http_methods(["GET", "POST"])
def deactivate(request: HttpRequest, staff_id: int) -> HttpResponse:
    """停用账号: what lies with the person is told first."""
    return _leave(request, _person(request, staff_id), None)


@require_POST
def reactivate(request: HttpRequest, staff_id: int) -> HttpResponse:
    person, password = staffing.reactivate(actor=actor_of(request), at=now(), staff_id=staff_id)
    leaving.unlock(person)
    return _shown_once(request, person, password, f"已恢复启用{person.name}的账号")


@require_POST
def reset_password(request: HttpRequest, staff_id: int) -> HttpResponse:
    person, password = staffing.reset_password(actor=actor_of(request), at=now(), staff_id=staff_id)
    leaving.unlock(person)
    return _shown_once(request, person, password, f"已重置{person.name}的密码")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """修改密码: one's own, by the old one; other sessions of the person end, this one goes on."""
    actor = actor_of(request)
    form = OwnPassword(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        staffing.change_password(actor=actor, at=now(), password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, actor)
        messages.success(request, "密码已修改，下次登录请使用新密码。")
        return redirect("workbench")
    frame = "plain.html" if actor.must_change_password else "base.html"
    context = {"form": form, "frame": frame, "one_time": actor.must_change_password}
    return render(request, "pages/password.html", context, status=422 if form.errors else 200)


# -- what the views share ---------------------------------------------------------------------------------------------


def _person(request: HttpRequest, staff_id: int) -> Staff:
    """One person an administrator may look at. :raises NotAllowed: no administrator. :raises NotFound: nobody."""
    staffing.check_may_administer(actor_of(request))
    person = StaffFilter({}).rows().filter(pk=staff_id).first()
    if person is None:
        raise NotFound("没有找到该人员。")
    return person


def _page(request: HttpRequest, person: Staff, status: int = 200, **bound: Any) -> HttpResponse:
    held = leaving.cases(person)
    context = {
        "person": person, "state": state_of(person), "own": person.pk == actor_of(request).pk,
        "cases": held[:CASES_SHOWN], "count": held.count(),
        "post_form": bound.get("post_form") or PostForm(),
        "entries": [wording.entry(event) for event in staffing.history(person)],
    }  # fmt: skip
    return render(request, "staff/one.html", context, status=status)


def _leave(request: HttpRequest, person: Staff, post: Posting | None) -> HttpResponse:
    """Show what has to be handed over and ask; do it once that is confirmed."""
    actor, form = actor_of(request), Leaving(request.POST if request.method == "POST" else None)
    staffing.check_may_change(actor, person.pk)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"actor": actor, "at": now(), "staff_id": person.pk, **form.cleaned_data}
        try:
            if post is None:
                leaving.deactivate(**said)
            else:
                leaving.end_post(posting_id=post.pk, **said)
        except MissingFact as fault:
            form.add_error("agreed", fault.message)
        else:
            done = "已停用该账号，其全部登录已失效。" if post is None else "已结束该任职。"
            messages.success(request, f"{person.name}：{done}")
            return redirect("staff_one", staff_id=person.pk)
    held = leaving.cases(person, post)
    context = {"person": person, "post": post, "form": form, "cases": held[:CASES_SHOWN], "count": held.count()}
    return render(request, "staff/leave.html", context, status=422 if form.errors else 200)


def _shown_once(request: HttpRequest, person: Staff, password: str, done: str) -> HttpResponse:
    return render(request, "staff/password.html", {"person": person, "password": password, "done": done})


def _tell(form: PostForm, fault: Fault) -> None:
    message = f"{fault.message}（{fault.article}）" if fault.article else fault.message
    form.add_error(fault.field if fault.field in form.fields else None, message)
