"""The forms of the orders: what the office writes, what the unit answers. The acts check; the forms only read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from casework.acts import files
from casework.lawbook import working_calendar
from casework.models import Organ, Staff
from casework.plain_forms import Form
from casework.selectors.search import numbered
from workflow.forms.parts import Day, text
from workflow.models import SupervisionOrder
from workflow.order_table import KINDS, LEVELS


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; the act judges each."""

    widget = SeveralFiles(attrs={"accept": files.ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        single = super().clean
        return [single(item, initial) for item in data or []]


class OrderForm(Form):
    """What stands on the paper of an order."""

    level = forms.ChoiceField(label="级别", choices=list(LEVELS.items()))
    answer_by = Day(label="反馈期限")
    findings = text("事由", rows=3, help_text="写明事实；每行一项。")
    demands = text("要求", rows=3, help_text="每行一项。")

    def act_facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NewOrder(OrderForm):
    kind = forms.ChoiceField(label="文书", choices=[(code, kind.label) for code, kind in KINDS.items()])
    case_number = forms.CharField(
        label="受理编号", required=False, max_length=40, help_text="催办单、督办单必须针对一件办件；其他文书可以不填。"
    )
    organ = forms.ModelChoiceField(
        Organ.objects.none(), label="被督办机关", required=False, empty_label="承办该办件的机关",
        help_text="填写了受理编号的，默认发给现在承办的科室。",
    )  # fmt: skip
    field_order = ["kind", "case_number", "organ", "level", "answer_by", "findings", "demands"]

    def __init__(self, *args: Any, actor: Staff, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["organ"].queryset = Organ.objects.filter(active=True)  # type: ignore[attr-defined]
        kind = KINDS.get(str(self["kind"].value() or "order"), KINDS["order"])
        self.initial.setdefault("answer_by", working_calendar().nth_working_day_after(today, kind.answer_wd))

    def clean_case_number(self) -> int | None:
        typed = self.cleaned_data["case_number"].strip()
        if not typed:
            return None
        case = numbered(self.actor, typed)
        if case is None:
            raise forms.ValidationError("没有找到这个受理编号的办件，或者不止一件，请填写完整的受理编号。")
        return case.pk

    def act_facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        facts["case_id"] = facts.pop("case_number")
        return facts


class Proposed(OrderForm):
    """A proposal of a rule, to be issued as it stands or changed."""


class Answer(Form):
    text = text("办理情况", rows=5, help_text="逐项回复督办要求。")
    uploads = FilesField(label="附件", required=False, help_text="可以同时选择多个文件。")


class Return(Form):
    reason = text("退回理由", rows=2)
    answer_by = Day(label="新的反馈期限")


class Close(Form):
    opinion = text("办结意见", rows=2, required=False)


class Dismiss(Form):
    reason = text("不予采用的理由", rows=2)


FORMS: dict[str, type[Form]] = {
    "issue": Proposed,
    "dismiss": Dismiss,
    "sign": Form,
    "answer": Answer,
    "return_to": Return,
    "close": Close,
}


def first_values(verb: str, order: SupervisionOrder, today: date) -> dict[str, Any]:
    """What a form starts with."""
    later = working_calendar().nth_working_day_after(today, KINDS[order.kind].answer_wd)
    if verb == "issue":
        return {
            "level": order.level,
            "answer_by": later,
            "findings": order.findings,
            "demands": order.demands,
        }
    return {"answer_by": later} if verb == "return_to" else {}
