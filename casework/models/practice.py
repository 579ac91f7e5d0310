"""The day of a practice installation, where every process of it finds it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class PracticeClock(models.Model):
    """By how many days the practice day is ahead of the clock on the wall: one row, read by ``casework.now`` alone.

    Without practice (``DEMONSTRATION`` off) nobody reads it, whatever it says.
    """

    ONLY: ClassVar[int] = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    days = models.PositiveIntegerField("提前天数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "练习日期"
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1), name="one_practice_clock", violation_error_message="练习日期只有一行。"
            )
        ]

    def __str__(self) -> str:
        return f"提前 {self.days} 天"
