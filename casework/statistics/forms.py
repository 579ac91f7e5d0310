"""What the statistics pages ask for."""

from __future__ import annotations

from django import forms

from casework.plain_forms import Form


class ReportFile(Form):
    """A report to be checked, and last year's where the seam is to be checked too."""

    report = forms.FileField(label="年度报告", help_text="JSON、.xlsx 或者 .docx，不超过 5 MB")
    previous = forms.FileField(
        label="上一年度的报告（可以不选）", required=False, help_text="用于核对结转件数和现行有效件数"
    )
