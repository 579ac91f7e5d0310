"""Dated facts that move the statutory clock. The clock folds them (casework/law/clock.py); nothing here counts days.

Every row belongs to a round: a remanded case is answered again in a new round with facts of its own.
"""

from __future__ import annotations

from django.db import models


class RoundFact(models.Model):
    """Common to all facts: the case, the round, who entered it and when."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="%(class)ss", verbose_name="办件")
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    recorded_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        abstract = True


class Correction(RoundFact):
    """补正: one notice naming all matters (Art. 30); the corrected application restarts the clock."""

    unclear = models.TextField("不明确的内容", blank=True)
    matters = models.TextField("需补正的事项及理由")
    guidance = models.TextField("指导和释明", blank=True)
    sent_on = models.DateField("补正告知书发出日")
    delivered_on = models.DateField("申请人收到日", null=True, blank=True)
    period_wd = models.PositiveSmallIntegerField("补正期限（工作日）")
    corrected_on = models.DateField("收到补正之日", null=True, blank=True)
    corrected_text = models.TextField("补正内容", blank=True)
    override_reason = models.CharField("再次补正的理由", max_length=300, blank=True)
    good_reason = models.CharField("逾期补正的正当理由", max_length=300, blank=True)
    prolonged_to = models.DateField("补正期限延至", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "补正"

    def __str__(self) -> str:
        return f"补正（{self.sent_on}）"


class FeeCharge(RoundFact):
    """信息处理费: by item or by page, never both (国办函〔2020〕109号)."""

    class Mode(models.TextChoices):
        ITEMS = "items", "按件计收"
        PAGES = "pages", "按量计收"

    mode = models.CharField("计收方式", max_length=5, choices=Mode.choices)
    quantity = models.PositiveIntegerField("件数或页数")
    amount_cny = models.PositiveIntegerField("金额（元）")
    steps = models.JSONField("计算过程", default=list)
    sent_on = models.DateField("收费通知发出日")
    received_on = models.DateField("申请人收到日", null=True, blank=True)
    paid_on = models.DateField("足额缴费日", null=True, blank=True)
    count_reason = models.CharField("与系统计数不同的理由", max_length=200, blank=True)
    late_reason = models.CharField("逾期缴费的理由", max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "收费"

    def __str__(self) -> str:
        return f"{self.get_mode_display()} {self.amount_cny} 元"


class Consultation(RoundFact):
    """征求意见 of a third party, a co-issuing organ, or another organ; its time is not counted (Arts 32–34)."""

    class Kind(models.TextChoices):
        THIRD_PARTY = "third_party", "第三方"
        CO_ISSUER = "co_issuer", "共同制作机关"
        ORGAN = "organ", "其他机关"
        DETERMINE = "determine", "主管部门（报请确定）"

    class Opinion(models.TextChoices):
        AGREE = "agree", "同意公开"
        REFUSE = "refuse", "不同意公开"
        PARTLY = "partly", "部分同意公开"
        SILENT = "silent", "逾期未提出意见"

    class Way(models.TextChoices):
        POST = "post", "邮寄"
        DIRECT = "direct", "直接送达"
        ELECTRONIC = "electronic", "电子送达"

    kind = models.CharField("征求对象", max_length=12, choices=Kind.choices)
    party = models.CharField("对象名称", max_length=100)
    subject = models.TextField("征求意见的信息")
    interest = models.CharField("可能涉及的权益", max_length=60, blank=True)
    way = models.CharField("送达方式", max_length=10, choices=Way.choices, default=Way.POST)
    sent_on = models.DateField("征求意见书发出日")
    received_on = models.DateField("对方收到日", null=True, blank=True)
    opinion_on = models.DateField("收到意见日", null=True, blank=True)
    opinion = models.CharField("意见", max_length=6, choices=Opinion.choices, blank=True)
    opinion_text = models.TextField("意见内容及理由", blank=True)
    grounds_reasonable = models.BooleanField("不同意的理由合理", null=True, blank=True)
    applicant_told_on = models.DateField("告知申请人日", null=True, blank=True)
    closed_on = models.DateField("征求结束日", null=True, blank=True)
    override_reason = models.TextField("决定公开的理由", blank=True)
    overridden_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )
    overridden_on = models.DateField("决定公开日", null=True, blank=True)
    party_told_on = models.DateField("书面告知第三方日", null=True, blank=True)
    disclose_after = models.DateField("告知后不早于该日提供", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "征求意见"

    def __str__(self) -> str:
        return f"征求{self.get_kind_display()}意见：{self.party}"


class Extension(RoundFact):
    """延期: at most 20 working days, once, approved by the head of the disclosure office (Art. 33(2))."""

    days = models.PositiveSmallIntegerField("延长工作日")
    reason = models.TextField("延期理由")
    approved_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    approved_on = models.DateField("批准日", null=True, blank=True)
    refused_reason = models.CharField("不批准理由", max_length=300, blank=True)
    notified_on = models.DateField("告知申请人日", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "延期"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gte=1, days__lte=20),
                name="extension_1_to_20",
                violation_error_message="延期只能是 1 至 20 个工作日（条例第三十三条第二款）。",
            )
        ]

    def __str__(self) -> str:
        return f"延期 {self.days} 个工作日"


class ReasonRequest(RoundFact):
    """要求说明理由: number and frequency look beyond reasonable, so the applicant is asked why (Art. 35)."""

    count = models.PositiveIntegerField("申请件数")
    period = models.CharField("统计期间", max_length=60)
    evidence = models.TextField("数量、频次明显超过合理范围的情况")
    period_wd = models.PositiveSmallIntegerField("说明理由的期限（工作日）")
    sent_on = models.DateField("说明理由告知书发出日")
    delivered_on = models.DateField("申请人收到日", null=True, blank=True)
    answered_on = models.DateField("收到说明之日", null=True, blank=True)
    answer = models.TextField("申请人说明的理由", blank=True)
    reasonable = models.BooleanField("理由合理", null=True, blank=True)
    assessment = models.TextField("认定意见", blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "说明理由"

    def __str__(self) -> str:
        return f"要求说明理由（{self.sent_on}）"


class ArtDelay(RoundFact):
    """合理延迟: a reasonable period set and told to an applicant beyond a reasonable number (Art. 35)."""

    until = models.DateField("延迟答复至")
    reason = models.TextField("理由")
    decided_on = models.DateField("决定日", null=True, blank=True)
    notified_on = models.DateField("告知申请人日", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "延迟答复"

    def __str__(self) -> str:
        return f"延迟至 {self.until}"
