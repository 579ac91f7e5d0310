"""Forms for what happens beside the straight road: transfer, help, Art. 35, service, remedies, amendments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from casework.acts import remedy, transfer
from casework.acts.decide import ON_SPOT
from casework.law.limits import limit
from casework.law.outcomes import OUTCOMES
from casework.law.receipt import CHANNELS, EVIDENCE_LABELS
from casework.lawbook import law_settings, working_calendar
from casework.models import CaseLink, Consultation, Posting, Remedy, Staff, Talk, Unit
from casework.selectors.facts import orders_waiting
from letters.models import Letter
from letters.offered import correction_to_issue
from workflow.forms.parts import ActForm, Day, text


def holding_units(form: ActForm) -> Any:
    """The units that could take the case: with somebody to handle it, and of the replying organ unless it is the
    government, whose cases its departments and streets work on."""
    units = Unit.objects.filter(active=True, pk__in=Posting.objects.filter(role="handler").values("unit"))
    if form.case.organ.kind != "government":
        units = units.filter(organ=form.case.organ)
    return units.select_related("organ").order_by("organ__sort", "id")


class HandlerSelect(forms.Select):
    """Handlers with the units they work in, so that the page can offer only those of the chosen unit."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            posts = value.instance.postings.all()
            option["attrs"]["data-of"] = " ".join(str(post.unit_id) for post in posts if post.role == "handler")
        return option


class GiveToUnit(ActForm):
    """The unit, and one of its handlers; the browser shows only the handlers of the chosen unit.

    A handler of one unit only, chosen alone, brings that unit along.
    """

    unit = forms.ModelChoiceField(Unit.objects.none(), label="承办科室", empty_label="请选择")
    handler = forms.ModelChoiceField(
        Staff.objects.none(), label="承办人", required=False, empty_label="由科室签收人承办",
        widget=HandlerSelect(attrs={"data-only-of": "unit"}),
        help_text="不指定时，该科室签收的人即为承办人。",
    )  # fmt: skip

    def prepare(self) -> None:
        units = holding_units(self)
        gone = self.case.handovers.filter(round_no=self.case.round_no).exclude(to_unit=self.case.unit_id)
        tried = gone.values("to_unit")  # whoever has it still may go on with it
        self.fields["unit"].queryset = units.exclude(pk__in=tried) if self.fresh_only else units  # type: ignore[attr-defined]
        people = Staff.objects.filter(is_active=True, postings__role="handler", postings__unit__in=units)
        self.fields["handler"].queryset = people.select_related("unit__organ").prefetch_related("postings").distinct()  # type: ignore[attr-defined]
        self.fields["handler"].label_from_instance = lambda staff: f"{staff.name}（{staff.unit}）"  # type: ignore[attr-defined]
        if self.is_bound and not self.data.get("unit"):
            self._bring_unit()

    def _bring_unit(self) -> None:
        chosen = str(self.data.get("handler", ""))
        key = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0
        works_in = Posting.objects.filter(role="handler", staff=key)
        units = set(works_in.exclude(unit=None).values_list("unit", flat=True))
        if len(units) == 1:
            said: Any = self.data.copy()  # type: ignore[attr-defined]
            said["unit"] = str(units.pop())
            self.data = said

    fresh_only = True


class Assign(GiveToUnit):
    note = text("办理要求", rows=2, required=False)


class Transfer(GiveToUnit):
    reason = text("转办理由", rows=3, help_text="写明为何由该单位承办。法定答复期限不因转办停止或者重新计算。")


class Reassign(ActForm):
    handler = forms.ModelChoiceField(Staff.objects.none(), label="改派给", empty_label="请选择")
    reason = text("改派理由", rows=3, help_text="在本科室内更换承办人。法定答复期限不因改派停止或者重新计算。")

    def prepare(self) -> None:
        self.fields["handler"].queryset = transfer.colleagues(self.case)  # type: ignore[attr-defined]
        now = self.case.handler.name if self.case.handler else "尚未指定"
        self.fields["handler"].help_text = f"{self.case.unit or ''}的其他承办人员；现承办人：{now}。"


