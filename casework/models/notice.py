"""What the bell shows: one line to one person about one case. ``created_at`` is the moment it reaches the person."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    staff = models.ForeignKey("casework.Staff", on_delete=models.CASCADE, related_name="notices", verbose_name="接收人")
    case = models.ForeignKey(
        "casework.Case", on_delete=models.CASCADE, null=True, related_name="notices", verbose_name="办件"
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
