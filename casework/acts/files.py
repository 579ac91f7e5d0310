"""附件: files are judged by their content, stored outside the web root under names nobody chose."""

from __future__ import annotations

import hashlib
import io
import re
import secrets
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction

from casework.acts.move import move
from casework.errors import BadValue
from casework.models import Attachment, Case, Staff
from casework.packed import unpacked


@dataclass(frozen=True)
class Kind:
    """A kind of file the office accepts: its endings, the type it is served as, and whether a browser may show it."""

    endings: tuple[str, ...]
    media_type: str
    inline: bool = False


PDF = Kind((".pdf",), "application/pdf", inline=True)
JPEG = Kind((".jpg", ".jpeg"), "image/jpeg", inline=True)
PNG = Kind((".png",), "image/png", inline=True)
TIFF = Kind((".tif", ".tiff"), "image/tiff")
DOCX = Kind((".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Kind((".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
OFD = Kind((".ofd",), "application/ofd")
OLE = Kind((".doc", ".xls", ".wps", ".et"), "application/x-ole-storage")
TEXT = Kind((".txt",), "text/plain; charset=utf-8")
KINDS = (PDF, JPEG, PNG, TIFF, DOCX, XLSX, OFD, OLE, TEXT)
ACCEPT = ",".join(ending for kind in KINDS for ending in kind.endings)
_INSIDE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "OFD.xml": OFD}
UNPACKED_TIMES = 4  # how much more than an attachment may weigh a packed document may unpack to
_MAGIC = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"II*\0", TIFF), (b"MM\0*", TIFF))


def attach(
    *,
    case: Case,
    actor: Staff,
    at: datetime,
    today: date,
    upload: IO[bytes],
    name: str,
    kind: str = Attachment.Kind.APPLICATION.value,
) -> Attachment:
    """Store one file of the case.

    :raises BadValue: empty, too large, of a kind the office does not accept, or not what its name says.
    """
    content = upload.read(settings.ATTACHMENT_MAX_BYTES + 1)
    shown = clean_name(name)
    found = judge(content, shown)
    stored = f"{case.pk // 1000:04d}/{case.pk}/{secrets.token_hex(12)}"
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    try:
        with transaction.atomic():
            row = Attachment.objects.create(
                case=case,
                kind=kind,
                name=shown,
                stored=stored,
                media_type=found.media_type,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                uploaded_by=actor,
                uploaded_at=at,
            )
            data = {"attachment": row.pk, "sha256": row.sha256, "size": row.size, "kind": kind}
            move(case, "attach", actor=actor, at=at, on=today, status=False, data=data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return row


def proof(
    *, case: Case, actor: Staff, at: datetime, today: date, proof_id: int | None, proof_file: IO[bytes] | None
) -> Attachment | None:
    """The proof of a service: a file just sent, or one on the case already, or none yet.

    :raises BadValue: no such file on this case, or a file the office does not accept.
    """
    if proof_file is not None:
        kind = Attachment.Kind.PROOF.value
        name = getattr(proof_file, "name", "") or "送达凭证"
        return attach(case=case, actor=actor, at=at, today=today, upload=proof_file, name=name, kind=kind)
    if proof_id is None:
        return None
    row = Attachment.objects.filter(case=case, pk=proof_id).first()
    if row is None:
        raise BadValue("没有找到所选的送达凭证，请重新选择。", field="proof_id")
    return row


def path_of(stored: str) -> Path:
    return Path(settings.FILES_DIR) / "attachments" / stored


def clean_name(name: str) -> str:
    """Return a harmless name to show and to save under: no path, no control or direction characters, 100 at most."""
    base = re.split(r"[\\/]", name)[-1]
    base = "".join(
        char
        for char in unicodedata.normalize("NFC", base)
        if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"}
    )
    base = re.sub(r'[<>:"|?*]', "_", base).strip(" .")
    stem, dot, ending = base.rpartition(".")
    return f"{stem[:90]}{dot}{ending[:9]}" if dot and stem else base[:100] or "未命名"


def judge(content: bytes, name: str) -> Kind:
    """Return the kind the content has. :raises BadValue: see ``attach``."""
    if not content:
        raise BadValue(f"“{name}”是空文件，请重新选择。", field="upload")
    if len(content) > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES // 1024 // 1024
        raise BadValue(f"“{name}”超过 {limit} MB，请压缩或者分成几个文件后上传。", field="upload")
    kind = _sniff(content)
    if kind in _INSIDE.values() and unpacked(io.BytesIO(content)) > UNPACKED_TIMES * settings.ATTACHMENT_MAX_BYTES:
        raise BadValue(f"“{name}”解压后过大，可能损坏或者有害，不能收存。请打印成 PDF 后上传。", field="upload")
    if kind is None:
        accepted = "PDF、图片（JPG、PNG、TIFF）、Word、Excel、WPS、OFD、纯文本"
        raise BadValue(f"无法识别“{name}”的内容，或者不是允许的类型。可以上传：{accepted}。", field="upload")
    ending = Path(name).suffix.lower()
    if ending not in kind.endings:
        raise BadValue(
            f"“{name}”的内容是 {kind.endings[0][1:].upper()} 文件，与扩展名“{ending or '（无）'}”不符。"
            "请改用正确的文件。",
            field="upload",
        )
    return kind


def _sniff(content: bytes) -> Kind | None:
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE
    return TEXT if _is_text(content) else None


def _office(content: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for inside, kind in _INSIDE.items() if inside in names), None)


def _is_text(content: bytes) -> bool:
    """Plain text in UTF-8 or GB 18030 without control characters, and nothing a browser would take for a page."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = not any(ord(char) < 32 and char not in "\r\n\t\f" for char in text)
        return plain and not _is_markup(content)
    return False


def _is_markup(content: bytes) -> bool:
    return content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
