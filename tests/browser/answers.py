"""The fifteen requests as a clerk meets them, and to each the answer a sensible office would give."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from casework.law.identity import resident_id_check, uscc_check

CHANNEL = {"当面": "in_person", "邮寄": "mail_signed", "网络": "portal", "电子邮件": "email"}
DATES = {
    "in_person": ("submitted_on",), "mail_signed": ("signed_on",), "portal": ("submitted_on",),
    "email": ("server_on", "confirmed_on"),
}  # fmt: skip
DELIVERY = {"当面": "pick_up", "邮寄": "post", "网络": "online", "电子邮件": "email"}
CARRIER = {"纸质": "paper", "电子": "electronic", "电子邮件": "electronic"}
# Who may look at it before it is signed: refusals under Arts 14 to 16, wholly or in part.
LEGAL = ("P", "D1", "D2", "D3", "D4", "D5", "D6", "D7")


@dataclass(frozen=True)
class Answer:
    """``facts`` are the fields of the drafting page by name; ``search``: a 检索记录 is entered first."""

    outcome: str
    facts: Mapping[str, Any]
    ground: str = ""
    search: bool = False
    legal: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "legal", self.outcome in LEGAL)


def _granted(*items: str, pages: int) -> Answer:
    counter = {"collect_place": "济南市历城区山大北路47号政务公开窗口", "collect_time": "工作日9:00至17:00"}
    return Answer("G2", {"given_items": "\n".join(items), "page_count": pages, **counter})


def _partial(given: str, withheld: str, reason: str) -> Answer:
    part = {"withheld-0-item": withheld, "withheld-0-outcome": "D4", "withheld-0-reason": reason}
    part |= {"withheld-0-basis": "公开会使他人的个人信息为公众知悉", "withheld-0-no_exception": True}
    note = {"separation_note": "不予公开的内容已作遮盖处理，其余内容完整提供"}
    return Answer("P", {"given_items": given, "page_count": 26, **part, **note})


WHOLE = "应当保护的内容与其他内容相互交织，隐去后剩余内容没有独立的信息价值"
ANSWERS: dict[str, Answer] = {
    "req-01": _granted("楔形绿地规划四至范围图", "关于该规划的批复", pages=4),
    "req-02": _granted("征地房屋拆迁补偿安置协议（申请人户）", pages=9),
    "req-03": Answer("G1", {"public_places": "《征收土地补偿安置公告》，刊于区政府门户网站“征地信息”专栏"}),
    "req-04": _partial(
        "建设用地项目呈报材料“一书四方案”\n用地批复",
        "勘测定界成果中的坐标数据和权利人联系方式",
        "公开会损害第三方权益",
    ),
    "req-05": Answer(
        "D7",
        {
            "separation_reason": WHOLE,
            "no_duty_to_disclose": True,
            "file_access": "当事人持有效证件到综合行政执法队查阅",
        },
        "申请的内容系行政处罚案卷中的材料。\n处罚决定的摘要信息已依法公示。",
    ),
    "req-06": _granted("住宅物业管理区域核定单所附总平面图", "物业管理用房确认材料", pages=3),
    "req-07": Answer("N1a", {}, search=True),
    "req-08": Answer("G1", {"public_places": "区政府门户网站“政府文件”栏目，可按文号检索"}),
    "req-09": Answer(
        "D8",
        {
            "query_matter": "不动产登记资料查询事项",
            "special_law": "《不动产登记暂行条例》",
            "query_office": "济南市不动产登记中心历城分中心",
        },
    ),
    "req-10": _partial(
        "征地房屋补偿方案及公告\n听证会公告",
        "听证笔录中参加人的身份证号码和住址",
        "该内容属于个人隐私，公开会损害其合法权益",
    ),
    "req-11": Answer(
        "R1",
        {"activity": "信访", "channels": "拨打12345政务服务便民热线\n向济南市历城区信访局提出"},
        "申请内容系询问补偿款为何没有发放并要求说明。\n没有指向本机关制作或者保存的政府信息。",
    ),
    "req-12": Answer(
        "R5",
        {
            "demand": "确认此前寄送的批复复印件真实有效并重新加盖公章",
            "earlier_on": "2025-09-18",
            "earlier_outside": "以纸质卷宗办理，现存档案室",
            "earlier_way": "邮寄纸质复制件",
        },
    ),
    "req-13": Answer(
        "D6",
        {"separation_reason": WHOLE, "limb": "讨论记录", "no_duty_to_disclose": True},
        "领导批示和会议记录系讨论、研究过程中形成的记录。\n有关事项的最终处理结果均已告知当事人。",
    ),
    "req-14": Answer("G1", {"public_places": "区政府门户网站“建设工程规划许可公示”专栏"}),
    "req-15": Answer(
        "N1b",
        {
            "competent_organ": "某省交通运输厅",
            "competent_contact": "某省交通运输厅政府信息公开办公室，电话0531-00000000",
        },
        "该初步设计文件由省级交通运输主管部门批准并保存。\n本机关没有制作或者保存该信息。",
    ),
}


def requests(data: Path) -> list[dict[str, Any]]:
    lines = (data / "texts" / "requests_deidentified.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def resident_id(number: int) -> str:
    """An invented number that passes its check."""
    body = f"37011219{60 + number % 40}0{1 + number % 9}15{number:03d}"
    return body + resident_id_check(body)


def credit_code(number: int) -> str:
    body = f"91370112{number:08d}X"
    return body + uscc_check(body)


def entered(request: Mapping[str, Any], number: int, day: date) -> dict[str, Any]:
    """The fields of 登记 for one request, received on ``day``; the applicant is invented."""
    channel = CHANNEL[request["channel"]]
    person = request["applicant_kind"] == "自然人"
    who = {"category": "natural_person", "name": f"申请人{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰'[number - 1]}"}
    papers = {"document_kind": "居民身份证", "document_number": resident_id(number)}
    if not person:
        who = {"category": "business", "name": "济南某某建设咨询有限公司", "contact_name": "周某某"}
        papers = {"document_kind": "统一社会信用代码", "document_number": credit_code(number)}
    return {
        "channel": channel,
        **dict.fromkeys(DATES[channel], day.isoformat()),
        **who,
        **papers,
        "phone": f"138{number:08d}",
        "address": f"济南市历城区花园路{number}号",
        "email": f"applicant{number}@example.com",
        "description": request["text"],
        "title": request["title"],
        "carrier": CARRIER[request["carrier"]],
        "delivery": DELIVERY[request["channel"]],
        "note": f"申请用途：{request['purpose']}",
    }
