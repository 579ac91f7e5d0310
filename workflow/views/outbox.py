"""文书发送: issue what is due by the dozen, bind or pack what is issued, print envelopes, labels, the posting list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from casework.acts.record import record
from casework.errors import Fault, NotAllowed, WrongState
from casework.models import Service, Staff
from casework.now import now, today
from letters import mailing, outbox
from letters.catalogue import kind
from letters.models import Letter
from letters.views import pdf_response
from workflow import desk
from workflow.views.common import actor_of, visible_case

_ROWS = 200


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What is due to be issued, and what is issued and not yet served."""
    actor = _clerk(request)
    sent = request.GET.get("sent") == "1"
    letters = list(outbox.letters_of(actor, sent=sent)[:_ROWS])
    context = {"letters": letters, "waiting": outbox.waiting(actor), "sent": sent}
    return render(request, "pages/outbox.html", context)


@require_POST
def issue(request: HttpRequest, case_id: int, key: str) -> JsonResponse:
    """Issue one notice of a batch: each letter commits by itself, a refusal names its reason."""
    actor = _clerk(request)
    case = visible_case(request, case_id)
    try:
        desk.act("issue_notice", case_id=case.pk, actor=actor, at=now(), today=today(), key=key, way="")
    except Fault as fault:
        return JsonResponse({"error": fault.message}, status=fault.status)
    letter = Letter.objects.filter(case=case).latest("pk")
    return JsonResponse({"letter": letter.pk, "number": letter.number})


@require_POST
def posted(request: HttpRequest) -> HttpResponse:
    """登记交邮: the ticked notices were handed to the post office today; each is entered by itself."""
    actor = _clerk(request)
    done, refused = 0, []
    for letter in outbox.chosen(actor, request.POST.getlist("letter")):
        sent: dict[str, Any] = {"letter_id": letter.pk, "way": Service.Way.POST.value}
        try:
            if kind(letter.key).by_decision:
                raise WrongState("答复文书请在办件页登记送达，并填写邮件号码。")
            desk.act("send_notice", case_id=letter.case_id, actor=actor, at=now(), today=today(), **sent)
            done += 1
        except Fault as fault:
            refused.append(f"{letter.number}：{fault.message}")
    if done:
        messages.success(request, f"已登记今天交邮 {done} 件。")
    for line in refused:
        messages.warning(request, line)
    return redirect("outbox")


@require_POST
def take(request: HttpRequest, what: str) -> HttpResponse:
    """The ticked letters as one file; every look at a letter is on record.

    :raises BadValue: nothing ticked, or what is not this person's to send.
    """
    actor = _clerk(request)
    if what not in _MAKERS:
        raise Http404
    letters = outbox.chosen(actor, request.POST.getlist("letter"))
    content = _MAKERS[what](letters)
    with transaction.atomic():
        for letter in letters:
            data = {"letter": letter.pk, "number": letter.number, "batch": what}
            record(case=letter.case, verb="preview", actor=actor, at=now(), data=data)
    if what == "zip":
        response = HttpResponse(content, content_type="application/zip")
        response["Content-Disposition"] = 'attachment; filename="letters.zip"'
        return response
    return pdf_response(content, f"{_NAMES[what]}.pdf")


def _clerk(request: HttpRequest) -> Staff:
    actor = actor_of(request)
    if not {post.role for post in actor.posts} & {"intake", "handler"}:
        raise NotAllowed("文书发送由登记人员、承办人员办理，您没有此项权限。")
    return actor


def _mails(letters: Sequence[Letter]) -> list[mailing.Mail]:
    return [mail for letter in letters for mail in mailing.mails_of(letter)]


_NAMES = {"merged": "文书", "posting": "交邮清单", "dl": "信封DL", "c5": "信封C5", "labels": "地址标签"}
_MAKERS: dict[str, Callable[[Sequence[Letter]], bytes]] = {
    "merged": outbox.merged,
    "zip": outbox.zipped,
    "posting": lambda letters: mailing.posting_list(_mails(letters), organ=letters[0].organ.name, day=today()),
    "dl": lambda letters: mailing.envelopes(_mails(letters), "dl"),
    "c5": lambda letters: mailing.envelopes(_mails(letters), "c5"),
    "labels": lambda letters: mailing.labels(_mails(letters)),
}
