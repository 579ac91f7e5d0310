"""The case file (办件) opened for an application, and its legal status.

``status`` is the only truth about what the case is in law; its transitions are the rows of ``law/states.py`` and
a test holds the two equal. Due dates on this row are a cache that ``acts.clock.refresh`` alone writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django_fsm import FSMField, transition

from casework.law.clock import ClockState
from casework.law.outcomes import OUTCOMES
from casework.law.receipt import CHANNELS
from casework.law.states import CLOSED, OPEN, Status
from casework.models.visibility import visible_cases

if TYPE_CHECKING:
    from casework.models.staff import Staff


class StatusField(FSMField):
    """A protected status that migrations see as a plain CharField, so that the library stays out of them."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, kwargs


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Staff) -> CaseQuerySet:
        """Only what this person may see; used by list, search, export, letters and attachments alike."""
        return self.filter(visible_cases(actor))

    def open(self) -> CaseQuerySet:
        return self.exclude(status__in=[status.value for status in CLOSED])


class NumberSeries(models.Model):
    """One gapless counter per organ, year and kind; ``last`` moves in the transaction that uses the number."""

    organ = models.ForeignKey("casework.Organ", on_delete=models.PROTECT, related_name="+", verbose_name="机关")
    year = models.PositiveSmallIntegerField("年份")
    kind = models.CharField("种类", max_length=20, default="case")
    last = models.PositiveIntegerField("最后编号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        constraints = [models.UniqueConstraint(fields=["organ", "year", "kind"], name="one_series")]

    def __str__(self) -> str:
        return f"{self.organ_id}-{self.year}-{self.kind}: {self.last}"


class Case(models.Model):
    class Carrier(models.TextChoices):
        PAPER = "paper", "纸质"
        ELECTRONIC = "electronic", "电子文件"
        DISC = "disc", "光盘"
        VIEW = "view", "当面查阅、抄录"

    class Matter(models.TextChoices):
        DISCLOSURE = "disclosure", "政府信息公开申请"
        RECORD_CORRECTION = "record_correction", "更正与自身相关的政府信息（第四十一条）"

    class Recipient(models.TextChoices):
        APPLICANT = "applicant", "申请人（多人的，分别送达）"
        REPRESENTATIVE = "representative", "代表人（第一申请人）代收"
        AGENT = "agent", "代理人代收"

    class Delivery(models.TextChoices):
        POST = "post", "邮寄"
        PICK_UP = "pick_up", "当面领取"
        EMAIL = "email", "电子邮件"
        ONLINE = "online", "网上获取"
        FAX = "fax", "传真"

    organ = models.ForeignKey("casework.Organ", on_delete=models.PROTECT, related_name="cases", verbose_name="答复机关")
    unit = models.ForeignKey(
        "casework.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="cases", verbose_name="承办科室"
    )
    handler = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办人"
    )
    year = models.PositiveSmallIntegerField("年份")
    serial = models.PositiveIntegerField("流水号")
    case_number = models.CharField("受理编号", max_length=40, unique=True)
    submit_key = models.CharField(max_length=40, unique=True, null=True, editable=False)  # noqa: DJ001 (NULL: none)

    status = StatusField(
        "状态",
        default=Status.REGISTERED.value,
        protected=True,
        max_length=20,
        choices=[(status.value, status.label) for status in Status],
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    round_no = models.PositiveSmallIntegerField("轮次", default=1)

    channel = models.CharField(
        "申请渠道", max_length=20, choices=[(code, channel.label) for code, channel in CHANNELS.items()]
    )
    evidence = models.JSONField("收到日期依据", default=dict)
    received_on = models.DateField("收到申请之日")
    safe_received_on = models.DateField("最早可能的收到之日")
    registered_at = models.DateTimeField("登记时间")
    registered_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )

    matter = models.CharField("申请性质", max_length=20, choices=Matter.choices, default=Matter.DISCLOSURE)
    title = models.CharField("申请事项摘要", max_length=200)
    description = models.TextField("所需政府信息的名称、文号或特征描述")
    topic = models.CharField("主题", max_length=30, blank=True)
    carrier = models.CharField("提供方式", max_length=10, choices=Carrier.choices, default=Carrier.PAPER)
    delivery = models.CharField("获取途径", max_length=10, choices=Delivery.choices, default=Delivery.POST)
    recipient = models.CharField("文书送达", max_length=14, choices=Recipient.choices, default=Recipient.APPLICANT)
    reading_help = models.BooleanField("存在阅读、视听困难，需要帮助（第四十三条）", default=False)
    note = models.TextField("登记备注", blank=True)

    clock_state = models.CharField(
        "期限状态", max_length=20, choices=[(state.value, state.label) for state in ClockState], default="running"
    )
    base_on = models.DateField("未延期的答复期限", null=True)
    due_on = models.DateField("答复期限", null=True)
    warn_on = models.DateField("预警日期", null=True)
    promised_on = models.DateField("已告知申请人的期限", null=True, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    calendar_version = models.CharField("日历版本", max_length=40, blank=True)
    outcome = models.CharField(
        "答复结果", max_length=4, blank=True, choices=[(code, outcome.label) for code, outcome in OUTCOMES.items()]
    )
    closed_on = models.DateField("办结日", null=True, blank=True)
    closed_as = models.CharField(
        "办结方式",
        max_length=15,
        blank=True,
        choices=[("serve", "答复"), ("withdraw", "撤回"), ("deem_abandoned", "视为放弃")],
    )
    late = models.BooleanField("逾期", null=True, blank=True)
    # A reply given again after reconsideration is no new request: the first result stays in its year (law.md §2.6).
    first_outcome = models.CharField("首次答复结果", max_length=4, blank=True)
    first_closed_on = models.DateField("首次办结日", null=True, blank=True)
    hard_reason = models.CharField("疑难复杂的原因", max_length=300, blank=True)
    archived_on = models.DateField("归档日", null=True, blank=True)
    retention = models.CharField("保管期限", max_length=10, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "办件"
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "serial"], name="case_serial_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in Status]), name="status_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "warn_on"]),
            models.Index(fields=["organ", "status"]),
            models.Index(fields=["unit", "status"]),
            models.Index(fields=["received_on"]),
            models.Index(fields=["due_on"]),
            models.Index(fields=["closed_on"]),
            models.Index(fields=["first_closed_on"]),
            models.Index(
                fields=["id", "unit", "organ", "clock_state", "status", "due_on", "warn_on"],
                condition=models.Q(status__in=[status.value for status in OPEN]),
                name="open_cases",
            ),
            models.Index(
                fields=["due_on", "matter", "organ"],
                condition=models.Q(status__in=[status.value for status in OPEN]),
                name="open_by_due",
            ),
        ]

    def __str__(self) -> str:
        return self.case_number

    @property
    def applicant(self) -> Any:
        """The first applicant, who decides the annual column (law.md §2.6)."""
        return next(iter(self.applicants.all()), None)

    @property
    def is_open(self) -> bool:
        return self.status not in {status.value for status in CLOSED}

    @property
    def decision(self) -> Any:
        """The decision of the current round, or None."""
        return next((row for row in self.decisions.all() if row.round_no == self.round_no), None)

    # The transitions. Each does nothing but move: facts are written by the act that calls it.

    @transition(field=status, source=Status.REGISTERED, target=Status.EXAMINING)
    def examine(self) -> None:
        """开始审查: the disclosure office takes the application up (Art. 29)."""

    @transition(field=status, source=[Status.EXAMINING, Status.IN_PROGRESS], target=Status.IN_PROGRESS)
    def assign(self) -> None:
        """受理交办 to a unit; internal, the clock never stops (CLK-7)."""

    @transition(field=status, source=Status.EXAMINING, target=Status.IN_REVIEW)
    def answer_on_spot(self) -> None:
        """当场答复 where it is possible (Art. 33(1)); still signed by the head."""

    @transition(
        field=status,
        source=[Status.EXAMINING, Status.IN_PROGRESS, Status.CONSULTING],
        target=Status.AWAITING_CORRECTION,
    )
    def request_correction(self) -> None:
        """补正告知 within seven working days (Art. 30)."""

    @transition(field=status, source=[Status.AWAITING_CORRECTION, Status.ABANDONED], target=Status.EXAMINING)
    def receive_correction(self) -> None:
        """登记补正材料: the clock starts from zero (Art. 30)."""

    @transition(field=status, source=[Status.AWAITING_CORRECTION, Status.AWAITING_PAYMENT], target=Status.ABANDONED)
    def deem_abandoned(self) -> None:
        """视为放弃: no correction or no payment in time (Art. 30; 国办函〔2020〕109号)."""

    @transition(field=status, source=[Status.EXAMINING, Status.IN_PROGRESS], target=Status.AWAITING_PAYMENT)
    def charge(self) -> None:
        """收费通知 (Art. 42)."""

    @transition(field=status, source=[Status.AWAITING_PAYMENT, Status.ABANDONED], target=Status.IN_PROGRESS)
    def receive_payment(self) -> None:
        """足额缴费: the period is counted anew from the next day (FEE-6)."""

    @transition(field=status, source=[Status.IN_PROGRESS, Status.CONSULTING], target=Status.CONSULTING)
    def consult(self) -> None:
        """征求意见 of a third party or another organ (Arts 32, 34)."""

    @transition(field=status, source=Status.CONSULTING, target=Status.IN_PROGRESS)
    def close_consultation(self) -> None:
        """The last open consultation has ended."""

    @transition(field=status, source=Status.IN_PROGRESS, target=Status.IN_REVIEW)
    def submit(self) -> None:
        """送审 of a complete draft."""

    @transition(field=status, source=[Status.IN_REVIEW, Status.AWAITING_SERVICE], target=Status.IN_PROGRESS)
    def return_to(self) -> None:
        """退回 with a reason."""

    @transition(field=status, source=Status.IN_REVIEW, target=Status.AWAITING_SERVICE)
    def issue(self) -> None:
        """制发: number, date and frozen letter."""

    @transition(field=status, source=Status.AWAITING_SERVICE, target=Status.REPLIED)
    def serve(self) -> None:
        """送达: the date of CNT-9 closes the clock."""

    @transition(field=status, source=[Status.REPLIED, Status.ABANDONED, Status.WITHDRAWN], target=Status.ARCHIVED)
    def archive(self) -> None:
        """归档 (Art. 45)."""

    @transition(
        field=status,
        source=list(OPEN),
        target=Status.WITHDRAWN,
    )
    def withdraw(self) -> None:
        """撤回 by the applicant, voluntarily and confirmed in writing."""

    @transition(field=status, source=Status.IN_REVIEW, target=Status.IN_PROGRESS)
    def recall(self) -> None:
        """取回 by the drafter, while nobody has opened the draft."""

    @transition(field=status, source=list(CLOSED), target=Status.IN_PROGRESS)
    def remand(self) -> None:
        """重新答复 as reconsideration organ or court ordered: a new round with its own limit."""


class CaseInvolvement(models.Model):
    """A unit that has or had the case on its desk: it keeps sight of what it worked on."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="involvements", verbose_name="办件")
    unit = models.ForeignKey(
        "casework.Unit", on_delete=models.PROTECT, related_name="involvements", verbose_name="科室"
    )
    since = models.DateTimeField("开始时间")

    class Meta:
        verbose_name = verbose_name_plural = "参与科室"
        constraints = [models.UniqueConstraint(fields=["case", "unit"], name="involvement_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_id}"
