"""行政复议、行政诉讼 against what was decided on a case, or against silence; counted in table four of the report."""

from __future__ import annotations

from django.db import models


class Remedy(models.Model):
    """One reconsideration or one suit. ``answer_by`` is the organ's own limit to answer and prove (T23, T25)."""

    class Kind(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        SUIT_DIRECT = "suit_direct", "行政诉讼（未经复议直接起诉）"
        SUIT_AFTER = "suit_after", "行政诉讼（复议后起诉）"

    class Against(models.TextChoices):
        REPLY = "reply", "答复"
        SILENCE = "silence", "逾期未答复"
        STEP = "step", "补正、延期、收费等程序性行为"

    class Procedure(models.TextChoices):
        ORDINARY = "ordinary", "普通程序"
        SIMPLIFIED = "simplified", "简易程序"

    class Unit(models.TextChoices):
        WORKING = "wd", "工作日"
        NATURAL = "days", "日（自然日）"

    class Result(models.TextChoices):
        UPHELD = "upheld", "结果维持"
        CORRECTED = "corrected", "结果纠正"
        OTHER = "other", "其他结果"

    class Ruling(models.TextChoices):
        """What the decision says; each belongs to one class of table four."""

        UPHOLD = "uphold", "维持（驳回诉讼请求）"
        REVOKE = "revoke", "撤销"
        CHANGE = "change", "变更"
        UNLAWFUL = "unlawful", "确认违法"
        INVALID = "invalid", "确认无效"
        PERFORM = "perform", "责令（判决）限期履行"
        REJECT = "reject", "驳回申请（起诉）"
        NOT_ACCEPTED = "not_accepted", "不予受理"
        TERMINATED = "terminated", "终止"
        WITHDRAWN = "withdrawn", "撤回（撤诉）"

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="remedies", verbose_name="办件")
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    kind = models.CharField("种类", max_length=16, choices=Kind.choices)
    against = models.CharField("针对", max_length=8, choices=Against.choices, default=Against.REPLY)
    body = models.CharField("复议机关、法院", max_length=100)
    reference = models.CharField("案号", max_length=60, blank=True)
    procedure = models.CharField("程序", max_length=10, choices=Procedure.choices, default=Procedure.ORDINARY)
    received_on = models.DateField("收到申请书（起诉状）副本之日")
    answer_by = models.DateField("答复举证期限")
    answered_on = models.DateField("提交答复举证之日", null=True, blank=True)
    ruling = models.CharField("处理结果", max_length=12, choices=Ruling.choices, blank=True)
    result = models.CharField("年报分类", max_length=10, choices=Result.choices, blank=True)
    decision_number = models.CharField("决定书（裁判文书）文号", max_length=60, blank=True)
    decided_on = models.DateField("作出决定（裁判）之日", null=True, blank=True)
    decision_received_on = models.DateField("收到决定书（裁判文书）之日", null=True, blank=True)
    orders_new_reply = models.BooleanField("责令重新答复", default=False)
    procedural = models.BooleanField("以违反法定程序为由", default=False)
    new_reply_days = models.PositiveSmallIntegerField("重新答复的天数", null=True, blank=True)
    new_reply_unit = models.CharField("天数的计算", max_length=4, choices=Unit.choices, default=Unit.WORKING)
    new_reply_by = models.DateField("重新答复的期限", null=True, blank=True)
    opened_round = models.PositiveSmallIntegerField("重新答复的轮次", null=True, blank=True)
    note = models.TextField("说明", blank=True)
    recorded_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["received_on", "id"]
        verbose_name = verbose_name_plural = "复议诉讼"
        indexes = [models.Index(fields=["kind", "decided_on"]), models.Index(fields=["answered_on", "answer_by"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}".strip()

    @property
    def decision_name(self) -> str:
        """What ended it: 行政复议决定, or a ruling of the court."""
        return "行政复议决定" if self.kind == self.Kind.RECONSIDERATION else "行政裁判"

    @property
    def verdict(self) -> str:
        """How the result reads beside a precedent: 济南市人民政府：撤销."""
        return f"{self.body}：{self.get_ruling_display()}" if self.ruling else ""

    @property
    def awaits_answer(self) -> bool:
        """Whether the organ still owes its answer and its evidence."""
        return self.answered_on is None and self.decided_on is None
