"""Plausible cases made through the desk, each on its own days: the same seed gives the same district."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from casework.acts.people import RESIDENT_ID, USCC, Person
from casework.acts.register import Application
from casework.law.identity import resident_id_check, uscc_check
from casework.lawbook import working_calendar
from casework.models import Case, Notice, Organ, Posting, Staff
from casework.now import SHANGHAI, pinned
from workflow import desk
from workflow.demo import arrivals, paths, texts
from workflow.demo.texts import Ask

# How applications come in, by the published figures of a neighbouring district (2024: web 20, letters 89, counter 5).
CHANNELS = (("mail_signed", 66), ("mail_ordinary", 12), ("portal", 15), ("in_person", 4), ("email", 3))
# Ways a case goes, by weight; the first is the straight road.
ROADS = (
    ("straight", 70),
    ("correction", 7),
    ("correction_lapsed", 3),
    ("consultation", 6),
    ("extension", 6),
    ("returned", 5),
    ("withdrawn", 3),
)
# Every status is on the wall of a practice district: the status to stop at and the days since receipt.
STANDING = {
    "registered": 1, "examining": 4, "awaiting_correction": 9, "awaiting_payment": 12, "in_progress": 16,
    "consulting": 18, "in_review": 24, "awaiting_service": 22, "abandoned": 60, "withdrawn": 30, "replied": 28,
    "archived": 70,
}  # fmt: skip


class Waiting(Exception):
    """The story has reached today: the rest has not happened yet."""


@dataclass
class Story:
    """One case and the people who work on it; ``day`` moves forward, acts run at the moment they would."""

    organ: Organ
    people: dict[str, Staff]
    chance: random.Random
    until: date
    day: date
    case: Case | None = None
    hour: int = 9

    def wait(self, working_days: int) -> None:
        """Let working days pass. :raises Waiting: today is reached."""
        if working_days:
            self.day = working_calendar().nth_working_day_after(self.day, working_days)
            self.hour = 9
        if self.day > self.until:
            raise Waiting

    def act(self, verb: str, role: str, **facts: Any) -> None:
        """Do one act as the person who holds ``role``, an hour after the one before."""
        assert self.case is not None
        self.hour = min(self.hour + 1, 17)
        moment = datetime.combine(self.day, time(self.hour, self.chance.randrange(60)), SHANGHAI)
        with pinned(moment):
            self.case = desk.act(
                verb, case_id=self.case.pk, actor=self.people[role], at=moment, today=self.day, **facts
            )

    def remedy(self) -> int:
        """The reconsideration or suit entered last."""
        assert self.case is not None
        return int(self.case.remedies.latest("id").pk)

    def register(self, application: Application) -> None:
        moment = datetime.combine(self.day, time(self.hour, self.chance.randrange(60)), SHANGHAI)
        with pinned(moment):
            self.case = desk.start(
                actor=self.people["intake"], at=moment, today=self.day, organ=self.organ, application=application
            )


def crew(organ: Organ) -> dict[str, Staff]:
    """Who works on the organ's cases; the government's own are handled by a street (the fixed cast)."""
    people: dict[str, Staff] = {}
    for posting in Posting.objects.filter(organ=organ, staff__is_active=True).select_related("staff").order_by("id"):
        people.setdefault(posting.role, posting.staff)
    if organ.kind == Organ.Kind.GOVERNMENT:
        for role in ("handler", "unit_head"):
            posting = Posting.objects.select_related("staff").filter(role=role, organ__code="370112002").earliest("id")
            people[role] = posting.staff
        supervising = Posting.objects.select_related("staff").filter(role="supervisor", staff__is_active=True)
        people["supervisor"] = supervising.earliest("id").staff
    return people


# The first two characters of the credit code of each category's example.
_REGISTERED_AS = {"business": "91", "legal_service": "31", "research": "12", "public_interest": "51", "other": "54"}


def applicant(chance: random.Random) -> Person:
    """An invented applicant with numbers that pass their checks."""
    if chance.random() < 0.88:
        name = chance.choice(texts.SURNAMES) + chance.choice(texts.GIVEN)
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(18000))
        body = f"370112{born:%Y%m%d}{chance.randrange(1000):03d}"
        return Person(
            name=name,
            document_kind=RESIDENT_ID,
            document_number=body + resident_id_check(body),
            phone=f"1{chance.choice('3578')}{chance.randrange(10**9):09d}",
            address=f"济南市历城区{chance.choice(texts.PLACES)}{chance.randrange(1, 60)}号",
            postcode="250100",
        )
    category, name = chance.choice(texts.COMPANIES)
    body = f"{_REGISTERED_AS[category]}370112{chance.randrange(10**8):08d}X"
    return Person(
        name=name,
        category=category,
        category_reason="事业单位性质的研究机构" if category == "research" else "",
        document_kind=USCC,
        document_number=body + uscc_check(body),
        contact_name=chance.choice(texts.SURNAMES) + chance.choice(texts.GIVEN),
        phone=f"0531-{chance.randrange(80000000, 89999999)}",
        address=f"济南市历城区{chance.choice(texts.PLACES)}",
        postcode="250100",
    )


def filled(value: Any, place: str, day: date) -> Any:
    """Put the place, the year before ``day`` and a day half a year before it into texts, lists and dictionaries."""
    if isinstance(value, str):
        earlier = day - timedelta(days=180)
        return value.replace("{place}", place).replace("{year}", str(day.year - 1)).replace("{earlier}", str(earlier))
    if isinstance(value, list):
        return [filled(item, place, day) for item in value]
    if isinstance(value, dict):
        return {key: filled(item, place, day) for key, item in value.items()}
    return value


_ASKS_FOR = {"disclosure": "申请公开", "record_correction": "要求更正"}


def application(chance: random.Random, ask: Ask, day: date, place: str) -> Application:
    channel = _weighted(chance, CHANNELS)
    dates = {
        "mail_signed": ("signed_on",),
        "mail_ordinary": ("arrived_on", "confirmed_on"),
        "portal": ("submitted_on",),
        "in_person": ("submitted_on",),
        "email": ("server_on", "confirmed_on"),
    }[channel]
    title = filled(ask.title, place, day)
    electronic = channel in {"portal", "email"}
    return Application(
        channel=channel,
        evidence=dict.fromkeys(dates, day),
        title=title,
        description=f"{_ASKS_FOR[ask.matter]}：{title}。",
        applicants=(applicant(chance),),
        matter=ask.matter,
        topic=ask.topic,
        carrier="electronic" if electronic else "paper",
        delivery={"portal": "online", "email": "email", "in_person": "pick_up"}.get(channel, "post"),
    )


def _weighted(chance: random.Random, rows: tuple[tuple[str, int], ...]) -> str:
    return chance.choices([name for name, _ in rows], [weight for _, weight in rows])[0]


def tell(story: Story, ask: Ask, road: str, stop: str = "") -> None:
    """Walk one case along its road until it is archived, ``stop`` is reached, or today comes."""
    place = story.chance.choice(texts.PLACES)
    story.register(application(story.chance, ask, story.day, place))
    facts = filled(ask.facts, place, story.day)
    try:
        for _ in _ROADS[road](story, ask, facts):
            if stop and story.case is not None and story.case.status == stop:
                return
    except Waiting:
        return


Steps = Iterator[None]


def _straight(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    yield from _examine(story)
    yield from _assign(story)
    yield from answer(story, ask, facts)


def _examine(story: Story) -> Steps:
    yield
    story.wait(1)
    story.act("examine", "intake")
    yield


def _assign(story: Story) -> Steps:
    story.wait(story.chance.randrange(3))
    handler = story.people["handler"]
    story.act("assign", "intake", unit=handler.unit, handler=handler, note="请于五个工作日内提出办理意见。")
    yield
    story.act("sign_for", "handler")
    yield


def _draft(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    story.wait(story.chance.randrange(1, 5))
    if ask.outcome == "N1a":
        story.act(
            "record_search",
            "handler",
            places="本机关档案室、办公自动化系统",
            keywords="拨付、养老保险",
            persons=story.people["handler"].name,
            searched_on=story.day,
            result="未检索到相关政府信息。",
        )
        yield
    story.act("draft", "handler", outcome_code=ask.outcome, ground=ask.ground, facts=facts)
    yield


def _review(story: Story) -> Steps:
    story.act("submit", "handler", opinion="拟按此答复，请审查。")
    yield
    story.wait(story.chance.randrange(2))
    story.act("approve_secrecy", "unit_head", opinion="经审查不涉密，同意。")
    yield
    step = desk.open_step(story.case)  # type: ignore[arg-type]
    if step is not None and step.flow_task.name == "legal_review":
        story.wait(story.chance.randrange(1, 3))
        story.act("approve_legal", "legal", opinion="适用条款准确，救济途径告知正确，同意。")
        yield


def _leave(story: Story) -> Steps:
    story.wait(story.chance.randrange(2))
    story.act("sign_off", "head", opinion="同意。")
    yield
    story.act("issue", "intake")
    yield
    story.wait(story.chance.randrange(2))
    story.act("serve", "intake", **_service(story))
    yield
    story.wait(story.chance.randrange(2, 12))
    story.act("archive", "intake")
    yield


def _service(story: Story) -> dict[str, Any]:
    assert story.case is not None
    if story.case.delivery in {"email", "online"}:
        return {"way": "electronic", "served_on": story.day}
    if story.case.delivery == "pick_up":
        return {"way": "direct", "served_on": story.day, "receiver": "申请人本人", "delivered_on": story.day}
    return {
        "way": "post", "served_on": story.day, "carrier": "中国邮政",
        "tracking_number": f"XA{story.chance.randrange(10**9):09d}37",
    }  # fmt: skip


def answer(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    yield from _draft(story, ask, facts)
    yield from _review(story)
    yield from _leave(story)


def _returned(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    yield from _examine(story)
    yield from _assign(story)
    yield from _draft(story, ask, facts)
    story.act("submit", "handler")
    yield
    story.wait(1)
    story.act("return_to", "unit_head", opinion="请把事实写得更具体，再核对引用条款。")
    yield
    yield from answer(story, ask, facts)


def _correction(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    yield from _examine(story)
    story.wait(story.chance.randrange(1, 4))
    story.act(
        "request_correction",
        "intake",
        matters="所需政府信息的名称不明确，请说明文件名称、文号或者形成时间。",
        guidance="可以参照信息公开指南填写，也可以来电咨询。",
        delivered_on=story.day,
    )
    yield
    story.wait(story.chance.randrange(3, 9))
    story.act("receive_correction", "intake", corrected_on=story.day, corrected_text="已补充文件名称和年份。")
    yield
    yield from _assign(story)
    yield from answer(story, ask, facts)


def _correction_lapsed(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    yield from _examine(story)
    story.wait(2)
    story.act(
        "request_correction",
        "intake",
        matters="未提交身份证明，请补充。",
        delivered_on=story.day,
    )
    yield
    story.wait(17)
    story.act("deem_abandoned", "intake")
    yield
    story.wait(3)
    story.act("archive", "intake")
    yield


def _consultation(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    yield from _examine(story)
    yield from _assign(story)
    story.wait(2)
    story.act(
        "consult",
        "handler",
        kind="third_party",
        party="被征收户代表",
        subject="申请公开的材料中涉及您的部分",
        received_on=story.day,
    )
    yield
    story.wait(story.chance.randrange(5, 12))
    assert story.case is not None
    opinion: dict[str, Any] = {"opinion": "agree", "opinion_text": "材料不涉及个人隐私，同意公开"}
    if ask.outcome != "G2":  # what somebody objects to with good grounds is not disclosed (Art. 32)
        opinion = {
            "opinion": "refuse",
            "opinion_text": "材料载有家庭成员和财产情况，不同意公开",
            "grounds_reasonable": True,
        }
    consultation = story.case.consultations.get().pk
    story.act("close_consultation", "handler", consultation_id=consultation, opinion_on=story.day, **opinion)
    yield
    yield from answer(story, ask, facts)


def _extension(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    yield from _examine(story)
    yield from _assign(story)
    story.wait(9)
    story.act(
        "request_extension",
        "handler",
        days=story.chance.choice((5, 10, 15, 20)),
        reason="档案年代久远，需要调阅纸质档案。",
    )
    yield
    story.act("extend", "head", approve=True, notified_on=story.day)
    yield
    story.wait(4)
    yield from answer(story, ask, facts)


def _withdrawn(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    yield from _examine(story)
    story.wait(3)
    story.act("withdraw", "intake", reason="申请人申请撤回，经电话核实系其自愿。", way="书面")
    yield
    story.wait(2)
    story.act("archive", "intake")
    yield


def _fee(story: Story, ask: Ask, facts: dict[str, Any]) -> Steps:
    yield from _examine(story)
    story.wait(2)
    story.act("charge", "intake", mode="items", quantity=12, count_reason="另有纸质登记的申请", received_on=story.day)
    yield
    story.wait(5)
    story.act("receive_payment", "intake", paid_on=story.day)
    yield


_ROADS: dict[str, Callable[[Story, Ask, dict[str, Any]], Steps]] = {
    "straight": _straight,
    "returned": _returned,
    "correction": _correction,
    "correction_lapsed": _correction_lapsed,
    "consultation": _consultation,
    "extension": _extension,
    "withdrawn": _withdrawn,
    "fee": _fee,
} | paths.ROADS
_ROAD_TO = {
    "awaiting_correction": "correction",
    "awaiting_payment": "fee",
    "consulting": "consultation",
    "abandoned": "correction_lapsed",
    "withdrawn": "withdrawn",
}


def plan(
    *, cases: int, years: int, seed: int, today: date, organs: list[Organ]
) -> Iterator[tuple[Organ, date, Ask, str, str, int]]:
    """Yield (organ, day of receipt, kind of request, road, status to stop at, own seed) in the order of receipt."""
    chance = random.Random(seed)
    asks, weights = list(texts.ASKS), [ask.weight for ask in texts.ASKS]
    first = today - timedelta(days=365 * years)
    span = (today - first).days
    rows = []
    for number in range(cases):
        organ = organs[0] if chance.random() < 0.35 else chance.choice(organs)
        day = (
            first + timedelta(days=chance.randrange(span))
            if number >= 60
            else today - timedelta(days=chance.randrange(40))
        )
        rows.append(
            (organ, day, chance.choices(asks, weights)[0], _weighted(chance, ROADS), "", chance.randrange(2**32))
        )
    for number, (status, age) in enumerate(list(STANDING.items())[:cases]):
        ask = asks[number % 4]
        rows[number] = (organs[0], today - timedelta(days=age), ask, _ROAD_TO.get(status, "straight"), status, number)
    for number, (situation, age) in enumerate(paths.SITUATIONS.items(), start=len(STANDING)):
        if number < len(rows):
            ask = paths.ASKED.get(situation, asks[number % 4])
            rows[number] = (organs[0], today - timedelta(days=age), ask, situation, "", number)
    calendar = working_calendar()
    for organ, day, *rest in sorted(rows, key=lambda row: (row[1], row[5])):
        yield organ, calendar.previous_working_day(day), *rest  # type: ignore[misc]


def seed(
    *, cases: int, years: int, seed: int, today: date, organs: list[Organ], part: str = "all"
) -> Iterator[tuple[int, int]]:
    """Make the cases one by one; yield (how many are done, how many there are).

    :param part: ``first`` makes the government's own cases of this year, on which the fixed cast works; ``rest`` all
        others. Numbers run per organ and year, so the district is the same whether the parts follow at once or later.
    """
    crews = {organ.pk: crew(organ) for organ in organs}
    yesterday = today - timedelta(days=1)
    rows = list(plan(cases=cases, years=years, seed=seed, today=today, organs=organs))
    first = [row for row in rows if row[0] == organs[0] and row[1].year == today.year]
    rest = [row for row in rows if row not in first]
    chosen = {"first": first, "rest": rest, "all": first + rest}[part]
    for done, (organ, day, ask, road, stop, own) in enumerate(chosen, 1):
        if day <= yesterday:  # nothing in the practice district has happened later than now
            tell(Story(organ, crews[organ.pk], random.Random(own), yesterday, day), ask, road, stop)
        yield done, len(chosen)
    if part != "rest":
        arrivals.seed(organ=organs[0], clerk=crews[organs[0].pk]["intake"], today=today)
    read = datetime.combine(today - timedelta(days=3), time(9), SHANGHAI)
    Notice.objects.filter(created_at__lt=read).update(read_at=read)
