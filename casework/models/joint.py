"""协办、会商、指导、沟通: help asked and given while the case stays with its unit; none of it stops the clock."""

from __future__ import annotations

from django.db import models


class CaseRecord(models.Model):
    """Common to what is written down beside the route: the case, who entered it and when."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="%(class)ss", verbose_name="办件")
    recorded_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        abstract = True


class Assistance(CaseRecord):
    """协办: another unit is asked to search or to give its view by an internal date (T27)."""

    unit = models.ForeignKey(
        "casework.Unit", on_delete=models.PROTECT, related_name="assistances", verbose_name="协办单位"
    )
    subject = models.TextField("协办事项")
    due_on = models.DateField("反馈期限")
    answer = models.TextField("反馈意见", blank=True)
    answered_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="反馈人"
    )
    answered_on = models.DateField("反馈日", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "协办"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=models.Q(answered_on=None),
                name="one_open_assistance_per_unit",
                violation_error_message="该单位尚有未反馈的协办事项",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} 协办"


class Meeting(CaseRecord):
    """会商: several units or levels agree on a joint opinion; the minutes are kept."""

    held_on = models.DateField("会商日期")
    participants = models.CharField("参加单位和人员", max_length=300)
    minutes = models.TextField("会商纪要")
    opinion = models.TextField("一致意见", blank=True)

    class Meta:
        ordering = ["held_on", "id"]
        verbose_name = verbose_name_plural = "会商"

    def __str__(self) -> str:
        return f"{self.held_on} 会商"


class Guidance(CaseRecord):
    """指导意见 of the district office on a difficult case (Art. 3(3))."""

    text = models.TextField("指导意见")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "指导意见"

    def __str__(self) -> str:
        return self.text[:40]


class Talk(CaseRecord):
    """沟通记录: a call or a talk with the applicant; it helps the person and never moves a date."""

    class Way(models.TextChoices):
        PHONE = "phone", "电话"
        VISIT = "visit", "当面"
        MESSAGE = "message", "短信、邮件"

    class Result(models.TextChoices):
        EXPLAINED = "explained", "已解释说明"
        HELPED = "helped", "已提供阅读、视听帮助（第四十三条）"
        SATISFIED = "satisfied", "申请人满意"
        RESOLVED = "resolved", "诉求已化解"
        UNRESOLVED = "unresolved", "仍有异议"

    talked_on = models.DateField("沟通日期")
    way = models.CharField("方式", max_length=10, choices=Way.choices)
    person = models.CharField("沟通对象", max_length=30, blank=True)
    content = models.TextField("沟通内容")
    result = models.CharField("结果", max_length=12, choices=Result.choices)

    class Meta:
        ordering = ["talked_on", "id"]
        verbose_name = verbose_name_plural = "沟通记录"

    def __str__(self) -> str:
        return f"{self.talked_on} {self.get_way_display()}沟通"


class CaseLink(CaseRecord):
    """关联: two cases that belong together; ``case`` is the later or the smaller one."""

    class Kind(models.TextChoices):
        SPLIT = "split", "一事一申请拆分"
        REPEAT = "repeat", "重复申请"
        SAME_MATTER = "same_matter", "相同事项"
        FOLLOW_UP = "follow_up", "后续申请"

    other = models.ForeignKey(
        "casework.Case", on_delete=models.PROTECT, related_name="linked_from", verbose_name="关联的办件"
    )
    kind = models.CharField("关系", max_length=12, choices=Kind.choices)
    reason = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "关联办件"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "kind"], name="link_once", violation_error_message="两个办件已经关联"
            ),
            models.CheckConstraint(
                condition=~models.Q(case=models.F("other")),
                name="link_between_two",
                violation_error_message="办件不能与自己关联",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.other}"
