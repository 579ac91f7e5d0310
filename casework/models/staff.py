"""The people of the offices and the posts they hold."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models

from casework.law.states import ROLES

POSTS = [(code, name) for code, name in ROLES.items() if code != "assistant"]


class Staff(AbstractUser):
    """A member of staff. Never deleted, only deactivated: history names people (stack.md, Task.owner cascades)."""

    name = models.CharField("姓名", max_length=30)
    organ = models.ForeignKey(
        "casework.Organ", on_delete=models.PROTECT, null=True, related_name="staff", verbose_name="所在机关"
    )
    unit = models.ForeignKey(
        "casework.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="staff", verbose_name="所在科室"
    )
    office_phone = models.CharField("办公电话", max_length=40, blank=True)
    large_text = models.BooleanField("大字显示", default=False)
    must_change_password = models.BooleanField("登录后须先修改密码", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "工作人员"

    def __str__(self) -> str:
        return self.name or self.username

    @cached_property
    def posts(self) -> tuple[Posting, ...]:
        """The posts held, read once per request."""
        return tuple(self.postings.select_related("unit", "organ"))

    def holds(self, role: str) -> bool:
        return any(post.role == role for post in self.posts)


class Posting(models.Model):
    """One role held for an organ, or for one unit of it (承办 and unit head)."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="postings", verbose_name="工作人员")
    role = models.CharField("角色", max_length=12, choices=POSTS)
    organ = models.ForeignKey("casework.Organ", on_delete=models.PROTECT, related_name="postings", verbose_name="机关")
    unit = models.ForeignKey(
        "casework.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="postings", verbose_name="科室"
    )

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role", "unit"], name="unit_posting_once", violation_error_message="该人员已任此职"
            ),
            models.UniqueConstraint(
                fields=["staff", "role", "organ"],
                condition=models.Q(unit=None),
                name="organ_posting_once",
                violation_error_message="该人员已任此职",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.get_role_display()} {self.unit or self.organ}"


class Phrase(models.Model):
    """A personal phrase (常用意见) for comment boxes."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="phrases", verbose_name="工作人员")
    text = models.CharField("意见", max_length=200)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "常用意见"

    def __str__(self) -> str:
        return self.text
