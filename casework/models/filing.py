"""答复备案: a reply that has gone out is filed with the district office, where the district asks for it (T26)."""

from __future__ import annotations

from django.db import models

from casework.models.joint import CaseRecord


class Filing(CaseRecord):
    """One reply as filed: the round it ended, the day, and the office's reference."""

    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    filed_on = models.DateField("备案日期")
    reference = models.CharField("备案编号", max_length=60, blank=True)

    class Meta:
        ordering = ["round_no"]
        verbose_name = verbose_name_plural = "答复备案"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round_no"], name="one_filing_per_reply", violation_error_message="该答复已经登记备案"
            )
        ]

    def __str__(self) -> str:
        return f"{self.filed_on} 备案"
