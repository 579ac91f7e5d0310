"""Attachments leave through here only: by permission, with safe headers, and recorded."""

from __future__ import annotations

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase

from casework.acts import files
from casework.acts.record import record
from casework.errors import NotAllowed, NotFound
from casework.models import Attachment, Case
from casework.now import now
from casework.permissions import ORGAN_ROLES, UNIT_ROLES, roles_on
from casework.spreadsheet import disposition

SHOWN_IN_PAGE = {kind.media_type for kind in files.KINDS if kind.inline}
# A file is only ever looked at or saved: it runs nothing, loads nothing and sends nothing.
FILE_POLICY = (
    "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
)
PDF_POLICY = FILE_POLICY.removesuffix("; sandbox")


@transaction.atomic
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """Send one file; ``?inline=1`` shows a PDF or a picture in the page. The type is the one found in the content."""
    visible = Case.objects.visible_to(request.user)  # type: ignore[arg-type]
    row = Attachment.objects.select_related("case").filter(pk=attachment_id, case__in=visible).first()
    if row is None or not files.path_of(row.stored).is_file():
        raise NotFound("没有找到该文件，或者您无权查看。")
    at_work = roles_on(request.user, row.case) & (UNIT_ROLES | ORGAN_ROLES)  # type: ignore[arg-type]
    if row.kind == Attachment.Kind.IDENTITY and not at_work:  # an assisting unit looks for documents, not at persons
        raise NotAllowed("身份证明只供正在办理本办件的人员查看。")
    inline = request.GET.get("inline") == "1" and row.media_type in SHOWN_IN_PAGE
    data = {"attachment": row.pk, "sha256": row.sha256, "kind": row.kind, "size": row.size}
    verb = "preview" if inline else "download"
    record(case=row.case, verb=verb, actor=request.user, at=now(), data=data)  # type: ignore[arg-type]
    response = FileResponse(files.path_of(row.stored).open("rb"), content_type=row.media_type)
    response["Content-Disposition"] = disposition(row.name, inline=inline)
    response["Content-Security-Policy"] = PDF_POLICY if row.media_type == files.PDF.media_type else FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
