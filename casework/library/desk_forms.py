"""What an editor fills in at the desk."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from casework.errors import BadValue
from casework.library.models import Kind
from casework.library.readers import UnreadableFile, lines_of, lines_of_text
from casework.plain_forms import Form

LARGEST_MB = 50
KINDS = (".docx", ".pdf", ".jsonl")
ADDED = (Kind.PRECEDENT, Kind.STANDARD_TEXT, Kind.POLICY)


class NewEdition(Form):
    """A revised rule as a file or as pasted text, and the day it begins."""

    in_force_on = forms.DateField(label="施行日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    number = forms.CharField(label="文号", max_length=80, required=False)
    text = forms.CharField(
        label="修订后的全文", required=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="粘贴全文，或者选择文件，二者选一。每一条另起一段，以“第…条”开头。",
    )  # fmt: skip
    file = forms.FileField(
        label="修订后的文件", required=False, allow_empty_file=True,
        help_text=f"DOCX、PDF 或者 JSONL，不超过 {LARGEST_MB} MB",
    )  # fmt: skip

    def clean_file(self) -> UploadedFile | None:
        return readable_file(self.cleaned_data.get("file"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(data.get("text", "").strip()) == bool(data.get("file")):
            raise forms.ValidationError("请粘贴修订后的全文，或者选择文件，二者选一。")
        return data

    def lines(self, title: str) -> list[bytes]:
        """Return the lines of the import. :raises BadValue: the file cannot be read."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if not file:
            return lines_of_text(self.cleaned_data["text"], title=title)
        return lines_of_file(file, kind="policy", title=title)


class NewEntries(Form):
    """What an editor adds: a file, or one text that is pasted; all of it as drafts."""

    kind = forms.ChoiceField(label="类别", choices=[(kind.value, kind.label) for kind in ADDED])
    title = forms.CharField(
        label="标题", max_length=280, required=False, help_text="粘贴正文的必须填写；文件不填的，取文件名"
    )
    text = forms.CharField(
        label="正文", required=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="粘贴正文，或者选择文件，二者选一。政策文件每一条另起一段，以“第…条”开头，按条收录。",
    )  # fmt: skip
    file = forms.FileField(
        label="文件", required=False, allow_empty_file=True,
        help_text=f"DOCX、PDF 或者 JSONL（每行一条，已写明类别和标题），不超过 {LARGEST_MB} MB",
    )  # fmt: skip

    def clean_file(self) -> UploadedFile | None:
        return readable_file(self.cleaned_data.get("file"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        pasted = bool(data.get("text", "").strip())
        if not self.errors and pasted == bool(data.get("file")):
            raise forms.ValidationError("请粘贴正文，或者选择文件，二者选一。")
        if pasted and not data.get("title", "").strip():
            self.add_error("title", "请填写标题。")
        return data

    def lines(self) -> list[bytes]:
        """Return the lines of the import. :raises BadValue: the file cannot be read."""
        data = self.cleaned_data
        kind, title, file = data["kind"], data["title"].strip(), data["file"]
        if file:
            return lines_of_file(file, kind=kind, title=title)
        by_article = lines_of_text(data["text"], title=title) if kind == Kind.POLICY else []
        stem = f"desk-{hashlib.sha256(f'{kind} {title}'.encode()).hexdigest()[:16]}"
        if by_article:
            rows = [json.loads(line) for line in by_article]
            return [json.dumps({**row, "id": f"{stem}-{row['article']:03d}"}).encode() for row in rows]
        return [json.dumps({"id": stem, "kind": kind, "title": title, "text": data["text"]}).encode()]


def readable_file(file: UploadedFile | None) -> UploadedFile | None:
    """:raises django.forms.ValidationError: another kind of file, or too large a one."""
    if file and Path(file.name or "").suffix.lower() not in KINDS:
        raise forms.ValidationError("请选择 DOCX、PDF 或者 JSONL 文件。")
    if file and (file.size or 0) > LARGEST_MB * 1024 * 1024:
        raise forms.ValidationError(f"文件超过 {LARGEST_MB} MB，请拆分，或者由管理员用命令导入。")
    return file


def lines_of_file(file: UploadedFile, *, kind: str, title: str) -> list[bytes]:
    """Return the lines of the import. :raises BadValue: the file cannot be read."""
    named = Path(file.name or "")
    if named.suffix.lower() == ".jsonl":
        return file.read().split(b"\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{named.suffix.lower()}"
        path.write_bytes(file.read())
        try:
            return lines_of(path, kind=kind, title=title or named.stem)
        except UnreadableFile as fault:
            raise BadValue(str(fault).replace(path.name, file.name or ""), field="file") from None