class SettleDispute(GiveToUnit):
    fresh_only = False
    reason = text("裁定理由", rows=3, help_text="裁定有约束力，承办单位不得再退回或者转办。")


class Decline(ActForm):
    reason = text("退回理由", rows=3, help_text="退回必须写明理由；超过期限不能退回。")


class RaiseDispute(ActForm):
    reason = text("提请裁定的理由", rows=3, help_text="写明为何不属于本单位职责，建议由哪个单位承办。")


class RequestAssistance(ActForm):
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="协办单位", help_text="可以同时请多个单位协办。", widget=forms.CheckboxSelectMultiple
    )
    subject = text("协办事项", rows=3, help_text="写明需要查找的材料或者需要说明的问题。")
    due_on = Day(label="反馈期限", help_text="内部期限，法定答复期限不因协办停止。")

    def prepare(self) -> None:
        units = Unit.objects.filter(active=True).exclude(pk=self.case.unit_id or 0).select_related("organ")
        self.fields["units"].queryset = units.order_by("organ__sort", "id")  # type: ignore[attr-defined]
        self.initial.setdefault("due_on", limit("T27", self.today, working_calendar(), law_settings()).due)

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"units": list(self.cleaned_data["units"])}


class AnswerAssistance(ActForm):
    answer = text("反馈意见", rows=5, help_text="写明查找情况和意见；材料请另用“添加附件”上传。")


class RecordMeeting(ActForm):
    held_on = Day(label="会商日期")
    participants = forms.CharField(label="参加单位和人员", max_length=300)
    minutes = text("会商纪要", rows=5)
    opinion = text("一致意见", rows=3, required=False, help_text="没有形成一致意见的可以不填。")

    def prepare(self) -> None:
        self.initial.setdefault("held_on", self.today)


class FlagHard(ActForm):
    reason = forms.CharField(label="疑难复杂的原因", max_length=300)


class Guide(ActForm):
    text = text("指导意见", rows=4)


class Link(ActForm):
    other_number = forms.CharField(label="关联办件的受理编号", max_length=40)
    kind = forms.ChoiceField(label="关系", choices=CaseLink.Kind.choices)
    reason = forms.CharField(label="说明", max_length=200, required=False)


class RecordTalk(ActForm):
    talked_on = Day(label="沟通日期")
    way = forms.ChoiceField(label="方式", choices=Talk.Way.choices)
    person = forms.CharField(label="沟通对象", max_length=30, required=False)
    content = text("沟通内容", rows=4, help_text="解释时可以用右上角“帮助”中“给申请人看的说明”。")
    result = forms.ChoiceField(label="结果", choices=Talk.Result.choices, help_text="沟通不停止、不改变法定期限。")

    def prepare(self) -> None:
        self.initial.setdefault("talked_on", self.today)


class FileReply(ActForm):
    filed_on = Day(label="备案日期", help_text="向区政府办公室报送答复件的日期。")
    reference = forms.CharField(label="备案编号", max_length=60, required=False)

    def prepare(self) -> None:
        self.initial.setdefault("filed_on", self.today)


class AskReasons(ActForm):
    count = forms.IntegerField(label="申请件数", min_value=1)
    period = forms.CharField(label="统计期间", max_length=60, help_text="如“2026年1月至3月”。")
    evidence = text("数量、频次明显超过合理范围的情况", rows=4)
    period_wd = forms.IntegerField(label="说明理由的期限（工作日）", min_value=1, max_value=20)
    sent_on = Day(label="说明理由告知书发出日期")
    delivered_on = Day(label="申请人收到日期", required=False)

    def prepare(self) -> None:
        self.initial.setdefault("period_wd", law_settings().reasons_period_wd)
        self.initial.setdefault("sent_on", self.today)


