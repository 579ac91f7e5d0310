"""来件: what arrived and is no case yet: it waits for the applicant's confirmation, or lies at the wrong organ."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from casework.law import identity
from casework.law.receipt import CHANNELS
from casework.models.visibility import DISTRICT_ROLES
from casework.personal import EncryptedTextField

if TYPE_CHECKING:
    from casework.models.staff import Staff


class IncomingQuerySet(models.QuerySet["IncomingMail"]):
    def visible_to(self, actor: Staff) -> IncomingQuerySet:
        """The rows of the two organs for their intake clerks; all of them for district supervision."""
        if any(post.role in DISTRICT_ROLES for post in actor.posts):
            return self
        organs = [post.organ_id for post in actor.posts if post.role == "intake"]
        return self.filter(Q(organ__in=organs) | Q(addressed_to__in=organs))


class IncomingMail(models.Model):
    """One application on its way to a case.

    Addressed to this organ, ``addressed_to`` and ``addressed_name`` are empty and it waits to be confirmed (Art. 31(2)
    and (3)). Addressed to another (误投件), it is handed over, and the clock of the case goes by ``arrived_on``, the
    day it was first signed for. ``confirmed_on``: the day the applicant was reached.
    """

    class State(models.TextChoices):
        CONFIRMING = "confirming", "待确认"
        WAITING = "waiting", "待移交"
        HANDED = "handed", "已移交"
        REGISTERED = "registered", "已登记"
        REFUSED = "refused", "已退回"
        CLOSED = "closed", "已了结"

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", "申请人不再申请"
        NOT_REQUEST = "not_request", "不是政府信息公开申请"
        UNANSWERED = "unanswered", "始终联系不上"
        ELSEWHERE = "elsewhere", "已另行登记，或者录入有误"

    class HandOverWay(models.TextChoices):
        MESSENGER = "messenger", "专人送交"
        EXCHANGE = "exchange", "机要（公文）交换"
        POST = "post", "邮寄"

    organ = models.ForeignKey("casework.Organ", on_delete=models.PROTECT, related_name="+", verbose_name="收件机关")
    addressed_to = models.ForeignKey(
        "casework.Organ", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="写给的机关"
    )
    addressed_name = models.CharField("写给的区外机关", max_length=100, blank=True)
    sender = EncryptedTextField("寄件人", blank=True)
    contact = EncryptedTextField("联系方式", blank=True)
    title = models.CharField("件的内容", max_length=200)
    enclosed = models.CharField("所附材料", max_length=200, blank=True)
    channel = models.CharField(
        "来件方式", max_length=20, choices=[(channel.code, channel.label) for channel in CHANNELS.values()]
    )
    reference = models.CharField("来件标识", max_length=100, blank=True)
    arrived_on = models.DateField("送到日期")
    arrived_time = models.TimeField("送到时刻", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices)
    confirmed_on = models.DateField("与申请人确认日期", null=True, blank=True)
    ending = models.CharField("了结原因", max_length=12, choices=Ending.choices, blank=True)
    ending_reason = models.CharField("了结说明", max_length=300, blank=True)
    ended_on = models.DateField("了结日期", null=True, blank=True)
    handed_over_on = models.DateField("移交日期", null=True, blank=True)
    hand_over_way = models.CharField("移交方式", max_length=10, choices=HandOverWay.choices, blank=True)
    receiver = models.CharField("对方签收人", max_length=30, blank=True)
    refusal = models.CharField("退回理由", max_length=300, blank=True)
    case = models.OneToOneField(
        "casework.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incoming",
        verbose_name="办件",
    )
    recorded_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    objects = IncomingQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_on", "-id"]
        verbose_name = verbose_name_plural = "来件"
        constraints = [
            models.CheckConstraint(
                condition=Q(addressed_to=None) | Q(addressed_name=""),
                name="incoming_has_one_addressee",
                violation_error_message="区内机关和区外机关只填一项。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "handed", "refused"])
                | Q(addressed_to__isnull=False)
                | Q(addressed_name__gt=""),
                name="incoming_misdirected_has_addressee",
                violation_error_message="请填写写给哪个机关。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirming", "closed"]) | Q(addressed_to=None, addressed_name=""),
                name="incoming_own_has_no_addressee",
                violation_error_message="待确认的来件是写给本机关的。",
            ),
            models.CheckConstraint(
                condition=~Q(addressed_to=models.F("organ")),
                name="incoming_to_another_organ",
                violation_error_message="写给本机关的，登记为待确认来件。",
            ),
            models.CheckConstraint(
                condition=Q(state="registered", case__isnull=False) | (~Q(state="registered") & Q(case=None)),
                name="incoming_registered_has_case",
                violation_error_message="已登记的来件应当有办件。",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", ending__gt="", ended_on__isnull=False)
                | (~Q(state="closed") & Q(ending="", ended_on=None)),
                name="incoming_closed_says_why",
                violation_error_message="了结的来件应当写明原因和日期。",
            ),
        ]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"来件 {self.pk}"

    @property
    def misdirected(self) -> bool:
        return self.addressed_to_id is not None or bool(self.addressed_name)

    @property
    def addressee(self) -> str:
        return self.addressed_to.name if self.addressed_to else self.addressed_name or self.organ.name

    @property
    def masked_sender(self) -> str:
        return identity.mask_name(self.sender) if self.sender else "未载明"

    @property
    def state_word(self) -> str:
        confirmed = self.state == self.State.CONFIRMING and self.confirmed_on is not None
        return "已确认待登记" if confirmed else self.get_state_display()

    @property
    def channel_in_short(self) -> str:
        return CHANNELS[self.channel].in_forms

    @property
    def waits(self) -> bool:
        """Whether it still lies here to be handed over, for the first time or again."""
        return self.state in (self.State.WAITING, self.State.REFUSED)

    @property
    def law_channel(self) -> str:
        """The channel the law reads it as: misdirected mail is one of its own, whatever way it came."""
        return "mail_misdirected" if self.misdirected else self.channel

    @property
    def came_here_on(self) -> date:
        """The day it came to the organ that registers it."""
        return self.handed_over_on if self.misdirected and self.handed_over_on else self.arrived_on


class ContactAttempt(models.Model):
    """One try to confirm an application with whoever sent it. Rows are added, never changed: they prove a date."""

    class Way(models.TextChoices):
        PHONE = "phone", "电话"
        SMS = "sms", "短信"
        EMAIL = "email", "电子邮件"
        POST = "post", "信函"
        IN_PERSON = "in_person", "当面、上门"

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", "已确认"
        PENDING = "pending", "已联系，待其确认"
        UNANSWERED = "unanswered", "未联系上"
        NO_CONTACT = "no_contact", "没有可用的联系方式"

    NOT_REACHED = (Outcome.UNANSWERED, Outcome.NO_CONTACT)

    mail = models.ForeignKey(IncomingMail, on_delete=models.PROTECT, related_name="attempts", verbose_name="来件")
    made_on = models.DateField("联系日期")
    made_time = models.TimeField("联系时刻", null=True, blank=True)
    made_by = models.CharField("联系人", max_length=30)
    way = models.CharField("联系方式", max_length=10, choices=Way.choices)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    note = EncryptedTextField("情况", blank=True)
    recorded_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["made_on", "made_time", "id"]
        verbose_name = verbose_name_plural = "联系记录"

    def __str__(self) -> str:
        return f"{self.made_on} {self.get_way_display()} {self.get_outcome_display()}"
