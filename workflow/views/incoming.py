"""待登记来件: what waits for the applicant's confirmation, what came here for another organ, and the steps of both."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework.acts import incoming, misdirected
from casework.acts.register import receipt_dates
from casework.errors import BadValue, Fault, MissingFact, NotAllowed, NotFound, WrongState
from casework.law.errors import LawError
from casework.law.receipt import CHANNELS
from casework.models import Case, IncomingMail, Staff
from casework.now import now, today
from casework.permissions import DISTRICT_ROLES
from casework.selectors import incoming as arrivals
from casework.selectors.facts import first_reading
from casework.templatetags.display import date_cn
from workflow.forms.incoming import Close, Contact, HandOver, NewIncoming, NewMisdirected, Refuse, Reopen
from workflow.views.common import actor_of

A_PAGE = 50
State = IncomingMail.State
OWN = Q(addressed_to=None, addressed_name="")
# Tab, its heading, and which rows seen from the organ that has them and from the organ they are addressed to.
TABS: dict[str, tuple[str, Q | None, Q | None]] = {
    "confirming": ("待确认", Q(state=State.CONFIRMING), None),
    "coming": ("移交来待登记", None, arrivals.TO_HAND_OVER | Q(state=State.HANDED)),
    "waiting": ("误投待移交", arrivals.TO_HAND_OVER, None),
    "away": ("误投已移交", ~OWN & Q(state__in=[State.HANDED, State.REGISTERED]), None),
    "registered": ("已登记", OWN & Q(state=State.REGISTERED), Q(state=State.REGISTERED)),
    "closed": ("已了结", Q(state=State.CLOSED), None),
}
PHONE = re.compile(r"[\d\-+() ]{7,20}")


def _rows(actor: Staff, tab: str) -> Q:
    """The rows of a tab for the person's own organs; district supervision looks at all."""
    _, here, theirs = TABS[tab]
    if any(post.role in DISTRICT_ROLES for post in actor.posts):
        return (here or Q(pk__in=[])) | (theirs or Q(pk__in=[]))
    organs = [post.organ_id for post in actor.posts if post.role == "intake"]
    ours = Q(organ__in=organs) & here if here else Q(pk__in=[])
    return ours | (Q(addressed_to__in=organs) & theirs if theirs else Q(pk__in=[]))


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One tab of the ledger, what waits longest first. :raises NotAllowed: the person takes in no applications."""
    actor = actor_of(request)
    if not incoming.may_see(actor):
        raise NotAllowed("来件由登记员办理，您没有此项权限。")
    asked = request.GET.get("show", "")
    tab = asked if asked in TABS else "confirming"
    rows = IncomingMail.objects.visible_to(actor)
    tabs = [
        {
            "label": label, "url": f"{reverse('incoming')}?show={name}", "active": name == tab,
            "count": rows.filter(_rows(actor, name)).count(),
        }
        for name, (label, _, _) in TABS.items()
    ]  # fmt: skip
    shown = rows.filter(_rows(actor, tab)).select_related("organ", "addressed_to", "case").prefetch_related("attempts")
    order = ("-arrived_on", "-pk") if tab in ("away", "registered", "closed") else ("arrived_on", "pk")
    page = Paginator(shown.order_by(*order), A_PAGE).get_page(request.GET.get("page"))
    day = today()
    listed = [{"mail": row, "standing": arrivals.standing(row, day)} for row in page]
    context = {"tabs": tabs, "tab": tab, "page": page, "rows": listed, "may_enter": actor.holds("intake")}
    return render(request, "incoming/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记来件 that waits for the confirmation."""
    return _new(request, NewIncoming, incoming.enter, "incoming/new.html", "已登记来件，请与申请人确认并记录联系情况。")


@require_http_methods(["GET", "POST"])
def new_misdirected(request: HttpRequest) -> HttpResponse:
    """登记误投件."""
    told = "已登记误投件，请移交并登记移交情况。"
    return _new(request, NewMisdirected, misdirected.enter, "incoming/new_misdirected.html", told)