class ReceiveReasons(ActForm):
    answered_on = Day(label="收到说明的日期", required=False, help_text="申请人没有说明的，留空。")
    answer = text("申请人说明的理由", rows=4, required=False)
    reasonable = forms.TypedChoiceField(
        label="理由是否合理",
        choices=[("no", "不合理（不予处理）"), ("yes", "合理")],
        coerce=lambda value: value == "yes",
        help_text="理由合理但不能按期答复的，可以由负责人决定延迟答复。",
    )
    assessment = text("认定意见", rows=3)


class Delay(ActForm):
    until = Day(label="延迟答复至")
    reason = text("延迟的理由", rows=3)
    notified_on = Day(label="告知申请人日期", required=False, help_text="制发延迟答复告知书时自动登记。")


class ProlongCorrection(ActForm):
    prolonged_to = Day(label="补正期限延至")
    good_reason = forms.CharField(
        label="申请人的正当理由", max_length=300, help_text="有正当理由逾期补正的，不视为放弃（第三十条）。"
    )


class EnterDelivery(ActForm):
    paper = forms.ChoiceField(label="文书")
    delivered_on = Day(label="收到日期", help_text="以送达回证、邮件签收记录为准。")

    def prepare(self) -> None:
        here = {"round_no": self.case.round_no}
        rows = [("correction", "补正告知书") for _ in self.case.corrections.filter(**here, corrected_on=None)[:1]]
        rows += [("fee", "收费通知书") for _ in self.case.feecharges.filter(**here, paid_on=None)[:1]]
        asked = self.case.consultations.filter(**here, closed_on=None)
        rows += [(f"consultation:{row.pk}", f"征求意见书（{row.party}）") for row in asked]
        self.fields["paper"].choices = rows  # type: ignore[attr-defined]
        if correction_to_issue(self.case):
            self.warning = {
                "text": "补正告知书还没有在系统中制发。请先制发；已经另行制发并送达的，才在这里补登收到日期。",
                "url": reverse("paper", args=[self.case.pk, "F06", 0]),
                "label": "制发补正告知书",
            }


class OverrideObjection(ActForm):
    consultation_id = forms.TypedChoiceField(label="第三方", coerce=int)
    reason = text("决定公开的理由", rows=4, help_text="写明不公开可能对公共利益造成的重大影响（第三十二条）。")
    party_told_on = Day(label="书面告知第三方日期", required=False, help_text="尚未告知的留空，从今天起算等待时间。")
    wait_wd = forms.IntegerField(
        label="告知后等待的工作日", min_value=0, max_value=60, help_text="给第三方寻求救济留出时间。"
    )

    def prepare(self) -> None:
        self.initial.setdefault("wait_wd", law_settings().override_wait_wd)
        objected = self.case.consultations.filter(
            round_no=self.case.round_no, kind=Consultation.Kind.THIRD_PARTY,
            opinion__in=(Consultation.Opinion.REFUSE, Consultation.Opinion.PARTLY),
        )  # fmt: skip
        self.fields["consultation_id"].choices = [(row.pk, row.party) for row in objected]  # type: ignore[attr-defined]


class AnswerOnSpot(ActForm):
    """One of three replies that need no search; the field for what to tell changes its meaning with the outcome."""

    outcome_code = forms.ChoiceField(
        label="答复结果", choices=[(code, OUTCOMES[code].label) for code in ON_SPOT]
    )  # fmt: skip
    places = text("获取方式和途径", rows=2, required=False, help_text="网址、标题、文号或者地点，每行一项。")
    publication = forms.CharField(label="公开出版物", max_length=100, required=False)
    organ = forms.CharField(label="负责公开的机关", max_length=100, required=False)
    contact = forms.CharField(label="该机关的联系方式", max_length=100, required=False)
    ground = text("认定的事实和理由", rows=2, required=False)
    shown_for = {
        "places": "outcome_code=G1,R3", "publication": "outcome_code=R3", "organ": "outcome_code=N1b",
        "contact": "outcome_code=N1b", "ground": "outcome_code=N1b",
    }  # fmt: skip

    def prepare(self) -> None:
        for name, condition in self.shown_for.items():
            self.fields[name].show_when = condition  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        places = [line.strip() for line in said["places"].splitlines() if line.strip()]
        slots: dict[str, dict[str, Any]] = {
            "G1": {"public_places": places},
            "R3": {"publication": said["publication"], "sources": places},
            "N1b": {"competent_organ": said["organ"], "competent_contact": said["contact"]},
        }
        return {
            "outcome_code": said["outcome_code"], "ground": said["ground"], "facts": slots[said["outcome_code"]],
        }  # fmt: skip


