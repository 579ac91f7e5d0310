"""The route of a case as rows: rounds and the steps inside them.

A round is one walk along ``DisclosureFlow``; recall, remand and every jump close the open round and start another
at the node they name. A step is one desk; at most one is open per case.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from viewflow.workflow.models import AbstractProcess, AbstractTask

from casework.models import Staff


class Round(AbstractProcess):
    """One walk along the route. ``entry`` is the node it starts at.

    ``said``, ``by`` and ``at`` are the verb, the person and the moment of the act that moves it now; never stored.
    """

    said = ""
    by: Staff
    at: datetime

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="routes", verbose_name="办件")
    number = models.PositiveSmallIntegerField("序号", default=1)
    entry = models.CharField("起点", max_length=20, blank=True)

    objects = models.Manager["Round"]()

    class Meta:
        ordering = ["case_id", "number"]
        verbose_name = verbose_name_plural = "流转轮次"
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="route_number_once")]

    def __str__(self) -> str:
        return f"{self.case_id} 第 {self.number} 轮"


class Step(AbstractTask):
    """One desk the case was or is on. ``owner`` is the person it lies with, ``started`` when they first opened it."""

    process = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="task_set", verbose_name="轮次")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, null=True, related_name="steps")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_verb = models.CharField("动作", max_length=30, blank=True)
    due_on = models.DateField("环节时限", null=True, blank=True)

    objects = models.Manager["Step"]()

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "环节"
        indexes = [
            models.Index(fields=["owner", "finished"]),
            models.Index(fields=["done_by", "finished"]),
            models.Index(fields=["flow_task", "finished"]),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.flow_task}"
