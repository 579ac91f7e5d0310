"""The form of 登记: who asks, what for, how it came in. The channel decides which dates are asked (Art. 31)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from casework.acts import files, people
from casework.acts.register import Application, receipt_dates
from casework.errors import Fault
from casework.law import identity
from casework.law.receipt import CHANNELS, CONFIRMATIONS, EVIDENCE_LABELS, ORAL_RECORDS, READ_BACK, required, to_confirm
from casework.lawbook import law_settings
from casework.models import Attachment, Case, Organ, Staff
from casework.models.applicant import PERSON
from casework.plain_forms import Form
from casework.wording import TOPICS
from workflow.forms.parts import Day
from workflow.intake import Paper

DOCUMENTS = (
    people.RESIDENT_ID, people.USCC, "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证",
    "港澳台居民居住证", "其他证件",
)  # fmt: skip
JOINT_MOST = 4
AGENT = (
    "agent_name", "agent_document_number", "agent_phone", "agent_organisation", "agent_address", "agent_postcode",
    "agent_scope", "agent_has_authority",
)  # fmt: skip
SCOPES = ("提出申请、补正、查询进度", "提出申请、补正、撤回、接收文书", "见授权委托书")
PAPERS = {
    "application_files": Attachment.Kind.APPLICATION,
    "identity_files": Attachment.Kind.IDENTITY,
    "authority_files": Attachment.Kind.AUTHORITY,
    "envelope_files": Attachment.Kind.ENVELOPE,
}


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files under one name; the value is a list."""

    def __init__(self, **kwargs: Any) -> None:
        widget = ManyFiles(attrs={"accept": files.ACCEPT})
        super().__init__(widget=widget, required=False, allow_empty_file=True, **kwargs)  # the act judges emptiness

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(ManyFilesField, self).clean(one, initial) for one in data or []]


def _line(label: str, *, most: int = 100, required: bool = False, help_text: str = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )  # fmt: skip


def person_fields(prefix: str = "", *, required: bool = True) -> dict[str, forms.Field]:
    """The fields of one applicant; the joint ones have a prefix and fewer lines."""
    proof = forms.BooleanField(label="已提交身份证明", required=False, initial=True)
    return {
        f"{prefix}category": forms.ChoiceField(
            label="申请人类别", choices=list(identity.CATEGORIES.items()), required=required
        ),
        f"{prefix}name": _line("姓名或名称", most=100, required=required),
        f"{prefix}document_kind": forms.ChoiceField(
            label="证件名称", choices=[(name, name) for name in DOCUMENTS], required=required
        ),
        f"{prefix}document_number": _line("证件号码", most=30),
        f"{prefix}phone": _line("联系电话", most=30, inputmode="tel"),
        f"{prefix}address": _line("通信地址", most=120),
        f"{prefix}identity_proof": proof,
    }


