"""One row of an older register as a case, or the reasons why it cannot be one; nothing is guessed, nothing dropped."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from casework.acts.import_case import OldCase
from casework.exchange.mapping import FIELDS, Mapping
from casework.exchange.sheets import Fault, Line
from casework.law.identity import CATEGORIES
from casework.law.outcomes import CATALOGUE, OUTCOMES
from casework.law.receipt import CHANNELS
from casework.models import Organ, Unit
from casework.models.applicant import PERSON

_CHINESE = re.compile(
    r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EXCEL_EPOCH, _EXCEL_DAYS = date(1899, 12, 30), range(20000, 80000)
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠'")
_LONGEST = {"case_number": 40, "topic": 30}
_TITLE = 200
UNNAMED = "（登记簿未载明）"


@dataclass(frozen=True, slots=True)
class Told:
    """A fault or a remark, by line and column as the file calls it."""

    line: int
    field: str
    reason: str


@dataclass
class Reading:
    """What one row says: a case, or faults; remarks stand beside either."""

    line: Line
    case: OldCase | None = None
    faults: list[Told] = field(default_factory=list)
    remarks: list[Told] = field(default_factory=list)


class Reader:
    """Reads rows under one header; knows the organs and units of the installation and the calendar's first day."""

    def __init__(
        self,
        mapping: Mapping,
        places: dict[str, int],
        header: tuple[str, ...],
        *,
        organ: Organ | None,
        today: date,
        first: date,
    ) -> None:
        self.mapping, self.places, self.header = mapping, places, header
        self.organ, self.today, self.first = organ, today, first
        self._organs = _by_names((o.code, o.name, o.short_name, o) for o in Organ.objects.all())
        self._units = {(unit.organ_id, unit.name): unit for unit in Unit.objects.all()}
        self._seen: dict[str, int] = {}
        self._words = {
            "outcome": _words({row.code: (row.label,) for row in CATALOGUE}),
            "channel": _words({row.code: (row.label,) for code, row in CHANNELS.items()}),
            "category": _words({code: (label,) for code, label in CATEGORIES.items()}),
        }

    def read(self, line: Line) -> Reading:
        reading = Reading(line)
        texts = {name: self._text(name, reading) for name in FIELDS}
        received = self._date("received_on", reading)
        closed = self._date("closed_on", reading)
        outcome = self._word("outcome", texts, reading)
        if closed and not outcome and not reading.faults:
            outcome = self.mapping.defaults.get("outcome", "")
        organ = self._organ(texts["organ"], reading)
        unit = self._unit(organ, texts["unit"], reading)
        self._check_masked(texts, reading)
        channel = self._word("channel", texts, reading)
        category = self._word("category", texts, reading) or PERSON
        self._check_dates(received, closed, reading)
        if not texts["title"] and not reading.faults:
            self._fault(reading, "title", "不能为空。")
        if closed and not outcome and not any(told.field == self._column("outcome") for told in reading.faults):
            self._fault(reading, "outcome", "已填办结日期，请填写答复结果。")
        if outcome and not closed and not any(told.field == self._column("closed_on") for told in reading.faults):
            self._remark(reading, "closed_on", "有答复结果而没有办结日期，按未办结导入，结果记入备注。")
        key = self._key(texts, received, reading)
        if reading.faults or received is None or organ is None:
            return reading
        reading.case = OldCase(
            line=line.number, key=key, organ=organ, unit=unit, received_on=received, closed_on=closed,
            outcome=outcome if closed else "", channel=channel or "other", category=category,
            name=texts["name"] or UNNAMED, phone=texts["phone"], address=texts["address"],
            title=texts["title"][:_TITLE], description=self._description(texts, reading), topic=texts["topic"],
            case_number=texts["case_number"], note=self._note(texts, outcome, closed),
        )  # fmt: skip
        return reading

    def _description(self, texts: dict[str, str], reading: Reading) -> str:
        """What is asked for; a summary too long for its column is told here in full."""
        title, description = texts["title"], texts["description"]
        if len(title) <= _TITLE:
            return description or title
        self._remark(reading, "title", f"超过 {_TITLE} 字，摘要取前 {_TITLE} 字，全文记入所需信息描述。")
        return f"{title}\n{description}" if description and description != title else title

    def _note(self, texts: dict[str, str], outcome: str, closed: date | None) -> str:
        parts = [texts["note"]]
        if outcome and not closed:
            parts.append(f"登记簿所载结果：{OUTCOMES[outcome].label}（无办结日期）")
        return "；".join(part for part in parts if part)

    def _column(self, name: str) -> str:
        """The field as the file calls it, so that people find it."""
        at = self.places.get(name)
        return self.header[at] if at is not None else FIELDS[name]

    def _fault(self, reading: Reading, name: str, reason: str) -> None:
        reading.faults.append(Told(reading.line.number, self._column(name), reason))

    def _remark(self, reading: Reading, name: str, reason: str) -> None:
        reading.remarks.append(Told(reading.line.number, self._column(name), reason))

    def _cell(self, name: str, reading: Reading) -> Any:
        at = self.places.get(name)
        value = reading.line.cells[at] if at is not None and at < len(reading.line.cells) else None
        if isinstance(value, Fault):
            self._fault(reading, name, value.reason)
            return None
        return value

    def _text(self, name: str, reading: Reading) -> str:
        if name in ("received_on", "closed_on"):
            return ""
        value = self._cell(name, reading)
        text = (
            "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        )
        text = self._unescaped(text).replace("\x00", "").strip()
        if not text:
            return self.mapping.defaults.get(name, "") if name != "outcome" else ""
        if len(text) > _LONGEST.get(name, len(text)):
            self._fault(reading, name, f"超过 {_LONGEST[name]} 字，请缩短。")
        return text

    def _unescaped(self, text: str) -> str:
        """Take off the apostrophe that kept a spreadsheet from calculating."""
        if text.startswith("'") and (self.mapping.own or text[1:].startswith(_FORMULA_STARTS)):
            return text[1:]
        return text

    def _word(self, name: str, texts: dict[str, str], reading: Reading) -> str:
        """The code a word stands for, by the mapping or by our own labels; '' where the cell is empty."""
        text = texts[name]
        if not text:
            return ""
        code = self.mapping.values.get(name, {}).get(text, text)
        if code == "":
            return ""
        found = self._words[name].get(_folded(code))
        if found is None:
            self._fault(reading, name, f"“{text[:80]}”不是系统认识的{FIELDS[name]}，请改正或者在映射文件中说明。")
            return ""
        return found

    def _organ(self, text: str, reading: Reading) -> Organ | None:
        if self.organ is not None:
            named = self._organs.get(_folded(text)) if text else None
            if named is not None and named.pk != self.organ.pk:
                self._fault(
                    reading, "organ", f"该行是{named.short_name}的件，而导入的机关是{self.organ.short_name}，请核对。"
                )
            return self.organ
        if not text:
            self._fault(reading, "organ", "不能为空：请填写机关名称或者代码，或者用 --organ 指定。")
            return None
        organ = self._organs.get(_folded(text))
        if organ is None:
            self._fault(reading, "organ", f"系统中没有“{text[:30]}”这个机关，请核对名称或者先建立该机关。")
        return organ

    def _unit(self, organ: Organ | None, text: str, reading: Reading) -> Unit | None:
        if not text or organ is None:
            return None
        unit = self._units.get((organ.pk, text))
        if unit is None:
            self._fault(reading, "unit", f"{organ.short_name}没有“{text[:30]}”这个科室，请核对名称或者先建立该科室。")
        return unit

    def _date(self, name: str, reading: Reading) -> date | None:
        value = self._cell(name, reading)
        if value is None or (isinstance(value, str) and not value.strip()):
            if name == "received_on" and not reading.faults:
                self._fault(reading, name, "不能为空：没有收到日期的申请无法计入任何年度。")
            return None
        try:
            return date_of(value, self.mapping.date_formats)
        except ValueError as error:
            self._fault(reading, name, str(error))
            return None

    def _check_dates(self, received: date | None, closed: date | None, reading: Reading) -> None:
        if received and not self.first <= received <= self.today:
            self._fault(reading, "received_on", f"{received} 不在 {self.first} 至今天（{self.today}）之间，请核对。")
        if closed and closed > self.today:
            self._fault(reading, "closed_on", f"{closed} 晚于今天（{self.today}），请填写已经发生的日期。")
        if received and closed and closed < received:
            self._fault(reading, "closed_on", f"办结日期 {closed} 早于收到日期 {received}，两个日期互相矛盾，请核对。")

    def _check_masked(self, texts: dict[str, str], reading: Reading) -> None:
        """Asterisks hide a person, as in an export for supervision; of an old register nothing else may be left."""
        for name in ("name", "phone", "address"):
            if "*" in unicodedata.normalize("NFKC", texts[name]):
                self._remark(reading, name, "含“*”，像是打过码的，将按原样导入；有未打码的台账的，请改用后再导入。")

    def _key(self, texts: dict[str, str], received: date | None, reading: Reading) -> str:
        """What makes a row the same row when the file is sent again: its number, or else all that it says."""
        own = texts["external_id"] or texts["case_number"]
        whole = own or "|".join(str(cell) for cell in reading.line.cells)
        scope = self.organ.code if self.organ else texts["organ"]
        key = "old-" + hashlib.sha256(f"{self.mapping.name}|{scope}|{whole}".encode()).hexdigest()[:36]
        if key in self._seen:
            name = "external_id" if texts["external_id"] else "case_number"
            self._fault(reading, name, f"与第 {self._seen[key]} 行重复。")
        elif not reading.faults:
            self._seen[key] = reading.line.number
        return key


def date_of(value: Any, formats: tuple[str, ...] = ()) -> date:
    """The civil date a cell means. :raises ValueError: with a Chinese sentence."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(value))
    text = unicodedata.normalize("NFKC", str(value)).strip()
    for form in formats:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a civil date has no zone
        except ValueError:
            continue
    match = _CHINESE.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text[:30]}”不是日期，请写成 2026-03-02 的形式。")
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        raise ValueError(f"“{text[:30]}”不是存在的日期，请核对。") from None


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _words(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {_folded(word): code for code, words in table.items() for word in (code, *words)}


def _by_names(rows: Iterable[tuple[str, str, str, Organ]]) -> dict[str, Organ]:
    names: dict[str, Organ] = {}
    for code, name, short, organ in rows:
        for text in (short, name, code):
            names[_folded(text)] = organ
    return names
