"""What an editor fills in at the desk."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from casework.errors import BadValue
from casework.library.readers import UnreadableFile, lines_of, lines_of_text
from casework.plain_forms import Form

LARGEST_MB = 50
KINDS = (".docx", ".pdf", ".jsonl")


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
        help_text=f"DOCX、PDF 或者 JSON Lines，不超过 {LARGEST_MB} MB",
    )  # fmt: skip

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data.get("file")
        if file and Path(file.name or "").suffix.lower() not in KINDS:
            raise forms.ValidationError("请选择 DOCX、PDF 或者 JSON Lines（.jsonl）文件。")
        if file and (file.size or 0) > LARGEST_MB * 1024 * 1024:
            raise forms.ValidationError(f"文件超过 {LARGEST_MB} MB，请拆分，或者由管理员用命令导入。")
        return file

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
        suffix = Path(file.name or "").suffix.lower()
        if suffix == ".jsonl":
            return file.read().split(b"\n")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"file{suffix}"
            path.write_bytes(file.read())
            try:
                return lines_of(path, kind="policy", title=title)
            except UnreadableFile as fault:
                raise BadValue(str(fault).replace(path.name, file.name or ""), field="file") from None
