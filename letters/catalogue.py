"""Every document of the office: one row each. A new document is a row here, a class of facts and a wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from letters.blocks import Style
from letters.errors import LetterError
from letters.facts import Common
from letters.kinds import procedure as p
from letters.kinds import replies as r

Recipient = Literal["applicant", "third_party", "organ", "internal"]
Series = Literal["reply", "notice", "letter", "none"]
"""Number series: 答复, 告知, 函; forms carry the case number instead."""
RemedyRule = Literal["outcome", "either", "none"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One document. `key` is unique (F24-D4); `code` is the number of the catalogue (F24).

    `outcome` is the code of casework.law.outcomes for replies, else "". `paper` is how the text calls itself.
    """

    key: str
    name: str
    title: tuple[str, ...]
    facts: type[Common]
    recipient: Recipient = "applicant"
    style: Style = "letter"
    series: Series = "notice"
    remedy: RemedyRule = "none"
    outcome: str = ""
    trigger: str = ""
    articles: tuple[str, ...] = ()
    paper: str = "本告知书"
    opening: bool = True
    sealed: bool = True
    version: int = 1

    @property
    def code(self) -> str:
        return self.key.split("-")[0]


ANSWER = ("政府信息公开申请答复书",)


def _reply(
    key: str, outcome: str, name: str, facts: type[Common], *, answer: bool = False, title: tuple[str, ...] = ()
) -> Kind:
    return Kind(
        key=key,
        name=name,
        title=title or (ANSWER if answer else (name,)),
        facts=facts,
        outcome=outcome,
        series="reply" if answer else "notice",
        remedy="outcome",
        trigger=f"答复结果为 {outcome}",
        paper="本答复书" if answer else "本告知书",
    )


def _refusal(outcome: str, kind: str, facts: type[Common]) -> Kind:
    return _reply(
        f"F24-{outcome}", outcome, f"不予公开答复书（{kind}）", facts, answer=True, title=("政府信息不予公开答复书",)
    )


REPLIES: tuple[Kind, ...] = (
    _reply("F21", "G2", "答复书（予以公开）", r.Granted, answer=True),
    _reply("F22", "G1", "答复书（已主动公开）", r.AlreadyPublic, answer=True),
    _reply("F23", "P", "答复书（部分公开）", r.Partial, answer=True),
    _refusal("D1", "国家秘密", r.RefusedSecret),
    _refusal("D2", "法律、行政法规禁止公开", r.RefusedByLaw),
    _refusal("D3", "危及三安全一稳定", r.RefusedLimb),
    _refusal("D4", "第三方合法权益", r.RefusedThirdParty),
    _refusal("D5", "内部事务信息", r.RefusedLimb),
    _refusal("D6", "过程性信息", r.RefusedProcess),
    _refusal("D7", "行政执法案卷", r.RefusedCaseFile),
    _refusal("D8", "行政查询事项", r.QueryMatter),
)
NOTICES: tuple[Kind, ...] = (
    Kind(
        key="F03",
        name="登记回执",
        title=("政府信息公开申请登记回执",),
        facts=p.Receipt,
        trigger="收到申请",
        articles=("第三十三条",),
        paper="本回执",
        opening=False,
    ),
)
CATALOGUE: tuple[Kind, ...] = (*NOTICES, *REPLIES)
KINDS: dict[str, Kind] = {kind.key: kind for kind in CATALOGUE}


def kind(key: str) -> Kind:
    """The row of a document; raises LetterError for a key that is not in the catalogue."""
    try:
        return KINDS[key]
    except KeyError:
        raise LetterError(f"文书目录中没有“{key}”，请从目录中选择。") from None


def kinds_for_outcome(outcome: str) -> tuple[Kind, ...]:
    """The documents that announce an outcome."""
    return tuple(k for k in CATALOGUE if k.outcome == outcome)
