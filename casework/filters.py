"""Filters of the register: all in the address, so that a copied address shows the same rows within one's rights."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from casework import wording
from casework.law import identity
from casework.law.outcomes import OUTCOMES
from casework.law.receipt import CHANNELS
from casework.law.states import CLOSED, Status
from casework.models import Applicant, Case, Organ, Unit
from casework.selectors import lights

STATUSES = [
    ("open", "在办（全部）"),
    ("closed", "已办结（全部）"),
    *((status.value, status.label) for status in Status),
]
NOT_FILTERS = {"page", "sort", "columns"}


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def _choice(label: str, choices: Any, **kwargs: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label="不限", **kwargs)


def _day(label: str, field: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(field_name=field, lookup_expr=lookup, label=label, widget=DayInput)


class CaseFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Each field is a parameter of the address. Values outside the choices are told at their field, never guessed."""

    q = django_filters.CharFilter(label="编号、摘要", method="by_words", max_length=100)
    status = _choice("状态", STATUSES, method="by_status")
    light = _choice("剩余期限", lights.CHOICES, method="by_light")
    unit = _choice("承办科室", (), method="by_key")
    organ = _choice("答复机关", (), method="by_key")
    channel = _choice("申请渠道", [(code, channel.label) for code, channel in CHANNELS.items()])
    category = _choice("申请人类别", list(identity.CATEGORIES.items()), method="by_category")
    outcome = _choice("答复结果", [(code, f"{code} {outcome.label}") for code, outcome in OUTCOMES.items()])
    topic = _choice("主题", [(topic, topic) for topic in wording.TOPICS])
    received_from = _day("收到日期自", "received_on", "gte")
    received_to = _day("收到日期至", "received_on", "lte")
    due_from = _day("答复期限自", "due_on", "gte")
    due_to = _day("答复期限至", "due_on", "lte")

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet[Case], *, today: date) -> None:
        super().__init__(data, queryset)
        self.today = today
        self.form.fields["q"].widget = forms.TextInput(attrs={"type": "search", "placeholder": "受理编号或摘要"})
        units = list(Unit.objects.filter(active=True).select_related("organ"))
        organs = {unit.organ_id: unit.organ for unit in units}
        self.form.fields["unit"].choices = [("", "不限"), *((str(unit.pk), str(unit)) for unit in units)]
        self.form.fields["organ"].choices = [("", "不限"), *((str(pk), _short(organ)) for pk, organ in organs.items())]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in ("q", "status", "light", "unit")]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        shown = {field.name for field in self.main_fields}
        return [field for field in self.form if field.name not in shown]

    @property
    def more_in_use(self) -> bool:
        """Whether the folded fields hold a value or a fault, so that they must be open."""
        return any(field.value() or field.errors for field in self.more_fields)

    def by_words(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        for word in value.split()[:5]:
            cases = cases.filter(Q(case_number__icontains=word) | Q(title__icontains=word))
        return cases

    def by_status(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        closed = [status.value for status in CLOSED]
        groups = {"open": ~Q(status__in=closed), "closed": Q(status__in=closed)}
        return cases.filter(groups.get(value, Q(status=value)))

    def by_light(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(lights.lit(value, today=self.today))

    def by_key(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(**{f"{name}_id": int(value)})

    def by_category(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """The first applicant decides the column (law.md §2.6)."""
        return cases.filter(pk__in=Applicant.objects.filter(position=1, category=value).values("case"))

    def chips(self, path: str) -> list[dict[str, str]]:
        """The filters in force, each with the address without it."""
        return [
            {"label": field.label, "value": _shown(field), "remove_url": without(self.data, path, field.name, "page")}
            for field in self.form
            if field.value() and not field.errors
        ]


def _short(organ: Organ) -> str:
    return organ.short_name or organ.name


def _shown(field: forms.BoundField) -> str:
    value = str(field.value())
    choices = dict(getattr(field.field, "choices", ()))
    return str(choices.get(value, value))


def without(data: QueryDict, path: str, *names: str) -> str:
    """The same address without some parameters."""
    pairs = [(name, value) for name, values in data.lists() for value in values if name not in names and value]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def cleared(data: QueryDict, path: str) -> str:
    """The address without filters; sorting and columns stay."""
    return without(data, path, *(name for name in data if name not in NOT_FILTERS), "page")
