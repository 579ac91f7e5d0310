"""待登记来件 in the browser: a letter arrives, nobody is reached, the next day somebody is, and it becomes a case."""

from __future__ import annotations

from casework.models import Case, CaseEvent, IncomingMail
from tests.browser.visitor import Join
from tests.roads import Cast

SENDER, PHONE = "欧阳建国", "13812345678"


def test_from_the_letter_to_the_case(cast: Cast, join: Join) -> None:
    clerk = join("王登记")
    clerk.go("/cases/new/")
    clerk.fill({"channel": "mail_ordinary"}, inside="#register-form")
    with clerk.moved():
        clerk.page.click("#register-form a[href='/incoming/new/']")
    clerk.fill({
        "channel": "mail_ordinary", "arrived_on": "2026-11-19", "sender": SENDER, "contact": PHONE,
        "title": "申请公开花园北区征地批复", "enclosed": "申请表2页",
    })  # fmt: skip
    clerk.send("登记来件", inside="main form")
    row = IncomingMail.objects.get()
    assert SENDER not in clerk.text and PHONE not in clerk.text and "逾期 1 个工作日" in clerk.text
    clerk.send("查看姓名和联系方式")
    assert SENDER in clerk.text and PHONE in clerk.text
    assert CaseEvent.objects.get(verb="reveal").data["mail"] == row.pk
    tried = {"made_on": "2026-11-19", "made_time": "15:20", "way": "phone", "outcome": "unanswered", "note": "无人接听"}
    clerk.fill(tried, inside="form[action$='contact/']")
    clerk.send("记录", inside="form[action$='contact/']")
    assert "停 · 不计时" in clerk.text and "无人接听" in clerk.text
    clerk.fill({"made_on": "2026-11-20", "way": "phone", "outcome": "confirmed"}, inside="form[action$='contact/']")
    clerk.send("记录", inside="form[action$='contact/']")
    clerk.send("登记此件")
    assert clerk.page.input_value("[name=name]") == SENDER
    assert clerk.page.input_value("[name=confirmed_on]") == "2026-11-20"
    assert clerk.page.is_checked("[name=unreachable]")
    clerk.fill({"description": "申请公开花园北区征地批复。", "address": "花园路1号"}, inside="#register-form")
    clerk.send("登记", inside="#register-form .form-foot")
    case = Case.objects.get()
    assert case.received_on.isoformat() == case.safe_received_on.isoformat() == "2026-11-20"

    clerk.go("/incoming/?show=registered")
    assert case.case_number in clerk.text
