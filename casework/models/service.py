"""送达: how a document reached the person it is for, with proof; the date that counts is CNT-9."""

from __future__ import annotations

from django.db import models


class Service(models.Model):
    """One service of one document. ``served_on`` is the date the law counts: posted, signed, or entered (CNT-9)."""

    class Way(models.TextChoices):
        DIRECT = "direct", "直接送达"
        POST = "post", "邮寄送达"
        ELECTRONIC = "electronic", "电子送达"
        ENTRUSTED = "entrusted", "委托送达"
        LEFT = "left", "留置送达"
        PUBLIC = "public", "公告送达"

    class Result(models.TextChoices):
        ON_WAY = "on_way", "在途"
        DELIVERED = "delivered", "已签收"
        RETURNED = "returned", "退回"
        REFUSED = "refused", "拒收"

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="services", verbose_name="办件")
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    document_code = models.CharField("文书代码", max_length=8)
    document_number = models.CharField("文号", max_length=60, blank=True)
    about = models.PositiveIntegerField("所涉事项", null=True)
    way = models.CharField("送达方式", max_length=10, choices=Way.choices)
    served_on = models.DateField("送达之日")
    carrier = models.CharField("邮政企业", max_length=30, blank=True)
    tracking_number = models.CharField("邮件号码", max_length=30, blank=True)
    receiver = models.CharField("签收人", max_length=30, blank=True)
    delivered_on = models.DateField("签收日", null=True, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result.choices, default=Result.ON_WAY)
    witnesses = models.CharField("见证人", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    proof = models.ForeignKey(
        "casework.Attachment", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭证"
    )
    recorded_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "送达"

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.served_on}"