def _new(
    request: HttpRequest, kind: Callable[..., forms.Form], enter: Callable[..., IncomingMail], page: str, told: str
) -> HttpResponse:
    """Show the form, or enter what came; a refusal comes back at its field with everything typed (422)."""
    actor = actor_of(request)
    if not actor.holds("intake"):
        raise NotAllowed("来件由登记员登记，您没有此项权限。")
    form = kind(request.POST or None, actor=actor, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            row = enter(actor=actor, at=now(), today=today(), **form.cleaned_data)
        except (MissingFact, BadValue) as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            messages.success(request, told)
            return redirect("incoming_one", mail_id=row.pk)
    return render(request, page, {"form": form}, status=422 if form.errors else 200)


def visible(actor: Staff, mail_id: int) -> IncomingMail:
    """One row. :raises NotFound: there is none for this person."""
    rows = IncomingMail.objects.visible_to(actor).prefetch_related("attempts__recorded_by")
    row = rows.select_related("organ", "addressed_to", "case", "recorded_by").filter(pk=mail_id).first()
    if row is None:
        raise NotFound("没有找到该来件，或者您无权查看。")
    return row


@require_GET
def page(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One row, with what this person may do next."""
    return _page(request, visible(actor_of(request), mail_id))


def _page(
    request: HttpRequest, row: IncomingMail, status: int = 200, open_: bool = False, /, **bound: forms.Form
) -> HttpResponse:
    """The page with what may be done; ``bound`` is a form that was sent and refused, by its verb.

    :param open_: show name and contact in full, after that has been put on record.
    """
    actor = actor_of(request)
    case = Case.objects.visible_to(actor).filter(pk=row.case_id).first() if row.case_id else None
    register, contact = incoming.may_register(actor, row), incoming.may_contact(actor, row)
    context = {
        "row": row, "opens": case is not None, "open": open_, "may_register": register,
        "may_read": (register or contact) and not open_, "reads_notes": incoming.clerk_of(actor, _holder(row)),
        "standing": arrivals.standing(row, today()), "dates": _counted(row) if register or contact else {},
        **_forms(actor, row), **bound,
    }  # fmt: skip
    return render(request, "incoming/one.html", context, status=status)


def _holder(row: IncomingMail) -> int:
    return row.addressed_to_id or row.organ_id


def _forms(actor: Staff, row: IncomingMail) -> dict[str, forms.Form]:
    """The forms of what this person may do with the row, by verb."""
    found: dict[str, forms.Form] = {}
    if misdirected.may_hand_over(actor, row):
        said = {"addressed_to": row.addressed_to_id, "addressed_name": row.addressed_name, "handed_over_on": today()}
        found["hand_over"] = HandOver(initial=said)
    if incoming.may_contact(actor, row):
        found["contact"] = Contact(initial={"made_on": today(), "made_by": actor.name})
    if misdirected.may_refuse(actor, row):
        found["refuse"] = Refuse()
    if incoming.may_close(actor, row):
        found["close"] = Close()
    if incoming.may_reopen(actor, row):
        found["reopen"] = Reopen()
    return found


def _counted(row: IncomingMail) -> dict[str, Any]:
    """The receipt and reply dates of the row, confirmed when it was, or today: what is at stake in waiting."""
    said = first_values(row)
    try:
        received = receipt_dates(said["channel"], said | {"confirmed_on": row.confirmed_on or today()}, today())
        return {"channel": CHANNELS[said["channel"]], "received": received, "reading": first_reading(received, today())}
    except (Fault, LawError) as fault:
        return {"fault": fault}


# Verb: its form, its act, what is said afterwards, and the tab it leads back to ("" stays on the page).
ACTS: dict[str, tuple[Callable[..., forms.Form], Callable[..., Any], str, str]] = {
    "hand_over": (HandOver, misdirected.hand_over, "已登记移交。", ""),
    "refuse": (Refuse, misdirected.refuse, "已退回。", "coming"),
    "contact": (Contact, incoming.contact, "已记录联系情况。", ""),
    "close": (Close, incoming.close, "已了结该来件。", "confirming"),
    "reopen": (Reopen, incoming.reopen, "已恢复该来件。", ""),
}


@require_POST
def act(request: HttpRequest, mail_id: int, verb: str) -> HttpResponse:
    """One step; a refused form comes back with what was typed (422). ``read`` shows the contact, on record."""
    actor = actor_of(request)
    row = visible(actor, mail_id)
    if verb == "read":
        incoming.read(actor=actor, at=now(), mail_id=row.pk, reason="联系来件申请人")
        return _page(request, row, 200, True)
    if verb not in ACTS:
        raise Http404
    kind, do, told, back = ACTS[verb]
    form = kind(request.POST)
    if form.is_valid():
        try:
            do(actor=actor, at=now(), today=today(), mail_id=row.pk, **form.cleaned_data)
        except (MissingFact, BadValue) as fault:
            form.add_error(fault.field or None, fault.message)
        else:
            messages.success(request, told)
            return redirect(f"{reverse('incoming')}?show={back}") if back else redirect("incoming_one", mail_id=row.pk)
    return _page(request, row, 422, False, **{verb: form})


# -- into the form of registration ------------------------------------------------------------------------------------


def to_register(request: HttpRequest, actor: Staff) -> IncomingMail | None:
    """The row the page of registration was opened for (``?incoming=``); None for an ordinary registration.

    :raises NotFound: no such row for this person. :raises WrongState: it cannot be registered now, told before typing.
    """
    asked = request.GET.get("incoming", "")
    if not asked:
        return None
    row = visible(actor, int(asked) if asked.isdecimal() and len(asked) < 19 else 0)
    if request.method == "GET" and not incoming.may_register(actor, row):
        raise WrongState(f"该件现为“{row.state_word}”，不能由您登记为办件。请在“待登记来件”中查看。")
    return row


def first_values(row: IncomingMail | None) -> dict[str, Any]:
    """What the form of registration starts with: the channel, the dates and what else is on record."""
    if row is None:
        return {}
    known = {"organ": _holder(row), "name": row.sender, "title": row.title, "confirmed_on": row.confirmed_on}
    if row.misdirected:
        record = f"{date_cn(row.handed_over_on)}{row.get_hand_over_way_display()}，{row.receiver}签收"
        return known | {
            "channel": "mail_misdirected", "first_signed_on": row.arrived_on, "arrived_on": row.handed_over_on,
            "mail_misdirected_record0": row.organ.name, "mail_misdirected_record1": record,
        }  # fmt: skip
    known |= {"channel": row.channel, "note": f"所附材料：{row.enclosed}" if row.enclosed else ""}
    came = {"email": "server_on", "portal": "submitted_on"}.get(row.channel, "arrived_on")
    return known | {came: row.arrived_on, "unreachable": _unreachable(row)} | _records(row) | _reached_by(row.contact)


def _unreachable(row: IncomingMail) -> bool:
    return row.channel == "mail_ordinary" and incoming.unreachable(row)


def _records(row: IncomingMail) -> dict[str, str]:
    """The further records of the channel: the tries, or what the message is known by and who confirmed it."""
    tries = row.attempts.all()
    if row.channel == "mail_ordinary":
        said = (f"{date_cn(a.made_on)}{a.get_way_display()}，{a.get_outcome_display()}（{a.made_by}）" for a in tries)
        return {"mail_ordinary_record0": "；".join(said)[:100]}
    confirmed = next((a.made_by for a in tries if a.outcome == incoming.Outcome.CONFIRMED), "")
    return {f"{row.channel}_record0": row.reference, f"{row.channel}_record1": confirmed}


def _reached_by(contact: str) -> dict[str, str]:
    """Put the one line of how to reach the sender where the form asks for it."""
    if not contact:
        return {}
    return {"phone" if PHONE.fullmatch(contact) else "email" if "@" in contact else "address": contact}
