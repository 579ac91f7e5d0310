"""The forms of 待登记来件: what came, tries to reach the applicant, why it ends; whom a misdirected one goes to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from casework.acts.misdirected import CHANNELS_HERE
from casework.law.receipt import CHANNELS, to_confirm
from casework.lawbook import law_settings
from casework.models import ContactAttempt, IncomingMail, Organ, Staff
from casework.plain_forms import Form
from workflow.forms.parts import Day, text


def _line(label: str, *, most: int, required: bool = True, help_text: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text, widget=widget)


def _clock(label: str, help_text: str = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, help_text=help_text, widget=widget)


class Here(Form):
    """What came to an organ the person takes in applications for."""

    organ = forms.ModelChoiceField(Organ.objects.none(), label="收件机关", empty_label=None)

    def __init__(self, *args: Any, actor: Staff, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [post.organ_id for post in actor.posts if post.role == "intake"]
        self.fields["organ"].queryset = Organ.objects.filter(pk__in=held, active=True)  # type: ignore[attr-defined]
        self.initial.setdefault("organ", held[0] if held else None)
        self.initial.setdefault("arrived_on", today)


class NewIncoming(Here):
    channel = forms.ChoiceField(label="来件方式")
    arrived_on = Day(label="送到日期", help_text="信函送到、传真收到或者邮件到达系统之日。")
    arrived_time = _clock("送到时刻", "传真、电子邮件的系统时间，信函不填。")
    reference = _line(
        "邮戳、邮件编号等", most=100, required=False, help_text="邮戳日期、邮件编号、传真号码或者渠道名称。"
    )
    sender = _line("寄件人", most=100, required=False, help_text="载明的姓名、名称；没有载明的不填。")
    contact = _line("联系方式", most=200, required=False, help_text="电话、邮箱或者地址；没有载明的不填。")
    title = _line("件的内容", most=200, help_text="如：申请公开某地块征收补偿方案。")
    enclosed = _line("所附材料", most=200, required=False, help_text="如：申请表2页，身份证复印件1页。")

    def __init__(self, *args: Any, actor: Staff, today: date, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, today=today, **kwargs)
        choices = [(code, CHANNELS[code].label) for code in to_confirm(law_settings())]
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]


class Contact(Form):
    made_on = Day(label="联系日期")
    made_time = _clock("联系时刻")
    made_by = _line("联系的工作人员", most=30)
    way = forms.ChoiceField(label="联系方式", choices=ContactAttempt.Way.choices)
    outcome = forms.ChoiceField(label="结果", choices=[("", "请选择"), *ContactAttempt.Outcome.choices])
    note = text("情况", rows=2, required=False, help_text="如：拨打来信所留电话，无人接听。")


class Close(Form):
    ending = forms.ChoiceField(label="原因", choices=[("", "请选择"), *IncomingMail.Ending.choices])
    reason = text("说明", rows=2)


class Reopen(Form):
    reason = text("恢复的理由", rows=2, help_text="如：申请人来电，恢复联络。")


class Addressed(Form):
    """Whom it is addressed to: an organ of the district, or one outside it by name."""

    addressed_to = forms.ModelChoiceField(
        Organ.objects.none(), label="写给的机关", required=False, empty_label="区外机关（填写名称）"
    )
    addressed_name = _line("区外机关名称", most=100, required=False, help_text="写给区内机关的不填。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressed_to"].queryset = Organ.objects.filter(active=True)  # type: ignore[attr-defined]


class NewMisdirected(Here, Addressed):
    sender = _line("寄件人", most=100, help_text="信封或者申请表上的姓名、名称。")
    title = _line("件的内容", most=200, help_text="如：申请公开某地块征收补偿方案，2页。")
    channel = forms.ChoiceField(label="来件方式", choices=[(code, CHANNELS[code].label) for code in CHANNELS_HERE])
    arrived_on = Day(label="最初签收日期", help_text="门岗、收发室签收同样有效；期限可能自该日起算。")
    field_order = ["organ", "addressed_to", "addressed_name", "sender", "title", "channel", "arrived_on"]


class HandOver(Addressed):
    handed_over_on = Day(label="移交日期")
    hand_over_way = forms.ChoiceField(label="移交方式", choices=IncomingMail.HandOverWay.choices)
    receiver = _line("对方签收人", most=30)
    field_order = ["addressed_to", "addressed_name", "handed_over_on", "hand_over_way", "receiver"]


class Refuse(Form):
    reason = text("退回理由", rows=2, help_text="如：不是写给本机关的，信封写明某机关。")
