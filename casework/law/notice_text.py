"""Reads the plain text of a State Council holiday notice into a Notice, or refuses it naming the sentence.

Every sentence that speaks of days off or working days must be read in full; weekdays and day counts the text states are
checked against the calendar. A new turn of phrase is one alternative in the patterns below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from .errors import UnreadableNotice
from .notices import Notice

_LONGEST = 20_000  # a notice has some 1,000 characters
_WEEKDAYS = "一二三四五六日"
_NAME = r"(?:元旦|新年|春节|清明节?|(?:国际)?劳动节|五一|端午节?|中秋节?|国庆节?|十一|[^、，。：\d]{0,40}纪念日)"
_NAMES = rf"{_NAME}(?:[、和与]{_NAME})*"
_HEADING = re.compile(
    rf"^(?:[（(]?[一二三四五六七八九十\d]{{1,2}}[)）]?[、.．]?)?(?:\d{{4}}年)?(?P<names>{_NAMES})(?:假期)?"
    r"(?:[：:，,]|(?=\d)|$)(?P<rest>.*)$"
)
_TITLE_YEAR = re.compile(r"(\d{4})年(?:部分节假日|[^。]{0,60}?(?:放假|假期|节假日|元旦|春节|劳动节|国庆节))")
_STATED_YEAR = re.compile(r"(\d{4})年(?!\d)")
_NUMBER = re.compile(r"国(?:办)?发明电〔\d{4}〕\d+号")
_LONE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_CHANGE = re.compile(r"调整|延长|变更")

_DATE = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日?(?:（(?P<{0}n>[^）]*)）)?"
_ITEM = re.compile(_DATE.format("a") + r"(?:[至到—－–~～-]+" + _DATE.format("b") + r")?(?P<end>[、和及与]|$)")
_OFF = re.compile(
    r"^(?P<dates>.*?)(?:为)?(?:放假调休|调休放假|放假公休|放假|调休|补休|公休|休息|休假)"
    r"(?:[，,]?共?(?P<count>\d{1,2})天)?$"
)
_ON = re.compile(r"^(?P<dates>.*?)(?:为)?(?:调休)?(?:正常|照常|补)?(?:上班|补班|工作日)$")
_RESUME = re.compile(r"^(?P<dates>.*?)起(?:正常|照常|恢复)?上班$")
_EXTEND = re.compile(rf"^(?:将)?延长(?:\d{{4}}年)?(?P<names>{_NAMES})假期至(?P<dates>.*)$")
_DATES_ALONE = re.compile(r"^(?=\d)(?:[\d年月日至到—－–~～、和及与-]|（[^）]*）)+$")
_COUNT = re.compile(r"^(?:一共|共|共计|合计|连休)(?:放假|休息|连休)?(?P<count>\d{1,2})天$")
_LINK = re.compile(rf"^(?:与|和)(?:周末|{_NAMES})(?:假期)?(?:相连|连休|形成连休)$")
_NO_SHIFT = re.compile(r"^不(?:作|进行)?调休$")
# advice to employers, and the closing words about duty rosters: neither arranges a day
_ADVICE = re.compile(
    r"^(?:鼓励|倡导|提倡|建议)|^(?:节假日|放假|假期)期间\D*$|^[请望](?!.*[一二三四五六七八九十两]天)\D*$"
)
_SPEAKS = re.compile(r"\d{1,2}日|放假|上班|补休|调休")
_INTRO = re.compile(r"(?:通知|安排|调整)如下|的通知$|(?:放假|假日)安排$")
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）]?[、.．])")
_NOTE = re.compile(r"农历|腊月|正月|除夕|初[一二三四五六七八九十]|廿|节|五月|八月")

# The months a holiday can reach into: a slip of a digit in a notice is caught by them.
_MONTHS: dict[str, tuple[int, ...]] = {
    "元旦": (12, 1),
    "春节": (1, 2),
    "清明节": (3, 4),
    "劳动节": (4, 5),
    "端午节": (5, 6),
    "中秋节": (9, 10),
    "国庆节": (9, 10),
}
_FARTHEST_MAKEUP = timedelta(35)


@dataclass
class _Reading:
    """What has been read so far. ``section`` is the holiday the present sentence belongs to."""

    year: int
    section: str = ""
    off: dict[date, str] = field(default_factory=dict)
    makeup: dict[date, str] = field(default_factory=dict)
    month: int | None = None
    unshifted: set[str] = field(default_factory=set)


def parse_notice_text(text: str, *, year: int | None = None, known: Iterable[Notice] = ()) -> Notice:
    """The arrangement in ``text``.

    ``year``: the year arranged, where the text itself does not say. ``known``: earlier notices, needed by a change that
    only lengthens a holiday. Raises UnreadableNotice with the first sentence that cannot be read in full, whose
    weekday or count is wrong, or that contradicts another; nothing is returned then.
    """
    if len(text) > _LONGEST:
        raise UnreadableNotice(f"通知全文超过 {_LONGEST} 字，请只保留放假安排通知本身。", text[:40])
    lines = [line for line in (_normal(line) for line in text.splitlines()) if line]
    flat = "".join(lines)
    found = _TITLE_YEAR.search(flat)
    arranged = year or (int(found[1]) if found else None)
    if arranged is None or not 2000 <= arranged <= 2100:
        raise UnreadableNotice("通知中没有写明是哪一年的放假安排，请注明年份后重试。", lines[0] if lines else "")
    stated = _STATED_YEAR.findall(flat)
    if year is not None and stated and str(year) not in stated:
        raise UnreadableNotice(f"通知写的是{stated[0]}年的安排，所选年份为{year}年，请核对：“{lines[0]}”。", lines[0])
    number = _NUMBER.search(flat)
    amends = bool(_CHANGE.search(lines[0])) or (number is not None and number.group().startswith("国发"))
    reading = _Reading(arranged, section=_title_holiday(lines[0]))
    issued = None
    for line in lines:
        lone = _LONE_DATE.fullmatch(line)
        if lone:
            issued = _date(int(lone[1]), int(lone[2]), int(lone[3]), line)
            continue
        for sentence in filter(None, re.split(r"[。；;]", line)):
            _read_sentence(sentence, reading, tuple(known))
    _check_whole(reading, flat)
    return Notice(
        year=arranged,
        number=number.group() if number else None,
        issued_on=issued,
        off=tuple(sorted(reading.off)),
        makeup=tuple(sorted(reading.makeup)),
        names={**reading.off, **reading.makeup},
        amends=amends,
    )


def _normal(line: str) -> str:
    """ASCII digits, Chinese brackets, no blanks and no quotation marks."""
    table = {ord("０") + n: str(n) for n in range(10)} | {
        ord("("): "（",
        ord(")"): "）",
        ord(","): "，",
        ord(":"): "：",
    }
    return re.sub(r"[\s\u3000“”\"]", "", line.translate(table)).replace("[", "〔").replace("]", "〕")


def _title_holiday(line: str) -> str:
    day = re.search(r"(?:关于)?([^、，。：]*纪念日)", line)
    names = [day[1].removeprefix("关于")] if day else re.findall(_NAME, line)
    return _canonical(names[0]) if len(names) == 1 else ""


def _read_sentence(sentence: str, reading: _Reading, known: tuple[Notice, ...]) -> None:
    heading = _HEADING.match(sentence)
    body = sentence
    if heading and not _INTRO.search(sentence):
        reading.section, body = _canonical(heading["names"]), heading["rest"]
        reading.month = None
    elif _INTRO.search(sentence) and not re.search(r"\d{1,2}日", sentence):
        return
    elif _INTRO.search(sentence):
        body = re.sub(r"^.*?(?:如下|通知)[：:，]", "", sentence)
    else:
        body = _NUMBERING.sub("", body)
    if _ADVICE.match(body) or (not heading and not _SPEAKS.search(body)):
        return
    days: list[date] = []
    linked = False
    for clause in _clauses(body):
        linked = linked or bool(_LINK.match(clause))
        _read_clause(clause, sentence, reading, days, linked, known)


def _canonical(names: str) -> str:
    fixed = {"新年": "元旦", "五一": "劳动节", "国际劳动节": "劳动节", "十一": "国庆节"}
    parts = [fixed.get(name, name) for name in re.split(r"[、和与]", names)]
    return "、".join(name if name in ("元旦", "春节") or name.endswith(("节", "日")) else f"{name}节" for name in parts)


def _clauses(body: str) -> list[str]:
    """Parts between commas, commas inside brackets not counted; dates alone belong to what is said of them next."""
    clauses: list[str] = []
    for part in re.split(r"，(?![^（]*）)", body):
        named = re.sub(r"^其中：?", "", part)
        if named and clauses and _DATES_ALONE.match(clauses[-1]):
            clauses[-1] += ("、" if named[0].isdigit() else "") + named
        elif named:
            clauses.append(named)
    return clauses


def _read_clause(
    clause: str, sentence: str, reading: _Reading, days: list[date], linked: bool, known: tuple[Notice, ...]
) -> None:
    """Read one clause into ``reading``; ``days`` collects the days off of the sentence for the count."""
    if _LINK.match(clause):
        if "周末" in clause and not any((day + timedelta(step)).weekday() >= 5 for day in days for step in (-1, 1)):
            raise UnreadableNotice(f"所写日期与周末不相连，请核对：“{sentence}”。", sentence)
        return
    if _NO_SHIFT.match(clause):
        reading.unshifted.add(reading.section)
    elif match := _COUNT.match(clause):
        _check_count(int(match["count"]), days, linked, sentence)
    elif match := _EXTEND.match(clause):
        reading.section = _canonical(match["names"])
        _take_off(_extension(match, sentence, reading, known), sentence, reading, days)
    elif match := _RESUME.match(clause):
        for day in _dates(match["dates"], sentence, reading):
            if day.weekday() >= 5 or day in reading.off:
                raise UnreadableNotice(f"{day} 不是工作日，与“起上班”不符，请核对：“{sentence}”。", sentence)
    elif match := _ON.match(clause):
        for day in _dates(match["dates"], sentence, reading):
            reading.makeup[day] = reading.section
    elif match := _OFF.match(clause):
        _take_off(_dates(match["dates"], sentence, reading), sentence, reading, days)
        if match["count"]:
            _check_count(int(match["count"]), days, linked, sentence)
    else:
        raise UnreadableNotice(f"这一句读不懂，请核对原文或者手工录入：“{sentence}”。", sentence)


def _take_off(new: list[date], sentence: str, reading: _Reading, days: list[date]) -> None:
    months = [month for name in reading.section.split("、") for month in _MONTHS.get(name, range(1, 13))]
    holiday = reading.section or "放假"
    for day in new:
        if day.month not in months or reading.off.get(day, holiday) != holiday:
            text = f"{day} 不会是{holiday}的假期，或者已属于另一个节日，请核对：“{sentence}”。"
            raise UnreadableNotice(text, sentence)
        reading.off[day] = holiday
        if day not in days:
            days.append(day)


def _check_count(stated: int, days: list[date], linked: bool, sentence: str) -> None:
    """The stated number of days, with the adjoining weekend where the holiday is linked to it."""
    possible = {len(days)}
    if linked:
        whole = set(days)
        for day in sorted(days):
            for step in (-1, 1):
                near = day + timedelta(step)
                while near.weekday() >= 5:
                    whole.add(near)
                    near += timedelta(step)
        possible.add(len(whole))
    if stated not in possible:
        text = f"通知写明共{stated}天，按日期计算为{len(days)}天，请核对：“{sentence}”。"
        raise UnreadableNotice(text, sentence)


def _extension(match: re.Match[str], sentence: str, reading: _Reading, known: tuple[Notice, ...]) -> list[date]:
    """The days a holiday is lengthened by: after its last day in the notice that is changed."""
    until = _dates(match["dates"], sentence, reading)[-1]
    earlier = [
        day
        for notice in known
        if notice.year == reading.year and not notice.amends
        for day in notice.off
        if reading.section in notice.names.get(day, "")
    ]
    if not earlier:
        text = f"延长假期需要先有{reading.year}年的原放假安排，请先导入原通知：“{sentence}”。"
        raise UnreadableNotice(text, sentence)
    first = max(earlier) + timedelta(1)
    if until < first:
        raise UnreadableNotice(f"延长后的日期 {until} 早于原假期的最后一日，请核对：“{sentence}”。", sentence)
    return [first + timedelta(n) for n in range((until - first).days + 1)]


def _dates(text: str, sentence: str, reading: _Reading) -> list[date]:
    """All days named in ``text``: single days and ranges, month and year carried on from the day before."""
    days: list[date] = []
    position = 0
    while position < len(text):
        match = _ITEM.match(text, position)
        if match is None:
            break
        first = _named_day(match, "a", sentence, reading)
        days.append(first)
        if match["bd"]:
            last = _named_day(match, "b", sentence, reading, first)
            if last <= first or (last - first).days > 30:
                raise UnreadableNotice(f"起止日期前后颠倒或者过长，请核对：“{sentence}”。", sentence)
            days += [first + timedelta(n) for n in range(1, (last - first).days + 1)]
        position = match.end()
    if not days or position < len(text) or text[-1] in "、和及与":
        raise UnreadableNotice(f"这一句读不懂，请核对原文或者手工录入：“{sentence}”。", sentence)
    return days


def _named_day(match: re.Match[str], which: str, sentence: str, reading: _Reading, after: date | None = None) -> date:
    year, month = match[f"{which}y"], match[f"{which}m"]
    if month:
        reading.month = int(month)
    elif reading.month is None:
        raise UnreadableNotice(f"日期没有写明月份，请核对：“{sentence}”。", sentence)
    number = int(year) if year else reading.year
    # a New Year's holiday reaches back into December, and a range may run on into January
    if not year and reading.month == 12 and "元旦" in reading.section:
        number -= 1
    day = _date(number, reading.month or 0, int(match[f"{which}d"]), sentence)
    if abs(day.year - reading.year) > 1:
        raise UnreadableNotice(f"{day} 与{reading.year}年的安排不符，请核对：“{sentence}”。", sentence)
    _check_note(match[f"{which}n"], day, sentence)
    return day


def _date(year: int, month: int, day: int, sentence: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableNotice(f"{year}年{month}月{day}日不存在，请核对：“{sentence}”。", sentence) from None


def _check_note(note: str | None, day: date, sentence: str) -> None:
    """What stands in brackets behind a date: a weekday, which must be right, or a word about the lunar date."""
    for part in re.split(r"[、，]", note or ""):
        weekday = re.fullmatch(r"(?:周|星期|礼拜)([一二三四五六日天])", part)
        if weekday:
            if _WEEKDAYS.index(weekday[1].replace("天", "日")) != day.weekday():
                right = _WEEKDAYS[day.weekday()]
                raise UnreadableNotice(f"{day} 是星期{right}，与通知所写不符，请核对：“{sentence}”。", sentence)
        elif part and not _NOTE.search(part):
            raise UnreadableNotice(f"括号内的“{part}”读不懂，请核对：“{sentence}”。", sentence)


def _check_whole(reading: _Reading, flat: str) -> None:
    """A notice must give days off, none of them also a working day, and no make-up day where it says there is none."""
    if not reading.off:
        raise UnreadableNotice("没有读到任何放假日期，请核对所选的文件。", flat[:40])
    both = sorted(set(reading.off) & set(reading.makeup))
    if both:
        raise UnreadableNotice(f"{both[0]} 既写为放假又写为上班，请核对原文。", str(both[0]))
    for day, name in reading.makeup.items():
        if name in reading.unshifted:
            raise UnreadableNotice(f"{name}写明不调休，却安排 {day} 上班，请核对原文。", str(day))
        near = [abs(off - day) for off, holiday in reading.off.items() if holiday == name]
        if near and min(near) > _FARTHEST_MAKEUP:
            raise UnreadableNotice(f"{day} 上班与{name}相隔过远，请核对原文。", str(day))
        if day.weekday() < 5:
            raise UnreadableNotice(f"{day} 本来就是工作日，不能作为调休上班日，请核对原文。", str(day))
