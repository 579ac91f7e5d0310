"""救济途径: what a decision tells about reconsideration and suit.

A refusal under Arts 14 to 16 must send the applicant to reconsideration first (行政复议法 Art. 23(1)(四), told when
the organ acts, Art. 23(2)); everything else offers both ways. Names of organ and court come from the facts.
"""

from __future__ import annotations

from typing import Literal

from letters.facts import Remediable

RemedyPrinted = Literal["none", "either", "recon_first", "partial"]
"""`partial`: reconsideration first for the withheld part, both ways for the rest."""

_RECON = "依照《中华人民共和国行政复议法》第二十条{first}的规定向{organ}申请行政复议"
_SUIT = "依照《中华人民共和国行政诉讼法》第四十六条的规定向{court}提起行政诉讼"
_FIRST = (
    "应当先申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起15日内，"
    "依照《中华人民共和国行政诉讼法》第四十五条的规定向有管辖权的人民法院提起行政诉讼。"
)


def paragraphs(remedy: RemedyPrinted, facts: Remediable, *, paper: str) -> tuple[str, ...]:
    """The paragraphs to print; `paper` is how the document calls itself (本答复书, 本告知书)."""
    if remedy == "none":
        return ()
    if remedy == "partial":
        body = (_recon_first(facts, paper, "对本机关不予公开部分的决定"), _either(facts, paper, "对其他部分的答复"))
    elif remedy == "recon_first":
        body = (_recon_first(facts, paper, f"对{paper.removesuffix('书')}"),)
    else:
        body = (_either(facts, paper, f"对{paper.removesuffix('书')}"),)
    return (*body, *_online(facts))


def _recon_first(facts: Remediable, paper: str, against: str) -> str:
    recon = _RECON.format(first="、第二十三条第一款第四项", organ=_name(facts.remedy_organ, "复议机关"))
    return f"{facts.salutation}如{against}不服，可以自收到{paper}之日起60日内，{recon}。对该决定，{_FIRST}"


def _either(facts: Remediable, paper: str, against: str) -> str:
    recon = _RECON.format(first="", organ=_name(facts.remedy_organ, "复议机关"))
    suit = _SUIT.format(court=_name(facts.remedy_court, "管辖法院"))
    begin = f"{facts.salutation}如{against}不服，可以自收到{paper}之日起60日内，{recon}；"
    return f"{begin}也可以自收到{paper}之日起6个月内，{suit}。"


def _online(facts: Remediable) -> tuple[str, ...]:
    """行政复议法 Art. 22(2): served over the internet, the internet way of reconsideration must be told."""
    if not facts.electronic:
        return ()
    return (f"申请行政复议的，也可以通过以下互联网渠道提交申请：{_name(facts.remedy_online, '网上复议途径')}。",)


def _name(value: str, label: str) -> str:
    """A missing name stays visible as a slot, and lint refuses the document."""
    return value.rstrip("。") or f"{{{label}}}"
