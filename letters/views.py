"""PDFs leave only for those who may see the case; each look at an issued document is on record."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casework.acts.record import record
from casework.errors import NotAllowed, NotFound
from casework.models import Case, Staff
from casework.now import now, today
from casework.permissions import ORGAN_ROLES, UNIT_ROLES, roles_on
from casework.visitor import visitor
from letters import acts, case_file, verification
from letters.catalogue import kind
from letters.export_docx import to_docx
from letters.models import Letter

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def issued(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The frozen file of an issued document. :raises NotFound: not for this person, or its file is gone."""
    actor = request.user
    assert isinstance(actor, Staff)
    letter = Letter.objects.select_related("case").filter(pk=letter_id).first()
    if letter is None or not Case.objects.visible_to(actor).filter(pk=letter.case_id).exists():
        raise NotFound("没有找到该文书，或者您无权查看。")
    path = acts.path_of(letter)
    if not path.exists():
        raise NotFound("文书文件不在原处，请联系系统管理员从备份恢复。")
    with transaction.atomic():
        record(
            case=letter.case,
            verb="preview",
            actor=actor,
            at=now(),
            data={"letter": letter.pk, "number": letter.number},
        )
    return pdf_response(path.read_bytes(), f"{letter.name}{letter.number}.pdf")


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """核验: what the code on a letter tells anybody, and nothing about any person (law.md §3.1, purpose limitation)."""
    if verification.too_often(visitor(request)):
        return render(request, "pages/verify.html", {"busy": True}, status=429)
    letter = Letter.objects.select_related("organ").filter(verify_code=code.strip().upper()).first()
    answer = render(request, "pages/verify.html", {"letter": letter}, status=200 if letter else 404)
    answer["Cache-Control"], answer["X-Robots-Tag"] = "no-store", "noindex"
    return answer


def dossier(request: HttpRequest, case_id: int) -> HttpResponse:
    """卷宗: the whole case as one PDF, for those at work on it, and on record."""
    actor = request.user
    assert isinstance(actor, Staff)
    case = Case.objects.visible_to(actor).select_related("organ", "unit", "handler").filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    _for_those_at_work(case, actor, "卷宗")
    return pdf_response(case_file.bound(case, today=today()).pdf, f"卷宗{case.case_number}.pdf")


def draft(request: HttpRequest, case_id: int, key: str) -> HttpResponse:
    """The paper as it would be, with 稿 across it."""
    case = _drafted(request, case_id, key)
    return pdf_response(acts.draft_pdf(case, key, today=today()), "draft.pdf")


def draft_docx(request: HttpRequest, case_id: int, key: str) -> HttpResponse:
    """The same for the word processor; the record stays the PDF."""
    case = _drafted(request, case_id, key)
    response = HttpResponse(to_docx(acts.draft_document(case, key, today=today())), content_type=DOCX)
    name = quote(f"{kind(key).name}（稿）{case.case_number}.docx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _drafted(request: HttpRequest, case_id: int, key: str) -> Case:
    """The case, for those who may look at this draft. :raises NotFound, NotAllowed: it is not for them."""
    actor = request.user
    assert isinstance(actor, Staff)
    case = Case.objects.visible_to(actor).select_related("organ").filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    if not kind(key).by_decision:
        _for_those_at_work(case, actor, kind(key).name)
    return case


def _for_those_at_work(case: Case, actor: Staff, name: str) -> None:
    """Registers and notices state numbers and telephones in full: as narrow, and as much on record, as 查看全文.

    :raises NotAllowed: the person only supervises, or only worked on the case before.
    """
    if not roles_on(actor, case) & (UNIT_ROLES | ORGAN_ROLES):
        raise NotAllowed("只有正在办理本办件的人员可以预览这份文书。")
    with transaction.atomic():
        record(case=case, verb="preview", actor=actor, at=now(), data={"name": name, "draft": True})


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF to be looked at in the browser, saved under ``name``."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response
