"""The forms of 误投移交: what came, whom it was handed to, why it is given back. The acts check."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from casework.models import MisdirectedMail, Organ, Staff
from casework.plain_forms import Form
from workflow.forms.parts import Day, text


def _line(label: str, *, most: int, required: bool = True, help_text: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text, widget=widget)


class Addressed(Form):
    """Whom it is addressed to: an organ of the district, or one outside it by name."""

    addressed_to = forms.ModelChoiceField(
        Organ.objects.none(), label="写给的机关", required=False, empty_label="区外机关（填写名称）"
    )
    addressed_name = _line("区外机关名称", most=100, required=False, help_text="写给区内机关的不填。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressed_to"].queryset = Organ.objects.filter(active=True)  # type: ignore[attr-defined]


class NewMail(Addressed):
    organ = forms.ModelChoiceField(Organ.objects.none(), label="收件机关", empty_label=None)
    sender = _line("寄件人", most=100, help_text="信封或者申请表上的姓名、名称。")
    title = _line("件的内容", most=200, help_text="如：申请公开某地块征收补偿方案，2页。")
    way = forms.ChoiceField(label="来件方式", choices=MisdirectedMail.Way.choices)
    arrived_on = Day(label="最初签收日期", help_text="门岗、收发室签收同样有效；期限可能自该日起算。")
    field_order = ["organ", "addressed_to", "addressed_name", "sender", "title", "way", "arrived_on"]

    def __init__(self, *args: Any, actor: Staff, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [post.organ_id for post in actor.posts if post.role == "intake"]
        self.fields["organ"].queryset = Organ.objects.filter(pk__in=held)  # type: ignore[attr-defined]
        self.initial.setdefault("organ", held[0] if held else None)
        self.initial.setdefault("arrived_on", today)


class HandOver(Addressed):
    handed_over_on = Day(label="移交日期")
    hand_over_way = forms.ChoiceField(label="移交方式", choices=MisdirectedMail.HandOverWay.choices)
    receiver = _line("对方签收人", most=30)
    field_order = ["addressed_to", "addressed_name", "handed_over_on", "hand_over_way", "receiver"]


class Refuse(Form):
    reason = text("退回理由", rows=2, help_text="如：不是写给本机关的，信封写明某机关。")
