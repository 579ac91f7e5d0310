"""How facts look: lights, dates, masked values."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms

from casework.law import lights
from casework.templatetags import display


@pytest.mark.parametrize(
    ("light", "days", "phrase"),
    [
        (lights.GREEN, 6, "绿 · 剩 6 个工作日"),
        (lights.YELLOW, 3, "黄 · 剩 3 个工作日"),
        (lights.RED, 0, "红 · 今天到期"),
        (lights.OVERDUE, -2, "黑 · 逾期 2 个工作日"),
        (lights.STOPPED, None, "停 · 不计时"),
        (lights.ON_TIME, 4, "结 · 按期办结"),
        (lights.LATE, -1, "结 · 逾期办结"),
        (None, None, "— · 未起算"),
    ],
)
def test_a_light_says_word_and_number(light: lights.Light | None, days: int | None, phrase: str) -> None:
    assert display.light_phrase(light, days) == phrase


def test_dates_are_written_as_on_official_paper() -> None:
    assert display.date_cn(date(2026, 1, 5)) == "2026年1月5日"
    assert display.weekday_cn(date(2026, 11, 22)) == "星期日"
    assert display.date_cn(None) == "—"


def test_moments_are_shown_in_the_time_of_the_office() -> None:
    assert display.datetime_cn(datetime(2026, 11, 22, 16, 5, tzinfo=UTC)) == "2026年11月23日 00:05"


class Note(forms.Form):
    text = forms.CharField(label="意见", widget=forms.Textarea, help_text="记入办理记录")
    way = forms.ChoiceField(choices=[("post", "邮寄")], widget=forms.RadioSelect)


def test_a_wrong_field_is_marked_and_described_by_its_errors() -> None:
    html = display.widget(Note({"way": "post"})["text"])
    assert "is-invalid" in html
    assert 'aria-describedby="id_text_helptext id_text_error"' in html


def test_widgets_get_the_class_of_their_layout() -> None:
    assert [display.widget_kind(field) for field in Note()] == ["area", "choices"]
    assert 'class="form-control"' in display.widget(Note()["text"])


def test_dates_inside_a_sentence_are_written_as_the_office_writes_them() -> None:
    said = "与申请人确认日期 2026-11-09 早于送到日期 2026-12-20，请核对。"
    assert display.sentence_dates(said) == "与申请人确认日期 2026年11月9日 早于送到日期 2026年12月20日，请核对。"
    assert display.sentence_dates("0531-8802-11-22、历政公申〔2026〕78号") == "0531-8802-11-22、历政公申〔2026〕78号"
