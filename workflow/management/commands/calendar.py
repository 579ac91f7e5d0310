"""``calendar check``, ``years`` and ``import``: what the working calendar says, what it rests on, and a new notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.acts import calendar as acts
from casework.acts.recount import WHAT, Recounted
from casework.errors import Fault
from casework.jsonl import dump
from casework.law.calendar import WorkingCalendar
from casework.law.errors import LawError, UnreadableNotice
from casework.law.plain import parse_day
from casework.lawbook import calendar_held, calendar_if_any
from casework.now import now, today
from workflow.jobs import calendar as calendar_jobs


class Command(BaseCommand):
    help = "工作日历：check 查询日期，years 列出各年度的节假日安排，import 导入放假通知并重算在办办件的期限。"
    requires_system_checks: list[str] = []  # noqa: RUF012  Django's own attribute

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="查询日期是否为工作日及原因")
        check.add_argument("dates", nargs="+", metavar="DATE")
        actions.add_parser("years", help="列出各年度的节假日安排")
        bring = actions.add_parser("import", help="导入放假通知（JSON 或者通知全文），列出日期变动的在办办件")
        bring.add_argument("file", metavar="FILE", type=Path)
        bring.add_argument("--year", type=int, required=True, help="通知安排的年份")
        bring.add_argument("--dry-run", action="store_true", help="只核对，不导入")
        bring.add_argument("--allow-shorten", action="store_true", help="同意答复期限早于已告知申请人的日期")

    @calendar_held()
    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "check":
            self.check_dates(options["dates"], calendar_if_any())
        elif action == "years":
            self.list_years(calendar_if_any())
        else:
            self.bring(options["file"], options["year"], options["dry_run"], options["allow_shorten"])

    def bring(self, file: Path, year: int, dry_run: bool, allow_shorten: bool) -> None:
        """The days, one line a case whose dates move, the sums. At fault: one line that says why, exit status 1."""
        if not 2000 <= year <= 2100:
            raise CommandError("--year 应为 2000 至 2100 的年份。", returncode=2)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"无法读取文件：{error.strerror}（{file}）", returncode=2) from error
        try:
            self._bring(content.decode("utf-8-sig"), year, dry_run=dry_run, allow_shorten=allow_shorten)
        except UnicodeDecodeError:
            self._refuse({"error": "文件不是 UTF-8 编码，请转换编码后重试。"})
        except UnreadableNotice as error:
            self._refuse({"error": str(error), "sentence": error.sentence})
        except (Fault, LawError) as error:
            self._refuse({"error": str(error)})

    def _bring(self, text: str, year: int, *, dry_run: bool, allow_shorten: bool) -> None:
        at, day = now(), today()
        reading = acts.read_notice(text, year=year, today=day)
        found = acts.plan(reading, today=day, progress=self._progress("核对"))
        self.stdout.write(dump(_days(reading)))
        for one in found.moved:
            self.stdout.write(dump(_moved(one, reading)))
        for failed in found.failed:
            self.stdout.write(dump({"case": failed.case.case_number, "error": failed.why}))
        applied = not dry_run and not acts.imported_before(reading)
        if applied:
            acts.check(found, allow_shorten=allow_shorten)
            acts.import_notice(
                reading, total=found.total, moved=len(found.moved), shortened=len(found.shortened), actor=None, at=at,
                today=day, stages=calendar_jobs.STAGES, progress=self._progress("重算"),
            )  # fmt: skip
        self.stdout.write(
            dump(
                {
                    "open_cases": found.total,
                    "moved": len(found.moved),
                    "confirmed": found.confirmed,
                    "shortened": len(found.shortened),
                    "calendar_version": reading.change.new.version,
                    "applied": applied,
                }
            )
        )

    def _progress(self, label: str) -> acts.Progress:
        def tell(done: int, total: int) -> None:
            self.stderr.write(f"{label} {done}/{total}")

        return tell

    def _refuse(self, fault: dict[str, str]) -> None:
        self.stdout.write(dump(fault))
        raise SystemExit(1)

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


def _days(reading: acts.Reading) -> dict[str, Any]:
    """What the notice arranges, and the whole civil year as it is then in force."""
    notice = reading.notice
    off, makeup = reading.days_of_year()
    return {
        "year": notice.year,
        "notice": notice.number,
        "issued_on": str(notice.issued_on) if notice.issued_on else None,
        "changes_earlier": notice.amends,
        "off_days": [str(day) for day in off],
        "makeup_workdays": [str(day) for day in makeup],
        "names": {str(day): name for day, name in sorted(notice.names.items())},
        "named_off_days": [str(day) for day in notice.off],
        "named_makeup_workdays": [str(day) for day in notice.makeup],
        "changed_days": [
            {"date": str(day.on), "working": day.working, "was": day.was, "now": day.now} for day in reading.change.days
        ],
    }


def _moved(one: Recounted, reading: acts.Reading) -> dict[str, Any]:
    """One case: its most telling date first, every other behind it."""
    dates = [
        {"what": WHAT[move.what], "old": _text(move.old), "new": _text(move.new)} for move in one.moves
    ]  # fmt: skip
    return {
        "case": one.case.case_number,
        "what": dates[0]["what"],
        "old": dates[0]["old"],
        "new": dates[0]["new"],
        "why": acts.why_moved(one, reading.change),
        "dates": dates,
        "promised": _text(one.case.promised_on),
        "shortens": one.shortens,
    }


def _text(day: Any) -> str | None:
    return str(day) if day else None


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
