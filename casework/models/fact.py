"""What the figures are counted from: one narrow row a case, and month totals that spare counting a million of them.

Neither is truth: ``casework.statistics.facts`` says from the cases what a row must be, ``acts.facts`` writes it in the
transaction of the case, ``check_facts`` proves the two equal.
"""

from __future__ import annotations

from django.db import models

from casework.models.organ import Organ

# The kinds of organ that stand on the map.
STREETS = (Organ.Kind.STREET.value, Organ.Kind.TOWN.value)
BUCKET = 100_000
# What the days at the ends of a period are counted by: PostgreSQL reads it from the index alone.
_COMING = ["organ", "in_bucket", "channel", "category", "topic", "unit", "street"]
_ENDING = [
    "organ", "out_bucket", "channel", "category", "topic", "unit", "result", "late", "days", "extended", "corrected",
    "consulted", "reviewed", "overturned",
]  # fmt: skip


class CaseFact(models.Model):
    """One request for information as the figures need it; a correction of records (Art. 41) has no row.

    A bucket is (year × 12 + month − 1) × 100 000 + key of the organ.
    Nothing looks for the facts of an organ, a unit or a street but within months or days: they have no index.
    ``subject`` tells requests for the same information: equal for equal summaries but for their form.
    ``asked_again`` and ``asks_often`` narrow what 集中与重复 must read. They are set behind the acts, by the folding
    that adds up the totals, and never taken back: a fact with one may have lost its fellows, one without has none.
    """

    case = models.OneToOneField(
        "casework.Case", on_delete=models.CASCADE, primary_key=True, related_name="fact", verbose_name="办件"
    )
    organ = models.ForeignKey(
        "casework.Organ", on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="答复机关"
    )
    unit = models.ForeignKey(
        "casework.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="承办科室"
    )
    street = models.ForeignKey(
        "casework.Organ", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="街道"
    )
    channel = models.CharField("申请渠道", max_length=20)
    category = models.CharField("第一申请人类别", max_length=16, blank=True)
    topic = models.CharField("主题", max_length=30, blank=True)
    is_open = models.BooleanField("在办")
    received_on = models.DateField("收到申请之日")
    ended_on = models.DateField("首次办结日", null=True)
    result = models.CharField("首次办理结果", max_length=4, blank=True)
    late = models.BooleanField("逾期", null=True)
    days = models.PositiveSmallIntegerField("收到至办结的工作日", null=True)
    extended = models.BooleanField("已延期", default=False)
    corrected = models.BooleanField("已补正告知", default=False)
    consulted = models.BooleanField("已征求意见", default=False)
    reviewed = models.BooleanField("复议诉讼已有结果", default=False)
    overturned = models.BooleanField("复议诉讼结果纠正", default=False)
    person = models.CharField("第一申请人的索引", max_length=32, blank=True)
    subject = models.CharField("申请事项的指纹", max_length=32, blank=True)
    in_bucket = models.BigIntegerField("收到的月份和机关")
    out_bucket = models.BigIntegerField("办结的月份和机关", null=True)
    asked_again = models.BooleanField("同一机关不止一件", default=False, db_default=False, editable=False)
    asks_often = models.BooleanField("申请人多次申请", default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "统计事实"
        indexes = [
            models.Index(fields=["in_bucket"]),
            models.Index(fields=["out_bucket"]),
            models.Index(fields=["received_on"], include=_COMING, name="facts_by_receipt"),
            models.Index(fields=["ended_on"], include=_ENDING, name="facts_by_ending"),
            models.Index(fields=["person"]),
            models.Index(fields=["subject"]),
            models.Index(fields=["received_on"], condition=models.Q(is_open=True), name="open_facts"),
            models.Index(
                fields=["organ", "subject", "person", "received_on", "case"],
                condition=models.Q(asked_again=True),
                name="facts_asked_again",
            ),
            models.Index(
                fields=["person", "received_on", "organ", "subject", "result", "case"],
                condition=models.Q(asks_often=True),
                name="facts_of_frequent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.received_on}"


class MonthTotal(models.Model):
    """How many cases of one organ came (``in``) or ended (``out``) in one month with one value of one dimension."""

    family = models.CharField("口径", max_length=3)
    dimension = models.CharField("维度", max_length=16)
    value = models.CharField("取值", max_length=64, blank=True)
    month = models.PositiveIntegerField("月份")
    organ_id = models.BigIntegerField("答复机关")
    bucket = models.BigIntegerField("月份和机关")
    number = models.PositiveIntegerField("件数")

    class Meta:
        verbose_name = verbose_name_plural = "月度合计"
        constraints = [
            models.UniqueConstraint(fields=["family", "dimension", "bucket", "value"], name="one_total_per_value")
        ]
        indexes = [models.Index(fields=["bucket"])]

    def __str__(self) -> str:
        return f"{self.family} {self.dimension}={self.value} {self.bucket}: {self.number}"


class StaleMonth(models.Model):
    """A month of an organ whose totals are behind its facts; appended without waiting for anybody, folded later."""

    bucket = models.BigIntegerField("月份和机关")

    class Meta:
        verbose_name = verbose_name_plural = "待合计的月份"

    def __str__(self) -> str:
        return str(self.bucket)
