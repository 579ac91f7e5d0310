"""One complete set of invented facts for every document: for the samples an office looks at, and for tests.

Persons, numbers and addresses are made up. Organs are real names so that line lengths are real.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.law import outcomes
from letters.catalogue import CATALOGUE, kind
from letters.facts import Common, Remediable, fields_of
from letters.kinds.replies import WithheldItem

_BASE: dict[str, Any] = {
    "organ_name": "济南市历城区人民政府山大路街道办事处",
    "document_number": "山大路公复〔2026〕12号",
    "applicant_name": "欧阳娜娜",
    "salutation": "您",
    "received_on": date(2026, 3, 2),
    "two_sided": True,
    "confirmed_on": date(2026, 3, 2),
    "channel_label": "互联网平台",
    "case_number": "历城依申〔2026〕18号",
    "request_summary": "山大路街道2025年度老旧小区改造项目竣工验收备案材料",
    "contact_name": "王登记",
    "contact_phone": "0531-00000000",
    "organ_address": "济南市历城区山大路000号",
    "signed_on": date(2026, 3, 20),
}
_REMEDY: dict[str, Any] = {"remedy_organ": "济南市历城区人民政府", "remedy_court": "济南市历城区人民法院"}
_GIVEN: dict[str, Any] = {
    "given_items": ("山大路街道2025年度老旧小区改造项目竣工验收备案表", "竣工验收意见书"),
    "form_label": "纸质复制件",
    "way_label": "当面领取",
    "collect_place": "济南市历城区山大路000号政务公开窗口",
    "collect_time": "工作日9:00至17:00",
    "page_count": 12,
}
_WHOLE: dict[str, Any] = {
    "grounds": (
        "该信息系本机关在办理有关事项过程中形成，尚未形成正式、完整的结论",
        "公开该信息不利于坦率讨论和公正处理",
    ),
    "separation_reason": "应当保护的内容与其他内容相互交织，隐去后剩余内容没有独立的信息价值",
}
_NOTICE: dict[str, Any] = {"notice_number": "山大路公告〔2026〕7号", "notice_on": date(2026, 3, 5)}

SPECIFIC: dict[str, dict[str, Any]] = {
    "F03": {"due_on": date(2026, 3, 30), "query_code": "8F3K-20A7", "signed_on": date(2026, 3, 2)},
    "F21": {**_GIVEN, "attachments": _GIVEN["given_items"]},
    "F22": {
        "public_places": (
            "《山大路街道2025年度老旧小区改造项目实施方案》，网址为"
            "https://www.example.gov.cn/art/2026/1/15/art_20260115_0001.html",
            "《2025年度项目验收情况公示》，张贴于山大路街道政务公开栏",
        )
    },
    "F23": {
        **_GIVEN,
        "withheld": (
            WithheldItem(
                "验收备案表第3页业主代表的身份证号码、家庭住址",
                "D4",
                ("第十五条",),
                "该内容涉及个人隐私，公开会损害其合法权益",
            ),
            WithheldItem(
                "验收意见书附页的内部讨论记录", "D6", ("第十六条第二款",), "该内容系形成验收意见过程中的讨论记录"
            ),
        ),
        "separation_note": "不予公开的内容已在提供的文本中作遮盖处理，其余内容完整提供",
    },
    "F24-D1": {**_WHOLE, "secrecy_basis": "该信息的密级和保密期限已由有权机关依法确定，目前仍在保密期限内"},
    "F24-D2": {**_WHOLE, "law_cited": "《中华人民共和国税收征收管理法》第八条"},
    "F24-D3": {**_WHOLE, "limb": "公共安全"},
    "F24-D4": {
        **_WHOLE,
        "interest": "第三方的商业秘密",
        "consultation": (
            "本机关于2026年3月5日书面征求第三方意见，第三方于2026年3月12日书面答复不同意公开并说明了理由，"
            "经审查，其理由合理"
        ),
    },
    "F24-D5": {**_WHOLE, "limb": "人事管理"},
    "F24-D6": {**_WHOLE, "limb": "讨论记录", "no_duty_to_disclose": True},
    "F24-D7": {**_WHOLE, "no_duty_to_disclose": True, "file_access": "持有效身份证明到本机关综合行政执法队查阅"},
    "F24-D8": {
        "query_matter": "不动产登记资料查询事项",
        "special_law": "《不动产登记暂行条例》",
        "query_office": "济南市不动产登记中心历城分中心",
    },
}


def sample(key: str, **changes: Any) -> Common:
    """Complete facts for document `key`; `changes` replace single fields."""
    row = kind(key)
    given = {**_BASE, **(_REMEDY if issubclass(row.facts, Remediable) else {}), **SPECIFIC[key]}
    if row.outcome:
        given["outcome"] = outcomes.outcome(row.outcome).code
    known = {f.name for f in fields_of(row.facts)}
    return row.facts(**{name: value for name, value in {**given, **changes}.items() if name in known})


def all_samples() -> dict[str, Common]:
    """Every document of the catalogue with its facts, in catalogue order."""
    return {row.key: sample(row.key) for row in CATALOGUE}
