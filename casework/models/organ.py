"""Who answers (行政机关) and who works (承办科室)."""

from __future__ import annotations

from django.db import models


class Organ(models.Model):
    """An administrative organ: it answers in its own name and is the defendant of what it signs.

    Reconsideration organ and court are local facts entered by the administrator, never computed from the name
    (law.md §1.7); a letter that needs them is refused while they are empty.
    """

    class Kind(models.TextChoices):
        GOVERNMENT = "government", "区人民政府"
        OFFICE = "office", "政府办公室"
        DEPARTMENT = "department", "工作部门"
        STREET = "street", "街道办事处"
        TOWN = "town", "镇人民政府"
        VERTICAL = "vertical", "垂直管理机关"

    code = models.CharField("机关代码", max_length=20, unique=True)
    name = models.CharField("机关全称", max_length=100)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    is_district_office = models.BooleanField("主管部门（区政府办公室）", default=False)
    number_word = models.CharField("文号代字", max_length=20, help_text="如“历政公复”，印在〔年份〕之前")
    disclosure_office = models.CharField("政府信息公开工作机构", max_length=60, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    postcode = models.CharField("邮编", max_length=6, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    reconsideration_organ = models.CharField("行政复议机关", max_length=100, blank=True)
    reconsideration_online = models.CharField("互联网复议渠道", max_length=200, blank=True)
    court = models.CharField("一审法院", max_length=100, blank=True)
    sort = models.PositiveSmallIntegerField("排序", default=100)
    active = models.BooleanField("启用", default=True)

    class Meta:
        ordering = ["sort", "code"]
        verbose_name = verbose_name_plural = "行政机关"

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A section inside an organ that handles cases; the district office may assign its case to a street's unit."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="units", verbose_name="所属机关")
    name = models.CharField("科室名称", max_length=60)
    is_disclosure_office = models.BooleanField("政府信息公开工作机构", default=False)
    active = models.BooleanField("启用", default=True)

    class Meta:
        ordering = ["organ__sort", "id"]
        verbose_name = verbose_name_plural = "承办科室"
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "name"], name="unit_name_once_per_organ", violation_error_message="该机关已有同名科室"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ.short_name}·{self.name}"
