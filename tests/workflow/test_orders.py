"""督办: issued, signed for, answered with papers, sent back, closed; never closed without an answer."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from casework.acts.record import verify
from casework.errors import BadValue, MissingFact, NotAllowed, NotFound, WrongState
from casework.law.states import ROLES
from casework.models import CaseEvent, Notice, Organ, Staff
from casework.now import pinned
from letters.errors import NotIssuable
from tests.roads import Road, application, moment, start
from workflow import proposals, supervision
from workflow.models import SupervisionOrder
from workflow.order_table import KINDS, OPEN, RISING, TABLE, VERBS, State, permitted
from workflow.supervision import Upload
from workflow.timers import system

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden_orders.txt"
MONDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 4)
SignIn = Callable[[Staff], Client]
PDF = b"%PDF-1.4\n%test\n"


def times(day: date = MONDAY) -> dict[str, Any]:
    return {"at": moment(day, 14), "today": day}


@pytest.fixture
def at_work(road: Road) -> Road:
    """A case on 李承办's desk."""
    return road.to("in_progress")


def issue(road: Road, kind: str = "order", **facts: Any) -> SupervisionOrder:
    about = {"case_id": road.case.pk} if KINDS[kind].about_case and "case_id" not in facts else {}
    values = {"findings": "临近期限尚未提交送审稿。", "demands": "提交送审稿\n说明原因", "answer_by": WEDNESDAY}
    return supervision.issue(actor=road.cast.supervisor, kind=kind, **(times() | values | about | facts))


def do(verb: str, order: SupervisionOrder, who: Staff, day: date = MONDAY, **facts: Any) -> SupervisionOrder:
    getattr(supervision, verb)(actor=who, order_id=order.pk, **times(day), **facts)
    order.refresh_from_db()
    return order


def test_who_may_do_what_in_which_state() -> None:
    lines = []
    for role, label in ROLES.items():
        rights = {state.label: [VERBS[verb] for verb in permitted(role, state)] for state in State}
        if any(rights.values()):
            lines += [f"{role} {label}", *(f"  {name}：{'、'.join(verbs) or '—'}" for name, verbs in rights.items())]
    assert "\n".join(lines) + "\n" == GOLDEN.read_text("utf-8")


def test_no_way_leads_to_closed_but_from_an_answer() -> None:
    assert {row.source for row in TABLE if row.target is State.CLOSED} == {State.ANSWERED}
    assert {row.verb for row in TABLE if row.target is State.ANSWERED} == {"answer"}
    reached, frontier = {State.PROPOSED}, [State.PROPOSED]
    while frontier:
        new = {row.target for row in TABLE if row.source is frontier[0]} - reached
        reached |= new
        frontier = frontier[1:] + sorted(new)
    assert reached == set(State)


def test_the_whole_road_of_an_order(at_work: Road) -> None:
    cast = at_work.cast
    order = issue(at_work)
    assert (order.number, order.state, order.unit) == ("历政办公督〔2026〕1号", "issued", cast.handler.unit)
    assert {notice.staff.name for notice in Notice.objects.filter(kind="order")} == {"李承办", "赵科长"}
    do("sign", order, cast.unit_head)
    assert order.signed_by == cast.unit_head
    do("answer", order, cast.handler, text="已提交。", uploads=[Upload("情况说明.pdf", io.BytesIO(PDF))])
    assert order.answers.get().files.get().name == "情况说明.pdf"
    do("return_to", order, cast.supervisor, reason="没有说明原因。", answer_by=date(2026, 3, 6))
    do("answer", order, cast.handler, date(2026, 3, 5), text="原因是档案移交。")
    do("close", order, cast.supervisor, date(2026, 3, 6), opinion="同意办结。")
    assert order.state == "closed" and [row.late for row in order.answers.all()] == [False, False]
    verbs = list(CaseEvent.objects.filter(case=at_work.case, verb__startswith="order_").values_list("verb", flat=True))
    assert verbs == ["order_issue", "order_sign", "order_answer", "order_return", "order_answer", "order_close"]
    assert not list(verify())


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_its_paper(kind: str, at_work: Road) -> None:
    facts = {} if KINDS[kind].about_case else {"organ": at_work.cast.organs["370112002"]}
    order = issue(at_work, kind, **facts)
    content = supervision.path_of(order.stored).read_bytes()
    assert content.startswith(b"%PDF-") and len(order.sha256) == 64
    assert "张建国".encode() not in content


