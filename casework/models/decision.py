"""The answer in the making: outcome, ground, the record of the search, and who reviewed it."""

from __future__ import annotations

from django.db import models

from casework.law.outcomes import OUTCOMES


class Decision(models.Model):
    """答复决定 of one round: exactly one outcome of the catalogue (law.md §2.1) and the facts it requires.

    ``facts`` holds what was entered in the slots of the reply, by slot name; ``ground`` one paragraph a line.
    """

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="decisions", verbose_name="办件")
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    outcome = models.CharField(
        "答复结果", max_length=4, choices=[(code, outcome.label) for code, outcome in OUTCOMES.items()]
    )
    ground = models.TextField("事实和理由", blank=True)
    facts = models.JSONField("要素", default=dict)
    drafted_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="拟稿人")
    drafted_at = models.DateTimeField("拟稿时间")
    submitted_at = models.DateTimeField("送审时间", null=True, blank=True)
    signed_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="签发人"
    )
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)

    class Meta:
        ordering = ["case_id", "round_no"]
        verbose_name = verbose_name_plural = "答复决定"
        constraints = [models.UniqueConstraint(fields=["case", "round_no"], name="one_decision_per_round")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}（第 {self.round_no} 轮）"


class SearchRecord(models.Model):
    """检索记录: where, with which words, by whom and when; needed before 信息不存在 (Art. 36(4), guiding case 101)."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="searches", verbose_name="办件")
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    places = models.CharField("检索范围（系统、档案）", max_length=300)
    keywords = models.CharField("检索词", max_length=200)
    persons = models.CharField("检索人", max_length=100)
    searched_on = models.DateField("检索日期")
    result = models.TextField("检索结果")
    found = models.BooleanField("检索到相关信息", default=False)
    recorded_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        ordering = ["searched_on", "id"]
        verbose_name = verbose_name_plural = "检索记录"

    def __str__(self) -> str:
        return f"{self.searched_on} {self.places}"


class Review(models.Model):
    """One reviewer's verdict on one version of the draft."""

    class Step(models.TextChoices):
        SECRECY = "secrecy", "保密审查"
        LEGAL = "legal", "法制审核"
        SIGN_OFF = "sign_off", "签发"

    class Verdict(models.TextChoices):
        APPROVE = "approve", "同意"
        RETURN = "return", "退回"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reviews", verbose_name="答复决定")
    step = models.CharField("环节", max_length=10, choices=Step.choices)
    verdict = models.CharField("结论", max_length=10, choices=Verdict.choices)
    opinion = models.TextField("意见", blank=True)
    reviewer = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="审核人")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "审核意见"

    def __str__(self) -> str:
        return f"{self.get_step_display()}：{self.get_verdict_display()}"
