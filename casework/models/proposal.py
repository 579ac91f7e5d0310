"""主动公开建议: what several people asked for may be made public for all (Art. 44)."""

from __future__ import annotations

from django.db import models


class PublicationProposal(models.Model):
    """Proposal, review, publication. ``subject`` is the fingerprint of the information (CaseFact.subject)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审查"
        ACCEPTED = "accepted", "同意，待公开"
        DECLINED = "declined", "不予采纳"
        PUBLISHED = "published", "已公开"

    organ = models.ForeignKey("casework.Organ", on_delete=models.PROTECT, related_name="+", verbose_name="机关")
    subject = models.CharField(max_length=32, db_index=True, editable=False)
    title = models.CharField("信息名称", max_length=200)
    requests = models.PositiveIntegerField("提出时的申请件数")
    applicants = models.PositiveIntegerField("提出时的申请人数")
    reason = models.CharField("理由", max_length=500)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey("casework.Staff", on_delete=models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    reviewed_by = models.ForeignKey(
        "casework.Staff", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="审查人"
    )
    reviewed_at = models.DateTimeField("审查时间", null=True)
    opinion = models.CharField("审查意见", max_length=500, blank=True)
    publish_by = models.DateField("公开期限", null=True)
    published_on = models.DateField("公开日期", null=True)
    column = models.CharField("公开栏目", max_length=100, blank=True)
    address = models.CharField("公开网址", max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "主动公开建议"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "subject"],
                condition=~models.Q(state="declined"),
                name="one_proposal_per_information",
                violation_error_message="该信息已经提出过主动公开建议。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_state_display()}）"