class Split(ActForm):
    matters = text("拆分后的各项申请", rows=6, help_text="每行一项：第一行留在本件，其余各行各成一件，收到日期相同。")

    def prepare(self) -> None:
        self.initial.setdefault("matters", self.case.description)

    def facts(self) -> dict[str, Any]:
        return {"matters": self.cleaned_data["matters"].splitlines()}


class AmendReceipt(ActForm):
    channel = forms.ChoiceField(label="申请渠道", choices=[(code, row.label) for code, row in CHANNELS.items()])
    reason = text("更正的理由", rows=2, help_text="写明原登记有何错误、依据是什么；更正前后的日期都保留在办理记录中。")

    def prepare(self) -> None:
        self.initial.setdefault("channel", self.case.channel)
        for name, label in EVIDENCE_LABELS.items():
            field = Day(label=label, required=False)
            takers = [code for code, row in CHANNELS.items() if name in row.asked]
            field.show_when = f"channel={','.join(takers)}"  # type: ignore[attr-defined]
            self.fields[name] = field
            self.initial.setdefault(name, self.case.evidence.get(name))
        unreachable = forms.BooleanField(label="收到当日联系不上申请人", required=False)
        unreachable.show_when = "channel=mail_ordinary"  # type: ignore[attr-defined]
        self.fields["unreachable"] = unreachable
        self.initial.setdefault("unreachable", self.case.evidence.get("unreachable", False))
        self.order_fields(["channel", *EVIDENCE_LABELS, "unreachable", "reason"])

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        row = CHANNELS[said["channel"]]
        evidence = {name: said[name] for name in row.asked if said.get(name)}
        if row.code == "mail_ordinary" and said["unreachable"]:
            evidence["unreachable"] = True
        return {"channel": said["channel"], "evidence": evidence, "reason": said["reason"]}


class OfLetter(ActForm):
    letter_id = forms.TypedChoiceField(label="文书", coerce=int)

    def prepare(self) -> None:
        rows = Letter.objects.filter(case=self.case, state=Letter.State.ISSUED).order_by("-id")
        choices = [(row.pk, f"{row.name} {row.number}".strip()) for row in rows]
        self.fields["letter_id"].choices = choices  # type: ignore[attr-defined]


class VoidLetter(OfLetter):
    reason = forms.CharField(label="作废理由", max_length=200, help_text="作废的文号不再使用，文书和理由都保留。")
    not_sent = forms.BooleanField(
        label="登记有误，文书没有送出",
        required=False,
        help_text="登记为已送出、实际没有交邮或者发出的勾选：撤销送达登记，告知的日期不再计算。已经送出的不能作废，请制发更正（补充）告知书。",
    )
    reissue = forms.BooleanField(
        label="重新制发",
        required=False,
        help_text="以新的文号制发同一文书。尚未送达的答复，以及期限从告知之日起算的补正、收费、征求意见等文书，作废时应当勾选。",
    )


class IssueCorrection(OfLetter):
    changes = text("更正内容", rows=4, required=False, help_text="每行一项，如“正文第二段‘2025年’应为‘2026年’”。")
    additions = text("补充内容", rows=3, required=False, help_text="原文书遗漏的内容，每行一项。")
    rerun = forms.BooleanField(
        label="救济期限重新计算",
        required=False,
        help_text="更正影响申请人行使权利的（如理由、依据或者救济途径有误）请勾选：重新告知救济途径，期限自收到之日起算。",
    )

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        return said | {name: said[name].splitlines() for name in ("changes", "additions")}


