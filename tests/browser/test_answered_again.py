"""A reply overturned in reconsideration and answered again, by the people whose work it is, each at a browser."""

from __future__ import annotations

from casework.acts.record import verify
from casework.models import Remedy, Staff
from letters.models import Letter
from tests.browser.answers import Answer
from tests.browser.test_journey import SERVED, Desk, approve, draft
from tests.browser.visitor import Join
from tests.conftest import TODAY
from tests.roads import Cast, application, start
from workflow.drift import drifts

DAY = TODAY.isoformat()
GIVEN = Answer("G2", {"given_items": "征收补偿方案", "page_count": 3})


def test_a_reply_overturned_in_reconsideration_is_answered_again(cast: Cast, join: Join) -> None:
    case = start(cast, application(TODAY), TODAY).to("archived", "D5").case
    legal, head, clerk, handler, reviewer = (join(name) for name in ("钱法制", "孙主任", "王登记", "李承办", "赵科长"))
    handler.expect(409)  # the preview of the last words typed may come when the draft has gone to review already
    at = Desk(case, f"/cases/{case.pk}/")

    legal.go(f"{at.page}act/file_remedy/")
    assert legal.page.input_value("[name=body]") == case.organ.reconsideration_organ
    legal.fill({"kind": "reconsideration", "reference": "济政复〔2026〕31号", "received_on": DAY}, inside="main form")
    legal.send("登记复议诉讼", inside="main form")
    row = Remedy.objects.get()
    legal.go("/remedies/")
    assert case.case_number in legal.text and "2026年12月4日" in legal.text  # ten working days
    legal.go(f"{at.page}act/answer_remedy/")
    legal.send("登记答复举证", inside="main form")

    legal.go(f"{at.page}act/close_remedy/")
    assert not legal.page.locator("[name=new_reply_days]").is_visible()
    legal.fill({"ruling": "revoke", "decided_on": DAY, "decision_number": "济政复决〔2026〕31号"}, inside="main form")
    legal.fill({"orders_new_reply": True}, inside="main form")
    legal.fill({"new_reply_days": "15"}, inside="main form")
    legal.send("登记复议诉讼结果", inside="main form")
    legal.go("/remedies/?show=again")
    assert "责令重新答复" in legal.text

    head.go(f"{at.page}act/remand/")
    head.send("重新答复", inside="main form")
    row.refresh_from_db()
    assert (row.opened_round, at.fresh().due_on.isoformat()) == (2, "2026-12-11")  # fifteen working days
    clerk.go(at.page)
    clerk.send("受理交办")
    unit_head = Staff.objects.get(name="李承办")
    clerk.fill({"unit": str(unit_head.unit_id), "handler": str(unit_head.pk)}, inside="main form")
    clerk.send("受理交办", inside="main form")
    draft(handler, at, GIVEN)
    for visitor, step in ((reviewer, "保密审查"), (head, "签发")):
        approve(visitor, at, step)

    at.open(clerk, "制发文书")
    clerk.button("制发文书").click()
    clerk.send(f"制发文书 {case.case_number}", inside="#confirm-issue")
    second = Letter.objects.filter(case=case, outcome__gt="").latest("id")
    assert "济政复决〔2026〕31号" in second.source and second.round_no == 2
    clerk.send("登记送达")
    clerk.fill(SERVED[case.delivery], inside="main form")
    clerk.send("登记送达", inside="main form")
    clerk.send("归档")
    clerk.send("归档", inside="main form")
    done = at.fresh()
    assert (done.status, done.outcome, done.first_outcome, done.late) == ("archived", "G2", "D5", False)
    assert not list(verify()) and not list(drifts(TODAY))
