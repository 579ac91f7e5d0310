"""督办事项: the list, one order with what was answered, its steps, its paper and files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.acts.record import record
from casework.errors import BadValue, Fault, MissingFact, NotAllowed, NotFound
from casework.models import Staff
from casework.now import now, today
from casework.permissions import DISTRICT_ROLES
from casework.selectors.search import numbered
from casework.spreadsheet import disposition
from casework.views.files import FILE_POLICY, PDF_POLICY
from letters.errors import LetterError
from workflow import proposals, supervision
from workflow.forms.orders import FORMS, NewOrder, first_values
from workflow.models import OrderFile, OrderQuerySet, SupervisionOrder
from workflow.order_table import AWAITING, KINDS, OPEN, VERBS, State
from workflow.proposals import RULES
from workflow.supervision import Upload
from workflow.views.common import actor_of

PER_PAGE = 25
SHOWN = (
    ("open", "未办结"),
    ("unanswered", "逾期未回复"),
    ("answered", "待审核"),
    ("proposed", "规则建议"),
    ("closed", "已办结"),
)


def is_office(actor: Staff) -> bool:
    return any(post.role in DISTRICT_ROLES for post in actor.posts)


def shown(orders: OrderQuerySet, name: str) -> OrderQuerySet:
    """The orders of one heading of the list."""
    if name == "unanswered":
        return orders.unanswered(today())
    states = {
        "open": OPEN,
        "answered": (State.ANSWERED,),
        "proposed": (State.PROPOSED,),
        "closed": (State.CLOSED, State.DISMISSED),
    }
    return orders.filter(state__in=states[name])


def order_list(request: HttpRequest) -> HttpResponse:
    """The orders this person sees, by heading, kind and unit."""
    actor = actor_of(request)
    orders = SupervisionOrder.objects.visible_to(actor)
    kind, unit, organ = (request.GET.get(name, "") for name in ("kind", "unit", "organ"))
    if kind in KINDS:
        orders = orders.filter(kind=kind)
    if unit.isdecimal() and len(unit) < 12:
        orders = orders.filter(unit=int(unit))
    if organ.isdecimal() and len(organ) < 12:
        orders = orders.filter(organ=int(organ))
    offered = [row for row in SHOWN if row[0] != "proposed" or is_office(actor)]
    asked = request.GET.get("show", "open")
    name = asked if asked in dict(offered) else "open"
    kept = "".join(f"&{key}={value}" for key, value in (("kind", kind), ("unit", unit), ("organ", organ)) if value)
    tabs = [
        {
            "label": label,
            "url": f"{reverse('orders')}?show={code}{kept}",
            "count": shown(orders, code).count(),
            "active": code == name,
        }
        for code, label in offered
    ]
    rows = shown(orders, name).select_related("case", "organ", "unit__organ", "issued_by")
    page = Paginator(rows.order_by("answer_by", "-id"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs, "tab": name, "page": page, "today": today(), "kept": kept, "may_issue": is_office(actor),
    }  # fmt: skip
    return render(request, "supervision/orders.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """下达 an order by hand; ``?case=`` and ``?kind=`` fill the form."""
    actor = actor_of(request)
    if not is_office(actor):
        raise NotAllowed("督办由督查人员下达，您没有此项权限。")
    asked = {"kind": request.GET.get("kind", "order"), "case_number": request.GET.get("case", "")}
    if (case := numbered(actor, asked["case_number"])) is not None:
        asked |= proposals.urged(case, today())
    form = NewOrder(request.POST or None, actor=actor, today=today(), initial=asked)
    if request.method == "POST" and form.is_valid():
        try:
            order = supervision.issue(actor=actor, at=now(), today=today(), **form.act_facts())
        except (MissingFact, BadValue, LetterError) as fault:
            _complain(form, fault)
        else:
            messages.success(request, f"已下达{order}。")
            return redirect("order", order_id=order.pk)
    return render(request, "supervision/new.html", {"form": form}, status=422 if form.errors else 200)


def _complain(form: Any, fault: Fault) -> None:
    for line in fault.message.splitlines():
        form.add_error(fault.field if fault.field in form.fields else None, line)


def _visible(request: HttpRequest, order_id: int) -> SupervisionOrder:
    rows = SupervisionOrder.objects.visible_to(actor_of(request))
    found = rows.select_related("case", "organ", "unit__organ", "issued_by", "signed_by", "closed_by", "issuer")
    order = found.filter(pk=order_id).first()
    if order is None:
        raise NotFound("没有找到该督办事项，或者您无权查看。")
    return order


def page(request: HttpRequest, order_id: int) -> HttpResponse:
    """One order: what was demanded, what was answered, and what this person may do next."""
    return render(request, "supervision/order.html", _context(request, _visible(request, order_id)))


def _context(request: HttpRequest, order: SupervisionOrder, **bound: Any) -> dict[str, Any]:
    verbs = supervision.verbs_of(actor_of(request), order)
    forms = {
        verb: bound.get(verb) or FORMS[verb](initial=first_values(verb, order, today()), auto_id=f"{verb}_%s")
        for verb in verbs
    }
    return {
        "order": order,
        "steps": [{"verb": verb, "label": VERBS[verb], "form": form} for verb, form in forms.items()],
        "answers": order.answers.select_related("by").prefetch_related("files"),
        "rule_label": RULES[order.rule].label if order.rule else "",
        "unanswered": order.answer_by is not None and order.answer_by < today() and order.waiting,
    }


@require_http_methods(["POST"])
def act(request: HttpRequest, order_id: int, verb: str) -> HttpResponse:
    """Take one step; a refusal comes back with the typed text (422)."""
    if verb not in FORMS:
        raise Http404
    order = _visible(request, order_id)
    form = FORMS[verb](request.POST, request.FILES, auto_id=f"{verb}_%s")
    if form.is_valid():
        facts = dict(form.cleaned_data)
        if "uploads" in facts:
            facts["uploads"] = [Upload(upload.name, upload) for upload in facts["uploads"]]
        run = supervision.issue_proposed if verb == "issue" else getattr(supervision, verb)
        try:
            run(actor=actor_of(request), at=now(), today=today(), order_id=order.pk, **facts)
        except (MissingFact, BadValue, LetterError) as fault:
            _complain(form, fault)
        else:
            messages.success(request, f"{order}：已{VERBS[verb]}。")
            return redirect("order", order_id=order.pk)
    return render(request, "supervision/order.html", _context(request, order, **{verb: form}), status=422)


def paper(request: HttpRequest, order_id: int) -> HttpResponseBase:
    """The frozen paper; each look is on record."""
    order = _visible(request, order_id)
    return _file(request, order, order.stored, f"{order}.pdf", "application/pdf", {"sha256": order.sha256})


def answer_file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """A file of an answer."""
    row = OrderFile.objects.select_related("answer").filter(pk=file_id).first()
    if row is None:
        raise NotFound("没有找到该文件，或者您无权查看。")
    order = _visible(request, row.answer.order_id)
    return _file(request, order, row.stored, row.name, row.media_type, {"sha256": row.sha256, "size": row.size})


def _file(
    request: HttpRequest, order: SupervisionOrder, stored: str, name: str, media: str, data: dict[str, Any]
) -> HttpResponseBase:
    path = supervision.path_of(stored)
    if not stored or not path.is_file():
        raise NotFound("没有找到该文件，或者您无权查看。")
    inline = media == "application/pdf"
    with transaction.atomic():
        verb = "preview" if inline else "download"
        record(case=order.case, verb=verb, actor=actor_of(request), at=now(), data={"order": order.pk} | data)
    response = FileResponse(path.open("rb"), content_type=media)
    response["Content-Disposition"] = disposition(name, inline=inline)
    response["Content-Security-Policy"] = PDF_POLICY if inline else FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def counted(request: HttpRequest) -> HttpResponse:
    """How many orders of each kind every unit got, how many are open, late and were answered late."""
    if not is_office(actor_of(request)):
        raise NotAllowed("督办统计由督查人员查看，您没有此项权限。")
    by_kind = {f"kind_{code}": Count("pk", filter=Q(kind=code), distinct=True) for code in KINDS}
    rows = (
        SupervisionOrder.objects.exclude(state__in=[State.PROPOSED, State.DISMISSED])
        .values("organ", "organ__short_name", "unit", "unit__name")
        .annotate(
            number=Count("pk", distinct=True),
            open=Count("pk", filter=Q(state__in=OPEN), distinct=True),
            unanswered=Count("pk", filter=Q(state__in=AWAITING, answer_by__lt=today()), distinct=True),
            late=Count("pk", filter=Q(answers__late=True), distinct=True),
            red=Count("pk", filter=Q(level="red"), distinct=True),
        )
        .annotate(**by_kind)
        .order_by("-number", "organ__sort")
    )
    lines: list[dict[str, Any]] = [dict(row) for row in rows]
    for line in lines:
        line["kinds"] = [line[name] for name in by_kind]
    return render(request, "supervision/counted.html", {"lines": lines, "kinds": KINDS.values()})
