"""``calendar check`` and ``calendar years``: what the working calendar says, and what it rests on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.law.calendar import WorkingCalendar, current_calendar
from casework.law.errors import LawError
from casework.law.plain import parse_day
from casework.management.lines import dump


class Command(BaseCommand):
    help = "工作日历：check 查询日期，years 列出各年度的节假日安排。"
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own attribute

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="查询日期是否为工作日及原因")
        check.add_argument("dates", nargs="+", metavar="DATE")
        actions.add_parser("years", help="列出各年度的节假日安排")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        calendar = current_calendar()
        if action == "check":
            self.check_dates(options["dates"], calendar)
        else:
            self.list_years(calendar)

    def check_dates(self, dates: list[str], calendar: WorkingCalendar) -> None:
        """One line a date; a date at fault says why and the exit status is 1."""
        faults = 0
        for text in dates:
            try:
                self.stdout.write(dump(_day(text, calendar)))
            except LawError as error:
                faults += 1
                self.stdout.write(dump({"date": text, "error": str(error)}))
        if faults:
            raise SystemExit(1)

    def list_years(self, calendar: WorkingCalendar) -> None:
        """One line a notice, then one line for what follows the last."""
        for notice in calendar.notices:
            self.stdout.write(
                dump(
                    {
                        "year": notice.year,
                        "notice": notice.number,
                        "issued_on": str(notice.issued_on) if notice.issued_on else None,
                        "changes_earlier": notice.amends,
                        "off_days": len(notice.off),
                        "makeup_days": len(notice.makeup),
                        "provisional": False,
                    }
                )
            )
        for year in range(calendar.published_until.year + 1, calendar.last_day.year + 1):
            self.stdout.write(dump({"year": year, "notice": None, "provisional": True, "policy": calendar.policy}))


def _day(text: str, calendar: WorkingCalendar) -> dict[str, Any]:
    day = parse_day(text, "日期")
    reason = calendar.why(day)
    return {
        "date": text,
        "working": reason.working,
        "reason": reason.text,
        "provisional": reason.provisional,
        "notice": reason.notice.title if reason.notice else None,
    }