class RegisterForm(Form):
    """Its parts are the parts of the page; what a channel does not need is not shown and not read."""

    submit_key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    organ = forms.ModelChoiceField(Organ.objects.none(), label="收到申请的机关", empty_label=None)
    channel = forms.ChoiceField(
        label="申请渠道", choices=[("", "请选择"), *((channel.code, channel.label) for channel in CHANNELS.values())]
    )
    unreachable = forms.BooleanField(
        label="收到当日联系不上申请人", required=False, help_text="有联系记录的，以恢复联络并确认之日为收到申请之日。"
    )
    matter = forms.ChoiceField(
        label="申请性质", choices=Case.Matter.choices, initial=Case.Matter.DISCLOSURE.value, required=False,
        help_text="要求更正与自身相关的记录的，写明哪项记录、何处不准确，证据附在申请材料中。",
    )  # fmt: skip
    description = forms.CharField(
        label="所需政府信息（要求更正的记录）的名称、文号或者特征描述", max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5}), help_text="照申请表原文录入。",
    )  # fmt: skip
    title = _line("申请事项摘要", most=200, help_text="文书引用本栏；不填的，取描述的第一句。")
    topic = forms.ChoiceField(label="主题", required=False, choices=[("", "未分类"), *((t, t) for t in TOPICS)])
    carrier = forms.ChoiceField(label="提供方式", choices=Case.Carrier.choices)
    delivery = forms.ChoiceField(label="获取途径", choices=Case.Delivery.choices)
    reading_help = forms.BooleanField(label="存在阅读、视听困难，需要帮助（第四十三条）", required=False)
    note = _line("登记备注", most=500)
    has_agent = forms.BooleanField(label="由代理人提出", required=False)
    agent_name = _line("代理人姓名", most=30)
    agent_document_number = _line("代理人证件号码", most=30)
    agent_phone = _line("代理人电话", most=30, inputmode="tel")
    agent_organisation = _line("代理人所在单位")
    agent_address = _line("代理人通信地址", most=120, help_text="文书由代理人代收的，寄到这里。")
    agent_postcode = _line("代理人邮编", most=6, inputmode="numeric")
    agent_scope = forms.ChoiceField(
        label="委托权限", required=False, choices=[("", "请选择"), *((scope, scope) for scope in SCOPES)]
    )
    agent_has_authority = forms.BooleanField(
        label="已提交授权委托书", required=False, help_text="没有提交的，登记后告知补正。"
    )
    joint_count = forms.TypedChoiceField(
        label="共同申请人", coerce=int, required=False, empty_value=None,
        choices=[(0, "没有"), *((n, f"另有 {n} 人") for n in range(1, JOINT_MOST + 1))],
    )  # fmt: skip

    recipient = forms.ChoiceField(label="文书送达", choices=Case.Recipient.choices, required=False)

    def __init__(self, *args: Any, actor: Staff, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.today = actor, today
        self._add_people()
        self._add_evidence()
        for name, kind in PAPERS.items():
            self.fields[name] = ManyFilesField(label=str(kind.label), help_text="可以一次选择多个文件。")
        held = [post.organ_id for post in actor.posts if post.role == "intake"]
        self.fields["organ"].queryset = Organ.objects.filter(pk__in=held)  # type: ignore[attr-defined]
        self.initial.setdefault("organ", held[0] if held else None)
        self.initial.setdefault("submit_key", uuid.uuid4().hex)
        self._show_when()

    def _add_people(self) -> None:
        self.fields.update(person_fields())
        self.fields["category_reason"] = _line(
            "申请人类别的理由", most=200, help_text="类别与统一社会信用代码一般对应的不同时填写，如“高等学校”。"
        )
        self.fields["representative"] = _line("法定代表人", most=30)
        self.fields["contact_name"] = _line("联系人", most=30)
        self.fields["email"] = forms.EmailField(label="电子邮箱", required=False, max_length=100)
        self.fields["postcode"] = _line("邮编", most=6, inputmode="numeric")
        self.fields["identity_proof"].help_text = "没有提交的，登记后告知补正。"
        for number in range(1, JOINT_MOST + 1):
            self.fields.update(person_fields(f"joint{number}_", required=False))

    def _add_evidence(self) -> None:
        """The dates of Art. 31 and the further records, each with the channels that ask for it."""
        for name, label in EVIDENCE_LABELS.items():
            self.fields[name] = Day(label=label, required=False)
        for channel in CHANNELS.values():
            for at, label in enumerate(channel.records):
                self.fields[f"{channel.code}_record{at}"] = _line(label)
        self.fields["oral_record0"].initial = self.actor.name
        self.fields["oral_record1"] = forms.BooleanField(label=READ_BACK, required=False)
        self.fields["oral_record2"] = forms.ChoiceField(
            label="申请人确认", required=False, choices=[("", "请选择"), *((way, way) for way in CONFIRMATIONS)]
        )

    def _show_when(self) -> None:
        for name in EVIDENCE_LABELS:
            self._when(name, "channel", [c.code for c in CHANNELS.values() if name in c.asked])
        self._when("unreachable", "channel", ["mail_ordinary"])
        self._when("authority_files", "has_agent", ["on"])
        self._when("envelope_files", "channel", [c.code for c in CHANNELS.values() if c.by_post])
        for channel in CHANNELS.values():
            for at in range(len(channel.records)):
                self._when(f"{channel.code}_record{at}", "channel", [channel.code])
        organisations = [code for code in identity.CATEGORIES if code != PERSON]
        self._when("representative", "category", organisations)
        self._when("contact_name", "category", organisations)
        self._when("category_reason", "document_kind", [people.USCC])
        for name in AGENT:
            self._when(name, "has_agent", ["on"])

    def _when(self, name: str, other: str, values: list[str]) -> None:
        self.fields[name].show_when = f"{other}={','.join(values)}"  # type: ignore[attr-defined]

    # -- the parts of the page ---------------------------------------------------------------------------------------

    def section(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def date_fields(self) -> list[forms.BoundField]:
        return self.section("channel", *EVIDENCE_LABELS, "unreachable")

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """The channels that are registered only after the applicant has confirmed."""
        return to_confirm(law_settings())

    @property
    def record_fields(self) -> list[forms.BoundField]:
        return [self[f"{c.code}_record{at}"] for c in CHANNELS.values() for at in range(len(c.records))]

    @property
    def who_fields(self) -> list[forms.BoundField]:
        organisation = ("representative", "contact_name")
        return self.section("category", "name", *organisation, "phone", "address", "postcode", "email")

    @property
    def document_fields(self) -> list[forms.BoundField]:
        return self.section("document_kind", "document_number", "category_reason", "identity_proof")

    @property
    def agent_fields(self) -> list[forms.BoundField]:
        return self.section(*AGENT)

    @property
    def joint(self) -> list[dict[str, Any]]:
        """Each joint applicant: number, the counts that show it, its fields."""
        return [
            {
                "number": number + 1,
                "show_when": f"joint_count={','.join(str(n) for n in range(number, JOINT_MOST + 1))}",
                "fields": [self[name] for name in person_fields(f"joint{number}_", required=False)],
            }
            for number in range(1, JOINT_MOST + 1)
        ]

    @property
    def request_fields(self) -> list[forms.BoundField]:
        return self.section("matter", "description", "title", "topic", "carrier", "delivery", "reading_help", "note")

    @property
    def paper_fields(self) -> list[forms.BoundField]:
        return self.section(*PAPERS)

    # -- reading -----------------------------------------------------------------------------------------------------

    def clean(self) -> None:
        self._clean_evidence()
        for prefix, person in self._people():
            self._ask(prefix, lambda person=person: people.check(person))
            if not prefix:
                self._ask(prefix, lambda person=person: people.check_column(person))
        if self.cleaned_data.get("has_agent"):
            self._clean_agent()

    def _clean_evidence(self) -> None:
        channel = self.cleaned_data.get("channel")
        if not channel:
            return
        needed = [name for name in required(channel, law_settings()) if name in self.cleaned_data]
        for name in needed:
            if self.cleaned_data[name] is None:
                self.add_error(name, f"请填写{EVIDENCE_LABELS[name]}，用以确定收到申请之日。")
        for name in CHANNELS[channel].asked:
            if (day := self.cleaned_data.get(name)) and day > self.today:
                self.add_error(name, "晚于今天，请填写已经发生的日期。")
        if not any(name in self.errors for name in EVIDENCE_LABELS):
            self._ask("", lambda: receipt_dates(channel, self.evidence(), self.today))

    def _clean_agent(self) -> None:
        if not self.cleaned_data.get("agent_name"):
            self.add_error("agent_name", "请填写代理人姓名。")
        number = self.cleaned_data.get("agent_document_number", "")
        if number and not (verdict := identity.check_resident_id(number, self.today)).valid:
            self.add_error("agent_document_number", verdict.reason)

    def _ask(self, prefix: str, check: Any) -> None:
        """Put what a check refuses at the field it names."""
        try:
            check()
        except Fault as fault:
            self.refuse(fault, prefix)

    def lost_papers(self) -> list[str]:
        """Names of the files that came with a refused form: a browser never keeps them, so the clerk must be told."""
        return [str(file.name) for name in PAPERS for file in self.files.getlist(name)] if self.errors else []

    def refuse(self, fault: Fault, prefix: str = "") -> None:
        """Tell a refusal at its field, or above the form."""
        name = {"upload": "application_files"}.get(fault.field, f"{prefix}{fault.field}")
        self.add_error(name if name in self.fields else None, fault.message)

    def evidence(self) -> dict[str, Any]:
        """The dates the channel asks for, and its further records by their labels."""
        said, channel = self.cleaned_data, CHANNELS[self.cleaned_data["channel"]]
        dates = {name: said[name] for name in channel.asked if said.get(name)}
        records = {label: said.get(f"{channel.code}_record{at}", "") for at, label in enumerate(channel.records)}
        if channel.code == "oral" and records[ORAL_RECORDS[1]]:
            records[ORAL_RECORDS[1]] = READ_BACK
        filled = {label: value for label, value in records.items() if value}
        unreachable = channel.code == "mail_ordinary" and said.get("unreachable", False)
        return dates | ({"records": filled} if filled else {}) | ({"unreachable": True} if unreachable else {})

    def _people(self) -> Iterator[tuple[str, people.Person]]:
        """Each applicant with the prefix of its fields, the first one first."""
        yield "", self._person("")
        for number in range(1, int(self.cleaned_data.get("joint_count") or 0) + 1):
            yield f"joint{number}_", self._person(f"joint{number}_")

    def _person(self, prefix: str) -> people.Person:
        said = self.cleaned_data
        shared = ("category", "name", "document_kind", "document_number", "phone", "address")
        proof = said.get(f"{prefix}identity_proof", False)
        only_first = () if prefix else ("category_reason", "representative", "contact_name", "email", "postcode")
        facts = {name: said.get(f"{prefix}{name}", "") for name in (*shared, *only_first)}
        facts["category"] = facts["category"] or PERSON
        return people.Person(**facts, identity_proof=proof)

    def application(self) -> Application:
        """What the act of registering needs."""
        said = self.cleaned_data
        agent = None
        if said["has_agent"]:
            agent = people.AgentFacts(
                name=said["agent_name"], document_number=said["agent_document_number"], phone=said["agent_phone"],
                organisation=said["agent_organisation"], address=said["agent_address"],
                postcode=said["agent_postcode"], scope=said["agent_scope"], has_authority=said["agent_has_authority"],
            )  # fmt: skip
        return Application(
            channel=said["channel"],
            evidence=self.evidence(),
            title=said["title"],
            description=said["description"],
            applicants=tuple(person for _, person in self._people()),
            carrier=said["carrier"],
            delivery=said["delivery"],
            matter=said["matter"] or Case.Matter.DISCLOSURE.value,
            topic=said["topic"],
            reading_help=said["reading_help"],
            note=said["note"],
            agent=agent,
            recipient=said["recipient"] or Case.Recipient.APPLICANT.value,
        )

    def papers(self) -> list[Paper]:
        return [
            Paper(upload, upload.name, kind.value)
            for name, kind in PAPERS.items()
            for upload in self.cleaned_data.get(name, [])
        ]
