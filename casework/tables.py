"""The register as a table: the page and the export show the same columns of the same rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import get_template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from casework.models import Case
from casework.selectors.lights import Standing, standings
from casework.selectors.register import applicant_shown
from casework.templatetags.display import date_cn, light_phrase

ALWAYS = "case_number"
USUAL = (ALWAYS, "title", "applicant", "received_on", "due_on", "light", "status", "unit")
DAY = {"td": {"class": "nowrap num"}}


def _day(label: str) -> tables.Column:
    return tables.Column(verbose_name=label, attrs=DAY)


class CaseTable(tables.Table):  # type: ignore[misc]
    case_number = tables.Column(verbose_name="受理编号", order_by=("year", "serial"), attrs={"td": {"class": "nowrap"}})
    title = tables.Column(verbose_name="申请事项摘要", orderable=False)
    applicant = tables.Column(
        verbose_name="申请人", accessor="pk", orderable=False, attrs={"td": {"class": "applicant"}}
    )
    received_on = _day("收到申请之日")
    due_on = _day("答复期限")
    light = tables.Column(
        verbose_name="剩余期限", accessor="pk", order_by=("warn_on", "pk"), attrs={"td": {"class": "nowrap"}}
    )
    status = tables.Column(verbose_name="状态", attrs={"td": {"class": "nowrap"}})
    organ = tables.Column(verbose_name="答复机关", accessor="organ__short_name", order_by=("organ__sort",))
    unit = tables.Column(verbose_name="承办科室", order_by=("unit",), attrs={"td": {"class": "name"}})
    handler = tables.Column(verbose_name="承办人", order_by=("handler__name",))
    channel = tables.Column(verbose_name="申请渠道")
    topic = tables.Column(verbose_name="主题")
    outcome = tables.Column(verbose_name="答复结果")
    closed_on = _day("办结日")
    late = tables.Column(verbose_name="是否逾期")

    caption = "办件台账"

    class Meta:
        template_name = "components/table.html"
        order_by_field = "sort"
        empty_text = "没有数据"
        default = "—"

    def __init__(self, data: QuerySet[Case], *, columns: Iterable[str], today: date, **kwargs: Any) -> None:
        shown = [name for name in columns if name in self.base_columns and name != ALWAYS]
        hidden = [name for name in self.base_columns if name not in shown and name != ALWAYS]
        super().__init__(data, exclude=hidden, sequence=[ALWAYS, *shown], **kwargs)
        self.today = today
        self._standings: dict[int, Standing] | None = None

    def standing(self, case: Case) -> Standing:
        """The light of a row; all rows of the page (or of the export) are worked out at once."""
        if self._standings is None:
            rows = self.paginated_rows if getattr(self, "page", None) else self.rows
            self._standings = standings([row.record for row in rows], today=self.today)
        return self._standings[case.pk]

    def render_case_number(self, record: Case) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("case", args=[record.pk]), record.case_number)

    def render_title(self, record: Case, value: str) -> SafeString:
        mark = mark_safe('<span class="tag">更正</span> ' if record.matter == Case.Matter.RECORD_CORRECTION else "")
        return format_html('<span class="clip" title="{}">{}{}</span>', value, mark, value)

    def render_applicant(self, record: Case) -> str:
        return applicant_shown(record)

    def render_light(self, record: Case) -> str:
        standing = self.standing(record)
        context = {
            "light": standing.light,
            "days_left": standing.days_left,
            "explain_url": reverse("case_deadline", args=[record.pk]),
        }
        light = get_template("components/light.html").render(context)
        if not record.is_open:
            return light
        # Filled after the page has come: what is likely to be late costs statements the list does not spend.
        return format_html('{}<span id="risk-{}"></span>', light, record.pk)

    def render_received_on(self, value: date) -> str:
        return date_cn(value)

    def render_due_on(self, record: Case, value: date) -> str:
        note = '<span class="hint cell-note">暂定</span>' if record.provisional and record.is_open else ""
        return format_html("{}{}", date_cn(value), mark_safe(note))

    render_closed_on = render_received_on

    def render_late(self, value: bool) -> str:
        return "逾期" if value else "按期"

    def value_case_number(self, value: str) -> str:
        return value

    def value_title(self, value: str) -> str:
        return value

    def value_light(self, record: Case) -> str:
        standing = self.standing(record)
        return light_phrase(standing.light, standing.days_left)

    def value_received_on(self, value: date) -> date:
        return value

    value_due_on = value_closed_on = value_received_on


def chosen(values: list[str]) -> list[str]:
    """The columns asked for in the address (``columns=a&columns=b`` or ``columns=a,b``); the usual ones by default."""
    asked = [name for value in values for name in value.split(",") if name in CaseTable.base_columns]
    return [ALWAYS, *(name for name in asked if name != ALWAYS)] if asked else list(USUAL)


def choices(columns: list[str]) -> list[dict[str, Any]]:
    """The column chooser: every column with its heading and whether it is shown."""
    return [
        {"name": name, "label": column.verbose_name, "shown": name in columns, "always": name == ALWAYS}
        for name, column in CaseTable.base_columns.items()
    ]
