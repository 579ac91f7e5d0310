"""登记申请: one page; what the law says of it is shown while it is being filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from casework.acts import incoming
from casework.acts.people import RESIDENT_ID, USCC
from casework.acts.register import receipt_dates
from casework.errors import Fault, NotAllowed
from casework.law import identity
from casework.law.errors import LawError
from casework.law.receipt import CHANNELS, EVIDENCE_FIELDS
from casework.models import Staff
from casework.now import now, today
from casework.selectors import duplicates as doubles
from casework.selectors.facts import first_reading
from workflow import intake
from workflow.forms.register import JOINT_MOST, RegisterForm
from workflow.views.common import actor_of
from workflow.views.incoming import first_values, to_register


def clerk(request: HttpRequest) -> Staff:
    """The person, if they hold an intake post. :raises NotAllowed: they do not."""
    actor = actor_of(request)
    if not actor.holds("intake"):
        raise NotAllowed("登记申请由登记员办理，您没有此项权限。")
    return actor


@require_http_methods(["GET", "POST"])
def register_case(request: HttpRequest) -> HttpResponse:
    """Show the form, or register; a refusal comes back at its field with everything typed (422).

    ``?incoming=`` names what came in before: it fills the form and is linked with the case.
    """
    actor = clerk(request)
    mail = to_register(request, actor)
    if mail is not None and request.method == "GET":
        incoming.read(actor=actor, at=now(), mail_id=mail.pk, reason="登记来件")
    form = RegisterForm(
        request.POST or None, request.FILES or None, actor=actor, today=today(), initial=first_values(mail)
    )
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("organ", "submit_key")}
        said["mail_id"] = mail.pk if mail else None
        try:
            case = intake.take_in(
                actor=actor, at=now(), today=today(), application=form.application(), papers=form.papers(), **said
            )
        except LawError as error:  # a date the calendar does not reach
            form.refuse(Fault(error.message, article=error.article, field="channel"))
        except Fault as fault:
            if fault.status != 422:
                raise
            form.refuse(fault)
        else:
            messages.success(request, _done(case.pk, case.case_number))
            return redirect("case", case_id=case.pk)
    return render(request, "pages/register_case.html", {"form": form, "mail": mail}, status=422 if form.errors else 200)


def _done(case_id: int, number: str) -> str:
    receipt, again = reverse("act", args=[case_id, "issue_notice"]), reverse("register_case")
    return format_html(
        '已登记 {}。<a href="{}">制发登记回执</a>　<a href="{}">继续登记下一件</a>', number, receipt, again
    )


@require_GET
def receipt_preview(request: HttpRequest) -> HttpResponse:
    """The receipt date and the reply date the evidence typed so far leads to; nothing while it is incomplete."""
    clerk(request)
    channel = request.GET.get("channel", "")
    context: dict[str, Any] = {"channel": CHANNELS.get(channel)}
    if channel in CHANNELS:
        dates = {name: _day(request.GET.get(name, "")) for name in CHANNELS[channel].asked if name in EVIDENCE_FIELDS}
        try:
            received = receipt_dates(channel, dates | {"unreachable": "unreachable" in request.GET}, today())
            context |= {
                "received": received,
                "reading": first_reading(received, today(), request.GET.get("matter", "")),
            }
        except (Fault, LawError) as fault:
            context["fault"] = fault
    return render(request, "pages/receipt_preview.html", context)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


@require_POST
def duplicates(request: HttpRequest) -> HttpResponse:
    """Earlier cases that resemble this one, and the how-many-th of the month it is. Personal data stays in the body."""
    actor = clerk(request)
    organs = [post.organ for post in actor.posts if post.role == "intake"]
    organ = next((organ for organ in organs if str(organ.pk) == request.POST.get("organ")), organs[0])
    people = _typed_people(request)
    text = request.POST.get("description", "")[:20000]
    found = doubles.alike(actor=actor, organ=organ, who=people, text=text, today=today())
    context = {
        "found": found,
        "own": sum(row.same_applicant for row in found),
        "others": sum(not row.same_applicant for row in found),
        "numbers": [
            (who.name, number)
            for who in people
            if (number := doubles.number_this_month(organ=organ, who=who, today=today())) is not None
        ],
        "asked": bool(text.strip()),
    }
    return render(request, "pages/duplicates.html", context)


def _typed_people(request: HttpRequest) -> list[doubles.Who]:
    """The applicants as far as typed, the joint ones included."""
    count = request.POST.get("joint_count", "")
    joint = min(int(count), JOINT_MOST) if count.isdecimal() and len(count) < 10 else 0
    prefixes = ["", *(f"joint{number}_" for number in range(1, joint + 1))]
    asked = ("name", "document_number", "phone")
    return [doubles.Who(*(request.POST.get(f"{prefix}{name}", "")[:120] for name in asked)) for prefix in prefixes]


@require_POST
def identity_check(request: HttpRequest) -> HttpResponse:
    """Check a number while it is typed; only its check digits are judged, it is neither stored nor echoed."""
    clerk(request)
    number = request.POST.get("document_number", "").strip()
    kind = request.POST.get("document_kind", "")
    verdict = None
    if number and kind == RESIDENT_ID:
        verdict = identity.check_resident_id(number, today())
    elif number and kind == USCC:
        verdict = identity.check_uscc(number)
    return render(request, "pages/identity_check.html", {"verdict": verdict, "kind": kind})