def test_the_paper_names_nobody_in_full(at_work: Road) -> None:
    from workflow.papers import orders as order_paper

    order = issue(at_work, "urge")
    facts = order_paper.facts_of(order, today=MONDAY)
    assert facts.applicant_name == "张*国" and facts.days_left == "20个" and facts.stage == "承办拟稿"  # type: ignore[attr-defined]


def test_only_the_right_people_take_each_step(at_work: Road) -> None:
    cast = at_work.cast
    with pytest.raises(NotAllowed, match="督查人员"):
        supervision.issue(
            actor=cast.head, kind="order", findings="x", demands="y", answer_by=WEDNESDAY, case_id=at_work.case.pk,
            **times(),
        )  # fmt: skip
    order = issue(at_work)
    with pytest.raises(NotFound):
        do("sign", order, cast.stranger)
    with pytest.raises(NotAllowed, match="科室负责人"):
        do("sign", order, cast.supervisor)
    with pytest.raises(NotAllowed):  # the organ that answers sees the order of its case; it is not theirs to answer
        do("answer", order, cast.clerk, text="x")
    with pytest.raises(WrongState, match="待签收"):
        do("answer", order, cast.handler, text="x")
    with pytest.raises(WrongState, match="不能“办结”"):
        do("close", order, cast.supervisor)
    assert CaseEvent.objects.filter(verb__startswith="order_").count() == 1


@pytest.mark.parametrize(
    ("facts", "fault", "said"),
    [
        ({"findings": " "}, MissingFact, "督办须写明理由"),
        ({"demands": " "}, MissingFact, "督办要求"),
        ({"answer_by": date(2026, 3, 1)}, BadValue, "不能早于今天"),
        ({"level": "purple"}, BadValue, "级别"),
        ({"kind": "letter"}, BadValue, "没有这种督办文书"),
        ({"case_id": None}, MissingFact, "受理编号"),
        ({"kind": "rectify"}, MissingFact, "被督办的机关"),
    ],
)
def test_what_an_order_must_say(facts: dict[str, Any], fault: type[Exception], said: str, at_work: Road) -> None:
    values = {"kind": "order", "findings": "a", "demands": "b", "answer_by": WEDNESDAY, "case_id": at_work.case.pk}
    if facts.get("kind") == "rectify":
        values["case_id"] = None
    with pytest.raises(fault, match=said):
        supervision.issue(actor=at_work.cast.supervisor, **(values | facts), **times())
    assert not SupervisionOrder.objects.exists()
    assert issue(at_work).number.endswith("督〔2026〕1号")  # the refused ones took no number


def test_an_answer_with_a_bad_file_keeps_nothing(at_work: Road) -> None:
    order = do("sign", issue(at_work), at_work.cast.handler)
    uploads = [Upload("好.pdf", io.BytesIO(PDF)), Upload("坏.pdf", io.BytesIO(b"MZ\x90"))]
    with pytest.raises(BadValue, match=r"坏\.pdf"):
        do("answer", order, at_work.cast.handler, text="已办。", uploads=uploads)
    order.refresh_from_db()
    assert order.state == "signed" and not order.answers.exists()


def test_an_unanswered_order_rises_once_a_step(at_work: Road) -> None:
    order = do("sign", issue(at_work), at_work.cast.handler)
    for day, rise, level in (
        (WEDNESDAY, 0, "plain"),
        (date(2026, 3, 5), 1, "yellow"),
        (date(2026, 3, 6), 1, "yellow"),
        (date(2026, 3, 9), 2, "red"),
        (date(2026, 3, 20), 2, "red"),
    ):
        for _ in range(2):
            supervision.chase(moment(day), day, system=system())
        order.refresh_from_db()
        assert (order.rise, order.level) == (rise, level), day
    assert CaseEvent.objects.filter(verb="order_escalate").count() == len(RISING)
    told = Notice.objects.filter(text__contains="已升级为红牌")
    assert {"督查员", "李承办", "赵科长"} <= {notice.staff.name for notice in told}
    assert SupervisionOrder.objects.unanswered(date(2026, 3, 5)).get() == order


