"""救济途径: what a decision tells about reconsideration and suit.

A refusal under Arts 14 to 16 must send the applicant to reconsideration first (行政复议法 Art. 23(1)(四), told when
the organ acts, Art. 23(2)); everything else offers both ways. Names of organ and court come from the facts.
"""

from __future__ import annotations

from letters.facts import Remediable, RemedyPrinted

_RECON = "自收到{paper}之日起60日内，依照《中华人民共和国行政复议法》第二十条{first}的规定，向{organ}申请行政复议"
_SUIT = "自收到{paper}之日起6个月内，依照《中华人民共和国行政诉讼法》第四十六条的规定，向{court}提起行政诉讼"
_AFTER = (
    "未经行政复议，不能直接提起行政诉讼。对行政复议决定不服的，可以自收到行政复议决定书之日起15日内，"
    "依照《中华人民共和国行政诉讼法》第四十五条的规定，向有管辖权的人民法院提起行政诉讼。"
)


def paragraphs(remedy: RemedyPrinted, facts: Remediable, *, paper: str, against: str = "") -> tuple[str, ...]:
    """The paragraphs to print; `paper` is how the document calls itself (本答复书, 本告知书).

    :param against: what is contested, where it is not the document itself.
    """
    against = against or _content(paper)
    if remedy == "none":
        return ()
    body: tuple[str, ...]
    if remedy == "partial":
        body = (_recon_first(facts, paper, "对本机关不予公开部分的决定"), _either(facts, paper, "对其他部分的答复"))
    elif remedy == "recon_first":
        body = (_recon_first(facts, paper, f"对{against}"),)
    else:
        body = (_either(facts, paper, f"对{against}"),)
    return (*body, *_online(facts))


def _recon_first(facts: Remediable, paper: str, against: str) -> str:
    organ = _name(facts.remedy_organ, "复议机关")
    recon = _RECON.format(paper=paper, first="、第二十三条第一款第四项", organ=organ)
    return f"{facts.salutation}如{against}不服，应当先申请行政复议，可以{recon}；{_AFTER}"


def _either(facts: Remediable, paper: str, against: str) -> str:
    recon = _RECON.format(paper=paper, first="", organ=_name(facts.remedy_organ, "复议机关"))
    suit = _SUIT.format(paper=paper, court=_name(facts.remedy_court, "管辖法院"))
    return f"{facts.salutation}如{against}不服，可以{recon}；也可以{suit}。"


def _online(facts: Remediable) -> tuple[str, ...]:
    """行政复议法 Art. 22(2): served over the internet, the internet way of reconsideration must be told."""
    if not facts.electronic:
        return ()
    return (f"申请行政复议的，也可以通过以下互联网渠道提交申请：{_name(facts.remedy_online, '网上复议途径')}。",)


def _name(value: str, label: str) -> str:
    """A missing name stays visible as a slot, and lint refuses the document."""
    return value.rstrip("。") or f"{{{label}}}"


def _content(paper: str) -> str:
    return "本答复" if paper == "本答复书" else paper
