"""What every form of an act shares: the browser's date field, the long text, and the case it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.forms.widgets import DateInput

from casework.acts import files
from casework.models import Case
from casework.plain_forms import Form


class DayInput(DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Day(forms.DateField):
    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"], **kwargs)


def text(label: str, *, rows: int = 4, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=20000,
    )


def proof_upload() -> forms.FileField:
    """A scan that proves a service, sent with the form that enters the service."""
    return forms.FileField(
        label="上传新的凭证",
        required=False,
        max_length=300,
        help_text="邮寄收据、签收单等的扫描件。",
        widget=forms.ClearableFileInput(attrs={"accept": files.ACCEPT}),
        allow_empty_file=True,
    )


class ActForm(Form):
    """The base: knows the case and the day, and gives the act its arguments."""

    autosave = True
    warning: dict[str, str] = {}
    """What should be done before, said above the form: text, and url and label of the page where it is done."""

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.today = case, today
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the case."""

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        return dict(self.cleaned_data)