def test_a_red_order_rises_to_the_top_at_once_and_an_answer_ends_it(at_work: Road) -> None:
    order = do("sign", issue(at_work, level="red"), at_work.cast.handler)
    day = date(2026, 3, 5)
    supervision.chase(moment(day), day, system=system())
    order.refresh_from_db()
    assert (order.rise, order.level) == (2, "red")
    do("answer", order, at_work.cast.handler, day, text="已办。")
    assert order.answers.get().late
    assert not SupervisionOrder.objects.unanswered(day).exists()


def test_an_order_without_a_case_stands_on_the_chain_of_the_system(at_work: Road) -> None:
    organ = at_work.cast.organs["LC13"]
    order = issue(at_work, "rectify", organ=organ)
    assert order.unit is None and order.case is None and order.organ == organ
    assert CaseEvent.objects.get(verb="order_issue").case is None
    told = Notice.objects.filter(kind="order")
    assert told and {notice.staff.organ for notice in told} == {organ}
    assert not list(verify())


def test_an_organ_that_lacks_what_the_paper_needs_is_told(at_work: Road) -> None:
    Organ.objects.filter(code="LC02").update(address="")
    with pytest.raises(NotIssuable, match="通信地址"):
        issue(at_work, "rectify", organ=at_work.cast.organs["LC13"])


def test_rules_propose_once_and_the_office_decides(at_work: Road, signed_in: SignIn) -> None:
    overdue, cast = date(2026, 4, 1), at_work.cast
    assert proposals.propose(date(2026, 3, 28)) == 0  # a Saturday
    assert proposals.propose(overdue) == 2
    assert proposals.propose(overdue) == 0
    found = {order.rule: order for order in SupervisionOrder.objects.all()}
    assert set(found) == {"overdue", "stage"}
    order = found["overdue"]
    assert (order.kind, order.level, order.unit, order.state) == ("order", "red", cast.handler.unit, "proposed")
    assert "答复期限 2026年3月30日 已过，仍在“承办拟稿”环节" in order.findings
    assert not Notice.objects.filter(kind="order").exists()  # nothing is sent by a rule alone
    with pinned(moment(overdue, 9)):
        assert signed_in(cast.handler).get(f"/supervision/orders/{order.pk}/").status_code == 404
        office = signed_in(cast.supervisor)
        assert "已超过答复期限" in office.get(f"/supervision/orders/{order.pk}/").content.decode()
        changed = {"level": "red", "answer_by": "2026-04-03", "findings": order.findings, "demands": "今天答复。"}
        assert office.post(f"/supervision/orders/{order.pk}/issue/", changed).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.demands, order.number) == ("issued", "今天答复。", "历政办公督〔2026〕1号")
    do("dismiss", found["stage"], cast.supervisor, overdue, reason="已有督办单。")
    assert proposals.propose(date(2026, 4, 2)) == 0  # what was refused is not proposed again


def test_a_unit_with_several_overdue_cases_is_asked_to_come_once_a_month(at_work: Road) -> None:
    for _ in range(proposals.TALK_AT - 1):
        start(at_work.cast, application()).to("in_progress")
    proposals.propose(date(2026, 4, 1))
    proposals.propose(date(2026, 4, 2))
    talk = SupervisionOrder.objects.get(rule="many")
    assert (talk.kind, talk.unit, talk.case) == ("talk", at_work.cast.handler.unit, None)
    assert "现有 3 件" in talk.findings


# -- pages -----------------------------------------------------------------------------------------------------------


def test_the_banner_stands_on_the_case_until_it_is_answered(at_work: Road, signed_in: SignIn) -> None:
    cast, address = at_work.cast, f"/cases/{at_work.case.pk}/"
    with pinned(moment(MONDAY, 15)):
        order = issue(at_work)
        assert order.number in signed_in(cast.handler).get(address).content.decode()
        assert '督办 <span class="count num">1</span>' in signed_in(cast.handler).get("/").content.decode()
        do("sign", order, cast.handler)
        do("answer", order, cast.handler, text="已办。")
        page = signed_in(cast.handler).get(address).content.decode()
        assert "请洪家楼街道" not in page and "回复督办" in page  # the banner is gone, the history stays
        assert '督办 <span class="count num">0</span>' in signed_in(cast.handler).get("/").content.decode()


