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
from casework.models import Applicant, Case, CaseFact, Organ, Unit
from casework.models.fact import STREETS
from casework.plain_forms import Form
from casework.selectors import lights

STATUSES = [
    ("open", "在办（全部）"),
    ("closed", "已办结（全部）"),
    *((status.value, status.label) for status in Status),
]
NOT_FILTERS = {"page", "sort", "columns"}
# What a filter by key or topic is called where the case has none; figures link to it.
NONE = "none"
_UNFILLED = (NONE, "未填写")
_LATE = [("yes", "逾期"), ("no", "按期")]
_PASSED = [
    ("extended", "延期"),
    ("corrected", "补正告知"),
    ("consulted", "征求意见"),
    ("reviewed", "复议诉讼（已有结果）"),
    ("overturned", "复议诉讼（结果纠正）"),
]


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
    matter = _choice("申请性质", Case.Matter.choices)
    channel = _choice("申请渠道", [(code, channel.label) for code, channel in CHANNELS.items()])
    category = _choice("申请人类别", list(identity.CATEGORIES.items()), method="by_category")
    outcome = _choice("答复结果", [(code, f"{code} {outcome.label}") for code, outcome in OUTCOMES.items()])
    topic = _choice("主题", (), method="by_topic")
    street = _choice("街道", (), method="by_fact_key")
    received_from = _day("收到日期自", "received_on", "gte")
    received_to = _day("收到日期至", "received_on", "lte")
    due_from = _day("答复期限自", "due_on", "gte")
    due_to = _day("答复期限至", "due_on", "lte")
    closed_from = _day("首次办结日期自", "fact__ended_on", "gte")
    closed_to = _day("首次办结日期至", "fact__ended_on", "lte")
    result = _choice(
        "首次办理结果", [(code, f"{code} {outcome.label}") for code, outcome in OUTCOMES.items()],
        field_name="fact__result",
    )  # fmt: skip
    late = _choice("是否逾期", _LATE, method="by_late")
    passed = _choice("办理中有过", _PASSED, method="by_passed")
    open_on = django_filters.DateFilter(label="该日在办", method="by_open_on", widget=DayInput)
    same_subject = django_filters.NumberFilter(label="与该件事项相同（内部编号）", method="by_same")
    same_person = django_filters.NumberFilter(label="与该件申请人相同（内部编号）", method="by_same")
    days_from = django_filters.NumberFilter(label="用时（工作日）自", field_name="fact__days", lookup_expr="gte")
    days_to = django_filters.NumberFilter(label="用时（工作日）至", field_name="fact__days", lookup_expr="lte")

    class Meta:
        model = Case
        form = Form
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet[Case], *, today: date) -> None:
        super().__init__(data, queryset)
        self.today = today
        self.form.fields["q"].widget = forms.TextInput(attrs={"type": "search", "placeholder": "受理编号或摘要"})
        organs = list(Organ.objects.all())
        known = {organ.pk: organ for organ in organs}
        units = list(Unit.objects.order_by("organ__sort", "pk"))
        for unit in units:
            unit.organ = known[unit.organ_id]
        streets = [organ for organ in organs if organ.kind in STREETS]
        self._offer("unit", _UNFILLED, *((str(unit.pk), _named(unit, str(unit))) for unit in units))
        self._offer("organ", *((str(organ.pk), _named(organ, _short(organ))) for organ in organs))
        self._offer("street", _UNFILLED, *((str(organ.pk), _named(organ, _short(organ))) for organ in streets))
        self._offer("topic", _UNFILLED, *((topic, topic) for topic in self._topics()))

    def _offer(self, name: str, *choices: tuple[str, str]) -> None:
        self.form.fields[name].choices = [("", "不限"), *choices]

    def _topics(self) -> list[str]:
        """The topics of the desk, and the one asked for where an older register brought it."""
        asked = self.data.get("topic", "")
        if asked in ("", NONE, *wording.TOPICS) or not CaseFact.objects.filter(topic=asked).exists():
            return list(wording.TOPICS)
        return [*wording.TOPICS, asked]

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
        return cases.filter(**{f"{name}_id": None if value == NONE else int(value)})

    def by_fact_key(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(**{f"fact__{name}_id": None if value == NONE else int(value), "fact__isnull": False})

    def by_same(self, cases: QuerySet[Case], name: str, value: Any) -> QuerySet[Case]:
        """Requests for the same information, or of the same person, as a case one may see."""
        if not 0 < value < 10**18:
            return cases.none()
        field = name.removeprefix("same_")
        like = CaseFact.objects.filter(pk=int(value), case__in=self.queryset.values("pk")).values(field)
        return cases.filter(**{f"fact__{field}__in": like.exclude(**{field: ""})})

    def by_topic(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(topic="" if value == NONE else value)

    def by_late(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(fact__late=value == "yes")

    def by_passed(self, cases: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return cases.filter(**{f"fact__{value}": True})

    def by_open_on(self, cases: QuerySet[Case], name: str, value: date) -> QuerySet[Case]:
        """Received by the end of that day and not yet answered then: what the day carried over."""
        later = Q(fact__ended_on__gt=value) | Q(fact__isnull=False, fact__ended_on=None)
        return cases.filter(later, received_on__lte=value)

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


def _named(row: Organ | Unit, name: str) -> str:
    return name if row.active else f"{name}（已停用）"


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
