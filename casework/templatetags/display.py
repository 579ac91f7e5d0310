"""How facts look on a page: lights, dates, icons, form widgets. Nothing here decides anything."""

from __future__ import annotations

import re
from datetime import date, datetime

from django import forms, template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from casework.law.lights import Light
from casework.models import Consultation

register = template.Library()

LIGHT_WORDS = {"green": "绿", "yellow": "黄", "red": "红", "overdue": "黑", "stopped": "停"}
WEEKDAYS = "一二三四五六日"
ISO_DATE = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
CONSULTED = re.compile(r"(?<=意见（)\d+(?=）)")
KIBIBYTE = 1024
DJANGO_ROWS = "10"  # what a Textarea asks for when nobody chose; too tall for a dense page


# Lights ---------------------------------------------------------------------------------------------------------------


@register.filter
def working_days(days: int | None) -> str:
    """Say how far the due date is, in working days: 3 → 剩 3 个工作日, 0 → 今天到期, -2 → 逾期 2 个工作日."""
    if days is None:
        return "未起算"
    if days == 0:
        return "今天到期"
    return f"剩 {days} 个工作日" if days > 0 else f"逾期 {-days} 个工作日"


@register.filter
def light_phrase(light: Light | None, days_left: int | None = None) -> str:
    """Word and number of a light: 黄 · 剩 3 个工作日; where no days run, word and state: 停 · 不计时, 结 · 按期办结."""
    if light is None:
        return "— · 未起算"
    word = LIGHT_WORDS.get(light.code, "结")
    running = isinstance(days_left, int) and word not in {"停", "结"}
    return f"{word} · {working_days(days_left) if running else light.word}"


# Dates ----------------------------------------------------------------------------------------------------------------


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def date_cn(value: date | datetime | None) -> str:
    """2026年11月22日, without leading zeros (GB/T 15835); '—' where there is no date."""
    if not value:
        return "—"
    day = _local(value)
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def sentence_dates(text: object) -> str:
    """The dates inside a sentence as an office writes them: 早于 2026-11-20 → 早于 2026年11月20日."""
    return ISO_DATE.sub(lambda found: f"{found[1]}年{int(found[2])}月{int(found[3])}日", str(text))


@register.filter
def party_names(text: object) -> str:
    """The parties by name where the sentences of the law carry their key: 意见（15） → 意见（某村委会）."""
    found = set(CONSULTED.findall(str(text)))
    names = dict(Consultation.objects.filter(pk__in=found).values_list("pk", "party")) if found else {}
    return CONSULTED.sub(lambda key: names.get(int(key[0]), key[0]), str(text))


@register.filter
def date_short(value: date | datetime | None) -> str:
    """11月22日, for dates of the year at hand."""
    if not value:
        return "—"
    day = _local(value)
    return f"{day.month}月{day.day}日"


@register.filter
def weekday_cn(value: date | datetime | None) -> str:
    """星期日 for 2026-11-22."""
    return f"星期{WEEKDAYS[_local(value).weekday()]}" if value else ""


@register.filter
def datetime_cn(value: datetime | None) -> str:
    """2026年11月22日 14:05, in the time of the office."""
    if not value:
        return "—"
    moment = _local(value)
    return f"{date_cn(moment)} {moment:%H:%M}"


@register.filter
def iso(value: date | datetime | None) -> str:
    """The machine-readable form for <time datetime>."""
    return _local(value).isoformat() if value else ""


# Files ----------------------------------------------------------------------------------------------------------------


@register.filter
def file_size(value: int | None) -> str:
    """Bytes as 812 字节, 34.5 KB or 1.2 MB."""
    size = value or 0
    if size < KIBIBYTE:
        return f"{size} 字节"
    if size < KIBIBYTE**2:
        return f"{size / KIBIBYTE:.1f} KB"
    return f"{size / KIBIBYTE**2:.1f} MB"


@register.filter
def short_hash(value: str | None) -> str:
    """The first twelve digits of a sha256: enough to compare by eye."""
    return (value or "")[:12]


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw a symbol of icons.svg; without a label it is decoration and hidden from screen readers."""
    address = f"{static('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address)


# Forms ----------------------------------------------------------------------------------------------------------------


@register.filter
def widget_kind(field: BoundField) -> str:
    """Name the layout a widget needs: check, choices, select, file, area or input."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "area" if isinstance(widget, forms.Textarea) else "input"


@register.filter
def widget(field: BoundField) -> SafeString:
    """Render the widget with the class its layout needs; Django itself links help and errors to it."""
    classes = {"check": "form-check-input", "choices": "", "select": "form-select", "file": ""}
    wanted = classes.get(widget_kind(field), "form-control")
    own = field.field.widget.attrs.get("class", "")
    invalid = " is-invalid" if field.errors else ""
    attrs: dict[str, str | bool] = {"class": f"{wanted} {own}{invalid}".replace("  ", " ").strip()}
    if widget_kind(field) == "area" and field.field.widget.attrs.get("rows") == DJANGO_ROWS:
        attrs["rows"] = "4"
    return field.as_widget(attrs=attrs)
