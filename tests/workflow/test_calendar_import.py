"""放假安排导入: what moves is told beforehand, exactly that moves, and every other row stays as it is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from casework import lawbook, wording
from casework.acts import calendar, clock, deadlines, filing, incoming, record, recount, remedy
from casework.acts.clock import standing
from casework.errors import Stale
from casework.law.calendar import WorkingCalendar
from casework.law.notices import NOTICES
from casework.lawbook import calendar_held, working_calendar
from casework.models import Case, CaseEvent, Deadline, HolidayNotice, Promise
from casework.now import pinned
from tests.law.notice_wordings import CHANGE_2020, WORDINGS
from tests.roads import Cast, Road, application, moment, start
from workflow import drift, tasks, timers
from workflow.jobs import calendar as calendar_jobs

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
NEXT_YEAR = """关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假。
六、中秋节：9月15日（周三）放假。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
2026年11月20日"""


class Ran(NamedTuple):
    lines: list[Any]
    status: int

    @property
    def moved(self) -> dict[str, dict[str, Any]]:
        return {line["case"]: line for line in self.lines if "why" in line}


@pytest.fixture
def bring(tmp_path: Path) -> Callable[..., Ran]:
    """``calendar import`` of a text; its JSON lines and exit status."""

    def call(text: str, year: int, *options: str, on: date = TODAY) -> Ran:
        file, out, status = tmp_path / "notice", io.StringIO(), 0
        file.write_text(text, encoding="utf-8")
        try:
            with pinned(moment(on)):
                call_command(
                    "calendar", "import", str(file), "--year", str(year), *options, stdout=out, stderr=io.StringIO()
                )
        except SystemExit as end:
            status = int(end.code or 0)
        return Ran([json.loads(line) for line in out.getvalue().splitlines()], status)

    return call


def without(*numbers: str) -> tuple[Any, ...]:
    return tuple(notice for notice in NOTICES if notice.number not in numbers)


@pytest.fixture
def before_the_change(monkeypatch: pytest.MonkeyPatch) -> Any:
    """January 2020 before the holiday was lengthened: nothing later is known."""
    known = tuple(n for n in NOTICES if n.year <= 2020 and n.number != "国办发明电〔2020〕1号")
    monkeypatch.setattr(lawbook, "NOTICES", known)
    lawbook.calendar_through.cache_clear()
    yield
    lawbook.calendar_through.cache_clear()


def received(people: Cast, day: date, **changes: Any) -> Road:
    return start(people, application(day, **changes), day)


def again(case: Case) -> Case:
    """Read what is stored now; a protected status lets no other refresh."""
    case.refresh_from_db(fields=[*recount.COLUMNS, "promised_on"])
    return case


def dates(case: Case) -> tuple[Any, ...]:
    again(case)
    return case.due_on, case.warn_on, case.base_on, case.provisional


def test_the_change_of_january_2020_moves_exactly_the_right_open_cases(
    people: Cast, before_the_change: None, bring: Callable[..., Ran]
) -> None:
    """1月31日 becomes a day off and 2月1日 is no longer a make-up day: who counts over both gains two days."""
    first = date(2019, 12, 20)
    roads = [received(people, first + timedelta(n)) for n in range(38) if (first + timedelta(n)).weekday() < 5]
    closed = received(people, date(2020, 1, 10)).act("withdraw", "clerk", reason="申请人书面撤回。")
    before = {road.case.case_number: dates(road.case) for road in roads}
    lengthened = WorkingCalendar([*(n for n in NOTICES if n.year <= 2020)])
    short = working_calendar()
    expected = {
        road.case.case_number: (
            short.nth_working_day_after(road.case.received_on, 20),
            lengthened.nth_working_day_after(road.case.received_on, 20),
        )
        for road in roads
    }
    expected = {number: pair for number, pair in expected.items() if pair[0] != pair[1]}
    assert 5 < len(expected) < len(roads)

    told = bring(CHANGE_2020, 2020, "--dry-run", on=date(2020, 1, 27))
    assert told.status == 0
    assert {n: (line["old"], line["new"]) for n, line in told.moved.items()} == {
        n: (str(old), str(new)) for n, (old, new) in expected.items()
    }
    assert all("1月31日由工作日改为春节" in line["why"] for line in told.moved.values())
    assert told.lines[-1]["applied"] is False
    assert {road.case.case_number: dates(road.case) for road in roads} == before
    assert not HolidayNotice.objects.exists()

    done = bring(CHANGE_2020, 2020, on=date(2020, 1, 27))
    assert (done.status, done.moved, done.lines[-1]["applied"]) == (0, told.moved, True)
    for road in roads:
        now, old = dates(road.case), before[road.case.case_number]
        assert now[0] == expected.get(road.case.case_number, (None, old[0]))[1]
    events = CaseEvent.objects.filter(verb=recount.VERB)
    assert {event.case.case_number for event in events} == set(expected)
    system = CaseEvent.objects.get(verb=calendar.IMPORTED)
    assert (system.case, system.data["moved"]) == (None, len(expected))
    assert not list(record.verify())
    assert "答复期限由" in wording.sentence(recount.VERB, events[0].data)
    again(closed)
    assert closed.calendar_version == short.version


def test_a_text_that_cannot_be_read_in_full_imports_nothing(people: Cast, bring: Callable[..., Ran]) -> None:
    text = NEXT_YEAR.replace("9月15日（周三）放假。", "9月15日（周三）视情放假。")
    ran = bring(text, 2027)
    assert ran.status == 1
    assert ran.lines == [{"error": ran.lines[0]["error"], "sentence": "六、中秋节：9月15日（周三）视情放假"}]
    assert not HolidayNotice.objects.exists()
    assert not CaseEvent.objects.filter(verb=calendar.IMPORTED).exists()


def test_wrong_use(tmp_path: Path, bring: Callable[..., Ran]) -> None:
    with pytest.raises(CommandError):
        call_command("calendar", "import", str(tmp_path / "none"), "--year", "2027")
    with pytest.raises(CommandError):
        bring(NEXT_YEAR, 1027)
    assert bring(NEXT_YEAR, 2026).status == 1
    assert bring('{"year": 2027}', 2027).status == 1


@pytest.mark.parametrize("year", range(2019, 2027))
def test_the_published_files_are_read_to_exactly_their_days(
    year: int, db: None, shared_data: Path, bring: Callable[..., Ran]
) -> None:
    stated = json.loads((shared_data / "holidays" / f"{year}.json").read_text("utf-8"))
    ran = bring(json.dumps(stated, ensure_ascii=False), year, "--dry-run")
    assert ran.status == 0
    assert ran.lines[0]["off_days"] == stated["off_days"]
    assert ran.lines[0]["makeup_workdays"] == stated["makeup_workdays"]
    weekday = [day for day in stated["makeup_workdays"] if date.fromisoformat(day).weekday() < 5]
    assert [day["date"] for day in ran.lines[0]["changed_days"]] == [], "the built-in table says the same"
    text = bring(WORDINGS[str(year)], year, "--dry-run")
    assert text.lines[0]["off_days"] == stated["off_days"]
    assert text.lines[0]["makeup_workdays"] == [day for day in stated["makeup_workdays"] if day not in weekday]


def test_a_year_becomes_final_by_itself(people: Cast, bring: Callable[..., Ran]) -> None:
    road, early = received(people, date(2026, 12, 10)), received(people, date(2026, 11, 2))
    assert dates(road.case) == (date(2027, 1, 8), date(2027, 1, 7), date(2027, 1, 8), True)
    ran = bring(NEXT_YEAR, 2027, on=date(2026, 12, 15))
    assert ran.lines[-1] | {"calendar_version": ""} == {
        "open_cases": 2, "moved": 1, "confirmed": 1, "shortened": 0, "calendar_version": "", "applied": True,
    }  # fmt: skip
    assert dates(road.case) == (date(2027, 1, 8), date(2027, 1, 8), date(2027, 1, 8), False)
    assert road.case.calendar_version == ran.lines[-1]["calendar_version"] == working_calendar().version
    again(early.case)
    assert early.case.calendar_version == working_calendar().version, "untouched, and known to be right"
    assert not CaseEvent.objects.filter(case=early.case, verb=recount.VERB).exists()
    [event] = CaseEvent.objects.filter(case=road.case, verb=recount.VERB)
    assert event.data["confirmed"] is True
    assert not list(drift.drifts(date(2026, 12, 15)))


def test_limits_beside_the_reply_clock_are_counted_anew(
    people: Cast, bring: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    for act in (remedy, filing, incoming):
        monkeypatch.setattr(act, "recount_all", lambda act=act: counted.append(act.__name__))
    bring(NEXT_YEAR, 2027)
    assert counted == ["casework.acts.remedy", "casework.acts.filing", "casework.acts.incoming"]


def test_importing_the_same_text_twice_changes_nothing(people: Cast, bring: Callable[..., Ran]) -> None:
    assert bring(NEXT_YEAR, 2027).lines[-1]["applied"] is True
    assert bring(NEXT_YEAR, 2027).lines[-1]["applied"] is False
    assert HolidayNotice.objects.count() == 1


def test_check_and_years_tell_the_imported_notice(people: Cast, bring: Callable[..., Ran]) -> None:
    bring(NEXT_YEAR, 2027)
    out = io.StringIO()
    call_command("calendar", "check", "2027-01-31", stdout=out)
    assert json.loads(out.getvalue()) == {
        "date": "2027-01-31", "working": True, "reason": "调休上班", "provisional": False,
        "notice": "国办发明电〔2026〕9号",
    }  # fmt: skip


def test_notices_are_only_appended(people: Cast, bring: Callable[..., Ran]) -> None:
    bring(NEXT_YEAR, 2027)
    for change in (lambda: HolidayNotice.objects.update(year=2028), lambda: HolidayNotice.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# -- the order of notices of one year --------------------------------------------------------------------------------


def test_an_undated_arrangement_takes_the_place_of_the_one_it_replaces(db: None) -> None:
    undated = "\n".join(line for line in WORDINGS["2020"].splitlines())
    reading = calendar.read_notice(undated, year=2020, today=TODAY)
    assert reading.notice.issued_on is None
    assert reading.row.in_force_on == date(2019, 11, 21)
    assert not reading.change.days, "the change of January 2020 stays on top"


def test_an_undated_change_comes_last(db: None) -> None:
    text = "关于调整2026年中秋节放假的通知\n9月25日（周五）放假。9月26日（周六）上班。"
    reading = calendar.read_notice(text, year=2026, today=TODAY)
    assert [(str(day.on), day.working) for day in reading.change.days] == [("2026-09-26", True)]


# -- promises --------------------------------------------------------------------------------------------------------


def receipt(road: Road) -> Road:
    road.act("issue_notice", "clerk", key="F03")
    return road


def test_a_promised_date_is_not_shortened_unasked(people: Cast, bring: Callable[..., Ran]) -> None:
    """The make-up Sunday 2027-02-14 becomes the last day, one before the Monday the receipt named."""
    road = receipt(received(people, date(2027, 1, 12)))
    promised = road.case.due_on
    assert road.case.promised_on == promised
    assert Promise.objects.get(case=road.case).provisional
    ran = bring(NEXT_YEAR, 2027, on=date(2027, 1, 13))
    assert (ran.status, HolidayNotice.objects.count()) == (1, 0)
    [line] = ran.moved.values()
    assert line["shortens"] is True
    assert line["promised"] == str(promised)
    assert line["new"] < line["old"]
    assert "明确同意" in ran.lines[-1]["error"]
    assert road.case.case_number in ran.lines[-1]["error"]

    assert bring(NEXT_YEAR, 2027, "--allow-shorten", on=date(2027, 1, 13)).status == 0
    assert dates(road.case)[0] < promised
    assert road.case.promised_on == promised, "the letter keeps saying what it said"
    assert road.case.warn_on == road.case.due_on, "the light follows the earlier, strict date"


def test_a_longer_period_does_not_lengthen_a_promise(
    people: Cast, before_the_change: None, bring: Callable[..., Ran]
) -> None:
    road = receipt(received(people, date(2020, 1, 13)))
    promised = road.case.due_on
    bring(CHANGE_2020, 2020, on=date(2020, 1, 27))
    due, warn, _, _ = dates(road.case)
    assert due > promised
    assert (road.case.promised_on, warn) == (promised, promised)
    reading = standing(road.case, today=date(2020, 1, 28))
    assert (reading.promised, reading.warn_on) == (promised, promised)
    assert not list(drift.drifts(date(2020, 1, 28)))


def test_later_facts_overtake_a_promise(people: Cast) -> None:
    road = receipt(start(people, application()).to("in_progress"))
    assert road.case.promised_on == road.case.due_on
    road.act("note", "clerk", text="申请人来电询问进度。")
    assert road.case.promised_on is not None
    road.act("request_extension", "handler", days=10, reason="需要征求意见。")
    assert road.case.promised_on is not None
    road.act("extend", "head", approve=True)
    assert road.case.promised_on is None, "the extension gives another date"
    road.act("issue_notice", "clerk", key="F12")
    again(road.case)
    assert road.case.promised_on == road.case.due_on
    road.act("note", "clerk", text="已寄出。")
    assert road.case.promised_on == road.case.due_on


# -- many at once equal one by one -----------------------------------------------------------------------------------


def varied(people: Cast) -> list[Case]:
    """Cases in every state of the clock around New Year 2027."""
    day, later = date(2026, 12, 7), date(2026, 12, 9)
    plain = receipt(received(people, day))
    corrected = start(people, application(day), day).to("examining")
    corrected.day = later
    corrected.act("request_correction", "clerk", matters="请写明文件名称。", delivered_on=later, period_wd=20)
    charged = start(people, application(day), day).to("in_progress")
    charged.day = later
    charged.act("charge", "clerk", mode="items", quantity=12, count_reason="另有", received_on=later)
    asked = start(people, application(day), day).to("in_progress")
    asked.day = later
    asked.act("consult", "handler", kind="third_party", party="某公司", subject="单价", received_on=later)
    asked.act("consult", "handler", kind="organ", party="某局", subject="批文")
    extended = start(people, application(day), day).to("in_progress")
    extended.day = later
    extended.act("request_extension", "handler", days=20, reason="案情复杂。")
    extended.act("extend", "head", approve=True, notified_on=later)
    early = start(people, application(date(2026, 11, 3)), date(2026, 11, 3)).to("in_review")
    return [road.case for road in (plain, corrected, charged, asked, extended, early)]


def rows(case: Case) -> tuple[Any, ...]:
    case = Case.objects.get(pk=case.pk)
    cached = tuple(getattr(case, name) for name in (*recount.COLUMNS, "promised_on", "version", "status"))
    limits = Deadline.objects.filter(case=case).values_list("kind", "ref", "due_on", "state")
    return cached, sorted(limits, key=str)


def test_the_bulk_writes_what_the_refresher_of_one_case_would(people: Cast, bring: Callable[..., Ran]) -> None:
    cases, on = varied(people), date(2026, 12, 15)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        reading = calendar.read_notice(NEXT_YEAR, year=2027, today=on)
        with calendar_held():
            calendar.take_effect(reading, actor=None, at=moment(on), moved=0, shortened=0)
        for case in cases:
            again(case)
            deadlines.refresh(case, clock.refresh(case, today=on))
        one_by_one = [rows(case) for case in cases]
        raise ZeroDivisionError
    assert not HolidayNotice.objects.exists()
    assert bring(NEXT_YEAR, 2027, "--allow-shorten", on=on).status == 0
    assert [rows(case) for case in cases] == one_by_one
    assert not list(record.verify())


def test_only_cases_that_can_feel_the_change_are_counted_anew(people: Cast) -> None:
    """The cases left out are exactly right: counting them all finds no further move."""
    varied(people)
    reading = calendar.read_notice(NEXT_YEAR, year=2027, today=date(2026, 12, 15))
    cases = list(Case.objects.open())
    by_case = recount.rows_of(case.pk for case in cases)
    left_out = [case for case in cases if not recount.touched(case, by_case[case.pk], reading.change)]
    assert len(left_out) == 1
    counted, failed = recount.recount(
        left_out, [row for case in left_out for row in by_case[case.pk]], reading.change.new, today=date(2026, 12, 15)
    )
    assert not failed
    assert not any(one.moves or one.confirmed for one in counted)


def test_few_statements_for_many_cases(people: Cast, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        received(people, date(2026, 12, 10))
    reading = calendar.read_notice(NEXT_YEAR, year=2027, today=date(2026, 12, 15))
    with django_assert_max_num_queries(8):
        assert len(calendar.plan(reading, today=date(2026, 12, 15)).moved) == 12
    with django_assert_max_num_queries(40):
        calendar.import_notice(
            reading, total=12, moved=12, shortened=0, actor=None, at=moment(date(2026, 12, 15)),
            today=date(2026, 12, 15),
        )  # fmt: skip


def test_a_row_a_sweep_has_just_claimed_is_not_moved_and_not_lost(people: Cast) -> None:
    road = received(people, date(2026, 12, 10))
    read = deadlines.rows_of([road.case.pk])
    reply = Deadline.objects.get(case=road.case, kind="reply")
    Deadline.objects.filter(pk=reply.pk).update(state=Deadline.State.FIRING, claimed_at=moment(TODAY))
    reading = calendar.read_notice(NEXT_YEAR, year=2027, today=TODAY)
    [one], _ = recount.recount([road.case], read, reading.change.new, today=TODAY)
    moved = replace(one.reading, due=date(2027, 1, 11), warn_on=date(2027, 1, 11))
    deadlines.refresh_many([(road.case, moved)], read)
    rows = Deadline.objects.filter(case=road.case, kind="reply").order_by("pk")
    assert [(row.due_on, row.state) for row in rows] == [
        (reply.due_on, Deadline.State.FIRING), (date(2027, 1, 11), Deadline.State.WAITING),
    ]  # fmt: skip


def test_a_sweep_does_not_claim_a_row_that_has_moved_since_it_looked(people: Cast) -> None:
    road = received(people, date(2026, 12, 10))
    reply = Deadline.objects.get(case=road.case, kind="reply")
    Deadline.objects.filter(pk=reply.pk).update(due_on=reply.due_on + timedelta(days=3))
    assert not timers._claim(reply, moment(TODAY))


# -- the calendar in force -------------------------------------------------------------------------------------------


def test_the_calendar_is_looked_up_once_a_request(people: Cast, django_assert_num_queries: Any) -> None:
    with calendar_held(), django_assert_num_queries(1):
        for _ in range(20):
            working_calendar()
    with django_assert_num_queries(2):
        working_calendar()
        working_calendar()


def test_an_act_brings_its_case_along_first(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import that has not reached a case yet: the act does, and the history tells both."""
    road = received(people, date(2026, 12, 10))
    monkeypatch.setattr(calendar, "bring_all_along", lambda *args, **facts: 0)
    reading = calendar.read_notice(NEXT_YEAR, year=2027, today=date(2026, 12, 15))
    calendar.import_notice(
        reading, total=1, moved=1, shortened=0, actor=None, at=moment(road.day), today=road.day
    )  # fmt: skip
    road.act("examine", "clerk")
    assert [event.verb for event in CaseEvent.objects.filter(case=road.case)] == ["register", recount.VERB, "examine"]
    assert road.case.calendar_version == working_calendar().version
    assert not list(record.verify())


