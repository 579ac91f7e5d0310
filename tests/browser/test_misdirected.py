"""误投移交 in the browser: one organ signs for it, the other is told, opens it from the bell and registers it."""

from __future__ import annotations

from casework.models import Case, CaseEvent, IncomingMail, Organ, Staff
from tests.browser.visitor import Join
from tests.roads import Cast

SENDER = "欧阳建国"


def test_from_the_first_signature_to_the_case(cast: Cast, join: Join) -> None:
    organ = Organ.objects.get(code="LC13")
    theirs = Staff.objects.get(postings__role="intake", postings__organ=organ)
    clerk = join("王登记")
    clerk.go("/incoming/misdirected/")
    clerk.fill({
        "addressed_to": str(organ.pk), "sender": SENDER, "title": "申请公开花园北区拆迁许可", "channel": "mail_signed",
        "arrived_on": "2026-11-18",
    })  # fmt: skip
    clerk.send("登记", inside="main")
    row = IncomingMail.objects.get()
    clerk.fill({"handed_over_on": "2026-11-20", "hand_over_way": "messenger", "receiver": "收发员周某"})
    clerk.send("移交", inside="main form")
    assert "已移交" in clerk.text

    other = join(theirs.name)
    other.go("/notices/")
    with other.moved():
        other.page.locator(".notice-row", has_text="已移交一件写给您机关的申请").click()
    assert other.path == f"/incoming/{row.pk}/"
    assert SENDER not in other.text, "masked until it is needed"
    other.send("登记此件")
    assert other.page.input_value("[name=name]") == SENDER
    assert CaseEvent.objects.get(verb="reveal").actor == theirs
    other.fill({
        "confirmed_on": "2026-11-20", "phone": "13812345678", "description": "申请公开花园北区拆迁许可。",
    }, inside="#register-form")  # fmt: skip
    other.send("登记", inside="#register-form .form-foot")
    assert Case.objects.get().received_on.isoformat() == "2026-11-18"

    supervisor = join("督查员")
    supervisor.go("/")
    with supervisor.moved():
        supervisor.page.click("nav a[href='/incoming/']")
    supervisor.go(f"/incoming/{row.pk}/")
    assert SENDER not in supervisor.text
