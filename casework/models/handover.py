"""交办、转办: which unit had the case on its desk, from when to when, and how it came there. The clock never stops."""

from __future__ import annotations

from django.db import models


class Handover(models.Model):
    """One passing of a case to a unit: signed for, declined in time, or decided by the district office."""

    class Way(models.TextChoices):
        ASSIGN = "assign", "交办"
        TRANSFER = "transfer", "转办"
        DECISION = "decision", "裁定"

    class State(models.TextChoices):
        OFFERED = "offered", "待签收"
        SIGNED = "signed", "已签收"
        DECLINED = "declined", "已退回"

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="handovers", verbose_name="办件")
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    way = models.CharField("方式", max_length=10, choices=Way.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OFFERED)
    from_unit = models.ForeignKey(
        "casework.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="移出科室"
    )
    to_unit = models.ForeignKey(
        "casework.Unit", on_delete=models.PROTECT, related_name="handovers", verbose_name="接收科室"
    )
    reason = models.TextField("理由或者办理要求", blank=True)
    sent_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="移出人")
    sent_at = models.DateTimeField("移出时间")
    answer_by = models.DateField("签收或者退回的期限")
    answered_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="签收（退回）人"
    )
    answered_at = models.DateTimeField("签收（退回）时间", null=True, blank=True)
    declined_reason = models.TextField("退回理由", blank=True)
    ended_at = models.DateTimeField("离开时间", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "交办转办"
        indexes = [
            models.Index(
                fields=["case"],
                condition=models.Q(way__in=["transfer", "decision"]) | models.Q(state="declined"),
                name="handovers_on_and_back",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(ended_at=None), name="one_unit_holds_the_case")
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}：{self.to_unit}"
