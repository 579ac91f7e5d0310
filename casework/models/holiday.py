"""放假安排 as imported: append-only, so that every computed date can be traced to the notices it was counted with."""

from __future__ import annotations

from datetime import date

from django.db import models

from casework.law.notices import Notice


class HolidayNotice(models.Model):
    """One imported notice. A year that is amended gets a further row; no row is ever changed (migration 0028).

    ``off`` and ``makeup`` are ISO dates, ``names`` the holiday of each day; ``in_force_on`` is the notice's place among
    those of its year: its publication, or that of the notice it replaces where it does not say. ``sha256`` is the hash
    of ``source``, the text exactly as it was read.
    """

    year = models.PositiveSmallIntegerField("年份")
    title = models.CharField("名称", max_length=200)
    number = models.CharField("文号", max_length=120, blank=True)
    issued_on = models.DateField("公布日期", null=True)
    in_force_on = models.DateField("生效日期")
    amends = models.BooleanField("调整原安排", default=False)
    off = models.JSONField("放假", default=list)
    makeup = models.JSONField("上班", default=list)
    names = models.JSONField("节日", default=dict)
    source = models.TextField("原文")
    sha256 = models.CharField("原文校验值", max_length=64)
    imported_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    imported_at = models.DateTimeField("导入时间")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "放假安排"

    def __str__(self) -> str:
        return self.title

    @classmethod
    def of(cls, notice: Notice, *, source: str, sha256: str, in_force_on: date) -> HolidayNotice:
        """The row of a notice as it was read; who imported it and when is the caller's to say."""
        return cls(
            year=notice.year,
            title=notice.title,
            number=notice.number or "",
            issued_on=notice.issued_on,
            in_force_on=in_force_on,
            amends=notice.amends,
            off=[day.isoformat() for day in notice.off],
            makeup=[day.isoformat() for day in notice.makeup],
            names={day.isoformat(): name for day, name in notice.names.items()},
            source=source,
            sha256=sha256,
        )

    def as_notice(self) -> Notice:
        """The notice as the law counts with it."""
        return Notice(
            year=self.year,
            number=self.number or None,
            issued_on=self.issued_on,
            off=tuple(date.fromisoformat(day) for day in self.off),
            makeup=tuple(date.fromisoformat(day) for day in self.makeup),
            names={date.fromisoformat(day): name for day, name in self.names.items()},
            amends=self.amends,
            placed_on=self.in_force_on,
        )


class CalendarImport(models.Model):
    """The work of one import, from the preview to the last recomputed case. It tells how far it is, and nothing else.

    ``summary`` is what the preview found, as the page shows it; ``calendar_before`` the calendar it was found against.
    The cases still to do are those whose dates were not counted with the calendar in force, so a run that died is taken
    up by the next.
    """

    class State(models.TextChoices):
        READING = "reading", "正在核对办件"
        READY = "ready", "待确认"
        RUNNING = "running", "正在重算"
        DONE = "done", "已完成"
        FAILED = "failed", "未导入"
        DROPPED = "dropped", "已放弃"

    year = models.PositiveSmallIntegerField("年份")
    source = models.TextField("原文")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.READING)
    summary = models.JSONField("预览", default=dict)
    fault = models.TextField("未导入的原因", blank=True)
    calendar_before = models.CharField("预览所依据的日历", max_length=40, blank=True)
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("共需处理", default=0)
    moved = models.PositiveIntegerField("日期变动", default=0)
    notice = models.ForeignKey(HolidayNotice, on_delete=models.PROTECT, null=True, related_name="imports")
    allow_shorten = models.BooleanField("同意早于已告知的期限", default=False)
    asked_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    asked_at = models.DateTimeField("提交时间")
    beat_at = models.DateTimeField("最近进展")
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "日历导入"

    def __str__(self) -> str:
        return f"{self.year} {self.get_state_display()}"


class Promise(models.Model):
    """A last day that a letter named to the applicant. ``basis`` is what it was counted from (law/promise.py)."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="promises", verbose_name="办件")
    round_no = models.PositiveSmallIntegerField("轮次", default=1)
    document = models.CharField("文书", max_length=60)
    number = models.CharField("文号", max_length=60, blank=True)
    told_on = models.DateField("告知日期")
    until = models.DateField("已告知申请人的期限")
    provisional = models.BooleanField("告知时为暂定", default=False)
    basis = models.TextField("所依据的事实")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "已告知的期限"

    def __str__(self) -> str:
        return f"{self.document} {self.until}"
