"""Reading holiday notices: many wordings, one result; and no half-read notice."""

from __future__ import annotations

from datetime import date

import pytest

from casework.law.calendar import WorkingCalendar
from casework.law.errors import UnreadableNotice
from casework.law.notice_text import parse_notice_text
from casework.law.notices import NOTICES, Notice
from tests.law.notice_wordings import CHANGE_2015, CHANGE_2019, CHANGE_2020, NEXT_YEAR, PASSED_ON, WORDINGS


def _original(year: int) -> Notice:
    return next(notice for notice in NOTICES if notice.year == year and not notice.amends)


def _change(year: int) -> Notice:
    return next(notice for notice in NOTICES if notice.year == year and notice.amends)


@pytest.mark.parametrize("year", WORDINGS)
def test_wordings_of_eight_years(year: str) -> None:
    read, known = parse_notice_text(WORDINGS[year]), _original(int(year))
    assert (read.year, read.off, read.makeup, read.amends) == (int(year), known.off, known.makeup, False)
    assert dict(read.names) == dict(known.names)


@pytest.mark.parametrize(("year", "text"), PASSED_ON)
def test_the_same_days_in_other_words(year: int, text: str) -> None:
    """A weekend that is named as off, or left to "与周末连休", is a rest day either way."""
    read, known = parse_notice_text(text), _original(year)
    assert (read.year, read.makeup, read.amends) == (year, known.makeup, False)
    assert {day for day in read.off if day.weekday() < 5} == {day for day in known.off if day.weekday() < 5}
    assert {read.names[day] for day in read.off} == {known.names[day] for day in known.off}


def test_a_year_that_begins_in_december() -> None:
    reaching_back, beginning_new = (parse_notice_text(text) for text in NEXT_YEAR)
    assert reaching_back.off[:3] == (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2))
    assert reaching_back.makeup[:2] == (date(2027, 1, 3), date(2027, 1, 31))
    assert (reaching_back.year, reaching_back.number) == (2027, "国办发明电〔2026〕8号")
    assert beginning_new.off[0] == date(2027, 1, 1)
    assert date(2027, 5, 3) in beginning_new.off
    assert beginning_new.makeup[0] == date(2027, 1, 30)
    whole = WorkingCalendar([*NOTICES, reaching_back])
    assert not whole.is_working(date(2026, 12, 31))
    assert whole.is_working(date(2027, 1, 3))


def test_number_and_date_of_the_notice() -> None:
    read = parse_notice_text(WORDINGS["2026"])
    assert (read.number, read.issued_on) == ("国办发明电〔2025〕7号", date(2025, 11, 4))
    assert parse_notice_text(WORDINGS["2020"]).number is None


@pytest.mark.parametrize(("year", "text"), [(2019, CHANGE_2019), (2015, CHANGE_2015)])
def test_in_year_changes(year: int, text: str) -> None:
    read, known = parse_notice_text(text), _change(year)
    assert (read.off, read.makeup, read.amends, read.number) == (known.off, known.makeup, True, known.number)
    assert read.issued_on == known.issued_on


def test_a_lengthened_holiday_begins_where_the_original_ended() -> None:
    read = parse_notice_text(CHANGE_2020, known=NOTICES)
    assert read.amends
    assert read.off == (date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2))
    applied = WorkingCalendar([n for n in NOTICES if not (n.year == 2020 and n.amends)] + [read])
    whole = WorkingCalendar(NOTICES)
    assert all(applied.is_working(d) == whole.is_working(d) for d in whole.days(date(2020, 1, 1), date(2020, 12, 31)))


def test_a_lengthened_holiday_needs_the_original() -> None:
    with pytest.raises(UnreadableNotice, match="请先导入原通知"):
        parse_notice_text(CHANGE_2020)


def test_the_year_may_be_told() -> None:
    read = parse_notice_text(
        "10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。", year=2026
    )
    assert (len(read.off), read.makeup) == (7, (date(2026, 9, 20), date(2026, 10, 10)))
    with pytest.raises(UnreadableNotice, match="哪一年"):
        parse_notice_text("10月1日至7日放假。")


