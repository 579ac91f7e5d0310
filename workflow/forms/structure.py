"""The forms of 机关科室. The acts check."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.acts.structure import ORGAN_FIELDS, UNIT_FIELDS
from casework.models import Organ, Unit
from casework.plain_forms import PlainWords


class OrganForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]
    """An organ with all that its letters and numbers need."""

    class Meta:
        model = Organ
        fields = ORGAN_FIELDS
        help_texts = {
            "code": "与登记台账导入、印章图片、证书文件的名称一致，如 LC11。",
            "short_name": "列表和统计中使用，如“区教育体育局”。",
            "is_district_office": "全区只有一个；督查人员在该机关任职。",
            "number_word": "印在受理编号和文号的〔年份〕之前，如“历教体公”；各机关不得相同，变更后只用于新的编号。",
            "disclosure_office": "文书中写明的联系机构，如“政务公开科”。",
            "reconsideration_organ": "印在答复文书的救济告知中，请逐一核实；不填写的，需要告知救济途径的文书不能制发。",
            "court": "印在答复文书的救济告知中，管辖以当地规定为准。",
            "sort": "数字小的排在前面。",
            "active": "停用的机关不再登记新的申请，已有办件继续办理，历史记录不变。",
        }

    def validate_unique(self) -> None:
        """The act says whose it is."""


class UnitForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Unit
        fields = UNIT_FIELDS
        help_texts = {
            "is_disclosure_office": "负责受理申请的科室。",
            "active": "停用的科室不再接收交办、转办和新的任职；已有办件留在该科室继续办理，也可以转办其他科室。",
        }


class NewUnit(UnitForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["active"]  # a new one is open
