"""When a document was served and when it reached the applicant. 国办公开办函〔2016〕235号; 民事诉讼法 88 to 95.

``served_on`` is the day the reply clock looks at (CNT-9); ``reached_on`` the day the applicant's remedies run from.
A new way is one row of ``WAYS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .errors import ContradictoryFacts, InvalidFact, MissingFact
from .settings import DEFAULTS, LawSettings

PUBLIC_NOTICE_DAYS = 30  # 民事诉讼法 95(1)


@dataclass(frozen=True, slots=True)
class Way:
    """``sent`` and ``got`` are the words for the two dates of this way; ``got`` is "" where one date says it all."""

    code: str
    label: str
    sent: str
    got: str
    article: str


WAYS: dict[str, Way] = {
    way.code: way
    for way in (
        Way("direct", "直接送达", "签收日期", "", "国办公开办函〔2016〕235号第四条"),
        Way("entrusted", "委托送达", "签收日期", "", "国办公开办函〔2016〕235号第四条"),
        Way("post", "邮寄送达", "交邮日期", "签收日期", "国办公开办函〔2016〕235号第四条"),
        Way("electronic", "电子送达", "进入申请人系统日期", "申请人打开日期", "电子签名法第十一条"),
        Way("left", "留置送达", "留置日期", "", "民事诉讼法第八十九条"),
        Way("public", "公告送达", "公告日期", "", "民事诉讼法第九十五条"),
    )
}


@dataclass(frozen=True, slots=True)
class ServiceDates:
    """``reached_on`` is None while the letter is on its way."""

    served_on: date
    reached_on: date | None
    article: str


def service_dates(
    way: str, sent_on: date | None, got_on: date | None = None, settings: LawSettings = DEFAULTS
) -> ServiceDates:
    """The two dates of a service: ``sent_on`` and ``got_on`` in the words of the way.

    Raises InvalidFact for an unknown way, MissingFact without ``sent_on`` (or without the opening where the setting
    counts it), ContradictoryFacts where it arrived before it left.
    """
    row = WAYS.get(way)
    if row is None:
        raise InvalidFact(f"没有“{way}”这种送达方式，请从列表中选择。")
    if sent_on is None:
        raise MissingFact(f"{row.label}请填写{row.sent}。", row.article)
    if got_on is not None and got_on < sent_on:
        raise ContradictoryFacts(f"{row.got or '送达日期'} {got_on} 早于{row.sent} {sent_on}，请核对这两个日期。")
    if way == "post":
        return ServiceDates(sent_on, got_on, row.article)
    if way == "public":
        return ServiceDates(sent_on, sent_on + timedelta(PUBLIC_NOTICE_DAYS), row.article)
    if way == "electronic" and settings.delivery_electronic_date == "opening":
        if got_on is None:
            raise MissingFact(f"按现行设置，{row.label}以{row.got}为准，请填写。", row.article)
        return ServiceDates(got_on, got_on, row.article)
    return ServiceDates(sent_on, sent_on, row.article)
