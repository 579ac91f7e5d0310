"""Running limits as rows, so that a sweep can claim them. Refreshed with the case; never a source of truth."""

from __future__ import annotations

from django.db import models


class Deadline(models.Model):
    """One limit of one case, or of what came in and is none yet: what falls due, when, and whether its timer has fired.

    ``state`` moves waiting → firing → fired by compare-and-set, or to cancelled when the limit no longer runs. Where
    the law refused what the timer would do (a delivery not on record), it is refused, and waits again as soon as
    anything is recorded on the case.
    """

    class Kind(models.TextChoices):
        REPLY_SOON = "reply_soon", "答复临期"
        REPLY = "reply", "答复期限"
        SIGN = "sign", "送签时限"
        CORRECTION = "correction", "补正期限"
        PAYMENT = "payment", "缴费期限"
        OPINION = "opinion", "征求意见期限"
        STAGE = "stage", "环节时限"
        ASSIST = "assist", "协办反馈期限"
        REMEDY_SOON = "remedy_soon", "复议诉讼答复临期"
        REMEDY = "remedy", "复议诉讼答复期限"
        ORDER_SOON = "order_soon", "重新答复临期"
        ORDER = "order", "重新答复期限"
        FILING_SOON = "filing_soon", "答复备案临期"
        FILING = "filing", "答复备案期限"
        CONFIRM = "confirm", "来件确认期限"

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        FIRING = "firing", "处理中"
        FIRED = "fired", "已处理"
        REFUSED = "refused", "待补事实"
        CANCELLED = "cancelled", "已取消"

    case = models.ForeignKey(
        "casework.Case", on_delete=models.CASCADE, null=True, related_name="deadlines", verbose_name="办件"
    )
    mail = models.ForeignKey(
        "casework.IncomingMail", on_delete=models.CASCADE, null=True, related_name="deadlines", verbose_name="来件"
    )
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    ref = models.CharField("对象", max_length=40, default="", blank=True)
    due_on = models.DateField("期限")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    claimed_at = models.DateTimeField("领取时间", null=True, blank=True)
    fired_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = verbose_name_plural = "期限"
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "ref", "due_on"], name="deadline_once"),
            models.UniqueConstraint(
                fields=["mail", "kind", "due_on"], condition=models.Q(mail__isnull=False), name="deadline_once_per_mail"
            ),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, mail=None) | models.Q(case=None, mail__isnull=False),
                name="deadline_of_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"
