"""Files of the case, kept outside the web root under names nobody chose."""

from __future__ import annotations

from django.db import models


class Attachment(models.Model):
    """One stored file. ``stored`` is a path below FILES_DIR made of digits; ``name`` is only ever shown."""

    class Kind(models.TextChoices):
        APPLICATION = "application", "申请材料"
        IDENTITY = "identity", "身份证明"
        AUTHORITY = "authority", "授权委托书"
        ENVELOPE = "envelope", "信封及邮戳"
        CORRECTION = "correction", "补正材料"
        OPINION = "opinion", "征求意见材料"
        INFORMATION = "information", "拟提供的信息"
        PROOF = "proof", "送达凭证"
        OTHER = "other", "其他"

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="attachments", verbose_name="办件")
    kind = models.CharField("材料种类", max_length=12, choices=Kind.choices, default=Kind.APPLICATION)
    name = models.CharField("文件名", max_length=120)
    stored = models.CharField(max_length=80, unique=True, editable=False)
    media_type = models.CharField("内容类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "附件"

    def __str__(self) -> str:
        return self.name
