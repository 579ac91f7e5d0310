"""De-identification: names, numbers, addresses, plots are found and replaced; a person reads the difference after.

Rules first find what has a form (numbers), then what stands after a telling word (names, addresses), then what the
file itself knows (the applicant's own data). Each finding becomes a neutral placeholder; the same value always the
same one, so that the text stays readable.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from casework.library.data.surnames import COMPOUND, SURNAMES

EXACT_TO = 5000  # characters
_SPACE = r"[\s\-—－·.]?"
_HAN = r"[\u3400-\u9fff\U00020000-\U000323af]"
_DIGIT = r"[0-9]"
# Digits, letters and signs of numbers are read in one width; punctuation stays as it is.
_WIDTH = {0xFEE0 + code: code for code in (*range(48, 58), *range(65, 91), *range(97, 123), *b"@.+-_/#")}


@dataclass(frozen=True)
class Rule:
    """What is found, and the word it is replaced with. Group ``value`` is replaced, the whole match otherwise."""

    name: str
    pattern: re.Pattern[str]
    word: str


@dataclass
class Cleaned:
    """The text without personal data, and what was taken out of it (name of the rule, the value)."""

    text: str
    found: list[tuple[str, str]] = field(default_factory=list)


_NAME_AFTER = (
    "申请人|被申请人|委托代理人|代理人|法定代表人|负责人|联系人|收件人|姓名|姓\u3000名|第三人|第三方|户主|权利人|产权人|"
    "房主|业主|死者|原告|被告|上诉人|村民|居民|当事人|经办人|继承人|配偶|之子|之女|其父|其母|父亲|母亲|先生|女士|同志"
)
_UNIT_WORDS = "公司|中心|学校|医院|委员会|合作社|事务所|政府|机关|单位|街道|办事处|局|部门|处|厅|院|协会"
# Words that begin like a name; they stand where names stand.
_WORDS = (
    "本人 依法 申请 提出 要求 认为 可以 应当 不服 提供 签收 身份 提交 所述 所在 何时 "
    "向本 于是 尚未 须知 和第 同意 不同意 意见 有关 相关 权益 合法 委托 对该 在申 如对 "
    "高度 明确 方式 方便 时间 和解 向我 从未 曾经 支付 包括 水平 经查 通过 成员 常用 "
    "安全 权利 任何 空白 项目 金额 全部 司法 施工 平台 危害 严重 幸福 应依 章程 计划 "
    "伏案 明知 项下 陈述 范围 程序 查询 查阅 登记 路线 解释 左右 管理 单独 宣布 经办 "
    "别人 关系 关于 利害 史料 连续 易于 习惯 常住 时限 容易 尚在 向法 居住 满意 都是 "
    "能够 广泛 阙如 "
    "文件 房屋 房产 党委 党组 安置 张贴 管委 宗地 地号 原件 原文 经济 常委 成立 成果 水利 "
    "山东 明显 时任 时效 单元 段落 强制 康养 施行 凭证 文书 文本 方案 方法 谈话 谢绝 计算 贺信 应予 应邀 "
    "应急 应诉 顾问 顾虑 易地 岳母 岳父 乐园 "
    "原告 原因 保管 保存 保护 保障 保持 文字 终结 储存 使用 商业 金融 证据 证人 符合 管部 位负 "
    "附件 抄送 主送 标题 文号 签发 备注 说明 地址 电话 日期 结论 理由 事实 依据 决定 如下 特此告知 此复 姓名 单位 无 "
)
_NOT_NAMES = frozenset(_WORDS.split())
_ALSO_WORDS = ("向", "和")  # surnames that mostly are words of the sentence: 申请人向本机关
_SURNAME = f"(?:{'|'.join(COMPOUND)}|[{SURNAMES}])"
_GIVEN = rf"{_HAN}{{1,2}}"

RULES: tuple[Rule, ...] = (
    Rule(
        "电子邮箱",
        re.compile(r"[A-Za-z0-9._%+\-]{1,64}\s?(?:@|[（(\[]\s?at\s?[）)\]])\s?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"),
        "〔电子邮箱〕",
    ),
    Rule(
        "网络账号",
        re.compile(
            r"(?:微信号?|QQ号?|支付宝|(?:抖音|快手|微博)号?)[：:\s为是]*(?P<value>[A-Za-z0-9_\-]{5,30})", re.IGNORECASE
        ),
        "〔网络账号〕",
    ),
    Rule(
        "统一社会信用代码",
        re.compile(r"(?<![0-9A-Z])[159YN][1239][0-9]{6}[0-9A-HJ-NP-RT-UW-Y]{10}(?![0-9A-Z])"),
        "〔信用代码〕",
    ),
    Rule(
        "公民身份号码",
        re.compile(rf"(?<!{_DIGIT})[1-9](?:{_SPACE}{_DIGIT}){{16}}{_SPACE}[0-9Xx](?!{_DIGIT})"),
        "〔身份证号〕",
    ),
    Rule(
        "公民身份号码",
        re.compile(rf"(?<!{_DIGIT})[1-9]\d{{5}}\d{{2}}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{{3}}(?!{_DIGIT})"),
        "〔身份证号〕",
    ),
    Rule(
        "证件号码",
        re.compile(
            r"(?:护照|通行证|军官证|居留证|驾驶证)(?:号码?)?[：:\s为是]*(?:字?第)?(?P<value>[A-Z]{0,3}[0-9]{6,12})"
        ),
        "〔证件号〕",
    ),
    Rule(
        "银行账号",
        re.compile(rf"(?<!{_DIGIT})\d{{4}}(?:[\s\-]?\d{{4}}){{3}}(?:[\s\-]?\d{{1,3}})?(?!{_DIGIT})"),
        "〔账号〕",
    ),
    Rule(
        "手机号码",
        re.compile(rf"(?<!{_DIGIT})(?:[（(]?(?:\+|00)?86[）)]?[\s\-]?)?1[3-9](?:{_SPACE}{_DIGIT}){{9}}(?!{_DIGIT})"),
        "〔电话〕",
    ),
    Rule(
        "固定电话",
        re.compile(r"(?<!\d)[（(]?0\d{2,3}[)）]?[\s\-—－]?\d{3,4}[\s\-]?\d{4}(?:[\s\-转]{1,2}\d{1,5})?(?!\d)"),
        "〔电话〕",
    ),
    Rule(
        "固定电话",
        re.compile(
            r"(?:电话|手机|座机|固话|联系方式|传真|热线)[号码]*[：:\s为是]*(?P<value>\d[\d\s\-]{5,20}\d(?:转\d{1,5})?)"
        ),
        "〔电话〕",
    ),
    Rule(
        "车牌号码",
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-Z][·\s]?[A-Z0-9]{4,5}[A-Z0-9挂学警]"
        ),
        "〔车牌〕",
    ),
    Rule(
        "宗地、地块",
        re.compile(
            r"(?<![0-9A-Za-z])[0-9]{6}[\s\-]?[0-9]{3}[\s\-]?[0-9]{3}[\s\-]?(?:G[BX]|J[A-Z]|W[A-Z]|N[A-Z])[0-9]{5}(?:[WF][0-9]{8})?"
        ),
        "〔编号〕",
    ),
    Rule(
        "宗地、地块",
        re.compile(
            r"(?:宗地|地块|地籍|图斑|不动产单元|不动产权证?|房产证|房权证|土地证|地号|产权证|权证|许可证)(?:编?号|代码|号码|证号)?"
            r"[：:\s为是第]*(?P<value>[（(〔\[]?[0-9A-Za-z\u3400-\u9fff（()）〔〕\[\]]{0,12}[0-9A-Za-z][0-9A-Za-z\-—－_/．.]{2,40}号?)"
        ),
        "〔编号〕",
    ),
    Rule(
        "宗地、地块",
        re.compile(
            r"(?<![0-9A-Za-z〔])[A-Z]{1,4}[\-/]?(?:19|20)\d{2}[\-/](?:[A-Z]{0,3}\d{1,5})(?:[\-－][0-9A-Z]{1,6})*"
        ),
        "〔编号〕",
    ),
    Rule(
        "宗地、地块",
        re.compile(
            r"[^\W\da-zA-Z_的为是于在和与问号]{1,4}(?:19|20)\d{2}[\-－](?:[A-Z]{0,3}\d{1,5})(?:[\-－][0-9A-Z]{1,6})*(?:号?地块|号宗地)?"
        ),
        "〔编号〕",
    ),
    Rule(
        "宗地、地块",
        re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,3}\-?\d{1,4}(?:\-\d{1,4}){0,3}(?:号)?(?=地块|宗地)"),
        "〔编号〕",
    ),
)

RULES += (
    Rule(
        "权属证书",
        re.compile(
            rf"{_HAN}{{0,4}}(?:国用|集用|集建|房权证?|农地承包权)字?[（(〔\[]?(?:\d{{4}})?[）)〕\]]?{_HAN}{{0,3}}字?第?\s?\d[\d\-]{{1,11}}号?"
        ),
        "〔编号〕",
    ),
    Rule("宗地、地块", re.compile(r"(?<!\d)(?:19|20)\d{2}[\-－][A-Z]{1,6}[\-－]?\d{1,5}(?:号)?"), "〔编号〕"),
    Rule(
        "登记号码",
        re.compile(
            r"(?:注册号|登记号|执照号|卡号|账号|帐号|证号|社保号|学号|工号|案号代码)[：:\s为是]*(?P<value>[0-9A-Z][0-9A-Z\s\-]{5,30}[0-9A-Z])"
        ),
        "〔编号〕",
    ),
    Rule("长号码", re.compile(r"(?<![0-9A-Za-z〔])\d{11,}(?![0-9A-Za-z])"), "〔编号〕"),
)

_AREA = rf"(?:{_HAN}{{2,8}}(?:省|自治区|市|自治州|地区|盟)){{0,2}}(?:{_HAN}{{1,8}}(?:区|县|旗|市))?"
_ESTATES = "社区|村|屯|庄|居委会|村委会|小区|花园|家园|公寓|大厦|苑|里|坊"
_PLACE = rf"(?:{_HAN}{{1,10}}(?:街道|镇|乡|办事处))?(?:{_HAN}{{1,10}}(?:{_ESTATES}))?"
_ROAD = rf"(?:{_HAN}{{1,10}}(?:路|街|大道|巷|胡同|弄|道))?"
_NUMBERED = (
    r"(?:[0-9一二三四五六七八九十百甲乙A-Za-z\-－]{1,8}(?:号楼|号院|号|栋|幢|座|楼|单元|层|室|户|组|弄|排|院|门))"
)
ADDRESS = re.compile(rf"{_AREA}{_PLACE}{_ROAD}{_PLACE}{_NUMBERED}(?:[\s，,]?{_NUMBERED}){{0,5}}(?:之[一二三四0-9])?")
# A door in a building needs no street: 雪山万科城25号楼2单元2764室.
HOUSE = re.compile(
    rf"(?:{_AREA}{_PLACE}{_ROAD}(?:\d{{1,5}}号)?)?{_HAN}{{0,10}}[0-9A-Za-z一二三四五六七八九十]{{1,4}}(?:号楼|栋|幢|座|#楼?)\s*"
    r"(?:[0-9A-Za-z一二三四五六七八九十]{1,4}单元)?\s*(?:[0-9]{1,3}层)?\s*[0-9A-Za-z\-]{1,6}(?:室|号|户)?"
)
ADDRESS_AFTER = re.compile(
    r"(?:住址|住所地?|地址|通讯地址|家住|住在|现住|户籍地?|户籍所在地|坐落于?|位于|送达地址|居住地|居住在|住)[：:\s为在是于]*"
    r"(?P<value>[^\s，。；、,;（(：:]{2,40})"
)
_LEAD = re.compile(r"^(?:关于|经查|现将|位于|坐落于|坐落在|位置在|对|将|在|至|于)")
_STREET_NUMBER = re.compile(r"[0-9一二三四五六七八九十]+(?:号楼|号院|号|栋|幢|座|单元|室|户|组|弄|排)")
_DOCUMENT_NUMBER = re.compile(r"〔\d{4}〕|[条款项]$|第[0-9一二三四五六七八九十百]+号?$")
NAME_AFTER = re.compile(rf"(?:{_NAME_AFTER})[：:\s（(]*(?P<value>{_SURNAME}{_GIVEN})(?!{_HAN}{{0,4}}(?:{_UNIT_WORDS}))")
NAME_TITLE = re.compile(
    rf"(?P<value>{_SURNAME}{_GIVEN})(?=\s*(?:先生|女士|同志|老师|等人|（身份证|\(身份证|（公民身份|，身份证|,身份证|，男|，女|（男|（女|，汉族|，住|，电话))"
)
NAME_VERB = re.compile(
    rf"(?:(?<=[，。：:；;、\s（(])|^)(?P<value>{_SURNAME}{_GIVEN})(?=(?:向|于|诉|与|和|不服|提出|申请|的房屋|的宅基地|户|家))",
    re.MULTILINE,
)
# Somebody's son, neighbour, signature: after these words stands a name, whatever follows.
NAME_KIN = re.compile(
    rf"(?:其子|其女|其夫|其妻|其父|其母|其兄|其弟|其姐|其妹|儿子|女儿|丈夫|妻子|邻居|户主|我叫|名叫|代表人|委托人|受托人|受送达人|"
    rf"签收人|签名|签字|见证人|联系了|约谈了|会见了|走访了|工作人员|网格员|主任|书记|科长)[：:\s]*(?P<value>{_SURNAME}{_GIVEN})"
    rf"(?!{_HAN}{{0,4}}(?:{_UNIT_WORDS}))"
)
NAME_COPY = re.compile(rf"(?:抄送|主送|抄报)[：:\s]*(?P<value>{_SURNAME}{_GIVEN})(?=[，。；、\s]|$)", re.MULTILINE)
# Between a beginning and what people do stands a name: 据李桂兰反映.
NAME_BETWEEN = re.compile(
    rf"(?:(?<=[，。：:；;、\s（(“])|^|(?<=[经据由向与和对将给被请让因]))(?P<value>{_SURNAME}{_GIVEN})(?=本人|反映|称|表示|系(?!统)|认为|居住|名下|"
    r"签字|签名|签收|占用|代为|到场|所有|去世|死亡|之子|之女|夫妇|夫妻|[两二三四五六]人|一户|及其家|家中|家的|的母亲|的父亲|的身份|的承包)",
    re.MULTILINE,
)
# Names of other peoples: parts joined by a point, written by sound.
_STOP = "向于的在诉与和等称以之系为因对就其不是户现住将已经由认收据及、，"
_PART = rf"(?:(?![{_STOP}]){_HAN}){{1,6}}"
NAME_POINT = re.compile(rf"(?:{_NAME_AFTER}|其子|其女|我叫|邻居)?(?P<value>{_PART}(?:[·•・‧∙]{_PART})+)")
_POINT = re.compile("[·•・‧∙]")
_DAY_POINT = re.compile(r"^[一二三四五六七八九十]+[·•・‧∙][一二三四五六七八九十]+")
# After a colon a name may have any surname; what follows it must end it.
NAME_FIELD = re.compile(
    rf"(?:{_NAME_AFTER})(?:[（(][^）)]{{0,8}}[）)])?[：:]\s*(?P<value>{_HAN}{{2,4}})(?=[\s，。；、,;（(]|$)"
)
ADDRESSEE = re.compile(rf"^[^\S\n]*(?P<value>{_HAN}{{2,4}})\s*[：:]\s*$", re.MULTILINE)
NAME_LINE = re.compile(rf"^[^\S\n]*(?P<value>{_SURNAME}{_GIVEN})\s*[：:]", re.MULTILINE)


# A query that is nothing but a name, or has one between blanks.
NAME_ALONE = re.compile(rf"(?<!{_HAN})(?P<value>{_SURNAME}{_GIVEN})(?!{_HAN})")


def may_be_a_name(text: str, words: Container[str]) -> bool:
    """Whether a word of the text has the form of a name and is none of the words known.

    :param text: a few words, such as a query; in sentences ``deidentify`` sees more.
    """
    found = (match["value"] for match in NAME_ALONE.finditer(text))
    return any(name not in words and name[:2] not in _NOT_NAMES and name not in _NOT_NAMES for name in found)


def deidentify(text: str, known: Iterable[str] = ()) -> Cleaned:
    """Return the text with personal data replaced.

    :param known: values the file itself holds (names, numbers, addresses of applicants, agents, third parties).
    """
    cleaned = Cleaned(text.translate(_WIDTH))
    people: dict[str, str] = {}
    for value in sorted(
        {value.strip().translate(_WIDTH) for value in known if len(value.strip()) > 1}, key=len, reverse=True
    ):
        if value in cleaned.text:
            cleaned.found.append(("已知信息", value))
            word = _person(value, people) if re.fullmatch(rf"{_HAN}{{2,4}}", value) else "〔隐去〕"
            cleaned.text = cleaned.text.replace(value, word)
    names = _names(cleaned.text)
    for rule in RULES:
        _apply(cleaned, rule.name, rule.pattern, rule.word)
    _apply(cleaned, "地址", ADDRESS_AFTER, "〔地址〕", unless=_no_place)
    _apply(cleaned, "地址", HOUSE, "〔地址〕")
    _apply(cleaned, "地址", ADDRESS, "〔地址〕", unless=_no_address)
    for name in sorted(names, key=lambda name: (text.find(name), -len(name))):
        whole = next((other for other in people if name in _POINT.split(other)), name)
        people[name] = people[whole] if whole in people else _person(name, people)
    for name in sorted(names, key=len, reverse=True):
        if name in cleaned.text:
            cleaned.found.append(("姓名", name))
            cleaned.text = cleaned.text.replace(name, people[name])
    return cleaned


def _names(text: str) -> set[str]:
    """Return the names that stand where names stand; wherever else they occur they are replaced as well."""
    found: set[str] = set()
    for match in NAME_POINT.finditer(text):
        if not _DAY_POINT.match(match["value"]):
            found |= {part for part in (match["value"], *_POINT.split(match["value"])) if len(part) > 2}
    patterns = (NAME_AFTER, NAME_KIN, NAME_COPY, NAME_FIELD, NAME_TITLE, NAME_VERB, NAME_BETWEEN, NAME_LINE, ADDRESSEE)
    for pattern in patterns:
        for match in pattern.finditer(text):
            following = text[match.end("value") : match.end("value") + 1]
            name = _trimmed(match["value"], following)
            if name[:1] in _ALSO_WORDS and re.match(_HAN, following):
                continue
            if name and "某" not in name and name[:2] not in _NOT_NAMES and name not in _NOT_NAMES:
                found.add(name)
    unread = list(found)
    while unread:  # 高传福、罗兆明、郑庆余三人: each name leads to the next
        for match in re.finditer(rf"{unread.pop()}[与和及、](?P<value>{_SURNAME}{_GIVEN})", text):
            beside = _trimmed(match["value"], "")
            if beside and beside not in _NOT_NAMES and beside[:2] not in _NOT_NAMES and beside not in found:
                found.add(beside)
                unread.append(beside)
    return found


def _trimmed(name: str, following: str) -> str:
    """Cut a word that belongs to the sentence off the end of a name (王明于 → 王明)."""
    while len(name) > 2 and name[-1] in "于向的在诉与和等称以之系为因对就其不是提户现住将已":
        name = name[:-1]
    return name if len(name) >= 2 else ""


def _apply(cleaned: Cleaned, name: str, pattern: re.Pattern[str], word: str, unless: object = None) -> None:
    named = "value" in pattern.groupindex

    def replaced(match: re.Match[str]) -> str:
        value = match["value"] if named else match[0]
        if not value or "〔" in value.strip("〔") or (callable(unless) and unless(value, match)):
            return match[0]
        lead = _LEAD.match(value) if name == "地址" else None
        value = value[lead.end() :] if lead else value
        cleaned.found.append((name, value))
        return match[0].replace(value, word)

    cleaned.text = pattern.sub(replaced, cleaned.text)


def _no_place(value: str, match: re.Match[str]) -> bool:
    """A word after 住 or 位于 that is no address (住房, 位于本区)."""
    return not (_STREET_NUMBER.search(value) or re.search(r"(?:路|街|村|小区|社区|镇|苑|庄|花园|家园)", value))


def _no_address(value: str, match: re.Match[str]) -> bool:
    """A document number, an article or a bare count is no address."""
    if _DOCUMENT_NUMBER.search(value):
        return True
    lead = _STREET_NUMBER.split(value)[0]
    return len(lead) < 2


def _person(name: str, people: dict[str, str]) -> str:
    """Return 张某, 张某二, …: the same person always the same."""
    if name not in people:
        surname = name[:2] if name[:2] in COMPOUND else name[0]
        before = sum(1 for other in people.values() if other.startswith(f"{surname}某"))
        people[name] = f"{surname}某" + ("" if not before else "一二三四五六七八九十"[min(before, 9)])
    return people[name]


def diff(before: str, after: str) -> list[tuple[str, str]]:
    """Return the text in pieces for the second reader: ("same" | "removed" | "added", piece)."""
    pieces: list[tuple[str, str]] = []
    # Characters that come again and again cost the square of their number: beyond a few pages they anchor nothing.
    endless = len(before) > EXACT_TO
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=endless).get_opcodes():
        if tag == "equal":
            pieces.append(("same", before[i1:i2]))
            continue
        if i2 > i1:
            pieces.append(("removed", before[i1:i2]))
        if j2 > j1:
            pieces.append(("added", after[j1:j2]))
    return pieces
