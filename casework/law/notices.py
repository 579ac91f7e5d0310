"""The State Council's holiday arrangements since 2007, and the statutory holidays of the years not yet arranged.

A new notice is one line of ``_TABLE``. Facts only: number, publication date, days off, make-up working days. A range is
``0101-0103``, a make-up working day ``+0104``, and ``<`` marks a day of the year before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Notice:
    """One arrangement: ``off`` are days off, ``makeup`` working weekend days, ``names`` the holiday of each such day.

    ``number`` and ``issued_on`` (publication) are None where no source at hand gives them. A notice that ``amends``
    changes the days it names; any other replaces an earlier notice of the same year. ``placed_on`` is its place in the
    order of notices where the publication is not known.
    """

    year: int
    number: str | None
    issued_on: date | None
    off: tuple[date, ...]
    makeup: tuple[date, ...]
    names: Mapping[date, str] = field(default_factory=dict, hash=False)
    amends: bool = False
    placed_on: date | None = None

    @property
    def title(self) -> str:
        """How a reader may find it; says so where the number is not known."""
        return self.number or f"{self.year}年节假日安排通知（文号未掌握）"


# Year, number, published on, arrangement. An in-year change stands below the notice it changes, marked "changes".
_TABLE = """
2007 | - | - | 元旦 0101-0103; 春节 0218-0224 +0217 +0225; 劳动节 0501-0507 +0428 +0429; 国庆节 1001-1007 +0929 +0930
2008 | 国办发明电〔2007〕52号 | 2007-12-15 | 元旦 <1230-0101 +<1229; 春节 0206-0212 +0202 +0203; 清明节 0404-0406; 劳动节 0501-0503 +0504; 端午节 0607-0609; 中秋节 0913-0915; 国庆节 0929-1005 +0927 +0928
2009 | 国办发明电〔2008〕42号 | 2008-12-04 | 元旦 0101-0103 +0104; 春节 0125-0131 +0124 +0201; 清明节 0404-0406; 劳动节 0501-0503; 端午节 0528-0530 +0531; 国庆节、中秋节 1001-1008 +0927 +1010
2010 | 国办发明电〔2009〕27号 | 2009-12-08 | 元旦 0101-0103; 春节 0213-0219 +0220 +0221; 清明节 0403-0405; 劳动节 0501-0503; 端午节 0614-0616 +0612 +0613; 中秋节 0922-0924 +0919 +0925; 国庆节 1001-1007 +0926 +1009
2011 | 国办发明电〔2010〕40号 | 2010-12-10 | 元旦 0101-0103; 春节 0202-0208 +0130 +0212; 清明节 0403-0405 +0402; 劳动节 0430-0502; 端午节 0604-0606; 中秋节 0910-0912; 国庆节 1001-1007 +1008 +1009
2012 | 国办发明电〔2011〕45号 | 2011-12-06 | 元旦 0101-0103 +<1231; 春节 0122-0128 +0121 +0129; 清明节 0402-0404 +0331 +0401; 劳动节 0429-0501 +0428; 端午节 0622-0624; 中秋节、国庆节 0930-1007 +0929
2013 | 国办发明电〔2012〕33号 | 2012-12-08 | 元旦 0101-0103 +0105 +0106; 春节 0209-0215 +0216 +0217; 清明节 0404-0406 +0407; 劳动节 0429-0501 +0427 +0428; 端午节 0610-0612 +0608 +0609; 中秋节 0919-0921 +0922; 国庆节 1001-1007 +0929 +1012
2014 | 国办发明电〔2013〕28号 | 2013-12-11 | 元旦 0101; 春节 0131-0206 +0126 +0208; 清明节 0405 0407; 劳动节 0501-0503 +0504; 端午节 0602; 中秋节 0908; 国庆节 1001-1007 +0928 +1011
2015 | 国办发明电〔2014〕28号 | 2014-12-16 | 元旦 0101-0103 +0104; 春节 0218-0224 +0215 +0228; 清明节 0405-0406; 劳动节 0501; 端午节 0620 0622; 中秋节 0927; 国庆节 1001-1007 +1010
2015 changes | 国发明电〔2015〕1号 | 2015-05-13 | 抗战胜利70周年纪念日 0903-0905 +0906
2016 | 国办发明电〔2015〕18号 | 2015-12-10 | 元旦 0101; 春节 0207-0213 +0206 +0214; 清明节 0404; 劳动节 0501-0502; 端午节 0609-0611 +0612; 中秋节 0915-0917 +0918; 国庆节 1001-1007 +1008 +1009
2017 | 国办发明电〔2016〕17号 | 2016-12-01 | 元旦 0101-0102; 春节 0127-0202 +0122 +0204; 清明节 0402-0404 +0401; 劳动节 0501; 端午节 0528-0530 +0527; 中秋节、国庆节 1001-1008 +0930
2018 | 国办发明电〔2017〕12号 | 2017-11-30 | 元旦 0101; 春节 0215-0221 +0211 +0224; 清明节 0405-0407 +0408; 劳动节 0429-0501 +0428; 端午节 0618; 中秋节 0924; 国庆节 1001-1007 +0929 +0930
2019 | 国办发明电〔2018〕15号 | 2018-12-04 | 元旦 <1230-0101 +<1229; 春节 0204-0210 +0202 +0203; 清明节 0405; 劳动节 0501; 端午节 0607; 中秋节 0913; 国庆节 1001-1007 +0929 +1012
2019 changes | 国办发明电〔2019〕3号 | 2019-03-22 | 劳动节 0501-0504 +0428 +0505
2020 | 国办发明电〔2019〕16号 | 2019-11-21 | 元旦 0101; 春节 0124-0130 +0119 +0201; 清明节 0404-0406; 劳动节 0501-0505 +0426 +0509; 端午节 0625-0627 +0628; 国庆节、中秋节 1001-1008 +0927 +1010
2020 changes | 国办发明电〔2020〕1号 | 2020-01-27 | 春节 0124-0202
2021 | 国办发明电〔2020〕27号 | 2020-11-25 | 元旦 0101-0103; 春节 0211-0217 +0207 +0220; 清明节 0403-0405; 劳动节 0501-0505 +0425 +0508; 端午节 0612-0614; 中秋节 0919-0921 +0918; 国庆节 1001-1007 +0926 +1009
2022 | 国办发明电〔2021〕11号 | 2021-10-25 | 元旦 0101-0103; 春节 0131-0206 +0129 +0130; 清明节 0403-0405 +0402; 劳动节 0430-0504 +0424 +0507; 端午节 0603-0605; 中秋节 0910-0912; 国庆节 1001-1007 +1008 +1009
2023 | 国办发明电〔2022〕16号 | 2022-12-08 | 元旦 <1231-0102; 春节 0121-0127 +0128 +0129; 清明节 0405; 劳动节 0429-0503 +0423 +0506; 端午节 0622-0624 +0625; 中秋节、国庆节 0929-1006 +1007 +1008
2024 | 国办发明电〔2023〕7号 | 2023-10-25 | 元旦 0101; 春节 0210-0217 +0204 +0218; 清明节 0404-0406 +0407; 劳动节 0501-0505 +0428 +0511; 端午节 0610; 中秋节 0915-0917 +0914; 国庆节 1001-1007 +0929 +1012
2025 | 国办发明电〔2024〕12号 | 2024-11-12 | 元旦 0101; 春节 0128-0204 +0126 +0208; 清明节 0404-0406; 劳动节 0501-0505 +0427; 端午节 0531-0602; 国庆节、中秋节 1001-1008 +0928 +1011
2026 | 国办发明电〔2025〕7号 | 2025-11-04 | 元旦 0101-0103 +0104; 春节 0215-0223 +0214 +0228; 清明节 0404-0406; 劳动节 0501-0505 +0509; 端午节 0619-0621; 中秋节 0925-0927; 国庆节 1001-1007 +0920 +1010
"""  # noqa: E501

# For 放假办法 Art. 2 in force from 2025. Year: first day of the lunar year, 清明, 端午, 中秋 (month and day).
_LUNAR: dict[int, tuple[str, str, str, str]] = {
    2025: ("0129", "0404", "0531", "1006"),
    2026: ("0217", "0405", "0619", "0925"),
    2027: ("0206", "0405", "0609", "0915"),
    2028: ("0126", "0404", "0528", "1003"),
    2029: ("0213", "0404", "0616", "0922"),
    2030: ("0203", "0405", "0605", "0912"),
    2031: ("0123", "0405", "0624", "1001"),
    2032: ("0211", "0404", "0612", "0919"),
}
STATUTORY_YEARS = range(min(_LUNAR), max(_LUNAR) + 1)

_TOKEN = re.compile(r"(?P<makeup>\+?)(?P<first><?\d{4})(?:-(?P<last><?\d{4}))?")


def _day(year: int, text: str) -> date:
    before = text.startswith("<")
    return date(year - before, int(text[-4:-2]), int(text[-2:]))


def _run(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def _notice(line: str) -> Notice:
    head, number, issued, arrangement = (part.strip() for part in line.split("|"))
    year, amends = int(head[:4]), head.endswith("changes")
    off: dict[date, str] = {}
    makeup: dict[date, str] = {}
    for holiday in arrangement.split(";"):
        name, *tokens = holiday.split()
        for token in tokens:
            match = _TOKEN.fullmatch(token)
            if match is None:
                raise ValueError(f"cannot read {token!r} in the arrangement of {head}")
            first = _day(year, match["first"])
            days = _run(first, _day(year, match["last"] or match["first"]))
            (makeup if match["makeup"] else off).update(dict.fromkeys(days, name))
    return Notice(
        year=year,
        number=None if number == "-" else number,
        issued_on=None if issued == "-" else date.fromisoformat(issued),
        off=tuple(sorted(off)),
        makeup=tuple(sorted(makeup)),
        names={**off, **makeup},
        amends=amends,
    )


NOTICES: tuple[Notice, ...] = tuple(_notice(line) for line in _TABLE.strip().splitlines())


def statutory_days(year: int) -> dict[date, str]:
    """The days off that 放假办法 Art. 2 gives in ``year``, with the substitute days of Art. 6, and their names.

    A holiday that falls on a Saturday or Sunday is made good on the next working day. Where two holidays share a day it
    counts once (the least the law gives). KeyError outside STATUTORY_YEARS.
    """
    new_year, qingming, dragon_boat, mid_autumn = (_day(year, text) for text in _LUNAR[year])
    names: dict[date, str] = {}
    for name, first, length in (
        ("元旦", date(year, 1, 1), 1),
        ("春节", new_year - timedelta(1), 4),
        ("清明节", qingming, 1),
        ("劳动节", date(year, 5, 1), 2),
        ("端午节", dragon_boat, 1),
        ("中秋节", mid_autumn, 1),
        ("国庆节", date(year, 10, 1), 3),
    ):
        for day in _run(first, first + timedelta(length - 1)):
            names[day] = f"{names[day]}、{name}" if day in names else name
    substitutes: dict[date, str] = {}
    for day in sorted(names):
        if day.weekday() >= 5:
            spare = day
            while spare.weekday() >= 5 or spare in names or spare in substitutes:
                spare += timedelta(1)
            substitutes[spare] = names[day]
    return {**names, **substitutes}
