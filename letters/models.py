"""文书 as issued: number, source, file and the versions that made it, frozen together."""

from __future__ import annotations

from django.db import models

from casework.personal import EncryptedTextField


class Letter(models.Model):
    """One document that left the office. It is never rendered again: the file is kept, its hash is on record.

    ``source`` is the canonical JSON of the facts it was made from, encrypted because it names people; ``made_with`` the
    versions of template, fonts and engine. A wrong letter is voided with a reason (作废) or corrected by another
    (``corrects``), never changed. ``about`` is the row it answers to where a case has several (a consultation);
    ``sha256`` is that of the kept file; where it was signed, ``unsigned_sha256`` that of the file before.
    ``verify_code`` the code of its public page, none while the installation has no public address.
    """

    class State(models.TextChoices):
        ISSUED = "issued", "已制发"
        VOID = "void", "已作废"

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="letters", verbose_name="办件")
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    code = models.CharField("文书代码", max_length=8)
    about = models.PositiveBigIntegerField("所涉登记", null=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections", verbose_name="所更正的文书"
    )
    name = models.CharField("文书名称", max_length=60)
    organ = models.ForeignKey("casework.Organ", on_delete=models.PROTECT, related_name="+", verbose_name="署名机关")
    series = models.CharField("编号种类", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("流水号", null=True)
    number = models.CharField("文号", max_length=60, blank=True)
    outcome = models.CharField("答复结果", max_length=4, blank=True)
    state = models.CharField("状态", max_length=6, choices=State.choices, default=State.ISSUED)
    issued_on = models.DateField("成文日期")
    issued_at = models.DateTimeField("制发时间")
    verify_code = models.CharField("核验码", max_length=16, unique=True, null=True)  # noqa: DJ001 (NULL: none)
    issued_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="制发人")
    template_version = models.CharField("模板版本", max_length=20)
    source = EncryptedTextField("来源数据")
    source_sha256 = models.CharField(max_length=64)
    made_with = models.JSONField("生成环境", default=dict)
    stored = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField("文件校验值", max_length=64)
    unsigned_sha256 = models.CharField("签名前的校验值", max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField("页数")
    voided_at = models.DateTimeField("作废时间", null=True)
    voided_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="作废人"
    )
    void_reason = models.CharField("作废理由", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "文书"
        constraints = [
            models.UniqueConstraint(fields=["organ", "series", "year", "serial"], name="letter_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}".strip()

    @property
    def key(self) -> str:
        """The key of the catalogue it was made by."""
        return self.template_version.partition("/")[0]


class DraftVersion(models.Model):
    """The text of a draft as it was saved: reviewers see what changed. Encrypted, because it names people."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="+", verbose_name="办件")
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    number = models.PositiveSmallIntegerField("版本")
    key = models.CharField("文书代码", max_length=8)
    outcome = models.CharField("答复结果", max_length=4)
    text = EncryptedTextField("正文")
    saved_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="保存人")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        ordering = ["number"]
        verbose_name = verbose_name_plural = "拟稿版本"
        constraints = [models.UniqueConstraint(fields=["case", "round_no", "number"], name="draft_version_once")]

    def __str__(self) -> str:
        return f"第 {self.number} 稿"
