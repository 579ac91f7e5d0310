"""References to articles in free text: 第三十六条第（五）项, 条例36条5项, 条例36(5) → 政府信息公开条例#36.5.

A law the table does not hold keeps its own name (民法典第36条 → 民法典#36): its number is not the Regulation's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from casework.library.text import HAN, normalise

REGULATION = "政府信息公开条例"
# Short names as people write them, longest first; the value is the title of the document in the library.
LAWS: dict[str, str] = {
    "政府信息公开条例": REGULATION,
    "信息公开条例": REGULATION,
    "政务公开条例": REGULATION,
    "公开条例": REGULATION,
    "政府信息公开法": REGULATION,
    "信息公开法": REGULATION,
    "711号令": REGULATION,
    "2019条例": REGULATION,
    "新条例": REGULATION,
    "本条例": REGULATION,
    "条例": REGULATION,
    "行政复议法": "行政复议法",
    "复议法": "行政复议法",
    "行政诉讼法": "行政诉讼法",
    "行诉法": "行政诉讼法",
    "诉讼法": "行政诉讼法",
    "档案法实施条例": "档案法实施条例",
    "档案条例": "档案法实施条例",
    "档案法": "档案法",
    "保守国家秘密法": "保守国家秘密法",
    "保密法": "保守国家秘密法",
    "个人信息保护法": "个人信息保护法",
    "个保法": "个人信息保护法",
    "电子签名法": "电子签名法",
    "信访工作条例": "信访工作条例",
    "信访条例": "信访工作条例",
    "投诉举报处理暂行办法": "市场监督管理投诉举报处理暂行办法",
    "投诉举报办法": "市场监督管理投诉举报处理暂行办法",
    "法释2025 8号": "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
    "2025年司法解释": "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
    "新司法解释": "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
    "司法解释": "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
    "旧条例": "政府信息公开条例（2007）",
    "老条例": "政府信息公开条例（2007）",
}
LONGEST_NAME = 70  # characters, brackets and what joins name and number included
MOST_ARTICLES = 1999  # the Civil Code has 1,260
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = "[0-9零〇一二两三四五六七八九十百千]{1,9}"
_PLAIN_BRACKETS = re.compile(r"[〔〕\[\]()<>【】]")
_SPACES = re.compile(r"\s+")
_SPACE_WITHIN = re.compile(rf"\s+(?=条(?!例)|[第款项年号]|{_NUMBER})|(?<=第)\s+")
_LAW = "|".join(sorted(map(re.escape, (name.replace(" ", "") for name in LAWS)), key=len, reverse=True))
_CLEAN_LAWS = {name.replace(" ", ""): title for name, title in LAWS.items()}
_REFERENCE = re.compile(
    rf"(?P<law>{_LAW})?》?\s*(?:的|规定|中的?|里的?)?(?P<number>(?P<before>(?:(?:第{_NUMBER}条?|{_NUMBER}条)[、和及])*)第?(?P<article>{_NUMBER})条(?:之[一二三四五])?"
    rf"(?:第?(?P<paragraph>{_NUMBER})款)?(?P<items>(?:第?{_NUMBER}项[、和及]?)*))"
)
_ITEM = r"[(（]\s*[0-9一二三四五六七八九十]{1,3}\s*[)）]|第?[0-9一二三四五六七八九十]{1,3}项"
_BARE_NUMBER = re.compile(
    rf"(?P<law>{_LAW}|\bart(?:icle)?)[》.\s]*第?(?P<article>[0-9]{{1,3}}|[一二三四五六七八九十百零〇]+)\s*(?P<item>{_ITEM})?$"
)
_ONLY_NUMBERS = re.compile(r"(?P<article>[0-9]{1,2})\s*(?P<item>[(（][0-9一二三四五六七八九]{1,2}[)）])")
_STATE = "中华人民共和国"
_TITLES = frozenset(LAWS.values())
# What stands before a number may be the name of a law the table does not hold, or end with one it does: 民事诉讼法.
_QUOTED = re.compile(r"《(?P<name>[^《》]{2,60})》\s*(?:的|规定)?$")
_OTHER_LAW = re.compile(rf"(?P<name>[{HAN}]{{1,30}}?(?:法|典|条例|规定|办法|细则|规则|解释))(?:的|规定|中的?|里的?)?$")
_CONNECTING = re.compile(
    rf"{_STATE}|根据|依据|依照|按照|参照|对照|遵照|违反|适用|引用|援引|符合|关于|请问|想问|以及|或者|怎么|什么"
    r"|[问看说讲查找按据依是在对]|(?<=[法典例定])[和与及或的]"
)
_SHORT = ("条例", "公开条例", "信息公开条例", "档案条例", "新条例", "诉讼法", "司法解释")
_LEADS = tuple("行订正有新旧老本该此这那个的到过了用从给和与及或由为因以把就又也不没年版中里上下条款项")
_PLACES = ("省", "市", "自治区")
_NO_LAWS = ("依法", "违法", "合法", "非法", "司法", "执法", "方法", "做法", "说法", "看法", "立法", "守法", "想法")
_A_FEW = re.compile("[一二两三四五六七八九十几]条")  # 根据哪一条法律, 这两条路: a count of things, no article
_RANGE = re.compile("条[、和及至到与]$")  # 第五条和六条
_BRACKETED_ITEM = re.compile(
    r"(?<=[条款项])[(（](\d{1,2}|[一二三四五六七八九十]{1,3})[)）]项?|第[(（]([一二三四五六七八九十]{1,3}|\d{1,2})[)）]项"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One article, and its item if one is named. ``law`` is '' where the text names none."""

    law: str
    article: int
    paragraph: int | None = None
    item: int | None = None

    def canonical(self, default: str = REGULATION) -> str:
        """Return "law#article" or "law#article.item"."""
        base = f"{self.law or default}#{self.article}"
        return f"{base}.{self.item}" if self.item else base


