"""练习日期: the page that lets days pass in a practice installation; elsewhere there is no such page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from casework.acts.practice import farthest
from casework.errors import BadValue, NotFound
from casework.lawbook import working_calendar
from casework.now import today
from casework.plain_forms import Form
from casework.templatetags.display import date_cn, weekday_cn
from workflow import practice
from workflow.forms.parts import Day
from workflow.views.common import actor_of


class DayForm(Form):
    day = Day(label="到哪一天")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].help_text = f"可以是休息日，最远到{date_cn(farthest())}。"


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the practice day, or let days pass and say what happened."""
    if not settings.DEMONSTRATION:
        raise NotFound("没有这个页面。")
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = practice.let_pass(actor=actor_of(request), to=form.cleaned_data["day"])
        except BadValue as fault:
            form.add_error("day", fault.message)
        else:
            what = "，".join(said) if said else "没有期限届满"
            messages.success(request, f"练习日期已到{date_cn(today())}（{weekday_cn(today())}）。其间：{what}。")
            return redirect("practice_day")
    steps = [working_calendar().nth_working_day_after(today(), count) for count in (1, 5)]
    context = {"form": form, "next_day": steps[0], "fifth_day": steps[1]}
    return render(request, "pages/practice_day.html", context, status=422 if form.errors else 200)
