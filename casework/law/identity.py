"""Who applies: check digits of identity numbers, the applicant's column in the report, and masks for display.

GB 11643 (resident ID), GB 32100 (unified social credit code), GB 11714 (organisation code).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .errors import InvalidFact
from .settings import DEFAULTS, LawSettings

_RIC_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RIC_CHECK = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O Z S V
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ASCII_DIGITS = re.compile(r"[0-9]+")

CATEGORIES: dict[str, str] = {
    "natural_person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "public_interest": "社会公益组织",
    "legal_service": "法律服务机构",
    "other": "其他",
}

INDIVIDUAL = "92"  # 个体工商户: the code is public, the name often a person's

# The first two characters of a unified social credit code and the kind of body they stand for.
USCC_KINDS: dict[str, str] = {
    "91": "company",
    "92": "sole_trader_licence",
    "93": "cooperative",
    "11": "organ",
    "12": "institution",
    "51": "social_group",
    "52": "private_nonprofit",
    "53": "foundation",
    "31": "law_firm",
    "32": "notary",
    "33": "grassroots_legal",
    "34": "forensic",
    "54": "village_committee",
    "81": "union",
    "N1": "rural_collective",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A number in its normal form, whether it is valid, and why not ("" when it is)."""

    value: str
    valid: bool
    reason: str = ""


def resident_id_check(first17: str) -> str:
    """The check character of a resident ID (GB 11643) for its first 17 digits."""
    return _RIC_CHECK[sum(w * int(c) for w, c in zip(_RIC_WEIGHTS, first17, strict=True)) % 11]


def uscc_check(first17: str) -> str:
    """The check character of a unified social credit code (GB 32100) for its first 17 characters."""
    total = sum(w * _USCC_ALPHABET.index(c) for w, c in zip(_USCC_WEIGHTS, first17, strict=True))
    return _USCC_ALPHABET[-total % 31]


def check_resident_id(value: str, today: date | None = None) -> Checked:
    """Length, digits, a real date of birth not after ``today``, and the check character. Any address code passes.

    Fifteen-digit numbers are no longer valid documents; the reason says so.
    """
    number = _normal(value)
    if len(number) == 15 and _ASCII_DIGITS.fullmatch(number):
        return Checked(number, False, "15位号码已停止使用，请填写18位公民身份号码。")
    if len(number) != 18:
        return Checked(number, False, f"公民身份号码应为18位，现为{len(number)}位，请核对。")
    if not _ASCII_DIGITS.fullmatch(number[:17]) or number[17] not in "0123456789X":
        return Checked(number, False, "公民身份号码前17位应为数字，末位应为数字或者X，请核对。")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return Checked(number, False, f"出生日期 {number[6:14]} 不存在，请核对。")
    if today is not None and born > today:
        return Checked(number, False, f"出生日期 {born} 晚于今天，请核对。")
    if number[17] != resident_id_check(number[:17]):
        return Checked(number, False, "公民身份号码的校验码不符，请核对。")
    return Checked(number, True)


def check_uscc(value: str) -> Checked:
    """Length, alphabet and the check character. A letter may stand anywhere, the first place included."""
    code = _normal(value)
    if len(code) != 18:
        return Checked(code, False, f"统一社会信用代码应为18位，现为{len(code)}位，请核对。")
    strange = [c for c in code if c not in _USCC_ALPHABET]
    if strange:
        return Checked(code, False, f"统一社会信用代码不使用字符“{strange[0]}”，请核对。")
    if code[17] != uscc_check(code[:17]):
        return Checked(code, False, "统一社会信用代码的校验码不符，请核对。")
    return Checked(code, True)


def check_org_code(value: str) -> Checked:
    """The nine-character organisation code, with or without the hyphen."""
    code = _normal(value).replace("-", "")
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return Checked(code, False, "组织机构代码应为8位数字或者大写字母加1位校验码，请核对。")
    total = sum(w * int(c, 36) for w, c in zip(_ORG_WEIGHTS, code, strict=False))
    if code[8] != "0123456789X0"[(11 - total % 11)]:
        return Checked(code, False, "组织机构代码的校验码不符，请核对。")
    return Checked(code, True)


def _normal(value: str) -> str:
    if not isinstance(value, str):
        raise InvalidFact("号码应为文字，请加引号填写。")
    return re.sub(r"\s", "", value).upper()


def applicant_category(kind: str | None = None, uscc: str | None = None, settings: LawSettings = DEFAULTS) -> str:
    """The key of the applicant's column (``CATEGORIES``): by ``kind`` where given, otherwise by the code's first two.

    A code of an unknown kind falls into 其他. InvalidFact for a kind the map does not know, or neither given.
    """
    columns = dict(settings.applicant_category_map)
    if kind is None and uscc is None:
        raise InvalidFact("请填写申请人类别或者统一社会信用代码。")
    name = kind if kind is not None else USCC_KINDS.get(_normal(uscc or "")[:2], "other")
    if name not in columns:
        raise InvalidFact(f"申请人类别“{name}”没有对应的统计栏目，请在设置中补充。")
    return columns[name]


def column_of_code(uscc: str, settings: LawSettings = DEFAULTS) -> str | None:
    """The column a credit code stands for by the map; None where its first two characters tell nothing."""
    kind = USCC_KINDS.get(_normal(uscc)[:2])
    return None if kind is None else applicant_category(kind, settings=settings)


# -- masks: what lists and logs may show -----------------------------------------------------------------------------


def mask_name(name: str) -> str:
    """张* for two characters, 张*明 for three or more; one character stays hidden."""
    if len(name) <= 2:
        return f"{name[:1]}*" if len(name) == 2 else "*" * len(name)
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def mask_number(number: str) -> str:
    """An identity number: the first six and last four of 18; of a shorter one the last four at most."""
    if len(number) == 18:
        return f"{number[:6]}********{number[-4:]}"
    return "*" * max(len(number) - 4, 0) + number[-4:] if len(number) > 4 else "*" * len(number)


def mask_phone(phone: str) -> str:
    """138****1234; a short or fixed-line number keeps its last four at most."""
    if len(phone) == 11 and phone.startswith("1"):
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * (len(phone) - 4) + phone[-4:] if len(phone) > 4 else "*" * len(phone)


def mask_email(email: str) -> str:
    """a***@x.cn; text without @ is hidden."""
    local, at, domain = email.partition("@")
    return f"{local[:1]}***@{domain}" if at else "*" * len(email)


_STREET = re.compile(r".*?(?:街道|[路街巷镇乡村])")


def mask_address(address: str) -> str:
    """The address down to the street; one with no street in it keeps its first six characters."""
    match = _STREET.match(address)
    kept = match.group() if match else address[:6]
    return kept if kept == address else f"{kept}****"
