"""误投移交: what came here for another organ, what others hand over to us, and the steps between."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework.acts import misdirected
from casework.errors import BadValue, MissingFact, NotAllowed, NotFound, WrongState
from casework.models import Case, MisdirectedMail, Staff
from casework.now import now, today
from casework.permissions import DISTRICT_ROLES
from casework.templatetags.display import date_cn
from workflow.forms.misdirected import HandOver, NewMail, Refuse
from workflow.views.common import actor_of

A_PAGE = 50
State = MisdirectedMail.State
WAITING = Q(state__in=[State.WAITING, State.REFUSED])
# Tab, its heading, whose side of the hand-over it shows, which rows.
TABS: dict[str, tuple[str, str, Q]] = {
    "waiting": ("待移交", "organ", WAITING),
    "coming": ("移交来待登记", "addressed_to", WAITING | Q(state=State.HANDED)),
    "away": ("已移交", "organ", Q(state__in=[State.HANDED, State.REGISTERED])),
    "taken": ("移交来已登记", "addressed_to", Q(state=State.REGISTERED)),
}


def _side(actor: Staff, side: str) -> Q:
    """The rows of the person's own organs on one side; district supervision looks at all."""
    if any(post.role in DISTRICT_ROLES for post in actor.posts):
        return Q()
    return Q(**{f"{side}__in": [post.organ_id for post in actor.posts if post.role == "intake"]})


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One tab of the ledger. :raises NotAllowed: the person takes in no applications."""
    actor = actor_of(request)
    if not misdirected.may_see(actor):
        raise NotAllowed("误投移交由登记员办理，您没有此项权限。")
    asked = request.GET.get("show", "")
    tab = asked if asked in TABS else "waiting"
    rows = MisdirectedMail.objects.visible_to(actor)
    tabs = [
        {
            "label": label, "url": f"{reverse('misdirected')}?show={name}", "active": name == tab,
            "count": rows.filter(_side(actor, side), which).count(),
        }
        for name, (label, side, which) in TABS.items()
    ]  # fmt: skip
    _, side, which = TABS[tab]
    shown = rows.filter(_side(actor, side), which).select_related("organ", "addressed_to", "case")
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    context = {"tabs": tabs, "tab": tab, "page": page, "may_enter": actor.holds("intake")}
    return render(request, "misdirected/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记误投件; a refusal comes back at its field with everything typed (422)."""
    actor = actor_of(request)
    if not actor.holds("intake"):
        raise NotAllowed("误投件由登记员登记，您没有此项权限。")
    form = NewMail(request.POST or None, actor=actor, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            row = misdirected.enter(actor=actor, at=now(), today=today(), **form.cleaned_data)
        except (MissingFact, BadValue) as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            messages.success(request, f"已登记误投件，请移交{row.addressee}并登记移交情况。")
            return redirect("misdirected_one", mail_id=row.pk)
    return render(request, "misdirected/new.html", {"form": form}, status=422 if form.errors else 200)


def visible(actor: Staff, mail_id: int) -> MisdirectedMail:
    """One row. :raises NotFound: there is none for this person."""
    rows = MisdirectedMail.objects.visible_to(actor)
    row = rows.select_related("organ", "addressed_to", "case", "recorded_by").filter(pk=mail_id).first()
    if row is None:
        raise NotFound("没有找到该误投件，或者您无权查看。")
    return row


@require_GET
def page(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One row, with what this person may do next."""
    return _page(request, visible(actor_of(request), mail_id))


def _page(request: HttpRequest, row: MisdirectedMail, status: int = 200, **bound: Any) -> HttpResponse:
    actor, forms = actor_of(request), {}
    if misdirected.may_hand_over(actor, row):
        said = {"addressed_to": row.addressed_to_id, "addressed_name": row.addressed_name, "handed_over_on": today()}
        forms["hand_over"] = bound.get("hand_over") or HandOver(initial=said)
    if misdirected.may_take(actor, row):
        forms["refuse"] = bound.get("refuse") or Refuse()
    case = Case.objects.visible_to(actor).filter(pk=row.case_id).first() if row.case_id else None
    context = {"row": row, "opens": case is not None, "may_take": misdirected.may_take(actor, row), **forms}
    return render(request, "misdirected/one.html", context, status=status)


@require_POST
def act(request: HttpRequest, mail_id: int, verb: str) -> HttpResponse:
    """Hand over or refuse; a refused form comes back with what was typed (422)."""
    if verb not in ("hand_over", "refuse"):
        raise Http404
    actor = actor_of(request)
    row = visible(actor, mail_id)
    form = HandOver(request.POST) if verb == "hand_over" else Refuse(request.POST)
    if form.is_valid():
        said = {"actor": actor, "at": now(), "today": today(), "mail_id": row.pk, **form.cleaned_data}
        try:
            done = misdirected.hand_over(**said) if verb == "hand_over" else misdirected.refuse(**said)
        except (MissingFact, BadValue) as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            told = f"已移交{done.addressee}。" if verb == "hand_over" else f"已退回{done.organ.name}。"
            messages.success(request, told)
            if verb == "hand_over":
                return redirect("misdirected_one", mail_id=row.pk)
            return redirect(f"{reverse('misdirected')}?show=coming")
    return _page(request, row, status=422, **{verb: form})


def to_register(request: HttpRequest, actor: Staff) -> MisdirectedMail | None:
    """The row the page of registration was opened for (``?misdirected=``); None for an ordinary registration.

    :raises NotFound: no such row for this person. :raises WrongState: it cannot be registered now, told before typing.
    """
    asked = request.GET.get("misdirected", "")
    if not asked:
        return None
    row = visible(actor, int(asked) if asked.isdecimal() and len(asked) < 19 else 0)
    if request.method == "GET" and not misdirected.may_take(actor, row):
        raise WrongState(f"该件现为“{row.get_state_display()}”，不能由您登记为办件。请在“误投移交”中查看。")
    return row


def first_values(row: MisdirectedMail | None) -> dict[str, Any]:
    """What the form of registration starts with: the channel, both dates and where the application lay before."""
    if row is None:
        return {}
    record = f"{date_cn(row.handed_over_on)}{row.get_hand_over_way_display()}，{row.receiver}签收"
    return {
        "organ": row.addressed_to_id, "channel": "mail_misdirected", "first_signed_on": row.arrived_on,
        "arrived_on": row.handed_over_on, "mail_misdirected_record0": row.organ.name,
        "mail_misdirected_record1": record, "name": row.sender, "title": row.title,
    }  # fmt: skip
