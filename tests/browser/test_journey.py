"""Fifteen requests as they were made, each from the counter to the archive, by the people whose work it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casework.acts.record import verify
from casework.models import Case, SearchRecord, Service, Staff
from letters.models import Letter
from tests.browser.answers import ANSWERS, Answer, entered, requests
from tests.browser.visitor import Join, Visitor
from tests.conftest import TODAY
from tests.roads import Cast
from workflow.drift import drifts

BATCHES = ((1, 5), (6, 10), (11, 15))
PEOPLE = ("王登记", "李承办", "赵科长", "钱法制", "孙主任")
SERVED: dict[str, dict[str, Any]] = {
    "post": {"way": "post", "tracking_number": "XA12345678937"},
    "pick_up": {"way": "direct", "receiver": "申请人本人", "delivered_on": TODAY.isoformat()},
    "email": {"way": "electronic"},
    "online": {"way": "electronic"},
}


def test_the_answers_are_of_at_least_eight_kinds(shared_data: Path) -> None:
    assert {request["id"] for request in requests(shared_data)} == set(ANSWERS)
    assert len({answer.outcome for answer in ANSWERS.values()}) >= 8


@pytest.mark.parametrize(("first", "last"), BATCHES)
def test_requests_walk_from_receipt_to_archive(
    first: int, last: int, cast: Cast, join: Join, shared_data: Path
) -> None:
    crew = {name: join(name, signed_in=False).sign_in() for name in PEOPLE}
    for name in ("钱法制", "孙主任"):  # the first reviewer looks at the paper for all
        crew[name].without_previews()
    for number, request in list(enumerate(requests(shared_data), 1))[first - 1 : last]:
        walk(crew, request, number)
    assert not list(verify()) and not list(drifts(TODAY))


def walk(crew: dict[str, Visitor], request: dict[str, Any], number: int) -> None:
    answer = ANSWERS[request["id"]]
    case = register(crew["王登记"], request, number)
    at = Desk(case, f"/cases/{case.pk}/")
    examine_and_assign(crew["王登记"], at)
    draft(crew["李承办"], at, answer)
    approve(crew["赵科长"], at, "保密审查")
    if answer.legal:
        approve(crew["钱法制"], at, "法制审核")
    approve(crew["孙主任"], at, "签发")
    issue_and_read(crew["王登记"], at, answer)
    serve_and_archive(crew["王登记"], at)
    verbs = list(at.fresh().events.order_by("seq").values_list("verb", flat=True))
    assert ("approve_legal" in verbs) is answer.legal, request["id"]
    assert at.fresh().outcome == answer.outcome


class Desk:
    """A case and its page."""

    def __init__(self, case: Case, page: str) -> None:
        self.case, self.page = case, page
        self.fresh: Callable[[], Case] = lambda: Case.objects.get(pk=case.pk)

    def open(self, visitor: Visitor, next_step: str) -> None:
        """Look at the case; its one primary button must be the next step."""
        visitor.go(self.page)
        assert visitor.page.locator("[data-primary]").all_inner_texts() == [next_step]


def register(clerk: Visitor, request: dict[str, Any], number: int) -> Case:
    clerk.go("/cases/new/")
    clerk.fill(entered(request, number, TODAY), inside="#register-form")
    clerk.send("登记", inside="#register-form")
    case = Case.objects.latest("pk")
    assert clerk.path == f"/cases/{case.pk}/", clerk.text
    assert (case.description, case.title) == (request["text"], request["title"])
    assert case.received_on == TODAY and case.case_number in clerk.text
    return case


def examine_and_assign(clerk: Visitor, at: Desk) -> None:
    at.open(clerk, "开始审查")
    clerk.send("开始审查")
    clerk.send("受理交办")
    handler = Staff.objects.get(name="李承办")
    clerk.fill({"unit": str(handler.unit_id), "handler": str(handler.pk)}, inside="main form")
    clerk.send("受理交办", inside="main form")


def draft(handler: Visitor, at: Desk, answer: Answer) -> None:
    at.open(handler, "签收")
    handler.send("签收")
    at.open(handler, "拟稿")
    if answer.search:
        handler.go(f"{at.page}act/record_search/")
        said = {"places": "本机关档案室、电子公文系统", "keywords": "安置房、户型标准", "persons": "李承办"}
        handler.fill(said | {"result": "未检索到相关政府信息。"}, inside="main form")
        handler.send("登记检索记录", inside="main form")
        assert SearchRecord.objects.filter(case=at.case).exists()
    handler.go(f"{at.page}draft/")
    with handler.page.expect_response(lambda response: "/draft/slots/" in response.url):
        handler.page.select_option("#id_outcome_code", answer.outcome)
    for name in answer.facts:
        handler.page.locator(f"#slots [name='{name}']").wait_for()
    handler.fill(({"ground": answer.ground} if answer.ground else {}) | dict(answer.facts), inside="main form")
    handler.send("保存并送审")
    assert handler.path == at.page, handler.errors


def approve(reviewer: Visitor, at: Desk, step: str) -> None:
    at.open(reviewer, step)
    reviewer.send(step)
    assert "结果、条款、要素、救济途径和日期相互一致" in reviewer.text
    reviewer.page.fill("#id_opinion", "同意。")
    with reviewer.moved():
        reviewer.page.locator("main [data-primary]").click()
    assert "已办理" in reviewer.page.inner_text("#messages")


def issue_and_read(clerk: Visitor, at: Desk, answer: Answer) -> None:
    at.open(clerk, "制发文书")
    clerk.button("制发文书").click()
    clerk.send(f"制发文书 {at.case.case_number}", inside="#confirm-issue")
    letter = Letter.objects.get(case=at.case)
    link = clerk.page.locator(f"a[href='/letters/{letter.pk}.pdf']").first
    answered = clerk.context.request.get(clerk.server.url + str(link.get_attribute("href")))
    content = answered.body()
    assert answered.status == 200 and content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == letter.sha256
    assert letter.outcome == answer.outcome and letter.number in clerk.text


def serve_and_archive(clerk: Visitor, at: Desk) -> None:
    clerk.send("登记送达")
    clerk.fill(SERVED[at.case.delivery], inside="main form")
    clerk.send("登记送达", inside="main form")
    assert Service.objects.filter(case=at.case, served_on=TODAY).count() == 1, clerk.text
    clerk.send("归档")
    clerk.send("归档", inside="main form")
    assert at.fresh().status == "archived"
    assert clerk.page.locator("[data-primary]").all_inner_texts() == ["查看答复文书"]
