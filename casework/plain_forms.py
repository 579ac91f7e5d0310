"""Forms that say in a sentence which field is at fault and what to do, instead of the framework's stock messages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise

# By code of the fault, with the parameters of the validator and the label of the field.
SENTENCES = {
    "required": "请填写“{label}”。",
    "invalid": "“{label}”的格式不正确，请核对后重新填写。",
    "invalid_choice": "“{label}”的选项无效（页面打开后选项可能已经变化），请重新选择。",
    "invalid_list": "“{label}”的选项无效，请重新选择。",
    "invalid_pk_value": "“{label}”的选项无效（页面打开后选项可能已经变化），请重新选择。",
    "min_value": "“{label}”不能小于 {limit_value}，请修改。",
    "max_value": "“{label}”不能大于 {limit_value}，请修改。",
    "min_length": "“{label}”至少 {limit_value} 个字，请补充。",
    "max_length": "“{label}”最多 {limit_value} 个字，现有 {show_value} 个字，请删减。",
    "unique": "“{label}”已有人使用，请另填一个。",
    "null_characters_not_allowed": "“{label}”含有不能识别的字符，请删除后重新填写。",
}
FILE = {
    "required": "请选择“{label}”要上传的文件。",
    "invalid": "“{label}”没有上传成功，请重新选择文件。",
    "missing": "“{label}”没有上传成功，请重新选择文件。",
    "empty": "“{label}”是空文件，请核对后重新选择。",
    "max_length": "“{label}”的文件名最多 {max} 个字，现有 {length} 个字，请改名后重新选择。",
}
# The kinds of field that ask for something else than "fill in"; the first that fits is taken.
KINDS: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (forms.FileField, FILE),
    (forms.BooleanField, {"required": "请勾选“{label}”。"}),
    (forms.ChoiceField, {"required": "请选择“{label}”。"}),
    (forms.ModelChoiceField, {"required": "请选择“{label}”。"}),
    (forms.IntegerField, {"invalid": "“{label}”请填写数字，如 10。"}),
    (forms.DateField, {"invalid": "“{label}”请填写正确的日期，如 2026-11-22。"}),
    (forms.TimeField, {"invalid": "“{label}”请填写正确的时间，如 08:30。"}),
    (forms.EmailField, {"invalid": "“{label}”请填写正确的邮箱地址，如 name@example.cn。"}),
)


def plain(field: forms.Field, label: str, fault: ValidationError) -> ValidationError:
    """The fault in the words of this office; what was said in its own words already (no lazy translation) is kept."""
    if not isinstance(fault.message, Promise):
        return fault
    code = fault.code or "invalid"
    own = next((words for kind, words in KINDS if isinstance(field, kind)), {})
    sentence = own.get(code) or SENTENCES.get(code) or SENTENCES["invalid"]
    return ValidationError(sentence.format(label=label, **(fault.params or {})), code=code)


class PlainWords:
    """Mixed into every form: faults a field finds are told with its label."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field is not None and isinstance(error, ValidationError) and not hasattr(error, "error_dict"):
            bound = self[field]  # type: ignore[index]
            error = ValidationError([plain(bound.field, str(bound.label), one) for one in error.error_list])
        super().add_error(field, error)  # type: ignore[misc]


class Form(PlainWords, forms.Form):
    """The base of every form of the house."""
