"""What a person sets for themselves: 通知偏好, when they want to be told and when not; 常用意见, their own phrases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from casework.models import NoticeWishes, Phrase
from casework.plain_forms import PlainWords
from workflow.views.common import actor_of

MOST, LONGEST = 30, 200


def clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WishesForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = NoticeWishes
        fields = ["working_days_only", "quiet_from", "quiet_to", "digest", "digest_at", "by_email"]
        widgets = {name: clock() for name in ("quiet_from", "quiet_to", "digest_at")}
        help_texts = {
            "working_days_only": "休息日、节假日产生的通知，在下一个工作日送达；调休上班日照常提醒。",
            "quiet_from": "这段时间内产生的通知，到时段结束时送达。两个时间相同，表示不设防打扰时段。",
            "digest_at": "摘要列出待办、待领、今天到期、逾期和督办的件数；没有事项的日子不发。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.EMAIL_HOST:
            del self.fields["by_email"]


class PhrasesForm(PlainWords, forms.Form):
    lines = forms.CharField(
        label="常用意见", required=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=f"每行一条，最多 {MOST} 条，每条不超过 {LONGEST} 字。审核时从“插入常用意见”中选用。",
    )  # fmt: skip

    def clean_lines(self) -> list[str]:
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()))
        if len(lines) > MOST:
            raise forms.ValidationError(f"现有 {len(lines)} 条，最多 {MOST} 条，请删减。")
        if long := next((line for line in lines if len(line) > LONGEST), ""):
            raise forms.ValidationError(f"“{long[:20]}……”有 {len(long)} 字，每条不超过 {LONGEST} 字，请缩短。")
        return lines


@require_http_methods(["GET", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """Show one's phrases, or keep them."""
    actor = actor_of(request)
    kept = "\n".join(phrase.text for phrase in actor.phrases.all())
    form = PhrasesForm(request.POST or None, initial={"lines": kept})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            actor.phrases.all().delete()
            Phrase.objects.bulk_create(Phrase(staff=actor, text=line) for line in form.cleaned_data["lines"])
        messages.success(request, "常用意见已保存。")
        return redirect("phrases")
    return render(request, "pages/phrases.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show one's wishes, or keep them."""
    actor = actor_of(request)
    wishes = NoticeWishes.objects.filter(staff=actor).first() or NoticeWishes(staff=actor)
    form = WishesForm(request.POST or None, instance=wishes)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "通知偏好已保存。")
        return redirect("notice_wishes")
    return render(request, "pages/notice_wishes.html", {"form": form}, status=422 if form.errors else 200)
