"""常用筛选: a person's own name for a filter of the register."""

from __future__ import annotations

from django.db import models


class SavedFilter(models.Model):
    """``query`` is the query string of the register as the person saw it, without the page number."""

    staff = models.ForeignKey(
        "casework.Staff", on_delete=models.CASCADE, related_name="saved_filters", verbose_name="工作人员"
    )
    name = models.CharField("名称", max_length=30)
    query = models.CharField("筛选条件", max_length=1000)

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "常用筛选"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "name"], name="filter_name_once", violation_error_message="您已有同名的常用筛选"
            )
        ]

    def __str__(self) -> str:
        return self.name
