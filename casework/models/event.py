"""The history nobody can rewrite: append-only events in hash chains, one chain per case and one for the system."""

from __future__ import annotations

from django.db import models


class EventStream(models.Model):
    """The head of one chain; locked while an event is appended. ``key`` is ``case:<id>`` or ``system``."""

    key = models.CharField(max_length=40, primary_key=True)
    last_seq = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)
    seal = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = verbose_name_plural = "事件链"

    def __str__(self) -> str:
        return self.key


class CaseEvent(models.Model):
    """One thing that happened: codes and JSON; the sentence is made at display (casework/wording.py).

    Database triggers refuse UPDATE and DELETE (``append_only``); ``hash`` is an HMAC over the row and the hash before
    it, so that even a row changed behind the triggers is found by ``verify_log``.
    """

    stream = models.ForeignKey(EventStream, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField("序号")
    case = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, null=True, related_name="events", verbose_name="办件"
    )
    verb = models.CharField("动作", max_length=30)
    actor = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="人员"
    )
    at = models.DateTimeField("时间")
    effective_on = models.DateField("生效日", null=True, blank=True)
    source = models.CharField("原状态", max_length=20, blank=True)
    target = models.CharField("新状态", max_length=20, blank=True)
    data = models.JSONField("内容", default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "办理记录"
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="event_seq_once")]
        indexes = [models.Index(fields=["case", "id"]), models.Index(fields=["actor", "at"])]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.seq} {self.verb}"
