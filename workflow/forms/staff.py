"""The forms of 人员管理 and of one's own password. The acts check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.acts.staffing import OFFERED
from casework.models import Organ, Posting, Staff, Unit
from casework.permissions import UNIT_ROLES
from casework.plain_forms import Form, PlainWords

STATES = {"active": "在用", "first": "待首次登录", "closed": "已停用"}


class UnitSelect(forms.Select):
    """Units with their organ, so that the page offers only those of the chosen one."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-of"] = str(value.instance.organ_id)
        return option


class PostForm(Form):
    """One post: the role, and where."""

    role = forms.ChoiceField(
        label="岗位", choices=[("", "请选择"), *OFFERED.items()],
        help_text="同一人可任多个岗位；同一办件的拟稿、审核、签发由系统分开。系统管理员不得兼任其他岗位。",
    )  # fmt: skip
    organ = forms.ModelChoiceField(Organ.objects.none(), label="机关", empty_label="请选择")
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="科室", required=False, empty_label="不在科室任职",
        widget=UnitSelect(attrs={"data-only-of": "organ"}),
        help_text="、".join(name for code, name in OFFERED.items() if code in UNIT_ROLES) + "必须选择科室。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = Organ.objects.filter(active=True)  # type: ignore[attr-defined]
        units = Unit.objects.filter(active=True, organ__active=True).select_related("organ")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class NewPerson(PostForm):
    name = forms.CharField(label="姓名", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    username = forms.CharField(
        label="账号", max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        help_text="登录时使用，如姓名全拼；3 至 30 个小写字母、数字、点或者横线，建立后不能更改。",
    )  # fmt: skip
    field_order = ["name", "username", "role", "organ", "unit"]


class Leaving(Form):
    """The consent that what lies with the person has been seen."""

    agreed = forms.BooleanField(label="我已核对上述办件，并已通知有关科室接办", required=False)


class StaffFilter(Form):
    q = forms.CharField(
        label="姓名或者账号", required=False, max_length=30, widget=forms.TextInput(attrs={"type": "search"})
    )
    organ = forms.ModelChoiceField(Organ.objects.all(), label="机关", required=False, empty_label="不限")
    role = forms.ChoiceField(label="岗位", required=False, choices=[("", "不限"), *OFFERED.items()])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "不限"), *STATES.items()])

    def rows(self) -> QuerySet[Staff]:
        """The staff it asks for, by organ and unit; a value that is none filters nothing."""
        said = self.cleaned_data if self.is_valid() else {}
        posts = Posting.objects.filter(staff=OuterRef("pk"))
        rows = Staff.objects.exclude(Exists(posts.filter(role="system")))
        rows = rows.exclude(username="system").select_related("organ", "unit")
        for word in said.get("q", "").split()[:5]:
            rows = rows.filter(Q(name__icontains=word) | Q(username__icontains=word))
        if said.get("organ"):
            rows = rows.filter(Q(organ=said["organ"]) | Exists(posts.filter(organ=said["organ"])))
        if said.get("role"):
            rows = rows.filter(Exists(posts.filter(role=said["role"])))
        if state := said.get("state"):
            rows = rows.filter(is_active=state != "closed")
            rows = rows.filter(must_change_password=state == "first") if state != "closed" else rows
        rows = rows.prefetch_related("postings__organ", "postings__unit__organ")
        return rows.order_by("-is_active", "organ__sort", "organ__code", "unit_id", "name", "pk")


class OwnPassword(PlainWords, PasswordChangeForm):  # type: ignore[type-arg]
    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": "原密码不正确，请重新输入（区分大小写）。",
        "password_mismatch": "两次输入的新密码不一致，请重新输入。",
    }
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one_time = self.user.must_change_password
        self.fields["old_password"].label = "一次性密码" if one_time else "原密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "至少 10 个字符，不能全是数字，不能与账号相近，也不能是常见密码。"
        self.fields["new_password2"].label = "再输入一次新密码"
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        new: str = self.cleaned_data.get("new_password1", "")
        if new and self.user.check_password(new):
            raise forms.ValidationError("新密码不能与原密码相同，请另设一个。")
        return new
