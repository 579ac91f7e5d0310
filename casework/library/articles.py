"""References to articles in free text: 第三十六条第（五）项, 条例36条5项, 公开条例三十六条 → 政府信息公开条例#36.5."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casework.library.text import normalise

REGULATION = "政府信息公开条例"
# Short names as people write them, longest first; the value is the title of the document in the library.
LAWS: dict[str, str] = {
    "政府信息公开条例": REGULATION,
    "信息公开条例": REGULATION,
    "公开条例": REGULATION,
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
MOST_ARTICLES = 999
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
_NUMBER = "[0-9零〇一二两三四五六七八九十百]{1,7}"
_PLAIN_BRACKETS = re.compile(r"[〔〕\[\]()《》<>【】\s]")
_LAW = "|".join(sorted(map(re.escape, (name.replace(" ", "") for name in LAWS)), key=len, reverse=True))
_CLEAN_LAWS = {name.replace(" ", ""): title for name, title in LAWS.items()}
_REFERENCE = re.compile(
    rf"(?P<law>{_LAW})?(?:的|规定)?(?P<before>(?:(?:第{_NUMBER}条?|{_NUMBER}条)[、和及])*)第?(?P<article>{_NUMBER})条(?:之[一二三四五])?"
    rf"(?:第?(?P<paragraph>{_NUMBER})款)?(?P<items>(?:第?{_NUMBER}项[、和及]?)*)"
)
_BARE_NUMBER = re.compile(rf"(?P<law>{_LAW}|\bart(?:icle)?)[》.\s]*第?(?P<article>{_NUMBER})$")
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
    """Write 1 to 999 as laws do: 三十六, 一百零三."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones or not value else "")


def completed(query: str) -> str:
    """Return a query that ends with a law and a bare number as it was meant: 条例三十六 → 条例第三十六条."""
    return _BARE_NUMBER.sub(r"\g<law>第\g<article>条", query.strip())


def references(text: str) -> list[Reference]:
    """Return the articles a text refers to, in order, each once. A law once named holds for the articles after it."""
    plain = normalise(text)
    for _ in range(3):  # （四）（五）: each becomes visible once the one before it reads as an item
        plain = _BRACKETED_ITEM.sub(lambda match: f"第{match[1] or match[2]}项", plain)
    plain = _PLAIN_BRACKETS.sub("", plain)
    found: dict[Reference, None] = {}
    law = ""
    for match in _REFERENCE.finditer(plain):
        law = _CLEAN_LAWS[match["law"]] if match["law"] else law
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


def title_of(law: str, article: int) -> str:
    """Return the title as it is read: 政府信息公开条例 第三十三条."""
    return f"{law} 第{chinese(article)}条"