class FileRemedy(ActForm):
    kind = forms.ChoiceField(label="种类", choices=Remedy.Kind.choices)
    body = forms.CharField(label="复议机关、法院", max_length=100)
    reference = forms.CharField(label="案号", max_length=60, required=False)
    received_on = Day(label="收到副本之日", help_text="答复举证期限自这一天起算。")
    procedure = forms.ChoiceField(
        label="程序", choices=Remedy.Procedure.choices, help_text="复议简易程序为 5 个工作日，普通程序为 10 个工作日。"
    )
    against = forms.ChoiceField(label="针对", choices=Remedy.Against.choices)

    def prepare(self) -> None:
        self.fields["procedure"].show_when = "kind=reconsideration"  # type: ignore[attr-defined]
        self.initial.setdefault("received_on", self.today)
        late = self.case.is_open and self.case.due_on is not None and self.today > self.case.due_on
        unanswered = Remedy.Against.SILENCE if late else Remedy.Against.STEP
        answered = not self.case.is_open or self.case.round_no > 1
        self.initial.setdefault("against", Remedy.Against.REPLY if answered else unanswered)
        self.initial.setdefault("body", self.case.organ.reconsideration_organ)


class OfRemedy(ActForm):
    remedy_id = forms.TypedChoiceField(label="复议、诉讼", coerce=int)

    def prepare(self) -> None:
        self.fields["remedy_id"].choices = [(row.pk, f"{row}（{row.body}）") for row in self.rows()]  # type: ignore[attr-defined]

    def rows(self) -> Any:
        return self.case.remedies.filter(decided_on=None)


class AnswerRemedy(OfRemedy):
    answered_on = Day(label="提交答复和证据之日")

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("answered_on", self.today)

    def rows(self) -> Any:
        return super().rows().filter(answered_on=None)


class CloseRemedy(OfRemedy):
    ruling = forms.ChoiceField(label="处理结果", choices=Remedy.Ruling.choices)
    decision_number = forms.CharField(label="决定书（裁判文书）文号", max_length=60, required=False)
    decided_on = Day(label="作出之日")
    decision_received_on = Day(label="收到决定书（裁判文书）之日")
    orders_new_reply = forms.BooleanField(
        label="责令重新答复（履行）", required=False, help_text="撤销、确认违法或者无效、责令履行的，可能责令重新答复。"
    )
    new_reply_days = forms.IntegerField(
        label="重新答复的天数", required=False, min_value=1, max_value=remedy.MAX_DAYS,
        help_text="自收到决定书之日的次日起算；决定没有写明期限的，天数和日期都留空，按二十个工作日计算。",
    )  # fmt: skip
    new_reply_unit = forms.ChoiceField(label="天数的计算", choices=Remedy.Unit.choices, required=False)
    new_reply_by = Day(label="或者截止日期", required=False)
    procedural = forms.BooleanField(
        label="以违反法定程序为由撤销", required=False, help_text="其他理由撤销的，不得以同一事实和理由作出相同的答复。"
    )
    note = text("说明", rows=2, required=False)

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("decision_received_on", self.today)
        for name in ("new_reply_days", "new_reply_unit", "new_reply_by"):
            self.fields[name].show_when = "orders_new_reply=on"  # type: ignore[attr-defined]
        self.fields["orders_new_reply"].show_when = f"ruling={','.join(remedy.MAY_ORDER)}"  # type: ignore[attr-defined]
        self.fields["procedural"].show_when = "ruling=revoke"  # type: ignore[attr-defined]


class AmendRemedy(CloseRemedy):
    """The result entered last, to be put right as a whole."""

    reason = text("更正的理由", rows=2, help_text="写明原登记有何错误、依据是什么；更正前的结果保留在办理记录中。")

    def prepare(self) -> None:
        super().prepare()
        last = self.rows().last()
        if last is not None:
            entered: dict[str, Any] = {name: getattr(last, name) for name in self.fields if hasattr(last, name)}
            self.initial.update(entered | {"remedy_id": last.pk})

    def rows(self) -> Any:
        return self.case.remedies.exclude(decided_on=None)


class Remand(OfRemedy):
    def rows(self) -> Any:
        return orders_waiting(self.case)