@pytest.mark.parametrize(
    ("text", "off", "makeup"),
    [
        ("元旦：1月1日至3日放假。1月4日上班。", ["2026-01-01", "2026-01-02", "2026-01-03"], ["2026-01-04"]),
        ("元旦：12月31日至1月3日放假，共4天。", ["2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03"], []),
        ("元旦：1月1日放假，12月28日（周日）上班。", ["2026-01-01"], ["2025-12-28"]),
        ("元旦：1月1日放假；2025年12月28日（星期日）照常上班。", ["2026-01-01"], ["2025-12-28"]),
        ("清明节：4月5日放假，4月6日（星期一）补休。", ["2026-04-05", "2026-04-06"], []),
        ("端午节：６月１９日放假，与周末连休，共3天。", ["2026-06-19"], []),
        ("中秋节，9月25日（星期五、农历八月十五）放假，与周末连休。", ["2026-09-25"], []),
        ("“五一”：5月1日－2日放假公休，共2天。", ["2026-05-01", "2026-05-02"], []),
    ],
)
def test_turns_of_phrase(text: str, off: list[str], makeup: list[str]) -> None:
    read = parse_notice_text(text, year=2026)
    assert [str(day) for day in read.off] == off
    assert [str(day) for day in read.makeup] == makeup


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("国庆节：10月1日（周五）至7日（周三）放假调休，共7天", "是星期四"),
        ("国庆节：10月1日至7日放假调休，共8天", "共8天"),
        ("国庆节：10月1日至7日放假调休，若有变化另行通知", "读不懂"),
        ("国庆节：10月1日至7日大约放假", "读不懂"),
        ("国庆节：10月7日至1日放假", "前后颠倒"),
        ("国庆节：2月30日放假", "不存在"),
        ("国庆节：1日至7日放假", "没有写明月份"),
        ("国庆节：10月1日至放假", "读不懂"),
        ("国庆节：放假七天", "读不懂"),
        ("国庆节：另行通知", "读不懂"),
        ("国庆节：10月1日（以当地公告为准）放假", "读不懂"),
        ("国庆节：2028年10月1日放假", "不符"),
        ("国庆节：1月1日至7日放假", "不会是国庆节的假期"),
        ("国庆节：10月7日放假，与周末连休", "与周末不相连"),
        ("请各单位放假七天", "读不懂"),
        ("国庆节：10月1日至7日", "读不懂"),
        ("国庆节：10月1日至7日，视情放假", "读不懂"),
    ],
)
def test_a_sentence_not_read_in_full_is_named(sentence: str, why: str) -> None:
    text = f"2026年部分节假日安排\n一、劳动节：5月1日放假。\n二、{sentence}。"
    with pytest.raises(UnreadableNotice, match=why) as refusal:
        parse_notice_text(text)
    assert refusal.value.sentence == f"二、{sentence}"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("各单位：\n请做好准备。", "没有读到任何放假日期"),
        ("国庆节：10月1日至7日放假。10月3日上班。", "既写为放假又写为上班"),
        ("国庆节：10月1日放假，不调休。10月10日上班。", "写明不调休"),
        ("国庆节：10月1日放假。10月12日上班。", "本来就是工作日"),
        ("国庆节：10月1日放假。1月10日上班。", "相隔过远"),
        ("国庆节：10月1日放假。中秋节：10月1日放假。", "已属于另一个节日"),
    ],
)
def test_a_notice_that_contradicts_itself(text: str, why: str) -> None:
    with pytest.raises(UnreadableNotice, match=why):
        parse_notice_text(text, year=2026)


def test_advice_and_closing_words_arrange_nothing() -> None:
    text = "国庆节：10月1日放假。鼓励各单位安排职工在9月30日休息。\n节假日期间，各单位要安排好值班和上班秩序。"
    assert parse_notice_text(text, year=2026).off == (date(2026, 10, 1),)
