"""The route of a case as rows: rounds and the steps inside them.

A round is one walk along ``DisclosureFlow``; recall, remand and every jump close the open round and start another
at the node they name. A step is one desk; at most one is open per case.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from viewflow.workflow.models import AbstractProcess, AbstractTask

from casework.law.clock import Deadline as ClockReading
from casework.models import Case, Staff
from casework.now import SHANGHAI
from casework.permissions import DISTRICT_ROLES, ORGAN_ROLES, UNIT_ROLES
from workflow.order_table import AWAITING, KINDS, LEVELS, State


class Round(AbstractProcess):
    """One walk along the route. ``entry`` is the node it starts at.

    ``said``, ``by`` and ``at`` are the verb, the person and the moment of the act that moves it now, ``reading`` what
    the clock says after it, ``left`` and ``entered`` the desks it goes from and to; never stored.
    """

    said = ""
    by: Staff
    at: datetime
    reading: ClockReading | None = None
    left: Step | None = None
    entered: Step | None = None

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
    """One desk the case was or is on. ``owner`` is the person it lies with, ``started`` when they first opened it.

    ``counts_from`` and ``due_on`` are its internal limit (workflow/stages.py), ``unit`` the unit of the case when it
    opened.
    """

    process = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="task_set", verbose_name="轮次")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, null=True, related_name="steps")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_verb = models.CharField("动作", max_length=30, blank=True)
    unit = models.ForeignKey("casework.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    counts_from = models.DateField("环节起算日", null=True, blank=True)
    due_on = models.DateField("环节时限", null=True, blank=True)

    objects = models.Manager["Step"]()

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "环节"
        indexes = [
            models.Index(fields=["owner", "finished"]),
            models.Index(fields=["done_by", "finished"]),
            models.Index(fields=["flow_task", "finished"]),
            models.Index(
                fields=["case", "flow_task", "due_on"],
                condition=models.Q(finished=None, flow_task_type="FUNCTION"),
                name="open_desks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.flow_task}"

    @property
    def opened(self) -> str:
        """Who opened the desk first, and when, in words; '' while nobody has."""
        if self.started is None:
            return ""
        moment = self.started.astimezone(SHANGHAI)
        return f"{self.owner.name if self.owner else '审核人'}已于 {moment:%m月%d日 %H:%M} 打开"


class OrderQuerySet(models.QuerySet["SupervisionOrder"]):
    def visible_to(self, actor: Staff) -> OrderQuerySet:
        """District supervision sees all; others what was issued to their organ or unit, or about a case they see."""
        if any(post.role in DISTRICT_ROLES for post in actor.posts):
            return self
        organs = [post.organ_id for post in actor.posts if post.role in ORGAN_ROLES]
        units = [post.unit_id for post in actor.posts if post.role in UNIT_ROLES and post.unit_id]
        cases = Case.objects.visible_to(actor).values("pk")
        to_them = models.Q(organ__in=organs) | models.Q(unit__in=units) | models.Q(case__in=cases)
        return self.filter(to_them).exclude(state__in=[State.PROPOSED, State.DISMISSED])

    def addressed_to(self, actor: Staff) -> OrderQuerySet:
        """What lies with this person's organ or unit to be signed for and answered."""
        organs = [post.organ_id for post in actor.posts if post.role in {"intake", "head"}]
        units = [post.unit_id for post in actor.posts if post.role in UNIT_ROLES and post.unit_id]
        return self.filter(models.Q(organ__in=organs) | models.Q(unit__in=units), state__in=AWAITING)

    def unanswered(self, today: date) -> OrderQuerySet:
        """Past its date without an answer (逾期未回复)."""
        return self.filter(state__in=AWAITING, answer_by__lt=today)


