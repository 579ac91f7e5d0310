"""A case on its way: the fixed cast walks it along the straight road, one act a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from casework.acts.people import Person
from casework.acts.register import Application
from casework.models import Organ, Staff
from casework.now import SHANGHAI
from workflow import desk
from workflow.demo import district

DAY = date(2026, 3, 2)  # a Monday; the arrangement of the year is known


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


@dataclass
class Cast:
    """The people in the order the specification names them, and the organs by code."""

    clerk: Staff  # 王登记
    handler: Staff  # 李承办
    unit_head: Staff  # 赵科长
    legal: Staff  # 钱法制
    head: Staff  # 孙主任
    supervisor: Staff  # 督查员
    editor: Staff  # 周编辑
    admin: Staff  # 系统管理员
    stranger: Staff  # 外人
    organs: dict[str, Organ]

    @property
    def organ(self) -> Organ:
        return self.organs["LC01"]


def build_cast() -> Cast:
    organs = district.build()
    return Cast(*(Staff.objects.get(username=person.username) for person in district.CAST), organs=organs)


def application(day: date = DAY, **changes: Any) -> Application:
    """An application as a clerk would enter it from a letter signed for on ``day``."""
    person = Person(
        name="张建国", document_number="11010519491231002X", phone="13800001234", address="济南市历城区洪家楼街道1号"
    )
    values: dict[str, Any] = {
        "channel": "mail_signed",
        "evidence": {"signed_on": day},
        "title": "某村征收补偿方案",
        "description": "申请公开某村2025年集体土地征收补偿安置方案及公告。",
        "applicants": (person,),
    }
    return Application(**(values | changes))


@dataclass
class Road:
    """``act`` does one thing as the named person; ``to`` walks the straight road to a status."""

    cast: Cast
    case: Any
    day: date = DAY
    hour: int = 10

    def act(self, verb: str, who: str, **facts: Any) -> Any:
        actor = getattr(self.cast, who)
        self.case = desk.act(
            verb, case_id=self.case.pk, actor=actor, at=moment(self.day, self.hour), today=self.day, **facts
        )
        return self.case

    def to(self, status: str, outcome: str = "G1") -> Road:
        for step in STRAIGHT:
            if self.case.status == status:
                return self
            step(self, outcome)
        assert self.case.status == status, f"the straight road does not reach {status}"
        return self


def start(cast: Cast, filed: Application, day: date = DAY) -> Road:
    case = desk.start(actor=cast.clerk, at=moment(day, 9), today=day, organ=cast.organ, application=filed)
    return Road(cast, case, day)


FACTS: dict[str, dict[str, Any]] = {
    "G1": {"public_places": ["区政府门户网站信息公开专栏"]},
    "G2": {"given_items": ["征收补偿安置方案（复印件）"], "page_count": 3},
    "C1": {"checked": ["户口簿记载4人"], "changes": ["家庭人口数由“3人”更正为“4人”"]},
    "C2": {"checked": ["户口簿记载4人"], "reasons": ["档案记载的是申请时的家庭人口数"]},
    "C3": {
        "checked": ["户籍登记由公安机关管理"],
        "competent_organ": "济南市公安局历城区分局",
        "competent_contact": "0531-00000000",
        "forwarded_on": str(DAY),
    },
    "C4": {
        "checked": ["户籍登记由公安机关管理"],
        "competent_organ": "济南市公安局历城区分局",
        "competent_contact": "0531-00000000",
    },
    "D5": {"limb": "人事管理", "separation_reason": "内容不可分割"},
}


def _assign(road: Road, outcome: str) -> None:
    road.act("assign", "clerk", unit=road.cast.handler.unit, handler=road.cast.handler)
    road.act("sign_for", "handler")


def _draft(road: Road, outcome: str) -> None:
    road.act("draft", "handler", outcome_code=outcome, ground="经查属实。", facts=FACTS[outcome])
    road.act("submit", "handler")


def _review(road: Road, outcome: str) -> None:
    road.act("approve_secrecy", "unit_head")
    if outcome.startswith("D") or outcome == "P":
        road.act("approve_legal", "legal")
    road.act("sign_off", "head")
    road.act("issue", "clerk")


def _serve(road: Road, outcome: str) -> None:
    road.act("serve", "clerk", way="post", served_on=road.day, carrier="中国邮政", tracking_number="XA12345678937")


STRAIGHT: tuple[Callable[[Road, str], Any], ...] = (
    lambda road, outcome: road.act("examine", "clerk"),
    _assign,
    _draft,
    _review,
    _serve,
    lambda road, outcome: road.act("archive", "clerk"),
)
