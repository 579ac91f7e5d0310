"""What the bell shows: one line to one person about one case. ``created_at`` is the moment it reaches the person."""

from __future__ import annotations

from datetime import time

from django.db import models


class Notice(models.Model):
    staff = models.ForeignKey("casework.Staff", on_delete=models.CASCADE, related_name="notices", verbose_name="接收人")
    case = models.ForeignKey(
        "casework.Case", on_delete=models.CASCADE, null=True, related_name="notices", verbose_name="办件"
    )
    mail = models.ForeignKey(
        "casework.IncomingMail", on_delete=models.CASCADE, null=True, related_name="+", verbose_name="来件"
    )
    kind = models.CharField("种类", max_length=20)
    text = models.CharField("内容", max_length=200)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)
    once_key = models.CharField("去重键", max_length=80, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "提醒"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "once_key"], condition=~models.Q(once_key=""), name="notice_once_per_key"
            )
        ]
        indexes = [models.Index(fields=["staff", "read_at"])]

    def __str__(self) -> str:
        return self.text


class NoticeWishes(models.Model):
    """How one person wants to be told: when not (防打扰时段), on which days, the daily digest. No row: the defaults.

    ``digested_on`` is the day of the last digest; it is claimed by compare-and-set, so that there is one a day.
    """

    staff = models.OneToOneField(
        "casework.Staff", on_delete=models.CASCADE, related_name="wishes", verbose_name="工作人员"
    )
    working_days_only = models.BooleanField("只在工作日提醒", default=True)
    quiet_from = models.TimeField("防打扰时段自", default=time(18, 0))
    quiet_to = models.TimeField("防打扰时段至", default=time(8, 30))
    digest = models.BooleanField("每个工作日发送一次待办摘要", default=True)
    digest_at = models.TimeField("摘要时间", default=time(9, 0))
    by_email = models.BooleanField("摘要同时发送到我的电子邮箱", default=False)
    digested_on = models.DateField(null=True, editable=False)

    objects = models.Manager["NoticeWishes"]()

    class Meta:
        db_table = "workflow_noticewishes"
        verbose_name = verbose_name_plural = "通知偏好"

    def __str__(self) -> str:
        return f"{self.staff} 通知偏好"