class SupervisionOrder(models.Model):
    """催办单、督办单 and the other papers of Art. 47: issued by the district office, signed for, answered, closed.

    ``state`` moves along ``order_table.TABLE`` only. ``rule`` names the rule that proposed it, "" where somebody wrote
    it; ``rule_key`` keeps a rule from proposing the same twice. The paper is frozen at issue like any letter.
    """

    kind = models.CharField("种类", max_length=10, choices=[(code, kind.label) for code, kind in KINDS.items()])
    level = models.CharField("级别", max_length=6, choices=list(LEVELS.items()), default="plain")
    state = models.CharField("状态", max_length=10, choices=[(state.value, state.label) for state in State])
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, null=True, related_name="orders")
    organ = models.ForeignKey("casework.Organ", on_delete=models.PROTECT, related_name="+", verbose_name="被督办机关")
    unit = models.ForeignKey(
        "casework.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="被督办科室"
    )
    findings = models.TextField("事由")
    demands = models.TextField("要求")
    answer_by = models.DateField("反馈期限", null=True)
    rule = models.CharField("提出规则", max_length=20, blank=True)
    rule_key = models.CharField(max_length=60, blank=True)
    proposed_on = models.DateField("提出日期", null=True)
    issuer = models.ForeignKey("casework.Organ", on_delete=models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="督办人")
    issued_at = models.DateTimeField("下达时间", null=True)
    number = models.CharField("督办编号", max_length=60, blank=True)
    signed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="签收人")
    signed_at = models.DateTimeField("签收时间", null=True)
    rise = models.PositiveSmallIntegerField("升级次数", default=0)
    closed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="办结人")
    closed_at = models.DateTimeField("办结时间", null=True)
    closing = models.CharField("办结（不采用）意见", max_length=500, blank=True)
    stored = models.CharField(max_length=80, blank=True, editable=False)
    sha256 = models.CharField("文件校验值", max_length=64, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "督办"
        constraints = [
            models.UniqueConstraint(fields=["rule_key"], condition=~models.Q(rule_key=""), name="order_once_per_rule"),
        ]
        indexes = [
            models.Index(fields=["state", "answer_by"]),
            models.Index(fields=["organ", "state"]),
            models.Index(fields=["unit", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    @property
    def waiting(self) -> bool:
        """Whether the unit has yet to answer."""
        return self.state in AWAITING

    @property
    def addressee(self) -> str:
        return str(self.unit or self.organ)


class OrderAnswer(models.Model):
    """One answer of the unit; sent back with a reason, or the one the order was closed on."""

    order = models.ForeignKey(SupervisionOrder, on_delete=models.PROTECT, related_name="answers", verbose_name="督办")
    text = models.TextField("办理情况")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="回复人")
    at = models.DateTimeField("回复时间")
    late = models.BooleanField("逾期回复", default=False)
    returned_reason = models.CharField("退回理由", max_length=500, blank=True)
    returned_at = models.DateTimeField("退回时间", null=True)

    objects = models.Manager["OrderAnswer"]()

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "督办回复"

    def __str__(self) -> str:
        return f"{self.order} 回复"


class OrderFile(models.Model):
    """A file that came with an answer; stored like the attachments of a case, under a name nobody chose."""

    answer = models.ForeignKey(OrderAnswer, on_delete=models.PROTECT, related_name="files", verbose_name="回复")
    name = models.CharField("文件名", max_length=120)
    stored = models.CharField(max_length=80, unique=True, editable=False)
    media_type = models.CharField("内容类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField(max_length=64)

    objects = models.Manager["OrderFile"]()

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "督办回复附件"

    def __str__(self) -> str:
        return self.name


class UsualWork(models.Model):
    """How many working days usually pass from the opening of a desk to service, measured on served cases."""

    node = models.CharField("环节", max_length=30, unique=True)
    sample = models.PositiveIntegerField("件数")
    median_wd = models.PositiveSmallIntegerField("中位数（工作日）")
    measured_on = models.DateField("统计日")

    objects = models.Manager["UsualWork"]()

    class Meta:
        verbose_name = verbose_name_plural = "通常用时"

    def __str__(self) -> str:
        return f"{self.node} {self.median_wd}"
