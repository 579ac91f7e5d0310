"""What came in during the last days and is no case yet: each way it can stand, once."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from casework.acts import incoming, misdirected
from casework.lawbook import working_calendar
from casework.models import Organ, Staff
from casework.now import SHANGHAI, pinned

# Working days since it came; how; who sent it and how to reach them; what it is about; what was enclosed.
CAME: tuple[tuple[int, str, str, str, str, str], ...] = (
    (1, "mail_ordinary", "周桂兰", "13912340001", "申请公开全福街道老旧小区改造资金使用情况",
     "申请表2页、身份证复印件1页"),
    (3, "mail_ordinary", "何德胜", "济南市历城区郭店街道19号", "申请公开郭店街道征地补偿安置方案", "申请书1页"),
    (2, "email", "林晓燕", "linxiaoyan@example.com", "申请公开唐冶街道学校建设规划批复", "申请表1份（电子版）"),
    (1, "fax", "", "0531-80001234", "申请公开荷花路街道物业招标文件", "申请书1页"),
    (4, "mail_ordinary", "吴洪亮", "", "反映邻居违章建设并要求查处", "反映材料3页"),
)  # fmt: skip


def seed(*, organ: Organ, clerk: Staff, today: date) -> None:
    """One nobody has called about, one nobody answered, one confirmed, one just come, one closed, one handed over."""
    _, silent, confirmed, _, complaint = (_enter(organ, clerk, today, *row) for row in CAME)
    call: dict[str, Any] = {"way": "phone", "made_by": clerk.name}
    _do(incoming.contact, silent, clerk, made_on=silent.arrived_on, outcome="no_contact",
        **(call | {"note": "信中没有电话，当日按地址寄出确认函。", "way": "post"}))  # fmt: skip
    day = working_calendar().nth_working_day_after(confirmed.arrived_on, 1)
    _do(incoming.contact, confirmed, clerk, day, made_on=day, outcome="confirmed", **(call | {"way": "email"}))
    _do(incoming.contact, complaint, clerk, made_on=complaint.arrived_on, outcome="pending", **call)
    _do(incoming.close, complaint, clerk, ending="not_request", reason="属于投诉举报，已告知通过相应渠道提出。")
    day = _before(today, 3)
    other = Organ.objects.filter(active=True).exclude(pk=organ.pk).order_by("sort")[2]
    with pinned(_at(day)):
        strayed = misdirected.enter(
            actor=clerk, at=_at(day), today=day, organ=organ, addressed_to=other, sender="高文静",
            title="申请公开投资项目备案材料", channel="mail_signed", arrived_on=day,
        )  # fmt: skip
    handed: dict[str, Any] = {"handed_over_on": day, "hand_over_way": "exchange", "receiver": "收发室"}
    _do(misdirected.hand_over, strayed, clerk, day, **handed)


def _enter(organ: Organ, clerk: Staff, today: date, ago: int, channel: str, *said: str) -> Any:
    day = _before(today, ago)
    facts: dict[str, Any] = dict(zip(("sender", "contact", "title", "enclosed"), said, strict=True))
    with pinned(_at(day)):
        return incoming.enter(
            actor=clerk, at=_at(day), today=day, organ=organ, channel=channel, arrived_on=day, **facts
        )  # fmt: skip


def _do(act: Any, row: Any, clerk: Staff, day: date | None = None, **facts: Any) -> None:
    day = day or row.arrived_on
    with pinned(_at(day, 15)):
        act(actor=clerk, at=_at(day, 15), today=day, mail_id=row.pk, **facts)


def _before(today: date, working_days: int) -> date:
    """The day that many working days before ``today``."""
    return working_calendar().nth_working_day_before(today, working_days)


def _at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)
