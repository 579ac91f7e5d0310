"""What a form finds wrong names the field and says what to do; the framework's stock messages reach nobody."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.plain_forms import Form, PlainWords
from workflow.forms.parts import Day


class Notice(Form):
    sent_on = Day(label="发出日期")
    matters = forms.CharField(label="补正事项", max_length=5)
    period = forms.IntegerField(label="补正期限", min_value=1, max_value=60)
    way = forms.ChoiceField(label="送达方式", choices=[("post", "邮寄")])
    sure = forms.BooleanField(label="已经核对")
    paper = forms.FileField(label="回执")

    def clean_matters(self) -> str:
        if self.cleaned_data["matters"] == "无":
            raise forms.ValidationError("补正事项不能写“无”。")
        return str(self.cleaned_data["matters"])


GOOD = {"sent_on": "2026-03-02", "matters": "文件名称", "period": "10", "way": "post", "sure": "on"}


def told(field: str, **said: Any) -> list[str]:
    files = {"paper": SimpleUploadedFile("回执.pdf", b"%PDF")} if field != "paper" else {}
    form = Notice(GOOD | said, files)
    form.is_valid()
    assert set(form.errors) == {field}
    return list(form.errors[field])


@pytest.mark.parametrize(
    ("field", "said", "sentence"),
    [
        ("sent_on", "", "请填写“发出日期”。"),
        ("sent_on", "三月二日", "“发出日期”请填写正确的日期，如 2026-11-22。"),
        ("matters", "", "请填写“补正事项”。"),
        ("matters", "文件的名称和文号", "“补正事项”最多 5 个字，现有 8 个字，请删减。"),
        ("matters", "文件\x00", "“补正事项”含有不能识别的字符，请删除后重新填写。"),
        ("matters", "无", "补正事项不能写“无”。"),
        ("period", "十", "“补正期限”请填写数字，如 10。"),
        ("period", "0", "“补正期限”不能小于 1，请修改。"),
        ("period", "61", "“补正期限”不能大于 60，请修改。"),
        ("way", "", "请选择“送达方式”。"),
        ("way", "fax", "“送达方式”的选项无效（页面打开后选项可能已经变化），请重新选择。"),
        ("sure", "", "请勾选“已经核对”。"),
        ("paper", "", "请选择“回执”要上传的文件。"),
    ],
)
def test_the_field_is_named_with_what_to_do(field: str, said: str, sentence: str) -> None:
    assert told(field, **{field: said}) == [sentence]


def _forms(parent: type) -> Iterator[type]:
    for child in parent.__subclasses__():
        yield child
        yield from _forms(child)


def test_every_form_of_the_house_speaks_so() -> None:
    for package in ("casework", "letters", "workflow"):
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if ".migrations." not in module.name:
                importlib.import_module(module.name)
    ours = [
        form for form in _forms(forms.BaseForm) if form.__module__.split(".")[0] in {"casework", "letters", "workflow"}
    ]
    assert len(ours) > 40
    assert [form.__qualname__ for form in ours if not issubclass(form, PlainWords)] == []
