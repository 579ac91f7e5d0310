"""Situations beside the straight road that a practice district shows on its wall, one case each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from casework.models import Posting, Unit
from workflow.demo.texts import RECORD, Ask

if TYPE_CHECKING:
    from workflow.demo.stories import Story

Steps = Iterator[None]
Road = Callable[["Story", Ask, dict[str, Any]], Steps]

# The situation and the days since the receipt.
SITUATIONS = {"disputed": 9, "passed_on": 12, "helped": 13, "too_many": 8, "overturned": 100, "wrong_record": 20}
# What is asked there, where it is no usual request.
ASKED = {"wrong_record": RECORD}


def unit_of(story: Story, code: str) -> Unit:
    """The unit of an organ with its handler among the people of the story, under the organ's code."""
    posting = Posting.objects.select_related("staff", "unit").filter(role="handler", organ__code=code).earliest("id")
    assert posting.unit is not None  # handlers work in units
    story.people[code] = posting.staff
    return posting.unit


def accepted(story: Story) -> None:
    story.wait(1)
    story.act("examine", "intake")


def disputed(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    """Two departments decline, so the district office has to decide."""
    accepted(story)
    for code, reason in (
        ("LC13", "所涉项目由街道组织实施，本单位没有相关档案。"),
        ("LC26", "申请内容为补偿安置资金，不属于本单位职责。"),
    ):
        story.act("assign", "intake", unit=unit_of(story, code), note="请核实是否制作或者保存所申请的信息。")
        story.wait(1)
        story.act("decline", code, reason=reason)
    yield


def passed_on(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    """Signed for by one unit and passed on to another, which has not signed yet."""
    accepted(story)
    story.act("assign", "intake", unit=unit_of(story, "LC13"))
    story.act("sign_for", "LC13")
    story.wait(1)
    handler = story.people["handler"]
    story.act("transfer", "LC13", unit=handler.unit, reason="经查，该项目由街道组织实施，材料由街道保存。")
    yield


def helped(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    """Two units are asked for help, one has answered; a hard case with guidance, a meeting and a talk."""
    accepted(story)
    handler = story.people["handler"]
    story.act("assign", "intake", unit=handler.unit, handler=handler)
    story.act("sign_for", "handler")
    units = [unit_of(story, "LC13"), unit_of(story, "LC22")]
    story.act("request_assistance", "handler", units=units, subject="请查找项目资金拨付和房屋征收补偿的有关材料。")
    story.act("flag_hard", "handler", reason="涉及征收补偿，跨部门、跨层级。")
    story.act("guide", "supervisor", text="请先厘清各单位保存的材料，再区分处理；拟不公开的部分应当逐项说明理由。")
    story.wait(2)
    story.act("answer_assistance", "LC22", answer="经查，资金拨付凭证由街道财政所保存，本单位只有预算批复文件。")
    story.act("record_talk", "handler", talked_on=story.day, way="phone", person="申请人",
              content="说明办理进度和预计答复时间，介绍征收补偿信息的公开栏目。", result="explained")  # fmt: skip
    story.act("record_meeting", "handler", held_on=story.day, participants="街道、区住房城乡建设局、区财政局",
              minutes="会商材料保存情况和公开范围。", opinion="补偿方案公开，分户清单隐去个人信息后提供。")  # fmt: skip
    yield


def too_many(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    """Asked for reasons because of number and frequency."""
    accepted(story)
    story.act("ask_reasons", "intake", count=14, period="近一个月", delivered_on=story.day,
              evidence="同一申请人一个月内向本机关提出十四件申请，内容均为同一项目的各类往来文书。")  # fmt: skip
    yield


def overturned(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    """Answered, overturned in reconsideration, and answered again."""
    from workflow.demo.stories import answer

    accepted(story)
    handler = story.people["handler"]
    story.act("assign", "intake", unit=handler.unit, handler=handler)
    story.act("sign_for", "handler")
    yield from answer(story, ask, facts)
    story.wait(15)
    story.act("file_remedy", "legal", kind="reconsideration", body="济南市人民政府", reference="济政复〔2026〕1号",
              received_on=story.day)  # fmt: skip
    story.wait(6)
    remedy = story.remedy()
    story.act("answer_remedy", "legal", remedy_id=remedy, answered_on=story.day)
    story.wait(20)
    story.act("close_remedy", "legal", remedy_id=remedy, ruling="revoke", decided_on=story.day,
              decision_received_on=story.day, decision_number="济政复决〔2026〕12号",
              orders_new_reply=True, new_reply_days=20)  # fmt: skip
    story.act("remand", "head", remedy_id=remedy)
    story.act("assign", "intake", unit=handler.unit, handler=handler, note="按复议决定重新答复。")
    story.act("sign_for", "handler")
    yield


def wrong_record(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    """A record about the applicant is checked and put right (Art. 41)."""
    from workflow.demo.stories import answer

    accepted(story)
    handler = story.people["handler"]
    story.act("assign", "intake", unit=handler.unit, handler=handler)
    story.act("sign_for", "handler")
    yield from answer(story, ask, facts)


ROADS: dict[str, Road] = {
    "disputed": disputed,
    "passed_on": passed_on,
    "helped": helped,
    "too_many": too_many,
    "overturned": overturned,
    "wrong_record": wrong_record,
}
