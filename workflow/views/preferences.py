"""通知偏好: when a person wants to be told, and when not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from casework.models import NoticeWishes
from casework.plain_forms import PlainWords
from workflow.views.common import actor_of


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
