"""Who asks. Personal data is encrypted at rest and found again only by blind index."""

from __future__ import annotations

from django.db import models

from casework.law import identity
from casework.personal import EncryptedTextField

PERSON = "natural_person"
USCC = "统一社会信用代码"


def shown_name(name: str, category: str, document_number: str) -> str:
    """The name for lists and pages: masked for a person, and for a licence of an individual (个体工商户, code 92)."""
    masked = category == PERSON or document_number.startswith(identity.INDIVIDUAL)
    return identity.mask_name(name) if masked else name


class Applicant(models.Model):
    """An applicant as stated in one application; joint applicants are several rows, the first leads (law.md §2.6)."""

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="applicants", verbose_name="办件")
    position = models.PositiveSmallIntegerField("次序", default=1)
    category = models.CharField("申请人类别", max_length=16, choices=list(identity.CATEGORIES.items()))
    category_reason = models.CharField("类别调整理由", max_length=200, blank=True)
    name = EncryptedTextField("姓名或名称")
    document_kind = models.CharField("证件名称", max_length=30, blank=True)
    document_number = EncryptedTextField("证件号码", blank=True)
    representative = EncryptedTextField("法定代表人", blank=True)
    contact_name = EncryptedTextField("联系人", blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    email = EncryptedTextField("电子邮箱", blank=True)
    address = EncryptedTextField("通信地址", blank=True)
    postcode = models.CharField("邮编", max_length=6, blank=True)
    identity_proof = models.BooleanField("已提交身份证明", default=True)
    name_index = models.CharField(max_length=32, db_index=True, editable=False)
    document_index = models.CharField(max_length=32, db_index=True, blank=True, editable=False)
    phone_index = models.CharField(max_length=32, db_index=True, blank=True, editable=False)

    class Meta:
        ordering = ["case_id", "position"]
        verbose_name = verbose_name_plural = "申请人"
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="applicant_position_once")]

    def __str__(self) -> str:
        return self.masked_name

    @property
    def is_person(self) -> bool:
        return self.category == PERSON

    @property
    def masked_name(self) -> str:
        return shown_name(self.name, self.category, self.document_number)

    @property
    def masked_document(self) -> str:
        """A credit code of an organisation is public; every other number is somebody's own (law.md §7.3)."""
        public = not self.is_person and self.document_kind == USCC
        return self.document_number if public else identity.mask_number(self.document_number)

    @property
    def masked_phone(self) -> str:
        return identity.mask_phone(self.phone)

    @property
    def masked_email(self) -> str:
        return identity.mask_email(self.email)

    @property
    def masked_address(self) -> str:
        return identity.mask_address(self.address)


class Agent(models.Model):
    """Somebody who files for the applicant with a power of attorney (授权委托书)."""

    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, related_name="agent", verbose_name="办件")
    name = EncryptedTextField("代理人姓名")
    document_number = EncryptedTextField("代理人证件号码", blank=True)
    phone = EncryptedTextField("代理人电话", blank=True)
    organisation = models.CharField("所在单位", max_length=100, blank=True)
    address = EncryptedTextField("代理人通信地址", blank=True)
    postcode = models.CharField("邮编", max_length=6, blank=True)
    scope = models.CharField("委托权限", max_length=60, blank=True)
    has_authority = models.BooleanField("已提交授权委托书", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "代理人"

    def __str__(self) -> str:
        return self.masked_name

    @property
    def masked_name(self) -> str:
        return identity.mask_name(self.name)

    @property
    def masked_document(self) -> str:
        return identity.mask_number(self.document_number)

    @property
    def masked_phone(self) -> str:
        return identity.mask_phone(self.phone)

    @property
    def masked_address(self) -> str:
        return identity.mask_address(self.address)