def test_unanswered_past_its_date_it_stands_so_on_the_workbench(at_work: Road, signed_in: SignIn) -> None:
    issue(at_work)
    with pinned(moment(date(2026, 3, 5), 9)):
        page = signed_in(at_work.cast.handler).get("/?tab=supervised").content.decode()
        assert "督办 · 逾期未回复" in page and "逾期未回复</span>" in page
        listed = signed_in(at_work.cast.supervisor).get("/supervision/orders/?show=unanswered").content.decode()
        assert "督〔2026〕1号" in listed


def test_an_order_is_issued_signed_answered_and_closed_on_its_pages(at_work: Road, signed_in: SignIn) -> None:
    cast = at_work.cast
    with pinned(moment(MONDAY, 15)):
        office, unit = signed_in(cast.supervisor), signed_in(cast.handler)
        blank = office.get(f"/supervision/orders/new/?kind=urge&case={at_work.case.case_number}").content.decode()
        assert at_work.case.case_number in blank and 'value="2026-03-03"' in blank
        filled = {
            "kind": "urge", "case_number": at_work.case.case_number, "organ": "", "level": "plain",
            "answer_by": "2026-03-03", "findings": "临近期限。", "demands": "请抓紧办理。",
        }  # fmt: skip
        assert "现在“承办拟稿”环节" in blank and "请抓紧办理，确保按期答复" in blank
        refused = office.post("/supervision/orders/new/", filled | {"case_number": "没有这个号"})
        assert refused.status_code == 422 and "请抓紧办理。" in refused.content.decode()
        answer = office.post("/supervision/orders/new/", filled)
        order = SupervisionOrder.objects.get()
        address = f"/supervision/orders/{order.pk}/"
        assert answer.headers["Location"] == address
        assert unit.post(f"{address}sign/").status_code == 302
        bad = unit.post(f"{address}answer/", {"text": ""})
        assert bad.status_code == 422
        upload = io.BytesIO(PDF)
        upload.name = "说明.pdf"
        assert unit.post(f"{address}answer/", {"text": "已办。", "uploads": [upload]}).status_code == 302
        page = office.get(address).content.decode()
        assert "说明.pdf" in page and "已办。" in page
        assert office.post(f"{address}close/", {"opinion": ""}).status_code == 302
        order.refresh_from_db()
        assert order.state in {State.CLOSED} and order.state not in OPEN
        assert office.get(f"{address}paper.pdf").headers["Content-Type"] == "application/pdf"
        file = order.answers.get().files.get()
        assert b"".join(unit.get(f"/supervision/files/{file.pk}/").streaming_content) == PDF  # type: ignore[attr-defined]
        counted = office.get("/supervision/orders/counted/").content.decode()
        assert "洪家楼街道·党政办公室" in counted


def test_nobody_else_reaches_an_order_its_paper_or_its_files(at_work: Road, signed_in: SignIn) -> None:
    cast = at_work.cast
    with pinned(moment(MONDAY, 15)):
        order = do("sign", issue(at_work), cast.handler)
        do("answer", order, cast.handler, text="已办。", uploads=[Upload("a.pdf", io.BytesIO(PDF))])
        file = order.answers.get().files.get()
        stranger = signed_in(cast.stranger)
        for address in (f"/supervision/orders/{order.pk}/", f"/supervision/orders/{order.pk}/paper.pdf"):
            assert stranger.get(address).status_code == 404
        assert stranger.get(f"/supervision/files/{file.pk}/").status_code == 404
        assert stranger.post(f"/supervision/orders/{order.pk}/close/").status_code == 404
        assert stranger.get("/supervision/orders/new/").status_code == 403
        assert stranger.get("/supervision/orders/counted/").status_code == 403
        assert order.number not in stranger.get("/supervision/orders/").content.decode()
