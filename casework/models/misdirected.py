"""误投件: an application that lies at another organ than the one it is addressed to, until it is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from casework.law import identity
from casework.models.visibility import DISTRICT_ROLES
from casework.personal import EncryptedTextField

if TYPE_CHECKING:
    from casework.models.staff import Staff


class MisdirectedQuerySet(models.QuerySet["MisdirectedMail"]):
    def visible_to(self, actor: Staff) -> MisdirectedQuerySet:
        """The rows of the two organs for their intake clerks; all of them for district supervision."""
        if any(post.role in DISTRICT_ROLES for post in actor.posts):
            return self
        organs = [post.organ_id for post in actor.posts if post.role == "intake"]
        return self.filter(Q(organ__in=organs) | Q(addressed_to__in=organs))


class MisdirectedMail(models.Model):
    """``arrived_on``: the day it was first signed for, which the clock of the case goes by (Art. 31(2))."""

    class State(models.TextChoices):
        WAITING = "waiting", "待移交"
        HANDED = "handed", "已移交"
        REGISTERED = "registered", "已登记"
        REFUSED = "refused", "已退回"

    class Way(models.TextChoices):
        SIGNED = "signed", "挂号信、特快专递"
        ORDINARY = "ordinary", "平常信函"
        IN_PERSON = "in_person", "当面递交"

    class HandOverWay(models.TextChoices):
        MESSENGER = "messenger", "专人送交"
        EXCHANGE = "exchange", "机要（公文）交换"
        POST = "post", "邮寄"

    organ = models.ForeignKey("casework.Organ", on_delete=models.PROTECT, related_name="+", verbose_name="收件机关")
    addressed_to = models.ForeignKey(
        "casework.Organ", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="写给的机关"
    )
    addressed_name = models.CharField("写给的区外机关", max_length=100, blank=True)
    sender = EncryptedTextField("寄件人")
    title = models.CharField("件的内容", max_length=200)
    way = models.CharField("来件方式", max_length=10, choices=Way.choices)
    arrived_on = models.DateField("最初签收日期")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    handed_over_on = models.DateField("移交日期", null=True, blank=True)
    hand_over_way = models.CharField("移交方式", max_length=10, choices=HandOverWay.choices, blank=True)
    receiver = models.CharField("对方签收人", max_length=30, blank=True)
    refusal = models.CharField("退回理由", max_length=300, blank=True)
    case = models.OneToOneField(
        "casework.Case",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="misdirected",
        verbose_name="办件",
    )
    recorded_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    objects = MisdirectedQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_on", "-id"]
        verbose_name = verbose_name_plural = "误投件"
        constraints = [
            models.CheckConstraint(
                condition=Q(addressed_to=None, addressed_name__gt="")
                | Q(addressed_to__isnull=False, addressed_name=""),
                name="misdirected_has_one_addressee",
                violation_error_message="请填写写给哪个机关，区内机关和区外机关只填一项。",
            ),
            models.CheckConstraint(
                condition=~Q(addressed_to=models.F("organ")),
                name="misdirected_to_another_organ",
                violation_error_message="写给本机关的申请请直接登记。",
            ),
            models.CheckConstraint(
                condition=Q(state="registered", case__isnull=False) | (~Q(state="registered") & Q(case=None)),
                name="misdirected_registered_has_case",
                violation_error_message="已登记的误投件应当有办件。",
            ),
        ]

    def __str__(self) -> str:
        return f"误投件 {self.pk}"

    @property
    def addressee(self) -> str:
        return self.addressed_to.name if self.addressed_to else self.addressed_name

    @property
    def masked_sender(self) -> str:
        return identity.mask_name(self.sender)

    @property
    def waits(self) -> bool:
        """Whether it still lies here to be handed over, for the first time or again."""
        return self.state in (self.State.WAITING, self.State.REFUSED)
