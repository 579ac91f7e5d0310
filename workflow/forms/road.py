"""Forms of the straight road from correction to archive, and of what is asked for on the way."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.acts import files
from casework.lawbook import law_settings
from casework.models import Attachment, Consultation, FeeCharge
from casework.selectors.month import item_number
from letters.offered import due_notices
from workflow.forms.parts import ActForm, Day, text


class Empty(ActForm):
    """A verb that needs no words."""


class RequestCorrection(ActForm):
    unclear = text(
        "不明确的内容", rows=2, required=False, help_text="摘录申请中不明确的内容，每行一项；只缺材料的可以不填。"
    )
    matters = text("需要补正的事项和理由", help_text="请一次性写全；每行一项。")
    guidance = text("指导和释明", rows=3, required=False, help_text="告诉申请人怎样描述才便于查找。")
    period_wd = forms.IntegerField(label="补正期限（工作日）", min_value=1, max_value=60)
    sent_on = Day(label="补正告知书发出日期")
    delivered_on = Day(label="申请人收到日期", required=False, help_text="尚未收到的可以以后补登。")
    override_reason = forms.CharField(
        label="再次补正、逾期告知补正的理由",
        required=False,
        max_length=300,
        help_text="补正应当一次性告知；只有再次补正，或者答复期限届满后才告知补正的，才填写。",
    )

    def prepare(self) -> None:
        self.initial.setdefault("period_wd", law_settings().correction_period_wd)
        self.initial.setdefault("sent_on", self.today)
        overdue = self.case.base_on is not None and self.today > self.case.base_on
        if not self.case.corrections.exists() and not overdue:
            del self.fields["override_reason"]


class ReceiveCorrection(ActForm):
    corrected_on = Day(label="收到补正之日", help_text="答复期限自这一天重新起算（第三十条）。")
    corrected_text = text("补正的内容", required=False)
    late_reason = forms.CharField(
        label="逾期补正、恢复办理的理由", required=False, max_length=300,
        help_text="补正期限届满后才收到的，写明申请人的正当理由；已视为放弃而补正在期限内到达的，写明何时、如何收到。",
    )  # fmt: skip

    def prepare(self) -> None:
        self.initial.setdefault("corrected_on", self.today)


class DeemAbandoned(ActForm):
    delivered_on = Day(
        label="申请人收到告知书（通知书）的日期",
        required=False,
        help_text="补正、缴费期限自申请人收到之日的次日起算；收到日期不明的，不能视为放弃。",
    )

    def prepare(self) -> None:
        notice = self.case.corrections.filter(round_no=self.case.round_no, corrected_on=None).last()
        fee = self.case.feecharges.filter(round_no=self.case.round_no, paid_on=None).last()
        known = notice.delivered_on if notice else fee.received_on if fee else None
        self.initial.setdefault("delivered_on", known)


class Charge(ActForm):
    mode = forms.ChoiceField(label="计收方式", choices=FeeCharge.Mode.choices, help_text="同一申请只能按一种方式计收。")
    quantity = forms.IntegerField(label="当月第几件（按件），或者页数（按量）", min_value=1)
    count_reason = forms.CharField(label="与系统计数不同的理由", required=False, max_length=200)
    sent_on = Day(label="收费通知发出日期")
    received_on = Day(label="申请人收到日期", required=False)

    def prepare(self) -> None:
        number, filed = item_number(self.case), self.case.received_on
        counted = (
            f"按登记情况，本件为申请人{filed.year}年{filed.month}月的第 {number} 件申请；按其他件数计收的须写明理由。"
        )
        self.fields["quantity"].help_text = counted
        self.fields["count_reason"].show_when = "mode=items"  # type: ignore[attr-defined]
        self.initial.setdefault("quantity", number)
        self.initial.setdefault("sent_on", self.today)


class ReceivePayment(ActForm):
    paid_on = Day(label="足额缴费日期")
    late_reason = forms.CharField(
        label="逾期缴费、恢复办理的理由",
        required=False,
        max_length=300,
        help_text="缴费期限届满后才缴纳的，或者已视为放弃而费用在期限内缴清的，才填写。",
    )

    def prepare(self) -> None:
        self.initial.setdefault("paid_on", self.today)


class Consult(ActForm):
    kind = forms.ChoiceField(label="征求对象", choices=Consultation.Kind.choices)
    party = forms.CharField(label="对象名称", max_length=100)
    subject = text("征求意见的信息", rows=3)
    interest = forms.ChoiceField(
        label="可能涉及的权益", required=False,
        choices=[("", "请选择"), *((name, name) for name in ("商业秘密", "个人隐私", "其他合法权益"))],
    )  # fmt: skip
    way = forms.ChoiceField(label="送达方式", choices=Consultation.Way.choices)
    sent_on = Day(label="征求意见书发出日期")
    received_on = Day(label="对方收到日期", required=False, help_text="15 个工作日自对方收到之日起算。")
    applicant_told_on = Day(label="告知申请人日期", required=False, help_text="征求意见所需时间不计算在答复期限内。")

    def prepare(self) -> None:
        self.initial.setdefault("sent_on", self.today)
        self.fields["interest"].show_when = "kind=third_party"  # type: ignore[attr-defined]


class CloseConsultation(ActForm):
    consultation_id = forms.ChoiceField(label="征求意见")
    opinion = forms.ChoiceField(label="意见", choices=Consultation.Opinion.choices)
    received_on = Day(label="对方收到征求意见书的日期", required=False)
    opinion_on = Day(label="收到意见的日期", required=False)
    opinion_text = text("意见内容及理由", rows=3, required=False)
    grounds_reasonable = forms.NullBooleanField(
        label="不同意的理由是否合理",
        required=False,
        widget=forms.Select(choices=[("", "不适用"), ("true", "合理"), ("false", "不合理")]),
        help_text="第三方不同意公开的，由本机关认定（第三十二条）。",
    )

    def prepare(self) -> None:
        rows = self.case.consultations.filter(round_no=self.case.round_no)
        silent = "（已登记为逾期未提出意见，现补登意见）"
        self.fields["consultation_id"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row}{silent if row.closed_on else ''}")
            for row in rows
            if row.closed_on is None or row.opinion == Consultation.Opinion.SILENT
        ]

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"consultation_id": int(self.cleaned_data["consultation_id"])}


class RequestExtension(ActForm):
    days = forms.IntegerField(
        label="延长的工作日", help_text="1 至 20 个工作日，只能延期一次。"
    )  # the act refuses others
    reason = text("延期理由", rows=3)


class Extend(ActForm):
    approve = forms.TypedChoiceField(
        label="是否批准",
        choices=[("yes", "批准"), ("no", "不批准")],
        coerce=lambda value: value == "yes",
        initial="yes",
    )
    notified_on = Day(
        label="告知申请人日期",
        required=False,
        help_text="应当在原答复期限届满前告知；尚未告知的留空，制发延期答复告知书时登记。",
    )
    reason = forms.CharField(label="不批准的理由", required=False, max_length=300)

    def prepare(self) -> None:
        """What is asked and why stands where it is decided."""
        asked = self.case.extensions.filter(round_no=self.case.round_no, approved_on=None, refused_reason="").first()
        if asked is not None:
            self.fields["approve"].help_text = f"申请延长 {asked.days} 个工作日，理由：{asked.reason}"
        self.fields["notified_on"].show_when = "approve=yes"  # type: ignore[attr-defined]
        self.fields["reason"].show_when = "approve=no"  # type: ignore[attr-defined]


class RecordSearch(ActForm):
    places = forms.CharField(label="检索范围", max_length=300, help_text="查了哪些系统、档案室、档案馆。")
    keywords = forms.CharField(label="检索词", max_length=200, help_text="多个检索词用顿号隔开。")
    persons = forms.CharField(label="检索人", max_length=100)
    searched_on = Day(label="检索日期")
    found = forms.BooleanField(label="检索到相关信息", required=False)
    result = text("检索结果", rows=3)

    def prepare(self) -> None:
        self.initial.setdefault("searched_on", self.today)
        self.initial.setdefault("persons", self.case.handler.name if self.case.handler else "")


class Opinion(ActForm):
    opinion = text("意见", rows=3, required=False)


class Return(ActForm):
    opinion = text("退回理由", rows=3, help_text="退回必须写明理由。")


class Archive(ActForm):
    retention = forms.ChoiceField(label="保管期限", choices=[("10年", "10年"), ("30年", "30年"), ("永久", "永久")])
    opinion = forms.CharField(label="归档说明", required=False, max_length=200)


class Withdraw(ActForm):
    reason = text("撤回情况", rows=2, help_text="写明申请人为何撤回、如何确认系其自愿。")
    way = forms.ChoiceField(
        label="撤回方式",
        choices=[(way, way) for way in ("书面", "电子邮件", "互联网渠道", "当面口头", "电话")],
        help_text="以口头、电话方式撤回的，应当记录在案并请申请人确认。",
    )
    withdrawn_on = Day(label="撤回日期")

    def prepare(self) -> None:
        self.initial.setdefault("withdrawn_on", self.today)


class Attach(ActForm):
    autosave = False
    kind = forms.ChoiceField(label="材料种类", choices=Attachment.Kind.choices)
    upload = forms.FileField(
        label="文件",
        widget=forms.ClearableFileInput(attrs={"accept": files.ACCEPT}),
        max_length=300,
        allow_empty_file=True,  # the act says it better
    )

    def facts(self) -> dict[str, Any]:
        upload = self.cleaned_data["upload"]
        return {"upload": upload, "name": upload.name, "kind": self.cleaned_data["kind"]}


class Note(ActForm):
    text = text("备注", rows=2)


class IssueNotice(ActForm):
    """Which paper; what the record does not hold is said on the page of the paper (workflow.views.papers)."""

    key = forms.ChoiceField(label="文书", help_text="只列出本办件现在可以制发的文书。")

    def prepare(self) -> None:
        choices = [(paper.value, f"{paper.name}　{paper.detail}".strip()) for paper in due_notices(self.case)]
        self.fields["key"].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        key, _, about = self.cleaned_data["key"].partition(":")
        return {"key": key, "about": int(about) if about else None}
