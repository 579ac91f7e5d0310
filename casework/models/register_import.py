"""The import of an older register as a piece of work: how far it is, what it found, and the file until it is done."""

from __future__ import annotations

from django.db import models


class RegisterImport(models.Model):
    """One file, from the trial to the last case. ``read`` = accepted + refused + unchanged.

    ``content`` and ``faults`` (the refused rows as a workbook) hold personal data: encrypted, the first taken away as
    soon as it is not needed, the second after a month. ``runner`` is whoever works on it: another may take over only
    when ``beat_at`` has long passed.
    """

    class State(models.TextChoices):
        TRYING = "trying", "正在试导入"
        READY = "ready", "待确认"
        RUNNING = "running", "正在导入"
        DONE = "done", "已完成"
        FAILED = "failed", "未导入"
        DROPPED = "dropped", "已放弃"

    organ = models.ForeignKey("casework.Organ", on_delete=models.PROTECT, related_name="+", verbose_name="答复机关")
    name = models.CharField("文件名", max_length=200)
    content = models.BinaryField("文件", default=b"")
    faults = models.BinaryField("有误的行", default=b"")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.TRYING)
    rows = models.PositiveIntegerField("共有行数", default=0)
    read = models.PositiveIntegerField("已读行数", default=0)
    accepted = models.PositiveIntegerField("可导入或者已导入", default=0)
    refused = models.PositiveIntegerField("有误", default=0)
    unchanged = models.PositiveIntegerField("已有", default=0)
    told = models.JSONField("前若干处错误和提示", default=dict)
    fault = models.TextField("未导入的原因", blank=True)
    runner = models.CharField(max_length=36, blank=True)
    asked_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="导入人")
    asked_at = models.DateTimeField("提交时间")
    beat_at = models.DateTimeField("最近进展")
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "台账导入"

    def __str__(self) -> str:
        return f"{self.name} {self.get_state_display()}"

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.TRYING, self.State.RUNNING)