def number(text: str) -> int | None:
    """Read 36, 三十六, 一百零三; None where it is no number."""
    if text.isascii():
        return int(text) if text.isdecimal() else None
    total = current = 0
    for char in text:
        if char in _DIGITS:
            current = _DIGITS[char]
        elif char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            return None
    return total + current


def chinese(value: int) -> str:
    """Write 1 to 9999 as laws do: 三十六, 一百零三, 一千零六十五."""
    digits, text, rest, skipped = "零一二三四五六七八九", "", value, False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, rest = divmod(rest, size)
        if digit:
            text += (
                ("零" if skipped and text else "")
                + ("" if digit == 1 and unit == "十" and not text else digits[digit])
                + unit
            )
        skipped = not digit
    return text or digits[0]


def completed(query: str) -> str:
    """Return a query that ends with a law and a bare number as it was meant: 条例三十六 → 条例第三十六条, 36(5) too."""
    if match := _ONLY_NUMBERS.fullmatch(query.strip()):
        return f"第{match['article']}条{match['item']}"
    return _BARE_NUMBER.sub(lambda match: f"{match['law']}第{match['article']}条{match['item'] or ''}", query.strip())


def references(text: str) -> list[Reference]:
    """Return the articles a text refers to, in order, each once. A law once named holds for the articles after it."""
    found: dict[Reference, None] = {}
    for law, match in _matches(_plain(text)):
        for before in re.findall(_NUMBER, match["before"]):  # 第三十二、三十三条
            found |= {Reference(law, named): None} if (named := number(before)) and named <= MOST_ARTICLES else {}
        article = number(match["article"])
        if not article or article > MOST_ARTICLES:
            continue
        paragraph = number(match["paragraph"]) if match["paragraph"] else None
        items = [number(part) for part in re.findall(_NUMBER, match["items"])] or [None]
        for item in items:
            found[Reference(law, article, paragraph, item)] = None
    return list(found)


def of_other_law(law: str) -> bool:
    """Whether a text named a law the table does not hold."""
    return bool(law) and law not in _TITLES


def without_other_laws(text: str) -> str:
    """Return the text without the numbers of articles of laws the table does not hold: 民法典第36条 → 民法典.

    Every law has an Article 36; only that of the law named is meant.
    """
    plain = _plain(text)
    spans = [match.span("number") for law, match in _matches(plain) if of_other_law(law)]
    if not spans:
        return text
    for start, end in reversed(spans):
        plain = plain[:start] + plain[end:]
    return plain.strip()


def _plain(text: str) -> str:
    """Return the text with items in one spelling and nothing between the parts of a reference."""
    plain = _SPACES.sub(" ", normalise(text))
    for _ in range(3):  # （四）（五）: each becomes visible once the one before it reads as an item
        plain = _BRACKETED_ITEM.sub(lambda match: f"第{match[1] or match[2]}项", plain)
    return _SPACE_WITHIN.sub("", _PLAIN_BRACKETS.sub("", plain))


def _matches(plain: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield the references with the title of the law each belongs to, '' where none is named."""
    law = ""
    for match in _REFERENCE.finditer(plain):
        named = _law_named(plain, match)
        if not named and _A_FEW.fullmatch(match[0]) and not _RANGE.search(_before(plain, match.start())):
            continue
        law = named or law
        yield law, match


def _law_named(plain: str, match: re.Match[str]) -> str:
    """Return the law that stands before the number: one of the table, or another under the name it has in the text."""
    known = match["law"] or ""
    if quoted := _QUOTED.search(_before(plain, match.start("number"))):
        name = quoted["name"].removeprefix(_STATE)
        return _CLEAN_LAWS.get(name.replace(" ", ""), name)
    named = _OTHER_LAW.search(_before(plain, match.end("law") if known else match.start()))
    name = _CONNECTING.split(named["name"])[-1] if named else ""
    if not known:
        return "" if len(name) < 2 or name.endswith(_NO_LAWS) else name
    longer = name.removesuffix(known)
    if longer and (known in _SHORT and not longer.endswith(_LEADS) or longer.endswith(_PLACES)):
        return name
    return _CLEAN_LAWS[known]


def _before(plain: str, end: int) -> str:
    """What stands before a place, as far back as the name of a law reaches."""
    return plain[max(0, end - LONGEST_NAME) : end]


def title_of(law: str, article: int) -> str:
    """Return the title as it is read: 政府信息公开条例 第三十三条."""
    return f"{law} 第{chinese(article)}条"
