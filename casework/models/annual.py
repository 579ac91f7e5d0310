"""Figures of the annual report that do not arise from cases, and reports as they were published."""

from __future__ import annotations

from django.db import models


class AnnualFigure(models.Model):
    """One entered number of table 二 or 四, with where it comes from (law.md §2.3, §2.5)."""

    organ = models.ForeignKey(
        "casework.Organ", on_delete=models.PROTECT, related_name="annual_figures", verbose_name="机关"
    )
    year = models.PositiveSmallIntegerField("年度")
    row = models.CharField("行", max_length=20)
    column = models.CharField("列", max_length=20)
    value = models.DecimalField("数字", max_digits=18, decimal_places=6)
    source = models.CharField("来源", max_length=200)
    entered_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="填报人")
    entered_at = models.DateTimeField("填报时间")

    class Meta:
        ordering = ["organ", "year", "row", "column"]
        verbose_name = verbose_name_plural = "年报填报数"
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "row", "column"], name="one_figure_per_cell"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="figure_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year} {self.row}·{self.column}"


class FrozenReport(models.Model):
    """A report as it was published: it stays what it was, whatever happens to the cases afterwards.

    ``scope`` is the code of an organ, or ``district`` for the report of the district.
    """

    DISTRICT = "district"

    scope = models.CharField("范围", max_length=20)
    year = models.PositiveSmallIntegerField("年度")
    content = models.JSONField("内容")
    sha256 = models.CharField("校验值", max_length=64)
    frozen_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="定稿人")
    frozen_at = models.DateTimeField("定稿时间")

    class Meta:
        ordering = ["-year", "scope"]
        verbose_name = verbose_name_plural = "已公布的年度报告"
        constraints = [models.UniqueConstraint(fields=["scope", "year"], name="one_report_per_year")]

    def __str__(self) -> str:
        return f"{self.scope} {self.year}"
