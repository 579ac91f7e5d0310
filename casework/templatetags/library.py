"""Filters of the library's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from casework.law.outcomes import OUTCOMES
from casework.library.models import Fate
from casework.models import Case, Staff

register = template.Library()


@register.filter
def marked(snippet: str) -> SafeString:
    """A snippet is escaped where it is made (casework.library.snippet); only its <mark> tags are markup."""
    return mark_safe(snippet)  # noqa: S308


@register.filter
def a_case(row: Any) -> bool:
    return isinstance(row, Case)


@register.filter
def at(table: dict[Any, Any] | None, key: Any) -> Any:
    """The value of a table at a key, '' where there is none."""
    return (table or {}).get(key, "")


@register.filter
def fate_label(value: str) -> str:
    return str(Fate(value).label)


@register.filter
def editor(person: Staff) -> bool:
    return person.holds("editor")


@register.filter
def outcome_label(code: str) -> str:
    return OUTCOMES[code].label if code in OUTCOMES else code


@register.filter
def article_only(title: str) -> str:
    """第三十六条 of 政府信息公开条例 第三十六条, where the law is said above."""
    return title.rpartition(" ")[2] if " 第" in title else title


@register.simple_tag
def article_link(canonical: str, label: str) -> SafeString:
    """A link to an article, with its item: 政府信息公开条例#36.5."""
    law, _, rest = canonical.partition("#")
    article, _, item = rest.partition(".")
    shown = f"{label}第（{item}）项" if item else label
    return format_html('<a href="{}">{}</a>', reverse("library_article", args=[law, int(article)]), shown)