def test_what_an_interrupted_import_left_is_done_by_the_sweep(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    roads = [received(people, date(2026, 12, 10)) for _ in range(3)]
    reading = calendar.read_notice(NEXT_YEAR, year=2027, today=date(2026, 12, 15))
    with monkeypatch.context() as patch:
        patch.setattr(calendar, "bring_all_along", lambda *args, **facts: 0)
        calendar.import_notice(
            reading, total=3, moved=3, shortened=0, actor=None, at=moment(TODAY), today=TODAY
        )  # fmt: skip
    with pinned(moment(date(2026, 12, 15))):
        tasks.sweep()
        assert all(not dates(road.case)[3] for road in roads)
        assert calendar_jobs.carry_on(at=moment(date(2026, 12, 15)), today=date(2026, 12, 15)) == 0


def test_a_notice_read_before_another_took_effect_is_read_again(people: Cast, bring: Callable[..., Ran]) -> None:
    reading = calendar.read_notice(NEXT_YEAR, year=2027, today=TODAY)
    change = "关于调整2026年中秋节放假的通知\n9月25日（周五）放假。9月26日（周六）上班。"
    assert bring(change, 2026).status == 0
    with pytest.raises(Stale):
        calendar.import_notice(
            reading, total=0, moved=0, shortened=0, actor=None, at=moment(TODAY), today=TODAY
        )  # fmt: skip
