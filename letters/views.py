"""PDFs leave only for those who may see the case; each look at an issued document is on record."""

from __future__ import annotations

from urllib.parse import quote

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from casework.acts.record import record
from casework.errors import NotAllowed, NotFound
from casework.models import Case, Staff
from casework.now import now, today
from casework.permissions import ORGAN_ROLES, UNIT_ROLES, roles_on
from letters import acts
from letters.catalogue import kind
from letters.models import Letter


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
    return _pdf(path.read_bytes(), f"{letter.name}{letter.number}.pdf")


def draft(request: HttpRequest, case_id: int, key: str) -> HttpResponse:
    """The paper as it would be, with 稿 across it."""
    actor = request.user
    assert isinstance(actor, Staff)
    case = Case.objects.visible_to(actor).select_related("organ").filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    row = kind(key)
    if not row.by_decision:
        _for_those_at_work(case, actor, row.name)
    return _pdf(acts.draft_pdf(case, key, today=today()), "draft.pdf")


def _for_those_at_work(case: Case, actor: Staff, name: str) -> None:
    """Registers and notices state numbers and telephones in full: as narrow, and as much on record, as 查看全文.

    :raises NotAllowed: the person only supervises, or only worked on the case before.
    """
    if not roles_on(actor, case) & (UNIT_ROLES | ORGAN_ROLES):
        raise NotAllowed("只有正在办理本办件的人员可以预览这份文书。")
    with transaction.atomic():
        record(case=case, verb="preview", actor=actor, at=now(), data={"name": name, "draft": True})


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response
