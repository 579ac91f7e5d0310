"""Forms of 送达: the reply, a notice, a second try, and what became of them."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.acts import delivery
from casework.acts.service import ELECTRONIC_CHOSEN, POSTAL_ENTERPRISE
from casework.models import Agent, Attachment, Case, Service
from casework.plain_forms import Form
from casework.templatetags.display import date_cn
from letters import sending
from letters.catalogue import Kind
from workflow.forms.parts import ActForm, Day, proof_upload

COUNTS = "邮寄为交邮之日，直接送达为签收之日，电子送达为进入申请人系统之日；以此判断是否按期。"


def offer_proofs(form: ActForm) -> None:
    """The scans already on file that may prove a service."""
    proofs = form.case.attachments.filter(kind=Attachment.Kind.PROOF)
    form.fields["proof_id"].choices = [("", "以后补登"), *[(row.pk, row.name) for row in proofs]]  # type: ignore[attr-defined]


class Sent(ActForm):
    """What every service says: the way, the day that counts, and the proof of its way."""

    way = forms.ChoiceField(label="送达方式", choices=Service.Way.choices)
    served_on = Day(label="送达之日", help_text=COUNTS)
    tracking_number = forms.CharField(label="邮件号码", required=False, max_length=30)
    receiver = forms.CharField(label="签收人", required=False, max_length=30)
    witnesses = forms.CharField(label="见证人", required=False, max_length=60)
    proof_id = forms.TypedChoiceField(label="送达凭证", required=False, coerce=int, empty_value=None)
    proof_file = proof_upload()
    note = forms.CharField(label="说明", required=False, max_length=200)
    shown_for = {"tracking_number": "way=post", "receiver": "way=direct,entrusted", "witnesses": "way=left"}

    def prepare(self) -> None:
        self.initial.setdefault("served_on", self.today)
        offer_proofs(self)
        for name, condition in self.shown_for.items():
            self.fields[name].show_when = condition  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        posted = self.cleaned_data["way"] == Service.Way.POST
        return super().facts() | {"carrier": POSTAL_ENTERPRISE if posted else ""}


class Serve(Sent):
    delivered_on = Day(label="签收日期", required=False)

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("way", _chosen_way(self.case))
        if said := _to_whom(self.case):
            self.fields["way"].help_text = said


class SendNotice(Sent):
    letter_id = forms.TypedChoiceField(label="文书", coerce=int)
    field_order = ("letter_id",)

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("way", _chosen_way(self.case))
        rows = [(letter.pk, str(letter)) for letter in sending.unsent(self.case)]
        self.fields["letter_id"].choices = rows  # type: ignore[attr-defined]
        self.fields["tracking_number"].help_text = "平常信函没有邮件号码的，可以不填。"


class ServeAgain(Sent):
    service_id = forms.TypedChoiceField(label="再次送达的文书", coerce=int)
    field_order = ("service_id",)

    def prepare(self) -> None:
        super().prepare()
        self.fields["served_on"].help_text = "是否按期仍以第一次送达之日为准。"
        rows = [(row.pk, _named(row)) for row in delivery.failed(self.case)]
        self.fields["service_id"].choices = rows  # type: ignore[attr-defined]


def _named(row: Service) -> str:
    return f"{row.document_number}，{date_cn(row.served_on)}{row.get_way_display()}（{row.get_result_display()}）"


class FollowService(ActForm):
    service_id = forms.TypedChoiceField(label="送达", coerce=int)
    result = forms.ChoiceField(
        label="结果", choices=[(value, name) for value, name in Service.Result.choices if value != "on_way"]
    )
    on = Day(label="签收（退回、拒收）日期")
    receiver = forms.CharField(label="签收人", required=False, max_length=30)
    witnesses = forms.CharField(label="见证人", required=False, max_length=60)
    note = forms.CharField(label="退回、拒收的原因", required=False, max_length=200)
    proof_id = forms.TypedChoiceField(label="凭证", required=False, coerce=int, empty_value=None)
    proof_file = proof_upload()
    shown_for = {"receiver": "result=delivered", "witnesses": "result=refused", "note": "result=returned,refused"}

    def prepare(self) -> None:
        self.initial.setdefault("on", self.today)
        rows = self.case.services.order_by("-id")
        self.fields["service_id"].choices = [(row.pk, _named(row)) for row in rows]  # type: ignore[attr-defined]
        offer_proofs(self)
        for name, condition in self.shown_for.items():
            self.fields[name].show_when = condition  # type: ignore[attr-defined]


LATER = "以后登记"


def add_sending(form: Form, case: Case, row: Kind) -> None:
    """Ask on the page of a notice how it goes out today; the names cannot meet those of a slot."""
    today_ = {
        Service.Way.POST: "今天交邮",
        Service.Way.ELECTRONIC: "今天以电子方式发出",
        Service.Way.DIRECT: "今天当面签收",
    }
    if row.recipient == "applicant" and case.delivery not in ELECTRONIC_CHOSEN:
        del today_[Service.Way.ELECTRONIC]
    form.fields["send_way"] = forms.ChoiceField(
        label="送达", required=False, initial=sending.usual_way(case, row),
        choices=[*((way.value, label) for way, label in today_.items()), ("", LATER)],
        help_text="告知的效力从送达之日起算，不从成文日期起算；今天不发出的选“以后登记”。",
    )  # fmt: skip
    form.fields["send_tracking_number"] = forms.CharField(
        label="邮件号码", required=False, max_length=30, help_text="平常信函没有邮件号码的，可以不填。"
    )
    form.fields["send_receiver"] = forms.CharField(label="签收人", required=False, max_length=30)
    form.fields["send_tracking_number"].show_when = "send_way=post"  # type: ignore[attr-defined]
    form.fields["send_receiver"].show_when = "send_way=direct"  # type: ignore[attr-defined]


def _to_whom(case: Case) -> str:
    """Whom the letter must reach, where it is not simply the one applicant."""
    people = [person.masked_name for person in case.applicants.all()]
    if case.recipient == Case.Recipient.AGENT and (agent := Agent.objects.filter(case=case).first()) is not None:
        return f"送达代理人 {agent.masked_name}。"
    if case.recipient == Case.Recipient.REPRESENTATIVE and people:
        return f"送达代表人 {people[0]}。"
    if len(people) < 2:
        return ""
    return f"分别送达 {'、'.join(people)}；送达之日填写最先送出的一份，其余各份另作“再次送达”登记。"


def _chosen_way(case: Case) -> str:
    chosen = {Case.Delivery.PICK_UP: Service.Way.DIRECT}
    chosen |= {Case.Delivery.EMAIL: Service.Way.ELECTRONIC, Case.Delivery.ONLINE: Service.Way.ELECTRONIC}
    return chosen.get(case.delivery, Service.Way.POST).value  # type: ignore[call-overload]
